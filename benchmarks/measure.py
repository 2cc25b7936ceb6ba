"""One measurement, in a process of its own: `python -m benchmarks.measure import plan.yaml`."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

WARM_UPS = 2
ROUNDS = 9


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long `work` takes, and what it returns."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def timed(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    """Return the time, the processor time and the peak of memory of `work`, and what it returns."""
    busy = time.process_time()
    taken, found = seconds(work)
    figures = {"seconds": taken, "cpu": time.process_time() - busy, "mb": peak_megabytes()}
    return figures, found


def peak_megabytes() -> float:
    """Return the most memory this process has used."""
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / 1024


def import_file(path: str) -> dict[str, Any]:
    """Import a plan file into a new database, and once more, when nothing changes."""
    from django.core.management import call_command

    from koersvast.core.actors import SYSTEM
    from koersvast.exchange.services import import_plan

    call_command("migrate", verbosity=0)
    content = Path(path).read_bytes()
    figures, outcome = timed(lambda: import_plan(actor=SYSTEM, content=content))
    if not outcome.stored:
        raise SystemExit("\n".join(str(problem) for problem in outcome.shown_problems()))
    rows = sum(sum(fates.values()) for fates in outcome.counts().values())
    return {**figures, "rows": rows, "rows_per_second": rows / figures["seconds"]}


def draft_document(path: str) -> dict[str, Any]:
    """Import a plan file into a new database, and read a document from the register."""
    from django.utils import timezone

    from koersvast.core.document_tree import as_data
    from koersvast.core.documents import PUBLIC, documents
    from koersvast.direction.models import Plan
    from koersvast.reports.selectors import draft

    import_file(path)
    plan = Plan.objects.get()
    kind = documents.kinds["implementation-plan"]
    subject = next(iter(kind.subjects(PUBLIC, plan))).key
    options = {"kind": kind, "plan": plan, "subject": subject, "title": str(plan)}
    figures, drafted = timed(lambda: draft(PUBLIC, today=timezone.localdate(), **options))
    return {**figures, "document": as_data(drafted.document)}


def import_again(path: str) -> dict[str, Any]:
    """Import the same file again: everything is compared and nothing changes."""
    from koersvast.core.actors import SYSTEM
    from koersvast.exchange.services import import_plan

    content = Path(path).read_bytes()
    figures, outcome = timed(lambda: import_plan(actor=SYSTEM, content=content))
    if outcome.rows:
        raise SystemExit("the second import changed something")
    rows = sum(outcome.unchanged.values())
    return {**figures, "rows": rows, "rows_per_second": rows / figures["seconds"]}


def export() -> dict[str, Any]:
    """Write the stored plan as YAML."""
    from koersvast.core.actors import SYSTEM
    from koersvast.direction.models import Plan
    from koersvast.exchange.writer import plan_data, to_yaml

    plan = Plan.objects.get()
    figures, text = timed(lambda: to_yaml(plan_data(plan, SYSTEM)))
    return {**figures, "megabytes_written": len(text) / 1e6}


def pages() -> dict[str, dict[str, float]]:
    """Return per page the median and the best time in milliseconds, and the number of queries."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks.pages import addresses, reader

    settings.ALLOWED_HOSTS.append("testserver")
    client = Client()
    client.force_login(reader())
    found = {}
    for name, url in addresses().items():
        for _round in range(WARM_UPS):
            response = client.get(url)
        if response.status_code != 200:
            raise SystemExit(f"{name}: {url} answers {response.status_code}")
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        count = len(queries)  # now: the next request empties the log
        times = [seconds(lambda url=url: client.get(url))[0] for _round in range(ROUNDS)]
        found[name] = {
            "ms": statistics.median(times) * 1000,
            "best_ms": min(times) * 1000,
            "queries": count,
            "kb": len(response.content) / 1024,
        }
    return found


def check() -> dict[str, float]:
    """Check the stored plan: seconds, peak of memory, queries and findings; and those of the
    processor for what is kept, as a second visit asks for it.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from koersvast.checks.selectors import EVERYBODY, check_plan, judged
    from koersvast.direction.models import Plan

    plan = Plan.objects.get()
    check_plan(plan)
    figures, rows = timed(lambda: check_plan(plan))
    with CaptureQueriesContext(connection) as queries:
        check_plan(plan)
    judged(EVERYBODY, plan)
    kept, again = timed(lambda: judged(EVERYBODY, plan))
    if len(again) != len(rows):
        raise SystemExit("what is kept is not what was found")
    return {**figures, "queries": len(queries), "findings": len(rows), "kept": kept["cpu"]}


PARTS: dict[str, Callable[..., Any]] = {
    "import": import_file,
    "again": import_again,
    "draft": draft_document,
    "export": export,
    "pages": pages,
    "check": check,
}

if __name__ == "__main__":
    django.setup()
    part, *arguments = sys.argv[1:]
    print(json.dumps(PARTS[part](*arguments)))
