# shellcheck shell=bash
# Steps with a name, a time and an outcome; what they print goes to a file and is shown when they fail.

passed=0 failed=0 table=''

# step NAME COMMAND…
step() {
  local name=$1 start=$SECONDS outcome=passed log
  shift
  log="$output/$((passed + failed + 1)) ${name//\//-}.log"
  echo "== $name"
  if (set -e; "$@") >"$log" 2>&1; then
    passed=$((passed + 1))
  else
    outcome=FAILED failed=$((failed + 1))
    tail -n 40 "$log" | cut -c1-400
  fi
  table+=$(printf '%-7s %5d s  %s' "$outcome" $((SECONDS - start)) "$name")$'\n'
  [ "$outcome" = passed ]
} || true

# must_step NAME COMMAND…: without this one the others make no sense.
must_step() { step "$@" || { results; }; }

results() {
  echo
  printf '%s' "$table"
  grep -hE '^ +[0-9]+  ' "$output"/*"both sides agree.log" 2>/dev/null || true
  echo
  echo "$passed passed, $failed failed"
  exit $((failed > 0))
}
