"""The rules of money: sums, balance, stated totals, what is left of a source. All pure."""

from koersvast.core.trees import below
from koersvast.funding.rules.coverage import (
    Draw,
    Left,
    Purse,
    amount_in,
    borrowed_in,
    excess_of,
    left_of,
    overdraws,
    spread_of,
)
from koersvast.funding.rules.ledger import (
    EVERY_YEAR,
    Column,
    Ledger,
    Level,
    every_year,
    level_of,
    shortfalls,
)
from koersvast.funding.rules.lines import (
    NOTHING,
    Line,
    Side,
    Sum,
    counted,
    sum_of,
    sums_by,
    written_sum,
)
from koersvast.funding.rules.stated import (
    Compared,
    Evaluation,
    Measure,
    Stated,
    StatedScope,
    Verdict,
    evaluate,
)
from koersvast.funding.rules.trees import roll_up

__all__ = [
    "EVERY_YEAR",
    "NOTHING",
    "Column",
    "Compared",
    "Draw",
    "Evaluation",
    "Ledger",
    "Left",
    "Level",
    "Line",
    "Measure",
    "Purse",
    "Side",
    "Stated",
    "StatedScope",
    "Sum",
    "Verdict",
    "amount_in",
    "below",
    "borrowed_in",
    "counted",
    "evaluate",
    "every_year",
    "excess_of",
    "left_of",
    "level_of",
    "overdraws",
    "roll_up",
    "shortfalls",
    "spread_of",
    "sum_of",
    "sums_by",
    "written_sum",
]
