"""Asking on the console before something is removed."""

from __future__ import annotations

import sys

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

UNUSABLE = 2
"""The exit code for what cannot be done as it was asked: see the help of each command."""


def confirm(question: str) -> bool:
    """Ask on standard error (standard output may be read by a program); True means yes.

    Raises CommandError where nobody can answer.
    """
    sys.stderr.write(f"{question} ")
    sys.stderr.flush()
    try:
        answer = input()
    except EOFError as error:
        raise CommandError(
            _("Nobody is there to answer. Add --yes to go on without asking."),
            returncode=UNUSABLE,
        ) from error
    return answer.strip().lower() in {"y", "yes", "j", "ja"}
