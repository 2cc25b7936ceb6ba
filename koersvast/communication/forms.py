"""The form in which a message is planned."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.communication.models import (
    WAITS_FOR,
    Audience,
    Channel,
    CommunicationMoment,
)
from koersvast.communication.models.moments import LONGEST_POINT
from koersvast.communication.registers import CommunicationMoments
from koersvast.communication.services import Links, mark_of
from koersvast.core.kit.forms import RecordForm
from koersvast.core.schemas import CONTROL
from koersvast.organisation.models import Role

MOST_POINTS = 50
LINKS = ("audiences", "channels", "roles", "points")
TOLD = (
    ("unknown", gettext_lazy("not told")),
    ("true", gettext_lazy("yes, done")),
    ("false", gettext_lazy("no, not done")),
)
FIELDS = [name for name in CommunicationMoments.fields if name != "position"]


class LinesField(forms.CharField):
    """Texts, one on a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """Return the lines as one text."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """Return the lines that are not empty, each once, without the control characters."""
        text = CONTROL.sub("", super().to_python(value) or "")
        lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        if len(lines) > MOST_POINTS:
            raise forms.ValidationError(
                _("At most %(count)d points, please.") % {"count": MOST_POINTS}
            )
        for line in lines:
            if len(line) > LONGEST_POINT:
                raise forms.ValidationError(
                    _("“%(start)s…” is longer than %(count)d characters; make it shorter.")
                    % {"start": line[:40], "count": LONGEST_POINT}
                )
        return lines

    def validate(self, value: Any) -> None:
        """Lines may be left out."""

    def run_validators(self, value: Any) -> None:
        """The lines were looked at one by one."""


def ticks(model: Any, label: Any) -> forms.ModelMultipleChoiceField[Any]:
    """Return a field with a tick for each row."""
    return forms.ModelMultipleChoiceField(
        model.objects.none(), label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


class DoneSelect(forms.NullBooleanSelect):
    """Done, not done, or not told."""

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.choices = TOLD


class MomentForm(RecordForm):
    """A message with its audiences, channels, roles and points."""

    audiences = ticks(Audience, gettext_lazy("audiences"))
    channels = ticks(Channel, gettext_lazy("channels"))
    roles = ticks(Role, gettext_lazy("acting roles"))
    points = LinesField(
        label=gettext_lazy("points"),
        required=False,
        help_text=gettext_lazy("What is told; one point on a line."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = CommunicationMoment
        fields = FIELDS

    def __init__(self, *args: Any, links: Links | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.plan_id:
            self.fields["plan"].disabled = True  # audiences and channels are those of the plan
        if links is not None:
            self.fields["seen"].initial = mark_of(links)
            for name in LINKS:
                self.fields[name].initial = list(getattr(links, name))
        for name in ("done_on", "cancelled_on"):
            self.fields[name].required = False
        self.fields["done"] = forms.NullBooleanField(
            label=CommunicationMoment._meta.get_field("done").verbose_name,
            required=False,
            widget=DoneSelect,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a message that says nothing; a file may bring in less: what its source tells."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        told = given.get("title") or given.get("text") or given.get("points")
        if not (told or {"title", "text", "points"} & set(self.errors)):
            self.add_error("title", _("Say in a few words what is told."))
        moment = ("when", "rhythm", "done_on", *WAITS_FOR)
        if not any(
            given.get(name) or name in self.errors or name in self.unseen for name in moment
        ):
            self.add_error("when", _("Say when, how often, or what it waits for."))
        return given

    def links(self) -> Links:
        """Return what was ticked and typed."""
        return Links(**{name: list(self.cleaned_data[name]) for name in LINKS})

    def changes(self) -> dict[str, Any]:
        """Return the fields of the message itself.

        What it waits for without the actor knowing, stays, unless he chose something else.
        """
        said = {name: self.cleaned_data[name] for name in FIELDS}
        if not any(said[name] for name in WAITS_FOR):
            said = {name: value for name, value in said.items() if name not in self.unseen}
        if said["done_on"]:
            said["done"] = True
        return said

    def waits(self) -> list[forms.BoundField]:
        """Return the fields of what it waits for."""
        return [self[name] for name in WAITS_FOR]

    def ticked(self) -> list[forms.BoundField]:
        """Return the fields with ticks."""
        return [self[name] for name in ("audiences", "channels", "roles")]
