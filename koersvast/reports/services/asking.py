"""Asking for a report: what is asked is taken down, and a process of its own does the work."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.documents import PUBLIC, documents
from koersvast.core.periods import Period
from koersvast.core.policy import require
from koersvast.direction.models import Plan
from koersvast.reports.models import File, Making, Report, Version
from koersvast.reports.policy import may_make, works_on
from koersvast.reports.selectors import SILENCE, files_of, is_lost
from koersvast.reports.services.starting import start

MOST_AT_ONCE = 2
"""Makings of one person that wait or run."""
MOST_OF_ALL = 8
"""Makings of everybody that wait or run: each may take gigabytes of the machine that serves all."""


@transaction.atomic
def ask_new(
    *,
    actor: Actor,
    plan: Plan,
    kind: str,
    subject: str,
    title: str,
    period: Period | None,
    audience: str,
) -> Making:
    """Ask for a new report. Raises PermissionDenied or ValidationError.

    Only a kind that looks back needs a period with days.
    """
    require(may_make(actor), _("You may read reports, but not make them."))
    require_fit(actor, plan, kind=kind, subject=subject, audience=audience)
    if documents.kinds[kind].periodic and (period is None or period.first is None):
        raise ValidationError(
            {"period": _("Over which period? For instance “Q2 2022” or “januari t/m mei 2022”.")}
        )
    asked = {
        "plan": plan.pk,
        "kind": kind,
        "subject": subject,
        "title": title,
        "period": period.encode() if period else "",
        "audience": audience,
    }
    return _ask(actor, Making.Task.NEW, asked=asked)


def require_fit(actor: Actor, plan: Plan, *, kind: str, subject: str, audience: str) -> None:
    """Refuse, with ValidationError, what a plan has not or what its readers may not see.

    Asked again when the work is done: what was for everybody may be closed by then.
    """
    if kind not in documents.kinds:
        raise ValidationError({"kind": _("There is no such kind of document.")})
    known = {each.key for each in documents.kinds[kind].subjects(actor, plan)}
    if subject not in known:
        raise ValidationError({"subject": _("This plan has no such subject for this document.")})
    public = {each.key for each in documents.kinds[kind].subjects(PUBLIC, plan)}
    if audience == Report.Audience.PUBLIC and subject not in public:
        raise ValidationError(
            {
                "audience": _(
                    "This is not for everybody: choose those who may see all that is in it."
                )
            }
        )


@transaction.atomic
def ask_renewal(*, actor: Actor, report: Report) -> Making:
    """Ask for the facts of today in the draft of a report, in its own language.

    Raises PermissionDenied, and ValidationError without a draft.
    """
    require(works_on(actor, report), _("Only its author changes a report."))
    draft = report.versions.filter(state=Version.State.DRAFT).first()
    if draft is None:
        raise ValidationError(_("This report has no draft any more."))
    return _ask(actor, Making.Task.RENEW, report=report, language=draft.language)


@transaction.atomic
def ask_files(*, actor: Actor, version: Version) -> Making:
    """Ask for the files of a version that the actor sees, in the edition it has now.

    Raises Http404, and ValidationError when they are there already.
    """
    seen: Version | None = Version.objects.visible_to(actor).filter(pk=version.pk).first()
    if seen is None:
        raise Http404
    if len(files_of(seen)) == len(File.Format.values):
        raise ValidationError(_("The files are there already."))
    asked = {"version": seen.pk, "edition": seen.edition}
    return _ask(actor, Making.Task.FILES, report=seen.report, asked=asked)


@transaction.atomic
def ask_again(*, actor: Actor, making: Making) -> Making:
    """Ask once more for what failed or was lost; that row goes. Anything else stays as it is.

    Raises what asking for it the first time does, and Http404 for what somebody else asked.
    """
    rows = Making.objects.visible_to(actor).select_for_update()
    stored: Making | None = rows.filter(pk=making.pk).first()
    if stored is None:
        raise Http404
    if stored.state != Making.State.FAILED and not is_lost(stored, timezone.now()):
        return stored
    fresh = _asked_again(actor, stored)
    stored.delete()
    return fresh


def _asked_again(actor: Actor, making: Making) -> Making:
    asked = making.asked
    if making.task == Making.Task.RENEW and making.report is not None:
        return ask_renewal(actor=actor, report=making.report)
    if making.task == Making.Task.FILES:
        return ask_files(actor=actor, version=Version(pk=asked["version"]))
    plan = Plan.objects.visible_to(actor).filter(pk=asked.get("plan")).first()
    if plan is None:
        raise ValidationError(_("This plan is no longer there."))
    period = Period.decode(asked["period"]) if asked["period"] else None
    return ask_new(actor=actor, **{**asked, "plan": plan, "period": period})


def _ask(
    actor: Actor,
    task: str,
    *,
    report: Report | None = None,
    asked: dict[str, Any] | None = None,
    language: str = "",
) -> Making:
    """Take down what is asked, and start the work when that is stored; twice is once."""
    get_user_model().objects.select_for_update().filter(pk=actor.user_id or 0).first()
    now = timezone.now()
    active = Making.objects.filter(state__in=[Making.State.WAITING, Making.State.RUNNING])
    mine = active.filter(asked_by_id=actor.user_id)
    busy = [each for each in mine if not is_lost(each, now)]
    for each in busy:
        same: Making = each
        if (each.task, each.report_id, each.asked) == (task, report and report.pk, asked or {}):
            return same
    if len(busy) >= MOST_AT_ONCE:
        raise ValidationError(
            _("Two reports of yours are being made already. Wait until one is ready.")
        )
    if active.filter(heard_at__gt=now - SILENCE).count() >= MOST_OF_ALL:
        raise ValidationError(
            _("Many reports are being made at this moment. Try again in a minute.")
        )
    making = Making(
        task=task,
        report=report,
        asked=asked or {},
        asked_by_id=actor.user_id,
        language=language or get_language() or "nl",
    )
    making.save()
    transaction.on_commit(lambda: _begin(making))
    return making


def _begin(making: Making) -> None:
    """Start the process; when the machine has no room for one, say so."""
    try:
        start(making.pk)
    except OSError:
        making.state = Making.State.FAILED
        making.problem = _("This machine could not begin with it. Try again later.")
        making.save(update_fields=["state", "problem"])
