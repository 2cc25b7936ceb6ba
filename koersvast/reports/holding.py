"""What a report knows of a row that is gone: whether everybody could see it when it went.

A signal, for reports and the apps whose rows they hold do not know each other.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_delete

from koersvast.core.documents import PUBLIC, documents
from koersvast.reports.models import Holding


def remember(sender: Any, instance: Any, **_options: Any) -> None:
    """Take down in every version that holds a row whether everybody sees it, as it goes."""
    held = list(Holding.objects.filter(model=sender._meta.label_lower, key=instance.pk))
    if not held:
        return
    is_open = sender._default_manager.visible_to(PUBLIC).filter(pk=instance.pk).exists()
    for each in held:
        each.was_open = is_open
        each.save(update_fields=["was_open"])


def watch() -> None:
    """Listen to the registers of which a report may hold a row."""
    for model in documents.holdable:
        pre_delete.connect(remember, sender=model, dispatch_uid=f"reports.{model._meta.label}")
