"""A stated total as it is shown: a mark, and a sentence with the figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koersvast.core.money import Total, format_amount
from koersvast.funding.models import StatedTotal
from koersvast.funding.rules import Compared, Verdict
from koersvast.funding.selectors import StatedCheck


@dataclass(frozen=True)
class Statement:
    """A stated total with its verdict in words. `href` opens the lines it is made of."""

    record: StatedTotal
    verdict: Verdict
    stated: str
    sentence: str
    href: str


def in_euros(value: Total | Decimal) -> str:
    """Return an amount with the euro sign."""
    return format_amount(value, get_language(), symbol=True)


def statement_of(check: StatedCheck, href: str) -> Statement:
    """Return a stated total as it is shown."""
    record, evaluation = check.record, check.evaluation
    stated = in_euros(record.amount)
    if record.approximate:
        stated = _("ca. %(amount)s") % {"amount": stated}
    if record.per_year:
        stated = _("%(amount)s a year") % {"amount": stated}
    worst = [each for each in evaluation.compared if each.verdict is evaluation.verdict]
    sentence = _sentence(evaluation.verdict, worst)
    return Statement(record, evaluation.verdict, stated, sentence, href)


def _sentence(verdict: Verdict, compared: list[Compared]) -> str:
    first = compared[0]
    words = {
        "computed": in_euros(first.computed),
        "difference": in_euros(abs(first.difference)),
        "years": _years(each.year for each in compared),
    }
    more = first.difference > 0
    match verdict:
        case Verdict.AGREES:
            return _("The lines add up to %(computed)s: that agrees.") % words
        case Verdict.NO_LINES:
            return _("No lines are registered that this can be compared with.")
        case Verdict.PM:
            text = _("The lines add up to %(computed)s%(years)s; the pm may be the difference.")
            return text % words
    if more:
        text = _("The lines add up to %(computed)s%(years)s: %(difference)s more than stated.")
    else:
        text = _("The lines add up to %(computed)s%(years)s: %(difference)s less than stated.")
    return text % words


def _years(years: Iterable[int | None]) -> str:
    """Return the years a comparison is about, as the end of a sentence; empty when about all."""
    named = [str(year) for year in years if year is not None]
    return " " + _("in %(years)s") % {"years": ", ".join(named)} if named else ""
