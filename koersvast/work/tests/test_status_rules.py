"""How results and works stand."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.work.rules import (
    NO_RESULTS,
    Counts,
    Status,
    depth_first,
    overall_status,
    roll_up,
    status_of_lights,
    subtree,
    worst,
)

LIGHTS = ("", "on_course", "attention", "off_course")


@pytest.mark.parametrize("lights", list(product(LIGHTS, repeat=4)))
def test_an_update_is_as_bad_as_its_worst_light(lights: tuple[str, ...]) -> None:
    given_lights = [light for light in lights if light]
    expected = max(given_lights, key=LIGHTS.index, default="none")
    assert status_of_lights(lights) == expected
    assert status_of_lights(lights, done=True) is Status.DONE


def test_words_only_is_no_judgement_and_so_never_green() -> None:
    assert status_of_lights(("", "", "", "")) is Status.NONE


def test_every_status_has_a_word_and_a_colour() -> None:
    assert all(str(status.label) and status.tone for status in Status)


def test_nothing_at_all_is_not_reported() -> None:
    assert worst([]) is Status.NONE
    assert NO_RESULTS.worst() is Status.NONE
    assert NO_RESULTS.parts() == []


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (Counts(done=2), Status.DONE),
        (Counts(done=2, on_course=1), Status.ON_COURSE),
        (Counts(on_course=9, none=1), Status.NONE),
        (Counts(on_course=9, none=1, attention=1), Status.ATTENTION),
        (Counts(attention=1, off_course=1), Status.OFF_COURSE),
        (NO_RESULTS, Status.NONE),
    ],
)
def test_a_work_is_green_only_when_all_of_it_is_reported(counts: Counts, expected: Status) -> None:
    assert overall_status(counts) is expected


def test_what_is_reported_on_the_work_itself_goes_before_its_results() -> None:
    assert overall_status(Counts(off_course=3), Status.ON_COURSE) is Status.ON_COURSE


def test_counts_tell_how_many_and_how_many_reported() -> None:
    counts = Counts(done=1, on_course=2, attention=3, off_course=4, none=5)
    assert (counts.total, counts.reported) == (15, 10)
    assert [status for status, _number in counts.parts()] == list(Status)


def test_a_tree_is_walked_in_the_order_given_and_lost_parents_make_roots() -> None:
    parents = {3: None, 1: None, 2: 1, 4: 1, 5: 2, 6: 99}
    assert depth_first(parents) == [(3, 0), (1, 0), (2, 1), (5, 2), (4, 1), (6, 0)]
    assert subtree(parents, 1) == [1, 2, 5, 4]
    assert subtree(parents, 6) == [6]
    assert subtree(parents, 99) == []


@st.composite
def trees(draw: st.DrawFn) -> dict[int, int | None]:
    """Return any tree or wood: every key but the first hangs on an earlier one, or on none."""
    size = draw(st.integers(1, 25))
    keys = draw(st.permutations(range(size)))
    shape: dict[int, int | None] = {keys[0]: None}
    for number in range(1, size):
        parent = draw(st.none() | st.integers(0, number - 1))
        shape[keys[number]] = None if parent is None else keys[parent]
    return dict(draw(st.permutations(list(shape.items()))))


numbers = st.integers(0, 1000)
any_counts = st.builds(Counts, numbers, numbers, numbers, numbers, numbers)


@given(shape=trees(), data=st.data())
def test_a_subtree_counts_what_its_parts_count_whatever_the_shape(
    shape: dict[int, int | None], data: st.DataObject
) -> None:
    own = data.draw(st.dictionaries(st.sampled_from(sorted(shape)), any_counts))
    rolled = roll_up(shape, own, NO_RESULTS, Counts.__add__)
    assert rolled.keys() == shape.keys()
    for key in shape:
        parts = [own.get(part, NO_RESULTS) for part in subtree(shape, key)]
        assert rolled[key] == sum(parts, start=NO_RESULTS)
        children = [rolled[child] for child, parent in shape.items() if parent == key]
        assert rolled[key] == sum(children, start=own.get(key, NO_RESULTS))
    roots = [rolled[key] for key, parent in shape.items() if parent is None]
    assert sum(roots, start=NO_RESULTS) == sum(own.values(), start=NO_RESULTS)


@given(trees())
def test_every_key_is_walked_once_with_its_parent_before_it(shape: dict[int, int | None]) -> None:
    walked = depth_first(shape)
    assert sorted(key for key, _depth in walked) == sorted(shape)
    depths = dict(walked)
    place = {key: number for number, (key, _depth) in enumerate(walked)}
    for key, parent in shape.items():
        assert depths[key] == (0 if parent is None else depths[parent] + 1)
        assert parent is None or place[parent] < place[key]


@given(one=any_counts, two=any_counts)
def test_the_worst_of_two_works_together_is_the_worst_of_both(one: Counts, two: Counts) -> None:
    known = [each.worst() for each in (one, two) if each.total]
    assert (one + two).worst() is worst(known)


@given(any_counts)
def test_the_pieces_of_a_bar_fill_it_when_there_are_results(counts: Counts) -> None:
    bars = counts.bars()
    assert len(bars) == len(counts.parts()) == (counts.words().count("·") + bool(counts.total))
    total = sum(float(bar["width"]) for bar in bars)
    assert not bars or abs(total - 100) < 0.1
    assert all("," not in bar["x"] + bar["width"] for bar in bars)
