"""Giving cost items and funding sources their amounts per year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.money import Total
from koersvast.core.policy import policies, require
from koersvast.core.services import sign
from koersvast.funding.models import CostAmount, CostItem, FundingSource, SourceAmount
from koersvast.funding.services.room import lock_sources, purse_of, require_enough

Item = CostItem | FundingSource
Amounts = Mapping[int | None, Total | None]
IN_TOTAL = "total"
"""The key of an amount without a year where keys are text."""


@dataclass(frozen=True)
class AmountChange:
    """An amount of a year (None: in total) that became another one (None: it is gone)."""

    year: int | None
    old: Total | None
    new: Total | None

    @property
    def key(self) -> str:
        """The year as text."""
        return IN_TOTAL if self.year is None else str(self.year)


@dataclass(frozen=True)
class RowOfAmounts:
    """The amounts that somebody wants an item to have, and the version of it that he saw."""

    item: Item
    amounts: Amounts
    version: int | None = None


class ChangedMeanwhile(ValidationError):
    """Somebody else changed the item since the version that the actor saw; nothing was saved."""


class GridRefused(Exception):
    """Nothing was saved; `problems` says why, per item."""

    def __init__(self, problems: dict[Item, ValidationError]) -> None:
        super().__init__(problems)
        self.problems = problems


@transaction.atomic
def set_amounts(
    *,
    actor: Actor,
    item: Item,
    amounts: Amounts,
    version: int | None = None,
    reason: str = "",
) -> list[AmountChange]:
    """Give a cost item or funding source these amounts in euros; return what changed.

    Keys are years, None is the amount in total; the value None removes. Years that are not named
    stay as they are. The item is locked and the whole row is stored or nothing. A source keeps
    enough for what was drawn on it. Raises PermissionDenied; ChangedMeanwhile when `version` is
    not the stored one; ValidationError with per year what is wrong, or when the source lacks.
    """
    is_source = isinstance(item, FundingSource)
    if is_source:
        lock_sources(item.pk)
    stored = locked(item)
    require(policies.of(stored).may_change(actor, stored))
    present: dict[int | None, Any] = {each.year: each for each in stored.amounts.all()}
    old = {year: each.total for year, each in present.items()}
    changes = [
        AmountChange(year, old.get(year), new)
        for year, new in amounts.items()
        if old.get(year) != new
    ]
    if not changes:
        return []
    if version is not None and stored.version != version:
        raise ChangedMeanwhile(
            _("Somebody else changed this in the meantime. Look at the new values and try again.")
        )
    purse = purse_of(stored) if is_source else None
    problems: dict[str, list[str]] = {}
    for change in changes:
        try:
            _store(actor, stored, present.get(change.year), change, reason)
        except ValidationError as error:
            problems[change.key] = error.messages
    if problems:
        raise ValidationError(problems)
    if purse is not None:
        require_enough(purse, purse_of(stored))
    # the item gets a new version, of which the history tells that its amounts changed
    stored.version += 1
    sign(stored, actor, reason or _("amounts"))
    stored.save()
    item.version = stored.version
    return changes


def _store(actor: Actor, item: Any, present: Any, change: AmountChange, reason: str) -> None:
    """Store, change or remove one amount, with its history."""
    if change.new is None:
        sign(present, actor, reason)
        present.delete()
        return
    if change.new.pm and change.new.amount:
        raise ValidationError(
            _("An amount is known or pm, not both. Write the pm as an item of its own.")
        )
    model = CostAmount if isinstance(item, CostItem) else SourceAmount
    amount: Any = present or model(item=item, year=change.year)
    amount.amount = None if change.new.pm else change.new.amount
    amount.pm = change.new.pm
    amount.full_clean()
    sign(amount, actor, reason)
    amount.save()


@transaction.atomic
def save_grid(*, actor: Actor, rows: Iterable[RowOfAmounts]) -> dict[Item, list[AmountChange]]:
    """Store the amounts of many items, all or none; return what changed, per item.

    Raises PermissionDenied, or GridRefused with the problems of every item that has one.
    """
    changed: dict[Item, list[AmountChange]] = {}
    problems: dict[Item, ValidationError] = {}
    rows = list(rows)
    lock_sources(*(row.item.pk for row in rows if isinstance(row.item, FundingSource)))
    # always in the same order, so that two who save at once wait for each other and do not lock
    for row in sorted(rows, key=lambda row: (type(row.item).__name__, row.item.pk)):
        try:
            changes = set_amounts(
                actor=actor, item=row.item, amounts=row.amounts, version=row.version
            )
        except ValidationError as error:
            problems[row.item] = error
        else:
            if changes:
                changed[row.item] = changes
    if problems:
        raise GridRefused(problems)
    return changed
