"""What is wrong with a written row, in a sentence that says how to mend it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

SHOWN = 60


def sentence_of(error: Any, known: tuple[str, ...] = ()) -> str:
    """Return the sentence for one of Pydantic's errors. `known` are the keys allowed there."""
    kind, context = error["type"], error.get("ctx", {})
    written = error.get("input")
    if kind == "extra_forbidden":
        return _unknown_key(str(error["loc"][-1]), known)
    if kind == "missing":
        return _("is missing; add it")
    if kind.startswith("string_too_long") or kind == "too_long":
        return _("is longer than %(max)d characters; shorten it") % {"max": context["max_length"]}
    if written is None or kind in {"string_too_short", "too_short"}:
        return _("is empty; fill it in or take it out")
    return _of_value(kind, context, _shown(written)) or str(error["msg"])


def _of_value(kind: str, context: dict[str, Any], value: str) -> str:
    """Return the sentence for a value that is of the wrong kind; empty when there is none."""
    match kind:
        case "literal_error":
            return _("“%(value)s” is not possible; choose from: %(choices)s") % {
                "value": value,
                "choices": context.get("expected", ""),
            }
        case "int_parsing" | "int_parsing_size" | "int_type" | "int_from_float":
            return _("“%s” is not a whole number") % value
        case "decimal_parsing" | "decimal_type" | "finite_number" | "float_type":
            return _("“%s” is not a number; write for example 12.5") % value
        case "decimal_max_places":
            return _("“%(value)s” has more than %(places)d decimals; round it") % {
                "value": value,
                "places": context["decimal_places"],
            }
        case "bool_parsing" | "bool_type":
            return _("“%s” is not true or false") % value
        case "list_type":
            return _("should be a list; begin each item with a hyphen")
        case "dict_type" | "model_type":
            return _("should consist of keys with values, like “title: …”")
        case "string_type":
            return _("should be text; put it between quotes")
        case "greater_than_equal" | "less_than_equal" | "greater_than" | "less_than":
            return _("“%(value)s” is out of range") % {"value": value}
    return ""


def _shown(value: Any) -> str:
    """Return the beginning of a value; "…" for a list or mapping, however large."""
    if isinstance(value, dict | list):
        return "…"
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _unknown_key(key: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(key, known, n=1)
    if close:
        return _("unknown key; did you mean “%s”?") % close[0]
    if known:
        return _("unknown key; known keys: %s") % ", ".join(known)
    return _("unknown key; take it out or correct it")
