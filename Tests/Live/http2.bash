# shellcheck shell=bash
# Both servers behind one that speaks TLS and HTTP/2, as a company's front end does: what arrives is the same, and most
# of it went by HTTP/2. Uses what migrating.bash uses.

# front_end RT-PORT REDMINE-PORT: with a certificate that only its own file vouches for.
front_end() {
  local front=$work/front
  mkdir "$front"
  # Debian's package would start a server of its own, unless nobody is at work on the machine.
  RUNLEVEL=1 install_packages true nginx openssl
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$front/key.pem" -out "$front/ca.pem" 2>"$front/openssl.log"
  front_configuration "$@" >"$front/nginx.conf"
  nginx -p "$front" -c "$front/nginx.conf"
}

front_configuration() {
  cat <<NGINX
pid $work/front/nginx.pid;
error_log $work/front/error.log;
worker_processes 1;
events {}
http {
  access_log off;
  client_max_body_size 64m;
  ssl_certificate $work/front/ca.pem;
  ssl_certificate_key $work/front/key.pem;
  proxy_http_version 1.1;
  proxy_set_header Host \$http_host;
  server { listen 127.0.0.1:$1 ssl http2; location / { proxy_pass $RT_URL; } }
  server { listen 127.0.0.1:$2 ssl http2; location / { proxy_pass $REDMINE_URL; } }
}
NGINX
}

stop_front_end() { if [ -f "$work/front/nginx.pid" ]; then kill "$(cat "$work/front/nginx.pid")"; fi; }

# by_http2 COMMAND…: with --stats as its last words.
by_http2() {
  "$@" --stats 2>&1 | tee "$work/http2.words"
  grep -q 'requests by HTTP/2' "$work/http2.words"
}

migrate_by_http2() {
  local rt_port redmine_port configuration=$work/http2/migration.json5
  start redmine redmine-http2
  use rt
  use redmine-http2
  rt_port=$(free_port 18100)
  redmine_port=$(free_port $((rt_port + 1)))
  front_end "$rt_port" "$redmine_port"
  mkdir "$work/http2"
  configure "$configuration" "https://127.0.0.1:$redmine_port"
  sed -i -e "s#$RT_URL#https://127.0.0.1:$rt_port#" -e "s#system: \"[a-z-]*\",#& ca: \"$work/front/ca.pem\",#" "$configuration"
  by_http2 program extract http2
  sed -i "s#https://127.0.0.1:$rt_port#$RT_URL#g" "$work/http2/extracted"/*.json*
  "$live/compare-extractions" "$work/data/extracted" "$work/http2/extracted"
  cp -r "$work/data/transformed" "$work/http2"
  # These tickets were made with the source's own address.
  sed -i "s#https://127.0.0.1:$rt_port#$RT_URL#" "$configuration"
  by_http2 program load http2
  verify http2
  stop_front_end
  holds_the_same
}
