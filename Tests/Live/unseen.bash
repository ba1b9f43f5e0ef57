# shellcheck shell=bash
# Tickets that nobody has looked at, in servers of their own, and in Textile; TICKETFERRY_LIVE_SEED=N makes others.

fill_unseen() {
  start request-tracker rt-unseen
  use rt-unseen
  mkdir "$work/unseen"
  timeout 600 "$live/fill-request-tracker" --seed "${TICKETFERRY_LIVE_SEED:-4711}" "$work/unseen/manifest.json"
  # Its processes learn of new custom roles only when they start.
  "$live/request-tracker" stop --data "$work/rt-unseen"
  start request-tracker rt-unseen
  REDMINE_MARKUP=textile start redmine redmine-unseen
}

migrate_unseen() {
  use rt-unseen
  use redmine-unseen
  configure "$work/unseen/migration.json5" "$REDMINE_URL"
  sed -i -e 's/markup: "markdown"/markup: "textile"/' -e 's#token: "env:RT_TOKEN",#& otherURLs: ["https://rt.example.test"],#' \
    "$work/unseen/migration.json5"
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
