"""Versions of reports: stored, written in, made final, corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.document_tree import as_data
from koersvast.core.policy import require
from koersvast.core.services import sign
from koersvast.reports.models import File, Holding, Report, Version, Words
from koersvast.reports.policy import may_make, may_write, works_on
from koersvast.reports.rules import places_in
from koersvast.reports.selectors import Drafted

LONGEST_WORDS = 100_000
"""Characters under one heading."""


@transaction.atomic
def store_new(*, actor: Actor, report: Report, drafted: Drafted, on: date) -> Version:
    """Store a new report with its first version. Raises PermissionDenied or ValidationError."""
    require(may_make(actor), _("You may read reports, but not make them."))
    report.full_clean()
    sign(report, actor, "")
    report.save()
    version = Version(
        report=report,
        number=1,
        language=drafted.document.language,
        content=as_data(drafted.document),
        facts=drafted.facts,
        made_on=on,
        made_by_id=actor.person_id,
    )
    version.full_clean()
    version.save()
    _hold(version, drafted)
    return version


@transaction.atomic
def store_renewed(
    *, actor: Actor, report: Report, drafted: Drafted, on: date, draft: Version | None = None
) -> Version:
    """Put the facts of today in the draft of a report; what its author wrote stays.

    `draft` is the one for which they were read: with another by now, they are not what was asked.
    Raises PermissionDenied, and ValidationError when there is no draft any more.
    """
    version = locked_draft(actor, report)
    if draft is not None and draft.pk != version.pk:
        raise ValidationError(_("This report was changed in the meantime. Look at it again first."))
    version.content, version.facts = as_data(drafted.document), drafted.facts
    version.made_on, version.made_by_id = on, actor.person_id
    version.edition += 1
    version.save()
    version.holdings.all().delete()
    _hold(version, drafted)
    return version


@transaction.atomic
def write_words(
    *, actor: Actor, version: Version, words: Mapping[str, str], edition: int
) -> Version:
    """Store what the author wrote, by chapter or heading; an empty text takes it away.

    `edition` is what he saw: what somebody else wrote since is never overwritten. Raises
    PermissionDenied or ValidationError; then nothing is stored.
    """
    stored = locked_version(actor, version)
    require(works_on(actor, stored.report), _("Only its author writes in a report."))
    if stored.is_final:
        raise ValidationError(
            _("This version became final, and nothing was saved. Copy your texts and correct it.")
        )
    if stored.edition != edition:
        raise ValidationError(
            _("This report was changed in the meantime. Compare below, and save again.")
        )
    known = {name for name, _above, _whole in places_in(stored.content["chapters"])}
    known.update(stored.words.values_list("chapter", flat=True))
    for chapter, text in words.items():
        if chapter not in known:
            raise ValidationError(_("This report has no such chapter."))
        if len(text) > LONGEST_WORDS:
            raise ValidationError(
                _("A text is at most %(most)d characters; this one has %(count)d.")
                % {"most": LONGEST_WORDS, "count": len(text)}
            )
        _write(actor, stored, chapter, text)
    stored.edition += 1
    stored.save()
    return stored


def _write(actor: Actor, version: Version, chapter: str, text: str) -> None:
    row = Words.objects.filter(version=version, chapter=chapter).first()
    if row is None:
        row = Words(version=version, chapter=chapter)
    if row.text == text:
        return
    row.text = text
    sign(row, actor, "")
    if text:
        row.save()
    else:
        row.delete()


@transaction.atomic
def finalise(*, actor: Actor, version: Version, edition: int, on: date) -> Version:
    """Freeze a version for good, as it was seen: in that edition; twice is once.

    Raises PermissionDenied, ValidationError or Http404.
    """
    stored = locked_version(actor, version)
    require(works_on(actor, stored.report), _("Only its author makes a report final."))
    if stored.is_final and stored.edition == edition + 1:
        return stored
    if stored.is_final:
        raise ValidationError(_("This version is final already."))
    require_edition(stored, edition)
    stored.state, stored.finalised_on = Version.State.FINAL, on
    stored.finalised_by_id = actor.person_id
    stored.edition += 1
    stored.full_clean()
    stored.save()
    return stored


@transaction.atomic
def correct(*, actor: Actor, version: Version, reason: str, on: date) -> Version:
    """Begin a new version with the facts and texts of a final one; return it.

    Raises PermissionDenied, ValidationError without a reason or beside another draft, or Http404.
    """
    stored = locked_version(actor, version)
    require(works_on(actor, stored.report), _("Only its author corrects a report."))
    if not stored.is_final:
        raise ValidationError(_("This version is still a draft: change that."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say what is corrected.")})
    if stored.report.versions.filter(number__gt=stored.number).exists():
        raise ValidationError(_("There is a newer version already. Correct that one."))
    fresh = Version(
        report=stored.report,
        number=stored.number + 1,
        reason=reason.strip(),
        language=stored.language,
        content=stored.content,
        facts=stored.facts,
        made_on=stored.made_on,
        made_by_id=actor.person_id,
    )
    fresh.full_clean()
    fresh.save()
    for each in stored.words.all():
        row = Words(version=fresh, chapter=each.chapter, text=each.text)
        sign(row, actor, "")
        row.save()
    for held in stored.holdings.all():
        Holding(version=fresh, model=held.model, key=held.key, was_open=held.was_open).save()
    return fresh


@transaction.atomic
def delete_draft(*, actor: Actor, version: Version, edition: int) -> bool:
    """Throw a draft away; tell whether the report went along, for it had no other version.

    Raises PermissionDenied, ValidationError for a final one or another edition, or Http404.
    """
    stored = locked_version(actor, version)
    require(works_on(actor, stored.report), _("Only its author throws a draft away."))
    if stored.is_final:
        raise ValidationError(_("This version is final, and that is never thrown away."))
    require_edition(stored, edition)
    report = stored.report
    for row in stored.words.all():
        sign(row, actor, "")
        row.delete()
    stored.delete()
    if report.versions.exists():
        return False
    sign(report, actor, "")
    report.delete()
    return True


def require_edition(version: Version, edition: int) -> None:
    """Refuse what was decided on another edition than there is now, with ValidationError."""
    if version.edition != edition:
        raise ValidationError(_("This report was changed in the meantime. Look at it again first."))


def store_files(version: Version, files: Mapping[str, bytes]) -> None:
    """Store files of a version as it is now; those of a final version are made once."""
    for name, content in files.items():
        rows = File.objects.filter(version=version, format=name)
        if version.is_final and rows.filter(edition=version.edition).exists():
            continue
        rows.delete()
        File(version=version, format=name, edition=version.edition, content=content).save()


def locked_version(actor: Actor, version: Version) -> Version:
    """Return a version anew, under a lock; Http404 when the actor does not see it (any more)."""
    seen = Version.objects.visible_to(actor).filter(pk=version.pk)
    rows = Version.objects.select_for_update().filter(pk__in=seen.order_by().values("pk"))
    found: Version | None = rows.first()
    if found is None:
        raise Http404
    return found


def locked_draft(actor: Actor, report: Report) -> Version:
    """Return the draft of a report under a lock; ValidationError when there is none."""
    draft = report.versions.filter(state=Version.State.DRAFT).first()
    if draft is None:
        raise ValidationError(_("This report has no draft any more."))
    stored = locked_version(actor, draft)
    if not may_write(actor, stored):
        raise PermissionDenied(_("Only its author changes a report."))
    return stored


def _hold(version: Version, drafted: Drafted) -> None:
    for model, key, was_open in drafted.held:
        Holding(version=version, model=model, key=key, was_open=was_open).save()


def asked_report(asked: Mapping[str, Any], plan: Any, author: Any) -> Report:
    """Return the report that was asked for, not stored yet."""
    return Report(
        plan=plan,
        kind=asked["kind"],
        subject=asked["subject"],
        title=asked["title"],
        period=asked["period"] or None,
        audience=asked["audience"],
        author=author,
    )
