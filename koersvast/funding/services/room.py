"""Guarding that no more is drawn on a source than is left, unless a decision allows it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.money import Total, format_amount
from koersvast.decisions.models import Decision
from koersvast.direction.models import Plan
from koersvast.funding.models import Allocation, FundingSource
from koersvast.funding.rules import Draw, Purse, overdraws
from koersvast.funding.sentences import left_in_words


def lock_sources(*keys: int | None) -> dict[int, FundingSource]:
    """Let nobody else draw on these sources, or import into their plans, until this is done.

    Return those that are there, as they are now. Plans before sources, each in order, so that two
    who do this at once wait for each other.
    """
    wanted = [key for key in keys if key is not None]
    if not wanted:
        return {}
    plans = FundingSource.objects.filter(pk__in=wanted).order_by().values("plan")
    list(Plan.objects.select_for_update().filter(pk__in=plans).order_by("pk"))
    found = FundingSource.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    return {source.pk: source for source in found}


def purse_of(source: FundingSource, apart_from: int | None = None) -> Purse:
    """Return what a source offers and what was drawn on it, without one allocation."""
    draws = Allocation.objects.filter(funding_source=source).exclude(pk=apart_from)
    return Purse(
        structural=source.nature == "structural",
        offered=[(each.year, each.total) for each in source.amounts.order_by("year")],
        draws=[Draw(each.amount, each.year, each.beyond) for each in draws],
    )


def require_enough(before: Purse, after: Purse) -> None:
    """Refuse to take from a source what was drawn on it."""
    if overdraws(before, after):
        raise ValidationError(
            _(
                "More has been drawn on this source than would then be there. Now: %(left)s. "
                "Keep as much as was drawn, or first lower the allocations."
            )
            % {"left": left_in_words(before)}
        )


def require_room(before: Purse, draw: Draw, was: Purse) -> None:
    """Refuse a draw that is more than is left; `was` is the source with what it replaces."""
    if overdraws(was, before.with_draw(draw)):
        raise ValidationError(
            {
                "amount": _(
                    "%(amount)s is more than is left of this source. %(left)s. Lower the amount, "
                    "first raise the source, or name the adopted decision that allows more."
                )
                % {
                    "amount": format_amount(Total(draw.amount), get_language(), symbol=True),
                    "left": left_in_words(before, draw.year),
                }
            }
        )


def require_decision(
    actor: Actor, decision: Decision | None, *, beyond: bool, chosen: bool
) -> None:
    """Refuse a decision that the actor does not see or that was not adopted.

    `chosen`: the actor names it now. Drawing beyond what is left needs one, under a lock: nobody
    lets it end otherwise meanwhile.
    """
    if decision is None:
        if beyond:
            sentence = _("Choose the adopted decision that allows more than is left.")
            raise ValidationError({"decided_by": sentence})
        return
    rows = Decision.objects.visible_to(actor) if chosen else Decision.objects.all()
    stored = rows.select_for_update(of=("self",)).filter(pk=decision.pk).first()
    if stored is None:
        raise ValidationError({"decided_by": _("Choose a decision from the list.")})
    if (chosen or beyond) and stored.outcome not in Decision.ADOPTED:
        raise ValidationError(
            {
                "decided_by": _(
                    "This decision was not adopted (outcome: %(outcome)s). Choose one that was, "
                    "or write under “decision” in words on what this rests."
                )
                % {"outcome": stored.get_outcome_display()}
            }
        )
