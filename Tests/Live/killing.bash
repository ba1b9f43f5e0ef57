# shellcheck shell=bash
# kill -9 at moments nobody chose, and the same command again: no double, no hole.

RANDOM=${TICKETFERRY_LIVE_SEED:-4711}

# kill_extract SECONDS DATA: three times in the first third of what an undisturbed run took.
kill_extract() {
  local process
  for _ in 1 2 3; do
    program_process extract "$2" &
    process=$!
    sleep "$(awk -v whole="$1" -v share=$((RANDOM % 28 + 5)) 'BEGIN { print whole * share / 100 }')"
    kill_9 $process
  done
  kills_of extract 3
}

# kill_load COUNT LINES DATA: when the journal has reached so many random lengths, and a random moment later; so they
# are spread over the whole load, however fast it is.
kill_load() {
  local process length
  for length in $(for _ in $(seq "$1"); do echo $((RANDOM % ($2 * 95 / 100))); done | sort -n); do
    program_process load "$3" &
    process=$!
    await_lines "$length" "$work/$3/loaded/journal.jsonl" $process
    sleep "0.$(printf %03d $((RANDOM % 500)))"
    kill_9 $process
    echo "load: kill -9 behind line $length of its journal"
  done
  kills_of load "$1"
}

struck=0
# A run that has ended by itself was not killed.
kill_9() {
  local code=0
  kill -KILL "$1" 2>/dev/null || echo "done before it was killed"
  wait "$1" || code=$?
  if [ $code = 137 ]; then struck=$((struck + 1)); fi
}

kills_of() {
  printf '%7d  kills of %s\n' "$struck" "$1"
  [ "$struck" = "$2" ]
}

# await_lines COUNT FILE PROCESS: for two minutes, and as long as the process is alive.
await_lines() {
  for _ in $(seq 2400); do
    if ! kill -0 "$3" 2>/dev/null || [ "$(cat "$2" 2>/dev/null | wc -l)" -ge "$1" ]; then return; fi
    sleep 0.05
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
  kill_extract "$(cat "$work/data.extract-seconds")" killed
  extract killed
  "$live/compare-extractions" "$work/data/extracted" "$work/killed/extracted"
  transform killed
  diff -r --exclude=manifest.json "$work/data/transformed" "$work/killed/transformed"
}

load_killed() {
  start redmine redmine-killed
  use redmine-killed
  configure "$work/killed/migration.json5" "$REDMINE_URL"
  kill_load 10 "$(cat "$work/journal-lines")" killed
  load killed
  verify killed
  sends_nothing load killed
  holds_the_same
}

agree_killed() {
  use redmine-killed
  agree killed
}
