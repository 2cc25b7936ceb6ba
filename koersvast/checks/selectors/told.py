"""What was found, in plain data: told in every language, to be kept and read again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import translation

from koersvast.core.actors import Actor
from koersvast.core.checks import Found, Rule, Severity, checks
from koersvast.core.checks.findings import mark_of

Texts = Mapping[str, str]
"""Language -> text."""


@dataclass(frozen=True)
class Told:
    """A finding without the rows it was read from: it holds words and figures only.

    `kind`, `row` and `code` tell which row it is about: its model, key and code; `names` how that
    is called. `digest` is the mark of the facts. `rows_kind` and `rows` tell of which rows it is
    told at once.
    """

    rule_code: str
    kind: str
    row: int
    code: str
    names: Texts
    texts: Texts
    digest: str
    field: str = ""
    works: tuple[int, ...] = ()
    about: str = ""
    rows_kind: str = ""
    rows: tuple[int, ...] = ()

    @property
    def rule(self) -> Rule:
        """The rule that found it."""
        found = checks.get(self.rule_code)
        if found is None:
            raise LookupError(self.rule_code)
        return found

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.rule.severity

    @property
    def text(self) -> str:
        """What is wrong, in the language of who reads."""
        return _in_own_language(self.texts)

    @property
    def name(self) -> str:
        """How the row is called."""
        return _in_own_language(self.names)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from others of its plan; as `Found.key`."""
        return self.rule_code, self.kind, self.code, mark_of(self.about) if self.about else ""

    @property
    def token(self) -> str:
        """The key as an address names it."""
        return mark_of("|".join(self.key))

    @property
    def place(self) -> Any:
        """The row as far as an address needs it: it has its key and nothing else."""
        return apps.get_model(self.kind)(pk=self.row)


def _in_own_language(texts: Texts) -> str:
    language = translation.get_language() or settings.LANGUAGE_CODE
    return texts.get(language) or texts[settings.LANGUAGE_CODE]


def tell(found: Sequence[Found]) -> list[Told]:
    """Return findings as plain data, told in every language of the application."""
    texts: list[dict[str, str]] = [{} for _each in found]
    names: list[dict[str, str]] = [{} for _each in found]
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            for number, each in enumerate(found):
                texts[number][language] = each.finding.text
                names[number][language] = str(each.finding.record)
    return [
        Told(
            each.rule.code,
            each.finding.record._meta.label_lower,
            each.finding.record.pk,
            each.key[2],
            names[number],
            texts[number],
            each.finding.digest,
            each.finding.field,
            each.finding.works,
            each.finding.about,
            next((row._meta.label_lower for row in each.finding.rows), ""),
            tuple(row.pk for row in each.finding.rows),
        )
        for number, each in enumerate(found)
    ]


def as_text(rows: Iterable[Told]) -> str:
    """Return findings as text, to be kept."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False)


def from_text(text: str) -> list[Told]:
    """Return the findings that `as_text` made a text of."""
    return [
        Told(**{**row, "works": tuple(row["works"]), "rows": tuple(row["rows"])})
        for row in json.loads(text)
    ]


def records_of(actor: Actor, found: Iterable[Told]) -> dict[str, list[Any]]:
    """Return kind -> the rows that findings are about; a query for each kind.

    What the actor does not see, or what is gone, is left out.
    """
    keys: dict[str, set[int]] = {}
    for each in found:
        keys.setdefault(each.kind, set()).add(each.row)
    rows = {
        kind: list(apps.get_model(kind)._default_manager.visible_to(actor).filter(pk__in=own))
        for kind, own in keys.items()
    }
    return {kind: own for kind, own in rows.items() if own}
