"""The heat map and the course of a risk, as geometry."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from koersvast.risk.rules import (
    AFTER,
    BEFORE,
    Classes,
    Judgement,
    Position,
    Rating,
    Scales,
    course_of,
    heat_map,
)

places = st.builds(Position, st.integers(1, 5), st.integers(1, 5))


def test_every_place_is_there_once_the_most_probable_row_first() -> None:
    found = heat_map({})
    assert [row[0].place.probability for row in found.rows] == [5, 4, 3, 2, 1]
    assert {cell.place for cell in found.cells} == {
        Position(chance, impact) for chance in range(1, 6) for impact in range(1, 6)
    }
    ratings = [cell.rating for cell in found.cells]
    assert [ratings.count(rating) for rating in Rating] == [8, 9, 5, 3]


def test_cells_have_the_class_that_the_municipality_gives_their_height() -> None:
    found = heat_map({}, classes=Classes(2, 3, None))
    ratings = [cell.rating for cell in found.cells]
    assert [ratings.count(rating) for rating in Rating] == [1, 2, 22, 0]
    assert [span.rating for span in found.spans] == [Rating.HIGH, Rating.MEDIUM, Rating.LOW]


def test_impact_goes_to_the_right_and_probability_upwards() -> None:
    cells = {cell.place: cell for cell in heat_map({}).cells}
    assert cells[Position(1, 2)].x > cells[Position(1, 1)].x
    assert cells[Position(2, 1)].y < cells[Position(1, 1)].y


@given(st.dictionaries(st.integers(), places))
def test_every_risk_stands_in_its_own_cell(standing: dict[int, Position]) -> None:
    found = heat_map(standing)
    assert {key: cell.place for cell in found.cells for key in cell.keys} == standing
    assert found.count == len(standing)


def test_cells_do_not_overlap_and_lie_within_the_picture() -> None:
    found = heat_map({})
    for row in found.rows:
        for one, two in pairwise(row):
            assert one.x + one.width < two.x
    for cell in found.cells:
        assert cell.x >= 0 and cell.x + cell.width <= found.width
        assert cell.y >= 0 and cell.y + cell.height <= found.height


def test_risks_that_go_the_same_way_share_an_arrow() -> None:
    one, two = Position(5, 5), Position(1, 1)
    (arrow,) = heat_map({}, [(one, two), (one, two), (two, two)]).arrows
    assert (arrow.start, arrow.end, arrow.count) == (one, two, 2)


@given(places, places)
def test_an_arrow_goes_from_cell_to_cell_within_the_picture(one: Position, two: Position) -> None:
    found = heat_map({}, [(one, two)])
    cells = {cell.place: cell for cell in found.cells}
    assert cells[one].left == (one != two)
    for arrow in found.arrows:
        (ax, ay), (bx, by) = cells[one].middle, cells[two].middle
        assert (arrow.x2 - arrow.x1) * (bx - ax) + (arrow.y2 - arrow.y1) * (by - ay) > 0
        assert min(arrow.x1, arrow.x2) >= 0 and max(arrow.x1, arrow.x2) <= found.width
        assert len(arrow.head.split()) == 3
    assert bool(found.arrows) is (one != two)


def judged(day: int, height: int, moment: str = BEFORE) -> Judgement:
    return Judgement(date(2023, 1, day), moment, probability=height, time=5)


def test_a_course_takes_two_days() -> None:
    assert course_of([], Scales()) is None
    assert course_of([judged(1, 2), judged(1, 1, AFTER)], Scales()) is None
    unplaced = Judgement(date(2023, 1, 9), BEFORE, 3)
    assert course_of([judged(1, 2), unplaced], Scales()) is None


def test_a_course_runs_from_old_to_new_and_higher_is_higher() -> None:
    course = course_of([judged(9, 4), judged(1, 2), judged(5, 1, AFTER)], Scales())
    assert course is not None
    before, after = course.lines
    assert (before.moment, after.moment) == (BEFORE, AFTER)
    assert before.dots[0].x < after.dots[0].x < before.dots[1].x
    assert before.dots[0].y > before.dots[1].y
    assert before.points == " ".join(f"{dot.x},{dot.y}" for dot in before.dots)
    assert [mark.on.day for mark in course.days] == [1, 9]


def test_a_moment_without_scores_is_no_line() -> None:
    course = course_of([judged(1, 2), judged(2, 2)], Scales())
    assert course is not None and [line.moment for line in course.lines] == [BEFORE]


def test_a_dot_lies_in_the_band_of_its_class() -> None:
    for height in range(1, 6):
        course = course_of([judged(1, height), judged(2, height)], Scales())
        assert course is not None
        (line,) = course.lines
        dot = line.dots[0]
        rating = Classes().rating_of(dot.place.height)
        (band,) = [each for each in course.bands if each.rating is rating]
        assert band.y <= dot.y <= band.y + band.height
