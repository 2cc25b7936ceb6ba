from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.core.money import (
    AmountError,
    Total,
    decimal_precision,
    differs,
    format_amount,
    format_short,
    from_cents,
    parse_amount,
    parse_stated,
    round_to,
    to_cents,
)

READ = [
    ("1.058.000", "1058000"),
    ("1.058.000,50", "1058000.50"),
    ("1058000", "1058000"),
    ("1058000.50", "1058000.50"),
    ("1,058,000.50", "1058000.50"),
    ("1,058,000", "1058000"),
    ("1 058 000", "1058000"),
    ("1\u00a0058\u202f000", "1058000"),
    ("1.058", "1058"),
    ("1.058,5", "1058.50"),
    ("12.5", "12.50"),
    ("12,5", "12.50"),
    ("0,05", "0.05"),
    ("0", "0"),
    ("€ 1,2 mln", "1200000"),
    ("1,2 mln.", "1200000"),
    ("2.143 mln", "2143000"),
    ("2,143 MLN", "2143000"),
    ("1.500,5 mln", "1500500000"),
    ("0,180 mln.", "180000"),
    ("1 miljoen", "1000000"),
    ("1,5 mld", "1500000000"),
    ("€15.5m", "15500000"),
    ("784k", "784000"),
    ("784 k", "784000"),
    ("€500K", "500000"),
    ("1,5 k", "1500"),
    ("€ 784 duizend", "784000"),
    ("€ 24.535,-", "24535"),
    ("5 euro", "5"),
    ("-180.000", "-180000"),
    ("– 180.000", "-180000"),
    ("€ –180.000", "-180000"),
    ("–€ 180.000", "-180000"),
    ("(180.000)", "-180000"),
]

REFUSED = [
    ("12,5055", "too_many_decimals"),
    ("0.784", "too_many_decimals"),
    ("0,784", "too_many_decimals"),
    ("1058.000", "too_many_decimals"),
    ("1.058,505", "too_many_decimals"),
    ("1,234567891 mln", "too_many_decimals"),
    ("1,058", "ambiguous"),
    ("–€180,000", "ambiguous"),
    ("1.058 k", "ambiguous"),
    ("1,058 duizend", "ambiguous"),
    ("veel", "not_a_number"),
    ("1e5", "not_a_number"),
    ("€ –", "not_a_number"),
    ("--5", "not_a_number"),
    ("(-5)", "not_a_number"),
    ("1.2,3", "not_a_number"),
    ("12.5.5", "not_a_number"),
    ("ca. 1,9 mln", "not_a_number"),
    ("١٢", "not_a_number"),
    ("10.000.000.000.000,01", "too_large"),
    ("10001 mld", "too_large"),
    ("9" * 50, "too_large"),
]


@pytest.mark.parametrize(("text", "euros"), READ)
def test_an_amount_is_read_as_sources_and_people_write_it(text: str, euros: str) -> None:
    assert parse_amount(text) == Total(Decimal(euros))


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_amount_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(AmountError) as refused:
        parse_amount(text)
    assert refused.value.reason == reason


@pytest.mark.parametrize("text", ["pm", "p.m.", "PM", " P.M. ", "pro memorie"])
def test_pm_is_a_known_unknown_and_not_zero(text: str) -> None:
    total = parse_amount(text)
    assert total == Total(pm=True)
    assert total is not None and not total.is_zero_known


def test_an_amount_with_pm_keeps_both() -> None:
    assert parse_amount("784.000 + pm") == Total(Decimal(784000), pm=True)


@pytest.mark.parametrize("text", ["", "  ", "\u00a0"])
def test_an_empty_text_is_no_amount_at_all(text: str) -> None:
    assert parse_amount(text) is None


def test_a_sum_carries_pm_through_adding_subtracting_and_turning_its_sign() -> None:
    known, unknown = Total(Decimal(100)), Total(Decimal(20), pm=True)
    assert known + unknown == Total(Decimal(120), pm=True)
    assert known - unknown == Total(Decimal(80), pm=True)
    assert -unknown == Total(Decimal(-20), pm=True)
    assert sum([known, unknown]) == sum([known, unknown], Total()) == known + unknown
    assert Total.of([known, Decimal(5), 1]) == Total(Decimal(106))
    assert known + 1 == 1 + known == Total(Decimal(101))
    assert 1 - known == Total(Decimal(-99))


def test_zero_is_known_only_without_pm() -> None:
    assert Total().is_zero_known
    assert Total.of([]).is_zero_known
    assert not Total(pm=True).is_zero_known
    assert not Total(Decimal(1)).is_zero_known


@pytest.mark.parametrize("wrong", [1.5, True, "1"])
def test_a_float_never_becomes_money(wrong: object) -> None:
    with pytest.raises(TypeError):
        Total(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        to_cents(wrong)  # type: ignore[arg-type]


def test_a_total_adds_up_only_with_money() -> None:
    for wrong in (1.5, "1"):
        with pytest.raises(TypeError):
            Total() + wrong  # type: ignore[operator]
        with pytest.raises(TypeError):
            Total() - wrong  # type: ignore[operator]
        with pytest.raises(TypeError):
            wrong - Total()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        ("0.001", "too_many_decimals"),
        ("NaN", "not_a_number"),
        ("Infinity", "not_a_number"),
        ("1E+50", "too_large"),
    ],
)
def test_a_number_that_is_no_amount_is_refused(amount: str, reason: str) -> None:
    with pytest.raises(AmountError) as refused:
        to_cents(Decimal(amount))
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("total", "dutch", "english"),
    [
        (Total(Decimal(1058000)), "1.058.000", "1,058,000"),
        (Total(Decimal("1058000.5")), "1.058.000,50", "1,058,000.50"),
        (Total(Decimal(-180000)), "–180.000", "–180,000"),
        (Total(Decimal(784000), pm=True), "784.000 + pm", "784,000 + pm"),
        (Total(pm=True), "pm", "pm"),
        (Total(), "0", "0"),
        (Total(Decimal("-0")), "0", "0"),
        (Total(Decimal("1E+3")), "1.000", "1,000"),
    ],
)
def test_an_amount_is_written_the_way_of_the_language(
    total: Total, dutch: str, english: str
) -> None:
    assert format_amount(total, "nl") == format_amount(total, None) == dutch
    assert format_amount(total, "en") == english


def test_the_euro_sign_stands_where_the_language_puts_it() -> None:
    assert format_amount(Decimal(-180000), "nl", symbol=True) == "€ –180.000"
    assert format_amount(180000, "nl", symbol=True) == "€ 180.000"
    assert format_amount(Decimal(-180000), "en", symbol=True) == "–€180,000"


@pytest.mark.parametrize(
    ("amount", "dutch", "english"),
    [
        ("15500000", "€ 15,5 mln", "€15.5m"),
        ("784000", "€ 784.000", "€784,000"),
        ("1000000", "€ 1 mln", "€1m"),
        ("1040000", "€ 1,0 mln", "€1.0m"),
        ("999999.60", "€ 1,0 mln", "€1.0m"),
        ("-1901000", "€ –1,9 mln", "–€1.9m"),
        ("12.40", "€ 12", "€12"),
        ("-0.40", "€ 0", "€0"),
    ],
)
def test_a_short_amount_is_in_millions_or_whole_euros(
    amount: str, dutch: str, english: str
) -> None:
    assert format_short(Decimal(amount), "nl") == dutch
    assert format_short(Decimal(amount), "en") == english


def test_a_short_amount_carries_pm() -> None:
    assert format_short(Total(pm=True), "nl") == "pm"
    assert format_short(Total(Decimal(2000000), pm=True), "nl") == "€ 2 mln + pm"


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("1,9 mln", "100000"),
        ("ca. € 2,143 mln", "1000"),
        ("1 mln", "1000000"),
        ("784k", "1000"),
        ("152.000", "1"),
        ("12,5", "0.1"),
        ("12,50", "0.01"),
        ("0,00000010 mln", "0.01"),
        ("pm", "1"),
    ],
)
def test_a_stated_amount_knows_the_step_it_is_written_in(text: str, precision: str) -> None:
    assert decimal_precision(text) == Decimal(precision)


def test_a_stated_total_says_whether_it_is_about() -> None:
    assert parse_stated("ca. 2,143 mln").approximate
    assert parse_stated("ca. 2,143 mln").total == Total(Decimal(2143000))
    assert not parse_stated("2,143 mln").approximate


@pytest.mark.parametrize(
    ("stated", "lines", "precision", "is_different"),
    [
        (1900000, 1901000, 100000, False),
        (2143000, 1999000, 1000, True),
        (2143000, 2179000, 1000, True),
        (152000, 151500, 1000, False),
        (-152000, -151500, 1000, False),
        (151000, 151500, 1000, True),
    ],
)
def test_a_stated_total_differs_when_the_rounded_lines_do(
    stated: int, lines: int, precision: int, is_different: bool
) -> None:
    assert differs(Decimal(stated), Decimal(lines), Decimal(precision)) is is_different


@pytest.mark.parametrize("precision", ["0", "-1"])
def test_a_precision_of_nothing_is_refused(precision: str) -> None:
    with pytest.raises(ValueError):
        round_to(Decimal(1), Decimal(precision))


cents = st.integers(-(10**15), 10**15)
totals = st.builds(lambda number, pm: Total(from_cents(number), pm), cents, st.booleans())


@given(cents)
def test_cents_come_back_from_euros(number: int) -> None:
    assert to_cents(from_cents(number)) == number


@given(totals, totals, totals)
def test_adding_does_not_depend_on_the_order(one: Total, two: Total, three: Total) -> None:
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert (one + two).pm == (one.pm or two.pm)
    assert (one - two) == -(two - one)


@given(totals, st.booleans())
def test_a_dutch_amount_reads_back(total: Total, symbol: bool) -> None:
    assert parse_amount(format_amount(total, "nl", symbol=symbol)) == total


@given(totals, st.booleans())
def test_an_english_amount_reads_back_or_is_refused_as_ambiguous(
    total: Total, symbol: bool
) -> None:
    text = format_amount(total, "en", symbol=symbol)
    whole_thousands = total.amount % 1 == 0 and 1000 <= abs(total.amount) < 1000000
    if not whole_thousands:
        assert parse_amount(text) == total
        return
    with pytest.raises(AmountError) as refused:
        parse_amount(text)
    assert refused.value.reason == "ambiguous"


@given(st.text() | st.text("0123456789.,-–()€ kmlnp+"))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    try:
        parse_amount(text)
    except AmountError as error:
        assert error.reason in {"too_many_decimals", "not_a_number", "ambiguous", "too_large"}
