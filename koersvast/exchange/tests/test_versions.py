"""Older plan files are upgraded on reading, newer ones refused."""

from __future__ import annotations

from typing import Any

import pytest

from koersvast.exchange import planfile
from koersvast.exchange.tests.plans import PLAN, exported, refused, stored

pytestmark = pytest.mark.django_db


def version(text: str) -> str:
    return PLAN.replace("koersvast: 1\n", text)


def test_an_older_file_is_upgraded_and_keeps_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    def upgrade(data: Any) -> Any:
        data["koersvast"] = 1
        for row in data["funding"]["cost_items"]:
            row["title"] = row.pop("name")
            row.lines["title"] = row.lines["name"]
        return data

    monkeypatch.setitem(planfile.UPGRADES, 0, upgrade)
    text = version("koersvast: 0\n").replace("title: Inhuur", "name: Inhuur")
    text = text.replace("title: Systeem", "name: Systeem")
    stored(text)
    assert exported()["funding"]["cost_items"][0]["title"] == "Inhuur"
    (problem,) = refused(text.replace("name: Inhuur", "name: [Inhuur]"))
    assert problem.startswith("34: funding.cost_items K1: title")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("koersvast: 2\n", "version 2 is newer than this Koersvast reads (1); upgrade Koersvast"),
        ("koersvast: 999999999999\n", "is newer than this Koersvast reads"),
        ("koersvast: 0\n", "version 0 does not exist; write 1"),
        ("koersvast: -1\n", "version -1 does not exist"),
        ("koersvast: true\n", "states no version; begin the file with “koersvast: 1”"),
        ("koersvast: 1.0\n", "states no version"),
        ("koersvast: '1'\n", "states no version"),
        ("koersvast: eerste\n", "states no version"),
        ("koersvast:\n", "states no version"),
        ("", "states no version"),
    ],
)
def test_a_version_that_cannot_be_read_is_refused(line: str, words: str) -> None:
    (problem,) = refused(version(line))
    assert problem.startswith("1: koersvast: ")
    assert words in problem
