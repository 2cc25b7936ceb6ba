"""Fill .venv from the lock files: `.venv/bin/python tools/install.py runtime|dev`.

uv installs, because it is four times as fast; where it cannot be had or fails, pip does the same
work. Both refuse a file whose hash is not in the lock. Only the standard library is used: nothing
else is there yet.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}
BOOTSTRAP = "requirements-bootstrap.lock"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
UV = Path(sys.executable).parent / "uv"

# uv does not read pip's configuration; what an organisation has set up for pip holds for both.
PIP_TO_UV = {
    "index_url": "UV_DEFAULT_INDEX",
    "extra_index_url": "UV_INDEX",
    "find_links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}


def uv_environment() -> dict[str, str]:
    """Return the environment for uv: what is set there already wins, then what pip is told."""
    environment = {
        # The hashes decide which file is right, so any index may supply it.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_PYTHON_DOWNLOADS": "never",
    } | os.environ
    listed = subprocess.run([*PIP, "config", "list"], capture_output=True, text=True, check=False)
    for line in listed.stdout.splitlines():
        key, _, value = line.partition("=")
        name = PIP_TO_UV.get(key.rpartition(".")[2].replace("-", "_"))
        words = value.strip("'\"").replace("\\n", " ").split()
        if name == "UV_FIND_LINKS":
            # pip passes over a folder that is not there, uv stops.
            words = [word for word in words if "://" in word or Path(word).is_dir()]
        if name and words:
            separator = "," if name == "UV_FIND_LINKS" else " "
            environment.setdefault(name, separator.join(words))
    return environment


def run(command: list[str], environment: dict[str, str] | None = None) -> bool:
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


def with_uv(lock: str) -> bool:
    if not run([*PIP, "install", "-qq", "--require-hashes", "-r", BOOTSTRAP]):
        return False
    environment = uv_environment()
    uv = [str(UV), "--quiet", "pip"]
    python = ["--python", sys.executable]
    return run([*uv, "sync", *python, "--require-hashes", lock], environment) and run(
        [*uv, "install", *python, "--offline", "--no-deps", "--no-build-isolation", "-e", "."],
        environment,
    )


def with_pip(lock: str) -> bool:
    return run([*PIP, "install", "-qq", "--require-hashes", "-r", lock]) and run(
        [*PIP, "install", "-qq", "--no-deps", "--no-index", "--no-build-isolation", "-e", "."]
    )


def main() -> int:
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        print("usage: python tools/install.py runtime|dev", file=sys.stderr)
        return 2
    lock = LOCKS[sys.argv[1]]
    if with_uv(lock):
        return 0
    print("koersvast: uv could not install; trying pip, which takes longer.", file=sys.stderr)
    return 0 if with_pip(lock) else 1


if __name__ == "__main__":
    raise SystemExit(main())
