"""What holds for every demonstration: own words, no names, shared rows the same word for word."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from koersvast.exchange.markup import read_markup
from tests.demonstrations import FILES

SOURCES = sorted((Path(__file__).resolve().parents[2] / "shared" / "seeds").glob("*.txt"))
"""The plans of the municipalities; beside the repository, not in it."""
NAMED = {"motto", "expertise"}
"""What a source names so is written so: mottos, kinds of expertise."""
LONGEST = 9
"""No run of more words than this is the same as in a source; a sentence of seven is none at all."""
SENTENCE = 7
SHARED = (("organisation", "units"), ("organisation", "roles"), ("decisions", "bodies"))
PEOPLE = {
    "1b6299312ec2",
    "1f7d8737f70b",
    "437856b1f136",
    "43d52ff6c840",
    "52a39733bfab",
    "53b6b5576cb1",
    "628612b803c6",
    "6371d4ea8b30",
    "6ffe251a1c21",
    "7f0d85c49316",
    "7fa27cbbfc36",
    "8a48abbd5535",
    "90b8de4051f0",
    "b951b1e49640",
    "c41d8d203350",
    "c6d17a3613b9",
    "ce7a951b7a0f",
    "d9a31550033e",
    "e0483b9fd7d4",
    "eb9512d81496",
    "fd1242532066",
}
"""The names of people in the sources, as the head of a hash, so that they do not stand here."""


def plan(path: Path) -> dict[str, Any]:
    """Return a plan file as plain data."""
    data: dict[str, Any] = read_markup(path.read_bytes())
    return data


def texts(value: Any, key: str = "") -> Iterator[str]:
    """Return every text, without what is named as the source names it."""
    if isinstance(value, dict):
        if value.get("kind") not in NAMED:
            for name, each in value.items():
                yield from texts(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each, key)
    elif isinstance(value, str) and key not in NAMED:
        yield value


def words(text: str) -> list[str]:
    return re.findall(r"[a-zà-ÿ0-9']+", text.lower())


@cache
def runs(length: int) -> frozenset[tuple[str, ...]]:
    """Return every run of so many words in the sources."""
    found = set()
    for source in SOURCES:
        said = words(re.sub(r"<[^>]+>", " ", source.read_text(encoding="utf-8")))
        found.update(zip(*(said[start:] for start in range(length)), strict=False))
    return frozenset(found)


@pytest.mark.skipif(not SOURCES, reason="the sources do not stand beside the repository")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_sentence_is_that_of_a_source(path: Path) -> None:
    copied = []
    data = plan(path)
    del data["plan"]["title"]  # the name of the document
    for text in texts(data):
        for sentence in re.split(r"[.!?]\s|\n", text):
            said = words(sentence)
            whole = len(said) >= SENTENCE and tuple(said) in runs(len(said))
            longer = any(
                tuple(said[start : start + LONGEST + 1]) in runs(LONGEST + 1)
                for start in range(len(said) - LONGEST)
            )
            if whole or longer:
                copied.append(sentence)
    assert copied == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nobody_is_named(path: Path) -> None:
    said = {word for word in words(path.read_text(encoding="utf-8"))}
    heads = {hashlib.sha256(word.encode()).hexdigest()[:12]: word for word in said}
    assert {heads[head] for head in heads.keys() & PEOPLE} == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [(a, b) for a, b in combinations(FILES, 2) if a.parent == b.parent],
    ids=lambda path: path.name,
)
def test_what_two_plans_of_a_municipality_share_is_the_same_word_for_word(
    one: Path, other: Path
) -> None:
    first, second = plan(one), plan(other)
    assert first["municipality"] == second["municipality"]
    for section, part in SHARED:
        rows = {row["code"]: row for row in first.get(section, {}).get(part, [])}
        for row in second.get(section, {}).get(part, []):
            assert row == rows.get(row["code"], row)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_people_are_made_up_and_say_so(path: Path) -> None:
    for person in plan(path)["organisation"].get("people", []):
        assert person["illustrative"] is True
        assert "(voorbeeld)" in person["name"]
        assert "geen bestaand persoon" in person["note"]


@pytest.mark.parametrize("municipality", sorted({path.parent.name for path in FILES}))
def test_every_municipality_has_the_same_accounts_to_begin_with(municipality: str) -> None:
    accounts = {
        person["code"]
        for path in FILES
        if path.parent.name == municipality
        for person in plan(path)["organisation"].get("people", [])
    }
    assert accounts >= {
        "programmasecretaris",
        "directeur",
        "medewerker",
        "collegelid",
        "or-lid",
        "lezer",
        "beheerder",
    }
