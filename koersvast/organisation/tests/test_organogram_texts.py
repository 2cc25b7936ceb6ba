"""Names fit in their boxes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from koersvast.organisation.organogram import NAME_SIZE, ROOM, fitted, width_of


def test_a_short_name_stands_on_one_line() -> None:
    assert fitted("Financiën", NAME_SIZE, 2) == ["Financiën"]
    assert fitted("", NAME_SIZE, 2) == [""]


def test_a_long_name_goes_on_the_next_line() -> None:
    assert fitted("Juridische Zaken en Inkoop", NAME_SIZE, 2) == ["Juridische Zaken en", "Inkoop"]


def test_a_word_that_is_too_long_is_broken_with_a_hyphen() -> None:
    first, second = fitted("Wijkontwikkelingsmaatschappij", NAME_SIZE, 2)
    assert first.endswith("-")
    assert first[:-1] + second == "Wijkontwikkelingsmaatschappij"


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    found = fitted("Afdeling voor van alles en nog veel meer en nog wat", NAME_SIZE, 2)
    assert len(found) == 2
    assert found[-1].endswith("…")


@given(st.text(max_size=80), st.integers(1, 3))
def test_every_line_fits(text: str, lines: int) -> None:
    found = fitted(text, NAME_SIZE, lines)
    assert 1 <= len(found) <= lines
    assert all(width_of(line, NAME_SIZE) <= ROOM for line in found)
