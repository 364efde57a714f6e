#!/bin/sh
# Once, in an empty database server: the role that owns nothing (docs/decisions/0012-the-seal.md).
set -eu
psql -v ON_ERROR_STOP=1 -v password="$SAKSI_DB_APP_PASSWORD" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
create role saksi_app login password :'password';
SQL
