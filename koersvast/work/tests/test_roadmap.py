"""How a roadmap is laid out: everything fits, nothing overlaps."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.work.roadmap import Picture, picture_of
from koersvast.work.roadmap_axis import axis_of
from koersvast.work.roadmap_shapes import LEFT, RIGHT, WIDTH, Box, Moment, Point, Track
from koersvast.work.roadmap_text import shortened, text_width, wrapped

REFERENCE = date(2023, 2, 28)


def point(first: str, last: str = "", title: str = "Start", number: int | None = None) -> Point:
    begin = date.fromisoformat(first)
    return Point(1, title, begin, date.fromisoformat(last) if last else begin, number)


def track(*points: Point, title: str = "Spoor", group: str = "") -> Track:
    return Track(1, title, points, group)


days = st.dates(date(2015, 1, 1), date(2030, 12, 31))
titles = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=90)


@st.composite
def points(draw: st.DrawFn) -> Point:
    first = draw(days)
    length = draw(st.sampled_from([0, 0, 6, 27, 89, 364, 2000]))
    number = draw(st.none() | st.integers(1, 99))
    return Point(draw(st.integers(1, 9)), draw(titles), first, first + timedelta(length), number)


tracks = st.lists(
    st.builds(
        Track,
        key=st.integers(1, 99),
        title=titles,
        points=st.lists(points(), max_size=9).map(tuple),
        group=st.sampled_from(["", "Plan A", "Plan B"]),
    ),
    max_size=5,
)
moments = st.lists(
    st.builds(Moment, on=days, text=titles.map(lambda t: t[:30]), is_today=st.booleans()),
    max_size=3,
)


def boxes(picture: Picture) -> list[Box]:
    marks = [mark for band in picture.bands for mark in band.marks]
    return [
        *(m.shape for m in marks),
        *(m.label for m in marks),
        *(c.label for c in picture.cursors),
    ]


@given(tracks, moments)
def test_nothing_overlaps_and_everything_is_inside(made: list[Track], marked: list[Moment]) -> None:
    picture = picture_of(made, marked)
    if picture is None:
        assert not any(each.points for each in made)
        return
    for box in boxes(picture):
        assert box.x >= LEFT
        assert box.y >= 0
        assert box.x + box.width <= RIGHT
        assert box.y + box.height <= picture.height
    for one, other in combinations(boxes(picture), 2):
        assert not (one.width and other.width and one.overlaps(other)), (one, other)


@given(tracks)
def test_every_point_is_drawn_once_inside_its_band(made: list[Track]) -> None:
    picture = picture_of(made)
    for band in picture.bands if picture else ():
        assert sorted(map(repr, band.track.points)) == sorted(repr(m.point) for m in band.marks)
        for mark in band.marks:
            assert band.box.y <= mark.shape.y
            assert mark.label.y + mark.label.height <= band.box.y + band.box.height
    for one, other in combinations(picture.bands if picture else (), 2):
        assert not one.box.overlaps(other.box)


@given(st.lists(points(), min_size=1), moments)
def test_labels_of_the_axis_never_overlap(some: list[Point], marked: list[Moment]) -> None:
    axis = axis_of([track(*some)], marked)
    assert axis is not None
    labels = [tick for tick in axis.ticks() if tick.text]
    assert labels
    for one, other in pairwise(labels):
        assert one.x + text_width(one.text) < other.x
    assert labels[-1].x + text_width(labels[-1].text) <= WIDTH


@given(titles, st.integers(20, 300), st.integers(1, 4))
def test_text_is_broken_within_its_width(text: str, width: int, lines: int) -> None:
    found = wrapped(text, width, lines)
    assert 1 <= len(found) <= lines
    assert all(text_width(line) <= width for line in found)
    whole = " ".join(found)
    assert whole == " ".join(text.split()) or "…" in whole


def test_a_text_that_fits_is_not_shortened() -> None:
    assert shortened("kort", 100) == "kort"
    assert shortened("veel te lang", 40).endswith("…")


def test_without_points_there_is_no_picture() -> None:
    assert picture_of([track()], [Moment(REFERENCE, "stand")]) is None


def test_a_day_is_a_dot_in_its_place_and_a_quarter_a_bar_over_its_width() -> None:
    picture = picture_of([track(point("2023-01-01", "2023-12-31"), point("2023-07-01"))])
    assert picture is not None
    year, day = sorted(picture.bands[0].marks, key=lambda mark: mark.shape.x)
    assert (year.is_bar, day.is_bar) == (True, False)
    assert (year.shape.x, year.shape.x + year.shape.width) == (LEFT, RIGHT)
    assert abs(day.middle[0] - (LEFT + RIGHT) / 2) < 5


def test_a_label_without_room_behind_its_dot_stands_before_it() -> None:
    picture = picture_of([track(point("2023-01-02"), point("2023-12-30", title="Einde"))])
    assert picture is not None
    begin, end = picture.bands[0].marks
    assert begin.label.x > begin.shape.x
    assert end.label.x < end.shape.x
    assert begin.shape.y == end.shape.y


def test_points_of_one_day_are_stacked() -> None:
    picture = picture_of([track(point("2023-02-28"), point("2023-02-28", title="Besluit"))])
    assert picture is not None
    assert len({mark.shape.y for mark in picture.bands[0].marks}) == 2


def test_a_numbered_milestone_has_a_larger_dot_and_its_disc_at_the_end_of_a_bar() -> None:
    picture = picture_of([track(point("2023-01-01", "2023-12-31", number=3), point("2023-02-01"))])
    assert picture is not None
    numbered, plain = sorted(picture.bands[0].marks, key=lambda mark: -mark.radius)
    assert numbered.radius > plain.radius
    assert numbered.middle[0] == RIGHT - numbered.radius


@pytest.mark.parametrize(
    ("reference", "first"), [("2022-12-31", "Q4 2022"), ("2020-01-01", "Q1 2023")]
)
def test_the_axis_reaches_a_reference_date_that_is_near(reference: str, first: str) -> None:
    on = date.fromisoformat(reference)
    axis = axis_of([track(point("2023-02-28"))], [Moment(on, "stand")])
    assert axis is not None
    assert axis.first.label == first
    assert axis.holds(on) == (first == "Q4 2022")


def test_today_does_not_stretch_the_axis_but_shows_when_it_is_on_it() -> None:
    made = [track(point("2023-02-28"), point("2023-11-01"))]
    early = picture_of(made, [Moment(date(2026, 1, 1), "vandaag", is_today=True)])
    within = picture_of(made, [Moment(date(2023, 6, 1), "vandaag", is_today=True)])
    assert early is not None
    assert within is not None
    assert [len(early.cursors), len(within.cursors)] == [0, 1]


def test_the_bands_are_past_up_to_the_reference_date() -> None:
    picture = picture_of([track(point("2023-02-28"))], [Moment(REFERENCE, "stand")])
    assert picture is not None
    assert picture.elapsed == picture.cursors[0].x - picture.left
    assert picture.width == WIDTH


def test_a_long_stretch_of_time_shows_years() -> None:
    picture = picture_of([track(point("2015-05-01"), point("2030-01-01"))])
    assert picture is not None
    assert [tick.text for tick in picture.ticks][:2] == ["2016", "2017"]


def test_plans_have_a_heading_when_there_are_more_than_one() -> None:
    one = track(point("2023-02-28"), group="Plan A")
    other = track(point("2023-03-28"), group="Plan B")
    alone, both = picture_of([one]), picture_of([one, one, other])
    assert alone is not None
    assert both is not None
    assert [band.heading for band in alone.bands] == [None]
    headings = [band.heading.text if band.heading else "" for band in both.bands]
    assert headings == ["Plan A", "", "Plan B"]
