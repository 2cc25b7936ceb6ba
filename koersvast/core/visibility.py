"""Which rows somebody sees, and what he then sees of the rows that point at the others.

A register with confidential rows narrows `visible_to` of its query set. What follows from that
follows here, for every register: a row that must point at such a row is hidden with it, and a link
that may be empty shows as nothing to whoever does not see what it points at.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Self

from django.db import models
from django.db.models import Prefetch, Q, QuerySet

from koersvast.core.actors import SYSTEM, Actor


class VisibleQuerySet(models.QuerySet[Any]):
    """Rows an actor may see. A register with confidential rows narrows `visible_to`."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows `actor` may see: nothing when not signed in, otherwise all but those
        that must point at a row he does not see.
        """
        if not actor.may_read:
            return self.none()
        rows = self.all()
        model: type[models.Model] = self.model
        for link in required_links(model) if actor != SYSTEM else ():
            rows = rows.filter(**{f"{link.name}__in": seen_by(actor, link)})
        return rows


def is_open(model: Any) -> bool:
    """Tell whether all rows of a model are visible to whoever may read: nothing narrows them."""
    rows = type(model._default_manager.all())
    own = getattr(rows, "visible_to", None) is VisibleQuerySet.visible_to
    return own and not required_links(model)


@cache
def required_links(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """Return the links that every row of `model` has to rows that not everybody sees."""
    return tuple(link for link in _narrowed_links(model) if not link.null)


@cache
def optional_links(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """Return the links that a row may have to rows that not everybody sees."""
    return tuple(link for link in _narrowed_links(model) if link.null)


def _narrowed_links(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    links = [each for each in model._meta.concrete_fields if each.is_relation]
    return [link for link in links if link.related_model is not model and _is_narrowed(link)]


def _is_narrowed(link: Any) -> bool:
    """Tell whether not everybody sees what a link points at; of accounts nobody says so."""
    target: Any = link.related_model
    return hasattr(target._default_manager, "visible_to") and not is_open(target)


def seen_by(actor: Actor, link: Any) -> QuerySet[Any]:
    """Return the rows that a link may point at, as far as the actor sees them."""
    rows: QuerySet[Any] = link.related_model._default_manager.visible_to(actor)
    return rows.order_by()


def with_seen_links(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """Let each row have None for what it points at and the actor does not see.

    One query per such link. The key of the link stays as it is stored.
    """
    model: type[models.Model] = rows.model
    links = optional_links(model)
    return rows.prefetch_related(*(Prefetch(each.name, seen_by(actor, each)) for each in links))


def hide_unseen(actor: Actor, records: Iterable[Any]) -> None:
    """Do the same to records at hand, all of one model."""
    listed = list(records)
    model: Any = type(listed[0]) if listed else None
    for link in optional_links(model) if listed else ():
        for record in listed:
            record._state.fields_cache.pop(link.name, None)
        models.prefetch_related_objects(listed, Prefetch(link.name, seen_by(actor, link)))


def unseen_links(record: models.Model) -> set[str]:
    """Return the links of a record that hold something, while nothing is shown of it.

    The record went through `with_seen_links` or `hide_unseen`.
    """
    model: Any = type(record)
    return {
        link.name
        for link in optional_links(model)
        if getattr(record, link.attname) is not None and getattr(record, link.name) is None
    }


def joined(model: type[models.Model], paths: Iterable[str]) -> list[str]:
    """Return the ways to relations that may be read in one go: all may be seen with the row."""
    hidden = {link.name for link in optional_links(model)}
    return [path for path in paths if path.split("__")[0] not in hidden]


def only_seen(model: type[models.Model], path: str, actor: Actor) -> Q:
    """Return the condition that the actor sees what `path` leads through."""
    first = path.split("__")[0]
    for link in optional_links(model):
        if link.name == first:
            return Q(**{f"{first}__in": seen_by(actor, link)})
    return Q()


def seen_rows(model: Any, actor: Actor) -> Any:
    """Return the rows of a model that the actor sees; none of what nobody says who sees it."""
    rows = model._default_manager
    return rows.visible_to(actor) if hasattr(rows, "visible_to") else rows.none()


def seen_of(rows: list[models.Model], actor: Actor) -> list[models.Model]:
    """Return those of `rows`, of any models, that the actor sees; one query per model."""
    keys: dict[Any, set[Any]] = {}
    for row in rows:
        keys.setdefault(type(row), set()).add(row.pk)
    seen = {model: set(seen_rows(model, actor).in_bulk(list(own))) for model, own in keys.items()}
    return [row for row in rows if row.pk in seen[type(row)]]
