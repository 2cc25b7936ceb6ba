"""What tests of money make and ask."""

from __future__ import annotations

from typing import Any

from django.test import RequestFactory

from koersvast.core.registries import registries
from koersvast.funding.models import CostAmount, CostItem, StatedTotal
from koersvast.work.models import Work


def cost(small: Any, code: str, amounts: dict[int | None, int], **more: Any) -> CostItem:
    fields = {"plan": small.plan, "title": f"Post {code}", "nature": "incidental"}
    item = CostItem.objects.create(code=code, **fields | more)
    for year, amount in amounts.items():
        CostAmount.objects.create(item=item, year=year, amount=amount)
    return item


def request_of(player: Any, query: str = "") -> Any:
    request = RequestFactory().get(f"/?{query}")
    request.actor = player.actor
    return request


def tab_of(player: Any, work: Work, query: str = "") -> dict[str, Any]:
    tab = next(each for each in registries.tabs if each.name == "money")
    shown: dict[str, Any] = tab.data(request_of(player, query), work)["money"]
    return shown


def stated(small: Any, code: str, amount: int, **more: Any) -> StatedTotal:
    fields = {"plan": small.plan, "title": f"Totaal {code}", "measure": "cost"}
    return StatedTotal.objects.create(code=code, amount=amount, **fields | more)
