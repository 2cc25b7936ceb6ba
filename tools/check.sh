#!/bin/sh
# Every check runs, also after one failed; the last line names what failed.
set -u
cd "$(dirname "$0")/.." || exit 1
PATH="$(pwd)/.venv/bin:$PATH"
unset KOERSVAST_DATABASE_URL KOERSVAST_DATA KOERSVAST_MUNICIPALITY
failed=''

step() { # name, command...
    name=$1
    shift
    if output=$("$@" 2>&1); then
        printf 'ok    %s\n' "$name"
    else
        printf 'FAIL  %s: %s\n%s\n' "$name" "$*" "$output"
        failed="$failed $name"
    fi
}

no_missing_migrations() {
    folder=$(mktemp -d) || return 1
    KOERSVAST_DATA=$folder koersvast makemigrations --check --dry-run
    code=$?
    rm -rf "$folder"
    return "$code"
}

step style ruff check .
step format ruff format --check .
step types mypy koersvast tools
step floors lint-imports
step templates djlint --lint --quiet koersvast
step dependencies deptry koersvast tools
step translations python -m tools.messages check
step migrations no_missing_migrations

if [ -n "$failed" ]; then
    printf 'Checks that failed:%s\n' "$failed"
    exit 1
fi
