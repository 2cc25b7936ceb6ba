"""What can be changed where one reads: each part of a result or work with its form and service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.kit.forms import RecordForm
from koersvast.core.policy import policies
from koersvast.core.registries import Label
from koersvast.core.services import Conflict, change_record
from koersvast.decisions.models import Decision, Proposal
from koersvast.work.assignment_forms import decided_form
from koersvast.work.forms import ActionForm, PhasesForm, StatusForm
from koersvast.work.list_forms import ExpertiseForm, GoalsForm, NeedsForm, ReadyByForm
from koersvast.work.models import Result, StatusUpdate, Work
from koersvast.work.policy import may_report_on
from koersvast.work.rules import quarter_span
from koersvast.work.selectors import latest_update, latest_work_updates
from koersvast.work.services import (
    Overtaken,
    add_action,
    moments_seen,
    phases_seen,
    report_status,
    seen_of,
    set_decided,
    set_expertise,
    set_goals,
    set_needs,
    set_phases,
    set_ready_by,
)

QUARTERS_AHEAD = 4
"""How many quarters the grid offers behind the last one that is planned."""


def may_change(actor: Actor, record: models.Model) -> bool:
    """Tell whether the actor keeps this record."""
    return policies.of(record).may_change(actor, record)


def may_report(actor: Actor, record: Any) -> bool:
    """Tell whether the actor reports on this result or work."""
    if isinstance(record, Result):
        return may_report_on(actor, record)
    return may_change(actor, record)


@dataclass(frozen=True)
class Part:
    """A part of a record that has a form of its own.

    `form` makes it (data is None for the first time), `save` stores what it says and tells
    whether that is news; a ValidationError of `save` is shown in the form.
    """

    name: str
    title: Label
    form: Callable[[Actor, Any, Any], forms.Form]
    save: Callable[[Actor, Any, Any], object]
    may: Callable[[Actor, Any], bool] = may_change
    template: str = "work/forms/plain.html"


def _status_form(actor: Actor, record: Any, data: Any) -> forms.Form:
    update: StatusUpdate | None
    if isinstance(record, Result):
        update = latest_update(actor, record)
    else:
        update = latest_work_updates(actor, [record.pk]).get(record.pk)
    return StatusForm(data, initial=StatusForm.starting_from(update))


def _report(actor: Actor, record: Any, form: Any) -> bool:
    subject: dict[str, Any] = {"result" if isinstance(record, Result) else "work": record}
    return report_status(actor=actor, **subject, **form.said()).stored


def _phases_form(actor: Actor, result: Result, data: Any) -> forms.Form:
    phases = list(result.phases.all())
    update = latest_update(actor, result)
    periods = [phase.period for phase in phases]
    periods += [moment.when for moment in result.ready_by.all()]
    periods += [result.work.period, update.forecast if update else None]
    grid = quarter_span(periods, [result.plan.reference_date])
    for _number in range(QUARTERS_AHEAD):
        grid.append(grid[-1].next())
    return PhasesForm(
        data,
        grid=grid,
        current=[(phase.kind, phase.period) for phase in phases],
        initial={"seen": seen_of(phases_seen(phases))},
    )


def _save_phases(actor: Actor, result: Result, form: Any) -> object:
    seen = form.cleaned_data["seen"]
    return set_phases(actor=actor, result=result, phases=form.phases(), seen=seen)


def _ready_form(actor: Actor, result: Result, data: Any) -> forms.Form:
    moments = list(result.ready_by.order_by("position"))
    initial = {
        "seen": seen_of(moments_seen(moments)),
        "continuity": result.continuity,
        "condition": result.condition,
        "version": result.version,
    }
    return ReadyByForm(data, moments=moments, initial=initial)


@transaction.atomic
def _save_ready(actor: Actor, result: Result, form: Any) -> object:
    said = form.cleaned_data
    changes = {name: said[name] for name in ("continuity", "condition")}
    changed = change_record(actor=actor, record=result, changes=changes, version=said["version"])
    moved = set_ready_by(actor=actor, result=result, moments=form.moments(), seen=said["seen"])
    return bool(changed) or bool(moved)


def _expertise_form(actor: Actor, result: Result, data: Any) -> forms.Form:
    texts = [row.text for row in result.expertise.order_by("position", "pk")]
    return ExpertiseForm(data, initial={"seen": seen_of(texts), "texts": "\n".join(texts)})


def _save_expertise(actor: Actor, result: Result, form: Any) -> object:
    seen = form.cleaned_data["seen"]
    return set_expertise(actor=actor, result=result, texts=form.lines(), seen=seen)


def _goals_form(actor: Actor, record: Any, data: Any) -> forms.Form:
    keys = sorted(record.goal_links.values_list("goal_id", flat=True))
    initial = {"seen": seen_of(keys), "goals": keys}
    return GoalsForm(data, actor=actor, plan=record.plan_id, initial=initial)


def _save_goals(actor: Actor, record: Any, form: Any) -> object:
    said = form.cleaned_data
    return set_goals(actor=actor, record=record, goals=said["goals"], seen=said["seen"])


def _decided(model: type[Proposal | Decision], title: Label) -> Part:
    """Return the part of a work that names its proposals or its decisions."""
    name = str(model._meta.model_name)

    def form(actor: Actor, work: Work, data: Any) -> forms.Form:
        return decided_form(actor, work, model, data)

    def save(actor: Actor, work: Work, form: Any) -> object:
        said = form.cleaned_data
        return set_decided(
            actor=actor, record=work, model=model, rows=said["rows"], seen=said["seen"]
        )

    return Part(f"{name}s", title, form, save, template="work/forms/decided.html")


def _needs_form(actor: Actor, result: Result, data: Any) -> forms.Form:
    needs = sorted(result.needs.values_list("needs_id", "needs__code"))
    initial = {
        "seen": seen_of(key for key, _code in needs),
        "codes": "\n".join(code for _key, code in needs),
    }
    return NeedsForm(data, actor=actor, plan=result.plan_id, initial=initial)


def _save_needs(actor: Actor, result: Result, form: Any) -> object:
    said = form.cleaned_data
    return set_needs(actor=actor, result=result, needs=said["codes"], seen=said["seen"])


def _action_form(actor: Actor, result: Result, data: Any) -> forms.Form:
    return ActionForm(data, actor=actor)


def _save_action(actor: Actor, result: Result, form: Any) -> object:
    return add_action(actor=actor, result=result, **form.cleaned_data)


DetailsForm: Any = forms.modelform_factory(
    Result,
    form=RecordForm,
    fields=("title", "description", "owner_role", "work", "note", "source", "illustrative"),
)


def _details_form(actor: Actor, result: Result, data: Any) -> Any:
    return DetailsForm(data, instance=Result.objects.get(pk=result.pk), actor=actor)


def _save_details(actor: Actor, result: Result, form: Any) -> object:
    version = form.cleaned_data["version"]
    return change_record(actor=actor, record=result, changes=form.changes(), version=version)


REPORT = Part(
    "report", _("Report progress"), _status_form, _report, may_report, "work/forms/status.html"
)
GOALS = Part("goals", _("Goals served"), _goals_form, _save_goals, template="work/forms/goals.html")
DECIDED = (
    _decided(Proposal, _("Proposals about this work")),
    _decided(Decision, _("Decisions about this work")),
)
PARTS: dict[type[models.Model], dict[str, Part]] = {
    Work: {part.name: part for part in (REPORT, GOALS, *DECIDED)},
    Result: {
        part.name: part
        for part in (
            REPORT,
            Part("details", _("Change the result"), _details_form, _save_details),
            Part(
                "ready-by",
                _("Ready by"),
                _ready_form,
                _save_ready,
                template="work/forms/ready_by.html",
            ),
            Part(
                "phases",
                _("Phases per quarter"),
                _phases_form,
                _save_phases,
                template="work/forms/phases.html",
            ),
            Part("expertise", _("Expertise needed"), _expertise_form, _save_expertise),
            GOALS,
            Part("needs", _("Needs first"), _needs_form, _save_needs),
            Part("actions", _("Add an action"), _action_form, _save_action),
        )
    },
}


def parts_for(actor: Actor, record: models.Model) -> set[str]:
    """Return the names of the parts of a record that the actor may change."""
    answers: dict[Any, bool] = {}
    found = set()
    for part in PARTS[type(record)].values():
        if part.may not in answers:
            answers[part.may] = part.may(actor, record)
        if answers[part.may]:
            found.add(part.name)
    return found


def show_refusal(form: Any, error: ValidationError) -> None:
    """Put what is wrong into the form; what somebody else changed meanwhile is then known."""
    if isinstance(error, Conflict) and isinstance(form, RecordForm):
        form.show_conflict(error)
    elif isinstance(error, Conflict):
        _refresh(form, version=str(getattr(error.stored, "version", "")))
    elif isinstance(error, Overtaken):
        _refresh(form, seen=error.seen)
    elif getattr(error, "code", None) == "deleted":
        _refresh(form, version="0")
    errors = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for field, found in errors.items():
        form.add_error(field if field in form.fields else None, found)


def _refresh(form: Any, **values: str) -> None:
    data = form.data.copy()
    for name, value in values.items():
        data[name] = value
    if "version" in values and "seen_on" in form.fields:
        data["seen_on"] = data.get("date", "")
    form.data = data
