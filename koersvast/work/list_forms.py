"""Forms for the lists that hang on a result or work: moments, expertise, goals, dependencies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.core.actors import Actor
from koersvast.core.formfields import PeriodFormField
from koersvast.core.periods import Period
from koersvast.core.textfields import CleanText
from koersvast.direction.models import Goal
from koersvast.work.models import ReadyBy, Result
from koersvast.work.rules import depth_first

MOMENTS_AT_MOST = 20
EMPTY_MOMENTS = 2


class SeenForm(forms.Form):
    """A form for a list; `seen` is the mark of the list that its user saw."""

    seen = forms.CharField(widget=forms.HiddenInput)


class ReadyByForm(SeenForm):
    """When a result is ready: moments, whether it goes on, what it waits for."""

    continuity = forms.ChoiceField(
        label=gettext_lazy("continuity"), choices=Result.Continuity.choices, required=False
    )
    condition = CleanText(label=gettext_lazy("waits for"), required=False, max_length=2000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, moments: list[ReadyBy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = min(len(moments) + EMPTY_MOMENTS, MOMENTS_AT_MOST)
        if self.is_bound:
            self.count = sum(1 for n in range(MOMENTS_AT_MOST) if f"when_{n}" in self.data)
        for number in range(self.count):
            moment = moments[number] if number < len(moments) else None
            self.fields[f"when_{number}"] = PeriodFormField(
                label=_("ready by"),
                required=False,
                max_length=260,
                allow_unreadable=moment is not None and not moment.when.is_readable,
                initial=moment.when if moment else None,
                help_text=" ",
            )
            self.fields[f"what_{number}"] = forms.CharField(
                label=_("what is ready"),
                required=False,
                max_length=500,
                initial=moment.what if moment else "",
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of each moment."""
        return [(self[f"when_{n}"], self[f"what_{n}"]) for n in range(self.count)]

    def clean(self) -> dict[str, Any]:
        """Refuse to say what is ready without saying when."""
        cleaned = super().clean() or self.cleaned_data
        for number in range(self.count):
            when, what = f"when_{number}", f"what_{number}"
            if cleaned.get(what) and not cleaned.get(when) and when not in self.errors:
                self.add_error(when, _("Fill in when this is ready, or leave out what is ready."))
        return cleaned

    def moments(self) -> list[tuple[Period, str]]:
        """Return the moments that are filled in."""
        pairs = [
            (self.cleaned_data[f"when_{n}"], self.cleaned_data[f"what_{n}"])
            for n in range(self.count)
        ]
        return [(when, what) for when, what in pairs if when]


class ExpertiseForm(SeenForm):
    """The expertise that a result needs, one a line."""

    texts = CleanText(
        label=gettext_lazy("expertise needed"),
        required=False,
        max_length=5000,
        help_text=gettext_lazy("One a line."),
    )

    def lines(self) -> list[str]:
        """Return the lines."""
        return str(self.cleaned_data["texts"]).splitlines()


class GoalsForm(SeenForm):
    """The goals that a work or result serves: the goals of its plan, as a tree to tick."""

    goals = forms.ModelMultipleChoiceField(
        Goal.objects.none(),
        label=gettext_lazy("goals"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Actor, plan: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["goals"]
        field.queryset = Goal.objects.visible_to(actor).filter(plan_id=plan)
        goals = {goal.pk: goal for goal in field.queryset.order_by("position", "code")}
        walked = depth_first({key: goal.parent_id for key, goal in goals.items()})
        self.depths = [depth for _key, depth in walked]
        field.choices = [(key, f"{goals[key].code} {goals[key]}") for key, _depth in walked]

    def rows(self) -> list[tuple[int, Any]]:
        """Return per goal its depth in the tree and its box to tick."""
        return list(zip(self.depths, self["goals"], strict=True))


class NeedsForm(SeenForm):
    """The results that must be ready first, by their codes."""

    codes = CleanText(
        label=gettext_lazy("needs"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Codes of results, one a line, such as R2.1."),
    )

    def __init__(self, *args: Any, actor: Actor, plan: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.plan = actor, plan

    def clean_codes(self) -> list[Result]:
        """Return the results; refuse codes that do not exist in the plan."""
        text = str(self.cleaned_data["codes"]).replace(",", " ").replace(";", " ")
        codes = dict.fromkeys(text.split())
        rows = Result.objects.visible_to(self.actor).filter(plan_id=self.plan, code__in=codes)
        found = {row.code: row for row in rows}
        lost = [code for code in codes if code not in found]
        if lost:
            raise ValidationError(
                _("There is no result with code %(codes)s in this plan.")
                % {"codes": ", ".join(f"“{code}”" for code in lost)}
            )
        return [found[code] for code in codes]
