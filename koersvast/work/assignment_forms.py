"""The forms of assignments and escalations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.kit.forms import LONGEST_TEXT
from koersvast.core.textfields import CleanText
from koersvast.decisions.models import Body, Decision, Proposal
from koersvast.organisation.models import Role
from koersvast.work.forms import DAY
from koersvast.work.list_forms import SeenForm
from koersvast.work.models import Assignment, AssignmentVersion, Escalation, Work
from koersvast.work.rules.assignments import PARTIES, TEXTS
from koersvast.work.rules.escalations import QUESTION
from koersvast.work.selectors.errands import label_of
from koersvast.work.services import SeenVersion, links_of, seen_of

HELP = {
    "result": _("What is there when the work is done? Without this it cannot be offered."),
    "mandate": _("What may the contractor decide without asking?"),
    "lines": _("Who decides on what: the lines across the organisation, and those within it."),
    "reporting": _("How often, to whom, and in what form?"),
    "escalation": _("To whom, and how fast, when the lines cannot work it out together?"),
}
PARTY_HELP = _("May stay empty in a draft; an assignment is offered to named roles.")


class AssignmentForm(forms.Form):
    """All that parties agree on; `number` and `row` tell which version the user saw."""

    kind = forms.ChoiceField(
        label=_("kind"),
        choices=Assignment.Kind.choices,
        help_text=_("To a bestuursopdracht the political principal is the third party."),
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    row = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = Role.objects.visible_to(actor)
        for name in PARTIES:
            self.fields[name] = forms.ModelChoiceField(
                roles, label=label_of(name), required=False, help_text=PARTY_HELP
            )
        for name in TEXTS:
            self.fields[name] = CleanText(
                label=label_of(name),
                required=False,
                max_length=LONGEST_TEXT,
                help_text=HELP.get(name, ""),
            )

    @staticmethod
    def starting_from(assignment: Assignment, latest: AssignmentVersion | None) -> dict[str, Any]:
        """Return the first values: what stands in the latest version."""
        values = {name: getattr(assignment, f"{name}_id") for name in PARTIES}
        values["kind"] = assignment.kind
        if latest is not None:
            values |= {name: getattr(latest, name) for name in TEXTS}
            values |= {"number": latest.number, "row": latest.version}
        return values

    @staticmethod
    def starting_for(work: Work) -> dict[str, Any]:
        """Return the first values of a new one: who answers for the work, as far as known."""
        answering: Any = work.responsibilities.filter(kind__in=PARTIES).order_by("-pk")
        return {row.kind: row.role_id for row in answering}

    @property
    def seen(self) -> SeenVersion | None:
        """Return which version the user saw; None when there was none."""
        number, row = self.cleaned_data["number"], self.cleaned_data["row"]
        return None if number is None or row is None else SeenVersion(number, row)

    def show_now(self, latest: AssignmentVersion) -> None:
        """Say that the user knows of the version that is the latest now; keep what he typed."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["number"], data["row"] = str(latest.number), str(latest.version)
        self.data = data


class DayForm(forms.Form):
    """A day, today to begin with, and why."""

    on = forms.DateField(label=_("on"), widget=DAY, initial=timezone.localdate)
    reason = forms.CharField(
        label=_("reason"), required=False, max_length=100, help_text=_("Kept in the history.")
    )


class VersionForm(forms.Form):
    """Which version, and as which party; what one confirms."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    party = forms.CharField(widget=forms.HiddenInput, required=False)


class EscalationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A dilemma: who, which interests, what was tried together, the question, to whom, by when."""

    class Meta:
        model = Escalation
        fields = (*QUESTION, "answer_by")
        help_texts = {
            "title": _("In one line: which lines cannot both have their way?"),
            "tried_together": _("First work it out together; without this it cannot be raised."),
            "to_role": _("To a role, or to a body below."),
        }

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["raised_on"] = timezone.localdate()
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            if name in {"interests", "tried_together", "question"}:
                self.fields[name] = CleanText(
                    label=field.label,
                    required=name != "tried_together",
                    max_length=LONGEST_TEXT,
                    help_text=field.help_text,
                )
        for name, model in (("raised_by", Role), ("to_role", Role), ("to_body", Body)):
            chooser: Any = self.fields[name]
            chooser.queryset = model.objects.visible_to(actor)

    def _post_clean(self) -> None:
        """Leave the checks of the model to the service, which says more."""
        for name in self.Meta.fields:
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])


class AnswerForm(forms.Form):
    """The answer to a dilemma: a decision, words, or both."""

    decision = forms.ModelChoiceField(
        Decision.objects.none(), label=_("answered by decision"), required=False
    )
    answer = CleanText(label=_("answer"), required=False, max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, actor: Actor, plan: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["decision"]
        field.queryset = Decision.objects.visible_to(actor).filter(plan_id=plan)


class DecidedForm(SeenForm):
    """The proposals or decisions that something names; only those that the user sees."""

    rows = forms.ModelMultipleChoiceField(
        Decision.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, actor: Actor, plan: int, model: type[Proposal | Decision], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rows"]
        field.queryset = model.objects.visible_to(actor).filter(plan_id=plan)
        field.label = str(model._meta.verbose_name_plural)


def decided_form(
    actor: Actor, record: Work | Assignment, model: type[Proposal | Decision], data: Any = None
) -> DecidedForm:
    """Return the form of what a work or assignment names."""
    name = str(model._meta.model_name)
    keys = sorted(getattr(link, f"{name}_id") for link in links_of(actor, record, model))
    first = {"seen": seen_of(keys), "rows": keys}
    return DecidedForm(data, actor=actor, plan=record.plan_id, model=model, initial=first)
