"""The texts of a proposal under its headings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

Texts = Mapping[str, str]
"""Heading -> text."""


def fingerprint(texts: Texts) -> str:
    """Return what tells one set of texts from another; empty texts count as absent."""
    filled = sorted((heading, text) for heading, text in texts.items() if text)
    return hashlib.sha256(json.dumps(filled).encode()).hexdigest()[:16]


def differing(stored: Texts, wanted: Texts) -> list[str]:
    """Return the headings whose text in `wanted` is another than the stored one, in its order."""
    return [heading for heading, text in wanted.items() if text != stored.get(heading, "")]
