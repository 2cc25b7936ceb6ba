"""What is left of a source, in words: for refusals on screen and in files."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koersvast.core.money import Total, format_amount
from koersvast.funding.rules import Left, Purse, spread_of

MOST_YEARS = 6
"""How many years a sentence names."""


def left_in_words(purse: Purse, since: int | None = None) -> str:
    """Return per year what a source offers, what was drawn and what is left.

    Of a structural source the years before `since` are left out: a draw does not take them.
    """
    spread = spread_of(purse)
    if purse.structural and since is not None:
        reached = [year for year in spread if year is not None and year <= since]
        first = max(reached, default=since)
        spread = {year: left for year, left in spread.items() if year is None or year >= first}
    if not spread:
        return _("Nothing is registered that it offers")
    last = list(spread)[-1]
    found = [
        _of_year(when_in_words(year, onward=purse.structural and year == last), left)
        for year, left in spread.items()
    ]
    more = "; …" if len(found) > MOST_YEARS else ""
    return "; ".join(found[:MOST_YEARS]) + more


def when_in_words(year: int | None, *, onward: bool) -> str:
    """Return a column of what is left: "2023", "from 2023", "in total", "each year"."""
    if year is None:
        return _("each year") if onward else _("in total")
    return _("from %(year)s") % {"year": year} if onward else str(year)


def _of_year(when: str, left: Left) -> str:
    def euros(value: Total) -> str:
        return format_amount(value, get_language(), symbol=True)

    return _("%(when)s: of %(offered)s, %(drawn)s has been allocated, so %(left)s is left") % {
        "when": when,
        "offered": euros(left.offered),
        "drawn": euros(Total(left.drawn)),
        "left": euros(left.left),
    }
