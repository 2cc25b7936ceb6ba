"""Forms of work that are more than the fields of one record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.core.actors import Actor
from koersvast.core.formfields import PeriodFormField
from koersvast.core.periods import Period, Quarter
from koersvast.core.textfields import CleanText
from koersvast.organisation.models import Role
from koersvast.work.models import Light, Phase, StatusUpdate
from koersvast.work.rules import QUARTERS_AT_MOST, replanned

LONGEST_WORDS = 5000
NO_LIGHT = ("", gettext_lazy("no judgement"))
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class StatusForm(forms.Form):
    """How a result or a work stands: four lights, done, forecast, words."""

    date = forms.DateField(label=gettext_lazy("date"), widget=DAY)
    time = forms.ChoiceField(label=gettext_lazy("time"), required=False)
    money = forms.ChoiceField(label=gettext_lazy("money"), required=False)
    quality = forms.ChoiceField(label=gettext_lazy("quality"), required=False)
    capacity = forms.ChoiceField(label=gettext_lazy("capacity"), required=False)
    done = forms.BooleanField(label=gettext_lazy("done"), required=False)
    forecast = PeriodFormField(
        label=gettext_lazy("forecast of ready-by"), required=False, max_length=260
    )
    words = CleanText(label=gettext_lazy("in words"), required=False, max_length=LONGEST_WORDS)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen_on = forms.DateField(widget=forms.HiddenInput, required=False)

    LIGHTS = ("time", "money", "quality", "capacity")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.LIGHTS:
            field: Any = self.fields[name]
            field.widget = forms.RadioSelect()
            field.choices = [*Light.choices, NO_LIGHT]
        self.fields["done"].help_text = _("Tick this when it is ready.")

    def lights(self) -> list[forms.BoundField]:
        """Return the four lights."""
        return [self[name] for name in self.LIGHTS]

    @classmethod
    def starting_from(cls, update: StatusUpdate | None) -> dict[str, Any]:
        """Return the first values: those of today's own update, else the forecast given last."""
        today = timezone.localdate()
        if update is None or update.date != today:
            forecast = update.forecast if update and not update.done else None
            return {"date": today, "seen_on": today, "version": 0, "forecast": forecast}
        names = (*cls.LIGHTS, "date", "done", "forecast", "words", "version")
        return {"seen_on": today, **{name: getattr(update, name) for name in names}}

    def said(self) -> dict[str, Any]:
        """Return what was filled in; the version holds for the day for which it was shown."""
        said = dict(self.cleaned_data)
        said["on"] = said.pop("date")
        if said.pop("seen_on") != said["on"]:
            said["version"] = 0
        return said


class PhasesForm(forms.Form):
    """The phases of a result as a grid: quarters across, kinds of phase down, a tick per cell."""

    seen = forms.CharField(widget=forms.HiddenInput)
    quarters = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, grid: list[Quarter], current: list[tuple[str, Period]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.current = current
        self.grid = self._sent_grid() or grid
        self.fields["quarters"].initial = quarters_text(self.grid)
        choices = [(quarter_key(quarter), quarter.label) for quarter in self.grid]
        for kind, label in Phase.Kind.choices:
            ticked = {q for each, period in current if each == kind for q in period.quarters()}
            self.fields[kind] = forms.MultipleChoiceField(
                label=label,
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[quarter_key(quarter) for quarter in self.grid if quarter in ticked],
            )

    def _sent_grid(self) -> list[Quarter]:
        """Return the grid that the user saw: it may have grown since."""
        return read_quarters(self.data.get("quarters", "")) if self.is_bound else []

    def rows(self) -> list[forms.BoundField]:
        """Return the kinds of phase."""
        return [self[kind] for kind in Phase.Kind.values]

    def phases(self) -> list[tuple[str, Period]]:
        """Return the phases as ticked; what was not touched keeps its precise days."""
        ticked = {
            kind: [quarter for key in self.cleaned_data[kind] for quarter in read_quarters(key)]
            for kind in Phase.Kind.values
        }
        return replanned(self.current, ticked, self.grid)


def quarter_key(quarter: Quarter) -> str:
    """Return a quarter as it travels in a form: "2023-1"."""
    return f"{quarter.year}-{quarter.number}"


def quarters_text(quarters: Iterable[Quarter]) -> str:
    """Return quarters as they travel in a form or an address."""
    return ",".join(quarter_key(quarter) for quarter in quarters)


def read_quarters(text: str) -> list[Quarter]:
    """Return the quarters in a text; [] when it is not one that `quarters_text` makes."""
    found = []
    for key in text.split(",")[:QUARTERS_AT_MOST]:
        year, _hyphen, number = key.partition("-")
        if not (year.isdecimal() and len(year) == 4 and number in {"1", "2", "3", "4"}):
            return []
        found.append(Quarter(int(year), int(number)))
    return found


class ActionForm(forms.Form):
    """A new action."""

    text = CleanText(label=gettext_lazy("action"), max_length=LONGEST_WORDS)
    role = forms.ModelChoiceField(
        Role.objects.none(), label=gettext_lazy("responsible"), required=False
    )
    due = PeriodFormField(label=gettext_lazy("due"), required=False, max_length=260)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.queryset = Role.objects.visible_to(actor)


class DoneForm(forms.Form):
    """The day on which an action was done; empty opens it again."""

    on = forms.DateField(label=gettext_lazy("done on"), required=False, widget=DAY)
