"""What must hold between sources, the draws on them and decisions in a file. No query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from koersvast.core.money import Total
from koersvast.core.parts import Clash, Sides, Values
from koersvast.decisions.models import Decision
from koersvast.funding.models import Nature
from koersvast.funding.rules import Draw, Purse, overdraws
from koersvast.funding.sentences import left_in_words

SOURCES, ALLOCATIONS = "funding.sources", "funding.allocations"
DECISIONS = "decisions.decisions"
REFUSED = (
    Decision.Outcome.POSTPONED,
    Decision.Outcome.REJECTED,
    Decision.Outcome.WITHDRAWN,
    Decision.Outcome.NOTED,
)
"""Outcomes on which no money rests. What a source does not tell is carried over."""
TAKES = ("funding_source", "amount", "year", "beyond")
Rows = Mapping[str, Values]


def purses(sources: Rows, allocations: Rows) -> dict[str, Purse]:
    """Return every source as plain data, by its code."""
    draws: dict[str, list[Draw]] = defaultdict(list)
    for row in allocations.values():
        draws[row["funding_source"]].append(Draw(row["amount"], row["year"], row["beyond"]))
    return {
        code: Purse(
            structural=source["nature"] == Nature.STRUCTURAL,
            offered=[
                (each["year"], Total(pm=True) if each["pm"] else Total(each["amount"]))
                for each in source["amounts"]
            ],
            draws=draws[code],
        )
        for code, source in sources.items()
    }


def takes(row: Values | None) -> tuple[Any, ...]:
    """Return what says how much an allocation takes."""
    return () if row is None else tuple(row[name] for name in TAKES)


def _rests_on(row: Values | None) -> tuple[Any, ...]:
    """Return what says on which decision how much is drawn."""
    return () if row is None else (row["decided_by"], row.get("beyond"), row.get("amount"))


def overdrawn(sides: Mapping[str, Sides]) -> Iterable[Clash]:
    """Return the sources on which more would be drawn than is left, by no decision."""
    sources, allocations = sides[SOURCES], sides[ALLOCATIONS]
    was = purses(sources.before, allocations.before)
    for code, purse in purses(sources.after, allocations.after).items():
        before = was.get(code, Purse(purse.structural, ()))
        if overdraws(before, purse):
            drawing = [
                (ALLOCATIONS, name)
                for name, row in allocations.after.items()
                if row["funding_source"] == code
                and takes(row) != takes(allocations.before.get(name))
            ]
            sentence = _(
                "more is drawn on %(source)s than it offers. %(left)s. Lower an allocation, raise "
                "the source, or write decided_by with an adopted decision and beyond: true"
            ) % {"source": code, "left": left_in_words(purse)}
            yield Clash(sentence, (*reversed(drawing), (SOURCES, code)))


def not_adopted(sides: Mapping[str, Sides]) -> Iterable[Clash]:
    """Return the allocations and sources that rest on a decision that was not adopted."""
    decisions = sides[DECISIONS].after
    for part in (SOURCES, ALLOCATIONS):
        for code, row in sides[part].after.items():
            if _rests_on(row) == _rests_on(sides[part].before.get(code)):
                continue  # what was not changed is no news, also if one does not see the decision
            decision = decisions.get(row["decided_by"])
            beyond = bool(row.get("beyond"))
            if decision and decision["outcome"] in REFUSED:
                sentence = _(
                    "decision %(decision)s was not adopted (outcome: %(outcome)s); name one that "
                    "was, or write in decision on what this rests"
                ) % {"decision": row["decided_by"], "outcome": decision["outcome"]}
                yield Clash(sentence, ((part, code), (DECISIONS, row["decided_by"])))
            elif beyond and not (decision and decision["outcome"] in Decision.ADOPTED):
                sentence = _(
                    "beyond: true needs decided_by with a decision that was adopted "
                    "(outcome as_proposed or amended); add that, or leave beyond out"
                )
                yield Clash(sentence, ((part, code), (DECISIONS, row["decided_by"] or "")))
