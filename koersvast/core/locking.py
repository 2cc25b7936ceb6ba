"""Reading a record anew under a lock, before it is changed or deleted.

An import locks the plan and reads all rows of it; what may not change under it locks the plan too.
"""

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


def locked_in_plan(record: Any) -> Any:
    """Return the stored row of a plan under a lock, and let nobody import into that plan until
    then. Plans before rows, as an import does, so that two who do this at once wait for each other.

    Raises Http404 when somebody deleted it in the meantime.
    """
    plans: Any = record._meta.get_field("plan").related_model
    own = type(record)._default_manager.filter(pk=record.pk).order_by().values("plan")
    list(plans._default_manager.select_for_update().filter(pk__in=own))
    return locked(record)
