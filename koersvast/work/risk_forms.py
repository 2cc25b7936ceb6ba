"""Forms for the risks of a work."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.schemas import CONTROL
from koersvast.core.textfields import CleanText
from koersvast.organisation.models import Role
from koersvast.risk.models import Risk
from koersvast.work.forms import LONGEST_WORDS
from koersvast.work.models import Work


class AddRiskForm(forms.Form):
    """A new risk or precondition."""

    kind = forms.ChoiceField(label=_("kind"), choices=Risk.Kind.choices)
    title = forms.CharField(label=_("title"), max_length=300)
    cause = CleanText(label=_("cause"), required=False, max_length=LONGEST_WORDS)
    event = CleanText(label=_("event"), required=False, max_length=LONGEST_WORDS)
    effect = CleanText(label=_("effect"), required=False, max_length=LONGEST_WORDS)
    owner_role = forms.ModelChoiceField(
        Role.objects.none(),
        label=_("owner"),
        required=False,
        help_text=_("Whoever holds this role judges the risk and keeps its measures."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner_role"]
        field.queryset = Role.objects.visible_to(actor)

    def clean_title(self) -> str:
        """Return the title without control characters."""
        return CONTROL.sub("", str(self.cleaned_data["title"]))


class LinkRiskForm(forms.Form):
    """A risk of the plan that the work does not name yet."""

    risk = forms.ModelChoiceField(Risk.objects.none(), label=_("risk or precondition"))

    def __init__(self, *args: Any, actor: Actor, work: Work, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["risk"]
        rows = Risk.objects.visible_to(actor).filter(plan_id=work.plan_id)
        field.queryset = rows.exclude(work_links__work=work)
        field.label_from_instance = lambda risk: f"{risk.code} {risk}"
