"""An empty database for as long as it is needed, in memory; the user's own is not opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.utils import ConnectionHandler

SETTINGS = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}


@contextmanager
def empty_database() -> Iterator[None]:
    """Put an empty database with all tables in the place of the user's, in this thread.

    The wrapper of the user's database is set aside as it is: no connection of it is opened, used or
    closed. All is done in one transaction, in which nothing is kept from query to query.
    """
    own = connections[DEFAULT_DB_ALIAS]
    fresh = ConnectionHandler({DEFAULT_DB_ALIAS: dict(SETTINGS)})[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = fresh
    try:
        with fresh.constraint_checks_disabled(), fresh.schema_editor() as editor:
            for model in apps.get_models():
                if model._meta.managed and not model._meta.proxy:
                    editor.create_model(model)
        with transaction.atomic():
            yield
    finally:
        connections[DEFAULT_DB_ALIAS] = own
        fresh.close()
