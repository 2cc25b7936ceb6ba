"""Sprints on a time axis: where everything is drawn."""

from __future__ import annotations

from datetime import date

from koersvast.work.sprint_picture import LEFT, RIGHT, Row, Stretch, picture_of

ONE = Stretch(1, "Sprint 1", date(2022, 7, 18), date(2022, 8, 26))
TWO = Stretch(2, "Sprint 2", date(2022, 8, 29), date(2022, 10, 7))


def test_sprints_stand_side_by_side_in_time_within_the_picture() -> None:
    picture = picture_of([ONE, TWO], [])
    assert picture is not None
    first, second = picture.sprints
    assert first.x >= LEFT and first.x + first.width <= second.x
    assert second.x + second.width <= RIGHT
    assert (first.text, first.middle) == ("Sprint 1", first.x + first.width // 2)


def test_a_line_shows_on_which_sprints_it_reported_and_when_it_expects_to_be_ready() -> None:
    row = Row(7, "Een spoor met een heel erg lange naam", frozenset({2}), date(2023, 3, 31), "Q1")
    picture = picture_of([ONE, TWO], [row, Row(8, "Kort", frozenset())])
    assert picture is not None
    lane, silent = picture.lanes
    assert [box.told for box in lane.boxes] == [False, True]
    assert lane.mark is not None and TWO.last < row.ready  # type: ignore[operator]
    assert picture.sprints[1].x < lane.mark <= RIGHT
    assert lane.name.endswith("…") and silent.name == "Kort"
    assert silent.mark is None and silent.y > lane.y


def test_what_was_expected_before_the_first_sprint_has_no_mark() -> None:
    picture = picture_of([ONE], [Row(7, "Spoor", frozenset(), date(2021, 1, 1))])
    assert picture is not None and picture.lanes[0].mark is None


def test_a_sprint_too_narrow_for_its_name_goes_without() -> None:
    far = Row(7, "Spoor", frozenset(), date(2032, 1, 1))
    picture = picture_of([ONE], [far])
    assert picture is not None and picture.sprints[0].text == ""
    assert sum(tick.named for tick in picture.ticks) < len(picture.ticks)


def test_without_a_sprint_with_days_there_is_no_picture() -> None:
    assert picture_of([], [Row(7, "Spoor", frozenset())]) is None
