"""Reading a record anew under a lock, before it is changed or deleted."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404


def locked(record: Any) -> Any:
    """Return the stored row under a lock, until the end of the transaction.

    Raises Http404 when somebody deleted it in the meantime.
    """
    try:
        return type(record)._default_manager.select_for_update().get(pk=record.pk)
    except ObjectDoesNotExist as error:
        raise Http404 from error
