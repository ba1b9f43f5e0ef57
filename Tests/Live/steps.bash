# shellcheck shell=bash
# Steps with a name, a time and an outcome; what they print goes to a file and is shown when they fail.

passed=0 failed=0 table=''

# step NAME COMMAND…: a failure is counted, and the next step gets its turn.
step() {
  local name=$1 start=$SECONDS outcome=passed log code
  shift
  log="$output/$((passed + failed + 1)) ${name//\//-}.log"
  echo "== $name"
  # Not inside an `if`: bash would take `set -e` back for everything called from there.
  set +e
  (set -e; "$@") >"$log" 2>&1
  code=$?
  set -e
  if [ $code -eq 0 ]; then
    passed=$((passed + 1))
  else
    outcome=FAILED failed=$((failed + 1))
    tail -n 40 "$log" | cut -c1-400
  fi
  table+=$(printf '%-7s %5d s  %s' "$outcome" $((SECONDS - start)) "$name")$'\n'
}

# must_step NAME COMMAND…: without this one the others make no sense.
must_step() {
  step "$@"
  if [ "$failed" -gt 0 ]; then results; fi
}

# Ends the run.
results() {
  printf '\n%s\n' "$table"
  grep -hE '^ +[0-9]+  ' "$output"/*' both sides agree.log' "$output"/*' kill -9.log' "$output"/*' bad connection.log' 2>/dev/null || true
  printf '\n%s\n' "$passed passed, $failed failed"
  exit $((failed > 0))
}
