"""The search through everything finds, orders, marks and hides."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from koersvast.core.actors import ANONYMOUS
from koersvast.portal.search_data import Group, excerpt, marked, search
from koersvast.work.models import Result
from tests.cast import Cast, SmallPlan


def get(player: Any, text: str) -> str:
    response = player.client.get(reverse("search"), {"q": text})
    assert response.status_code == 200
    return str(response.content.decode())


def name_of(group: Group) -> str:
    """Return the name of the register that the group leads to."""
    return group.url.split("/")[2]


def titles(cast: Cast, text: str) -> dict[str, list[str]]:
    return {
        name_of(group): [str(hit.title) for hit in group.hits]
        for group in search(cast.reader.actor, text)
    }


def test_all_registers_are_searched_at_once(cast: Cast, small: SmallPlan) -> None:
    found = titles(cast, "control")
    assert {"works", "results", "roles"} <= set(found)
    assert "<mark>Control</mark> ingericht" in found["results"]


def test_an_exact_code_comes_first(cast: Cast, small: SmallPlan) -> None:
    Result.objects.create(
        plan=small.plan, code="A1", work=small.works["X"], title="Over R4", position=0
    )
    found = search(cast.reader.actor, "r4")
    results = next(group for group in found if name_of(group) == "results")
    assert next(str(hit.code) for hit in results.hits) == "<mark>R4</mark>"


def test_every_word_must_be_found(cast: Cast, small: SmallPlan) -> None:
    assert "results" in titles(cast, "control ingericht")
    assert titles(cast, "control onzinwoord") == {}


def test_ten_are_listed_and_all_are_counted(cast: Cast, small: SmallPlan) -> None:
    for n in range(14):
        Result.objects.create(
            plan=small.plan, code=f"Z{n}", work=small.works["X"], title=f"Zoekbaar {n}"
        )
    group = search(cast.reader.actor, "zoekbaar")[0]
    assert (group.count, len(group.hits), group.more) == (14, 10, 4)
    shown = get(cast.reader, "zoekbaar")
    assert "toon alle 14" in shown
    assert group.url.endswith("?q=zoekbaar")


def test_a_hit_in_another_field_shows_where(cast: Cast, small: SmallPlan) -> None:
    Result.objects.filter(code="R3").update(description="Iets met <b>zuurkool</b> erin")
    shown = get(cast.reader, "zuurkool")
    assert "Eén begroting" in shown
    assert "&lt;b&gt;<mark>zuurkool</mark>&lt;/b&gt;" in shown


def test_markup_in_the_question_is_only_text(cast: Cast, small: SmallPlan) -> None:
    shown = get(cast.reader, "<script>alert(1)</script>")
    assert "<script>alert" not in shown
    assert marked('<a href="x">b</a>', ["b", "<"]) == (
        "<mark>&lt;</mark>a href=&quot;x&quot;&gt;<mark>b</mark><mark>&lt;</mark>/a&gt;"
    )


@pytest.mark.parametrize("text", ["", " ", "a", "\x00", "%", "a" * 500, "' or 1=1 --", "["])
def test_strange_questions_get_a_page(cast: Cast, small: SmallPlan, text: str) -> None:
    assert "panel" in get(cast.reader, text)


def test_nothing_one_letter_and_not_found_each_say_what_to_do(cast: Cast, small: SmallPlan) -> None:
    assert "Wat zoekt u?" in get(cast.reader, "")
    assert "Eén letter is te weinig" in get(cast.reader, "a")
    assert "Probeer minder of andere woorden" in get(cast.reader, "onvindbaarwoord")


def test_who_has_no_access_finds_nothing(cast: Cast, small: SmallPlan) -> None:
    assert cast.outsider.client.get(reverse("search"), {"q": "control"}).status_code == 404
    assert search(cast.outsider.actor, "control") == []
    assert search(ANONYMOUS, "control") == []


def test_what_is_hidden_is_in_no_list_and_no_count(
    cast: Cast, small: SmallPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = type(Result.objects.all())
    plain = kind.visible_to

    def without_r4(rows: Any, actor: Any) -> Any:
        found = plain(rows, actor)
        return found.exclude(code="R4") if found.model is Result else found

    monkeypatch.setattr(kind, "visible_to", without_r4)
    assert titles(cast, "los resultaat") == {}
    assert [group.count for group in search(cast.reader.actor, "los")] == [1]


def test_an_excerpt_is_cut_at_words() -> None:
    text = "aap " * 40 + "doel " + "noot " * 40
    found = excerpt(text, text.index("doel"))
    assert found.startswith("…aap")
    assert "doel" in found
    assert found.endswith("noot…")
    assert excerpt("kort", 0) == "kort"
    assert len(excerpt("x" * 500, 250)) < 130


def test_the_number_of_queries_does_not_grow(
    cast: Cast, small: SmallPlan, count_queries: Any
) -> None:
    few = count_queries(lambda: get(cast.reader, "resultaat"))
    Result.objects.bulk_create(
        Result(plan=small.plan, code=f"Z{n}", work=small.works["T1"], title=f"Resultaat {n}")
        for n in range(200)
    )
    assert count_queries(lambda: get(cast.reader, "resultaat")) == few
