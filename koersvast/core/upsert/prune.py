"""Stored rows that the file does not name: told, and removed when asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.deletions import remove, what_hangs_on
from koersvast.core.policy import policies
from koersvast.core.signature import new_batch
from koersvast.core.upsert.compare import Plan
from koersvast.core.upsert.flat import Key
from koersvast.core.upsert.outcome import PROBLEMS_SHOWN, Fate, Outcome, RowFate
from koersvast.core.visibility import seen_of, seen_rows

BATCH = 500
NAMED = 5
Missing = tuple[Key, Any]


def tell_missing(plans: list[Plan], actor: Actor, outcome: Outcome) -> None:
    """Tell which rows of the plan are stored but not written, and how many rows hang on each."""
    for plan in plans:
        missing = _own_missing(plan, plans)
        hanging = what_hangs_on_each([record for _key, record in missing], actor)
        for key, record in missing:
            _tell(plan, key, Fate.MISSING, hanging[record.pk], outcome)


def prune(plans: list[Plan], actor: Actor, reason: str, outcome: Outcome) -> None:
    """Remove what is stored but not written, with what goes along; refuse what is still needed."""
    batch = new_batch()
    for plan in reversed(plans):
        for key, record in _leaves_first(plan, _own_missing(plan, plans)):
            if len(outcome.problems) >= PROBLEMS_SHOWN:
                return
            going, blockers = what_hangs_on(record)
            if blockers:
                _refuse(plan, key, seen_of(blockers, actor), outcome)
                continue
            if actor != SYSTEM and (no := policies.of(record).refuses(actor, record, None)):
                outcome.refuse(0, f"{plan.flat.name} {_label(key)}", no)
                continue
            told = seen_of(going, actor)
            kinds = Counter(str(each._meta.verbose_name_plural) for each in told)
            _tell(plan, key, Fate.PRUNED, kinds, outcome)
            remove(actor=actor, record=record, reason=reason, batch=batch)


def _tell(plan: Plan, key: Key, fate: Fate, hanging: Counter[str], outcome: Outcome) -> None:
    outcome.rows.append(RowFate(plan.flat.name, _label(key), fate, hanging=dict(hanging)))


def _refuse(plan: Plan, key: Key, blockers: list[models.Model], outcome: Outcome) -> None:
    """Note what a row is still needed for: `blockers`, as far as the actor sees them."""
    names = [f"{each._meta.verbose_name} “{each}”" for each in blockers[:NAMED]]
    if len(blockers) > NAMED:
        names.append(_("%d more") % (len(blockers) - NAMED))
    outcome.refuse(
        0,
        f"{plan.flat.name} {_label(key)}",
        _("cannot be removed: %(names)s point at it; move or remove those first, or write the row")
        % {"names": ", ".join(names) or _("other records")},
    )


def _label(key: Key) -> str:
    return " / ".join(str(part) for part in key if part is not None)


def _own_missing(plan: Plan, plans: list[Plan]) -> list[Missing]:
    """Return the missing rows of a table, without those that hang on a missing row."""
    flat = plan.flat
    if not flat.plan_scoped:
        return []
    above = next((each for each in plans if each.flat is flat.parent), None)
    gone = {record.pk for _key, record in above.missing} if above else set()
    return [
        (key, record)
        for key, record in plan.missing
        if getattr(record, f"{flat.table.link}_id", None) not in gone
    ]


def _leaves_first(plan: Plan, missing: list[Missing]) -> Iterator[Missing]:
    """Return the rows of a tree with what is below before what is above."""
    tree = plan.flat.table.tree
    if not tree:
        yield from missing
        return
    waiting = {record.pk: (key, record) for key, record in missing}
    children = Counter(getattr(record, f"{tree}_id") for _key, record in missing)
    loose = [pk for pk in waiting if not children[pk]]
    while loose:
        key, record = waiting.pop(loose.pop())
        yield key, record
        above = getattr(record, f"{tree}_id")
        children[above] -= 1
        if not children[above] and above in waiting:
            loose.append(above)
    yield from waiting.values()


def what_hangs_on_each(records: Iterable[Any], actor: Actor) -> dict[int, Counter[str]]:
    """Return key -> kind -> number of rows that point at it, as far as the actor sees them; a few
    queries for all together.
    """
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    listed = list(records)
    if not listed:
        return counts
    keys = [record.pk for record in listed]
    for relation in listed[0]._meta.related_objects:
        source = seen_rows(relation.related_model, actor)
        kind = str(relation.related_model._meta.verbose_name_plural)
        name = relation.field.name
        for start in range(0, len(keys), BATCH):
            found = source.filter(**{f"{name}__in": keys[start : start + BATCH]}).order_by()
            pairs = found.values_list(name).annotate(number=models.Count("pk"))
            for key, number in pairs:
                counts[key][kind] += number
    return counts
