"""What of work is compared from one report to the next: results moved, risks risen."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.core.documents import Fact, FactsMaker, Scope, documents
from koersvast.risk.models import Risk
from koersvast.risk.selectors import risk_rows, scale_set
from koersvast.work.document_blocks import ready_of, ready_words, results_of
from koersvast.work.document_risks import place_of
from koersvast.work.models import StatusUpdate
from koersvast.work.risk_tab import risks_of
from koersvast.work.rules import Status
from koersvast.work.selectors import status_of, works_of


def result_facts(scope: Scope) -> Mapping[str, Fact]:
    """Return per result when it is to be ready, when it is expected, and how it stands."""
    results = results_of(scope.actor, works_of(scope).keys)
    latest = updates_until(scope, [each.pk for each in results])
    found = {}
    for result in results:
        ready = ready_words(ready_of(result))
        update = latest.get(result.pk)
        status = status_of(update)
        values = {"ready": (ready, ready), "status": (str(status.value), str(status.label))}
        if update is not None and update.forecast and status is not Status.DONE:
            values["forecast"] = (str(update.forecast), str(update.forecast))
        found[result.code] = Fact(result.title, values)
    return found


def updates_until(scope: Scope, results: list[int]) -> dict[int, StatusUpdate]:
    """Return per result the last report up to the end of the period; one query."""
    rows = StatusUpdate.objects.visible_to(scope.actor).filter(
        result_id__in=results, date__lte=scope.last or scope.today
    )
    return {each.result_id: each for each in rows.order_by("date", "pk") if each.result_id}


def risk_facts(scope: Scope) -> Mapping[str, Fact]:
    """Return per risk its place, and whether it was closed."""
    risks = risks_of(scope.actor, works_of(scope).keys).filter(kind=Risk.Kind.RISK)
    found = {}
    for row in risk_rows(scope.actor, risks, scale_set(scope.actor), scope.today):
        place = place_of(row)
        state = _("closed") if row.risk.closed_on else _("open")
        found[row.risk.code] = Fact(
            row.risk.title, {"place": (place, place), "state": (state, state)}
        )
    return found


def register_facts() -> None:
    """Add what is compared."""
    documents.add(
        FactsMaker(
            "results",
            gettext_lazy("results"),
            {
                "ready": gettext_lazy("ready by"),
                "forecast": gettext_lazy("forecast"),
                "status": gettext_lazy("status"),
            },
            result_facts,
            order=10,
        ),
        FactsMaker(
            "risks",
            gettext_lazy("risks"),
            {"place": gettext_lazy("probability × impact"), "state": gettext_lazy("state")},
            risk_facts,
            order=30,
        ),
    )
