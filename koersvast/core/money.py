"""The one money type: its sums (``totals``) and how texts write it (``money_text``)."""

from koersvast.core.money_text import (
    Stated,
    decimal_precision,
    format_amount,
    format_short,
    parse_amount,
    parse_stated,
)
from koersvast.core.totals import (
    AmountError,
    Total,
    checked_amount,
    differs,
    from_cents,
    round_to,
    to_cents,
)

__all__ = [
    "AmountError",
    "Stated",
    "Total",
    "checked_amount",
    "decimal_precision",
    "differs",
    "format_amount",
    "format_short",
    "from_cents",
    "parse_amount",
    "parse_stated",
    "round_to",
    "to_cents",
]
