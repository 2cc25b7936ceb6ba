"""A closed proposal exists for those concerned and for nobody else, wherever one looks.

The pages come from the table of all addresses and the tables from the models, so that neither a
new page nor a new link to a proposal can escape.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from koersvast.core.kit.forms import form_of
from koersvast.core.kit.register import registers
from koersvast.core.models import is_open
from koersvast.core.policy import policies
from koersvast.core.services import Conflict, change_record
from koersvast.core.upsert import Outcome
from koersvast.core.visibility import optional_links
from koersvast.decisions.models import Advice, Decision, Objection, Proposal
from koersvast.exchange.services import import_plan
from koersvast.exchange.writer import plan_data, to_json, to_yaml
from koersvast.work.models import Assignment, AssignmentDecision, WorkDecision, WorkProposal
from tests.access.asking import client_of, without_a_trace
from tests.access.closed import (
    CONCERNED,
    SECOND,
    WORD,
    Closed,
    make_closed,
    narrowed,
    outsider_by_time,
    own_models,
)
from tests.access.table import ROLES, kit_cases, lines, page_cases
from tests.access.table_kit import REGISTERS
from tests.access.world import TABS, World, make_world
from tests.cast import Cast, SmallPlan

LOOKERS = ROLES[1:]
"""Everybody of the cast with an account: nobody of them is concerned."""
WALKER = "secretary"
"""Who goes past every page: who keeps the registers sees most of them. The reader and the
administrator go past them twice, see `test_every_page_is_as_if_it_was_not_there`.
"""
STILL_NEEDED = b"This cannot be deleted yet: other records point at it. Move or delete them first."
"""All that is told of what forbids a deletion and is not seen."""
VARYING = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"|nonce-\w+|V\d{8}-\d{6}|'
    rb'value="[\w-]+:[\w-]+:[\w-]+"'
)
"""What differs between two answers to the same question."""


@pytest.fixture
def world(cast: Cast, small: SmallPlan) -> World:
    return make_world(cast, small)


@pytest.fixture
def closed(world: World) -> Closed:
    return make_closed(world)


def addresses(world: World) -> Iterator[str]:
    """Yield every address of the application; of lists also what a search finds and, where a row
    can point at something closed, every order and every kind of sheet.
    """
    near = {model for model in own_models() if not is_open(model) or optional_links(model)}
    yield from (case.address for case in page_cases(world))
    for name, level, form, imports in lines(REGISTERS):
        for case in kit_cases(name, level, form, imports, world.key(name)):
            yield case.address
        yield f"{registers.get(name).list_url}?q={SECOND}"
        yield f"/registers/{name}/{world.key(name)}/?on=2099-01-01"
        if type(world.rows[name]) in near:
            yield from _orders_and_sheets(name)
    for work in (world.small.works["W"], world.rows["works"]):
        yield from (reverse("work-tab", args=[work.pk, tab]) for tab in TABS)
    yield f"/search/?q={SECOND}"
    yield f"/decisions/?per=month&plan={world.small.plan.pk}"


def refused(world: World, role: str) -> Iterator[str]:
    """Yield the addresses of which the tables say that `role` is not let in."""
    kit = (
        kit_cases(name, level, form, imports, world.key(name))
        for name, level, form, imports in lines(REGISTERS)
    )
    for case in chain(page_cases(world), *kit):
        if case.method == "GET" and case.expected[ROLES.index(role)] != "200":
            yield case.address


def _orders_and_sheets(name: str) -> Iterator[str]:
    register = registers.get(name)
    yield from (f"{register.list_url}?sort={each}" for each in register.columns)
    yield from (reverse("register-export", args=[name, kind]) for kind in ("xlsx", "ods"))


def hidden_world(world: World, closed: Closed) -> World:
    """Return the world with the hidden row in the place of each row that could be one."""
    hidden = {name: closed.rows.get(type(row), row) for name, row in world.rows.items()}
    return replace(world, rows=hidden)


def readable(body: bytes) -> bytes:
    """Return what an answer holds, with the content of a zipped spreadsheet."""
    if not body.startswith(b"PK"):
        return VARYING.sub(b"", body)
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        names = [name for name in packed.namelist() if not name.startswith(("docProps", "meta"))]
        return b"".join(packed.read(name) for name in names)


def answer(client: Client, address: str, method: str = "get") -> tuple[int, bytes]:
    with without_a_trace():
        found = getattr(client, method)(address)
        body = b"".join(found) if found.streaming else found.content
        return found.status_code, readable(body)


def tells(body: bytes) -> bool:
    return WORD.lower().encode() in body.lower()


def test_every_table_that_must_point_at_what_is_hidden_is_hidden_with_it(closed: Closed) -> None:
    assert {Proposal, Decision, Advice, Objection} <= set(narrowed())
    assert set(narrowed()) == set(closed.rows)
    assert closed.links, "something that everybody sees should point at what is hidden"
    for model, row in closed.rows.items():
        assert not is_open(model)
        assert row in model._default_manager.all(), model


@pytest.mark.one_database
@pytest.mark.slow
def test_no_page_tells_of_it(world: World, closed: Closed) -> None:
    client = client_of(world, WALKER)
    assert [each for each in addresses(world) if tells(answer(client, each)[1])] == []


@pytest.mark.one_database
@pytest.mark.slow
@pytest.mark.parametrize("role", ["reader", "administrator"])
def test_every_page_is_as_if_it_was_not_there(world: World, closed: Closed, role: str) -> None:
    """Counts, menus, filters and choices included. Only deleting what it needs is refused.

    The administrator goes past what a reader is refused.
    """
    client = client_of(world, role)
    places = list(addresses(world) if role == "reader" else refused(world, "reader"))
    assert len(places) > 100
    found = {address: answer(client, address) for address in places}
    with transaction.atomic():
        closed.tear_out()
        differing = [each for each in places if answer(client, each) != found[each]]
        transaction.set_rollback(True)
    assert [each for each in differing if STILL_NEEDED not in found[each][1]] == []


@pytest.mark.parametrize("role", [WALKER, "reader", "administrator"])
def test_the_history_of_a_work_is_as_if_nothing_was_linked_or_unlinked(
    world: World, closed: Closed, role: str
) -> None:
    client, work = client_of(world, role), world.small.works["W"]
    page, decision = reverse("work-tab", args=[work.pk, "history"]), closed.rows[Decision]
    errand = Assignment.objects.create(plan=work.plan, code="OPEN", work=work)
    before = answer(client, page)
    assert before[0] == 200
    linked = [
        WorkProposal.objects.create(work=work, proposal=closed.proposal),
        WorkDecision.objects.create(work=work, decision=decision),
        AssignmentDecision.objects.create(assignment=errand, decision=decision),
    ]
    assert answer(client, page) == before
    for row in linked:
        row.delete()
    assert answer(client, page) == before
    WorkProposal.objects.create(work=work, proposal=world.rows["proposals"])
    assert answer(client, page) != before


@pytest.mark.one_database
@pytest.mark.slow
@pytest.mark.parametrize("role", [WALKER, "administrator"])
def test_no_answer_to_a_form_tells_of_it(world: World, closed: Closed, role: str) -> None:
    client = client_of(world, role)
    telling = [each for each in addresses(world) if tells(answer(client, each, "post")[1])]
    assert telling == []


@pytest.mark.one_database
@pytest.mark.slow
@pytest.mark.parametrize("role", LOOKERS)
def test_every_address_of_it_is_not_found(world: World, closed: Closed, role: str) -> None:
    client = client_of(world, role)
    hidden = hidden_world(world, closed)
    own = set(addresses(hidden)) - set(addresses(world))
    assert len(own) > 15
    for address in own:
        for method in ("get", "post"):
            status, body = answer(client, address, method)
            assert status in {404, 405}, f"{method} {address}: {status}"
            assert not tells(body)


@pytest.mark.parametrize("role", LOOKERS)
def test_it_is_in_nobodys_plan_file(world: World, closed: Closed, role: str) -> None:
    data = plan_data(world.small.plan, getattr(world.cast, role).actor)
    assert WORD not in to_yaml(data) + to_json(data)


@pytest.mark.parametrize("name", CONCERNED)
def test_those_concerned_find_it_everywhere(world: World, closed: Closed, name: str) -> None:
    client, actor = closed.people[name].client, closed.people[name].actor
    decision = closed.rows[Decision]
    for address in (
        f"/decisions/proposals/{closed.proposal.pk}/",
        f"/registers/proposals/{closed.proposal.pk}/history/",
        f"/registers/decisions/{decision.pk}/",
        f"/registers/proposals/?q={SECOND}",
        "/registers/proposals/export/csv/",
        "/registers/decisions/",
        "/registers/objections/",
        "/decisions/",
        f"/decisions/bodies/{closed.proposal.body_id}/",
        f"/search/?q={SECOND}",
    ):
        status, body = answer(client, address)
        assert status == 200, address
        assert tells(body), address
    assert WORD in to_yaml(plan_data(world.small.plan, actor))


def test_who_was_a_member_or_the_secretary_before_does_not_see_it(closed: Closed) -> None:
    former = outsider_by_time(closed)
    status, _body = answer(former.client, f"/decisions/proposals/{closed.proposal.pk}/")
    assert status == 404


def imported(world: World, role: str, text: str, *, prune: bool = False) -> Outcome:
    actor = getattr(world.cast, role).actor
    return import_plan(actor=actor, content=text.encode(), prune=prune)


def test_a_file_of_somebody_else_neither_changes_nor_removes_it(
    world: World, closed: Closed
) -> None:
    author, secretary = closed.people["author"].actor, world.cast.secretary.actor
    imported(world, "secretary", to_yaml(plan_data(world.small.plan, secretary)))  # in order
    before = to_yaml(plan_data(world.small.plan, author))
    own = to_yaml(plan_data(world.small.plan, secretary))
    outcome = imported(world, "secretary", own, prune=True)
    assert (outcome.problems, outcome.rows) == ([], [])
    assert to_yaml(plan_data(world.small.plan, author)) == before
    assert WORD in before


def test_a_code_or_a_reference_that_is_guessed_is_answered_like_any_other(
    world: World, closed: Closed
) -> None:
    head = "koersvast: 1\nplan: {code: P, title: Voorbeeldplan, reference_date: 2023-03-01}\n"
    guessed = "decisions: {decisions: [{code: N1, proposal: %s, body: college, title: Nieuw}]}\n"
    right, wrong = (
        imported(world, "secretary", head + guessed % code) for code in (f"{WORD}-1", "Onzin-1")
    )
    (problem,), (other,) = right.problems, wrong.problems
    assert problem.message == other.message.replace("Onzin", WORD)
    again = "decisions: {proposals: [{code: Zilvervos-1, body: college, title: Nieuw}]}\n"
    (problem,) = imported(world, "secretary", head + again).problems
    assert SECOND not in problem.message
    closed.proposal.refresh_from_db()
    assert SECOND in closed.proposal.title


def test_what_is_missing_in_a_file_counts_no_hidden_rows(world: World, closed: Closed) -> None:
    head = "koersvast: 1\nplan: {code: P, title: Voorbeeldplan, reference_date: 2023-03-01}\n"
    found = imported(world, "secretary", head)
    with transaction.atomic():
        closed.tear_out()
        without = imported(world, "secretary", head)
        transaction.set_rollback(True)
    assert found.rows == without.rows
    pruned = imported(world, "secretary", head, prune=True)
    assert WORD not in str(pruned.problems) + str(pruned.rows)


def test_a_form_keeps_a_link_of_which_one_does_not_know(world: World, closed: Closed) -> None:
    actor = world.cast.secretary.actor
    kept = 0
    for row, name in closed.links:
        register = registers.of(row)
        if register is None or name not in register.fields:
            continue
        form = form_of(register)(instance=register.get(actor, row.pk), actor=actor)
        assert form[name].value() is None, "it looks like a link that is empty"
        data = {each.html_name: each.value() for each in form if each.name != name}
        sent = form_of(register)(
            {key: value for key, value in data.items() if value is not None},
            instance=register.get(actor, row.pk),
            actor=actor,
        )
        assert sent.is_valid(), sent.errors
        assert name not in sent.changes()
        kept += 1
    assert kept == len(
        [1 for row, name in closed.links if (r := registers.of(row)) and name in r.fields]
    )


def test_a_choice_that_is_hidden_is_as_invalid_as_one_that_is_not_there(
    world: World, closed: Closed
) -> None:
    client = client_of(world, "secretary")
    place = "/registers/decisions/?proposal="
    hidden = answer(client, f"{place}{closed.proposal.pk}")
    absent = answer(client, f"{place}999999")
    assert hidden == (absent[0], absent[1].replace(b"999999", b"%d" % closed.proposal.pk))


def test_a_conflict_does_not_tell_what_somebody_else_chose(world: World, closed: Closed) -> None:
    actor, clashed = world.cast.secretary.actor, 0
    for row, name in closed.links:
        if not hasattr(row, "version") or not policies.of(row).may_change(actor, row):
            continue
        model: Any = row._meta.get_field(name).related_model
        other = model.objects.visible_to(actor).first()
        if other is not None:
            with pytest.raises(Conflict) as told:
                change_record(actor=actor, record=row, changes={name: other}, version=-1)
            assert WORD not in str(told.value.message_dict)
            clashed += 1
    assert clashed


def test_the_walk_knows_every_table() -> None:
    assert {model.__name__ for model in own_models()} >= {"Proposal", "Step", "WorkDecision"}
