"""Loading the demonstration of a municipality: its plan files and accounts for its people."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from koersvast.checks.services import note_outcome
from koersvast.core.actors import SYSTEM
from koersvast.core.models import User
from koersvast.core.services import sign
from koersvast.direction.models import Plan
from koersvast.exchange.services import import_plan
from koersvast.organisation.models import Person

FOLDER = Path(str(files("koersvast.demo")))
PASSWORD = "koersvast"  # noqa: S105 - the demonstration's own, printed on screen


def municipalities() -> list[str]:
    """Return the municipalities that have a demonstration."""
    return sorted(path.name for path in FOLDER.iterdir() if list(path.glob("plan-*.yaml")))


def plan_files(municipality: str) -> list[Path]:
    """Return the plan files of a municipality. Raises CommandError when there is none."""
    if municipality not in municipalities():
        raise CommandError(
            _("There is no demonstration of “%(name)s”. Choose from: %(known)s.")
            % {"name": municipality, "known": ", ".join(municipalities())}
        )
    return sorted((FOLDER / municipality).glob("plan-*.yaml"))


def bring_database_up_to_date() -> None:
    """Run the migrations that have not been run yet."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def load(municipality: str) -> bool:
    """Load the plans of a municipality unless there are plans already; tell whether it did.

    What a user changed is kept: a register with a plan in it is left alone.
    """
    files = plan_files(municipality)
    if Plan.objects.exists():
        return False
    with transaction.atomic():
        for path in files:
            outcome = import_plan(actor=SYSTEM, content=path.read_bytes())
            if not outcome.ok:
                lines = "\n".join(f"{path.name}:{each}" for each in outcome.shown_problems())
                raise CommandError(f"{path.name}\n{lines}")
        make_accounts()
    for plan in Plan.objects.order_by("code"):
        note_outcome(plan)
    return True


def make_accounts() -> None:
    """Give every person an account with the demonstration's password."""
    password = ""
    for person in Person.objects.filter(user=None, illustrative=True):
        user = User(username=person.code)
        if not password:
            user.set_password(PASSWORD)
            password = user.password
        user.password = password
        user.save()
        person.user = user
        sign(person, SYSTEM, "demo")
        person.save()


def remove_database() -> None:
    """Remove the database file of this municipality with its companions."""
    name = Path(str(settings.DATABASES["default"]["NAME"]))
    connection.close()
    for path in (name, name.with_name(f"{name.name}-wal"), name.with_name(f"{name.name}-shm")):
        path.unlink(missing_ok=True)
