"""What must hold between decisions, proposals, objections, advice and procedures in a file.

Asked of what people write, without a query. What a source tells of the past is loaded by the
system, and is not asked this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from koersvast.core.parts import Clash, Sides, Values
from koersvast.core.periods import Period
from koersvast.decisions.advice_sentences import sentence_of
from koersvast.decisions.deciding_sentences import SENTENCES
from koersvast.decisions.models import Body, Decision
from koersvast.decisions.procedures_exchange import DECISIONS, Written
from koersvast.decisions.rules.deciding import Raised, Why, standing
from koersvast.decisions.rules.requests import latest
from koersvast.decisions.rules.works_council import refusal_to_adopt

BODIES, PROPOSALS = "decisions.bodies", "decisions.proposals"
TAKEN = ("proposal", "body", "outcome", "decided_on")


def too_early(sides: Mapping[str, Sides]) -> Iterable[Clash]:
    """Return the decisions that adopt a proposal before its advice, over an objection, or before
    its turn in a procedure.

    Only those that are new or changed: what stays as it was stored is no news.
    """
    written = Written(sides)
    asked, decisions = written.asked, sides[DECISIONS]
    for code, row in decisions.after.items():
        if not _adopts(row) or _taken(row) == _taken(decisions.before.get(code)):
            continue
        on = row["decided_on"] or Period.day(timezone.localdate())
        sentence = sentence_of(refusal_to_adopt(asked[row["proposal"]], on))
        if not sentence and _objected(row, on, sides):
            sentence = str(SENTENCES[Why.OBJECTION][1])
        sentence = sentence or written.not_its_turn(row["proposal"], latest(on))
        if sentence:
            yield Clash(sentence, ((DECISIONS, code),))


def _adopts(row: Values) -> bool:
    """Tell whether a proposal was adopted; an outcome that is not told counts when its day is."""
    told = row["outcome"] in Decision.ADOPTED
    return row["proposal"] is not None and (told or bool(not row["outcome"] and row["decided_on"]))


def _taken(row: Values | None) -> tuple[Any, ...]:
    return (
        () if row is None else tuple(getattr(row[name], "canonical", row[name]) for name in TAKEN)
    )


def _objected(row: Values, on: Period, sides: Mapping[str, Sides]) -> bool:
    """Tell whether the body decides by consent while an objection still stands."""
    body = sides[BODIES].after.get(row["body"])
    proposal = sides[PROPOSALS].after.get(row["proposal"])
    if body is None or proposal is None or body["rule"] != Body.Rule.CONSENT:
        return False
    return bool(
        standing([Raised(each["settled_on"]) for each in proposal["objections"]], latest(on))
    )
