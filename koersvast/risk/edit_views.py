"""The pages on which risks change: judging, measures, closing, the example of scales."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from koersvast.core.actors import Actor
from koersvast.core.policy import policies, require
from koersvast.core.services import Conflict
from koersvast.risk.forms import CloseForm, MeasureForm, ScoreForm, StateForm
from koersvast.risk.models import Measure, Risk, Scale, ScaleLevel, Score
from koersvast.risk.policy import may_keep, may_set_state
from koersvast.risk.selectors import measures_of, scale_set, scores_of
from koersvast.risk.services import (
    add_example_scales,
    add_measure,
    change_score,
    close_risk,
    reopen_risk,
    score_risk,
    set_measure_state,
)
from koersvast.risk.views import find_risk, reader_of


class RiskFormPage(View):
    """A form about one risk: shown, stored, or shown again with what is wrong."""

    template = "risk/form.html"
    title: Any = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the risk; refuse who does not keep it."""
        super().setup(request, *args, **kwargs)
        self.actor: Actor = reader_of(request)
        self.risk = self.find(kwargs["pk"])
        require(may_keep(self.actor, self.risk))

    def find(self, pk: int) -> Risk:
        """Return the risk that the address names."""
        return find_risk(self.actor, pk)

    def form(self, data: Any = None) -> Any:
        """Return the form."""
        raise NotImplementedError

    def save(self, form: Any) -> str:
        """Store what the form says; return the message."""
        raise NotImplementedError

    def heading(self) -> str:
        """Return the title of the page."""
        return str(self.title)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form."""
        return self.show(self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Store the form."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            messages.success(request, self.save(form))
        except ValidationError as error:
            refuse(form, error)
            return self.show(form, status=422)
        return redirect("risk-page", self.risk.pk)

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """Render the page."""
        context = {"risk": self.risk, "form": form, "title": self.heading(), **self.more()}
        return render(self.request, self.template, context, status=status)

    def more(self) -> dict[str, Any]:
        """Return what else the page shows."""
        return {}


def refuse(form: forms.Form, error: ValidationError) -> None:
    """Put what is wrong into the form; after a conflict saving again is knowingly."""
    if isinstance(error, Conflict):
        sent: Any = form.data
        data = sent.copy()
        data["version"] = str(getattr(error.stored, "version", ""))
        form.data = data
    errors = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for field, found in errors.items():
        form.add_error(field if field in form.fields else None, found)


class ScorePage(RiskFormPage):
    """Judge a risk."""

    template = "risk/score.html"
    score: Score | None = None

    def heading(self) -> str:
        """Return the title of the page."""
        return _("Change the score") if self.score else _("Judge the risk")

    def form(self, data: Any = None) -> ScoreForm:
        """Return the form, with what the levels mean."""
        self.scales = scale_set(self.actor)
        given = scores_of(self.actor, self.risk)
        self.measured = bool(measures_of(self.actor, self.risk))
        self.previous = next((each for each in given if each != self.score), None)
        moments = {each.moment for each in given}
        moment = self.request.GET.get("moment", "")
        if moment not in Score.Moment.values:
            ready = self.measured and Score.Moment.BEFORE in moments
            moment = Score.Moment.AFTER if ready else Score.Moment.BEFORE
        initial = ScoreForm.starting_from(self.score, moment)
        return ScoreForm(data, scales=self.scales, initial=initial)

    def save(self, form: ScoreForm) -> str:
        """Store the judgement."""
        said = form.said()
        score_risk(actor=self.actor, risk=self.risk, on=said.pop("date"), **said)
        return _("Judged: %(record)s") % {"record": self.risk}

    def more(self) -> dict[str, Any]:
        """Return the score before this one, and whether there are scales."""
        may = policies.of(ScaleLevel).may_add(self.actor)
        return {
            "previous": self.previous,
            "scales_given": self.scales.given,
            "may_set_scales": may,
            "score": self.score,
            "measured": self.measured,
            "levels_of_money": Scale.MONEY in self.scales.meanings,
        }


class ChangeScorePage(ScorePage):
    """Change how a risk was judged."""

    def find(self, pk: int) -> Risk:
        """Return the risk of the score that the address names."""
        scores: Any = Score.objects.visible_to(self.actor).filter(pk=pk)
        self.score = scores.first()
        if self.score is None:
            raise Http404
        return find_risk(self.actor, self.score.risk_id)

    def save(self, form: ScoreForm) -> str:
        """Store the changes."""
        changed = change_score(
            actor=self.actor,
            score=self.score,  # type: ignore[arg-type]
            changes=form.said(),
            version=form.cleaned_data["version"],
        )
        message = _("Saved: %(record)s") if changed else _("Nothing changed: %(record)s")
        return message % {"record": self.risk}


class MeasurePage(RiskFormPage):
    """Add a measure."""

    def heading(self) -> str:
        """Return the title of the page."""
        return _("Add a measure")

    def form(self, data: Any = None) -> MeasureForm:
        """Return the form."""
        return MeasureForm(data, actor=self.actor)

    def save(self, form: MeasureForm) -> str:
        """Store the measure."""
        measure = add_measure(actor=self.actor, risk=self.risk, **form.cleaned_data)
        return _("Added: %(record)s") % {"record": measure}


class ClosePage(RiskFormPage):
    """Close a risk, or say that a precondition is met; or open it again."""

    def heading(self) -> str:
        """Return the title of the page."""
        met = self.risk.kind == Risk.Kind.PRECONDITION
        if self.risk.closed_on is not None:
            return _("Not met after all") if met else _("Reopen the risk")
        return _("The precondition is met") if met else _("Close the risk")

    def form(self, data: Any = None) -> forms.Form:
        """Return the form: a day to close on, nothing to reopen."""
        if self.risk.closed_on is not None:
            return forms.Form(data)
        return CloseForm(data, initial={"on": timezone.localdate()})

    def save(self, form: Any) -> str:
        """Close or reopen."""
        if self.risk.closed_on is not None:
            reopen_risk(actor=self.actor, risk=self.risk)
        else:
            close_risk(actor=self.actor, risk=self.risk, on=form.cleaned_data["on"])
        return _("Saved: %(record)s") % {"record": self.risk}


@require_POST
def measure_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how far a measure is."""
    actor = reader_of(request)
    found: Any = Measure.objects.visible_to(actor).select_related("risk").filter(pk=pk)
    measure: Measure | None = found.first()
    if measure is None:
        raise Http404
    require(may_set_state(actor, measure))
    form = StateForm(request.POST)
    if form.is_valid():
        state = form.cleaned_data["state"]
        news = set_measure_state(actor=actor, measure=measure, state=state)
        message = _("Saved: %(record)s") if news else _("Nothing changed: %(record)s")
        messages.success(request, message % {"record": measure})
    else:
        messages.error(request, _("This is not a state there is. Choose one of the list."))
    return redirect("risk-page", measure.risk_id)


@require_POST
def example_scales(request: HttpRequest) -> HttpResponse:
    """Fill in the example of scales."""
    try:
        number = add_example_scales(actor=reader_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request,
            _("%(number)d levels filled in as an example. Make them your own.")
            % {"number": number},
        )
    return redirect("risk-scales")
