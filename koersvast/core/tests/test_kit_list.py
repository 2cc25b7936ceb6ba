"""A list: search, filters, sort, pages, empty states."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse

from koersvast.core.tests.walking import Goal, Unit, english, main, url
from tests.cast import Cast, SmallPlan


def shown(response: HttpResponse) -> list[str]:
    """Return the first cell of every row of the list."""
    body = response.content.decode().split("<tbody>", 1)[-1].split("</tbody>", 1)[0]
    cells = re.findall(r"<tr[^>]*>\s*<td[^>]*>(.*?)</td>", body, re.DOTALL)
    return [re.sub(r"<[^>]*>", "", cell).strip() for cell in cells]


@pytest.fixture
def units(cast: Cast) -> None:
    for number in range(1, 121):
        level = "team" if number % 2 else "cluster"
        Unit.objects.create(code=f"u{number:03}", name=f"Eenheid {number:03}", level=level)


def test_every_word_of_the_search_is_found(cast: Cast, units: None) -> None:
    Unit.objects.create(code="blauw", name="Team Zuid", level="team", note="kamer van Anja")
    get = english(cast.reader).get
    assert shown(get(url("list", "units"), {"q": "zuid anja"})) == ["Team Zuid"]
    assert shown(get(url("list", "units"), {"q": "BLAUW"})) == ["Team Zuid"]
    assert shown(get(url("list", "units"), {"q": "zuid piet"})) == []


def test_a_filter_narrows_and_keeps_its_value(cast: Cast, small: SmallPlan) -> None:
    get = english(cast.reader).get
    page = get(url("list", "goals"), {"level": "tactical", "plan": small.plan.pk})
    assert shown(page) == ["Grip"]
    assert '<option value="tactical" selected>' in page.content.decode()
    assert "Clear" in main(page)


def test_a_filter_value_that_does_not_exist_finds_nothing_and_says_so(
    cast: Cast, small: SmallPlan
) -> None:
    get = english(cast.reader).get
    for query in ({"level": "nonsense"}, {"plan": "999"}, {"plan": "x"}):
        page = get(url("list", "goals"), query)
        assert shown(page) == []
        assert "This filter does not work" in main(page)


def test_sorting_turns_round_and_is_announced(cast: Cast, units: None) -> None:
    get = english(cast.reader).get
    up = get(url("list", "units"), {"sort": "code"})
    down = get(url("list", "units"), {"sort": "-code"})
    assert shown(up)[0] == "Gemeente Voorbeeldstad"
    assert shown(down)[0] == "Eenheid 120"
    assert 'aria-sort="ascending"' in up.content.decode()
    assert 'aria-sort="descending"' in down.content.decode()


def test_every_row_is_on_exactly_one_page_also_when_sorted_on_equal_values(
    cast: Cast, units: None
) -> None:
    get = english(cast.reader).get
    for sort in ("level", "-level"):
        pages = [shown(get(url("list", "units"), {"sort": sort, "page": n})) for n in (1, 2, 3)]
        assert [len(page) for page in pages] == [50, 50, 21]
        assert len({name for page in pages for name in page}) == 121


def test_pages_keep_search_filter_and_sort(cast: Cast, units: None) -> None:
    page = english(cast.reader).get(url("list", "units"), {"q": "eenheid", "sort": "-name"})
    links = re.findall(r'href="(\?[^"]*page=2[^"]*)"', page.content.decode())
    assert links
    assert all("q=eenheid" in link and "sort=-name" in link for link in links)


def test_an_empty_register_and_an_empty_search_say_different_things(cast: Cast) -> None:
    get = english(cast.secretary).get
    assert "Nothing here yet" in main(get(url("list", "goals")))
    assert "Nothing found" in main(get(url("list", "goals"), {"q": "niets"}))


def test_an_empty_register_says_only_what_one_may_do(cast: Cast) -> None:
    hint = "Add the first one"
    assert hint in main(english(cast.secretary).get(url("list", "goals")))
    assert hint not in main(english(cast.reader).get(url("list", "goals")))
    for register, elsewhere in (
        ("reports", "“Reports” in the menu"),
        ("accepted-findings", "plan"),
    ):
        page = main(english(cast.secretary).get(url("list", register)))
        assert elsewhere in page and hint not in page


def test_what_one_may_not_do_is_not_offered(cast: Cast) -> None:
    for player, offered in ((cast.reader, False), (cast.secretary, True)):
        page = english(player).get(url("list", "units")).content.decode()
        for name in ("add", "import", "deleted"):
            assert (f'href="{url(name, "units")}' in page) is offered


def test_made_up_rows_are_marked(cast: Cast, small: SmallPlan) -> None:
    Goal.objects.create(
        plan=small.plan, code="D9", level="strategic", title="Bedacht", illustrative=True
    )
    page = english(cast.reader).get(url("list", "goals")).content.decode()
    assert page.count('class="illustrative-row"') == 1


HOSTILE: list[dict[str, Any]] = [
    {"page": "-1"},
    {"page": "²"},
    {"page": "9" * 400},
    {"page": "1.5"},
    {"sort": "password"},
    {"sort": "--code"},
    {"sort": "plan__note"},
    {"q": "x" * 10_000},
    {"q": "\x00"},
    {"q": "%' OR 1=1 --"},
    {"q": "a b c d e f g h i j k l m n"},
    {"level": "\x00"},
    {"level": ["a", "b"]},
    {"plan": "\x00"},
    {"plan": "9" * 40},
    {"plan": "-1"},
    {"parent": "é"},
    {"unknown": "1"},
]


@pytest.mark.parametrize("query", HOSTILE, ids=lambda query: str(query)[:40])
def test_a_hostile_address_is_no_accident(
    cast: Cast, small: SmallPlan, query: dict[str, Any]
) -> None:
    get = english(cast.secretary).get
    for register in ("goals", "units"):
        for page in (url("list", register), url("export", register, "csv")):
            assert get(page, query).status_code == 200
        assert get(url("add", register), query).status_code == 200


def test_a_register_record_or_export_that_does_not_exist_is_not_found(cast: Cast) -> None:
    get = english(cast.secretary).get
    for address in (
        url("list", "nothing"),
        url("export", "units", "pdf"),
        url("detail", "units", 0),
        url("detail", "units", 10**30),
        url("edit", "units", 999),
        url("history", "units", 999),
        url("delete", "units", 999),
    ):
        assert get(address).status_code == 404


def test_a_register_without_a_policy_is_nobody_s(cast: Cast, monkeypatch: Any) -> None:
    from koersvast.core.policy import Policies, policies

    monkeypatch.setattr(policies, "_policies", Policies()._policies)
    assert english(cast.administrator).get(url("list", "units")).status_code == 404
