"""The classes of the municipality on screen, and how far measures are."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils.html import strip_tags

from koersvast.risk.models import RiskClasses
from koersvast.risk.tests.risks import measure, risk, score
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("small")


def text(player: Any, address: str) -> str:
    response = player.client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def titles(player: Any, query: str = "") -> list[str]:
    response = player.client.get(f"/risks/?{query}")
    return [str(row.risk) for row in response.context["page"].object_list]


def test_the_legend_and_the_table_tell_the_bounds_of_the_municipality(
    cast: Cast,
) -> None:
    high = risk("RI1", title="Hoog")
    score(high, 4, 4)

    def spans() -> list[str]:
        shown = text(cast.reader, "/risks/")
        legend = shown.split('<p class="legend">')[1].split("</p>")[0]
        table = shown.split("Zwaarte, kans × impact, van elke klasse")[1].split("</table>")[0]
        found = [" ".join(strip_tags(each).split()) for each in legend.split("</span>")[:-1]]
        assert [each.split()[-1] for each in found] == re.findall(r'"num">([\d–]+)<', table)
        return found

    assert spans() == ["kritiek 20–25", "hoog 12–19", "midden 5–11", "laag 1–4"]
    RiskClasses.objects.create(medium_from=3, high_from=16, critical_from=None)
    assert spans() == ["hoog 16–25", "midden 3–15", "laag 1–2"]
    assert titles(cast.reader, "rating=high") == ["Hoog"]
    RiskClasses.objects.update(high_from=17)
    assert titles(cast.reader, "rating=high") == []


def test_a_secretary_sets_the_bounds_on_the_page_of_the_scales(cast: Cast) -> None:
    assert "de gemeente heeft ze nog niet vastgesteld" in text(cast.reader, "/risk-scales/")
    assert "/registers/risk-classes/" not in text(cast.reader, "/risk-scales/").split("<main")[1]
    assert "/registers/risk-classes/new/" in text(cast.secretary, "/risk-scales/")
    address = "/registers/risk-classes/new/?next=/risk-scales/"
    wrong = {"medium_from": "9", "high_from": "6", "critical_from": "20"}
    refused = cast.secretary.client.post(address, wrong)
    assert refused.status_code == 422 and "De grenzen lopen op" in refused.content.decode()
    sent = {"medium_from": "4", "high_from": "10", "critical_from": "15"}
    assert cast.secretary.client.post(address, sent)["Location"] == "/risk-scales/"
    again = cast.secretary.client.post(address, sent)
    assert again.status_code == 422 and RiskClasses.objects.count() == 1
    shown = text(cast.secretary, "/risk-scales/")
    assert "15–25" in shown and "10–14" in shown and "nog niet vastgesteld" not in shown
    assert f"/registers/risk-classes/{RiskClasses.objects.get().pk}/edit/" in shown


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (["done"], "alles gedaan"),
        (["running", "done"], "1 nog te doen"),
        (["", "done"], "van 1 niet vermeld hoe ver"),
        (["", ""], "niet vermeld hoe ver"),
        (["", "planned"], "1 nog te doen, van 1 niet vermeld hoe ver"),
    ],
)
def test_a_measure_of_which_nobody_told_is_not_called_undone(
    cast: Cast, states: list[str], words: str
) -> None:
    own = risk()
    for number, state in enumerate(states):
        measure(own, f"RI1.{number}", state=state)
    shown = text(cast.reader, "/risks/")
    assert f"<small>{words}</small>" in shown
    told = [each for each in states if each]
    said = f"waarvan {states.count('done')} gedaan" if told else "niet vermeld hoe ver"
    assert said in text(cast.reader, f"/risks/{own.pk}/")
