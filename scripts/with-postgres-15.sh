#!/usr/bin/env bash
# scripts/with-postgres-15.sh COMMAND...: runs a command with TEST_DATABASE_URL naming a PostgreSQL 15 of Debian's, empty, for
# this command alone and gone after it. 15 is the oldest that we promise to work on; everything else here runs on the newest.
set -euo pipefail

binaries=/usr/lib/postgresql/15/bin
port=${POSTGRES_15_PORT:-54915}
if [ ! -x "$binaries/postgres" ]; then
  echo "There is no PostgreSQL 15 in $binaries: install Debian's package postgresql-15." >&2
  exit 1
fi

# PostgreSQL refuses to run as root.
as_server() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
data=$(as_server mktemp -d -t sluice-postgres-15-XXXXXX)
stop() {
  as_server "$binaries/pg_ctl" --pgdata "$data/cluster" --mode immediate --silent stop || true
  as_server rm -rf "$data"
}
trap stop EXIT

# The password is a random one in a file that only the server's user reads, so that it is in no list of processes.
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
as_server sh -c 'umask 077 && cat > "$1"' sh "$data/password" <<< "$password"
as_server "$binaries/initdb" --pgdata "$data/cluster" --username postgres --pwfile "$data/password" --auth scram-sha-256 \
  --encoding UTF8 --locale C.UTF-8 --no-sync > /dev/null
as_server "$binaries/pg_ctl" --pgdata "$data/cluster" --wait --silent --log "$data/log" start --options \
  "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200"

TEST_DATABASE_URL="postgres://postgres:$password@127.0.0.1:$port/postgres" "$@"
