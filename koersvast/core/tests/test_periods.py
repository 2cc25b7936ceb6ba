from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from koersvast.core.period_labels import span_label
from koersvast.core.period_parser import from_to
from koersvast.core.periods import (
    Period,
    Precision,
    Quarter,
    is_encoded,
    parse_period,
    quarter_of,
    quarters_between,
)
from koersvast.core.spans import CONTINUOUS, WHOLE_AT, Third, third_span, year_span

READABLE = [
    ("Q4 2021", "2021-10-01", "2021-12-31", "quarter"),
    ("Q4 '22", "2022-10-01", "2022-12-31", "quarter"),
    ("q4’22", "2022-10-01", "2022-12-31", "quarter"),
    ("2022 Q1", "2022-01-01", "2022-03-31", "quarter"),
    ("Q3/Q4 2022", "2022-07-01", "2022-12-31", "range"),
    ("1 november 2021", "2021-11-01", "2021-11-01", "day"),
    ("1 NOV. 2021", "2021-11-01", "2021-11-01", "day"),
    ("November 1, 2021", "2021-11-01", "2021-11-01", "day"),
    ("1st of November 2021", "2021-11-01", "2021-11-01", "day"),
    ("okt '22", "2022-10-01", "2022-10-31", "month"),
    ("March 2023", "2023-03-01", "2023-03-31", "month"),
    ("3-2023", "2023-03-01", "2023-03-31", "month"),
    ("medio 2023", "2023-05-01", "2023-08-31", "range"),
    ("mid-2023", "2023-05-01", "2023-08-31", "range"),
    ("begin 2024", "2024-01-01", "2024-04-30", "range"),
    ("eind 2023", "2023-09-01", "2023-12-31", "range"),
    ("begin maart 2023", "2023-03-01", "2023-03-10", "range"),
    ("medio maart 2023", "2023-03-11", "2023-03-20", "range"),
    ("eind februari 2023", "2023-02-21", "2023-02-28", "range"),
    ("end of February 2024", "2024-02-21", "2024-02-29", "range"),
    ("eind winter 2022", "2023-02-01", "2023-02-28", "range"),
    ("medio 2e helft 2023", "2023-09-01", "2023-10-31", "range"),
    ("zomer 2018", "2018-06-01", "2018-08-31", "season"),
    ("in de zomer van 2018", "2018-06-01", "2018-08-31", "season"),
    ("voorjaar '23", "2023-03-01", "2023-05-31", "season"),
    ("HERFST 2023", "2023-09-01", "2023-11-30", "season"),
    ("winter 2022", "2022-12-01", "2023-02-28", "season"),
    ("winter 2022/2023", "2022-12-01", "2023-02-28", "season"),
    ("winter '22/'23", "2022-12-01", "2023-02-28", "season"),
    ("2018-summer", "2018-06-01", "2018-08-31", "season"),
    ("3e kwartaal 2018", "2018-07-01", "2018-09-30", "quarter"),
    ("3 ^e kwartaal 2018", "2018-07-01", "2018-09-30", "quarter"),
    ("eind eerste kwartaal 2019", "2019-03-01", "2019-03-31", "range"),
    ("april/mei 2023", "2023-04-01", "2023-05-31", "range"),
    ("maart en april 2022", "2022-03-01", "2022-04-30", "range"),
    ("eind 2023/begin 2024", "2023-09-01", "2024-04-30", "range"),
    ("week 15 2021", "2021-04-12", "2021-04-18", "week"),
    ("week 53 2020", "2020-12-28", "2021-01-03", "week"),
    ("2023-03-31", "2023-03-31", "2023-03-31", "day"),
    ("2023-Q1", "2023-01-01", "2023-03-31", "quarter"),
    ("2023-H1", "2023-01-01", "2023-06-30", "half_year"),
    ("H2 2023", "2023-07-01", "2023-12-31", "half_year"),
    ("1e helft 2023", "2023-01-01", "2023-06-30", "half_year"),
    ("in de tweede helft van 2018", "2018-07-01", "2018-12-31", "half_year"),
    ("first half of 2023", "2023-01-01", "2023-06-30", "half_year"),
    ("2023-03", "2023-03-01", "2023-03-31", "month"),
    ("2023-W15", "2023-04-10", "2023-04-16", "week"),
    ("2023", "2023-01-01", "2023-12-31", "year"),
    ("28-2-2023", "2023-02-28", "2023-02-28", "day"),
    ("18/7/2023", "2023-07-18", "2023-07-18", "day"),
    ("Q1 2023 - Q1 2024", "2023-01-01", "2024-03-31", "range"),
    ("Q1 2023 t/m Q1 2024", "2023-01-01", "2024-03-31", "range"),
    ("Q1-Q3 2022", "2022-01-01", "2022-09-30", "range"),
    ("2023-2027", "2023-01-01", "2027-12-31", "range"),
    ("2023-01-01/2023-03-31", "2023-01-01", "2023-03-31", "range"),
    ("2023-Q1/2023-Q4", "2023-01-01", "2023-12-31", "range"),
    ("12 - 18 april 2021", "2021-04-12", "2021-04-18", "range"),
    ("oktober 2021 tot en met februari 2022", "2021-10-01", "2022-02-28", "range"),
    ("1 november 2021 t/m 15 december", "2021-11-01", "2021-12-15", "range"),
]

WITH_YEAR = [
    ("week 15", 2021, "2021-04-12", "2021-04-18", "week"),
    ("14 maart", 2023, "2023-03-14", "2023-03-14", "day"),
    ("18/7", 2022, "2022-07-18", "2022-07-18", "day"),
    ("van 18/7 tot 26/8", 2022, "2022-07-18", "2022-08-26", "range"),
    ("28 juni - 4 juli", 2021, "2021-06-28", "2021-07-04", "range"),
    ("mei/juni", 2023, "2023-05-01", "2023-06-30", "range"),
    ("Q4", 2021, "2021-10-01", "2021-12-31", "quarter"),
    ("Q4 2021", 1999, "2021-10-01", "2021-12-31", "quarter"),
    ("winter", 2022, "2022-12-01", "2023-02-28", "season"),
]

UNREADABLE = [
    "",
    "na besluitvorming",
    "week 15",
    "14 maart",
    "van 18/7 tot 26/8",
    "31 februari 2023",
    "2023-02-30",
    "31-4-2023",
    "Q5 2023",
    "5e kwartaal 2023",
    "2023-H3",
    "week 60 2023",
    "week 53 2021",
    "2023-13",
    "2024 - 2023",
    "Q4 2023 t/m Q1 2023",
    "november - februari 2023",
    "1899",
    "2201",
    "winter 2200",
    "winter 2022/2024",
    "okt 22",
    "Q4 22",
    "1-2-23",
    "van 2018",
    "from 2024",
    "tot 2024",
    "1 januari - 2023",
    "2023 - december",
    "maart en mei 2023",
    "april of mei 2023",
    "begin 1 maart 2023",
    "begin week 15 2021",
    "continu - 2023",
    "begin continu",
    "2022-2023-2024",
    "1/2-2023",
    "in",
    "2023 " + "x" * 100,
]


@pytest.mark.parametrize(("text", "first", "last", "precision"), READABLE)
def test_a_period_is_read_as_dutch_and_english_plans_write_it(
    text: str, first: str, last: str, precision: str
) -> None:
    period = parse_period(text)
    days = (date.fromisoformat(first), date.fromisoformat(last))
    assert period == Period(*days, Precision(precision), text)
    assert period.canonical == text


@pytest.mark.parametrize(("text", "year", "first", "last", "precision"), WITH_YEAR)
def test_a_text_without_a_year_takes_the_year_of_its_context(
    text: str, year: int, first: str, last: str, precision: str
) -> None:
    period = parse_period(text, year=year)
    days = (date.fromisoformat(first), date.fromisoformat(last))
    assert period == Period(*days, Precision(precision), text)
    assert parse_period(period.canonical).span == period.span


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_cannot_be_read_is_kept_and_not_guessed(text: str) -> None:
    period = parse_period(f" {text} ")
    assert period == Period(None, None, Precision.UNREADABLE, text)
    assert not period.is_readable
    assert period.canonical == period.label("nl") == text
    assert period.quarters() == ()


@pytest.mark.parametrize("text", ["continu", "Doorlopend", "continuous", "continu proces"])
def test_continuous_has_no_days_and_holds_every_day(text: str) -> None:
    period = parse_period(text)
    assert period.is_continuous
    assert (period.first, period.last) == (None, None)
    assert period.contains(date(1950, 1, 1))
    assert period.overlaps(parse_period("2023"))
    assert period.encode() == f"9999-12-31||continuous|{text}"


@pytest.mark.parametrize(
    ("text", "dutch", "english"),
    [
        ("Q4 2021", "Q4 2021", "Q4 2021"),
        ("28-2-2023", "28 feb 2023", "28 Feb 2023"),
        ("2021-W15", "week 15 2021", "week 15 2021"),
        ("mrt 2023", "maart 2023", "March 2023"),
        ("31-3-2023", "31 mrt 2023", "31 Mar 2023"),
        ("2023-H2", "2e helft 2023", "H2 2023"),
        ("lente 2023", "voorjaar 2023", "spring 2023"),
        ("winter 2022", "winter 2022/2023", "winter 2022/2023"),
        ("2023", "2023", "2023"),
        ("continu", "doorlopend", "continuous"),
        ("medio '23", "medio 2023", "mid 2023"),
        ("eind februari 2023", "eind februari 2023", "late February 2023"),
        ("2023-2027", "2023–2027", "2023–2027"),
        ("2023-2023", "2023", "2023"),
        ("april/mei 2023", "apr – mei 2023", "Apr – May 2023"),
        ("Q4 2021 - Q1 2022", "okt 2021 – mrt 2022", "Oct 2021 – Mar 2022"),
        ("2023-03-01/2023-03-31", "mrt 2023", "Mar 2023"),
        ("12 - 18 april 2021", "12 – 18 apr 2021", "12 – 18 Apr 2021"),
        ("28 juni - 4 juli 2021", "28 jun – 4 jul 2021", "28 Jun – 4 Jul 2021"),
        ("28-12-2021 - 4-1-2022", "28 dec 2021 – 4 jan 2022", "28 Dec 2021 – 4 Jan 2022"),
    ],
)
def test_a_label_is_short_and_in_the_language_asked_for(
    text: str, dutch: str, english: str
) -> None:
    period = parse_period(text)
    assert period.label("nl") == period.label(None) == period.label("nl-be") == dutch
    assert period.label("en") == period.label("en-gb") == english


def test_a_text_that_does_not_fit_its_days_has_no_say_in_the_label() -> None:
    days = (date(2023, 5, 1), date(2023, 5, 31), Precision.RANGE)
    assert Period(*days, "medio 2023").label("nl") == "mei 2023"
    assert Period(*days, "begin 1 maart 2023").label("nl") == "mei 2023"
    assert Period(*days, "medio " + "x" * 100).label("nl") == "mei 2023"


def test_a_vague_word_survives_when_the_year_came_from_the_context() -> None:
    assert parse_period("eind maart", year=2023).label("en") == "late March 2023"


def test_contains_and_overlaps_count_the_first_and_last_day() -> None:
    quarter = parse_period("Q1 2023")
    assert quarter.contains(date(2023, 1, 1)) and quarter.contains(date(2023, 3, 31))
    assert not quarter.contains(date(2023, 4, 1))
    assert quarter.overlaps(parse_period("31-3-2023"))
    assert not quarter.overlaps(parse_period("Q2 2023"))
    assert not quarter.overlaps(parse_period("ooit"))
    assert not parse_period("ooit").contains(date(2023, 1, 1))


def test_periods_sort_by_last_day_then_first_with_continuous_and_unreadable_behind() -> None:
    texts = ["31-3-2023", "Q1 2023", "2023", "continu", "ooit", "Q2 2022"]
    ordered = [period.text for period in sorted(parse_period(text) for text in texts)]
    assert ordered == ["Q2 2022", "Q1 2023", "31-3-2023", "2023", "continu", "ooit"]
    assert parse_period("2023") >= parse_period("2023")


def test_a_period_compares_only_with_a_period() -> None:
    with pytest.raises(TypeError):
        parse_period("2023") < "2024"  # type: ignore[operator]  # noqa: B015


@pytest.mark.parametrize(
    ("first", "last", "precision"),
    [
        (None, date(2023, 1, 1), Precision.DAY),
        (date(2023, 1, 1), None, Precision.RANGE),
        (date(2023, 1, 2), date(2023, 1, 1), Precision.RANGE),
        (date(2023, 1, 2), date(2023, 3, 31), Precision.QUARTER),
        (date(2023, 1, 1), date(2023, 1, 1), Precision.CONTINUOUS),
        (date(2023, 1, 1), None, Precision.UNREADABLE),
        (date(1899, 1, 1), date(1899, 1, 1), Precision.DAY),
    ],
)
def test_a_period_whose_days_do_not_fit_its_precision_cannot_exist(
    first: date | None, last: date | None, precision: Precision
) -> None:
    with pytest.raises(ValueError):
        Period(first, last, precision)


def test_what_is_continuous_has_no_thirds_and_bounds_no_range() -> None:
    assert from_to(CONTINUOUS, year_span(2023), neighbours=False) is None
    with pytest.raises(ValueError):
        third_span(Third.BEGIN, CONTINUOUS)


def test_a_day_is_a_period_of_one_day() -> None:
    assert Period.day(date(2023, 3, 31)) == parse_period("2023-03-31")


def test_encoded_text_compares_with_a_day_on_the_last_day() -> None:
    encoded = parse_period("Q1 2023").encode()
    assert encoded == "2023-03-31|2023-01-01|quarter|Q1 2023"
    assert encoded < "2023-04-01"
    assert not encoded < "2023-03-31"
    assert parse_period("ooit").encode() == "~||unreadable|ooit"


@pytest.mark.parametrize("text", ["", "2023", "2023-01-01", "a|b|c|d", "~|x"])
def test_other_texts_are_not_taken_for_an_encoding(text: str) -> None:
    assert not is_encoded(text)
    with pytest.raises(ValueError):
        Period.decode(text)


def test_quarters_know_their_days_and_their_neighbour() -> None:
    quarter = Quarter(2023, 4)
    assert (quarter.first, quarter.last) == (date(2023, 10, 1), date(2023, 12, 31))
    assert quarter.label == "Q4 2023"
    assert quarter.next() == Quarter(2024, 1)
    assert Quarter(2024, 1).next() == quarter_of(date(2024, 6, 30))


def test_a_period_touches_quarters_in_order() -> None:
    quarters = parse_period("maart 2023 t/m oktober 2023").quarters()
    assert quarters == tuple(Quarter(2023, number) for number in (1, 2, 3, 4))
    assert list(quarters_between(date(2023, 2, 1), date(2023, 1, 1))) == [Quarter(2023, 1)]
    assert list(quarters_between(date(2023, 4, 1), date(2023, 1, 1))) == []


def test_a_year_label_needs_no_period() -> None:
    assert span_label(year_span(2023), "nl") == "2023"


days = st.dates(date(1901, 1, 1), date(2199, 1, 1))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    text = draw(st.text(max_size=30) | st.sampled_from([row[0] for row in READABLE]))
    precision = draw(st.sampled_from(Precision))
    if precision in (Precision.CONTINUOUS, Precision.UNREADABLE):
        if precision is Precision.UNREADABLE and parse_period(text).is_readable:
            text = "ooit"
        return Period(None, None, precision, text)
    first, second = sorted((draw(days), draw(days)))
    if precision is Precision.RANGE:
        return Period(first, second, precision, text)
    return Period(*WHOLE_AT[precision](first), text)


@given(periods())
def test_the_canonical_text_reads_back_to_the_same_days(period: Period) -> None:
    assert parse_period(period.canonical).span == period.span


@given(periods())
def test_every_period_comes_back_from_its_encoding(period: Period) -> None:
    assert is_encoded(period.encode())
    assert Period.decode(period.encode()) == period


@given(periods(), days)
def test_encoded_order_is_the_order_of_last_days(period: Period, day: date) -> None:
    last = period.last or date.max
    assert (period.encode() < day.isoformat()) == (last < day)


@given(periods(), periods())
def test_encoded_order_is_the_order_of_periods(one: Period, other: Period) -> None:
    assert (one < other) == (one.encode() < other.encode())
    if one.last and one.first and other.last and other.first:
        mine, theirs = (one.last, one.first), (other.last, other.first)
        assert mine == theirs or (one < other) == (mine < theirs)


@given(periods(), st.sampled_from(["nl", "en"]))
def test_every_period_has_a_label(period: Period, language: str) -> None:
    assert isinstance(period.label(language), str)


pieces = st.sampled_from(
    [
        *("van", "tot", "t/m", "-", "/", "'", "en", "1", "31", "1e", "week 15", "W15", "Q1", "Q4"),
        *("2021", "2022", "'22", "9999", "0000", "2023-01", "feb", "okt", "medio", "eind"),
        *("zomer", "winter", "helft", "kwartaal", "continu"),
    ]
)


@given(st.text() | st.lists(pieces).map(" ".join), st.none() | st.integers())
@example("ſept 2022", None)
@example("١ maart 2023", None)
@example("9999-12", 9999)
def test_the_parser_never_raises_and_keeps_the_text(text: str, year: int | None) -> None:
    period = parse_period(text, year=year)
    assert period.text == text.strip()
    assert parse_period(period.canonical).span == period.span
