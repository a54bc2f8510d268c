#!/bin/bash
# Brings the schema up to date; safe to run again.
set -euo pipefail
PGPASSWORD=$(cat /run/secrets/database-password)
export PGPASSWORD
connect=(psql --quiet --host=db --username=shop --set=ON_ERROR_STOP=1)
if [ -z "$("${connect[@]}" --dbname=postgres --tuples-only --command="SELECT 1 FROM pg_database WHERE datname = 'shop'")" ]; then
  "${connect[@]}" --dbname=postgres --command="CREATE DATABASE shop"
fi
"${connect[@]}" --dbname=shop --file=/app/schema.sql
echo "the schema is up to date"
