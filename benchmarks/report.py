"""Measurements as tables for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

PLAN_PAGE = "plan page"
LIMIT = 1.5
"""How much longer the plan page may take at the large size."""
MORE_QUERIES = 8
"""Plan check looks up the names of what it found: a rule that is silent at first may need one."""


def broken(found: dict[str, Any]) -> list[str]:
    """Return what does not hold: the plan page's ratio, and the number of queries of each page."""
    sentences = []
    for name, (one, other) in found.get("pages", {}).items():
        ratio = other["best_ms"] / one["best_ms"]
        if name == PLAN_PAGE and ratio > LIMIT:
            sentences.append(f"{name}: {ratio:.2f} times as long, where {LIMIT} is the most")
        if one["queries"] != other["queries"]:
            sentences.append(f"{name}: {one['queries']:.0f} and {other['queries']:.0f} queries")
    return [*sentences, *_growing(found.get("check", []))]


def _growing(checked: list[dict[str, Any]]) -> list[str]:
    """Return whether plan check costs more queries for a larger plan."""
    counts = [row["queries"] for row in checked] or [0]
    told = ", ".join(f"{row['queries']:.0f} at {row['results']:,}" for row in checked)
    return [f"plan check: queries grow: {told}"] if max(counts) > counts[0] + MORE_QUERIES else []


def lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield the report."""
    yield f"Koersvast on {found['database']}, Python {found['python']}, {found['cores']} cores"
    for key, title in (("import", "import"), ("again", "again, nothing changes")):
        if key in found:
            yield _transfer(title, found[key])
    if "export" in found:
        yield _transfer("export", found["export"])
    if "pages" in found:
        yield from _pages(found)
    if "check" in found:
        yield from _check(found["check"])


def _check(checked: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a line for each size: seconds, and how those of the processor grow with it."""
    first = checked[0]
    yield ""
    yield (
        f"{'plan check':<16}{'seconds':>10}{'CPU':>10}{'growth':>10}{'queries':>10}{'findings':>10}"
        f"{'MB':>8}{'kept':>10}"
    )
    for row in checked:
        growth = row["cpu"] / first["cpu"]
        yield (
            f"{row['results']:>9,}{'':<7}{row['seconds']:>10.2f}{row['cpu']:>10.2f}{growth:>10.2f}"
            f"{row['queries']:>10.0f}{row['findings']:>10.0f}{row['mb']:>8.0f}"
            f"{row['kept']:>10.3f}"
        )


def _transfer(title: str, one: dict[str, Any]) -> str:
    times = f"{title:<24}{one['seconds']:>8.1f} s ({one['cpu']:.1f} s CPU)"
    if "rows" in one:
        size = f"{one['rows']:,} rows, {one['rows_per_second']:,.0f} rows/s"
    else:
        size = f"{one['megabytes_written']:.1f} MB of YAML"
    return f"{times:<52}{size:<36}{one['mb']:.0f} MB memory"


def _pages(found: dict[str, Any]) -> Iterator[str]:
    """Yield a line a page: medians, and the ratio of the best times, which noise spares."""
    small, large = found["sizes"]
    yield ""
    yield (
        f"{'page':<32}{small:>9,}{'':>4}{large:>9,} results{'ratio':>8}{'queries':>12}{'size':>16}"
    )
    for name, (one, other) in found["pages"].items():
        ratio = other["best_ms"] / one["best_ms"]
        mark = "  <<" if name == PLAN_PAGE and ratio > LIMIT else ""
        same = "" if one["queries"] == other["queries"] else "  differs"
        yield (
            f"{name:<32}{one['ms']:>9.1f} ms {other['ms']:>9.1f} ms     {ratio:>8.2f}"
            f"{one['queries']:>7.0f}/{other['queries']:.0f}"
            f"{one['kb']:>9.0f}/{other['kb']:.0f} kB{same}{mark}"
        )
