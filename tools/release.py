"""Build what is released: `python -m tools.release`, after the tests (`make release`).

Refuses when the tree differs from its commit or when CHANGELOG.md does not describe the version.
Makes dist/ with a source archive and a wheel, both with compiled translations.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from flit_core import buildapi

from tools.message_sources import ROOT
from tools.messages import compile_all


def objections(root: Path) -> list[str]:
    """Return what must be mended before a release, as sentences."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project["version"]
    found = []
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    if not re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", changes, re.MULTILINE):
        found.append(f"CHANGELOG.md has no heading `## [{version}] - year-month-day`")
    git = shutil.which("git") or "git"
    status = [git, "status", "--porcelain"]
    changed = subprocess.run(status, cwd=root, capture_output=True, text=True, check=True).stdout
    if changed:
        found.append(f"commit or undo first:\n{changed.rstrip()}")
    return found


def main() -> int:
    found = objections(ROOT)
    for objection in found:
        print(f"koersvast: no release: {objection}", file=sys.stderr)
    if found:
        return 1
    compile_all(ROOT)
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir()
    for build in (buildapi.build_sdist, buildapi.build_wheel):
        print(dist / build(str(dist)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
