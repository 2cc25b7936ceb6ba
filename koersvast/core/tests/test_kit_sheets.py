"""Files that are broken, locked, huge or made to harm: a sentence, and the server stays up."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import pytest
from django.test import Client

from koersvast.core.kit import sheet_reader, sheets
from koersvast.core.tests.walking import english, main, upload, url, workbook
from tests.cast import Cast

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def secretary(cast: Cast) -> Client:
    return english(cast.secretary)


def answer_to(client: Client, name: str, content: bytes) -> str:
    response = client.post(url("import", "units"), {"file": upload(name, content)})
    assert response.status_code == 422
    return main(response)


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"not a spreadsheet", b"PK\x03\x04 broken", OLE + b"\0" * 600, zipped(a=b"b")],
    ids=["empty", "text", "broken zip", "broken old Excel", "another zip"],
)
@pytest.mark.parametrize("name", ["f.xlsx", "f.ods", "f.exe"])
def test_what_is_no_spreadsheet_gets_a_sentence(
    secretary: Client, name: str, content: bytes
) -> None:
    page = answer_to(secretary, name, content)
    assert (
        "This is not a readable spreadsheet" in page
        or "Choose a file" in page
        or ("The submitted file is empty" in page)
    )


def test_a_truncated_spreadsheet_gets_a_sentence(secretary: Client) -> None:
    whole = workbook(["code", "name"], ["a", "A"])
    assert "not a readable spreadsheet" in answer_to(secretary, "f.xlsx", whole[: len(whole) // 2])


def test_a_large_file_is_refused_before_it_is_read(secretary: Client) -> None:
    assert "larger than 5 MB" in answer_to(secretary, "f.csv", b"x" * (sheets.MAX_BYTES + 1))
    with pytest.raises(Exception, match="5 MB"):
        sheets.check_size(sheets.MAX_BYTES + 1)


def test_a_small_file_that_unfolds_into_gigabytes_is_refused(secretary: Client) -> None:
    whole = io.BytesIO(workbook(["code", "name"], ["a", "A"]))
    bomb = io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                cell = b'<c t="inlineStr"><is><t>' + b"x" * 30_000 + b"</t></is></c>"
                row = b"<row>" + cell * 100 + b"</row>"
                with out.open(name, "w", force_zip64=True) as target:
                    target.write(
                        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                    )
                    for _number in range(80):
                        target.write(row)
                    target.write(b"</sheetData></worksheet>")
                continue
            out.writestr(name, content)
    assert len(bomb.getvalue()) < sheets.MAX_BYTES
    assert "unfolds into too much" in answer_to(secretary, "f.xlsx", bomb.getvalue())


def test_a_few_cells_that_are_repeated_a_billion_times_are_refused(secretary: Client) -> None:
    content = b"""<?xml version="1.0"?><office:document-content
      xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
      xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
      xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
      <office:body><office:spreadsheet><table:table table:name="a">
      <table:table-row table:number-rows-repeated="1000000">
      <table:table-cell table:number-columns-repeated="16000" office:value-type="string">
      <text:p>x</text:p></table:table-cell></table:table-row>
      </table:table></office:spreadsheet></office:body></office:document-content>"""
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    bomb = zipped(mimetype=mimetype, **{"content.xml": content})
    assert answer_to(secretary, "f.ods", bomb)


def test_a_reader_that_dies_or_never_ends_takes_nothing_along(
    secretary: Client, monkeypatch: Any, tmp_path: Any
) -> None:
    for body in ("import os; os._exit(3)", "import time; time.sleep(60)"):
        program = tmp_path / "reader.py"
        program.write_text(body)
        monkeypatch.setattr(sheets.sheet_reader, "__file__", str(program))
        monkeypatch.setattr(sheets, "SECONDS", 0.5)
        assert "unfolds into too much" in answer_to(secretary, "f.xlsx", b"PK")


def test_a_locked_file_gets_its_own_sentence(secretary: Client, monkeypatch: Any) -> None:
    import python_calamine

    def locked(_file: Any) -> None:
        raise python_calamine.PasswordError("Workbook is password protected")

    monkeypatch.setattr(python_calamine.CalamineWorkbook, "from_filelike", locked, raising=False)
    assert sheet_reader.read(b"") == {"problem": "password"}


def test_the_reader_tells_what_is_wrong() -> None:
    assert sheet_reader.read(b"nonsense") == {"problem": "unreadable"}
    assert sheet_reader.read(workbook(["x" * 32_000] * 150, *[["x" * 32_000] * 150] * 10)) == {
        "problem": "large"
    }
    assert sheet_reader.read(workbook(["a", None], [None], [1.0, 2.5, True])) == {
        "rows": [(1, ["a"]), (3, [1, 2.5, True])]
    }


def test_cells_become_what_json_can_hold() -> None:
    values = [
        (date(2023, 3, 1), "2023-03-01"),
        (datetime(2023, 3, 1, 12, 30), "2023-03-01"),  # noqa: DTZ001 - a cell has no zone
        (time(12, 30), "12:30:00"),
        (2.0, 2),
        (1e300, 1e300),
        (None, None),
        ("a", "a"),
    ]
    assert [sheet_reader.plain(given) for given, _expected in values] == [e for _g, e in values]
    with pytest.raises(sheet_reader.TooLarge):
        sheet_reader.plain("x" * (sheet_reader.MAX_TEXT + 1))


def test_the_reader_limits_itself_where_the_system_can(monkeypatch: Any) -> None:
    import resource
    import sys

    asked = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: asked.append(kind))
    sheet_reader.limit()
    assert asked == [resource.RLIMIT_AS, resource.RLIMIT_CPU]
    monkeypatch.setitem(sys.modules, "resource", None)
    sheet_reader.limit()


@pytest.mark.parametrize(
    "content",
    [
        b";" * (sheets.MAX_BYTES - 1),
        b"\n" * (sheets.MAX_BYTES - 1),
        b";\n" * (sheets.MAX_BYTES // 2),
        b"a;" * 201,
    ],
    ids=["one wide row", "empty lines", "empty rows", "a column too many"],
)
def test_nothing_without_end_is_refused_before_its_cells_are_looked_at(
    secretary: Client, monkeypatch: Any, content: bytes
) -> None:
    converted: list[Any] = []
    monkeypatch.setattr(sheet_reader, "plain", converted.append)
    assert "unfolds into too much" in answer_to(secretary, "f.csv", content)
    assert not converted


def test_empty_cells_at_the_end_of_a_row_do_not_count() -> None:
    rows = [["a", "b", *[""] * 1_000], [None] * 1_000, ["c", None, ""]]
    assert sheet_reader.filled(rows) == [(1, ["a", "b"]), (3, ["c"])]
    last = sheet_reader.MAX_ROWS + 1
    assert sheet_reader.filled([*[[]] * (last - 1), ["z"]]) == [(last, ["z"])]
    with pytest.raises(sheet_reader.TooLarge):
        sheet_reader.filled([*[[]] * last, ["z"]])
