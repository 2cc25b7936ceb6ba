"""Reads and writes amounts of money as Dutch and English texts do."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from koersvast.core.languages import known_language
from koersvast.core.totals import CENT, EXACT, LIMIT, AmountError, Total, as_total, round_to

LONGEST_TEXT = 40
MILLION = Decimal(10) ** 6
UNITS: dict[str, Decimal] = {
    **dict.fromkeys(("k", "duizend", "thousand"), Decimal(1000)),
    **dict.fromkeys(("m", "mln", "mln.", "miljoen", "million"), MILLION),
    **dict.fromkeys(("mld", "mld.", "miljard", "billion"), Decimal(10) ** 9),
}
UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
PM = r"p\.?m\.?|pro memorie"
MINUS = "[-–—−]"

PURE_PM = re.compile(PM)
PLUS_PM = re.compile(rf"(?P<rest>.+?) ?\+ ?(?:{PM})")
ABOUT = re.compile(r"(?:ca\.?|circa|about) ?", re.IGNORECASE)
AMOUNT = re.compile(
    rf"(?P<sign>{MINUS})? ?(?:(?:€|eur|euro) ?)?(?P<inner>{MINUS})? ?"
    rf"(?P<digits>[0-9](?:[0-9., ]*[0-9])?)(?:[.,]{MINUS}{{1,2}})? ?"
    rf"(?P<unit>{UNIT})? ?(?:€|eur|euro)?"
)
GROUPED = re.compile(
    r"[1-9][0-9]{0,2}(?:(?P<group>[., ])[0-9]{3})(?:(?P=group)[0-9]{3})*"
    r"(?:(?P<point>(?!(?P=group))[.,])(?P<decimals>[0-9]+))?"
)
PLAIN = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<decimals>[0-9]+))?")


class Stated(NamedTuple):
    """An amount as a text states it: the sum, the precision in euros, and "ca." or not."""

    total: Total
    precision: Decimal
    approximate: bool


def parse_amount(text: str) -> Total | None:
    """Read an amount; None for an empty text, ``AmountError`` for what is not an amount.

    One rule for both languages, so that a text means the same to everybody:

    - Dots, commas or spaces between groups of three are thousands: 1.058.000, 1,058,000.
    - A dot followed by exactly three digits is a thousand: 1.058 is 1058. A comma followed by
      exactly three digits is refused as ambiguous: 1,058 is 1058 to one and 1.058 to another.
    - A dot or comma followed by one or two digits is the decimal point: 12.5 and 12,5 are 12.50.
    - Before mln or mld a single dot or comma always is the decimal point: 2.143 mln and
      2,143 mln are 2143000. Before k or duizend three digits after it are ambiguous.
    - Negative is a minus or dash of any length in front, or parentheses around it.
    - "pm" is the known unknown; "784.000 + pm" is both.
    """
    return read_amount(text)[0] if text.strip() else None


def parse_stated(text: str) -> Stated:
    """Read a total that a text states, "ca. € 2,143 mln"; ``AmountError`` when it is none."""
    stripped = " ".join(text.split())
    about = ABOUT.match(stripped)
    total, precision = read_amount(stripped[about.end() :] if about else stripped)
    return Stated(total, precision, about is not None)


def decimal_precision(text: str) -> Decimal:
    """The step in euros a text is written in: 100000 for "1,9 mln", 0.01 for "12,50".

    Zeros at the end count as written: "152.000" is precise to the euro, unless the reader knows
    better.
    """
    return parse_stated(text).precision


def read_amount(text: str) -> tuple[Total, Decimal]:
    """The total a text says and the precision it is written in."""
    plain = " ".join(text.lower().split())
    if PURE_PM.fullmatch(plain):
        return Total(pm=True), Decimal(1)
    with_pm = PLUS_PM.fullmatch(plain)
    number = with_pm["rest"] if with_pm else plain
    bracketed = number.startswith("(") and number.endswith(")")
    match = AMOUNT.fullmatch(number[1:-1].strip() if bracketed else number)
    if not match or bracketed + bool(match["sign"]) + bool(match["inner"]) > 1:
        raise AmountError("not_a_number", text)
    if len(plain) > LONGEST_TEXT:
        raise AmountError("too_large", text)
    size, precision = read_digits(match["digits"], match["unit"])
    negative = bracketed or match["sign"] or match["inner"]
    return Total(-size if negative else size, pm=with_pm is not None), precision


def read_digits(digits: str, unit: str | None) -> tuple[Decimal, Decimal]:
    """The size and precision of unsigned digits and their unit; see ``parse_amount``."""
    factor = UNITS[unit] if unit else Decimal(1)
    whole, decimals = split_digits(digits, factor)
    size = EXACT.multiply(Decimal(f"{whole}.{decimals or '0'}"), factor)
    if size > LIMIT:
        raise AmountError("too_large", digits)
    if EXACT.remainder(size, CENT) != 0 or (unit is None and len(decimals) > 2):
        raise AmountError("too_many_decimals", digits)
    return tidy(size), tidy(EXACT.scaleb(factor, -len(decimals)))


def tidy(size: Decimal) -> Decimal:
    """The same number without decimals if it is whole, else at least in cents."""
    if size == size.to_integral_value():
        return size.quantize(Decimal(1), context=EXACT)
    return size if size < CENT else size.quantize(CENT, context=EXACT)


def split_digits(digits: str, factor: Decimal) -> tuple[str, str]:
    """The digits before and behind the decimal point."""
    plain = PLAIN.fullmatch(digits)
    grouped = GROUPED.fullmatch(digits)
    if grouped and plain and plain["decimals"]:  # one separator and three digits: 1.058 or 1,058
        if factor < MILLION and (grouped["group"] == "," or factor > 1):
            raise AmountError("ambiguous", digits)
        if factor >= MILLION:
            grouped = None
    if grouped:
        decimals = grouped["decimals"] or ""
        whole = digits.removesuffix(f"{grouped['point'] or ''}{decimals}")
        return re.sub("[., ]", "", whole), decimals
    if plain:
        return plain["whole"], plain["decimals"] or ""
    raise AmountError("not_a_number", digits)


def format_amount(
    value: Total | Decimal | int, language: str | None, *, symbol: bool = False
) -> str:
    """``1.058.000`` in Dutch, ``1,058,000`` in English; cents only when there are any.

    Negative has an en dash; PM shows as "784.000 + pm", and alone as "pm".
    """
    total = as_total(value)
    if total.pm and total.amount == 0:
        return "pm"
    text = signed(total.amount, digits_of(abs(total.amount), language), language, symbol=symbol)
    return f"{text} + pm" if total.pm else text


def format_short(value: Total | Decimal | int, language: str | None) -> str:
    """``€ 15,5 mln`` from a million on, else whole euros: ``€ 784.000``; always with the sign.

    The comma zero shows only where it hides something: 1.040.000 is "€ 1,0 mln".
    """
    total = as_total(value)
    if total.pm and total.amount == 0:
        return "pm"
    euros = round_to(total.amount, Decimal(1))
    if abs(euros) >= MILLION:
        tenths = round_to(total.amount, MILLION / 10)
        exact = tenths == total.amount and tenths % MILLION == 0
        size = EXACT.divide(abs(tenths), MILLION)
        shown = f"{size:,.0f}" if exact else f"{size:,.1f}"
        body = f"{localised(shown, language)}{unit_of(language)}"
    else:
        body = digits_of(abs(euros), language)
    text = signed(euros, body, language, symbol=True)
    return f"{text} + pm" if total.pm else text


def digits_of(size: Decimal, language: str | None) -> str:
    whole = size == size.to_integral_value()
    shown = f"{size:,.0f}" if whole else f"{size.quantize(CENT, ROUND_HALF_UP, EXACT):,.2f}"
    return localised(shown, language)


def localised(english: str, language: str | None) -> str:
    """English digits with Dutch separators where the language asks for them."""
    swap = str.maketrans(",.", ".,")
    return english.translate(swap) if known_language(language) == "nl" else english


def unit_of(language: str | None) -> str:
    return " mln" if known_language(language) == "nl" else "m"


def signed(amount: Decimal, body: str, language: str | None, *, symbol: bool) -> str:
    """The digits with en dash and euro sign: "€ –180.000" in Dutch, "–€180,000" in English."""
    dash = "–" if amount < 0 else ""
    if not symbol:
        return f"{dash}{body}"
    return f"€ {dash}{body}" if known_language(language) == "nl" else f"{dash}€{body}"
