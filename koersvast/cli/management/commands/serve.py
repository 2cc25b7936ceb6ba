"""`koersvast serve`: serve an installation."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from koersvast.cli import serving
from koersvast.cli.demo import bring_database_up_to_date


class Command(BaseCommand):
    """Serve."""

    help = (
        "Serve this installation; the database is brought up to date first. "
        "Exit code 2: the port is taken. Example: koersvast serve --port 8000 --workers 2"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--address", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the port and serve."""
        serving.require_free_port(options["address"], options["port"])
        bring_database_up_to_date()
        serving.serve(options["address"], options["port"], options["workers"])
