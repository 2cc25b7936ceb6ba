"""Decision moments with what is planned for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from koersvast.core.actors import Actor
from koersvast.decisions.models import Decision, DecisionMoment, Proposal
from koersvast.decisions.rules.calendar import Days, Per, When, lies, stretches


@dataclass(frozen=True)
class Planned:
    """A decision moment, where it lies, and the proposals and decisions that the actor sees."""

    moment: DecisionMoment
    lies: When
    proposals: list[Proposal] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A stretch of the calendar; without days: the moment is not known."""

    days: Days | None
    moments: list[Planned]


def planned(actor: Actor, moments: Iterable[DecisionMoment]) -> list[Planned]:
    """Return moments with the proposals for them, as far as the actor sees those; one query."""
    listed = list(moments)
    proposals: dict[int, list[Proposal]] = defaultdict(list)
    for proposal in Proposal.objects.visible_to(actor).filter(moment__in=listed):
        proposals[proposal.moment_id].append(proposal)
    return [
        Planned(each, lies(each.when, each.plan.reference_date), proposals.get(each.pk, []))
        for each in listed
    ]


def calendar(
    actor: Actor, per: Per, *, plan: int | None = None, body: int | None = None
) -> list[Part]:
    """Return the decision moments of a plan or of all, of a body or of all; two queries."""
    rows = DecisionMoment.objects.visible_to(actor).select_related("plan", "body")
    wanted = {"plan": plan, "body": body}
    rows = rows.filter(**{name: key for name, key in wanted.items() if key is not None})
    moments = {each.moment.pk: each for each in planned(actor, rows)}
    found = stretches(((key, each.moment.when) for key, each in moments.items()), per)
    return [Part(each.days, [moments[key] for key in each.keys]) for each in found]


def decisions_of(actor: Actor, body: int) -> list[Decision]:
    """Return what a body decided, as far as the actor sees it: the latest first, undated last."""
    rows: Iterable[Decision] = Decision.objects.visible_to(actor).filter(body=body)
    dated = [each for each in rows if each.decided_on is not None]
    undated = [each for each in rows if each.decided_on is None]
    return [*sorted(dated, key=_last_day, reverse=True), *undated]


def _last_day(decision: Decision) -> str:
    return decision.decided_on.encode() if decision.decided_on else ""
