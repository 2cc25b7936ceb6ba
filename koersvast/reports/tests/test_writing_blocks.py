"""The short ways to write the parts of a document."""

from __future__ import annotations

import pytest

from koersvast.core.document_tree import plain
from koersvast.core.documents import Run, lines, paragraphs, runs, text_of


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("€ 500.000 en € 1 mln", "€\u00a0500.000 en €\u00a01 mln"),
        ("tekort van € –1.901.000", "tekort van €\u00a0–1.901.000"),
        ("in € per jaar", "in € per jaar"),
        ("€500", "€500"),
    ],
)
def test_no_line_ends_between_a_euro_sign_and_its_amount(typed, written):
    (paragraph,) = paragraphs(typed)
    ways = (text_of(typed), runs(typed), runs(Run(typed, bold=True)), lines(typed).lines[0])
    assert [plain(each) for each in (*ways, paragraph.text)] == [written] * 5
