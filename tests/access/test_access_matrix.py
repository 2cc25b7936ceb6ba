"""Every address x everybody x GET and POST, as `table.py` says. A new view cannot escape it."""

from __future__ import annotations

from itertools import chain

import pytest

from koersvast.core.kit.register import registers
from tests.access.asking import ask, differences, outcome, patterns
from tests.access.table import KIT, PAGES, kit_cases, lines, page_cases
from tests.access.table_kit import REGISTERS
from tests.access.world import World, make_world
from tests.cast import Cast, SmallPlan


@pytest.fixture
def world(cast: Cast, small: SmallPlan) -> World:
    return make_world(cast, small)


def known(table: str) -> dict[str, set[str]]:
    """Return name -> methods of a table."""
    found: dict[str, set[str]] = {}
    for name, method, *_rest in lines(table):
        assert method not in found.setdefault(name, set()), f"{name} {method} stands there twice"
        found[name].add(method)
    return found


def test_every_address_has_a_name_and_stands_in_the_table() -> None:
    table = known(PAGES) | known(KIT)
    unknown = [
        f"{path} ({name or 'without a name'})"
        for path, name in patterns()
        if table.get(name or "") != {"GET", "POST"}
    ]
    assert not unknown, f"say in tests/access/table.py who gets what from: {unknown}"


def test_the_table_holds_no_address_that_is_gone() -> None:
    names = {name for _path, name in patterns()}
    assert (known(PAGES) | known(KIT)).keys() - names == set()


def test_every_register_stands_in_the_table() -> None:
    named = {register for register, *_rest in lines(REGISTERS)}
    assert {register.name for register in registers.all()} == named


@pytest.mark.one_database
@pytest.mark.slow
def test_everybody_gets_from_every_page_what_the_table_says(world: World) -> None:
    assert differences(world, page_cases(world)) == []


@pytest.mark.one_database
@pytest.mark.slow
@pytest.mark.parametrize("line", lines(REGISTERS), ids=lambda line: line[0])
def test_everybody_gets_from_every_page_of_a_register_what_its_level_says(
    world: World, line: list[str]
) -> None:
    register, level, form, imports = line
    cases = kit_cases(register, level, form, imports, world.key(register))
    assert differences(world, cases) == []


def test_a_post_without_a_token_is_refused_everywhere(world: World) -> None:
    register, level, form, imports = lines(REGISTERS)[0]
    kit = kit_cases(register, level, form, imports, world.key(register))
    accepted = [
        case.address
        for case in chain(page_cases(world), kit)
        if case.method == "POST"
        for answer in [ask(world, "administrator", "POST", case.address, enforce_csrf_checks=True)]
        if outcome(answer) != "403"
    ]
    assert accepted == []


def test_a_record_that_does_not_exist_looks_like_one_that_is_hidden(world: World) -> None:
    """From the answer one cannot tell which of the two it is."""
    hidden = ask(world, "reader", "GET", f"/registers/people/{world.key('people')}/")
    absent = ask(world, "reader", "GET", "/registers/people/999999/")
    no_register = ask(world, "reader", "GET", "/registers/nothing/999999/")
    assert {outcome(answer) for answer in (hidden, absent, no_register)} == {"404"}
    path = f"/registers/people/{world.key('people')}/".encode()
    assert hidden.content.replace(path, b"") == absent.content.replace(
        b"/registers/people/999999/", b""
    )
