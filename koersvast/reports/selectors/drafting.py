"""A document made from the register as it is now, through the eyes of whom it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.display import display
from koersvast.core.document_tree import Document
from koersvast.core.documents import PUBLIC, Kind, Scope, documents
from koersvast.core.periods import Period
from koersvast.direction.models import Plan
from koersvast.organisation.models import Municipality
from koersvast.reports.changes import changes_chapter
from koersvast.reports.models import Report, Version
from koersvast.reports.rules import compared


@dataclass(frozen=True)
class Drafted:
    """A document with the facts to compare it by; `held`: (register, key, seen by everybody)."""

    document: Document
    facts: dict[str, Any]
    held: list[tuple[str, int, bool]]


def draft(
    actor: Actor,
    *,
    kind: Kind,
    plan: Plan,
    subject: str,
    title: str,
    today: date,
    period: Period | None = None,
    public: bool = True,
    previous: Version | None = None,
) -> Drafted:
    """Return a document as it is today.

    One for everybody is made through the eyes of whoever may read; any other through those of the
    actor, and then it holds all that he sees and not everybody does.
    """
    first, last = (period.first, period.last) if period else (None, None)
    eyes = PUBLIC if public else actor
    scope = Scope(eyes, plan, kind.name, subject, today, first, last)
    if not public:
        scope.hold(*_closed_rows(actor, plan))
    made = (each.make(scope) for each in documents.chapters_of(kind.name))
    chapters = [each for each in made if each is not None]
    facts = facts_of(scope)
    if previous is not None:
        topics = compared(previous.facts, facts)
        chapters.append(changes_chapter(topics, previous.made_on))
    document = document_of(kind, plan, title, today, period)
    return Drafted(
        document=Document(**{**document.__dict__, "chapters": tuple(chapters)}),
        facts=facts,
        held=_held(scope, previous),
    )


def document_of(kind: Kind, plan: Plan, title: str, today: date, period: Period | None) -> Document:
    """Return a document without chapters: what stands on its cover."""
    municipality = Municipality.objects.first()
    facts = [
        (_("Plan"), plan.title),
        (_("Reference date of the plan"), display(plan.reference_date)),
        (_("Facts of"), display(today)),
    ]
    if period is not None:
        facts.insert(1, (_("Reporting period"), str(period)))
    return Document(
        title=title,
        subtitle=plan.title if plan.title != title else "",
        language=get_language() or settings.LANGUAGE_CODE,
        owner=str(municipality) if municipality else "",
        kind=str(kind.label),
        facts=tuple(facts),
        chapters=(),
        words={"page": _("Page"), "of": _("of"), "contents": _("Contents")},
        colour=settings.DOCUMENT_COLOUR,
        paper=kind.paper,
        poster=kind.poster,
    )


def facts_of(scope: Scope) -> dict[str, Any]:
    """Return all facts of a plan that are compared later, as JSON holds them."""
    found: dict[str, Any] = {}
    for maker in documents.facts:
        rows: Mapping[str, Any] = maker.make(scope)
        found[maker.name] = {
            "label": str(maker.label),
            "aspects": {name: str(label) for name, label in maker.aspects.items()},
            "ways": {name: [str(up), str(down)] for name, (up, down) in maker.ways.items()},
            "rows": {
                key: {"label": row.label, "values": {n: list(v) for n, v in row.values.items()}}
                for key, row in rows.items()
            },
        }
    return found


def previous_of(
    actor: Actor, *, kind: str, plan: Plan, subject: str, audience: str, before: int | None = None
) -> Version | None:
    """Return the last final report of the same, to compare with; not the one that is made anew.

    Only one for the same audience: what the other audience does not see would look new.
    """
    public = audience == Report.Audience.PUBLIC
    found = Version.objects.visible_to(PUBLIC if public else actor).filter(
        state=Version.State.FINAL,
        report__kind=kind,
        report__plan=plan,
        report__subject=subject,
        report__audience=audience,
    )
    if before is not None:
        found = found.filter(report__lt=before)
    latest: Version | None = found.order_by("-finalised_on", "-pk").first()
    return latest


def _closed_rows(actor: Actor, plan: Plan) -> list[Any]:
    """Return the rows of a plan that the actor sees, and not whoever may read."""
    found: list[Any] = []
    for model in documents.holdable:
        rows = model._default_manager
        everybody = rows.visible_to(PUBLIC).order_by().values("pk")
        found.extend(rows.visible_to(actor).filter(plan=plan).exclude(pk__in=everybody))
    return found


def _held(scope: Scope, previous: Version | None) -> list[tuple[str, int, bool]]:
    """Return what a document holds, and whether everybody may see it now.

    With a previous report it tells of what that one held too, also of what is gone since.
    """
    models = {each._meta.label_lower: each for each in documents.holdable}
    before = {
        (each.model, each.key): each.was_open
        for each in (previous.holdings.all() if previous is not None else ())
    }
    found = []
    for label, model in models.items():
        keys = {key for name, key in (*scope.held, *before) if name == label}
        stored = set(model._default_manager.in_bulk(keys))
        seen = set(model._default_manager.visible_to(PUBLIC).in_bulk(keys))
        for key in sorted(keys):
            was_open = key in seen if key in stored else before.get((label, key), False)
            found.append((label, key, was_open))
    return found
