# shellcheck shell=bash
# A PostgreSQL of its own for a Redmine, in DATA/postgres, on loopback and for as long as that runs.
#
# It does not run as root: its folder belongs to Debian's account `postgres`, which has to be able to come there.

postgres() { (cd / && runuser -u postgres -- "/usr/lib/postgresql/15/bin/$1" "${@:2}" </dev/null); }
database_port() { cat "$DATA/postgres-port"; }

start_database() {
  local store=$DATA/postgres
  [ -f "$DATA/postgres-port" ] || free_port 18432 >"$DATA/postgres-port"
  if [ ! -d "$store" ]; then
    install -d -o postgres -m 700 "$store"
    postgres initdb -D "$store" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >"$DATA/initdb.log"
  fi
  postgres pg_ctl -D "$store" status >/dev/null ||
    postgres pg_ctl -D "$store" -w -l "$store/server.log" -o "-h 127.0.0.1 -p $(database_port) -k ''" start >/dev/null
}

stop_database() {
  [ -d "$DATA/postgres" ] || return 0
  postgres pg_ctl -D "$DATA/postgres" status >/dev/null || return 0
  postgres pg_ctl -D "$DATA/postgres" -m fast stop >/dev/null
}

empty_database() {
  postgres dropdb -h 127.0.0.1 -p "$(database_port)" -U postgres --if-exists redmine 2>/dev/null
  postgres createdb -h 127.0.0.1 -p "$(database_port)" -U postgres redmine
}
