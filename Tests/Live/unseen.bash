# shellcheck shell=bash
# Tickets that nobody has looked at, in servers of their own; TICKETFERRY_LIVE_SEED=N makes others.

fill_unseen() {
  start request-tracker rt-unseen
  use rt-unseen
  mkdir "$work/unseen"
  timeout 300 "$live/fill-request-tracker" --seed "${TICKETFERRY_LIVE_SEED:-4711}" "$work/unseen/manifest.json"
  # Its processes learn of new custom roles only when they start.
  "$live/request-tracker" stop --data "$work/rt-unseen"
  start request-tracker rt-unseen
  start redmine redmine-unseen
}

migrate_unseen() {
  use rt-unseen
  use redmine-unseen
  configure "$work/unseen/migration.json5" "$REDMINE_URL"
  extract unseen
  program load unseen check
  transform unseen
  load unseen
  verify unseen
}

agree_unseen() {
  use rt-unseen
  use redmine-unseen
  agree unseen
}

golden_mails() { timeout 300 "$live/rendered-mails" --data "$work/redmine"; }
