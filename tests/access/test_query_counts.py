"""Every page costs whoever opens it as many queries for few rows as for many."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koersvast.funding.addresses import rows_url
from tests.access.asking import client_of, without_a_trace
from tests.access.crowd import crowd
from tests.access.table import ROLES, kit_cases, lines, page_cases
from tests.access.table_kit import REGISTERS
from tests.access.world import TABS, World, make_world
from tests.cast import Cast, SmallPlan

FEW, MANY = 6, 14
"""How many rows of everything there are at first, and how many are added to them."""

OF_MANY_KINDS = ("/checks/",)
"""Ends of pages whose rows are of several kinds: they ask once of each kind that is on the page, so
they may cost less when the kinds are others, and never more.
"""
FIGURES = ("cost", "coverage", "balance")


@pytest.fixture
def world(cast: Cast, small: SmallPlan) -> World:
    return make_world(cast, small)


def addresses(world: World, role: str) -> Iterator[str]:
    """Yield the address of every page that `role` may open."""
    rank = ROLES.index(role)
    cases = list(page_cases(world))
    for register, level, form, imports in lines(REGISTERS):
        cases += kit_cases(register, level, form, imports, world.key(register))
    for case in cases:
        if case.method == "GET" and case.expected[rank] == "200":
            yield case.address
    work = world.small.works["T1"].pk
    yield from (reverse("work-tab", args=[work, tab]) for tab in TABS)
    yield from (rows_url(work, figure, year=2023) for figure in FIGURES)
    yield reverse("search") + "?q=e"
    yield reverse("roadmap") + "?all=1"


def counts(world: World, role: str) -> dict[str, int]:
    """Return the number of queries of every page that `role` may open."""
    client = client_of(world, role)
    found = {}
    for address in addresses(world, role):
        with without_a_trace(), CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        found[address] = len(queries)
        reset_queries()  # the log of a connection has an end
    return found


@pytest.mark.one_database
@pytest.mark.slow
@pytest.mark.parametrize("role", ["reader", "employee", "director", "secretary"])
def test_a_page_costs_the_same_number_of_queries_whatever_it_shows(world: World, role: str) -> None:
    crowd(world, "a", FEW)
    few = counts(world, role)
    crowd(world, "b", MANY)
    many = counts(world, role)
    assert {page: (few[page], many[page]) for page in few if grows(page, few, many)} == {}


def grows(page: str, few: dict[str, int], many: dict[str, int]) -> bool:
    """Tell whether a page costs another number of queries for many rows than for few."""
    if page.endswith(OF_MANY_KINDS):
        return few[page] < many[page]
    return few[page] != many[page]
