"""Forms of risks: judging, measures, closing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.formfields import AmountFormField, PeriodFormField
from koersvast.core.textfields import CleanText
from koersvast.organisation.models import Role
from koersvast.risk.models import HIGHEST, LOWEST, Measure, Scale, Score
from koersvast.risk.selectors import ScaleSet

LONGEST_WORDS = 5000
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NO_LEVEL = ("", _("no judgement"))
FROM_EUROS = ("", _("follows from the euros"))


def amount(label: Any) -> AmountFormField:
    """Return a field for euros."""
    return AmountFormField(label=label, required=False, help_text=" ")


class LevelField(forms.TypedChoiceField):
    """A level of a scale, to choose beside what it means."""

    widget = forms.RadioSelect

    def __init__(self, scale: str, scales: ScaleSet, **options: Any) -> None:
        required = options.get("required", True)
        choices: list[tuple[Any, Any]] = [] if required else [self._empty(scale)]
        choices += [(level, _named(scales, scale, level)) for level in range(LOWEST, HIGHEST + 1)]
        super().__init__(
            choices=choices, coerce=int, empty_value=None, label=Scale(scale).label, **options
        )

    def _empty(self, scale: str) -> tuple[str, Any]:
        return FROM_EUROS if scale == Scale.MONEY else NO_LEVEL


def _named(scales: ScaleSet, scale: str, level: int) -> str:
    meaning = scales.meaning(scale, level)
    return f"{level} – {meaning}" if meaning else str(level)


class ScoreForm(forms.Form):
    """How a risk is judged on a day, with what the levels of the municipality mean."""

    date = forms.DateField(label=_("date"), widget=DAY)
    moment = forms.ChoiceField(
        label=_("moment"), choices=Score.Moment.choices, widget=forms.RadioSelect
    )
    money_low = amount(_("euros, low"))
    money_likely = amount(_("euros, likely"))
    money_high = amount(_("euros, high"))
    note = CleanText(label=_("note"), required=False, max_length=LONGEST_WORDS)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    EUROS = ("money_low", "money_likely", "money_high")

    def __init__(self, *args: Any, scales: ScaleSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for scale in Scale.values:
            required = scale == Scale.PROBABILITY
            self.fields[scale] = LevelField(scale, scales, required=required)

    @classmethod
    def starting_from(cls, score: Score | None, moment: str) -> dict[str, Any]:
        """Return the first values: those of a score that is changed, or today for a new one."""
        if score is None:
            return {"date": timezone.localdate(), "moment": moment}
        names = ("date", "moment", *cls.EUROS, *Scale.values, "note", "version")
        return {name: getattr(score, name) for name in names}

    def levels(self) -> list[forms.BoundField]:
        """Return the impacts that are levels only."""
        return [self[scale] for scale in (Scale.TIME, Scale.QUALITY, Scale.IMAGE)]

    def euros(self) -> list[forms.BoundField]:
        """Return the amounts."""
        return [self[name] for name in self.EUROS]

    def said(self) -> dict[str, Any]:
        """Return what was filled in, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class MeasureForm(forms.Form):
    """A new measure."""

    text = CleanText(label=_("measure"), max_length=LONGEST_WORDS)
    role = forms.ModelChoiceField(Role.objects.none(), label=_("responsible"), required=False)
    due = PeriodFormField(label=_("due"), required=False, max_length=260)
    state = forms.ChoiceField(label=_("state"), choices=Measure.State.choices, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.queryset = Role.objects.visible_to(actor)


class StateForm(forms.Form):
    """How far a measure is."""

    state = forms.ChoiceField(label=_("state"), choices=Measure.State.choices, required=False)


class CloseForm(forms.Form):
    """The day on which a risk was closed, or a precondition met."""

    on = forms.DateField(label=_("date"), widget=DAY)
