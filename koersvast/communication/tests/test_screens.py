"""The views of communication: all messages, calendar, matrix, per audience, per work."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from koersvast.communication.models import Channel
from koersvast.communication.tests.small_messages import TAGS, Messages, text_of
from koersvast.core.actors import ANONYMOUS, SYSTEM
from koersvast.core.outlook import outlooks
from koersvast.direction.models import Plan
from koersvast.work.models import Milestone
from tests.cast import Cast, Player

pytestmark = pytest.mark.django_db


def week_rows(player: Player, address: str) -> dict[str, str]:
    """Return the words of each week of the calendar."""
    page = player.client.get(address).content.decode()
    rows = re.findall(r'<th scope="row"><b>(\d+)</b>(.*?)</tr>', page, re.DOTALL)
    return {number: " ".join(TAGS.sub(" ", rest).split()) for number, rest in rows}


def test_what_is_late_stands_first_then_what_comes(cast: Cast, messages: Messages) -> None:
    today = timezone.localdate()
    messages.moment("ver", (today + timedelta(days=40)).isoformat())
    messages.moment("nabij", (today + timedelta(days=2)).isoformat())
    messages.moment("laat", (today - timedelta(days=2)).isoformat())
    messages.moment("klaar", (today - timedelta(days=9)).isoformat(), done=True)
    page = text_of(cast.reader, "/communication/")
    order = [page.index(f"Bericht {code}") for code in ("laat", "nabij", "ver", "klaar")]
    assert order == sorted(order)
    assert "1 te laat" in page


def test_what_nobody_told_of_is_not_late(cast: Cast, messages: Messages) -> None:
    before = (messages.small.plan.reference_date - timedelta(days=9)).isoformat()
    messages.moment("C1", before)
    messages.moment("C2", before, done=False)
    work = messages.small.works["T1"].pk
    for address in ("/communication/", f"/work/{work}/communication/"):
        page = text_of(cast.reader, address)
        assert "Van 1 communicatiemoment is niet vermeld of het is gedaan." in page
    assert "Bericht C1" in text_of(cast.reader, "/communication/?standing=not_told")
    late = text_of(cast.reader, "/communication/?standing=late")
    assert "Bericht C2" in late and "Bericht C1" not in late
    assert "1 communicatiemoment is te laat" in text_of(cast.reader, "/")


def test_an_old_plan_is_read_from_its_reference_date(cast: Cast, messages: Messages) -> None:
    messages.moment("C1", "1 april 2023")
    assert "gepland" in text_of(cast.reader, "/communication/?standing=planned")
    assert "Bericht C1" not in text_of(cast.reader, "/communication/?standing=late")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("audience={council}", ["C1", "C2"]),
        ("audience={press}", ["C3"]),
        ("audience=none", ["C4"]),
        ("channel={intranet}", ["C3"]),
        ("channel=none", ["C4"]),
        ("work={T1}", ["C1", "C3", "C4"]),
        ("work={W}", ["C1", "C2", "C3", "C4"]),
        ("plan={plan}", ["C1", "C2", "C3", "C4"]),
        ("plan=999999", []),
        ("work=999999", []),
        ("audience=999999", []),
        ("standing=cancelled", ["C4"]),
        ("standing=kept", ["C1", "C2", "C3"]),
        ("standing=onzin", []),
    ],
)
def test_a_filter_finds_what_it_says(
    cast: Cast, messages: Messages, query: str, found: list[str]
) -> None:
    small = messages.small
    messages.moment("C1", "1 april 2023")
    messages.moment("C2", "2 april 2023", work=small.works["T2"])
    messages.moment("C3", "3 april 2023", audiences=[messages.press], channels=[messages.intranet])
    messages.moment("C4", audiences=[], channels=[], cancelled_on=date(2023, 1, 1))
    names = {
        "council": messages.council.pk,
        "press": messages.press.pk,
        "intranet": messages.intranet.pk,
        "plan": small.plan.pk,
        **{code: work.pk for code, work in small.works.items()},
    }
    page = text_of(cast.reader, f"/communication/?{query.format(**names)}")
    assert [code for code in ("C1", "C2", "C3", "C4") if f"Bericht {code}" in page] == found


def test_a_calendar_shows_each_message_where_it_falls(cast: Cast, messages: Messages) -> None:
    messages.moment("dag", "16 juni 2023")
    messages.moment("week", "week 24 2023")
    messages.moment("maand", "juni 2023")
    messages.moment("ritme", "7 juni 2023", rhythm="elke twee weken")
    messages.moment("vast", rhythm="wekelijks")
    messages.moment("woorden", rhythm="periodiek")
    messages.moment("weg", "15 juni 2023", cancelled_on=date(2023, 6, 1))
    rows = week_rows(cast.reader, "/communication/calendar/?from=2023-W23&weeks=5")
    assert list(rows) == ["23", "24", "25", "26", "27"]
    assert "vr 16 jun" in rows["24"]
    assert "Bericht dag" in rows["24"]
    assert "Bericht week" in rows["24"]
    assert "Bericht dag" not in rows["23"] + rows["25"]
    assert [week for week in rows if "Bericht maand" in rows[week]] == ["23"]
    assert "Bericht maand juni 2023" in rows["23"]
    assert [week for week in rows if "Bericht ritme" in rows[week]] == ["23", "25", "27"]
    assert all("Bericht vast (wekelijks)" in row for row in rows.values())
    page = text_of(cast.reader, "/communication/calendar/?from=2023-W23")
    assert "Zonder plek in de kalender" in page
    assert "Bericht woorden · periodiek" in page
    assert "Bericht weg" not in page


def test_a_rhythm_ends_with_its_work_or_when_it_was_done(cast: Cast, messages: Messages) -> None:
    messages.moment("vast", rhythm="wekelijks")
    messages.moment("klaar", rhythm="wekelijks", done=True, done_on=date(2023, 6, 7))
    messages.moment("los", rhythm="dagelijks", work=None)
    messages.moment("span", "week 23 2023", rhythm="om de zoveel tijd")
    rows = week_rows(cast.reader, "/communication/calendar/?from=2023-W23&weeks=5")
    assert [week for week in rows if "Bericht klaar" in rows[week]] == ["23"]
    assert all("Bericht los" in row for row in rows.values())
    assert [week for week in rows if "Bericht span" in rows[week]] == ["23"]
    later = week_rows(cast.reader, "/communication/calendar/?from=2024-W20&weeks=5")
    assert not any("Bericht vast" in row for row in later.values())
    assert not any("Bericht span" in row for row in later.values())


def test_a_calendar_opens_where_something_stands(cast: Cast, messages: Messages) -> None:
    today = timezone.localdate()
    this_week = str(today.isocalendar().week)
    assert next(iter(week_rows(cast.reader, "/communication/calendar/"))) == this_week
    messages.moment("C1", "week 5 2023")
    messages.moment("C2", "week 7 2023")
    assert next(iter(week_rows(cast.reader, "/communication/calendar/"))) == "5"
    messages.moment("C4", "week 20 2023")
    reference = str(messages.small.plan.reference_date.isocalendar().week)
    assert next(iter(week_rows(cast.reader, "/communication/calendar/"))) == reference == "9"
    messages.moment("C3", (today + timedelta(days=1)).isoformat())
    assert next(iter(week_rows(cast.reader, "/communication/calendar/"))) == this_week


def test_a_calendar_of_rhythms_alone_opens_at_the_reference_date(
    cast: Cast, messages: Messages
) -> None:
    messages.moment("vast", rhythm="wekelijks")
    assert next(iter(week_rows(cast.reader, "/communication/calendar/"))) == "9"


@pytest.mark.parametrize("query", ["from=onzin", "from=0001-W01", "from=9999-W01", "weeks=99"])
def test_odd_questions_still_show_a_calendar(cast: Cast, messages: Messages, query: str) -> None:
    assert len(week_rows(cast.reader, f"/communication/calendar/?{query}")) == 13


def test_the_calendar_turns(cast: Cast, messages: Messages) -> None:
    page = cast.reader.client.get("/communication/calendar/?from=2023-W23&weeks=5").content.decode()
    assert "from=2023-W18&amp;weeks=5" in page
    assert "from=2023-W28&amp;weeks=5" in page


def test_the_matrix_counts_and_each_count_opens_its_messages(
    cast: Cast, messages: Messages
) -> None:
    messages.moment("C1", channels=[messages.letter, messages.intranet])
    messages.moment("C2")
    messages.moment("C3", cancelled_on=date(2023, 1, 1))
    messages.moment("C4", audiences=[], channels=[])
    page = cast.reader.client.get("/communication/matrix/").content.decode()
    table = page[page.index('<table class="matrix">') : page.index("</table>")]
    assert "Pers" not in table and "geen doelgroep genoemd" in table
    cells = re.findall(r'<a href="(/communication/\?[^"]*)">(\d+)', page)
    assert sorted(count for _url, count in cells) == ["1", "1", "1", "2", "2"]
    for url, count in cells:
        shown = text_of(cast.reader, url.replace("&amp;", "&"))
        assert f"{count} communicatiemoment" in shown


def test_the_matrix_leaves_out_what_has_no_message_and_names_it_below(
    cast: Cast, messages: Messages
) -> None:
    messages.moment("C1", work=messages.small.works["T2"], channels=[messages.intranet])
    messages.moment("C2", cancelled_on=date(2023, 1, 1), audiences=[messages.press])
    page = text_of(cast.reader, "/communication/matrix/")
    assert "Doelgroep Intranet Communicatiemomenten Gemeenteraad 1" in page
    assert "Niet bereikt in deze selectie: Pers" in page
    assert "Niet gebruikt in deze selectie: Raadsbrief" in page
    work = messages.small.works["T1"].pk
    page = text_of(cast.reader, f"/communication/matrix/?work={work}")
    assert "Niets gevonden" in page and "Nog geen communicatiemomenten" not in page
    assert "Niet bereikt" not in page


def test_the_matrix_of_a_work_counts_its_own_tree(cast: Cast, messages: Messages) -> None:
    messages.moment("C1")
    messages.moment("C2", work=messages.small.works["T2"])
    work = messages.small.works["T1"].pk
    page = cast.reader.client.get(f"/communication/matrix/?work={work}").content.decode()
    urls = [
        url.replace("&amp;", "&") for url in re.findall(r'"(/communication/\?[^"]*kept)"', page)
    ]
    assert urls
    assert all("Bericht C2" not in text_of(cast.reader, url) for url in urls)


def test_each_audience_sees_what_it_hears(cast: Cast, messages: Messages) -> None:
    messages.moment("C1", "16 juni 2023", points=["Het plan"])
    messages.moment("C2", audiences=[])
    page = text_of(cast.reader, "/communication/audiences/")
    before, heard = page.split("Nooit bereikt")[1].split("Bericht C1")
    assert "Pers" in before
    assert "Pers" not in heard
    assert "Het plan" in page
    assert "Zonder doelgroep" in page
    only = text_of(cast.reader, f"/communication/audiences/?audience={messages.press.pk}")
    assert "Bericht C1" not in only


@pytest.mark.parametrize("view", ["", "calendar/", "matrix/", "audiences/"])
def test_without_messages_a_page_says_what_to_do(cast: Cast, small: Any, view: str) -> None:
    page = text_of(cast.secretary, f"/communication/{view}")
    if view != "calendar/":
        assert "Nog geen communicatiemomenten" in page
    assert "Communicatiemoment plannen" in page
    assert "Communicatiemoment plannen" not in text_of(cast.reader, f"/communication/{view}")


@pytest.mark.parametrize("view", ["", "calendar/", "matrix/", "audiences/"])
def test_a_page_asks_as_much_of_the_database_whatever_it_shows(
    cast: Cast, messages: Messages, view: str, django_assert_max_num_queries: Any
) -> None:
    def make(number: int) -> None:
        channel = Channel.objects.create(plan=messages.small.plan, code=f"k{number}", name="K")
        milestone = Milestone.objects.get(code="M1")
        messages.moment(f"C{number}", "16 juni 2023", channels=[channel], milestone=milestone)

    make(1)
    address = f"/communication/{view}"
    with django_assert_max_num_queries(60) as few:
        cast.secretary.client.get(address)
    for number in range(2, 12):
        make(number)
    with django_assert_max_num_queries(len(few)):
        cast.secretary.client.get(address)


def test_the_tab_of_a_work_shows_its_tree_with_the_next_first(
    cast: Cast, messages: Messages
) -> None:
    works = messages.small.works
    messages.moment("C1", "1 juli 2023", work=works["T1"])
    messages.moment("C2", "1 mei 2023", work=works["T2"])
    messages.moment("C3", "1 februari 2023", work=works["T1"], done=False)
    messages.moment("C4", work=works["X"])
    page = text_of(cast.employee, f"/work/{works['W'].pk}/communication/")
    order = [page.index(f"Bericht {code}") for code in ("C3", "C2", "C1")]
    assert order == sorted(order)
    assert "Bericht C4" not in page
    assert page.count("Vandaag gedaan") == 3


def test_the_tab_shows_the_latest_of_what_was_done(cast: Cast, messages: Messages) -> None:
    for number in range(27):
        messages.moment(f"C{number}", f"2023-01-{number + 1:02d}", done=True)
    page = text_of(cast.reader, f"/work/{messages.small.works['T1'].pk}/communication/")
    assert "alle communicatiemomenten" in page
    assert "Bericht C26" in page
    assert "Bericht C0 " not in page


def test_a_work_without_messages_has_the_tab_for_who_keeps_it(cast: Cast, small: Any) -> None:
    address = f"/work/{small.works['W'].pk}/communication/"
    assert "Nog geen communicatiemomenten" in text_of(cast.director, address)
    assert cast.reader.client.get(address).status_code == 404


def test_the_first_page_shows_what_comes_and_what_is_late(cast: Cast, messages: Messages) -> None:
    messages.moment("komt", "1 mei 2023")
    messages.moment("laat", "1 februari 2023", done=False)
    messages.moment("klaar", "2 mei 2023", done=True)
    messages.moment("zonder")
    starts = {messages.small.plan: date(2023, 3, 1)}
    assert [each.what for each in outlooks.dates(SYSTEM, starts)] == ["Bericht komt"]
    (point,) = outlooks.points(SYSTEM, starts)
    assert point.text == "1 communicatiemoment is te laat"
    assert [link.text for link in point.links] == ["Bericht laat"]
    assert list(outlooks.points(ANONYMOUS, starts)) == []
    assert "Bericht laat" in text_of(cast.reader, "/")


def test_what_is_due_waits_for_the_role_that_acts(cast: Cast, messages: Messages) -> None:
    messages.moment("laat", "1 februari 2023", done=False)
    messages.moment("nu", "2023")
    messages.moment("komt", "1 mei 2023")
    messages.moment("anders", "1 februari 2023", roles=[])
    waits = outlooks.waits(cast.employee.actor)
    assert [each.text for each in waits] == ["Bericht laat", "Bericht nu"]
    assert waits[0].by == date(2023, 2, 1)
    for player in (cast.reader, cast.director):
        assert outlooks.waits(player.actor) == []


def test_other_plans_do_not_mix(cast: Cast, messages: Messages) -> None:
    other = Plan.objects.create(code="Q", title="Ander plan", reference_date=date(2023, 1, 1))
    messages.moment("C1", "16 juni 2023")
    page = text_of(cast.reader, f"/communication/audiences/?plan={other.pk}")
    assert "Bericht C1" not in page
    assert "Gemeenteraad" not in page.split("Nooit bereikt")[-1]
