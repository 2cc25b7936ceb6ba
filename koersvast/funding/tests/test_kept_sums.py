"""Sums that are kept until the database changes."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from koersvast.direction.models import Plan
from koersvast.funding.selectors.kept import MOST, kept


class Counter:
    """Something to compute that tells how often it was."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def add_plan(code: str) -> None:
    Plan.objects.create(code=code, title=code, reference_date="2023-01-01")


@pytest.fixture
def compute() -> Counter:
    return Counter()


@pytest.mark.django_db(transaction=True)
def test_a_sum_is_kept_until_something_is_written(compute: Counter) -> None:
    if connection.vendor != "sqlite":
        assert [kept("a", compute), kept("a", compute)] == [1, 2]
        return
    assert [kept("a", compute), kept("a", compute)] == [1, 1]
    add_plan("A")
    assert [kept("a", compute), kept("a", compute)] == [2, 2]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_of_what_may_still_be_undone(compute: Counter) -> None:
    with transaction.atomic():
        assert [kept("c", compute), kept("c", compute)] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_values_are_kept_apart_and_not_without_end(compute: Counter) -> None:
    kept("d", compute)
    for number in range(MOST + 1):
        kept(number, compute)
    assert kept("e", lambda: "another") == "another"
    assert kept("d", compute) == MOST + 3 or connection.vendor != "sqlite"
