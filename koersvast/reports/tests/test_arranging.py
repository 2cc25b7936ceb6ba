"""What stays together, what a cover says, and colours one can read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.core.document_tree import as_data
from koersvast.reports.engine.arranging import (
    LEGIBLE,
    WHITE,
    arranged,
    contrast,
    is_small,
    leads_in,
    legible,
    text_on,
    titles,
)
from koersvast.reports.tests import samples

COLOURS = st.from_regex("#[0-9a-f]{6}", fullmatch=True)


def blocks_of(*blocks):
    return as_data(samples.document(samples.chapter(*blocks)))["chapters"][0]["blocks"]


@given(COLOURS)
def test_text_can_be_read_on_every_colour_and_in_it(colour):
    assert contrast(text_on(colour), colour) >= LEGIBLE
    assert contrast(legible(colour), WHITE) >= LEGIBLE


def test_a_colour_that_can_be_read_stays_as_it_is():
    assert legible("#17546e") == "#17546e" and text_on("#17546e") == WHITE
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_paragraphs_and_short_lists_keep_with_the_table_that_they_lead_in():
    blocks = blocks_of(
        samples.paragraph("Doel"),
        samples.Bullets((samples.text("een"), samples.text("twee"))),
        samples.paragraph("Toelichting"),
        samples.table(),
        samples.paragraph("Daarna"),
    )
    assert [leads_in(blocks, n) for n in range(5)] == [True, True, True, False, False]


def test_long_text_and_long_lists_do_not_keep_with_a_table():
    long = samples.paragraph("woord " * 300)
    many = samples.Bullets(tuple(samples.text("punt") for _each in range(30)))
    assert not leads_in(blocks_of(long, samples.table()), 0)
    assert not leads_in(blocks_of(many, samples.table()), 0)
    assert not leads_in(blocks_of(samples.paragraph("a"), samples.Heading("b"), samples.table()), 0)


def test_a_short_paragraph_keeps_with_the_list_that_it_announces():
    many = samples.Bullets(tuple(samples.text("punt") for _each in range(30)))
    assert leads_in(blocks_of(samples.paragraph("Dit zijn ze:"), many), 0)


def test_a_small_table_is_whole_and_a_large_or_narrow_one_is_not():
    small, large = blocks_of(samples.table(2), samples.table(30))
    assert is_small(small) and not is_small(large)
    columns = tuple(samples.Column("k") for _each in range(20))
    narrow = samples.Row(tuple(samples.cell("lange tekst " * 10) for _each in range(20)))
    assert not is_small(blocks_of(samples.Table(columns, (narrow,)))[0])


def test_a_heading_over_rows_keeps_the_next_row_and_a_last_row_keeps_nothing():
    data = arranged(as_data(samples.document(samples.chapter(samples.table(40)))))
    rows = data["chapters"][0]["blocks"][0]["rows"]
    assert rows[0]["keeps"] and not rows[5]["keeps"] and not rows[-1]["keeps"]


@pytest.mark.parametrize(
    ("title", "subtitle", "shown"),
    [
        ("Uitvoeringsplan – het plan", "het plan", ("Het plan", "")),
        ("Uitvoeringsplan – Spoor 1", "Het plan", ("Spoor 1", "Het plan")),
        ("Uitvoeringsplan", "Het plan", ("Uitvoeringsplan", "Het plan")),
        ("Uitvoeringsplan – ", "", ("Uitvoeringsplan – ", "")),
        ("Iets anders", "Uitvoeringsplan", ("Iets anders", "")),
    ],
)
def test_nothing_stands_twice_on_a_cover(title, subtitle, shown):
    data = {"title": title, "subtitle": subtitle, "kind": "Uitvoeringsplan"}
    assert titles(data) == shown


def test_what_stands_large_on_a_cover_is_no_line_below_it():
    document = {
        **as_data(samples.document()),
        "title": "Uitvoeringsplan – Groen",
        "subtitle": "Groen en gezond 2023",
        "facts": [["Plan", "Groen en gezond 2023"], ["Feiten van", "1 mrt 2023"]],
    }
    found = arranged(document)
    assert found["cover"]["subtitle"] == "Groen en gezond 2023"
    assert found["facts"] == [["Feiten van", "1 mrt 2023"]]


def test_a_longer_title_is_smaller_and_leaves_less_room():
    rooms = []
    for words in (1, 6, 30):
        document = {**as_data(samples.document()), "title": "Ontwikkeling " * words}
        cover = arranged(document)["cover"]
        rooms.append((cover["size"], cover["room"]))
    assert [size for size, _room in rooms] == [32, 32, 15]
    assert rooms[0][1] > rooms[1][1]
