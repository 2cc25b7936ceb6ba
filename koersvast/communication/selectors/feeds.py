"""What stands in a calendar that somebody subscribed to, as its owner may see it now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.communication.models import (
    CalendarFeed,
    CommunicationMoment,
    FeedNamespace,
    MomentAudience,
    MomentChannel,
    MomentPoint,
    MomentRole,
)
from koersvast.communication.rules import (
    Event,
    Revision,
    Standing,
    State,
    Stretch,
    read_rhythm,
    times_of,
    uid_of,
)
from koersvast.communication.selectors.moments import Shown, shown, visible_moments
from koersvast.core.actors import Actor
from koersvast.decisions.models import Body, DecisionMoment, Membership
from koersvast.organisation.selectors import actor_for
from koersvast.work.models import Work
from koersvast.work.selectors import shape_of

MESSAGE, DECISION = "communication.moment", "decisions.moment"
LINKS = (MomentAudience, MomentChannel, MomentRole, MomentPoint)
BACK, AHEAD = timedelta(days=366), timedelta(days=731)
"""How far a rhythm without a rule of its own is written out."""
REMEMBERED = timedelta(days=180)
"""So long a deleted message stays in a calendar, as cancelled."""

UrlOf = Callable[[Any], str]


@dataclass(frozen=True)
class Calendar:
    """A calendar: its name and its events, in a fixed order."""

    name: str
    events: list[Event]


def feed_by_hash(token_hash: str) -> CalendarFeed | None:
    """Return the working subscription with that hash; None for an unknown or withdrawn one."""
    found: CalendarFeed | None = (
        CalendarFeed.objects.filter(token_hash=token_hash, withdrawn_at__isnull=True)
        .select_related("user", "work")
        .first()
    )
    return found


def calendar_of(feed: CalendarFeed, url_of: UrlOf) -> Calendar:
    """Return the calendar of a subscription as its owner may see it today.

    Who may read nothing any more gets an empty calendar, so that what his programme holds goes.
    """
    today = timezone.localdate()
    actor = actor_for(feed.user, today)
    writer = _Writer(today, _namespace(), url_of)
    if feed.work_id is None:
        events = [*_own_messages(actor, writer), *_own_decisions(actor, writer)]
        return Calendar(_("Koersvast: my moments"), sorted(events, key=_order))
    work = Work.objects.visible_to(actor).filter(pk=feed.work_id).first()
    if work is None:
        return Calendar(_("Koersvast"), [])
    keys = shape_of(actor, plan=work.plan_id).subtree(work.pk)
    rows = shown(actor, visible_moments(actor, works=keys))
    gone = _deleted(CommunicationMoment, today).filter(work_id__in=keys)
    events = writer.messages(rows, gone)
    name = _("Koersvast: %(work)s") % {"work": work}
    return Calendar(name, sorted(events, key=_order))


def _order(event: Event) -> tuple[Stretch, str]:
    return event.days, event.uid


def _namespace() -> UUID:
    uuid: UUID = FeedNamespace.objects.get_or_create(pk=1)[0].uuid
    return uuid


def _own_messages(actor: Actor, writer: _Writer) -> list[Event]:
    """Return the messages in which a role of the actor acts."""
    if not actor.may_read:
        return []
    mine = visible_moments(actor).filter(role_links__role_id__in=actor.role_ids).distinct()
    acted = MomentRole.history.filter(history_type="-", role_id__in=actor.role_ids)
    gone = _deleted(CommunicationMoment, writer.today).filter(id__in=acted.values("moment_id"))
    return writer.messages(shown(actor, mine), gone)


def _own_decisions(actor: Actor, writer: _Writer) -> list[Event]:
    """Return the decision moments of bodies of which a role of the actor is member or secretary."""
    if not actor.may_read:
        return []
    bodies = set(_bodies_of(actor, writer.today))
    rows = DecisionMoment.objects.visible_to(actor).filter(body_id__in=bodies)
    gone = _deleted(DecisionMoment, writer.today).filter(body_id__in=bodies)
    return writer.decisions(list(rows.select_related("body")), gone)


def _bodies_of(actor: Actor, today: date) -> Iterable[int]:
    seats = Membership.objects.visible_to(actor).filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=today),
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
        role_id__in=actor.role_ids,
    )
    yield from seats.values_list("body_id", flat=True)
    kept = Body.objects.visible_to(actor).filter(secretary_role_id__in=actor.role_ids)
    yield from kept.values_list("pk", flat=True)


def _deleted(model: Any, today: date) -> Any:
    """Return the history rows of what was deleted lately and was not put back, latest last."""
    since = timezone.now() - REMEMBERED
    there = model._default_manager.order_by().values("pk")
    return (
        model.history.filter(history_type="-", history_date__gte=since)
        .exclude(id__in=there)
        .order_by("history_id")
    )


class _Writer:
    """Makes events."""

    def __init__(self, today: date, namespace: UUID, url_of: UrlOf) -> None:
        self.today, self.namespace, self.url_of = today, namespace, url_of
        self.window = Stretch(today - BACK, today + AHEAD)

    def messages(self, rows: list[Shown], gone: Any) -> list[Event]:
        """Return the events of messages, and of those that were deleted; six queries."""
        deleted = {row.id: row.instance for row in gone}
        revisions = _revisions(
            CommunicationMoment, [*(row.moment.pk for row in rows), *deleted], LINKS
        )
        events = [event for row in rows for event in self._message(row, revisions[row.moment.pk])]
        for key, moment in deleted.items():
            events += self._gone(MESSAGE, key, moment, revisions[key])
        return events

    def decisions(self, rows: list[DecisionMoment], gone: Any) -> list[Event]:
        """Return the events of decision moments, and of those that were deleted; three queries."""
        deleted = {row.id: row.instance for row in gone}
        revisions = _revisions(DecisionMoment, [*(row.pk for row in rows), *deleted], ())
        events = [
            Event(
                uid=uid_of(self.namespace, DECISION, row.pk),
                days=time.days,
                summary=f"{row.body}: {row.title}",
                revision=revisions[row.pk],
                url=self.url_of(row),
            )
            for row in rows
            for time in times_of(row.when, None, self.window)
        ]
        for key, moment in deleted.items():
            events += self._gone(DECISION, key, moment, revisions[key])
        return events

    def _message(self, row: Shown, revision: Revision) -> Iterable[Event]:
        moment = row.moment
        states = {Standing.CANCELLED: State.CANCELLED, Standing.WAITING: State.TENTATIVE}
        for time in self._times(moment):
            yield Event(
                uid=uid_of(self.namespace, MESSAGE, moment.pk, time.mark),
                days=time.days,
                summary=row.title,
                revision=revision,
                state=states.get(row.standing, State.CONFIRMED),
                description=description_of(row),
                url=self.url_of(moment),
                repeats=time.repeats,
            )

    def _times(self, moment: CommunicationMoment) -> Any:
        rhythm = read_rhythm(moment.rhythm) if moment.rhythm else None
        return times_of(moment.when, rhythm, self.window, moment.done_on if rhythm else None)

    def _gone(self, model: str, key: int, moment: Any, revision: Revision) -> Iterable[Event]:
        """Yield what was deleted, as cancelled: it tells no more than what stood there."""
        times = (
            self._times(moment) if model == MESSAGE else times_of(moment.when, None, self.window)
        )
        for time in times:
            yield Event(
                uid=uid_of(self.namespace, model, key, time.mark),
                days=time.days,
                summary=moment.title or getattr(moment, "rhythm", "") or moment.code,
                revision=revision,
                state=State.CANCELLED,
                repeats=time.repeats,
            )


def _revisions(model: Any, keys: list[int], links: Iterable[Any]) -> dict[int, Revision]:
    """Return per row how often it, or what hangs on it, was changed, and when last."""
    counts: dict[int, int] = defaultdict(int)
    last: dict[int, datetime] = {}
    sources = [(model.history, "id"), *((link.history, "moment_id") for link in links)]
    for history, name in sources:
        rows = history.filter(**{f"{name}__in": keys}).order_by().values_list(name)
        for key, number, latest in rows.annotate(number=Count("pk"), latest=Max("history_date")):
            counts[key] += number
            last[key] = max(last.get(key, latest), latest)
    return {key: Revision(counts[key] - 1, last[key].replace(microsecond=0)) for key in last}


def description_of(row: Shown) -> str:
    """Return what stands below the title: for whom, by what means, what, by whom."""
    lists = (
        (_("For"), [str(each) for each in row.audiences]),
        (_("By"), [str(each) for each in row.channels]),
        (_("Acting"), [str(each) for each in row.roles]),
    )
    lines = [f"{label}: {', '.join(names)}" for label, names in lists if names]
    if row.waits_for is not None and row.standing is Standing.WAITING:
        lines.append(_("Waits for: %(what)s") % {"what": row.waits_for.record})
    if row.standing is Standing.DONE:
        lines.append(_("Done."))
    lines += [f"- {point}" for point in row.points]
    return "\n".join([*lines, *([row.moment.text] if row.moment.text else [])])
