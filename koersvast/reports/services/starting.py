"""Starts the process that makes a report; it outlives the request that asked for it."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Thread

from django.conf import settings


def start(making: int) -> None:
    """Start `koersvast report work` for a making, apart from this process and its terminal."""
    process = subprocess.Popen(  # noqa: S603 - our own program, with the key of a row
        [sys.executable, "-m", "django", "report", "work", str(making)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    Thread(target=process.wait, daemon=True).start()  # so that nothing of it is left behind
