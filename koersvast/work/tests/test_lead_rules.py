"""Who leads a line, since when, and who did before: the rule."""

from __future__ import annotations

from datetime import date

from koersvast.work.rules import Holding, lead_line

DAY = date(2022, 11, 11)
FIRST = Holding("Eerste", None, date(2022, 10, 9))
SECOND = Holding("Tweede", date(2022, 10, 10))


def test_a_change_of_lead_shows_who_leads_now_since_when_and_who_did_before() -> None:
    line = lead_line([FIRST, SECOND], DAY)
    assert (line.now, line.before, line.later) == ((SECOND,), (FIRST,), ())
    assert not line.is_unclear


def test_the_same_change_seen_before_it_happened_names_who_comes() -> None:
    line = lead_line([SECOND, FIRST], date(2022, 9, 1))
    assert (line.now, line.later) == ((FIRST,), (SECOND,))


def test_a_change_without_days_is_unclear_and_guesses_nobody_away() -> None:
    line = lead_line([Holding("Eerste"), Holding("Tweede")], DAY)
    assert len(line.now) == 2 and line.is_unclear


def test_two_who_lead_together_since_a_day_are_clear() -> None:
    both = [Holding("A", date(2022, 1, 1)), Holding("B", date(2022, 2, 1))]
    assert not lead_line(both, DAY).is_unclear


def test_the_last_of_those_before_stands_first() -> None:
    oldest = Holding("Oudste", None, date(2021, 1, 1))
    assert [each.name for each in lead_line([oldest, FIRST], DAY).before] == ["Eerste", "Oudste"]


def test_nobody_leads_what_nobody_holds() -> None:
    assert lead_line([], DAY).now == ()
