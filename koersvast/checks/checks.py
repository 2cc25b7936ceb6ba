"""Rules about every register: placeholders, abbreviations, periods that could not be read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from koersvast.checks.texts import (
    Place,
    named_codes_in,
    periods_in,
    records_at,
    texts_in,
    works_at,
)
from koersvast.core.checks import Finding, Norm, Scope, Severity, checks, named, norm_kinds, rule

ABBREVIATIONS = Norm(
    "abbreviations",
    _("known abbreviations"),
    _("Abbreviations that every reader in this municipality knows."),
    default=(
        "AVG", "B&W", "BTW", "CAO", "EU", "GGD", "HR", "HRM", "ICT", "IT", "KPI", "MT", "NL", "OR",
        "P&C", "PDF", "SMART", "UWV", "VNG", "WOR",
    ),
    words=True,
)  # fmt: skip
PLACEHOLDER = re.compile(
    r"(?:^|(?<=[\s:;,(\[–-]))(?:\.{3,}|…|volgt|n\.?t\.?b\.?|nader te bepalen|nog in te vullen"
    r"|p\.?m\.?|t\.?b\.?d\.?|x{3,}|\?{2,})\s*[.)\]]*\s*$",
    re.IGNORECASE,
)
CANDIDATE = re.compile(r"(?<![\w&./-])(?:[A-Z][A-Z&]{0,5}[A-Z]|[A-Z]{2,6})(?![\w&]|[./-]\w*\d)")
ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
INTRODUCED = re.compile(
    r"\w\s+\((?:(?:hierna|verder|voortaan|afgekort|kortweg|ook wel|genoemd|te noemen)[\s:,]+)*"
    r"[\"'“”‘’]?([^()\"'“”‘’]{2,12})[\"'“”‘’]?\)",
    re.IGNORECASE,
)
"""An abbreviation between brackets behind what it stands for, perhaps with a word before it."""
SHOUTED = re.compile(r"[A-Z]{7,}")
LONGEST = 120


@rule(
    "TEKST-01",
    Severity.WARNING,
    title=_("Placeholder instead of a text"),
    why=_("What still has to be filled in was forgotten, or is decided on unseen."),
    mend=_("Fill in the text, or take the row out."),
    source="H (risico's)",
)
def placeholder(scope: Scope) -> Iterator[Finding]:
    """Look for fields that are, or end in, "...", "volgt", "n.t.b." or "pm"."""
    hits = [(place, text) for place, text in scope.once(texts_in) if PLACEHOLDER.search(text)]
    records = records_at(place for place, _text in hits)
    for place, text in hits:
        record = records[place.model, place.key]
        code = getattr(record, "code", "")
        values = {
            "kind": record._meta.verbose_name,
            "code": code,
            "text": text if len(text) <= LONGEST else f"…{text[-LONGEST:]}",
        }
        sentence = _("Of %(kind)s %(code)s the text still has to be filled in: “%(text)s”.")
        yield Finding(record, sentence, values, place.field, works_at(record), about=place.field)


@rule(
    "TEKST-02",
    Severity.INFORMATION,
    title=_("Abbreviation that is not explained"),
    why=_("Who is new, or from outside, cannot read the plan."),
    mend=_(
        "Write it out once, as in “Klantcontactcentrum (KCC)”; or add it to the known "
        "abbreviations."
    ),
    source="D bijlage, M tabel 15",
)
def abbreviation(scope: Scope) -> Iterator[Finding]:
    """Look for abbreviations in neither the municipality's list nor the plan; each once.

    The code of a row is explained by what the row is called.
    """
    texts = scope.once(texts_in)
    known = scope.norms.list(ABBREVIATIONS.name) | scope.once(named_codes_in)
    found: dict[str, list[Place]] = defaultdict(list)
    for place, text in texts:
        if not SHOUTED.search(text):
            for word in set(CANDIDATE.findall(text)):
                if word not in known and not ROMAN.fullmatch(word):
                    found[word].append(place)
    explained = _explained([text for _place, text in texts], set(found))
    unknown = {word: places for word, places in found.items() if word not in explained}
    records = records_at(places[0] for places in unknown.values())
    for word, places in sorted(unknown.items()):
        record = records[places[0].model, places[0].key]
        values = {"word": word, "count": len(places), "first": named(record)}
        sentence = ngettext_lazy(
            "“%(word)s” is explained nowhere; it stands in %(first)s.",
            "“%(word)s” is explained nowhere; it stands in %(count)d texts, first in %(first)s.",
            "count",
        )
        yield Finding(
            record, sentence, values, places[0].field, works_at(record), about=word, facts=[word]
        )


def _explained(texts: list[str], words: set[str]) -> set[str]:
    """Return the words that stand between brackets after a text, or before their explanation."""
    found: set[str] = set()
    for text in texts:
        if "(" in text:
            inside = {each.strip() for each in INTRODUCED.findall(text)}
            before = set(re.findall(r"([A-Z][A-Z&]+)\s+\([^()]{6,}\)", text))
            found |= words & (inside | before)
    return found


@rule(
    "PLAN-06",
    Severity.WARNING,
    title=_("Period that could not be read"),
    why=_("What is not understood as a period is in no planning, calendar or warning."),
    mend=_("Write it as “Q3 2023”, “week 15 2023”, “medio 2023” or “1 november 2023”."),
    source="M tabel 6, A 9.1",
)
def unreadable_period(scope: Scope) -> Iterator[Finding]:
    """Look for periods that were kept as text."""
    hits = [(place, when) for place, when in scope.once(periods_in) if not when.is_readable]
    records = records_at(place for place, _when in hits)
    for place, when in hits:
        record = records[place.model, place.key]
        values = {"name": named(record), "text": when.text}
        sentence = _("%(name)s: “%(text)s” could not be read as a period.")
        yield Finding(record, sentence, values, place.field, works_at(record), about=when.text)


def register_checks() -> None:
    """Register the rules and the norm they ask for."""
    norm_kinds.add(ABBREVIATIONS)
    checks.add(placeholder, abbreviation, unreadable_period)
