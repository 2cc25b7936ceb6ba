"""Money: ``Decimal`` euros with at most two decimals here, integer cents in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

CENT = Decimal("0.01")
LIMIT = Decimal(10) ** 13  # euros; no municipality comes near, a typing error does
EXACT = Context(prec=60)

Reason = Literal["too_many_decimals", "not_a_number", "ambiguous", "too_large"]


class AmountError(ValueError):
    """A text or number that is no amount of money; ``reason`` says why, stable for messages."""

    def __init__(self, reason: Reason, written: object) -> None:
        super().__init__(f"{reason}: {written!r}")
        self.reason: Reason = reason


def checked_amount(amount: Decimal | int) -> Decimal:
    """``amount`` as Decimal euros.

    Raises ``TypeError`` for a float or a bool, ``AmountError`` for more than two decimals or for
    what is not a finite number.
    """
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int):
        raise TypeError(f"money is Decimal or int, not {type(amount).__name__}: {amount!r}")
    exact = Decimal(amount)
    if not exact.is_finite():
        raise AmountError("not_a_number", amount)
    if exact.adjusted() > 40:
        raise AmountError("too_large", amount)
    if EXACT.remainder(exact, CENT) != 0:
        raise AmountError("too_many_decimals", amount)
    return exact


def to_cents(amount: Decimal | int) -> int:
    """Euros to integer cents; refuses what ``checked_amount`` refuses."""
    return int(EXACT.multiply(checked_amount(amount), Decimal(100)))


def from_cents(cents: int) -> Decimal:
    """Integer cents to euros with two decimals."""
    return EXACT.scaleb(Decimal(cents), -2)


@dataclass(frozen=True)
class Total:
    """A sum of money that carries PM ("pro memorie"): a part that is known to be unknown.

    PM is never 0: once in a sum it stays, also when that sum is subtracted. There is no truth
    value with a meaning; ask ``is_zero_known``.
    """

    amount: Decimal = Decimal(0)
    pm: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", checked_amount(self.amount))

    @classmethod
    def of(cls, parts: "Iterable[Total | Decimal | int]") -> "Total":
        """The sum of totals and amounts; the empty sum is a known zero."""
        return sum((as_total(part) for part in parts), cls())

    @property
    def is_zero_known(self) -> bool:
        """Whether the sum is certainly nothing: zero, and no PM in it."""
        return self.amount == 0 and not self.pm

    def __add__(self, other: "Total | Decimal | int") -> "Total":
        if not isinstance(other, Total | Decimal | int):
            return NotImplemented
        right = as_total(other)
        return Total(EXACT.add(self.amount, right.amount), self.pm or right.pm)

    __radd__ = __add__

    def __neg__(self) -> "Total":
        return Total(EXACT.subtract(Decimal(0), self.amount), self.pm)

    def __sub__(self, other: "Total | Decimal | int") -> "Total":
        if not isinstance(other, Total | Decimal | int):
            return NotImplemented
        return self + -as_total(other)

    def __rsub__(self, other: Decimal | int) -> "Total":
        if not isinstance(other, Decimal | int):
            return NotImplemented
        return as_total(other) - self


def as_total(value: Total | Decimal | int) -> Total:
    """A plain amount as a total without PM."""
    return value if isinstance(value, Total) else Total(checked_amount(value))


def round_to(amount: Decimal, precision: Decimal) -> Decimal:
    """``amount`` in whole multiples of ``precision`` euros; a half goes away from zero."""
    if precision <= 0:
        raise ValueError(f"a precision is more than zero, not {precision}")
    steps = EXACT.divide(amount, precision).quantize(Decimal(1), ROUND_HALF_UP, EXACT)
    return EXACT.multiply(steps, precision)


def differs(stated: Decimal, lines: Decimal, precision: Decimal) -> bool:
    """Whether a stated amount is not what its lines add up to.

    The lines are rounded to the precision the statement is written in ("1,9 mln" is
    1.901.000, "2,143 mln" is neither 1.999.000 nor 2.179.000).
    """
    return round_to(lines, precision) != stated
