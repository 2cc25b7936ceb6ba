"""The rules that apps have registered, and running them (as django/core/checks/registry.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import models

from koersvast.core.actors import Actor
from koersvast.core.checks.findings import Finding, Found, Severity
from koersvast.core.checks.scope import Scope
from koersvast.core.registries import Label

Places = Callable[[Scope], Mapping[int, Iterable[int]]]
"""Key of a row -> the works that it concerns."""
Look = Callable[[Scope], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """A rule of plan check. Its function is a pure query: it yields findings and stores nothing.

    `code` is stable ("GELD-03"): people accept findings by it. `source` names the law or the plan
    that asks for it, in the words by which people look it up.
    """

    code: str
    severity: Severity
    title: Label
    why: Label
    mend: Label
    source: str
    look: Look

    @property
    def app(self) -> str:
        """The app that it is about."""
        return self.look.__module__.split(".")[1]


def rule(
    code: str, severity: Severity, *, title: Label, why: Label, mend: Label, source: str
) -> Callable[[Look], Rule]:
    """Make a rule of a function."""

    def made(look: Look) -> Rule:
        return Rule(code, severity, title, why, mend, source, look)

    return made


@dataclass(frozen=True)
class Subject:
    """A register whose rows have a page with a tab for the findings that concern them.

    `plan` gives the plan of a row, `works` the works that its page is about.
    """

    model: type[models.Model]
    plan: Callable[[Any], Any]
    works: Callable[[Actor, Any], Iterable[int]]


class CheckRegistry:
    """All rules by code."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}
        self._places: dict[type[models.Model], Places] = {}
        self.subjects: list[Subject] = []

    def show_on(self, *subjects: Subject) -> None:
        """Let the pages of a register show the findings that concern it."""
        self.subjects.extend(subjects)

    def place(self, model: type[models.Model], places: Places) -> None:
        """Say which works the rows of a lower app concern, where a finding cannot know that."""
        self._places[model] = places

    def add(self, *rules: Rule) -> None:
        """Register rules; a code is taken once."""
        for each in rules:
            if each.code in self._rules:
                raise ValueError(f"rule {each.code} is registered twice")
            self._rules[each.code] = each

    def all(self) -> list[Rule]:
        """Return every rule, by code."""
        return [self._rules[code] for code in sorted(self._rules)]

    def get(self, code: str) -> Rule | None:
        """Return the rule with this code, if there is one."""
        return self._rules.get(code)

    def run(self, scope: Scope, *codes: str) -> list[Found]:
        """Return what the rules find, the gravest first; of all rules, or those with `codes`."""
        rules = [own for own in self.all() if not codes or own.code in codes]
        found = [each for own in rules for each in self._found(own, scope)]
        return sorted(found, key=lambda each: (each.severity.rank, each.rule.code))

    def _found(self, own: Rule, scope: Scope) -> Iterator[Found]:
        for finding in own.look(scope):
            yield Found(own, self._placed(finding, scope))

    def _placed(self, finding: Finding, scope: Scope) -> Finding:
        places = self._places.get(type(finding.record))
        if finding.works or places is None:
            return finding
        record: Any = finding.record
        return replace(finding, works=tuple(sorted(scope.once(places).get(record.pk, ()))))


checks = CheckRegistry()
