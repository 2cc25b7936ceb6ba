"""`make bench`, or `python -m benchmarks --help`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.databases import SERVER, environment, run
from benchmarks.documents import broken_documents, document_lines, measure_documents
from benchmarks.generate import Size, plan_file
from benchmarks.report import broken, lines

SMALL = Size(results=100, themes=4)
MIDDLE = Size(results=1_000, themes=10)
LARGE = Size(results=10_000, themes=100)
PRINTED = Size(results=200, themes=8, actions=12)
"""A plan of some sixty pages."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure import, export and pages at 100 and 10,000 results. SQLite in a "
        f"temporary folder; PostgreSQL when {SERVER} names a server. "
        "Example: python -m benchmarks --json > figures.json",
    )
    parser.add_argument("--json", action="store_true", help="print figures for programs")
    parser.add_argument("--results", type=int, default=LARGE.results, help="the large size")
    parser.add_argument("--no-pages", action="store_true", help="measure import and export only")
    parser.add_argument("--documents", action="store_true", help="measure documents only")
    options = parser.parse_args()
    if options.documents:
        documents = printed()
        print("\n".join(document_lines(documents)))
        if wrong := broken_documents(documents):
            sys.exit("does not hold:\n" + "\n".join(wrong))
        return
    themes = min(max(options.results // 100, 1), 100)
    found = measure(Size(options.results, themes), pages=not options.no_pages)
    found["documents"] = printed()
    shown = [*lines(found), *document_lines(found["documents"])]
    print(json.dumps(found, indent=2) if options.json else "\n".join(shown))
    if wrong := [*broken(found), *broken_documents(found["documents"])]:
        sys.exit("does not hold:\n" + "\n".join(wrong))


def printed() -> dict[str, Any]:
    """Return the figures of documents."""
    with tempfile.TemporaryDirectory() as name, environment("documents") as env:
        folder = Path(name)
        path = folder / "plan.yaml"
        path.write_text(plan_file(PRINTED), encoding="utf-8")
        _say(f"documents: {PRINTED.results} results")
        drafted = json.loads(run("draft", str(path), env=env))
        data = drafted.pop("document")
        found = measure_documents(data, folder)
    return {**found, "draft": drafted, "results": PRINTED.results}


def measure(large: Size, *, pages: bool) -> dict[str, Any]:
    """Return all figures."""
    found: dict[str, Any] = {
        "database": "PostgreSQL" if os.environ.get(SERVER) else "SQLite",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "sizes": [SMALL.results, large.results],
    }
    with tempfile.TemporaryDirectory() as folder, environment("large") as env:
        path = Path(folder) / "plan.yaml"
        path.write_text(plan_file(large), encoding="utf-8")
        found["file_mb"] = path.stat().st_size / 1e6
        for part in ("import", "again"):
            _say(f"{part}: {large.results} results")
            found[part] = json.loads(run(part, str(path), env=env))
        _say("export")
        found["export"] = json.loads(run("export", env=env))
        if pages:
            found["pages"] = _both(path, env)
            found["check"] = _checked(path, env, large)
    return found


def _checked(path: Path, large: dict[str, str], size: Size) -> list[dict[str, Any]]:
    """Return the figures of plan check at every size."""
    rows = []
    for smaller in (SMALL, MIDDLE):
        with environment(f"check{smaller.results}") as env:
            path.write_text(plan_file(smaller), encoding="utf-8")
            run("import", str(path), env=env)
            _say(f"plan check: {smaller.results} results")
            rows.append({"results": smaller.results, **json.loads(run("check", env=env))})
    _say(f"plan check: {size.results} results")
    return [*rows, {"results": size.results, **json.loads(run("check", env=large))}]


def _both(path: Path, large: dict[str, str]) -> dict[str, Any]:
    """Return page -> figures at the small and at the large size."""
    with environment("small") as small:
        path.write_text(plan_file(SMALL), encoding="utf-8")
        run("import", str(path), env=small)
        _say("pages")
        one = json.loads(run("pages", env=small))
        other = json.loads(run("pages", env=large))
    return {name: [one[name], other[name]] for name in one}


def _say(text: str) -> None:
    print(f"… {text}", file=sys.stderr)


if __name__ == "__main__":
    main()
