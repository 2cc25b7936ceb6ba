"""What the page of one risk shows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.display import display
from koersvast.core.kit.register import registers
from koersvast.core.money import format_short
from koersvast.core.policy import policies
from koersvast.risk.models import Measure, Risk, Scale, Score
from koersvast.risk.policy import may_keep, may_set_state
from koersvast.risk.rules import (
    IMPACTS,
    Position,
    Rating,
    Trend,
    course_of,
    expected_loss,
    impacts_of,
    position_of,
)
from koersvast.risk.selectors import (
    RiskRow,
    ScaleSet,
    judgement_of,
    map_of,
    measures_of,
    risk_rows,
    scale_set,
    scores_of,
)

TONES = {Rating.CRITICAL: "off", Rating.HIGH: "off", Rating.MEDIUM: "warn", Rating.LOW: "ok"}


@dataclass(frozen=True)
class Level:
    """A level on a scale with what it means; `derived` from the likely euros."""

    scale: str
    level: int
    meaning: str
    derived: bool = False


@dataclass(frozen=True)
class ScoreRow:
    """A score with what follows from it."""

    score: Score
    place: Position | None
    rating: Rating | None
    probability: Level
    impacts: list[Level]
    loss: Decimal | None


def score_row(score: Score, scales: ScaleSet) -> ScoreRow:
    """Return a score with its levels in words."""
    judgement = judgement_of(score)
    found = impacts_of(judgement, scales.scales)
    impacts = [
        Level(
            str(Scale(name).label),
            found[name],
            scales.meaning(name, found[name]),
            derived=getattr(score, name) is None,
        )
        for name in IMPACTS
        if name in found
    ]
    chance = Scale.PROBABILITY
    place = position_of(judgement, scales.scales)
    return ScoreRow(
        score=score,
        place=place,
        rating=scales.scales.classes.rating_of(place.height) if place else None,
        probability=Level(
            str(chance.label), score.probability, scales.meaning(chance, score.probability)
        ),
        impacts=impacts,
        loss=expected_loss(judgement, scales.scales),
    )


def page_context(actor: Actor, risk: Risk) -> dict[str, Any]:
    """Return everything that the page shows; seven queries."""
    scales = scale_set(actor)
    scores = scores_of(actor, risk)
    measures = measures_of(actor, risk)
    (row,) = risk_rows(actor, Risk.objects.filter(pk=risk.pk), scales)
    course = course_of((judgement_of(each) for each in scores), scales.scales)
    return {
        "risk": risk,
        "row": row,
        "is_risk": risk.kind == Risk.Kind.RISK,
        "chain": chain_of(risk),
        "scores": [score_row(each, scales) for each in scores],
        "course": course,
        "map": map_of([row], "moves", scales.scales.classes) if row.standing.now else None,
        "measures": [(each, may_set_state(actor, each)) for each in measures],
        "states": Measure.State.choices,
        "tiles": tiles_of(row, scales, measures) if risk.kind == Risk.Kind.RISK else [],
        "scales_given": scales.given,
        **rights_on(actor, risk),
    }


def rights_on(actor: Actor, risk: Risk) -> dict[str, bool]:
    """Return what the actor may do with a risk."""
    keeps = may_keep(actor, risk)
    is_open = risk.closed_on is None
    return {
        "may_keep": keeps,
        "may_score": keeps and is_open and risk.kind == Risk.Kind.RISK,
        "may_delete": policies.of(risk).may_delete(actor, risk),
        "may_set_scales": registers.get("risk-scales").policy.may_add(actor),
    }


def chain_of(risk: Risk) -> list[tuple[str, str, str]]:
    """Return cause, event and effect: kind, label, text; [] when none of them is told."""
    links = [
        ("cause", _("Cause"), risk.cause),
        ("event", _("What may happen"), risk.event or risk.title),
        ("effect", _("Effect"), risk.effect),
    ]
    return links if risk.cause or risk.event or risk.effect else []


def tiles_of(row: RiskRow, scales: ScaleSet, measures: list[Measure]) -> list[dict[str, Any]]:
    """Return the key figures of a risk."""
    tiles = [_height_tile(row), _age_tile(row)]
    loss = expected_loss(row.standing.current, scales.scales)
    if loss is not None:
        likely = row.standing.current.likely if row.standing.current else None
        sub = _("chance × likely %(amount)s") % {"amount": format_short(likely or 0, _language())}
        value = format_short(loss, _language())
        tiles.append({"label": _("Expected loss"), "value": value, "sub": sub})
    if measures:
        sub = _how_far(measures)
        tiles.append(
            {"label": _("Measures"), "value": len(measures), "sub": sub, "href": "#measures"}
        )
    return tiles


def _language() -> str | None:
    return get_language()


def _how_far(measures: list[Measure]) -> str:
    """Return how many measures are done, where anything was told of them."""
    if all(each.state == Measure.State.NOT_TOLD for each in measures):
        return _("not told how far")
    done = sum(1 for each in measures if each.state == Measure.State.DONE)
    return ngettext("%(done)d of them done", "%(done)d of them done", done) % {"done": done}


def _height_tile(row: RiskRow) -> dict[str, Any]:
    place, rating = row.standing.now, row.standing.rating
    if place is None or rating is None:
        return {"label": _("Height"), "value": _("not judged yet"), "sub": ""}
    words = {
        Rating.LOW: pgettext("risk", "low"),
        Rating.MEDIUM: pgettext("risk", "medium"),
        Rating.HIGH: pgettext("risk", "high"),
        Rating.CRITICAL: pgettext("risk", "critical"),
    }
    trends = {
        Trend.UP: _("higher than the time before"),
        Trend.SAME: _("the same as the time before"),
        Trend.DOWN: _("lower than the time before"),
    }
    when = _("after measures") if row.standing.place_after else _("before measures")
    parts = [
        _("probability %(probability)d × impact %(impact)d")
        % {"probability": place.probability, "impact": place.impact},
        when,
    ]
    if row.standing.trend:
        parts.append(trends[row.standing.trend])
    return {
        "label": _("Height"),
        "value": words[rating],
        "sub": ", ".join(parts),
        "tone": TONES[rating],
        "href": "#scores",
    }


def _age_tile(row: RiskRow) -> dict[str, Any]:
    latest = row.standing.latest
    if latest is None:
        return {"label": _("Judged last"), "value": _("never"), "sub": ""}
    return {
        "label": _("Judged last"),
        "value": display(latest.on),
        "sub": "" if row.age is None else _age(row.age, today=row.today),
        "href": "#scores",
    }


def _age(days: int, *, today: bool) -> str:
    """Return how long ago that is; of an old plan, how long before its reference date."""
    if not today and days == 0:
        return _("on the reference date")
    if not today:
        return ngettext(
            "%(counter)s day before the reference date",
            "%(counter)s days before the reference date",
            days,
        ) % {"counter": days}
    ago = ngettext("%(counter)s day ago", "%(counter)s days ago", days)
    return _("today") if days == 0 else ago % {"counter": days}
