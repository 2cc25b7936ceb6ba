"""Search through all registers: what is found, where, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Case, Count, IntegerField, Value, When, Window
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from koersvast.core.actors import Actor
from koersvast.core.kit.lists import field_of
from koersvast.core.kit.register import Register, registers
from koersvast.core.visibility import joined

SHOWN = 10
LEAST = 2
"""Letters that a search needs; fewer find half of everything."""
MOST = 200
NAMES = ("title", "name", "text")
"""The fields that give a row its name."""
AROUND = 60
"""Letters of a text that are shown on either side of a hit."""


@dataclass(frozen=True)
class Hit:
    """A row that was found; `where` and `snippet` say why when its name does not."""

    title: SafeString
    url: str
    code: SafeString
    where: str
    snippet: SafeString


@dataclass(frozen=True)
class Group:
    """What was found in one register."""

    label: str
    count: int
    hits: list[Hit]
    url: str

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.count - len(self.hits)


def words_of(text: str) -> list[str]:
    """Return the words that are looked for."""
    return text[:MOST].replace("\x00", "").split()[:8]


def search(actor: Actor, text: str) -> list[Group]:
    """Return what the actor may see and find, per register; one query for each."""
    words = words_of(text)
    if len("".join(words)) < LEAST:
        return []
    wanted = " ".join(words)
    groups = [_group(register, actor, wanted) for register in _searched(actor)]
    return [group for group in groups if group.count]


def _searched(actor: Actor) -> list[Register]:
    return [
        register
        for register in registers.all()
        if register.search and register.policy.may_list(actor)
    ]


def _group(register: Register, actor: Actor, text: str) -> Group:
    rows = register.find(actor, text)
    if relations := {path.rpartition("__")[0] for path in register.search if "__" in path}:
        rows = rows.select_related(*joined(register.model, sorted(relations)))
    rows = rows.order_by(_nearest(register.model, text), *_ordering(register.model))
    found = list(rows.annotate(number_found=Window(Count("pk")))[:SHOWN])
    count = found[0].number_found if found else 0
    words = text.split()
    return Group(
        label=str(register.label),
        count=count,
        hits=[_hit(register, row, words) for row in found],
        url=f"{register.list_url}?{urlencode({'q': text})}",
    )


def _nearest(model: type[models.Model], text: str) -> Case:
    """Return the order of hits: exactly this code, then in the name, then elsewhere."""
    names = {field.name for field in model._meta.fields}
    ranks = [When(code__iexact=text, then=Value(0))] if "code" in names else []
    if name := next((name for name in NAMES if name in names), ""):
        ranks.append(When(**{f"{name}__icontains": text}, then=Value(1)))
    return Case(*ranks, default=Value(2), output_field=IntegerField())


def _ordering(model: type[models.Model]) -> Sequence[Any]:
    return [*(model._meta.ordering or ()), "pk"]


def _hit(register: Register, row: Any, words: list[str]) -> Hit:
    title = str(row)
    missing = [word for word in words if word.lower() not in title.lower()]
    code = str(getattr(row, "code", ""))
    where, snippet = "", ""
    if missing and not all(word.lower() in code.lower() for word in missing):
        where, snippet = _why(register, row, missing)
    return Hit(
        title=marked(title, words),
        url=register.detail_url(row),
        code=marked(code, words),
        where=where,
        snippet=marked(snippet, words),
    )


def _why(register: Register, row: Any, words: list[str]) -> tuple[str, str]:
    """Return the label and the part of the first searched field that has one of the words."""
    for path in register.search:
        value: Any = row
        for name in path.split("__"):
            value = getattr(value, name, None)
        text = " ".join(str(value or "").split())
        places = [text.lower().find(word.lower()) for word in words]
        if (place := max(places)) >= 0 and path not in {"title", "name", "code"}:
            return str(field_of(register.model, path).verbose_name), excerpt(text, place)
    return "", ""


def excerpt(text: str, place: int) -> str:
    """Return the stretch of a text round a place, cut at words."""
    start, end = max(place - AROUND, 0), place + AROUND
    if start:
        cut = text.find(" ", start, place)
        start = cut + 1 if cut >= 0 else start
    if end < len(text):
        cut = text.rfind(" ", place, end)
        end = cut if cut > place else end
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def marked(text: str, words: Sequence[str]) -> SafeString:
    """Return a text as safe HTML with the words marked; all else is escaped."""
    if not words:
        return escape(text)
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    parts: list[str] = []
    last = 0
    for match in pattern.finditer(text):
        parts.append(escape(text[last : match.start()]))
        parts.append(f"<mark>{escape(match.group())}</mark>")
        last = match.end()
    parts.append(escape(text[last:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above
