#!/usr/bin/env bash
# Proves `make demo` from a clean clone of the present commit, in a folder with a space in its name and without
# anything of this shell's environment except what package installers and the network need. Twice: cold and again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
repository=$(pwd -P)
scratch=$(mktemp -d)
pid=''

stop_demo() {
    [ -n "$pid" ] || return 0
    kill -TERM "$pid" 2>/dev/null || true
    for _ in $(seq 50); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.2
    done
    if kill -0 "$pid" 2>/dev/null; then
        echo 'demo: did not stop within 10 seconds after SIGTERM' >&2
        kill -KILL -- "-$pid" 2>/dev/null || true
        pid=''
        return 1
    fi
    wait "$pid" 2>/dev/null || true
    pid=''
}
finish() {
    stop_demo || true
    rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# A checkout that belongs to another user is fine here: it is only read.
printf '[safe]\n\tdirectory = *\n' >"$scratch/gitconfig"
clone="$scratch/clean clone"
GIT_CONFIG_GLOBAL="$scratch/gitconfig" git clone --quiet --no-hardlinks "$repository" "$clone"

kept=("PATH=$PATH" "HOME=$HOME" 'LANG=C.UTF-8')
while IFS= read -r name; do
    case $name in
        PIP_* | UV_* | *_proxy | *_PROXY | SSL_CERT_FILE | SSL_CERT_DIR | REQUESTS_CA_BUNDLE | CURL_CA_BUNDLE)
            kept+=("$name=${!name}") ;;
    esac
done < <(compgen -e)

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

prove() { # name, seconds to wait at most
    local port started log="$scratch/$1.log"
    port=$(free_port)
    started=$(date +%s.%N)
    set -m # a process group of its own, so that nothing can stay behind
    env -i "${kept[@]}" make -C "$clone" demo "PORT=$port" >"$log" 2>&1 </dev/null &
    pid=$!
    set +m
    if ! python3 "$clone/tests/ci/fetch_demo.py" "http://127.0.0.1:$port" \
        --wait "$2" --since "$started" --pid "$pid" --name "$1"; then
        echo "demo: failed; what it printed:" >&2
        cat "$log" >&2
        return 1
    fi
    stop_demo
    python3 - "$port" <<'PYTHON' || { echo "demo: port $port is still in use after stopping" >&2; return 1; }
import socket, sys
sys.exit(socket.socket().connect_ex(("127.0.0.1", int(sys.argv[1]))) == 0)
PYTHON
    grep -q programmasecretaris "$log" || { cat "$log"; echo 'demo: it did not print its accounts' >&2; return 1; }
}

prove cold 300
prove again 60
[ -z "$(git -C "$clone" status --porcelain)" ] || { git -C "$clone" status --short; echo 'demo: it left files that git does not ignore' >&2; exit 1; }
