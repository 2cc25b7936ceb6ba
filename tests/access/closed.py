"""A confidential proposal with all that may hang on it or point at it, made from the models.

Nobody has to remember to add a new table: whatever can point at a proposal, and at what hangs on
one, does so here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from koersvast.core.fields import MoneyField, PeriodField
from koersvast.core.models import is_open
from koersvast.core.periods import parse_period
from koersvast.decisions.models import Advice, Body, Decision, Membership, Proposal, Section
from koersvast.organisation.models import Person, Role, RoleHolding
from tests.access.world import World
from tests.cast import Player, make_player

WORD, SECOND = "Zilvervos", "geheimtaal"
SECRET = f"{WORD} {SECOND}"
"""Stands in every text of what is closed; the first word also in every code."""
MOST_STEPS = 4
"""How far a row may be from the proposal with which it is hidden."""
CONCERNED = ("author", "portfolio", "member", "clerk", "named")


@dataclass
class Closed:
    """The closed proposal, whom it concerns, all hidden rows, and the links to them."""

    proposal: Proposal
    people: dict[str, Player]
    rows: dict[type[models.Model], Any] = field(default_factory=dict)
    links: list[tuple[Any, str]] = field(default_factory=list)

    def tear_out(self) -> None:
        """Take away all that is hidden, with its history and every link to it: as if it had never
        been there.
        """
        for row, name in self.links:
            type(row)._default_manager.filter(pk=row.pk).update(**{name: None})
            row.history.filter(**{f"{name}__isnull": False}).delete()
        for model, row in reversed(self.rows.items()):
            hidden = _hidden_of(model, self.proposal, row)
            keys = list(hidden.values_list("pk", flat=True))
            model._default_manager.filter(pk__in=keys).delete()
            model.history.filter(id__in=keys).delete()  # type: ignore[attr-defined]


def _hidden_of(model: type[models.Model], proposal: Proposal, row: Any) -> Any:
    """Return the hidden rows of a model: the headings are many, of the others there is one."""
    rows = model._default_manager.all()
    return rows.filter(proposal=proposal) if model is Section else rows.filter(pk=row.pk)


def own_models() -> Iterator[type[models.Model]]:
    """Yield every table of the application itself, without those of histories."""
    for config in apps.get_app_configs():
        if config.name.startswith("koersvast."):
            for model in config.get_models():
                if hasattr(model, "history"):
                    yield model


def narrowed() -> list[type[models.Model]]:
    """Return the models whose rows are hidden with a proposal: what they point at is near first."""
    found: list[type[models.Model]] = [Proposal]
    for _step in range(MOST_STEPS):
        known = dict.fromkeys(found)
        found += [
            model
            for model in own_models()
            if model not in known and not is_open(model) and _links(model, known)
        ]
    return found


def make_closed(world: World) -> Closed:
    """Create it. Of the cast nobody is concerned."""
    people = {
        name: make_player(name, level, Role.objects.create(code=name, name=name.capitalize()))
        for name, level in zip(CONCERNED, (2, 1, 1, 2, 1), strict=True)
    }
    roles = {name: Role.objects.get(code=name) for name in CONCERNED}
    body = Body.objects.create(
        code="inner", name="Besloten kring", kind="college", secretary_role=roles["clerk"]
    )
    Membership.objects.create(body=body, role=roles["member"])
    proposal = Proposal.objects.create(
        plan=world.small.plan,
        code=f"{WORD}-1",
        body=body,
        moment=world.rows["decision-moments"],
        openness="confidential",
        author=people["author"].person,
        portfolio_role=roles["portfolio"],
        **_texts(Proposal),
    )
    proposal.readers.create(role=roles["named"])
    closed = Closed(proposal, people)
    Filler(world, closed).fill()
    return closed


def _texts(model: type[models.Model]) -> dict[str, str]:
    """Return the secret for every free text of a model."""
    free = (models.CharField, models.TextField)
    return {
        each.name: SECRET
        for each in model._meta.concrete_fields
        if isinstance(each, free)
        and not isinstance(each, PeriodField)
        and not each.choices
        and each.name not in {"code", "secrecy_ground", "secrecy_decision", "template"}
    }


class Filler:
    """Lets everything that can point at what is closed do so."""

    def __init__(self, world: World, closed: Closed) -> None:
        self.world, self.closed, self.numbers = world, closed, count(1)

    def fill(self) -> None:
        """Make a row of every model that is hidden with the proposal, then every other link."""
        rows = self.closed.rows
        rows[Proposal] = self.closed.proposal
        for model in (Decision, Advice):
            rows[model] = self._make(model, proposal=self.closed.proposal)
        for heading in Section.Heading.values:
            rows[Section] = Section.objects.create(
                proposal=self.closed.proposal, heading=heading, text=SECRET
            )
        for model in narrowed():
            if model not in rows:
                rows[model] = self._one_of(model)
        for model in own_models():
            if is_open(model):
                self._link(model)

    def _one_of(self, model: type[models.Model]) -> Any:
        """Return a hidden row of a model: the one there is, or a new one."""
        link = _links(model, self.closed.rows)[0]
        target = self.closed.rows[link.related_model]
        found = model._default_manager.filter(**{link.name: target}).first()
        return found or self._make(model, **{link.name: target})

    def _link(self, model: type[models.Model]) -> None:
        """Let a row that everybody sees point at what is closed."""
        for link in _links(model, self.closed.rows):
            row, target = self._open_row(model), self.closed.rows[link.related_model]
            setattr(row, link.name, target)
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError:  # it points at one thing only
                row = self._make(model, secret=False, **{link.name: target})
            self.closed.links.append((row, link.name))

    def _open_row(self, model: type[models.Model]) -> Any:
        own = (row for row in self.world.rows.values() if type(row) is model)
        row = next(own, None) or model._default_manager.order_by("pk").first()
        return row or self._make(model, secret=False)

    def _make(self, model: type[models.Model], *, secret: bool = True, **given: Any) -> Any:
        """Create a row with all that it must have."""
        values = dict(_texts(model)) if secret else {}
        for each in model._meta.concrete_fields:
            if each.name in given or each.primary_key or each.name in values:
                continue
            if each.name == "code":
                values["code"] = f"{WORD}-1" if secret else f"open-{next(self.numbers)}"
            elif not each.has_default() and not each.null and not each.blank:
                values[each.name] = self._value(each)
        return model._default_manager.create(**values, **given)

    def _value(self, each: Any) -> Any:
        if each.is_relation:
            hidden = self.closed.rows.get(each.related_model)
            return hidden or self._open_row(each.related_model)
        if each.choices:
            return next(value for value, _label in each.flatchoices if value)
        if isinstance(each, PeriodField):
            return parse_period("Q4 2023")
        if isinstance(each, models.DateField):
            return date(2023, 3, 1)
        if isinstance(each, MoneyField | models.DecimalField):
            return Decimal(1)
        return 1 if isinstance(each, models.IntegerField) else "Open"


def _links(model: type[models.Model], rows: Mapping[type[models.Model], Any]) -> list[Any]:
    return [
        each
        for each in model._meta.concrete_fields
        if each.is_relation and each.related_model in rows and each.related_model is not model
    ]


def outsider_by_time(closed: Closed) -> Player:
    """Return somebody whose membership ended, and whose turn as the clerk has passed."""
    role = Role.objects.create(code="former", name="Oud-lid")
    player = make_player("former", 2, role)
    Membership.objects.create(body=closed.proposal.body, role=role, valid_to=date(2023, 1, 1))
    person: Person | None = player.person
    clerk = Role.objects.get(code="clerk")
    RoleHolding.objects.create(role=clerk, person=person, valid_to=date(2023, 1, 1))
    return player
