#!/bin/sh
# A throwaway PostgreSQL server for tests, in a folder of its own:
#   tools/postgresql.sh start DIR   makes DIR, starts a server in it and prints its URL
#   tools/postgresql.sh stop DIR    stops that server and removes DIR
# It listens only on a Unix socket in DIR, a folder that nobody else may enter; so no password is needed.
# PostgreSQL refuses to run as root: root hands the work to an ordinary user, who must be able to reach DIR.
set -eu

stop_with() { printf '%s\n' "$1" >&2; exit 1; }

find_binaries() {
    for place in "$(dirname "$(command -v initdb 2>/dev/null || echo /none/initdb)")" \
        /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin; do
        if [ -x "$place/initdb" ] && [ -x "$place/pg_ctl" ]; then
            binaries=$place
        fi
    done
    [ -n "${binaries:-}" ] || stop_with 'no PostgreSQL server on this machine (initdb and pg_ctl were not found)'
}

find_owner() { # whom the server runs as; empty: the present user
    owner=''
    [ "$(id -u)" = 0 ] || return 0
    for owner in postgres nobody; do
        if id "$owner" >/dev/null 2>&1; then return 0; fi
    done
    stop_with 'PostgreSQL does not run as root and this machine has no user postgres or nobody'
}

as_owner() {
    if [ -z "$owner" ]; then
        (cd "$folder" && "$@")
    elif command -v runuser >/dev/null 2>&1; then
        (cd "$folder" && runuser -u "$owner" -- "$@")
    else
        (cd "$folder" && setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups -- "$@")
    fi
}

start() {
    [ ! -e "$folder" ] || stop_with "$folder exists already: give a folder that is not there yet"
    mkdir -m 700 "$folder"
    [ -z "$owner" ] || chown "$owner" "$folder"
    log=$folder/log
    as_owner "$binaries/initdb" -D "$folder/data" -U koersvast -A trust -E UTF8 --locale=C --no-sync \
        >"$folder.initdb" 2>&1 || {
        cat "$folder.initdb" >&2
        rm -rf "$folder" "$folder.initdb"
        stop_with 'PostgreSQL is here, but initdb failed (see above)'
    }
    rm -f "$folder.initdb"
    quoted=$(printf '%s' "$folder" | sed "s/'/''/g")
    cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$quoted'
port = 5432
# The data may be lost: speed counts.
fsync = off
synchronous_commit = off
full_page_writes = off
CONF
    as_owner "$binaries/pg_ctl" -D "$folder/data" -l "$log" -w -t 60 start >/dev/null </dev/null || {
        tail -n 20 "$log" >&2
        rm -rf "$folder"
        stop_with 'PostgreSQL is here, but its server did not start (see above)'
    }
    host=$(printf '%s' "$folder" | sed 's/%/%25/g; s|/|%2F|g; s/ /%20/g')
    printf 'postgresql://koersvast@%s:5432/postgres\n' "$host"
}

stop() {
    [ -e "$folder/data" ] || return 0
    as_owner "$binaries/pg_ctl" -D "$folder/data" -w -m immediate stop >/dev/null
    rm -rf "$folder"
}

[ $# = 2 ] || stop_with 'usage: tools/postgresql.sh start|stop DIR'
case $2 in /*) folder=$2 ;; *) folder=$(pwd)/$2 ;; esac
find_binaries
find_owner
case $1 in
    start) start ;;
    stop) stop ;;
    *) stop_with 'usage: tools/postgresql.sh start|stop DIR' ;;
esac
