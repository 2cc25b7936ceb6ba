"""The findings of a plan as a list: filtered, sorted, exported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.checks.selectors import Judged, State
from koersvast.core.checks import Rule, Severity
from koersvast.core.display import display
from koersvast.core.kit.exports import Cell

STATES = ("open", "accepted", "all")
LONGEST = 200
THEMES = {
    "BESL": gettext_lazy("decisions"),
    "COMM": gettext_lazy("communication"),
    "DATUM": gettext_lazy("dates that are past"),
    "DOEL": gettext_lazy("goals"),
    "GELD": gettext_lazy("money"),
    "OPDR": gettext_lazy("assignments"),
    "ORG": gettext_lazy("organisation"),
    "PLAN": gettext_lazy("planning"),
    "RISICO": gettext_lazy("risks"),
    "TEKST": gettext_lazy("texts"),
    "WERK": gettext_lazy("work and results"),
}
"""The first part of the code of a rule -> what such rules are about, in words."""
SORTS: dict[str, Callable[[Judged], Any]] = {
    "severity": lambda row: row.found.severity.rank,
    "code": lambda row: row.found.rule.code,
    "row": lambda row: row.found.name.casefold(),
}
SOURCES = {
    "A": gettext_lazy("Almelo, organisation plan, 2018"),
    "D": gettext_lazy("Maastricht, Sustainable Social Domain, 2021"),
    "H": gettext_lazy("Huizen, progress report of a large programme, 2022"),
    "J": gettext_lazy("Huizen, steering philosophy and yearly plans, 2023"),
    "M": gettext_lazy("Maastricht, plan of approach of its development, 2023"),
    "WOR": gettext_lazy("Works Councils Act"),
}
"""What the sources of rules are called by -> what they are, as a reader finds them."""


@dataclass(frozen=True)
class Wanted:
    """What the list asks for; empty asks for all."""

    text: str = ""
    severity: str = ""
    theme: str = ""
    state: str = STATES[0]
    sort: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Wanted:
        """Return what an address asks for; a severity or theme that cannot be finds nothing."""
        text = {key: str(value).strip()[:LONGEST] for key, value in asked.items()}
        state, sort = text.get("state", ""), text.get("sort", "")
        return cls(
            text=text.get("q", ""),
            severity=text.get("severity", ""),
            theme=text.get("theme", ""),
            state=state if state in STATES else STATES[0],
            sort=sort if sort.removeprefix("-") in SORTS else "",
        )

    @property
    def active(self) -> bool:
        """True when it leaves out anything but what was accepted."""
        return bool(self.text or self.severity or self.theme or self.state != STATES[0])

    def keeps(self, row: Judged) -> bool:
        """Tell whether a finding is wanted."""
        if self.state != "all" and row.is_open != (self.state == "open"):
            return False
        return self._suits(row.found.rule, row.found.severity, row.found.text)

    def keeps_rule(self, rule: Rule) -> bool:
        """Tell whether a rule is wanted, on the page of all rules."""
        return self._suits(rule, rule.severity, f"{rule.why} {rule.mend} {rule.source}")

    def _suits(self, rule: Rule, severity: Severity, words: str) -> bool:
        if self.severity and str(severity) != self.severity:
            return False
        if self.theme and theme_of(rule) != self.theme:
            return False
        held = f"{rule.code} {rule.title} {words}".casefold()
        return all(word in held for word in self.text.casefold().split())

    def sorted(self, rows: list[Judged]) -> list[Judged]:
        """Return rows in the order asked for; else the gravest first."""
        key = SORTS.get(self.sort.removeprefix("-"))
        return sorted(rows, key=key, reverse=self.sort.startswith("-")) if key else rows


def theme_of(rule: Rule) -> str:
    """Return what a rule is about, by the first part of its code: "GELD"."""
    return rule.code.partition("-")[0]


def themes_of(rules: Iterable[Rule]) -> list[tuple[str, str]]:
    """Return the themes of rules, each with its word; a theme without a word is its own."""
    found = {theme_of(rule) for rule in rules}
    return sorted(((each, str(THEMES.get(each, each))) for each in found), key=lambda pair: pair[1])


def state_label(state: State) -> str:
    """Return how a finding stands, in words."""
    return {
        State.OPEN: _("open"),
        State.ACCEPTED: _("accepted"),
        State.CHANGED: _("accepted, but the facts have changed since"),
        State.EXPIRED: _("accepted, but the term is over"),
    }[state]


def sheet(rows: list[Judged]) -> Iterator[list[Cell]]:
    """Yield the headings, then the cells of each finding."""
    yield [
        _("code"), _("severity"), _("finding"), _("row"), _("why it matters"), _("how to mend it"),
        _("source"), _("state"), _("reason"), _("until"),
    ]  # fmt: skip
    for row in rows:
        found, given = row.found, row.acceptance
        yield [
            found.rule.code,
            str(found.severity.label),
            found.text,
            found.code,
            str(found.rule.why),
            str(found.rule.mend),
            found.rule.source,
            state_label(row.state),
            given.reason if given else "",
            display(given.until) if given and given.until else "",
        ]


def counted(rows: list[Judged]) -> list[tuple[Severity, int]]:
    """Return of each severity how many findings are open."""
    return [
        (severity, sum(1 for row in rows if row.is_open and row.found.severity is severity))
        for severity in Severity
    ]
