"""The texts of a proposal under its headings, and two people who write them at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

Texts = Mapping[str, str]
"""Heading -> text; an empty text is an absent one."""
Seen = Mapping[str, str]
"""Heading -> fingerprint of the text that somebody saw there."""
LENGTH = 12


def fingerprint(text: str) -> str:
    """Return what tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def seen_of(texts: Texts) -> dict[str, str]:
    """Return the fingerprints of the texts that are not empty."""
    return {heading: fingerprint(text) for heading, text in texts.items() if text}


def written_seen(seen: Seen) -> str:
    """Return fingerprints as one word per heading, for a hidden field."""
    return " ".join(f"{heading}:{mark}" for heading, mark in sorted(seen.items()))


def read_seen(text: str) -> dict[str, str]:
    """Return what `written_seen` wrote; what is not of that form is left out."""
    pairs = (word.partition(":") for word in text.split())
    return {heading: mark for heading, _colon, mark in pairs if mark}


def own_changes(wanted: Texts, seen: Seen) -> list[str]:
    """Return the headings whose text is another than the one that was seen, in their order."""
    return [
        heading
        for heading, text in wanted.items()
        if seen.get(heading, "") != (fingerprint(text) if text else "")
    ]


def to_write(stored: Texts, wanted: Texts, seen: Seen) -> list[str]:
    """Return the headings to store: changed by who wrote, and not stored like that already."""
    own = own_changes(wanted, seen)
    return [heading for heading in own if wanted[heading] != stored.get(heading, "")]


def clashing(stored: Texts, headings: list[str], seen: Seen) -> list[str]:
    """Return those of `headings` that somebody else changed since they were seen."""
    now = seen_of(stored)
    return [heading for heading in headings if now.get(heading) != seen.get(heading)]
