"""What of work is compared from one report to the next: results moved, risks risen."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from koersvast.core.documents import Fact, FactsMaker, Scope, Value, documents
from koersvast.core.periods import Period
from koersvast.risk.models import Risk
from koersvast.risk.selectors import risk_rows, scale_set
from koersvast.work.document_blocks import ready_of, ready_words, results_of
from koersvast.work.document_risks import place_of
from koersvast.work.models import Result, StatusUpdate
from koersvast.work.risk_tab import risks_of
from koersvast.work.rules import Status
from koersvast.work.selectors import status_of, works_of

LATER = (pgettext_lazy("change", "later"), pgettext_lazy("change", "earlier"))


def result_facts(scope: Scope) -> Mapping[str, Fact]:
    """Return per result when it is to be ready, when it is expected, and how it stands."""
    results = results_of(scope.actor, works_of(scope).keys)
    latest = updates_until(scope, [each.pk for each in results])
    found = {}
    for result in results:
        update = latest.get(result.pk)
        status = status_of(update)
        values = {
            "ready": ready_value(result),
            "status": Value(str(status.value), str(status.label)),
        }
        if update is not None and update.forecast and status is not Status.DONE:
            values["forecast"] = moment_value(update.forecast)
        found[result.code] = Fact(result.title, values)
    return found


def ready_value(result: Result) -> Value:
    """Return all that is said about when a result is ready; the last dated moment orders it."""
    ready = ready_of(result)
    moments = list(result.ready_by.all())
    told = [f"{each.when.encode()} {each.what}" for each in moments]
    shown = (f"{each.when}: {each.what}" if each.what else str(each.when) for each in moments)
    words = ready_words(ready) if len(moments) < 2 else "; ".join(shown)
    last = ready.when.last if ready.when else None
    compared = "; ".join((*told, result.continuity, ready.condition))
    return Value(compared, words, last.toordinal() if last else None)


def moment_value(when: Period) -> Value:
    """Return a period, ordered by its last day."""
    return Value(when.encode(), str(when), when.last.toordinal() if when.last else None)


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
        now = row.standing.now
        place = (
            Value(f"{now.probability} × {now.impact}", place_of(row), now.probability * now.impact)
            if now is not None
            else Value("", place_of(row))
        )
        closed = row.risk.closed_on is not None
        state = Value("closed" if closed else "open", _("closed") if closed else _("open"))
        found[row.risk.code] = Fact(row.risk.title, {"place": place, "state": state})
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
            ways={"ready": LATER, "forecast": LATER},
        ),
        FactsMaker(
            "risks",
            gettext_lazy("risks"),
            {"place": gettext_lazy("probability × impact"), "state": gettext_lazy("state")},
            risk_facts,
            order=30,
            ways={"place": (pgettext_lazy("change", "risen"), pgettext_lazy("change", "fallen"))},
        ),
    )
