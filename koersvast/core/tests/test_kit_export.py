"""Exports: what is on the list, in its order, and never a formula."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import python_calamine
from django.test import Client

from koersvast.core.kit import exports
from koersvast.core.kit.register import Register
from koersvast.core.tests.walking import Goal, Unit, english, url
from tests.cast import Cast, SmallPlan

FORMULA = '=HYPERLINK("https://evil.example")'


@pytest.fixture
def reader(cast: Cast, small: SmallPlan) -> Client:
    return english(cast.reader)


def cells(client: Client, register: str, kind: str, **query: Any) -> list[list[Any]]:
    """Return the rows of an export as a spreadsheet program reads them."""
    answer = client.get(url("export", register, kind), query)
    assert answer.status_code == 200
    assert f'.{kind}"' in answer["Content-Disposition"]
    if kind == "csv":
        content = answer.content.decode("utf-8-sig")
        return [list(row) for row in csv.reader(io.StringIO(content), delimiter=";")]
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_the_columns_are_those_that_the_import_reads(reader: Client, kind: str) -> None:
    first, *rows = cells(reader, "goals", kind, sort="code")
    assert [name.lower() for name in first][:3] == ["plan", "code", "part of"]
    column = [name.lower() for name in first]
    assert [row[column.index("title")] for row in rows] == ["Basis op orde", "Grip", "Zonder werk"]
    assert [row[column.index("part of")] for row in rows] == ["", "D1", ""]
    assert [row[column.index("plan")] for row in rows] == ["P"] * 3


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_a_formula_stays_text(reader: Client, cast: Cast, kind: str) -> None:
    for number, start in enumerate(("=1+1", "+1", "-1", "@SUM(A1)", FORMULA)):
        Unit.objects.create(code=f"x{number}", name=start, level="team", note=start)
    found = [str(cell).lstrip("'") for row in cells(reader, "units", kind) for cell in row]
    assert FORMULA in found
    raw = reader.get(url("export", "units", kind)).content
    if kind == "csv":
        assert "\n=" not in raw.decode()
        assert ";=" not in raw.decode()
        assert ';"=' not in raw.decode()
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
        assert sheet is not None
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {
            "s",
            "n",
            "inlineStr",
        }
    if kind == "ods":
        assert b"table:formula" not in raw


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_search_filter_and_sort_are_respected(reader: Client, kind: str) -> None:
    def codes(**query: Any) -> list[str]:
        first, *rows = cells(reader, "goals", kind, **query)
        at = [name.lower() for name in first].index("code")
        return [row[at] for row in rows]

    assert codes(sort="-code") == ["D3", "D2", "D1"]
    assert codes(level="strategic", sort="code") == ["D1", "D3"]
    assert codes(q="grip") == ["D2"]
    assert codes(level="nonsense") == []
    assert codes(page="2", sort="code") == ["D1", "D2", "D3"]


def test_only_what_one_sees_is_exported(cast: Cast, reader: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(
        type(Goal.objects.all()), "visible_to", lambda rows, actor: rows.exclude(code="D3")
    )
    exported = reader.get(url("export", "goals", "csv")).content.decode()
    assert "Basis op orde" in exported
    assert "Zonder werk" not in exported
    assert cast.outsider.client.get(url("export", "goals", "csv")).status_code == 404


def test_values_keep_their_kind(reader: Client) -> None:
    Unit.objects.create(
        code="v", name="Vijf\x0bde", level="team", valid_from=date(2023, 1, 2), incomplete=True
    )
    first, row = cells(reader, "units", "xlsx", q="v vijf")
    values = dict(zip([name.lower() for name in first], row, strict=True))
    assert values["from"] == date(2023, 1, 2)
    assert values["name"] == "Vijfde"
    assert values["incomplete"] == "yes"
    assert values["level"] == "team"


def test_numbers_are_numbers_and_a_title_fits_a_sheet(reader: Client) -> None:
    lines: list[list[exports.Cell]] = [["a"], [Decimal("12.50")], [None], [3]]
    for kind in ("xlsx", "ods"):
        content = exports.KINDS[kind][1](lines, "a")
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        assert book.get_sheet_by_index(0).to_python()[1] == [12.5]
    assert "12,50" in exports.KINDS["csv"][1](lines, "a").decode()

    class Odd(Register):
        model, name, columns = Goal, "odd", ("title",)
        label = "Doelen / [alle]: wat?"

    answer = exports.respond(Odd(), Goal.objects.all(), "xlsx")
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames == [
        "Doelen    alle   wat "
    ]


def test_a_register_without_a_part_in_the_plan_file_exports_its_list(small: SmallPlan) -> None:
    class Across(Register):
        model, name, columns = Goal, "across", ("title", "level", "parent__title", "plan")
        part = None

    lines = list(exports.sheet(Across(), Goal.objects.order_by("code")))
    assert lines[2] == [
        "Grip",
        "tactisch" if lines[2][1] == "tactisch" else "tactical",
        "Basis op orde",
        "P",
    ]
    assert lines[1][2] is None
