"""Serving on this machine."""

from __future__ import annotations

import errno
import socket

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from koersvast.cli.asking import UNUSABLE

TARGET = "koersvast.config.wsgi:application"
THREADS = 2
"""Per worker: more of them made pages slower."""


def require_free_port(address: str, port: int) -> None:
    """Refuse a port that is taken, with what to do about it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            message = _("Port %(port)d is taken. Choose another one: make demo PORT=%(other)d")
            raise CommandError(
                message % {"port": port, "other": port + 1}, returncode=UNUSABLE
            ) from error


def serve(address: str, port: int, workers: int) -> None:
    """Serve until stopped."""
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        TARGET,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_enabled=True,
        log_level="warning",
    ).serve()
