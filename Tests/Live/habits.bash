# shellcheck shell=bash
# A Redmine that people have shaped for years (redmine-habits.rb), and tickets that it does not take as they are
# (Filling/Habits.pm): the load ends with 0 all the same, the second sends nothing, and nothing was damaged or invented.

fill_habits() {
  start request-tracker rt-habits
  use rt-habits
  mkdir -p "$work/habits"
  timeout 300 "$live/fill-request-tracker" --habits "$work/habits/manifest.json"
  REDMINE_HABITS=1 start redmine redmine-habits
  use redmine-habits
  sed -e "s#http://127.0.0.1:18081#$RT_URL#" -e "s#http://127.0.0.1:18082#$REDMINE_URL#" "$live/habits.json5" \
    >"$work/habits/migration.json5"
}

use_habits() {
  use rt-habits
  use redmine-habits
}

# The tracker "Feature" drops the marker without a word: one ticket shows it, and no second is made.
drops_marker() {
  use_habits
  local code=0
  program load habits check
  extract habits
  mkdir "$work/dropped-marker"
  cp -r "$work"/habits/{extracted,loaded} "$work/dropped-marker"
  sed -e 's/types: { "\*": "Support" }/types: { "*": "Feature" }/' "$work/habits/migration.json5" >"$work/dropped-marker/migration.json5"
  transform dropped-marker
  load dropped-marker || code=$?
  echo "load: exit $code, $(database "SELECT count(*) FROM issues") issues made"
  [ "$code" = 1 ] && [ "$(database "SELECT count(*) FROM issues")" = 1 ]
  curl -fsS -X DELETE -H @<(echo "X-Redmine-API-Key: $REDMINE_KEY") "$REDMINE_URL/issues/$(database "SELECT id FROM issues").json"
}

migrate_habits() {
  use_habits
  program load habits check
  transform habits
  program load habits plan
  program load habits --limit 20
  load habits
  verify habits
  sends_nothing load habits
}

# expect NAME VALUE SQL: what Redmine's own database says.
expect() {
  local found
  found=$(database "$3")
  printf '%s: %s\n' "$1" "$found"
  [ "$found" = "$2" ] || { echo "  expected: $2"; wrong=1; }
}

issue() { echo "(SELECT id FROM issues WHERE subject = '$1')"; }

habits_kept() {
  use_habits
  local wrong=0
  expect "issues and markers" "$(jq length "$work/habits/manifest.json") $(jq length "$work/habits/manifest.json")" \
    "SELECT count(*), count(DISTINCT value) FROM issues i JOIN custom_values v ON v.customized_id = i.id
       JOIN custom_fields f ON f.id = custom_field_id WHERE f.name = 'RT ticket'"
  expect "values nobody has sent" 0 "SELECT count(*) FROM custom_values v JOIN custom_fields f ON f.id = custom_field_id
       WHERE f.name IN ('Impact', 'Remarks', 'Checked') AND value <> ''"
  expect "versions and assignees nobody has sent" "0 0" \
    "SELECT count(fixed_version_id), count(assigned_to_id) FROM issues"
  expect "days of Berlin" "2021-03-28 2021-03-31 2021-07-01 2021-12-24" \
    "SELECT due_date FROM issues WHERE subject LIKE 'Due on%' ORDER BY due_date"
  expect "family" "Family child Family parent Sibling older Sibling younger" \
    "SELECT c.subject FROM issues c JOIN issues p ON p.id = c.parent_id WHERE p.subject LIKE 'Family%' ORDER BY c.subject"
  expect "relations between projects" 0 "SELECT count(*) FROM issue_relations r JOIN issues a ON a.id = issue_from_id
       JOIN issues b ON b.id = issue_to_id WHERE a.project_id <> b.project_id"
  expect "forbidden files" 0 "SELECT count(*) FROM attachments WHERE lower(filename) LIKE '%.exe' OR lower(filename) LIKE '%.bat'"
  expect "pictures out of texts" 1 "SELECT count(*) FROM attachments WHERE container_type = 'Issue'
       AND container_id = $(issue 'a picture in the page')"
  return $wrong
}
