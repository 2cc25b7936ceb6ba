"""What a plan file may say about risks, and what it may not."""

from __future__ import annotations

import pytest

from koersvast.core.parts import parts


def problems(part: str, *rows: dict[str, object]) -> list[int]:
    check = parts.get(part).table.check
    assert check is not None
    return [number for number, _sentence in check([((n,), row) for n, row in enumerate(rows)])]


def level(scale: str, number: int, upper: int | None = None) -> dict[str, object]:
    return {"scale": scale, "level": number, "upper": upper}


def test_amounts_of_levels_go_up() -> None:
    money = [level("money", 1, 100), level("money", 3, 300), level("money", 2, 200)]
    assert problems("risk.scales", *money, level("time", 1)) == []
    assert problems("risk.scales", level("money", 1, 100), level("money", 2, 100)) == [1]


@pytest.mark.parametrize(
    ("kind", "scores", "wrong"),
    [("risk", [1], []), ("precondition", [], []), ("precondition", [1], [0])],
)
def test_a_precondition_has_no_scores(kind: str, scores: list[int], wrong: list[int]) -> None:
    rows = [{"moment": "before"} for _each in scores]
    assert problems("risk.risks", {"kind": kind, "measures": [], "scores": rows}) == wrong


@pytest.mark.parametrize(("measures", "wrong"), [([], [0]), ([{"text": "Huur in"}], [])])
def test_without_a_measure_nothing_is_judged_after_measures(
    measures: list[object], wrong: list[int]
) -> None:
    scores = [{"moment": "before"}, {"moment": "after"}]
    row = {"kind": "risk", "measures": measures, "scores": scores}
    assert problems("risk.risks", row) == wrong


@pytest.mark.parametrize(
    ("bounds", "wrong"),
    [((5, 12, 20), []), ((5, 12, None), []), ((12, 12, 20), [0]), ((5, 12, 10), [0])],
)
def test_bounds_of_classes_go_up(bounds: tuple[int | None, ...], wrong: list[int]) -> None:
    names = ("medium_from", "high_from", "critical_from")
    assert problems("risk.classes", dict(zip(names, bounds, strict=True))) == wrong
