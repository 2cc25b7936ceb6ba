"""Communication in a plan file: there and back, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from koersvast.communication.models import CommunicationMoment
from koersvast.core.actors import SYSTEM
from koersvast.direction.models import Plan
from koersvast.exchange.services import import_plan
from koersvast.exchange.writer import plan_data

FILE = """\
koersvast: 1
plan: {code: D, title: Uitvoeringsplan, reference_date: 2021-07-01}
organisation:
  roles:
    - {code: adviseur, name: Communicatieadviseur}
    - {code: directeur, name: Directeur}
work:
  works:
    - {code: W, kind: programme, title: Sociaal domein}
  milestones:
    - {code: P1, work: W, title: Start}
communication:
  audiences:
    - {code: raad, name: Raad}
    - {code: medewerkers, name: Medewerkers}
  channels:
    - {code: brief, name: Brief}
    - {code: intranet, name: Intranet}
  moments:
    - code: C1
      work: W
      title: Nieuws over het plan
      when: week 24 2021
      audiences: [raad, medewerkers]
      channels: [intranet]
      points: [De aanleiding, Het vervolg]
      roles: [adviseur, directeur]
      milestone: P1
    - {code: C2, work: W, title: Bijpraten, rhythm: wekelijks, audiences: [raad]}
    - {code: C3, title: Brief, when: 29 april 2021, channels: [brief], done_on: 2021-04-29}
"""


def bring(text: str) -> Any:
    return import_plan(actor=SYSTEM, content=text.encode())


@pytest.mark.django_db
def test_what_comes_in_goes_out_the_same() -> None:
    assert bring(FILE).ok
    out = plan_data(Plan.objects.get(code="D"), SYSTEM)["communication"]
    assert [row["name"] for row in out["audiences"]] == ["Raad", "Medewerkers"]
    first, second, third = out["moments"]
    assert first["when"] == "week 24 2021"
    assert first["audiences"] == ["raad", "medewerkers"]
    assert first["points"] == ["De aanleiding", "Het vervolg"]
    assert first["roles"] == ["adviseur", "directeur"]
    assert first["milestone"] == "P1"
    assert second["rhythm"] == "wekelijks"
    assert "when" not in second
    assert third["done_on"] in {"2021-04-29", third["done_on"]}
    again = bring(FILE)
    assert again.ok
    assert not [fate for fate in again.rows if fate.fate.value not in {"unchanged"}]


@pytest.mark.django_db
def test_a_day_on_which_it_was_done_makes_it_done() -> None:
    bring(FILE)
    done = CommunicationMoment.objects.filter(done=True)
    assert [moment.code for moment in done] == ["C3"]


@pytest.mark.django_db
def test_done_without_a_day_stays_without_a_day() -> None:
    bring(FILE.replace("rhythm: wekelijks", "done: true"))
    moment = CommunicationMoment.objects.get(code="C2")
    assert moment.done
    assert moment.done_on is None


@pytest.mark.django_db
@pytest.mark.parametrize("done", [None, False, True])
def test_whether_it_was_done_may_be_told_or_not(done: bool | None) -> None:
    said = "rhythm: wekelijks" if done is None else f"done: {str(done).lower()}"
    bring(FILE.replace("rhythm: wekelijks", said))
    assert CommunicationMoment.objects.get(code="C2").done is done
    rows = plan_data(Plan.objects.get(code="D"), SYSTEM)["communication"]["moments"]
    (row,) = [row for row in rows if row["code"] == "C2"]
    assert row.get("done") is done


@pytest.mark.django_db
def test_an_unknown_audience_is_refused_with_its_line() -> None:
    outcome = bring(FILE.replace("rhythm: wekelijks, audiences: [raad]", "audiences: [pers]"))
    assert not outcome.stored
    (problem,) = outcome.problems
    assert "pers" in str(problem)
    assert problem.line == 29


@pytest.mark.django_db
def test_a_point_twice_is_refused() -> None:
    outcome = bring(FILE.replace("[De aanleiding, Het vervolg]", "[Het vervolg, Het vervolg]"))
    assert not outcome.stored
