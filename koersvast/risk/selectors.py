"""Reads across risks, their scores and measures, each in a fixed number of queries."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from koersvast.core.actors import Actor
from koersvast.direction.selectors import viewpoints
from koersvast.risk.models import Measure, Risk, RiskClasses, Scale, ScaleLevel, Score
from koersvast.risk.rules import (
    SERIOUS,
    Classes,
    HeatMap,
    Judgement,
    Position,
    Rating,
    Scales,
    Standing,
    age_in_days,
    heat_map,
    standing_of,
)

VIEWS = ("now", "before", "moves")
"""What the heat map shows: where risks stand now, where they stood before measures, the way."""
STATES = ("open", "closed", "all")
WORST = "serious"
"""As a height that is asked for: high and critical together."""
LONGEST = 200
NOT_OPEN = {Measure.State.NOT_TOLD, Measure.State.DONE}
NOWHERE = -1
"""A key that no row has."""
CELL = re.compile(r"([1-5])-([1-5])")


@dataclass(frozen=True)
class ScaleSet:
    """The scales of the municipality: for reckoning, and what each level means. `classes` is the
    row that says where classes begin; None when the municipality set none."""

    scales: Scales
    meanings: Mapping[str, Mapping[int, ScaleLevel]]
    classes: RiskClasses | None = None

    @property
    def given(self) -> bool:
        """True when the municipality set any level."""
        return bool(self.meanings)

    def meaning(self, scale: str, level: int | None) -> str:
        """Return what a level means; empty when the municipality did not say."""
        found = self.meanings.get(scale, {}).get(level or 0)
        return found.label if found else ""


def scale_set(actor: Actor) -> ScaleSet:
    """Return the scales of the municipality; two queries."""
    meanings: dict[str, dict[int, ScaleLevel]] = defaultdict(dict)
    for level in ScaleLevel.objects.visible_to(actor).order_by("scale", "level"):
        meanings[level.scale][level.level] = level
    bounds = {each.level: each.upper for each in meanings.get(Scale.MONEY, {}).values()}
    chances = meanings.get(Scale.PROBABILITY, {}).values()
    percentages = {each.level: each.percentage for each in chances if each.percentage is not None}
    row: RiskClasses | None = RiskClasses.objects.visible_to(actor).first()
    return ScaleSet(Scales(bounds, percentages, classes_of(row)), dict(meanings), row)


def classes_of(row: RiskClasses | None) -> Classes:
    """Return the bounds of a row as plain data; without one the defaults."""
    if row is None:
        return Classes()
    return Classes(row.medium_from, row.high_from, row.critical_from)


def judgement_of(score: Score) -> Judgement:
    """Return a score as plain data."""
    return Judgement(
        on=score.date,
        moment=score.moment,
        probability=score.probability,
        money=score.money,
        time=score.time,
        quality=score.quality,
        image=score.image,
        likely=score.money_likely,
        key=score.pk,
        illustrative=score.illustrative,
    )


@dataclass(frozen=True)
class RiskRow:
    """A risk with how it stands.

    `age` is how many days it was last judged before the day from which its plan is read; None when
    it was not, or was after that day. `today` tells that this day is today.
    """

    risk: Risk
    standing: Standing
    measures: int = 0
    open_measures: int = 0
    untold_measures: int = 0
    age: int | None = None
    today: bool = True

    @property
    def order(self) -> tuple[int, int, str]:
        """The worst first; what has no place comes last."""
        place = self.standing.now
        return (
            -(place.height if place else 0),
            -(place.impact if place else 0),
            str(self.risk.code),
        )


@dataclass(frozen=True)
class Wanted:
    """What a list of risks asks for; empty asks for all. `cell` is a place on the heat map."""

    text: str = ""
    owner: int | None = None
    plan: int | None = None
    rating: str = ""
    state: str = "open"
    lacks: str = ""
    cell: Position | None = None
    view: str = "now"

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Wanted:
        """Return what an address asks for; an owner or plan that cannot be finds nothing."""
        text = {key: str(value).strip()[:LONGEST] for key, value in asked.items()}
        state, view = text.get("state", ""), text.get("view", "")
        return cls(
            text=text.get("q", ""),
            owner=key_in(text.get("owner", "")),
            plan=key_in(text.get("plan", "")),
            rating=text.get("rating", ""),
            state=state if state in STATES else STATES[0],
            lacks=text.get("lacks", ""),
            cell=cell_in(text.get("cell", "")),
            view=view if view in VIEWS else VIEWS[0],
        )

    @property
    def active(self) -> bool:
        """True when it leaves anything out, besides what is closed."""
        return self != Wanted(view=self.view)

    def stored(self) -> dict[str, Any]:
        """Return what the database can tell, as conditions of a query."""
        found: dict[str, Any] = {}
        if self.owner is not None:
            found["owner_role_id"] = self.owner
        if self.plan is not None:
            found["plan_id"] = self.plan
        if self.state in {"open", "closed"}:
            found["closed_on__isnull"] = self.state == "open"
        return found

    def keeps(self, row: RiskRow) -> bool:
        """Tell whether a row is wanted, by what follows from its scores and measures."""
        if not rated(self.rating, row.standing.rating):
            return False
        if self.lacks == "score" and row.standing.latest is not None:
            return False
        if self.lacks == "measure" and row.measures:
            return False
        return self.cell is None or place_in(self.view, row.standing) == self.cell


def rated(wanted: str, rating: Rating | None) -> bool:
    """Tell whether a class is the wanted one; "serious" are the high and the critical ones."""
    return not wanted or rating == wanted or (wanted == WORST and rating in SERIOUS)


def key_in(text: str) -> int | None:
    """Return the key in an address: None for none, one that nothing has for what is no key."""
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) < 10 else NOWHERE


def cell_in(text: str) -> Position | None:
    """Return the place on the heat map in an address, such as "4-3": probability and impact."""
    found = CELL.fullmatch(text)
    return Position(int(found[1]), int(found[2])) if found else None


def place_in(view: str, standing: Standing) -> Position | None:
    """Return where a risk stands in a view of the heat map."""
    return standing.place_before if view == "before" else standing.now


def risk_rows(
    actor: Actor, risks: QuerySet[Any], scales: ScaleSet, today: date | None = None
) -> list[RiskRow]:
    """Return how these risks stand, the worst first; three queries, and two for the plans."""
    day = today or timezone.localdate()
    found: list[Risk] = list(risks.select_related("owner_role", "plan"))
    keys = risks.order_by().values("pk")
    judged: dict[int, list[Judgement]] = defaultdict(list)
    for score in Score.objects.visible_to(actor).filter(risk__in=keys).order_by("date", "pk"):
        judged[score.risk_id].append(judgement_of(score))
    states = Measure.objects.visible_to(actor).filter(risk__in=keys).order_by()
    measures: Counter[int] = Counter()
    undone: Counter[int] = Counter()
    untold: Counter[int] = Counter()
    for key, state in states.values_list("risk_id", "state"):
        measures[key] += 1
        untold[key] += state == Measure.State.NOT_TOLD
        undone[key] += state not in NOT_OPEN
    starts = viewpoints(actor, {risk.plan for risk in found}, day)
    rows = []
    for risk in found:
        standing = standing_of(judged[risk.pk], scales.scales)
        start = starts[risk.plan_id]
        age = age_in_days(standing.latest, start)
        counts = (measures[risk.pk], undone[risk.pk], untold[risk.pk])
        rows.append(RiskRow(risk, standing, *counts, age, start == day))
    return sorted(rows, key=lambda row: row.order)


@dataclass(frozen=True)
class Overview:
    """Risks with their heat map. `rows` are those wanted, `mapped` those the map is about."""

    rows: list[RiskRow]
    mapped: list[RiskRow]
    view: str
    map: HeatMap
    ratings: Counter[Rating] = field(default_factory=Counter)

    @property
    def serious(self) -> int:
        """How many are high or critical."""
        return sum(self.ratings[rating] for rating in SERIOUS)

    @property
    def unplaced(self) -> list[RiskRow]:
        """The risks that have no place on the map."""
        return [row for row in self.mapped if place_in(self.view, row.standing) is None]

    @property
    def without_after(self) -> int:
        """How many stand on their score before measures, as there is none after them."""
        return sum(
            1 for row in self.mapped if row.standing.place_before and not row.standing.place_after
        )


def overview_of(
    actor: Actor, risks: QuerySet[Any], wanted: Wanted, scales: ScaleSet | None = None
) -> Overview:
    """Return the risks that are wanted with their heat map; seven queries.

    The map shows all risks that pass the filters, whatever cell the list is narrowed to.
    """
    scale = scales or scale_set(actor)
    rows = risk_rows(actor, risks.filter(**wanted.stored()), scale)
    whole = Wanted(rating=wanted.rating, lacks=wanted.lacks)
    mapped = [row for row in rows if whole.keeps(row)]
    return Overview(
        rows=[row for row in rows if wanted.keeps(row)],
        mapped=mapped,
        view=wanted.view,
        map=map_of(mapped, wanted.view, scale.scales.classes),
        ratings=Counter(row.standing.rating for row in mapped if row.standing.rating),
    )


def map_of(rows: Iterable[RiskRow], view: str, classes: Classes) -> HeatMap:
    """Return the heat map of rows in a view; the keys of a cell are those of risks."""
    shown = list(rows)
    places = {
        row.risk.pk: place for row in shown if (place := place_in(view, row.standing)) is not None
    }
    moves = [
        (row.standing.place_before, row.standing.place_after) for row in shown if row.standing.moved
    ]
    return heat_map(places, moves if view == "moves" else (), classes)  # type: ignore[arg-type]


def visible_risk(actor: Actor, pk: int) -> Risk | None:
    """Return a risk that the actor sees, with what its page names."""
    risks: QuerySet[Risk] = Risk.objects.visible_to(actor)
    return risks.select_related("plan", "owner_role", "goal", "unit").filter(pk=pk).first()


def scores_of(actor: Actor, risk: Risk) -> list[Score]:
    """Return the scores of a risk, the newest first, before measures above after; one query."""
    scores = Score.objects.visible_to(actor).filter(risk=risk)
    return sorted(scores, key=lambda each: (each.date, each.moment != "before"), reverse=True)


def measures_of(actor: Actor, risk: Risk) -> list[Measure]:
    """Return what is done about a risk; one query."""
    measures = Measure.objects.visible_to(actor).filter(risk=risk).select_related("role")
    found: list[Measure] = list(measures.order_by("position", "code"))
    for each in found:
        each.risk = risk
    return found
