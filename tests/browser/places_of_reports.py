"""An address of every page of reports, in the demonstration."""

from __future__ import annotations

from datetime import date

from koersvast.core.actors import SYSTEM
from koersvast.core.documents import PUBLIC, documents
from koersvast.direction.models import Plan
from koersvast.organisation.models import Person
from koersvast.reports.models import Making, Report, Version
from koersvast.reports.selectors import draft
from koersvast.reports.services import finalise, store_new

ON = date(2023, 3, 1)
ABOUT = "T1"
"""The work they are about: a theme with a few results, as axe reads every word of them."""


def reports(account: str) -> list[str]:
    """Return the pages of reports, and of three that are made for them: two final, one a draft."""
    before, final = (finished(made(account)) for _each in range(2))
    open_draft = made(account)
    making = Making.objects.create(
        task="new", state="running", step="pdf", language="nl", asked_by=_person(account).user
    )
    failed = Making.objects.create(
        task="renew",
        state="failed",
        problem="Het lukte niet.",
        language="nl",
        report=open_draft.report,
        asked_by=_person(account).user,
    )
    base = f"/reports/{final.report_id}/"
    return [
        "/reports/",
        f"/reports/?page=work&plan={final.report.plan_id}&subject={ABOUT}",
        f"/reports/making/{failed.pk}/",
        f"/reports/{open_draft.report_id}/",
        "/registers/reports/",
        "/reports/make/implementation-plan/",
        f"/reports/make/progress-report/?plan={final.report.plan_id}",
        f"/reports/making/{making.pk}/",
        base,
        f"{base}1/",
        f"{base}correct/",
        f"{base}1/compare/{before.pk}/",
        *[f"/reports/{open_draft.report_id}/{page}/" for page in ("words", "final", "delete")],
    ]


def _person(account: str) -> Person:
    return Person.objects.select_related("user").get(user__username=account)


def made(account: str, about: str = ABOUT) -> Version:
    """Return the first version of an implementation plan of a theme of Maastricht, or of all."""
    plan = Plan.objects.get(code="M")
    kind = documents.kinds["implementation-plan"]
    drafted = draft(PUBLIC, kind=kind, plan=plan, subject=about, title="Uitvoeringsplan", today=ON)
    report = Report(
        plan=plan, kind=kind.name, subject=about, title="Uitvoeringsplan", author=_person(account)
    )
    return store_new(actor=SYSTEM, report=report, drafted=drafted, on=ON)


def finished(version: Version) -> Version:
    """Return a version, final."""
    return finalise(actor=SYSTEM, version=version, edition=version.edition, on=ON)
