"""What a file says stays what it says: texts, codes and periods that look like something else."""

from __future__ import annotations

import pytest

from koersvast.exchange.tests.plans import PLAN, changed, exported, stored
from koersvast.work.models import Result

pytestmark = pytest.mark.django_db


def test_an_unreadable_period_is_kept_as_text() -> None:
    text = changed("{when: Q4 2023}", "{when: zodra de raad het wil}")
    stored(text)
    moment = Result.objects.get(code="R1").ready_by.last()
    assert moment is not None
    assert not moment.when.is_readable
    assert exported()["work"]["results"][0]["ready_by"][1] == {"when": "zodra de raad het wil"}
    assert stored(text).rows == []


@pytest.mark.parametrize("text", ["week 15", "14 maart", "Q3", "29 februari"])
def test_a_period_that_only_lacks_its_year_is_kept_as_text(text: str) -> None:
    stored(changed("{when: Q4 2023}", f"{{when: {text}}}"))
    assert exported()["work"]["results"][0]["ready_by"][1] == {"when": text}


def test_a_name_is_not_taken_for_something_else() -> None:
    """`yes`, dates, numbers with zeros: what YAML guesses at elsewhere stays as it is written."""
    for written, kept in (
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("NO", "NO"), ("3.10", "3.10"),
        ("007", "007"), ("0o17", "0o17"), ("1_000", "1_000"), ("2023-02-28", "2023-02-28"),
        ("12:30", "12:30"), (".inf", ".inf"), ("1e3", "1e3"), ("-0", "0"), ("0x1F", "0x1F"),
        ("=", "="), ("<<", "<<"), ("1٢", "1٢"),
    ):  # fmt: skip
        text = changed("title: Inhuur,", f"title: {written}, mark: {written},")
        stored(text, prune=True)
        (row, _other) = exported()["funding"]["cost_items"]
        assert (row["title"], row["mark"]) == (kept, kept)


def test_a_code_keeps_its_zeros() -> None:
    stored(PLAN.replace("code: K1,", "code: 007,").replace("code: K2,", "code: 3.10,"))
    assert [row["code"] for row in exported()["funding"]["cost_items"]] == ["007", "3.10"]
