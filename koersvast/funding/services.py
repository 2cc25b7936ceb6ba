"""Every write of money that is more than one row: amounts per year, and draws on a source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.money import Total, format_amount
from koersvast.core.policy import policies, require
from koersvast.core.services import add_record, change_record, sign
from koersvast.funding.models import Allocation, CostAmount, CostItem, FundingSource, SourceAmount
from koersvast.funding.rules import Draw, Left, left_of

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
    stay as they are. The item is locked and the whole row is stored or nothing. Raises
    PermissionDenied; ChangedMeanwhile when `version` is not the stored one; ValidationError with
    per year what is wrong, or when the item is within regular means.
    """
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
    _require_counted(stored, changes)
    problems: dict[str, list[str]] = {}
    for change in changes:
        try:
            _store(actor, stored, present.get(change.year), change, reason)
        except ValidationError as error:
            problems[change.key] = error.messages
    if problems:
        raise ValidationError(problems)
    # the item gets a new version, of which the history tells that its amounts changed
    stored.version += 1
    sign(stored, actor, reason or _("amounts"))
    stored.save()
    item.version = stored.version
    return changes


def _require_counted(item: Item, changes: Iterable[AmountChange]) -> None:
    """Refuse amounts that would be in no sum; to take them away is always possible."""
    regular = isinstance(item, CostItem) and item.regular_means
    if regular and any(change.new is not None for change in changes):
        raise ValidationError(
            _(
                "This cost item is within regular means, so amounts would be in no sum. Leave "
                "them empty, or first untick “within regular means” on the page of the cost item."
            )
        )


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


@transaction.atomic
def change_cost_item(
    *,
    actor: Actor,
    item: CostItem,
    changes: dict[str, Any],
    version: int | None = None,
    reason: str = "",
) -> list[str]:
    """Change a cost item; return the fields that differ.

    Refused when it would come within regular means while it has amounts: they would silently drop
    out of every sum. Raises PermissionDenied, Conflict or ValidationError.
    """
    before = locked(item)
    require(policies.of(before).may_change(actor, before))
    becomes_regular = changes.get("regular_means") and not before.regular_means
    if becomes_regular and before.amounts.exists():
        raise ValidationError(
            {
                "regular_means": _(
                    "This cost item has amounts, which would then be in no sum. First empty them "
                    "in the grid of amounts, or leave this unticked."
                )
            }
        )
    return change_record(actor=actor, record=item, changes=changes, version=version, reason=reason)


@transaction.atomic
def allocate(*, actor: Actor, allocation: Allocation, reason: str = "") -> None:
    """Draw on a funding source: store a new allocation.

    Refused when it is more than is left of the source over all years together: PM is not money
    yet. The source is locked, so that two draws at once cannot both take the last of it. Raises
    PermissionDenied or ValidationError.
    """
    require(policies.of(allocation).may_add(actor, allocation))
    _lock(allocation.funding_source_id)
    if allocation.amount is not None:
        _require_left(allocation.funding_source_id, allocation.amount)
    add_record(actor=actor, record=allocation, reason=reason)


@transaction.atomic
def change_allocation(
    *,
    actor: Actor,
    allocation: Allocation,
    changes: dict[str, Any],
    version: int | None = None,
    reason: str = "",
) -> list[str]:
    """Change an allocation; return the fields that differ.

    Refused when it would draw more than is left of the source, unless it draws no more than it
    did. Raises PermissionDenied, Conflict or ValidationError.
    """
    before = locked(allocation)
    require(policies.of(before).may_change(actor, before))
    source_id = getattr(changes.get("funding_source"), "pk", before.funding_source_id)
    amount = changes.get("amount", before.amount)
    _lock(source_id)
    if amount is not None and (source_id != before.funding_source_id or amount > before.amount):
        _require_left(source_id, amount, apart_from=before.pk)
    return change_record(
        actor=actor, record=allocation, changes=changes, version=version, reason=reason
    )


def _lock(source_id: int | None) -> None:
    """Let nobody else draw on the source until this is done; a source not chosen is no source."""
    list(FundingSource.objects.select_for_update().filter(pk=source_id))


def _require_left(source_id: int | None, amount: Decimal, apart_from: int | None = None) -> None:
    """Refuse to draw more than is left."""
    offered = SourceAmount.objects.filter(item_id=source_id)
    draws = Allocation.objects.filter(funding_source_id=source_id).exclude(pk=apart_from)
    left = left_of(
        (each.total for each in offered), (Draw(each.amount, each.year) for each in draws)
    )
    if source_id is not None and not left.allows(amount):
        raise ValidationError({"amount": _too_much(left, amount)})


def _too_much(left: Left, amount: Decimal) -> str:
    def euros(value: Total | Decimal) -> str:
        return format_amount(value, get_language(), symbol=True)

    return _(
        "%(amount)s is more than is left of this source: of %(offered)s, %(drawn)s has been "
        "allocated, so %(left)s is left. Lower the amount, or first raise the source."
    ) % {
        "amount": euros(amount),
        "offered": euros(left.offered),
        "drawn": euros(left.drawn),
        "left": euros(left.left),
    }
