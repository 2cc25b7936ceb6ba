"""Reports for the tests of who gets what: a final one, a draft, an earlier one, one being made."""

from __future__ import annotations

from datetime import date
from typing import Any

from koersvast.core.document_tree import Chapter, Document, as_data
from koersvast.organisation.models import Person
from koersvast.reports.models import File, Making, Report, Version
from tests.cast import Cast, SmallPlan


def make_report(small: SmallPlan, *, final: bool = True) -> Report:
    """Create a report of the employee, for everybody, with one version and its PDF."""
    report = Report.objects.create(
        plan=small.plan,
        kind="implementation-plan",
        title="Een rapportage" if final else "Een concept",
        author=Person.objects.get(code="employee"),
    )
    document = Document(
        title="Een rapportage",
        subtitle="",
        language="nl",
        owner="Voorbeeldstad",
        kind="Uitvoeringsplan",
        facts=(),
        chapters=(Chapter("introduction", "Inleiding"),),
        words={"page": "Pagina", "of": "van", "contents": "Inhoud"},
    )
    day = date(2023, 3, 1)
    version = Version.objects.create(
        report=report,
        number=1,
        state=Version.State.FINAL if final else Version.State.DRAFT,
        finalised_on=day if final else None,
        language="nl",
        content=as_data(document),
        facts={},
        made_on=day,
    )
    File.objects.create(version=version, format="pdf", edition=1, content=b"%PDF")
    return report


def add_reports(small: SmallPlan, cast: Cast, rows: dict[str, Any]) -> None:
    """Add to the rows of the world a draft, an earlier report, and one that is being made."""
    rows["report-draft"] = make_report(small, final=False)
    rows["report-before"] = make_report(small).versions.get()
    rows["report-making"] = Making.objects.create(
        task="new",
        state=Making.State.FAILED,
        problem="Het lukte niet.",
        language="nl",
        asked_by=cast.secretary.user,
    )
