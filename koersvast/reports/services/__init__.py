"""Every write of reports."""

from koersvast.reports.services.asking import ask_again, ask_files, ask_new, ask_renewal
from koersvast.reports.services.making import carry_out
from koersvast.reports.services.versions import (
    correct,
    delete_draft,
    finalise,
    store_new,
    store_renewed,
    write_words,
)
from koersvast.reports.services.writing import NotMade, written

__all__ = [
    "NotMade",
    "ask_again",
    "ask_files",
    "ask_new",
    "ask_renewal",
    "carry_out",
    "correct",
    "delete_draft",
    "finalise",
    "store_new",
    "store_renewed",
    "write_words",
    "written",
]
