"""The gate on coverage; see tools/coverage_gate.py."""

from __future__ import annotations

from typing import Any

from tools.coverage_gate import problems


def report(percent: float, **files: dict[str, Any]) -> dict[str, Any]:
    return {
        "summary": {"percent_covered": percent},
        "files": {name.replace("__", "/") + ".py": measured for name, measured in files.items()},
    }


def missing(lines: list[int], branches: list[list[int]]) -> dict[str, Any]:
    return {"missing_lines": lines, "missing_branches": branches}


def test_a_view_may_miss_a_line_and_a_rule_may_not() -> None:
    measured = report(
        95.0,
        koersvast__work__views=missing([3], [[3, 4]]),
        koersvast__work__rules=missing([7], [[6, 7], [9, 0]]),
        koersvast__work__services__results=missing([], [[2, 5]]),
        koersvast__funding__services=missing([], []),
    )
    assert problems(measured) == [
        "koersvast/work/rules.py: not tested: lines 7",
        "koersvast/work/rules.py: not tested: branches 6 to 7, 9 to the end",
        "koersvast/work/services/results.py: not tested: branches 2 to 5",
    ]


def test_the_package_as_a_whole_needs_ninety_percent() -> None:
    assert problems(report(90.0)) == []
    assert problems(report(89.94)) == ["the package as a whole: 89.9%, and 90% is needed"]
