"""Reading YAML and JSON: one data model, lines, and limits before anything is built."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import koersvast.demo
from koersvast.exchange import markup
from koersvast.exchange.markup import MarkupError, line_at, read_markup
from koersvast.exchange.tests.plans import refused

DEMO = Path(koersvast.demo.__file__).parent / "maastricht" / "plan-m.yaml"


def read(text: str, **options: Any) -> Any:
    return read_markup(text.encode(), **options)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1", 1), ("-12", -12), ("0", 0), ("1.50", Decimal("1.50")), ("-0.5", Decimal("-0.5")),
        ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("Off", "Off"), ("y", "y"),
        (".inf", ".inf"), (".nan", ".nan"), ("1e3", "1e3"), ("1_000", "1_000"), ("+1", "+1"),
        ("007", "007"), ("0x1F", "0x1F"), ("0o7", "0o7"), ("12:30:45", "12:30:45"),
        ("2023-02-28", "2023-02-28"), ("1.", "1."), (".5", ".5"), ("1٢", "1٢"), ("١٢", "١٢"),
        ('"1"', "1"), ("'true'", "true"), ('"2023"', "2023"), ('""', ""), ("<<", "<<"),
        ("9" * 18, int("9" * 18)), ("9" * 19, "9" * 19), ("1." + "1" * 19, "1." + "1" * 19),
    ],
)  # fmt: skip
def test_a_value_is_what_it_says_and_never_a_guess(written: str, value: Any) -> None:
    found = read(f"key: {written}\n")["key"]
    assert found == value
    assert type(found) is type(value)


def test_a_number_may_be_a_key_and_keeps_apart_from_text() -> None:
    assert dict(read("2023: a\n'2023': b\ntrue: c\n1.5: d\n")) == {
        2023: "a",
        "2023": "b",
        "True": "c",
        "1.5": "d",
    }


REFUSED = {
    "a tag": ("a: 1\nb: !!python/object:os.system {}\n", 2, "YAML tags such as “tag:yaml.org"),
    "a harmless tag": ("a: !!str 1\n", 1, "are not allowed; take it out"),
    "a local tag": ("a: !secret 1\n", 1, "“!secret”"),
    "a bare tag": ("a: ! 1\n", 1, "are not allowed"),
    "a key twice": ("a: 1\nb: 2\n\na: 3\n", 4, "The key “a” stands here twice; keep one."),
    "a key twice deep down": ("a:\n - {b: 1,\n    b: 2}\n", 3, "“b” stands here twice"),
    "a second document": ("a: 1\n---\nb: 1\n", 2, "one file, one plan"),
    "a list for a key": ("? [a]\n: 1\n", 1, "A key must be a single word"),
    "a mapping for a key": ("{{a: 1}: 2}\n", 1, "A key must be a single word"),
    "an alias for a key": ("a: &x [1]\n*x : 2\n", 2, "A key must be a single word"),
    "an alias to nothing": ("a: 1\nb: *c\n", 2, "The alias “*c” points at nothing."),
    "an alias to itself": ("a: &x\n  b: *x\n", 2, "The alias “*x” points at nothing."),
    "bad indentation": ("a:\n  b: 1\n c: 2\n", 3, "look at indentation, quotes and colons"),
    "an open quote": ('a: "b\nc: d\n', 3, "look at indentation"),
    "a tab for indentation": ("a:\n\tb: 1\n", 2, "look at indentation"),
    "an open bracket": ("a: [1, 2\n", 2, "look at indentation"),
    "a NUL byte": ("a: 1\nb: x\0y\n", 2, "a character that does not belong in a text"),
    "a control character": ("a: 1\nb: 2\nc: x\x07\n", 3, "does not belong in a text"),
    "half a character": ('a: "\\ud800"\n', 1, "This is not readable YAML"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_is_no_plain_yaml_is_refused_at_its_line(case: tuple[str, int, str]) -> None:
    text, line, words = case
    with pytest.raises(MarkupError) as caught:
        read(text)
    assert caught.value.line == line
    assert words in caught.value.message


def test_text_that_is_not_utf8_is_refused_at_its_line() -> None:
    for content in ("a: 1\nb: café\n".encode("latin-1"), b"a: 1\nb: \xff\xfe\n"):
        with pytest.raises(MarkupError) as caught:
            read_markup(content)
        assert caught.value.line == 2
        assert "save the file as UTF-8" in caught.value.message
    with pytest.raises(MarkupError, match="UTF-8"):
        read_markup("a: 1".encode("utf-16"))


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert read_markup(b"\xef\xbb\xbfkoersvast: 1\n") == {"koersvast": 1}


def test_windows_line_ends_count_as_one() -> None:
    data = read("a: 1\r\nb:\r\n  - c\r\n")
    assert (data, line_at(data, ("b", 0))) == ({"a": 1, "b": ["c"]}, 3)


def test_lines_are_those_of_an_editor_whatever_a_text_holds() -> None:
    """YAML takes some characters for line ends that no editor shows as such."""
    data = read("a: 'x\u2028y\u2029z'\nb: 'p\x85q'\nc:\n  - d\n")
    assert line_at(data, ("c", 0)) == 4


def test_lines_of_keys_items_and_what_is_not_there() -> None:
    data = read("a:\n  b:\n    - c: 1\n\n    - c: 2\n      d: |\n        x\n        y\ne: 1\n")
    assert line_at(data, ()) == 1
    assert line_at(data, ("a", "b", 1, "c")) == 5
    assert line_at(data, ("a", "b", 1, "d")) == 6
    assert line_at(data, ("a", "b", 1, "missing")) == 5
    assert line_at(data, ("a", "b", 7)) == 2
    assert line_at(data, ("e",)) == 9


def test_an_alias_is_the_value_it_names() -> None:
    assert read("a: &x {b: 1}\nc: [*x, *x]\n")["c"] == [{"b": 1}, {"b": 1}]


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"# only a comment\n", b"---\n", b"\xef\xbb\xbf"]
)
def test_an_empty_file_is_no_data(content: bytes) -> None:
    assert read_markup(content) is None


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "_Builder", None)
    with pytest.raises(MarkupError, match="larger than 64 MB"):
        read_markup(b" " * (64 * 1024 * 1024 + 1))


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_at_once(opening: str) -> None:
    start = time.monotonic()
    with pytest.raises(MarkupError, match=r"Nested too deeply|A key must be|not readable"):
        read(opening * 200_000)
    assert time.monotonic() - start < 2


def test_twenty_levels_are_deep_enough() -> None:
    assert read("[" * 20 + "]" * 20)
    with pytest.raises(MarkupError, match="no more than 20 levels"):
        read("[" * 21 + "]" * 21)


def test_aliases_that_unfold_are_refused_before_they_do() -> None:
    lines = ["a0: &a0 [" + ", ".join("x" * 10) + "]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 12)]
    start = time.monotonic()
    with pytest.raises(MarkupError) as caught:
        read("\n".join(lines))
    assert caught.value.line == 7
    assert "five million values" in caught.value.message
    assert time.monotonic() - start < 2


def test_more_than_a_thousand_aliases_are_refused() -> None:
    with pytest.raises(MarkupError, match=r"More than 1,000 aliases"):
        read("a: &x 1\nb: [" + ", ".join(["*x"] * 1001) + "]\n")


def test_more_values_than_a_plan_can_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MAX_NODES", 1000)
    with pytest.raises(MarkupError, match="five million values"):
        read("[" + "1, " * 1001 + "]")


JSON_TEXTS = [
    "plain", "tab\tand\nline", 'quote " and \\ backslash', "a/b", "café 漢字 😀", "\x80 \x9f \x85",
    "\u2028 \u2029 \ufeff", "null", "1.50", "- x", "# no", "{a: b}", " spaced ", "\\ud83d", "'",
]  # fmt: skip


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("indent", [None, 2, "\t"])
def test_json_as_others_write_it_is_read(ascii_only: bool, indent: Any) -> None:
    data = {"koersvast": 1, "texts": JSON_TEXTS, "n": [1, -2, 1.5, True, None, [], {}], "": 0}
    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    found = read(text, json=True)
    assert found == {**data, "n": [1, -2, Decimal("1.5"), True, None, [], {}]}


def test_json_without_spaces_is_read() -> None:
    assert read('{"a":{"b":[1,"c"]},"d":"e"}', json=True) == {"a": {"b": [1, "c"]}, "d": "e"}


def test_json_with_half_a_character_is_refused() -> None:
    for half in (r'"\ud83d"', r'"\ude00"', r'"\ud83dx\ude00"'):
        with pytest.raises(MarkupError):
            read(f'{{"a": {half}}}', json=True)


@pytest.mark.parametrize("content", ["[]\n", "- a\n- b\n", "just text\n", "12\n", ""])
def test_a_file_that_is_no_plan_is_told_how_one_begins(db: None, content: str) -> None:
    assert refused(content) == ["1: This is not a plan file: it should begin with “koersvast: 1”."]


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=200), as_json=st.booleans())
def test_any_bytes_are_data_or_a_refusal(content: bytes, as_json: bool) -> None:
    try:
        read_markup(content, json=as_json)
    except MarkupError as error:
        assert error.line >= 1
        assert error.message


YAMLISH = st.text(alphabet=" \n-:[]{}&*!|>'\"%@`#,?ab1\t\\\0\u2028é", max_size=60)


@settings(max_examples=500, deadline=None)
@given(text=YAMLISH, as_json=st.booleans())
def test_anything_like_yaml_is_data_or_a_refusal(text: str, as_json: bool) -> None:
    try:
        read(text, json=as_json)
    except MarkupError as error:
        assert 1 <= error.line <= text.count("\n") + 2


DEMO_BYTES = DEMO.read_bytes()[:20_000]


@settings(max_examples=60, deadline=None)
@given(
    at=st.integers(0, len(DEMO_BYTES)),
    length=st.integers(0, 40),
    new=st.one_of(
        st.binary(max_size=8), st.sampled_from([b"&a ", b"*a ", b"!!x ", b"{", b"]", b"\t"])
    ),
)
def test_a_damaged_plan_is_data_or_a_refusal(at: int, length: int, new: bytes) -> None:
    try:
        read_markup(DEMO_BYTES[:at] + new + DEMO_BYTES[at + length :])
    except MarkupError as error:
        assert error.line >= 1
