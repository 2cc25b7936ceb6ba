"""Reading a document takes as many queries for a large plan as for a small one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koersvast.core.documents import PUBLIC, documents
from koersvast.core.periods import parse_period
from koersvast.reports.selectors import draft
from koersvast.reports.tests.conftest import ON
from koersvast.risk.models import Risk
from koersvast.work.models import Action, ReadyBy, Result, StatusUpdate, Work, WorkRisk

KINDS = ["implementation-plan", "progress-report", "communication-calendar", "poster"]


def queries(small, kind):
    with CaptureQueriesContext(connection) as found:
        draft(
            PUBLIC,
            kind=documents.kinds[kind],
            plan=small.plan,
            subject="",
            title="x",
            today=ON,
            period=parse_period("2023"),
        )
    return len(found)


def grow(small):
    """Add works with results, actions, updates and risks."""
    for number in range(6):
        work = Work.objects.create(
            plan=small.plan, code=f"G{number}", kind="project", title="x", parent=small.works["W"]
        )
        result = Result.objects.create(plan=small.plan, code=f"GR{number}", work=work, title="x")
        Action.objects.create(plan=small.plan, code=f"GA{number}", result=result, text="x")
        ReadyBy.objects.create(result=result, when=parse_period("Q4 2023"))
        StatusUpdate.objects.create(result=result, date=ON, words="x")
        risk = Risk.objects.create(plan=small.plan, code=f"GK{number}", title="x")
        WorkRisk.objects.create(work=work, risk=risk)


@pytest.mark.parametrize("kind", KINDS)
def test_the_number_of_queries_does_not_grow_with_the_plan(cast, small, kind):
    risk = Risk.objects.create(plan=small.plan, code="K0", title="x")
    WorkRisk.objects.create(work=small.works["W"], risk=risk)
    StatusUpdate.objects.create(result=small.results["R1"], date=ON, words="x")
    Action.objects.create(plan=small.plan, code="A0", result=small.results["R1"], text="x")
    before = queries(small, kind)
    grow(small)
    assert queries(small, kind) <= before
