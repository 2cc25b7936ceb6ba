"""XML of word processors, written from the inside out. What is text is escaped by `said`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Attributes = Mapping[str, Any]


def element(name: str, attributes: Attributes | None = None, *inside: str) -> str:
    """Return an element; `inside` are elements too, or text that went through `said`."""
    pairs = "".join(f" {key}={quoteattr(str(value))}" for key, value in (attributes or {}).items())
    return f"<{name}{pairs}>{''.join(inside)}</{name}>" if inside else f"<{name}{pairs}/>"


def said(text: str) -> str:
    """Return text as XML holds it."""
    return escape(text)
