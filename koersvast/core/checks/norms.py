"""Norms: figures and words that rules compare with. A municipality sets its own.

An app declares in `checks.py` which norms its rules ask for. A norm without a value, neither set
nor by default, keeps its rules silent (rule 7 of the domain).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from koersvast.core.registries import Label


@dataclass(frozen=True)
class Norm:
    """A kind of norm. `words`: a list of words instead of a number.

    `default` holds where the municipality sets nothing; None: then there is no norm. `example` is
    what a source gives, to take over; `source` where that stands.
    """

    name: str
    label: Label
    help: Label
    unit: Label = ""
    default: int | tuple[str, ...] | None = None
    example: int | None = None
    source: str = ""
    words: bool = False


class NormKinds:
    """All norms that apps have declared, in order."""

    def __init__(self) -> None:
        self._kinds: dict[str, Norm] = {}

    def add(self, *norms: Norm) -> None:
        """Declare norms; a name is taken once."""
        for norm in norms:
            if norm.name in self._kinds:
                raise ValueError(f"norm {norm.name} is declared twice")
            self._kinds[norm.name] = norm

    def all(self) -> list[Norm]:
        """Return every norm."""
        return list(self._kinds.values())

    def get(self, name: str) -> Norm:
        """Return the norm called `name`; KeyError where there is none."""
        return self._kinds[name]


norm_kinds = NormKinds()


@dataclass(frozen=True)
class Norms:
    """The norms that hold: what the municipality set, else the defaults."""

    numbers: Mapping[str, int]
    words: Mapping[str, frozenset[str]]

    def number(self, name: str) -> int | None:
        """Return a number; None where there is no norm."""
        default = norm_kinds.get(name).default
        return self.numbers.get(name, default if isinstance(default, int) else None)

    def list(self, name: str) -> frozenset[str]:
        """Return words: those by default and those that the municipality added."""
        default = norm_kinds.get(name).default
        own = default if isinstance(default, tuple) else ()
        return frozenset(own) | self.words.get(name, frozenset())


NO_NORMS = Norms({}, {})
"""Nothing set: the defaults hold."""
