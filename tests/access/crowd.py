"""Many rows of everything, made at once: what a page shows then may not cost more queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from simple_history.utils import bulk_create_with_history

from koersvast.communication.models import (
    Audience,
    CalendarFeed,
    Channel,
    CommunicationMoment,
    MomentAudience,
    MomentChannel,
    MomentPoint,
    MomentRole,
)
from koersvast.core.kit.register import registers
from koersvast.core.periods import parse_period
from koersvast.core.signature import Part, marked, new_batch
from koersvast.direction.models import Goal, Statement
from koersvast.funding.models import (
    Allocation,
    CostAmount,
    CostItem,
    FundingSource,
    SourceAmount,
    StatedTotal,
)
from koersvast.organisation.models import Person, Role, RoleHolding, Unit, UnitPlacement
from koersvast.risk.models import Measure, Risk, Score
from koersvast.work.models import (
    Action,
    Dependency,
    ExpertiseNeed,
    Milestone,
    Phase,
    ReadyBy,
    Responsibility,
    Result,
    ResultGoal,
    StatusUpdate,
    Work,
    WorkGoal,
    WorkRisk,
)
from tests.access.crowd_of_errands import add_errands
from tests.access.world import World

GONE = 1_000_000
"""Is added to the key of a row for one that was deleted."""


def crowd(world: World, mark: str, count: int) -> None:
    """Add `count` rows of every model but plans, many where the pages of `table.py` look.

    The codes of the rows begin with `mark`. Of every register as many were deleted.
    """
    Crowd(world, mark, count).make()


class Crowd:
    """The rows of one call of `crowd`."""

    def __init__(self, world: World, mark: str, count: int) -> None:
        self.world, self.mark, self.count = world, mark, count
        self.plan = world.small.plan
        self.when = parse_period("Q3 2023")

    def make(self) -> None:
        """Add everything, what others point at first."""
        self._organisation()
        self._direction()
        self._works()
        self._results()
        self._on_results()
        self._money()
        self._communication()
        self._risks()
        add_errands(self)
        self._deleted()

    def rows(self, model: Any, make: Callable[[int], dict[str, Any]]) -> list[Any]:
        """Store a row for every number, with its history."""
        made = [model(**make(number)) for number in range(self.count)]
        stored: list[Any] = bulk_create_with_history(made, model)
        return stored

    def coded(self, model: Any, make: Callable[[int], dict[str, Any]], kind: str = "") -> list[Any]:
        """Store a row of the plan for every number."""
        return self.rows(
            model,
            lambda number: {
                "plan": self.plan,
                "code": f"{self.mark}{kind}{number}",
                "position": 100 + number,
                **make(number),
            },
        )

    def _organisation(self) -> None:
        mine = self.world.rows
        top = Unit.objects.get(code="concern")
        named = {"name": "Naam"}
        code = f"{self.mark}{{}}".format
        units = self.rows(Unit, lambda n: {"code": code(n), "level": "team", **named})
        above = (top, mine["units"])
        self.rows(UnitPlacement, lambda n: {"unit": units[n], "parent": above[n % 2]})
        self.roles = self.rows(
            Role, lambda n: {"code": code(n), "unit": (*above, units[n])[n % 3], **named}
        )
        people = self.rows(Person, lambda n: {"code": code(n), "access": 1, **named})
        self.rows(RoleHolding, lambda n: {"role": self.roles[n], "person": people[n]})
        self.rows(RoleHolding, lambda n: {"role": mine["roles"], "person": people[n]})
        self.rows(RoleHolding, lambda n: {"role": self.roles[n], "person": mine["people"]})

    def _direction(self) -> None:
        self.coded(Statement, lambda n: {"kind": "mission", "text": "Wij"})
        parents = (None, self.world.small.goals["D1"], self.world.rows["goals"])
        self.goals = self.coded(
            Goal, lambda n: {"level": "tactical", "title": "Doel", "parent": parents[n % 3]}
        )

    def _works(self) -> None:
        small, mine = self.world.small, self.world.rows
        parents = (small.works["W"], small.works["T1"], mine["works"])
        unit = Unit.objects.get(code="concern")
        self.works = self.coded(
            Work,
            lambda n: {
                "kind": "project",
                "title": "Werk",
                "parent": parents[n % 3],
                "unit": unit,
                "period": self.when,
            },
        )
        self.rows(WorkGoal, lambda n: {"work": self.works[n], "goal": self.goals[n]})
        self.rows(WorkGoal, lambda n: {"work": small.works["T1"], "goal": self.goals[n]})
        for work in (small.works["T1"], mine["works"]):
            self._responsibilities(work)
        self.coded(
            Milestone,
            lambda n: {"work": (*parents, self.works[n])[n % 4], "title": "x", "when": self.when},
        )

    def _responsibilities(self, work: Work) -> None:
        kinds = Responsibility.Kind.values
        self.rows(
            Responsibility,
            lambda n: {"work": work, "kind": kinds[n % len(kinds)], "role": self.roles[n]},
        )

    def _results(self) -> None:
        small, mine = self.world.small, self.world.rows
        works = (small.works["T1"], small.works["T2"], mine["works"], small.works["X"])
        self.results = self.coded(
            Result,
            lambda n: {
                "work": (*works, self.works[n])[n % 5],
                "title": "Resultaat",
                "owner_role": self.roles[n],
            },
        )
        self.busy = (small.results["R1"], mine["results"])

    def _on_results(self) -> None:
        """Let rows hang on every new result, and many on R1 and on the row of the register."""
        quarters = [parse_period(f"Q{n % 4 + 1} {2020 + n // 4}") for n in range(self.count)]
        first = int.from_bytes(self.mark.encode()) * 1000

        for place in range(3):
            on = partial(self._place, place)
            self._actions(on, f"{place}.")
            self._hanging(on, quarters, first)

    def _place(self, place: int, number: int) -> Result:
        """Return the new result of a number, or one of the two on which much hangs."""
        found: Result = (self.results[number], *self.busy)[place]
        return found

    def _actions(self, on: Callable[[int], Any], kind: str) -> None:
        self.coded(Action, lambda n: {"result": on(n), "text": "Doe", "role": self.roles[n]}, kind)

    def _hanging(self, on: Callable[[int], Any], quarters: list[Any], first: int) -> None:
        day = date(2023, 1, 1) - timedelta(days=first % 7919)
        self.rows(
            StatusUpdate,
            lambda n: {
                "result": on(n),
                "date": day - timedelta(days=n),
                "time": "attention",
                "forecast": self.when,
            },
        )
        self.rows(ReadyBy, lambda n: {"result": on(n), "position": first + n, "when": self.when})
        kind = "prepare" if self.mark == "a" else "embed"
        self.rows(Phase, lambda n: {"result": on(n), "kind": kind, "period": quarters[n]})
        self.rows(
            ExpertiseNeed,
            lambda n: {"result": on(n), "position": first + n, "text": f"{self.mark}{n}"},
        )
        self.rows(ResultGoal, lambda n: {"result": on(n), "goal": self.goals[n]})
        others = self.results[1:] + self.results[:1]
        self.rows(Dependency, lambda n: {"result": on(n), "needs": others[n]})

    def _money(self) -> None:
        small, mine = self.world.small, self.world.rows
        works = (small.works["T1"], mine["works"], small.works["W"])
        titled = {"title": "Geld", "nature": "incidental"}
        costs = self.coded(CostItem, lambda n: {"work": works[n % 3], **titled})
        of_results = self.coded(
            CostItem, lambda n: {"result": [self.results[n], *self.busy][n % 3], **titled}, "r"
        )
        sources = self.coded(FundingSource, lambda n: {"work": works[n % 3], **titled})
        ten = Decimal(10)
        for year in (2023, 2024, None):
            for items in (costs, of_results):
                self.rows(
                    CostAmount,
                    lambda n, items=items, year=year: {
                        "item": items[n],
                        "year": year,
                        "amount": ten,
                    },
                )
            self.rows(
                SourceAmount,
                lambda n, year=year: {"item": sources[n], "year": year, "amount": ten},
            )
        self._drawn(costs, sources, ten)
        self.coded(
            StatedTotal,
            lambda n: {
                "title": "Totaal",
                "measure": "cost",
                "amount": Decimal(n),
                "work": works[n % 3],
                "first_year": 2023,
            },
        )

    def _drawn(self, costs: list[Any], sources: list[Any], ten: Decimal) -> None:
        small, mine = self.world.small, self.world.rows
        froms = (small.sources["B1"], mine["funding-sources"])
        for kind, to in (("c", "cost_item"), ("w", "work"), ("k", "cost_item")):
            targets = {"c": costs, "w": [small.works["T1"]], "k": [mine["cost-items"]]}[kind]
            self.coded(
                Allocation,
                lambda n, to=to, targets=targets: {
                    "title": "Toekenning",
                    "funding_source": [*froms, sources[n]][n % 3],
                    to: targets[n % len(targets)],
                    "amount": ten,
                    "year": 2023,
                },
                kind,
            )

    def _communication(self) -> None:
        small, mine = self.world.small, self.world.rows
        works = (small.works["T1"], mine["works"], None)
        audiences = self.coded(Audience, lambda n: {"name": "Groep"})
        channels = self.coded(Channel, lambda n: {"name": "Middel"})
        milestones = Milestone.objects.filter(plan=self.plan)
        rhythms = ("", "wekelijks", "periodiek")
        moments = self.coded(
            CommunicationMoment,
            lambda n: {
                "title": "Bericht",
                "work": works[n % 3],
                "when": self.when,
                "rhythm": rhythms[n % 3],
                "milestone": milestones[n % 2],
            },
        )
        for places in (moments, [mine["communication-moments"]] * self.count):
            on = places.__getitem__
            self.rows(MomentAudience, lambda n, on=on: {"moment": on(n), "audience": audiences[n]})
            self.rows(MomentChannel, lambda n, on=on: {"moment": on(n), "channel": channels[n]})
            self.rows(MomentRole, lambda n, on=on: {"moment": on(n), "role": self.roles[n]})
            self.rows(MomentPoint, lambda n, on=on: {"moment": on(n), "text": f"{self.mark}{n}"})
        users = [each.user for each in self.world.cast.all().values()]
        for user in users:
            self.rows(
                CalendarFeed,
                lambda n, user=user: {
                    "user": user,
                    "work": works[n % 3],
                    "token_hash": f"{self.mark}{user.pk}-{n}",
                },
            )

    def _risks(self) -> None:
        small, mine = self.world.small, self.world.rows
        unit = Unit.objects.get(code="concern")
        hangs = {"goal": small.goals["D1"], "unit": unit}
        kinds = Risk.Kind.values
        risks = self.coded(
            Risk,
            lambda n: {
                "title": "Risico",
                "kind": kinds[n % 2],
                "owner_role": self.roles[n],
                **hangs,
            },
        )
        works = (small.works["T1"], small.works["W"], mine["works"])
        self.rows(WorkRisk, lambda n: {"work": works[n % 3], "risk": risks[n]})
        self.rows(WorkRisk, lambda n: {"work": self.works[n], "risk": mine["risks"]})
        day = date(2022, 1, 1) - timedelta(days=int.from_bytes(self.mark.encode()) * 100)
        for kind, on in (("o", [mine["risks"]]), ("m", risks)):
            self.coded(
                Measure,
                lambda n, on=on: {"risk": on[n % len(on)], "text": "Doe", "role": self.roles[n]},
                kind,
            )
            for moment in Score.Moment.values:
                self.rows(
                    Score,
                    lambda n, on=on, moment=moment: {
                        "risk": on[n % len(on)],
                        "date": day - timedelta(days=n),
                        "moment": moment,
                        "probability": 1 + n % 5,
                        "time": 1 + n % 4,
                    },
                )

    def _deleted(self) -> None:
        """Let as many rows of every register have been deleted: tell their histories so."""
        for register in registers.all():
            history = register.model.history.model
            gone = list(history.objects.order_by("-history_id")[: self.count])
            for row in gone:
                row.history_id = None
                row.id += GONE
                row.history_type = "-"
                row.history_change_reason = marked("", Part.DELETED, new_batch())
            history.objects.bulk_create(gone)
