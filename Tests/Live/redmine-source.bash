# shellcheck shell=bash
# From one Redmine into another: what fill-redmine.rb has made arrives, and python-redmine finds the same in both.

fill_old_redmine() {
  start redmine redmine-old
  "$live/fill-redmine" --data "$work/redmine-old"
  start redmine redmine-new
}

# The old one's variables under names of their own; the new one's as usual.
use_both_redmines() {
  use redmine-old
  export OLD_URL=$REDMINE_URL OLD_KEY=$REDMINE_KEY
  use redmine-new
}

# Without an administrator's key nothing is extracted (4): others do not see everything, and are not told so.
refuses_blind_login() {
  use_both_redmines
  local code=0
  configure_moved "$work/moved-blind"
  OLD_KEY=$("$live/redmine-key" --data "$work/redmine-old" anna) program extract moved-blind || code=$?
  [ "$code" = 4 ] && [ ! -e "$work/moved-blind/extracted/tickets.jsonl" ]
}

configure_moved() {
  mkdir -p "$1"
  sed -e "s#@OLD_URL@#$OLD_URL#" -e "s#@REDMINE_URL@#$REDMINE_URL#" "$live/redmine-source.json5" >"$1/migration.json5"
}

move_redmine() {
  use_both_redmines
  configure_moved "$work/moved"
  extract moved
  program load moved check
  transform moved
  # Only now there is an issue whose page shows what links between projects the target takes.
  program load moved --limit 5
  program load moved check
  transform moved
  load moved
  verify moved
  sends_nothing load moved
}

agree_redmines() {
  use_both_redmines
  timeout 300 "$work/python/bin/python" "$live/compare-redmines.py"
}
