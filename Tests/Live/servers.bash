# shellcheck shell=bash
# What the two server scripts share: packages, ports, and processes known only by their pid file.

say() { echo "${0##*/}: $*" >&2; }
fail() { say "$*"; exit 1; }

# take_arguments "$@": sets ACTION, DATA and PORT, or stops with the usage.
take_arguments() {
  ACTION=${1:-} DATA='' PORT=''
  [ $# -gt 0 ] && shift
  while [ $# -gt 0 ]; do
    case $1 in
      --data) DATA=${2:?--data needs a folder}; shift 2 ;;
      --port) PORT=${2:?--port needs a number}; shift 2 ;;
      *) ACTION=''; break ;;
    esac
  done
  case $ACTION in start | stop) ;; *) ACTION='' ;; esac
  if [ -z "$ACTION" ] || [ -z "$DATA" ]; then
    echo "usage: ${0##*/} start|stop --data FOLDER [--port N]" >&2
    exit 2
  fi
}

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }

# install_packages REPAIR PACKAGE…: REPAIR is run when apt stumbles over a package's own set-up.
install_packages() {
  local repair=$1 missing=() package log
  shift
  for package in "$@"; do installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" = 0 ] || fail "${missing[*]} must be installed, which takes root"
  export DEBIAN_FRONTEND=noninteractive
  say "installing ${missing[*]}"
  log=$(mktemp)
  apt_install "${missing[@]}" >"$log" 2>&1 && { rm -f "$log"; return; }
  $repair && dpkg --configure -a >>"$log" 2>&1 && apt_install "${missing[@]}" >>"$log" 2>&1 && { rm -f "$log"; return; }
  # Package lists that are absent or older than the mirror are the other usual reason.
  { timeout 300 apt-get update -qq && apt_install "${missing[@]}"; } >>"$log" 2>&1 ||
    { $repair && dpkg --configure -a && apt_install "${missing[@]}"; } >>"$log" 2>&1 ||
    { tail -30 "$log" >&2; fail "apt-get could not install ${missing[*]}"; }
  rm -f "$log"
}

apt_install() { timeout 600 apt-get install -y -qq --no-install-recommends "$@" </dev/null; }

# free_port FROM: the first port from there on where nobody answers.
free_port() {
  local port=$1
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
  echo "$port"
}

# chosen_port FROM: the one asked for, else last time's, else a free one; kept beside the data.
chosen_port() {
  [ -n "$PORT" ] || PORT=$(cat "$DATA/port" 2>/dev/null) || PORT=$(free_port "$1")
  echo "$PORT" >"$DATA/port"
}

# running WORD: is the process of the pid file alive, and still the program it was written for?
running() {
  local pid
  pid=$(cat "$DATA/server.pid" 2>/dev/null) || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q "$1"
}

stop_server() {
  if running "$1"; then
    local pid
    pid=$(cat "$DATA/server.pid")
    kill "$pid"
    for _ in $(seq 60); do [ -d "/proc/$pid" ] || break; sleep 0.25; done
    if [ -d "/proc/$pid" ]; then kill -KILL "$pid"; fi
  fi
  rm -f "$DATA/server.pid"
}

# await_answer WORD URL LOG: both servers answer 401 to a stranger as soon as they are ready.
await_answer() {
  for _ in $(seq 240); do
    [ "$(curl -s -o /dev/null -m 10 -w '%{http_code}' "$2")" = 401 ] && return
    running "$1" || { tail -20 "$3" >&2; fail "the server ended by itself"; }
    sleep 0.25
  done
  fail "no answer from $2 within a minute"
}
