"""When a proposal is closed: not for everybody. The same condition as in `models.seeing`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Closing:
    """What a proposal says about who sees it. `secret`: secrecy was imposed, lifted or not."""

    openness: str = ""
    embargo_until: date | None = None
    secret: bool = False
    lifted_on: date | None = None


def under_embargo(closing: Closing, today: date) -> bool:
    """Tell whether the embargo still holds: until and including its day."""
    return closing.embargo_until is not None and closing.embargo_until >= today


def under_secrecy(closing: Closing, today: date) -> bool:
    """Tell whether secrecy (Gemeentewet) holds: imposed, and not lifted on or before today."""
    return closing.secret and (closing.lifted_on is None or closing.lifted_on > today)


def is_closed(closing: Closing, today: date) -> bool:
    """Tell whether a proposal is only for those concerned."""
    return (
        closing.openness not in {"", "public"}
        or under_embargo(closing, today)
        or under_secrecy(closing, today)
    )
