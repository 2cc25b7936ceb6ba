#!/bin/sh
# Usage: tools/environment.sh runtime|dev
# Makes sure that .venv holds exactly what the lock files name. When it already does, this returns at once:
# nothing is downloaded and neither pip nor uv is started.
set -eu
cd "$(dirname "$0")/.."
level=$1

say() { printf 'koersvast: %s\n' "$1" >&2; }
stop() { say "$1"; exit 1; }

old_enough='import sys; sys.exit(sys.version_info < (3, 11))'

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        command -v "$PYTHON" >/dev/null 2>&1 ||
            stop "there is no program $PYTHON: set PYTHON to a Python of version 3.11 or newer."
        "$PYTHON" -c "$old_enough" 2>/dev/null ||
            stop "$PYTHON is too old or does not run: set PYTHON to a Python of version 3.11 or newer."
        return
    fi
    for PYTHON in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$PYTHON" -c "$old_enough" >/dev/null 2>&1; then return; fi
    done
    found=$(python3 --version 2>/dev/null || echo 'no Python 3')
    stop "Python 3.11 or newer is needed and this machine has $found: install a newer one (Debian, Ubuntu: apt install python3 python3-venv) or point to one with PYTHON=/path/to/python3."
}

make_venv() { # $1: --clear, or nothing
    find_python
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "$PYTHON cannot make a virtual environment with pip: install that part (Debian, Ubuntu: apt install python3-venv) and run make again."
    mkdir -p .venv
    : >.venv/installing
    "$PYTHON" -m venv $1 .venv ||
        stop "making .venv with $PYTHON failed (see above): remove the folder .venv, check that the disk has room, and run make again."
    : >.venv/installing
}

# What the present .venv is good for: fresh, broken, moved, half-made or whole.
if [ ! -e .venv ]; then
    make_venv ''
elif [ ! -d .venv ] || { [ ! -e .venv/pyvenv.cfg ] && [ ! -e .venv/installing ] && [ -n "$(ls -A .venv)" ]; }; then
    stop ".venv exists but is not a Python environment: move it away and run make again."
elif [ -e .venv/installing ]; then
    say "the last installation was interrupted; .venv is made anew."
    make_venv --clear
elif ! .venv/bin/python -I -S -c "$old_enough" 2>/dev/null; then
    say ".venv does not work with a Python of version 3.11 or newer any more; it is made anew."
    make_venv --clear
elif [ -e .venv/place ] && [ "$(cat .venv/place)" != "$(pwd -P)" ]; then
    say "this folder was moved or copied; .venv is made anew."
    make_venv --clear
fi

# Whoever has the tools of a developer keeps them when only `runtime` is asked for.
if [ -x .venv/bin/pytest ]; then level=dev; fi

state() {
    .venv/bin/python -I -S -c 'import sys; print(sys.version)'
    echo "$level"
    cksum pyproject.toml requirements-bootstrap.lock requirements.lock requirements-dev.lock
}

if [ ! -e .venv/state ] || [ "$(state)" != "$(cat .venv/state)" ]; then
    rm -f .venv/state
    : >.venv/installing
    say "installing the locked dependencies ($level)."
    .venv/bin/python tools/install.py "$level" || {
        rm -f .venv/installing
        stop "installing the dependencies failed (see above): check the connection to your package index and run make again."
    }
    rm -f .venv/messages
    pwd -P >.venv/place
    state >.venv/state
    rm -f .venv/installing
fi

# Translations are compiled when a catalog is newer than the last time, or was never compiled.
stale=$(find koersvast -name '*.po' | while IFS= read -r po; do
    [ -e "${po%.po}.mo" ] || { echo missing; break; }
done)
if [ -n "$stale" ] || [ ! -e .venv/messages ] ||
    [ -n "$(find koersvast -name '*.po' -newer .venv/messages | head -n 1)" ]; then
    : >.venv/messages.next
    .venv/bin/python -m tools.messages compile
    mv .venv/messages.next .venv/messages
fi
