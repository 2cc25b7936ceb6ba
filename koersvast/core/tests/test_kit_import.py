"""Bulk import: what happens to every row is shown first, and then that happens, or nothing."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client

from koersvast.core.kit.imports import ExactNumbers
from koersvast.core.tests.walking import (
    Goal,
    Plan,
    Role,
    Unit,
    english,
    hidden,
    main,
    upload,
    url,
    workbook,
)
from tests.cast import Cast, SmallPlan

HEAD = "code;name;level\n"


@pytest.fixture
def secretary(cast: Cast) -> Client:
    return english(cast.secretary)


def send(client: Client, register: str, content: bytes | str, name: str = "f.csv") -> HttpResponse:
    """Upload a file, for a preview."""
    return client.post(url("import", register), {"file": upload(name, content)})


def store(client: Client, register: str, preview: HttpResponse) -> HttpResponse:
    """Agree with a preview."""
    return client.post(url("import", register), {"rows": hidden(preview, "rows")}, follow=True)


def test_every_row_s_fate_is_shown_and_nothing_is_stored_before_one_agrees(
    secretary: Client,
) -> None:
    Unit.objects.create(code="oud", name="Oud", level="team")
    preview = send(
        secretary,
        "units",
        HEAD + "nieuw;Nieuw;team\noud;Ouder;team\nconcern;Gemeente Voorbeeldstad;concern\n",
    )
    page = main(preview)
    assert "3 rows in the file, 2 of them new or changed" in page
    assert "2 nieuw new" in page
    assert "3 oud changed Name: Oud → Ouder" in page
    assert "4 concern unchanged" in page
    assert not Unit.objects.filter(code="nieuw").exists()
    assert "Imported: 2 rows stored." in main(store(secretary, "units", preview))
    assert Unit.objects.get(code="oud").name == "Ouder"
    row = Unit.history.filter(code="nieuw").get()
    assert (row.history_user.username, row.history_change_reason) == ("secretary", "import")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_export_imports_again_and_changes_nothing(
    cast: Cast, small: SmallPlan, kind: str, language: str
) -> None:
    Unit.objects.create(
        code="x",
        name="=1+1",
        level="team",
        note="-5\nregel",
        valid_from="2023-01-02",
        incomplete=True,
    )
    client = english(cast.secretary)
    client.cookies["django_language"] = language
    for register in ("units", "goals", "roles"):
        exported = client.get(url("export", register, kind), {"sort": "-code"})
        client.cookies["django_language"] = "en"
        answer = send(client, register, exported.content, f"f.{kind}")
        assert "Nothing would change" in main(answer), main(answer)
        client.cookies["django_language"] = language


def test_importing_twice_changes_nothing_the_second_time(secretary: Client) -> None:
    content = HEAD + "a;A;team\nb;B;team\n"
    preview = send(secretary, "units", content)
    store(secretary, "units", preview)
    assert "Nothing would change" in main(send(secretary, "units", content))
    again = store(secretary, "units", preview)
    assert "The register changed since the preview" in main(again)
    assert Unit.history.filter(code="a").count() == 1


def test_headings_and_choices_are_read_in_both_languages(secretary: Client) -> None:
    from django.utils.translation import override

    from koersvast.core.kit.exports import heading
    from koersvast.core.kit.register import registers

    names = ("code", "name", "level", "incomplete")
    for number, language in enumerate(("nl", "en")):
        with override(language):
            headings = [heading(registers.get("units"), name).capitalize() for name in names]
            level = str(Unit._meta.get_field("level").choices[3][1]).upper()
            yes = "Ja" if language == "nl" else "Yes"
        preview = send(secretary, "units", ";".join(headings) + f"\nt{number};Team;{level};{yes}\n")
        assert preview.status_code == 200, main(preview)
        store(secretary, "units", preview)
        unit = Unit.objects.get(code=f"t{number}")
        assert (unit.level, unit.incomplete) == ("team", True)


def test_columns_that_the_file_leaves_out_stay_as_they_are(
    secretary: Client, small: SmallPlan
) -> None:
    goal = small.goals["D2"]
    goal.note, goal.position = "blijft", 7
    goal.save()
    preview = send(secretary, "goals", "code;title\nD2;Meer grip\n")
    assert preview.status_code == 200, main(preview)
    store(secretary, "goals", preview)
    goal.refresh_from_db()
    assert (goal.title, goal.note, goal.position, goal.parent_id) == (
        "Meer grip",
        "blijft",
        7,
        small.goals["D1"].pk,
    )


def test_an_empty_cell_empties_its_field(secretary: Client, small: SmallPlan) -> None:
    preview = send(secretary, "goals", "code;parent\nD2;\n")
    store(secretary, "goals", preview)
    assert Goal.objects.get(code="D2").parent_id is None


def test_new_rows_come_after_the_others(secretary: Client, small: SmallPlan) -> None:
    Goal.objects.filter(code="D3").update(position=9)
    preview = send(
        secretary,
        "goals",
        "code;level;title\nN1;tactical;Een\nD3;strategic;Drie\nN2;tactical;Twee\n",
    )
    store(secretary, "goals", preview)
    positions = dict(Goal.objects.values_list("code", "position"))
    assert (positions["N1"], positions["D3"], positions["N2"]) == (10, 9, 11)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_every_error_is_told_with_its_row_and_column(secretary: Client, kind: str) -> None:
    lines: list[list[Any]] = [
        ["code", "name", "level", "from"],
        ["goed", "Goed", "team", None],
        [None, None, None, None],
        ["fout een", "X", "team", None],
        ["b", None, "ploeg", None],
        ["c", "C", "team", "31 februari"],
        ["goed", "Weer", "team", None],
    ]
    if kind == "csv":
        content = "\n".join(";".join(str(c or "") for c in line) for line in lines).encode()
    elif kind == "xlsx":
        content = workbook(*lines)
    else:
        from koersvast.core.kit.exports import KINDS

        content = KINDS["ods"][1](lines, "a")
    answer = send(secretary, "units", content, f"f.{kind}")
    page = main(answer)
    assert answer.status_code == 422
    assert "Nothing was stored" in page
    assert "4 code a code consists of letters" in page
    assert "5 name is missing" in page
    assert "5 level “ploeg” is not possible; choose from" in page
    assert "6 from is not a day that exists" in page
    assert 'name="rows"' not in answer.content.decode()


def test_a_code_that_stands_twice_is_told_at_the_second(secretary: Client) -> None:
    answer = send(secretary, "units", HEAD + "a;A;team\na;B;team\n")
    assert answer.status_code == 422
    assert "3 a stands here twice (first on line 2)" in main(answer)


def test_a_reference_that_does_not_exist_is_told(secretary: Client) -> None:
    answer = send(secretary, "roles", "code;name;unit\nr;R;weg\n")
    assert answer.status_code == 422
    assert "“weg” is not a code of" in main(answer)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "The file is empty"),
        ("\n\n;;\n", "The file is empty"),
        ("code;name;kleur;maat\n", "Unknown columns: kleur, maat. Known columns: "),
        ("code;name;Code\n", "These columns stand in the file twice: code"),
        ("code;name;\na;A;los\n", "Row 2 has “los” in a column without a heading"),
        ("code;name\na;A;los\n", "Row 2 has “los” in a column without a heading"),
        ('code;name\na;"' + "x" * 140_000, "This is not a readable CSV file"),
        ("code\n" + "a\n" * 20_002, "more than 20000 rows"),
        ("code" + ";" * 250 + "x\n", "more than 20000 rows, or unfolds into too much"),
    ],
    ids=range(9),
)
def test_a_file_that_cannot_be_used_gets_a_sentence(
    secretary: Client, content: str, sentence: str
) -> None:
    answer = send(secretary, "units", content)
    assert answer.status_code == 422
    assert sentence in main(answer)


def test_without_a_file_one_is_asked_for(secretary: Client) -> None:
    answer = secretary.post(url("import", "units"))
    assert answer.status_code == 422
    assert "Choose a file first." in main(answer)


def test_csv_of_old_and_new_excel_is_read(secretary: Client) -> None:
    text = HEAD + "c;Coördinatie;team\n"
    for content in (text.encode("cp1252"), text.encode("utf-8-sig"), text.encode("utf-16")):
        assert "Coördinatie" in hidden_rows(send(secretary, "units", content))
    tabs = send(secretary, "units", text.replace(";", "\t"))
    assert "1 rows in the file, 1 of them" in main(tabs)


def hidden_rows(preview: HttpResponse) -> str:
    """Return what travels in the page of a preview."""
    payload = hidden(preview, "rows")
    found = signing.loads(payload, salt="koersvast.import.units", serializer=ExactNumbers)
    return str(found)


def test_a_register_without_a_part_in_the_plan_file_has_no_import(
    secretary: Client, monkeypatch: Any
) -> None:
    from koersvast.core.kit.register import registers

    monkeypatch.setitem(registers.get("units").__dict__, "part", None)
    assert secretary.get(url("import", "units")).status_code == 404


class TestWhatTravelsInThePage:
    """The rows go to the browser and come back; signed, so that they come back as they went."""

    @pytest.fixture
    def payload(self, secretary: Client) -> str:
        return hidden(send(secretary, "units", HEAD + "a;A;team\n"), "rows")

    def post(self, client: Client, payload: str, register: str = "units") -> HttpResponse:
        return client.post(url("import", register), {"rows": payload})

    def test_somebody_else_s_is_refused(self, cast: Cast, payload: str) -> None:
        assert self.post(english(cast.administrator), payload).status_code == 403
        assert not Unit.objects.filter(code="a").exists()

    @pytest.mark.parametrize("spoil", [lambda p: p[:-1] + "_", lambda p: "x", lambda p: ""])
    def test_a_tampered_one_is_refused(self, secretary: Client, payload: str, spoil: Any) -> None:
        answer = self.post(secretary, spoil(payload))
        assert answer.status_code == 422
        assert "Upload the file again" in main(answer)

    def test_that_of_another_register_is_refused(self, secretary: Client, payload: str) -> None:
        assert self.post(secretary, payload, "roles").status_code == 422
        assert not Role.objects.filter(code="a").exists()

    def test_an_old_one_is_refused(self, secretary: Client, payload: str, monkeypatch: Any) -> None:
        from koersvast.core.kit import imports

        monkeypatch.setattr(imports, "HOUR", -1)
        assert self.post(secretary, payload).status_code == 422

    def test_who_lost_his_rights_meanwhile_is_refused(
        self, cast: Cast, secretary: Client, payload: str
    ) -> None:
        person = cast.secretary.person
        assert person is not None
        person.access = 1
        person.save()
        assert self.post(secretary, payload).status_code == 403

    def test_when_the_register_changed_since_one_looks_again(
        self, secretary: Client, payload: str
    ) -> None:
        Unit.objects.create(code="a", name="Van een ander", level="team")
        answer = self.post(secretary, payload)
        assert answer.status_code == 409
        assert "The register changed since the preview" in main(answer)
        assert "Van een ander → A" in main(answer)
        assert Unit.objects.get(code="a").name == "Van een ander"
        assert "Imported: 1 rows" in main(store(secretary, "units", answer))

    def test_a_number_stays_the_number_it_was(self) -> None:
        from decimal import Decimal

        rows = [[2, {"amount": Decimal("1.058"), "code": "a"}]]
        assert ExactNumbers().loads(ExactNumbers().dumps(rows)) == rows


class TestRowsOfSeveralPlans:
    """The column "plan" says which plan a row belongs to."""

    @pytest.fixture
    def other(self, small: SmallPlan) -> Any:
        return Plan.objects.create(code="Q", title="Ander plan", reference_date="2023-01-01")

    def content(self, level: str = "tactical") -> str:
        return f"plan;code;level;title\nP;N1;tactical;In P\nQ;N1;{level};In Q\n"

    def test_each_goes_to_its_own_plan(self, secretary: Client, other: Any) -> None:
        preview = send(secretary, "goals", self.content())
        assert "2 of them new" in main(preview)
        assert "Imported: 2 rows stored." in main(store(secretary, "goals", preview))
        found = Goal.objects.filter(code="N1").order_by("plan__code")
        assert [(goal.plan.code, goal.title) for goal in found] == [("P", "In P"), ("Q", "In Q")]

    def test_an_error_in_one_plan_stops_the_rows_of_all(
        self, secretary: Client, other: Any
    ) -> None:
        answer = send(secretary, "goals", self.content(level="hoog"))
        assert answer.status_code == 422
        assert "3 level “hoog” is not possible" in main(answer)
        assert "2 N1 new" in main(answer)
        assert not Goal.objects.filter(code="N1").exists()

    def test_when_storing_fails_halfway_nothing_is_stored(
        self, secretary: Client, other: Any, monkeypatch: Any
    ) -> None:
        preview = send(secretary, "goals", self.content())
        other.delete()
        answer = secretary.post(url("import", "goals"), {"rows": hidden(preview, "rows")})
        assert answer.status_code == 422
        assert "there is no plan with code “Q”" in main(answer)
        assert not Goal.objects.filter(code="N1").exists()

    def test_without_a_plan_the_only_one_is_meant_and_of_several_none(
        self, secretary: Client, small: SmallPlan
    ) -> None:
        content = "code;level;title\nN1;tactical;Nieuw\n"
        assert send(secretary, "goals", content).status_code == 200
        Plan.objects.create(code="Q", title="Ander plan", reference_date="2023-01-01")
        answer = send(secretary, "goals", content)
        assert answer.status_code == 422
        assert "is empty; fill in the code of the plan" in main(answer)


def test_an_export_of_the_list_is_readable_by_a_person(secretary: Client, small: SmallPlan) -> None:
    answer = secretary.get(url("export", "goals", "csv"), {"sort": "code"})
    first = next(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert "part of" in first
