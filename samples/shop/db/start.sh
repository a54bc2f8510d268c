#!/bin/bash
# Makes the database on an empty volume, then runs PostgreSQL.
set -euo pipefail
export PATH=$PATH:$(echo /usr/lib/postgresql/*/bin)
data=/var/lib/shop/data
if [ ! -s "$data/PG_VERSION" ]; then
  install -d -o postgres -g postgres -m 700 "$data"
  password=$(mktemp)
  cat /run/secrets/database-password > "$password"
  chown postgres "$password"
  setpriv --reuid=postgres --regid=postgres --init-groups \
    initdb --pgdata="$data" --username=shop --pwfile="$password" --auth=scram-sha-256 --no-sync
  rm "$password"
  echo "host all all all scram-sha-256" >> "$data/pg_hba.conf"
fi
install -d -o postgres -g postgres /run/postgresql
exec setpriv --reuid=postgres --regid=postgres --init-groups postgres -D "$data" -c "listen_addresses=*"
