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
    """A row and what happens to it; `fields` maps a changed field to its old and new value."""

    table: str
    label: str
    fate: Fate
    line: int = 0
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    hangs_on: int = 0


@dataclass
class Outcome:
    """All of an import. With problems nothing was stored."""

    rows: list[RowFate] = field(default_factory=list)
    unchanged: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    stored: bool = False

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
