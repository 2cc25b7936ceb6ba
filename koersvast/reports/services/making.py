"""Making a report: the work itself, in a process of its own."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.documents import documents
from koersvast.core.periods import Period
from koersvast.core.policy import require
from koersvast.direction.models import Plan
from koersvast.organisation.models import Person
from koersvast.organisation.selectors import actor_for
from koersvast.reports.models import Making, Report, Version
from koersvast.reports.policy import works_on
from koersvast.reports.rules import assembled
from koersvast.reports.selectors import (
    Drafted,
    cover_facts,
    draft,
    previous_of,
    shown_document,
    words_of,
)
from koersvast.reports.services.asking import require_fit
from koersvast.reports.services.versions import (
    asked_report,
    store_files,
    store_new,
    store_renewed,
)
from koersvast.reports.services.writing import NotMade, written

log = logging.getLogger(__name__)
SENTENCES = (NotMade, ValidationError, PermissionDenied)


def carry_out(pk: int) -> Making:
    """Do the work that was asked for. What goes wrong is told in its row; nothing else is left."""
    with transaction.atomic():
        making: Making = Making.objects.select_for_update().get(pk=pk)
        if making.state != Making.State.WAITING:
            return making
        _hear(making, state=Making.State.RUNNING, step="facts")
    with override(making.language):
        try:
            _work(making)
        except SENTENCES as error:
            _fail(making, _sentence(error))
        except Exception:
            log.exception("report %s could not be made", making.pk)
            _fail(making, _("Something went wrong that was not foreseen. Nothing was stored."))
    return making


def _work(making: Making) -> None:
    actor = actor_of(making)
    if making.task == Making.Task.FILES:
        _make_files(making, actor)
        return
    today = timezone.localdate()
    report = _report_of(making, actor)
    drafted = drafted_of(actor, report)
    _hear(making, step="files")
    draft_now = report.versions.filter(state=Version.State.DRAFT).first() if report.pk else None
    words = words_of(draft_now)
    document = assembled(drafted.document, words, cover_facts(draft_now))
    files = written(document, told=lambda name: _hear(making, step=name))
    with transaction.atomic():
        version = (
            store_new(actor=actor, report=report, drafted=drafted, on=today)
            if making.task == Making.Task.NEW
            else store_renewed(
                actor=actor, report=report, drafted=drafted, on=today, draft=draft_now
            )
        )
        if words_of(version) == words:
            store_files(version, files)
        _done(making, version.report)


def _report_of(making: Making, actor: Actor) -> Report:
    """Return the report to make, as far as that may still be."""
    if making.task == Making.Task.NEW:
        plan = Plan.objects.visible_to(actor).filter(pk=making.asked["plan"]).first()
        if plan is None:
            raise NotMade(_("This plan is no longer there."))
        author = Person.objects.filter(pk=actor.person_id or 0).first()
        report = asked_report(making.asked, plan, author)
    else:
        report = Report.objects.get(pk=making.report_id or 0)
        require(works_on(actor, report), _("Only its author changes a report."))
    require_fit(
        actor, report.plan, kind=report.kind, subject=report.subject, audience=report.audience
    )
    return report


def drafted_of(actor: Actor, report: Report) -> Drafted:
    """Return what a report would show today."""
    public = report.audience == Report.Audience.PUBLIC
    kind = documents.kinds[report.kind]
    period: Period | None = (
        Period.decode(report.period) if isinstance(report.period, str) else report.period
    )
    previous = None
    if kind.periodic:
        previous = previous_of(
            actor,
            kind=report.kind,
            plan=report.plan,
            subject=report.subject,
            audience=report.audience,
            before=report.pk,
        )
    return draft(
        actor,
        kind=kind,
        plan=report.plan,
        subject=report.subject,
        title=report.title,
        today=timezone.localdate(),
        period=period,
        public=public,
        previous=previous,
    )


def _make_files(making: Making, actor: Actor) -> None:
    version = Version.objects.visible_to(actor).filter(pk=making.asked["version"]).first()
    if version is None:
        raise NotMade(_("This version is no longer there."))
    _hear(making, step="files")
    with override(version.language):
        document = shown_document(version)
    files = written(document, told=lambda name: _hear(making, step=name))
    with transaction.atomic():
        stored = Version.objects.select_for_update().get(pk=version.pk)
        if stored.edition == version.edition:
            store_files(stored, files)
        _done(making, version.report)


def actor_of(making: Making) -> Actor:
    """Return who asked, with the rights of today; nobody is the system itself."""
    if making.asked_by is None:
        return SYSTEM
    return actor_for(making.asked_by, timezone.localdate())


def _hear(making: Making, **values: Any) -> None:
    """Take down a sign of life."""
    for name, value in {**values, "heard_at": timezone.now()}.items():
        setattr(making, name, value)
    making.save(update_fields=[*values, "heard_at"])


def _done(making: Making, report: Report) -> None:
    making.report = report
    _hear(making, state=Making.State.DONE, step="", report=report)


def _fail(making: Making, problem: str) -> None:
    try:
        _hear(making, state=Making.State.FAILED, problem=problem)
    except DatabaseError:  # thrown away in the meantime
        log.exception("making %s is gone", making.pk)


def _sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error)
