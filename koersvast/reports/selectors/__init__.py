"""What is read of reports."""

from koersvast.reports.selectors.drafting import Drafted, document_of, draft, previous_of
from koersvast.reports.selectors.reading import (
    SILENCE,
    comparable,
    cover_facts,
    files_of,
    frozen,
    is_lost,
    latest_of,
    latest_versions,
    shown_document,
    visible_report,
    visible_version,
    words_of,
)

__all__ = [
    "SILENCE",
    "Drafted",
    "comparable",
    "cover_facts",
    "document_of",
    "draft",
    "files_of",
    "frozen",
    "is_lost",
    "latest_of",
    "latest_versions",
    "previous_of",
    "shown_document",
    "visible_report",
    "visible_version",
    "words_of",
]
