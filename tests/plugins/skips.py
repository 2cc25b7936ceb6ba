"""Say at the end of a run how many tests were skipped and why; fail where nothing may be skipped.

KOERSVAST_REQUIRE_ALL=1 forbids skipping. KOERSVAST_SKIPS_FILE names a file to which the summary is
added as well, so that a script with several runs can repeat all of it at its end;
KOERSVAST_SKIPS_NAME says which run it was.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest


def skip_reasons(reporter: Any) -> Counter[str]:
    """Count the skipped tests per reason; a module that is skipped as a whole counts as one."""
    reasons: Counter[str] = Counter()
    for report in reporter.stats.get("skipped", []):
        longrepr = report.longrepr
        reason = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
        reasons[reason.removeprefix("Skipped: ")] += 1
    return reasons


ALLOWED = {"the sources do not stand beside the repository"}
"""Reasons that no machine can take away: what is asked for is not part of the project."""


def forbidden(reasons: Counter[str]) -> bool:
    """Tell whether something was skipped that this run has to prove."""
    return must_run_all() and bool(reasons.keys() - ALLOWED)


def summary_lines(reasons: Counter[str]) -> list[str]:
    return [f"{count} skipped: {reason}" for reason, count in sorted(reasons.items())]


def must_run_all() -> bool:
    return os.environ.get("KOERSVAST_REQUIRE_ALL") == "1"


def terminal_reporter(config: pytest.Config) -> Any:
    """Return the reporter; None on a worker of pytest-xdist: its controller counts."""
    if hasattr(config, "workerinput"):
        return None
    return config.pluginmanager.get_plugin("terminalreporter")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = terminal_reporter(session.config)
    if reporter and forbidden(skip_reasons(reporter)) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    reasons = skip_reasons(terminalreporter)
    lines = summary_lines(reasons)
    if not lines or terminal_reporter(config) is None:
        return
    terminalreporter.section("skipped tests")
    for line in lines:
        terminalreporter.write_line(line)
    if forbidden(reasons):
        terminalreporter.write_line("Skipping is forbidden in this run: KOERSVAST_REQUIRE_ALL=1.")
    target = os.environ.get("KOERSVAST_SKIPS_FILE")
    if target:
        name = os.environ.get("KOERSVAST_SKIPS_NAME", "tests")
        with Path(target).open("a", encoding="utf-8") as file:
            file.writelines(f"{name}: {line}\n" for line in lines)
