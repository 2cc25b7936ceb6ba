"""What a rule finds: a sentence with figures and names in it, and the row that it is about."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from koersvast.core.display import display
from koersvast.core.money import Total, format_amount
from koersvast.core.periods import Period

if TYPE_CHECKING:
    from koersvast.core.checks.registry import Rule

NAMES_SHOWN = 5
"""So many of a list of names; the sentence says how many there are more."""
LONGEST_NAME = 90


class Severity(StrEnum):
    """How bad it is, the gravest first."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"

    @property
    def label(self) -> str | Promise:
        """The word on screen."""
        return LABELS[self]

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


LABELS: dict[Severity, str | Promise] = {
    Severity.ERROR: gettext_lazy("error"),
    Severity.WARNING: gettext_lazy("warning"),
    Severity.INFORMATION: gettext_lazy("information"),
}


def _name_of(record: Any) -> str:
    text = " ".join(str(record).split())
    name = text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1].rstrip()}…"
    code = getattr(record, "code", "")
    return f"“{name}” ({code})" if code and code != text else f"“{name}”"


_lazily_named: Callable[[Any], str] = lazy(_name_of, str)


def named(record: Any) -> str:
    """Return how a sentence calls a row: its name between quotes, and its code.

    In the language of who reads: some rows have no name of their own, but that of their kind.
    """
    return _lazily_named(record)


@dataclass(frozen=True)
class Finding:
    """Something that a rule finds.

    - `record`: the row it is about, with a code of its own; `field`: where in it.
    - `sentence`: what is wrong, lazily translated, with `%(name)s` for each of `values`. Values are
      shown in the language of who reads: amounts, days, periods, lists of names, and tuples of
      these as one name.
    - `works`: keys of the works it concerns; none when it is about the plan as a whole.
    - `about`: tells findings of one rule on one row apart.
    - `facts`: what makes it another finding when it changes; by default the values.
    - `rows`: where it is told once of many rows of one kind, these rows; the first ones of a crowd.
    """

    record: models.Model
    sentence: str | Promise
    values: Mapping[str, Any] = field(default_factory=dict)
    field: str = ""
    works: tuple[int, ...] = ()
    about: str = ""
    facts: Any = None
    rows: Sequence[models.Model] = ()

    @property
    def text(self) -> str:
        """The sentence in the language of who reads."""
        words = {name: shown(value) for name, value in self.values.items()}
        return str(self.sentence % words)

    @property
    def digest(self) -> str:
        """A mark of the facts: another one means that it is another finding. In no language."""
        facts = self.values if self.facts is None else self.facts
        with override(None):
            plain = json.dumps(facts, sort_keys=True, default=_plain, ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()[:32]


def shown(value: Any) -> Any:
    """Return a value as it stands in a sentence; whole numbers stay numbers, for plurals."""
    if isinstance(value, bool | int):
        return value
    if isinstance(value, str | Promise):
        return str(value)
    if isinstance(value, Decimal | Total):
        return format_amount(value, get_language() or "nl", symbol=True)
    if isinstance(value, tuple) and not isinstance(value, Period):
        return " ".join(str(shown(each)) for each in value)
    if isinstance(value, Sequence):
        return listing([str(shown(each)) for each in value])
    return display(value)


def listing(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: the first few, and how many more there are."""
    if len(names) > NAMES_SHOWN + 1:
        first = ", ".join(names[:NAMES_SHOWN])
        return _("%(names)s and %(count)d more") % {
            "names": first,
            "count": len(names) - NAMES_SHOWN,
        }
    if len(names) > 1:
        return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
    return names[0] if names else display(None)


def mark_of(text: str) -> str:
    """Return a short mark of a text: it tells texts apart and does not tell what they say."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(value: Any) -> str:
    return value.encode() if isinstance(value, Period) else str(value)


@dataclass(frozen=True)
class Found:
    """A finding with the rule that found it."""

    rule: Rule
    finding: Finding

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from others of its plan: rule, kind of row, its code, mark of `about`."""
        record: Any = self.finding.record
        about = self.finding.about
        code = str(getattr(record, "code", record.pk))
        return self.rule.code, record._meta.label_lower, code, mark_of(about) if about else ""

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.rule.severity
