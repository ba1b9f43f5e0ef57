# shellcheck shell=bash
# kill -9 at moments nobody chose, and the same command again: no double, no hole.

RANDOM=${TICKETFERRY_LIVE_SEED:-4711}

# moment SECONDS: somewhere in the first two thirds of what an undisturbed run took.
moment() { awk -v whole="$1" -v share=$((RANDOM % 60 + 5)) 'BEGIN { print whole * share / 100 }'; }

# kill_three_times SECONDS NAME DATA: a run that ends by itself before its moment is no fault.
kill_three_times() {
  local whole=$1 after process code
  shift
  for _ in 1 2 3; do
    after=$(moment "$whole") code=0
    program_process "$@" &
    process=$!
    sleep "$after"
    kill -KILL "$process" 2>/dev/null || echo "$1 was done before $after s"
    wait "$process" || code=$?
    echo "$1: kill -9 after $after s, exit $code"
  done
}

# Becomes the program, so that the signal meets it and not a shell around it.
program_process() {
  local configuration=$work/migration.json5
  if [ -f "$work/$2/migration.json5" ]; then configuration=$work/$2/migration.json5; fi
  exec "$bin/$1" --config "$configuration" --data "$work/$2"
}

extract_killed() {
  mkdir "$work/killed"
  kill_three_times "$(cat "$work/data.extract-seconds")" extract killed
  extract killed
  "$live/compare-extractions" "$work/data/extracted" "$work/killed/extracted"
  transform killed
  diff -r --exclude=manifest.json "$work/data/transformed" "$work/killed/transformed"
}

load_killed() {
  start redmine redmine-killed
  second_redmine
  configure "$work/killed/migration.json5" "$REDMINE_URL"
  kill_three_times "$(cat "$work/data.load-seconds")" load killed
  load killed
  verify killed
  sends_nothing load killed
}

agree_killed() {
  second_redmine
  agree killed
}

second_redmine() {
  set -a
  # shellcheck disable=SC1091
  . "$work/redmine-killed/env"
  set +a
}
