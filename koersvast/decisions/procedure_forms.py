"""The forms of procedures: start one, and keep its steps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.kit.forms import RecordForm
from koersvast.core.models import code_validator
from koersvast.decisions.models import Body, Decision, Procedure, Proposal, Step
from koersvast.decisions.procedure_templates import Template, templates
from koersvast.decisions.selectors.procedures import links_of
from koersvast.direction.models import Plan

TEMPLATE, COPY = "template", "copy"


class StartForm(forms.Form):
    """A procedure from a template, from another procedure, or without steps yet."""

    plan = forms.ModelChoiceField(Plan.objects.none(), label=_("plan"))
    code = forms.CharField(label=_("code"), max_length=60, validators=[code_validator])
    title = forms.CharField(label=_("title"), max_length=300)
    start = forms.ChoiceField(
        label=_("begin with"),
        required=False,
        help_text=_("The steps of a template or of another procedure; you can change them after."),
    )

    def __init__(self, data: Any = None, *, actor: Actor, **options: Any) -> None:
        super().__init__(data, **options)
        plans: Any = self.fields["plan"]
        plans.queryset = Plan.objects.visible_to(actor)
        self.procedures = {
            each.pk: each for each in Procedure.objects.visible_to(actor).select_related("plan")
        }
        start: Any = self.fields["start"]
        start.choices = [
            ("", _("no steps yet")),
            (_("Templates"), [(f"{TEMPLATE}:{t.code}", t.title) for t in templates().values()]),
            (_("As"), [(f"{COPY}:{p.pk}", f"{p} ({p.plan.code})") for p in self._named()]),
        ]

    def _named(self) -> list[Procedure]:
        return list(self.procedures.values())

    @property
    def template(self) -> Template | None:
        """The template that was chosen."""
        kind, _colon, key = self.cleaned_data["start"].partition(":")
        return templates()[key] if kind == TEMPLATE else None

    @property
    def example(self) -> Procedure | None:
        """The procedure that was chosen to begin with."""
        kind, _colon, key = self.cleaned_data["start"].partition(":")
        return self.procedures[int(key)] if kind == COPY else None


def bodies_for(actor: Actor, template: Template) -> dict[str, Body]:
    """Return the bodies that do the steps of a template: where there is one of that kind."""
    found: dict[str, list[Body]] = {}
    for body in Body.objects.visible_to(actor).filter(kind__in=template.bodies).order_by("pk"):
        found.setdefault(body.kind, []).append(body)
    return {kind: bodies[0] for kind, bodies in found.items() if len(bodies) == 1}


class StepForm(RecordForm):
    """A step: who, what comes out, by when."""

    class Meta:
        model = Step
        fields = (
            "title", "kind", "body", "role", "output", "term", "due", "waits", "code", "note",
        )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.instance.pk:
            self.fields["code"].required = False
            self.fields["code"].help_text = _("Empty: the next number.")


class LinkForm(forms.Form):
    """Which proposal a step is about; for a step of decision also which decision was taken."""

    proposal = forms.ModelChoiceField(
        Proposal.objects.none(),
        label=_("proposal"),
        required=False,
        help_text=_("The steps after it, up to the decision, get the same proposal."),
    )
    decision = forms.ModelChoiceField(
        Decision.objects.none(),
        label=_("decision"),
        required=False,
        help_text=_("Only where it was not taken on a proposal."),
    )

    def __init__(self, data: Any = None, *, actor: Actor, step: Step) -> None:
        links = links_of(actor, [step])
        chosen = {"proposal": links.proposal_of(step), "decision": links.decision_of(step)}
        super().__init__(data, initial=chosen)
        plan = step.procedure.plan_id
        proposals: Any = self.fields["proposal"]
        proposals.queryset = Proposal.objects.visible_to(actor).filter(plan=plan)
        decisions: Any = self.fields["decision"]
        decisions.queryset = Decision.objects.visible_to(actor).filter(plan=plan)
        if step.kind != Step.Kind.DECISION:
            del self.fields["decision"]

    def clean(self) -> dict[str, Any]:
        """Something has to be chosen."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Choose what this step is about."))
        return cleaned
