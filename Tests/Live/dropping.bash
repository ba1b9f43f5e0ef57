# shellcheck shell=bash
# A load over a bad connection: answers are lost after the server has done what was asked, and before. Judged by what
# the server holds, not by what our journal says.

# A few: each run settles what the one before has left open, and strikes fall on these few requests as well.
plain_reruns=5

load_dropping() {
  local port
  mkdir "$work/dropping"
  cp -r "$work/data"/{extracted,transformed} "$work/dropping"
  start redmine redmine-dropping
  use redmine-dropping
  port=$(free_port 18090)
  configure "$work/dropping/migration.json5" "http://127.0.0.1:$port"
  python3 "$live/dropping-proxy" --port "$port" --upstream "${REDMINE_URL##*:}" --counts "$work/dropping.counts" \
    --seed "${TICKETFERRY_LIVE_SEED:-4711}" 2>"$work/dropping.log" &
  echo $! >"$work/dropping.pid"
  load_until_complete
  verify dropping
  sends_nothing load dropping
  stop_proxy
  holds_the_same
  cat "$work/dropping.counts"
  struck
}

stop_proxy() {
  kill "$(cat "$work/dropping.pid")"
  rm "$work/dropping.pid"
}

load_until_complete() {
  local run code
  for run in $(seq $((1 + plain_reruns))); do
    code=0
    load dropping || code=$?
    echo "load through the proxy, run $run: exit $code"
    case $code in 0) return ;; 1 | 3) ;; *) return 1 ;; esac
  done
  return 1
}

# Every kind of fault must have struck, or the step proves nothing.
struck() {
  if grep -q '^ *0  ' "$work/dropping.counts"; then
    echo "some faults never struck: choose another TICKETFERRY_LIVE_SEED"
    return 1
  fi
}

# Asked without the proxy.
agree_dropping() {
  use redmine-dropping
  agree dropping
}

# On copies of the data folder, so that no lock in it tells of the other: the second must leave the first alone.
load_twice() {
  use redmine-dropping
  for copy in first second; do
    mkdir "$work/$copy"
    cp -r "$work/data"/{extracted,transformed} "$work/$copy"
    configure "$work/$copy/migration.json5" "$REDMINE_URL"
  done
  local first code=0
  program_process load first &
  first=$!
  await_file "$work/first/loaded/journal.jsonl"
  kill -STOP $first
  program load second >"$work/second.words" 2>&1 || code=$?
  kill -CONT $first
  cat "$work/second.words"
  echo "the second: exit $code"
  wait $first
  [ $code = 1 ]
  grep -qE "$first|$work/first" "$work/second.words"
  holds_the_same
}

await_file() {
  for _ in $(seq 600); do [ -s "$1" ] && return; sleep 0.05; done
  return 1
}
