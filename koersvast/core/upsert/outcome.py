"""What an import found, did and refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

PROBLEMS_SHOWN = 100


class Fate(StrEnum):
    """What happens to a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MISSING = "missing"
    PRUNED = "pruned"


@dataclass(frozen=True)
class Problem:
    """Something that is refused: where, what, and how to mend it."""

    line: int
    where: str
    message: str

    def __str__(self) -> str:
        return (
            f"{self.line}: {self.where}: {self.message}"
            if self.where
            else (f"{self.line}: {self.message}")
        )


@dataclass(frozen=True)
class RowFate:
    """A row and what happens to it; `fields` maps a changed field to its old and new value.

    `hanging` maps a kind of rows ("actions") to how many of those hang on it.
    """

    table: str
    label: str
    fate: Fate
    line: int = 0
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    hanging: dict[str, int] = field(default_factory=dict)

    @property
    def hangs_on(self) -> int:
        """How many rows hang on it; `hanging` tells them apart by kind."""
        return sum(self.hanging.values())


@dataclass
class Outcome:
    """All of an import; with problems nothing was stored. `plan` is the code of a file's plan."""

    rows: list[RowFate] = field(default_factory=list)
    unchanged: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    stored: bool = False
    plan: str = ""

    def refuse(self, line: int, where: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(line, where, message))

    @property
    def ok(self) -> bool:
        """True when nothing is refused."""
        return not self.problems

    def shown_problems(self) -> list[Problem]:
        """Return the first hundred problems in order of line."""
        return sorted(self.problems, key=lambda p: (p.line, p.where))[:PROBLEMS_SHOWN]

    def of(self, fate: Fate) -> list[RowFate]:
        """Return the rows with that fate."""
        return [row for row in self.rows if row.fate is fate]

    def counts(self) -> dict[str, dict[str, int]]:
        """Return table -> fate -> number of rows."""
        counts: dict[str, dict[str, int]] = {}
        for row in self.rows:
            table = counts.setdefault(row.table, {})
            table[row.fate] = table.get(row.fate, 0) + 1
        for name, number in self.unchanged.items():
            counts.setdefault(name, {})[Fate.UNCHANGED] = number
        return counts
