"""A table can bring a check of its own, over all rows there will be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from koersvast.core.parts import parts
from koersvast.exchange.tests.plans import HEAD, changed, refused, stored

pytestmark = pytest.mark.django_db
Rows = Sequence[tuple[tuple[Any, ...], dict[str, Any]]]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    """Give milestones a check that wants one with number 1; return what it was shown."""
    shown: list[list[Any]] = []

    def wants_a_first(rows: Rows) -> Iterable[tuple[int, str]]:
        shown.append([(key[0], values["number"], values["work"]) for key, values in rows])
        if all(values["number"] != 1 for _key, values in rows):
            yield 0, "there is no first one"

    part = parts.get("work.milestones")
    made = replace(part, table=replace(part.table, check=wants_a_first))
    monkeypatch.setitem(parts._parts, part.name, made)
    return shown


def test_it_sees_written_and_stored_rows(seen: list[list[Any]]) -> None:
    stored()
    stored(changed("    - {code: M1, work: W, number: 1, title: Start}\n", ""))
    assert seen[-1] == [("M2", 2, "W"), ("M1", 1, "W")]


def test_it_sees_no_stored_rows_that_will_be_gone(seen: list[list[Any]]) -> None:
    stored()
    text = changed("    - {code: M1, work: W, number: 1, title: Start}\n", "")
    (problem,) = refused(text, prune=True)
    assert problem == "30: work.milestones M2: there is no first one"
    assert seen[-1] == [("M2", 2, "W")]


def test_it_is_not_asked_when_nothing_is_written(seen: list[list[Any]]) -> None:
    stored(HEAD)
    assert seen == []
