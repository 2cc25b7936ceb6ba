#!/bin/sh
# The tests: on SQLite with coverage, then on PostgreSQL. Uses KOERSVAST_TEST_POSTGRESQL_URL when set; else starts a
# throwaway server when this machine has one. With KOERSVAST_REQUIRE_ALL=1 nothing may be skipped.
set -u
cd "$(dirname "$0")/.." || exit 1
PATH="$(pwd)/.venv/bin:$PATH"
unset KOERSVAST_DATABASE_URL KOERSVAST_DATA KOERSVAST_MUNICIPALITY
postgresql_url=${KOERSVAST_TEST_POSTGRESQL_URL:-}
work=$(mktemp -d) || exit 1
chmod 711 "$work" # the server may run as another user
started=''

finish() {
    [ -z "$started" ] || sh tools/postgresql.sh stop "$work/postgresql"
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

failed=''
no_postgresql=''
if [ -z "$postgresql_url" ]; then
    if postgresql_url=$(sh tools/postgresql.sh start "$work/postgresql" 2>"$work/reason"); then
        started=yes
    else
        no_postgresql=$(tail -n 1 "$work/reason")
        postgresql_url=''
    fi
fi

# loadscope keeps a module on one worker, so that what a module sets up once is set up once; slow modules go first.
run() { # name, module that runs pytest, arguments of pytest...
    name=$1 module=$2
    shift 2
    printf '\n== tests on %s\n' "$name"
    KOERSVAST_SKIPS_FILE=$work/skips KOERSVAST_SKIPS_NAME=$name \
        python -m $module -q -n auto --maxprocesses 8 --dist loadscope \
        --no-loadscope-reorder "$@" || failed="$failed $name"
}

# What walks past every page runs apart, without measuring coverage: that is the work of the tests beside the code. On
# SQLite the tables are made from the models (`make check` proves that migrations make the same); PostgreSQL migrates.
walks='tests/access tests/browser tests/test_closed_proposals.py tests/test_security.py'
ignored=''
for walk in $walks; do ignored="$ignored --ignore=$walk"; done
run SQLite 'slipcover --out .coverage.json -m pytest' --nomigrations -m 'not postgresql' $ignored
run 'SQLite, every page' pytest --nomigrations -m 'not postgresql' $walks
printf '\n== coverage\n'
python -m tools.coverage_gate .coverage.json || failed="$failed coverage"

if [ -n "$postgresql_url" ]; then
    export KOERSVAST_TEST_POSTGRESQL_URL="$postgresql_url"
    export KOERSVAST_DATABASE_URL="$postgresql_url"
    run PostgreSQL pytest -m 'not browser'
else
    count=$(python -m pytest --collect-only -q -m 'not browser' 2>/dev/null | grep -c '::')
    printf 'PostgreSQL: %s skipped: %s\n' "$count" "$no_postgresql" >>"$work/skips"
    if [ "${KOERSVAST_REQUIRE_ALL:-}" = 1 ]; then failed="$failed PostgreSQL"; fi
fi

printf '\n== skipped\n'
if [ -s "$work/skips" ]; then cat "$work/skips"; else echo 'No test was skipped.'; fi
if [ -n "$failed" ]; then
    printf 'Failed:%s\n' "$failed"
    exit 1
fi
