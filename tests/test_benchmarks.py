"""The benchmark says no: a ratio above the norm or queries that grow end it with an error."""

from __future__ import annotations

from benchmarks.report import broken


def pages(best: float, queries: float) -> dict[str, object]:
    """Return the figures of a run with one page at two sizes."""
    small = {"best_ms": 100.0, "queries": 10.0}
    return {"pages": {"plan page": (small, {"best_ms": best, "queries": queries})}}


def test_a_run_within_the_norm_is_sound() -> None:
    assert broken(pages(149, 10)) == []
    assert broken({}) == []


def test_a_plan_page_that_takes_too_long_is_named() -> None:
    assert "1.60" in broken(pages(160, 10))[0]


def test_a_plan_check_whose_queries_grow_is_named() -> None:
    rows = [{"results": 100, "queries": 150.0}, {"results": 1_000, "queries": 150.0}]
    assert broken({"check": rows}) == []
    more = {"results": 10_000, "queries": 160.0}
    assert "160 at 10,000" in broken({"check": [*rows, more]})[0]


def test_queries_that_grow_are_named() -> None:
    assert "11" in broken(pages(100, 11))[0]
