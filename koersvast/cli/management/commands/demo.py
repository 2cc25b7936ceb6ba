"""`koersvast demo`: a municipality's real plan, loaded and served."""

from __future__ import annotations

import argparse
import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from koersvast.cli import demo, serving
from koersvast.cli.asking import confirm
from koersvast.cli.summary import account_lines, demo_data, plan_lines
from koersvast.direction.models import Plan

ADDRESS = "127.0.0.1"


class Command(BaseCommand):
    """Load and serve the demonstration."""

    help = (
        "Load the demonstration of a municipality and serve it on this machine. What you changed "
        "is kept. Exit code 0: done; 1: not loaded; 2: cannot be done as asked (port taken, nobody "
        "to answer). Example: koersvast demo --municipality maastricht --port 8001"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--municipality", default=settings.MUNICIPALITY)
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--load-only", action="store_true", help="load and print, do not serve")
        parser.add_argument("--reset", action="store_true", help="start anew, after asking")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument(
            "--format", choices=["text", "json"], default="text", help="of what is printed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the port, load, print, serve."""
        if not options["load_only"]:
            serving.require_free_port(ADDRESS, options["port"])
        demo.plan_files(options["municipality"])
        if options["reset"]:
            self._reset(ask=not options["yes"])
        demo.bring_database_up_to_date()
        if options["format"] == "text" and not Plan.objects.exists():
            self.stdout.write(_("Loading the demonstration. That takes about half a minute."))
            self.stdout.flush()
        fresh = demo.load(options["municipality"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(demo_data(fresh), ensure_ascii=False, indent=2))
        else:
            self._print(fresh)
        if not options["load_only"]:
            self._serve(options["port"])

    def _reset(self, *, ask: bool) -> None:
        if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
            raise CommandError(_("RESET only works on the demonstration's own SQLite file."))
        question = _("Remove this demonstration and all that was changed in it? [y/N]")
        if ask and not confirm(question):
            raise CommandError(_("Nothing was removed."))
        demo.remove_database()

    def _print(self, fresh: bool) -> None:
        self.stdout.write(
            _("The demonstration was loaded.") if fresh else _("Your changes were kept.")
        )
        for plan in Plan.objects.all():
            self.stdout.write("\n".join(plan_lines(plan)))
        self.stdout.write("\n".join(account_lines()))

    def _serve(self, port: int) -> None:
        self.stdout.write("")
        self.stdout.write(
            _("Open http://%(address)s:%(port)d/ in a browser. Stop with Ctrl+C.")
            % {"address": ADDRESS, "port": port}
        )
        self.stdout.flush()
        serving.serve(ADDRESS, port, workers=1)
