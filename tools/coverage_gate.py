"""Judge a coverage report: `python -m tools.coverage_gate coverage.json`.

The whole package needs 90 percent; the rules and services of every app need every line and every
branch.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

OVERALL = 90.0
COMPLETE = re.compile(r"^koersvast/[^/]+/(rules|services)(\.py|/.+\.py)$")


def problems(report: dict[str, Any]) -> list[str]:
    """Return one sentence per thing that falls short, in the order of the files."""
    found = []
    for path, measured in sorted(report["files"].items()):
        if not COMPLETE.match(path.replace("\\", "/")):
            continue
        lines = ", ".join(str(line) for line in measured["missing_lines"])
        branches = ", ".join(
            f"{start} to {'the end' if end <= 0 else end}"
            for start, end in measured.get("missing_branches", [])
        )
        if lines:
            found.append(f"{path}: not tested: lines {lines}")
        if branches:
            found.append(f"{path}: not tested: branches {branches}")
    percent = report["summary"]["percent_covered"]
    if percent < OVERALL:
        found.append(f"the package as a whole: {percent:.1f}%, and {OVERALL:.0f}% is needed")
    return found


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: python -m tools.coverage_gate coverage.json", file=sys.stderr)
        return 2
    path = Path(sys.argv[1])
    if not path.is_file():
        print(f"{path} is not there: the tests wrote no coverage report")
        return 1
    report = json.loads(path.read_text(encoding="utf-8"))
    found = problems(report)
    for line in found:
        print(line)
    if not found:
        print(f"{report['summary']['percent_covered']:.1f}%; every rule and service is complete")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
