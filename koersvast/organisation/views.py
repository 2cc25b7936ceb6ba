"""The pages on which one looks at the organisation."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from koersvast.core.actors import Actor
from koersvast.core.kit.details import detail_context
from koersvast.core.kit.register import registers
from koersvast.core.policy import policies
from koersvast.organisation.asof import around_latest_change, as_of
from koersvast.organisation.models import Person, Role, RoleHolding, Unit, UnitPlacement
from koersvast.organisation.organogram import level_name, lines_of, picture_of, unit_url
from koersvast.organisation.pages import reader_of, visible_or_404
from koersvast.organisation.policy import may_set_access
from koersvast.organisation.rules.facts import DAY
from koersvast.organisation.rules.forest import Change, Place, differences
from koersvast.organisation.selectors import Structure, roles_on, structure

RANK = {Change.GONE: 0, Change.MOVED: 1, Change.NEW: 2}


def organisation(request: HttpRequest) -> HttpResponse:
    """Show the organisation on a day (`?on=`), as a picture or as a list (`?view=list`)."""
    actor = reader_of(request)
    found = structure(actor)
    asof = as_of(request.GET.get("on", ""), found.change_days(), timezone.localdate())
    forest = found.on(asof.day)
    roles = roles_on(actor, asof.day)
    as_list = request.GET.get("view") == "list"
    context: dict[str, Any] = {"asof": asof, "forest": forest, "as_list": as_list}
    if as_list:
        placed = [each for each in forest.places if not each.beside]
        beside = [each for each in forest.places if each.beside]
        context["placed"] = lines_of(placed, roles, asof.query)
        context["beside"] = lines_of(beside, roles, asof.query)
    else:
        context["picture"] = picture_of(forest, roles, asof.query)
    unit = Unit()
    context["may_add"] = policies.of(unit).may_add(actor, unit)
    return render(request, "organisation/organisation.html", context)


def changes(request: HttpRequest) -> HttpResponse:
    """Show what differs between two days (`?old=`, `?new=`): new, gone and moved units."""
    actor = reader_of(request)
    found = structure(actor)
    days = found.change_days()
    today = timezone.localdate()
    before, after = around_latest_change(days, today)
    old = as_of(request.GET.get("old") or before.isoformat(), days, today)
    new = as_of(request.GET.get("new") or after.isoformat(), days, today)
    rows = _differences(found, old.day, new.day)
    context = {
        "old": old,
        "new": new,
        "sides": [(old, "old"), (new, "new")],
        "rows": rows,
        "steps": [(day - DAY, day) for day in days],
    }
    return render(request, "organisation/changes.html", context)


def _differences(found: Structure, old: Any, new: Any) -> list[dict[str, Any]]:
    names = found.names()

    def place(each: Place | None) -> dict[str, Any]:
        if each is None:
            return {}
        return {
            "known": not each.beside or each.parent is not None,
            "under": names.get(each.parent or 0),
        }

    rows = [
        {
            "change": each.change,
            "unit": each.unit,
            "level": level_name(place_of),
            "url": unit_url(place_of, f"?on={(new if each.new else old).isoformat()}"),
            "old": place(each.old),
            "new": place(each.new),
        }
        for each in differences(found.on(old), found.on(new))
        if (place_of := each.new or each.old)
    ]
    return sorted(rows, key=lambda row: (RANK[row["change"]], row["unit"].name))


def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit on a day: its place through time, what stands under it, roles, what it has."""
    actor = reader_of(request)
    record: Unit = visible_or_404(actor, Unit, pk)
    found = structure(actor)
    asof = as_of(request.GET.get("on", ""), found.change_days(), timezone.localdate())
    forest = found.on(asof.day)
    by_key = {each.unit.key: each for each in forest.places}
    placements = record.placements.select_related("parent").order_by("valid_from", "pk")
    context = {
        "record": record,
        "asof": asof,
        "place": by_key.get(pk),
        "above": [(each, unit_url(by_key[each.key], asof.query)) for each in forest.above(pk)],
        "below": [
            (by_key[key].unit, unit_url(by_key[key], asof.query))
            for key in forest.children().get(pk, [])
        ],
        "placements": placements,
        "roles": roles_on(actor, asof.day, [pk]).get(pk, []),
        "may_place": _may_add(actor, UnitPlacement(unit=record)),
        **_kit_context(actor, record),
    }
    return render(request, "organisation/unit.html", context)


def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a role: who holds and held it, and what it owns."""
    actor = reader_of(request)
    record: Role = visible_or_404(actor, Role, pk)
    holdings = record.holdings.select_related("person").order_by("-valid_from", "-pk")
    context = {
        "record": record,
        "holdings": holdings,
        "today": timezone.localdate(),
        "may_assign": _may_add(actor, RoleHolding(role=record)),
        **_kit_context(actor, record),
    }
    return render(request, "organisation/role.html", context)


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person: the roles held. Account and access only to administrators."""
    actor = reader_of(request)
    record: Person = visible_or_404(actor, Person, pk)
    holdings = record.holdings.select_related("role__unit").order_by("-valid_from", "-pk")
    context = {
        "record": record,
        "holdings": holdings,
        "today": timezone.localdate(),
        "may_see_access": actor.is_administrator,
        "may_set_access": may_set_access(actor, record),
        **_kit_context(actor, record),
    }
    return render(request, "organisation/person.html", context)


def _may_add(actor: Actor, record: Model) -> bool:
    return policies.of(record).may_add(actor, record)


def _kit_context(actor: Actor, record: Model) -> dict[str, Any]:
    """Return what the kit's own page of a record shows: fields, related lists, what is allowed."""
    register = registers.of(record)
    return {"register": register, **detail_context(register, actor, record)} if register else {}
