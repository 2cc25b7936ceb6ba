"""What is wrong with where units stand, in sentences that name the units and the days."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from koersvast.core.display import display
from koersvast.organisation.rules.facts import Key, Span
from koersvast.organisation.rules.placements import Circle, Overlap


def days_in_words(span: Span) -> str:
    """Return "from 1 July 2023 up to and including 31 December 2023" and the like."""
    names = {"first": display(span.valid_from), "last": display(span.valid_to)}
    if span.valid_from and span.valid_to:
        if span.valid_from == span.valid_to:
            return _("on %(first)s") % names
        return _("from %(first)s up to and including %(last)s") % names
    if span.valid_from:
        return _("from %(first)s") % names
    if span.valid_to:
        return _("up to and including %(last)s") % names
    return _("at all times")


def overlap_sentence(overlap: Overlap, names: Mapping[Key, str]) -> str:
    """Say which unit stands in two places, where and on which days."""
    places = [
        _("at the top") if each.parent is None else _("under “%s”") % names[each.parent]
        for each in (overlap.first, overlap.second)
    ]
    return _(
        "“%(unit)s” would stand in two places %(days)s: %(first)s and %(second)s. Choose other "
        "days, or end one of the two first."
    ) % {
        "unit": names[overlap.unit],
        "days": days_in_words(overlap.span),
        "first": places[0],
        "second": places[1],
    }


def circle_sentence(circle: Circle, names: Mapping[Key, str]) -> str:
    """Say which units would stand under each other and on which days."""
    around = [names[key] for key in (*circle.units, circle.units[0])]
    return _(
        "“%(unit)s” would stand under itself %(days)s: %(path)s. Choose another place or other "
        "days."
    ) % {
        "unit": around[0],
        "days": days_in_words(circle.span),
        "path": " › ".join(around),
    }
