# shellcheck shell=bash
# The three programs as a user runs them, and what must be true after each. Uses: work bin live, the servers'
# variables, and one data folder a call, named below the work folder.

# configure FILE REDMINE_URL: the configuration with the addresses the servers really have.
configure() {
  sed -e "s#http://127.0.0.1:18081#$RT_URL#" -e "s#http://127.0.0.1:18082#$2#" "$live/migration.json5" >"$1"
}

# program NAME DATA WORD…: bounded; the configuration beside the data is used when there is one.
program() {
  local name=$1 data=$work/$2 configuration=$work/migration.json5
  shift 2
  if [ -f "$data/migration.json5" ]; then configuration=$data/migration.json5; fi
  timeout 600 "$bin/$name" "$@" --config "$configuration" --data "$data"
}

extract() {
  local start=$EPOCHREALTIME
  program extract "$1"
  since "$start" >"$work/$1.extract-seconds"
}
transform() { program transform "$1"; }
load() { program load "$1"; }
verify() { program load "$1" verify; }

since() { awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { print to - from }'; }

# agree DATA: a folder with a manifest of its own was filled from another Request Tracker.
agree() {
  local truth=$work
  if [ -f "$work/$1/manifest.json" ]; then truth=$work/$1; fi
  timeout 300 "$work/python/bin/python" "$live/check.py" \
    --manifest "$truth/manifest.json" --data "$work/$1" --old-side "$truth/old-side.json"
}

# What Redmine was asked to change, by its own log.
writes() { grep -cE 'Started (POST|PUT|PATCH|DELETE) ' "$REDMINE_LOG" || true; }

sends_nothing() {
  local before
  before=$(writes)
  "$@"
  echo "$before writing requests before, $(writes) after"
  [ "$(writes)" = "$before" ]
}

check_writes_nothing() { sends_nothing program load data check; }

database() { sqlite3 -separator ' ' "${REDMINE_LOG%/log/*}/redmine.sqlite3" "$@" | paste -sd' '; }

# What Redmine holds, by its own database. The account that `load` uses is left out of the watchers: Redmine makes it
# one where it edits a description, and whether that takes an edit depends on which of two issues was there first.
holdings() {
  local sql='SELECT count(*) FROM'
  database "$sql issues" "$sql journals WHERE notes <> ''" \
    "$sql attachments WHERE container_id IS NOT NULL" "$sql issue_relations" \
    "$sql watchers JOIN users ON users.id = user_id WHERE login <> 'admin'"
}

# Issues that carry a marker, different markers, and notes that stand twice at one issue.
doubles() {
  database "SELECT count(*), count(DISTINCT value) FROM custom_values v JOIN custom_fields f ON f.id = custom_field_id
      WHERE f.name = 'RT ticket' AND value <> ''" \
    "SELECT count(*) FROM (SELECT 1 FROM journals WHERE notes <> '' GROUP BY journalized_id, notes HAVING count(*) > 1)"
}

load_undisturbed() {
  load data
  wc -l <"$work/data/loaded/journal.jsonl" >"$work/journal-lines"
  holdings >"$work/holdings"
}

# As much as the undisturbed load has made in the other Redmine, and nothing twice.
holds_the_same() {
  local issues
  issues=$(cut -d' ' -f1 "$work/holdings")
  echo "issues, notes, files, relations, watchers: $(cat "$work/holdings") undisturbed, $(holdings) here"
  echo "issues with a marker, markers, notes that stand twice: $(doubles)"
  [ "$(holdings)" = "$(cat "$work/holdings")" ] && [ "$(doubles)" = "$issues $issues 0" ]
}

makes_nothing() {
  local before
  before=$(holdings)
  mv "$work/data/loaded" "$work/loaded-before"
  sends_nothing load data
  echo "issues, notes, files, relations, watchers: $before before, $(holdings) after"
  [ "$(holdings)" = "$before" ]
}

refuses_wrong_token() {
  local code=0
  RT_TOKEN=1-14-00000000000000000000000000000000 program extract refused || code=$?
  echo "extract: exit $code"
  [ "$code" = 4 ]
}

conformance() {
  cd "$repository"
  TICKETFERRY_RT_URL=$RT_URL TICKETFERRY_RT_TOKEN=$RT_TOKEN TICKETFERRY_RT_LIMITED_TOKEN=$RT_LIMITED_TOKEN \
    TICKETFERRY_REDMINE_URL=$REDMINE_URL \
    TICKETFERRY_REDMINE_KEY=$REDMINE_KEY timeout 900 swift test -j 2 --filter Conformance
}
