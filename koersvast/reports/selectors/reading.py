"""Reports as they were kept, for whoever may open them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from koersvast.core.actors import Actor
from koersvast.core.display import display
from koersvast.core.document_tree import Document, document_from
from koersvast.reports.models import File, Making, Report, Version
from koersvast.reports.rules import assembled

COMPARED = 20
"""Earlier reports that one can choose from."""
SILENCE = timedelta(minutes=6)
"""How long work may give no sign of life; longer, and its process is gone."""


def visible_report(actor: Actor, pk: int) -> Report | None:
    """Return a report that the actor sees, with its plan and author."""
    rows = Report.objects.visible_to(actor).select_related("plan", "author")
    found: Report | None = rows.filter(pk=pk).first()
    return found


def visible_version(actor: Actor, report: Report, number: int | None = None) -> Version | None:
    """Return a version that the actor sees; without a number the latest."""
    rows = Version.objects.visible_to(actor).filter(report=report)
    if number is not None:
        rows = rows.filter(number=number)
    found: Version | None = rows.order_by("-number").first()
    return found


def latest_versions(actor: Actor) -> QuerySet[Version]:
    """Return of each report the latest version that the actor sees, the newest report first."""
    seen: QuerySet[Version] = Version.objects.visible_to(actor)
    newer = seen.filter(report=OuterRef("report"), number__gt=OuterRef("number"))
    rows = seen.filter(~Exists(newer)).select_related("report__plan", "report__author")
    return rows.defer("content", "facts").order_by("-report_id")


def latest_of(report: Report) -> Version | None:
    """Return the latest version, whoever looks."""
    found: Version | None = report.versions.order_by("-number").first()
    return found


def frozen(version: Version) -> Document:
    """Return what was generated, as it was then."""
    return document_from(version.content)


def shown_document(version: Version) -> Document:
    """Return the whole document: what was generated, what the author wrote, and its state."""
    with override(version.language):
        facts = cover_facts(version)
    return assembled(frozen(version), words_of(version), facts)


def words_of(version: Version | None) -> dict[str, str]:
    """Return what the author wrote, by chapter."""
    return dict(version.words.values_list("chapter", "text")) if version else {}


def cover_facts(version: Version | None) -> dict[str, str]:
    """Return what the cover tells of a version; None is a report that is not stored yet."""
    if version is None:
        return {_("Version"): _("%(number)d, draft") % {"number": 1}}
    facts = {_("Version"): state_words(version)}
    if version.reason:
        facts[_("Correction")] = version.reason
    return facts


def state_words(version: Version) -> str:
    """Return which version this is, and since when it is final."""
    number: dict[str, Any] = {"number": version.number}
    if version.finalised_on is None:
        return _("%(number)d, draft") % number
    return _("%(number)d, final on %(day)s") % {**number, "day": display(version.finalised_on)}


def files_of(version: Version) -> dict[str, File]:
    """Return the files that say what the version says now, by format; without their content."""
    rows = File.objects.filter(version=version, edition=version.edition).defer("content")
    return {each.format: each for each in rows}


def is_lost(making: Making, now: datetime) -> bool:
    """Tell whether the process that should do the work is gone without a word."""
    busy = making.state in (Making.State.WAITING, Making.State.RUNNING)
    return busy and now - making.heard_at > SILENCE


def comparable(actor: Actor, version: Version) -> list[Version]:
    """Return the final versions of the same that a version can be set against, the latest first.

    Only those for the same audience: what the other does not see would look new or gone.
    """
    report = version.report
    rows = Version.objects.visible_to(actor).filter(
        report__kind=report.kind,
        report__plan=report.plan_id,
        report__subject=report.subject,
        report__audience=report.audience,
        state=Version.State.FINAL,
        made_on__lte=version.made_on,
    )
    found = rows.exclude(pk=version.pk).select_related("report").defer("content")
    return list(found.order_by("-made_on", "-pk")[:COMPARED])
