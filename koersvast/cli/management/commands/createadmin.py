"""`koersvast createadmin`: the first account of an installation."""

from __future__ import annotations

import argparse
import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.core.actors import SYSTEM, Access
from koersvast.core.models import User
from koersvast.core.services import sign
from koersvast.organisation.models import Person


class Command(BaseCommand):
    """Make an administrator."""

    help = (
        "Make an account with a person who is administrator. The password is asked, or read from "
        "KOERSVAST_PASSWORD. Exit code 1: refused. "
        "Example: koersvast createadmin anna --name 'Anna Voorbeeld'"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="the person's name; the username otherwise")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make user and person together."""
        username = options["username"]
        if User.objects.filter(username=username).exists():
            raise CommandError(_("There already is an account “%s”.") % username)
        password = os.environ.get("KOERSVAST_PASSWORD") or getpass.getpass(_("Password:") + " ")
        try:
            validate_password(password, User(username=username))
            make_administrator(username, options["name"] or username, password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(_("Made: administrator “%s”.") % username)


@transaction.atomic
def make_administrator(username: str, name: str, password: str) -> Person:
    """Make an account and its person. Raises ValidationError."""
    user = User(username=username)
    user.set_password(password)
    user.full_clean()
    user.save()
    person = Person(code=username, name=name, access=Access.ADMINISTRATOR, user=user)
    person.full_clean()
    sign(person, SYSTEM, "createadmin")
    person.save()
    return person
