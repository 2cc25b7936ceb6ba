"""Which row the database refused, and why in words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from koersvast.core.upsert.flat import FlatRow, FlatTable
from koersvast.core.upsert.outcome import PROBLEMS_SHOWN, Outcome

LOOKED_AT = 5_000


def blame(
    flat: FlatTable, pairs: list[tuple[FlatRow, Any]], error: Exception, outcome: Outcome
) -> None:
    """Note the rows that made the database refuse; all together when none can be pointed at.

    The checks before storing should have seen it: this is the net under them. It may cost a few
    queries a row, so it looks no further than some thousands of rows.
    """
    found = 0
    for row, record in pairs[:LOOKED_AT]:
        for message in _complaints(record):
            outcome.refuse(row.line, f"{flat.name} {row.label}", message)
            found += 1
        if found >= PROBLEMS_SHOWN:
            return
    if not found:
        line = min((row.line for row, _record in pairs), default=0)
        outcome.refuse(
            line,
            flat.name,
            _(
                "the database refuses something from here on: %s; look for a value that is too "
                "large or stands twice"
            )
            % " ".join(str(error).split()),
        )


def _complaints(record: Any) -> list[str]:
    """Return what the model has against a record."""
    try:
        record.clean_fields()
        record.validate_constraints()
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            return list(error.messages)
        return [
            message if name == "__all__" else f"{name}: {message}"
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    except (OverflowError, ArithmeticError) as error:
        return [str(error)]
    return []
