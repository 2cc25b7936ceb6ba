"""The two languages of the screen."""

from typing import Literal

Language = Literal["nl", "en"]


def known_language(language: str | None) -> Language:
    """``nl`` for Dutch in any region and when no language is active; ``en`` for every other."""
    return "nl" if not language or language.lower().startswith("nl") else "en"
