#!/bin/sh
# Runs once, when the database server of docker-compose.yml is first made. Three roles: the owner of the
# tables, who migrates; the app's own, whom row-level security holds; and one that only reads, all of it, for backups.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set owner_password="$OWNER_PASSWORD" --set app_password="$APP_PASSWORD" \
    --set backup_password="$BACKUP_PASSWORD" <<'SQL'
CREATE ROLE trustapp_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE trustapp_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app_password';
CREATE ROLE trustapp_backup LOGIN NOSUPERUSER BYPASSRLS PASSWORD :'backup_password';
GRANT pg_read_all_data TO trustapp_backup;
CREATE DATABASE trustapp OWNER trustapp_owner ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0;
SQL
