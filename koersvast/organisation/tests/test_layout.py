"""The picture of the organisation: readable, no wider than a page, nothing over each other."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from koersvast.organisation.rules.facts import PlacementFact, UnitFact
from koersvast.organisation.rules.forest import Forest, forest_on
from koersvast.organisation.rules.layout import (
    BOX_HEIGHT,
    BOX_WIDTH,
    MARGIN,
    PAGE_WIDTH,
    Box,
    Layout,
    layout,
)

DAY = date(2023, 7, 1)


def forest(parents: dict[int, int | None], beside: int = 0) -> Forest:
    units = [UnitFact(key, str(key)) for key in range(len(parents) + beside)]
    return forest_on(units, [PlacementFact(a, b) for a, b in parents.items()], DAY)


def lines(picture: Layout) -> list[tuple[int, int, int, int]]:
    found = []
    for path in picture.paths:
        numbers = [int(text) for text in re.findall(r"\d+", path)]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        found += [(*a, *b) for a, b in pairwise(points)]
    return found


def boxes(picture: Layout) -> dict[object, Box]:
    return {box.key: box for box in picture.boxes}


def test_nothing_makes_an_empty_picture() -> None:
    assert layout(Forest()) == Layout()


def test_one_unit_is_one_box() -> None:
    picture = layout(forest({0: None}))
    assert picture.boxes == (Box(0, MARGIN, MARGIN),)
    assert (picture.width, picture.height) == (BOX_WIDTH + 2 * MARGIN, BOX_HEIGHT + 2 * MARGIN)
    assert picture.paths == ()


def test_departments_stand_side_by_side_under_the_middle_of_the_top() -> None:
    found = boxes(layout(forest({0: None, 1: 0, 2: 0, 3: 0})))
    assert found[1].y == found[2].y == found[3].y > found[0].y
    assert found[0].x == found[2].x


def test_one_department_stands_straight_under_the_top() -> None:
    found = boxes(layout(forest({0: None, 1: 0})))
    assert found[0].x == found[1].x


def test_teams_hang_as_a_list_under_their_department() -> None:
    found = boxes(layout(forest({0: None, 1: 0, 4: 0, 2: 1, 3: 1})))
    assert found[2].x == found[3].x > found[1].x
    assert found[3].y > found[2].y > found[1].y


def test_many_teams_hang_in_several_columns() -> None:
    parents = {0: None, 1: 0, **{key: 1 for key in range(2, 22)}, 22: 0}
    found = boxes(layout(forest(parents)))
    columns = {found[key].x for key in range(2, 22)}
    assert len(columns) == 3


def test_what_stands_alone_under_the_top_spreads_its_units_too() -> None:
    found = boxes(layout(forest({0: None, 1: 0, 2: 1, 3: 1, 4: 1})))
    assert found[2].y == found[3].y == found[4].y > found[1].y
    assert found[0].x == found[1].x == found[3].x


def test_a_deep_domain_hangs_as_a_list_when_that_fits_the_page() -> None:
    found = boxes(layout(forest({0: None, 1: 0, 2: 0, 3: 1, 4: 1, 5: 1, 6: 1, 7: 6})))
    assert found[3].x == found[4].x == found[5].x == found[6].x < found[7].x
    assert found[1].y == found[2].y


def test_a_tall_domain_spreads_when_that_fits_the_page_better() -> None:
    parents: dict[int, int | None] = {0: None, 1: 0, 2: 0}
    key = 3
    for _department in range(4):
        department = key
        parents[department] = 1
        parents |= {team: department for team in range(key + 1, key + 7)}
        key += 7
    found = boxes(layout(forest(parents)))
    assert found[3].y == found[10].y == found[17].y == found[24].y


def test_a_wide_level_goes_on_in_a_second_row() -> None:
    picture = layout(forest({0: None, **{key: 0 for key in range(1, 11)}}))
    assert len({box.y for box in picture.boxes}) == 3
    assert picture.width <= PAGE_WIDTH + 2 * MARGIN


def test_units_without_a_place_stand_below_the_picture() -> None:
    picture = layout(forest({0: None, 1: 0}, beside=2))
    assert picture.beside_y is not None
    assert [box.key for box in picture.boxes if box.beside] == [2, 3]
    assert all(box.y > picture.beside_y for box in picture.boxes if box.beside)


def test_with_only_units_without_a_place_the_picture_begins_with_them() -> None:
    assert layout(forest({}, beside=9)).beside_y == 0


@st.composite
def forests(draw: st.DrawFn) -> Forest:
    count = draw(st.integers(0, 60))
    parents: dict[int, int | None] = {}
    for key in range(count):
        above = draw(st.integers(-1, key - 1)) if key else -1
        parents[key] = None if above < 0 else above
    return forest(parents, beside=draw(st.integers(0, 8)))


@given(forests())
def test_boxes_never_overlap_and_lie_within_the_picture(made: Forest) -> None:
    picture = layout(made)
    assert len(picture.boxes) == len(made.places)
    for number, box in enumerate(picture.boxes):
        assert MARGIN <= box.x <= picture.width - BOX_WIDTH - MARGIN
        assert MARGIN <= box.y <= picture.height - BOX_HEIGHT - MARGIN
        for other in picture.boxes[:number]:
            apart = abs(box.x - other.x) >= BOX_WIDTH or abs(box.y - other.y) >= BOX_HEIGHT
            assert apart, (box, other)


@given(forests())
def test_connectors_run_straight_and_through_no_box(made: Forest) -> None:
    picture = layout(made)
    for x1, y1, x2, y2 in lines(picture):
        assert x1 == x2 or y1 == y2
        low_x, high_x, low_y, high_y = min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)
        for box in picture.boxes:
            beside = high_x <= box.x or low_x >= box.x + BOX_WIDTH
            above = high_y <= box.y or low_y >= box.y + BOX_HEIGHT
            assert beside or above, (box, (x1, y1, x2, y2))


@given(forests())
def test_a_shallow_organisation_is_no_wider_than_a_page(made: Forest) -> None:
    if max((place.depth for place in made.places), default=0) <= 4:
        assert layout(made).width <= PAGE_WIDTH + 2 * MARGIN
