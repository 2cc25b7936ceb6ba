"""What decisions adds to documents."""

from __future__ import annotations

from koersvast.core.documents import documents
from koersvast.decisions.models import Proposal


def register_documents() -> None:
    """Say what not everybody may see."""
    documents.add_holdable(Proposal)
