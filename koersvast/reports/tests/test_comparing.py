"""What changed between two reports."""

from __future__ import annotations

from datetime import date

from koersvast.reports.changes import changes_chapter
from koersvast.reports.rules import compared


def facts(**rows):
    return {
        "results": {
            "label": "resultaten",
            "aspects": {"ready": "klaar", "status": "status"},
            "rows": rows,
        }
    }


def row(label, **values):
    return {"label": label, "values": {name: [value, value] for name, value in values.items()}}


def test_what_moved_is_told_with_old_and_new():
    (topic,) = compared(facts(R1=row("Een", ready="Q1")), facts(R1=row("Een", ready="Q2")))
    (change,) = topic.changes
    assert change.kind == "changed"
    assert [(m.aspect, m.old, m.new) for m in change.moved] == [("klaar", "Q1", "Q2")]


def test_what_came_and_what_went_is_told():
    (topic,) = compared(facts(R1=row("Een", ready="Q1")), facts(R2=row("Twee")))
    assert [(c.label, c.kind) for c in topic.changes] == [("Twee", "new"), ("Een", "gone")]


def test_what_stayed_the_same_is_not_told():
    same = facts(R1=row("Een", ready="Q1"))
    assert compared(same, same) == []


def test_what_only_one_of_the_two_took_down_is_not_compared():
    assert compared({}, facts(R1=row("Een"))) == []


def test_the_chapter_has_a_table_per_topic_or_says_that_nothing_changed():
    topics = compared(
        facts(R1=row("Een", ready="Q1", status="a"), R3=row("Weg")),
        facts(R1=row("Een", ready="Q2", status="b"), R2=row("Twee")),
    )
    chapter = changes_chapter(topics, date(2023, 3, 1))
    table = chapter.blocks[2]
    assert [len(each.cells) for each in table.rows] == [4, 4, 4, 4]
    assert not table.rows[1].cells[0].lines
    assert len(changes_chapter([], date(2023, 3, 1)).blocks) == 1
