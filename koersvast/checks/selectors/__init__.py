"""Running plan check: what is found, kept as long as it holds, and what of it was accepted."""

from koersvast.checks.selectors.judging import (
    Judged,
    State,
    check_plan,
    counts_of,
    judged,
    seen_acceptance,
    waiting_count,
)
from koersvast.checks.selectors.keeping import (
    EVERYBODY,
    norms_of,
    outcome_of,
    sees_as_everybody,
    watched,
)
from koersvast.checks.selectors.told import Told, records_of

__all__ = [
    "EVERYBODY",
    "Judged",
    "State",
    "Told",
    "check_plan",
    "counts_of",
    "judged",
    "norms_of",
    "outcome_of",
    "records_of",
    "seen_acceptance",
    "sees_as_everybody",
    "waiting_count",
    "watched",
]
