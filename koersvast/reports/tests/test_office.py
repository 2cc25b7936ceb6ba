"""What an office program makes of DOCX and ODT, however odd their text. It is started once."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from koersvast.reports.tests import samples
from koersvast.reports.tests.reading import (
    needs_office,
    needs_poppler,
    pages,
    pictures,
    through_office,
)
from koersvast.reports.tests.test_files import files_of
from koersvast.reports.tests.test_odd_text import HEBREW, ODD, everywhere

DOCUMENTS = {
    "full": samples.full(),
    "long": samples.full(rows=500),
    "odd": everywhere(ODD),
    "turned": everywhere(HEBREW),
    "wordy": samples.document(samples.chapter(samples.paragraph("Vele woorden. " * 2_858))),
    "title": replace(samples.full(), title="Organisatieontwikkeling " * 12),
    "nothing": samples.document(),
    "poster": samples.document(samples.chapter(samples.table(40)), poster=True),
}
SHORTEST = {"odd": 0, "turned": 0, "nothing": 2}
"""Words that a page has at least; of others five."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    asked = {
        f"{name}-{kind}.{kind}": content
        for name, document in DOCUMENTS.items()
        for kind, content in files_of(document).items()
        if kind != "pdf"
    }
    return through_office(asked, tmp_path_factory.mktemp("office"))


pytestmark = [needs_office, needs_poppler, pytest.mark.slow]
EVERY = pytest.mark.parametrize("kind", ["docx", "odt"])


@EVERY
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_opens_and_none_of_its_pages_is_empty(name, kind, opened):
    found = pages(opened[f"{name}-{kind}.{kind}"])
    assert all(len(page.split()) > SHORTEST.get(name, 5) for page in found)
    if name == "poster":
        assert len(found) == 1


@EVERY
def test_pictures_tables_and_contents_are_there(kind, opened):
    made = opened[f"full-{kind}.{kind}"]
    assert pictures(made) == 2
    everything = "\n".join(pages(made))
    for words in ("Resultaat 2", "Totaal", "Inhoud", "Kosten per jaar"):
        assert words in everything


@EVERY
def test_header_rows_repeat_and_no_row_is_cut(kind, opened):
    found = pages(opened[f"long-{kind}.{kind}"])
    with_rows = [page for page in found if re.search(r"Resultaat \d", page)]
    assert len(with_rows) > 10
    assert all(re.search(r"Wat\s+Hoe\s+Bedrag", page) for page in with_rows)
    shown = {int(number) for page in found for number in re.findall(r"Resultaat (\d+)", page)}
    assert shown == set(range(500))
    assert all(page.count("eerst dit") == page.count("dan dat") for page in found)


@EVERY
def test_odd_text_is_shown_as_text(kind, opened):
    found = " ".join("".join(pages(opened[f"odd-{kind}.{kind}"])).split())
    assert "<b>c</b>" in found and "{{ 7|add:1 }}" in found


@EVERY
def test_a_cover_takes_one_page_whatever_its_title(kind, opened):
    found = pages(opened[f"title-{kind}.{kind}"])
    assert "Peildatum" in found[0] and "Inhoud" in found[1]
