#!/bin/sh
# Renews the lock files from pyproject.toml. Universal: the same files serve every platform and Python from 3.11.
# No index address is written into them.
set -eu
cd "$(dirname "$0")/.."
set -- --quiet --universal --python-version 3.11 --generate-hashes --no-header
case "${UPGRADE:-}" in '' | 0 | no) ;; *) set -- "$@" --upgrade ;; esac
uv=.venv/bin/uv
[ -x "$uv" ] || { echo 'koersvast: renewing the locks needs uv, which could not be installed here.' >&2; exit 1; }
bootstrap=$(mktemp)
trap 'rm -f "$bootstrap"' EXIT
echo uv >"$bootstrap"
"$uv" pip compile "$@" pyproject.toml -o requirements.lock >/dev/null
# The tests run on exactly the versions that are shipped.
"$uv" pip compile "$@" --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock >/dev/null
"$uv" pip compile "$@" --no-annotate "$bootstrap" -o requirements-bootstrap.lock >/dev/null
echo 'koersvast: the lock files are renewed; run make test and commit them together with pyproject.toml.'
