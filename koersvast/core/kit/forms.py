"""The form of a register, made from its declaration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.kit.register import Register
from koersvast.core.schemas import CONTROL
from koersvast.core.services import Conflict
from koersvast.core.visibility import hide_unseen, unseen_links

LONG_TEXT_ROWS = 4
LONGEST_TEXT = 100_000
"""As much as a plan file holds in one text."""
PLAN = "plan"


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that offers only what the actor sees and remembers the version he saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        hide_unseen(actor, [self.instance])
        self.unseen = unseen_links(self.instance)
        self.initial.update(dict.fromkeys(self.unseen))  # nor is its key in the page
        self.fields["version"].initial = getattr(self.instance, "version", None)
        if self.instance.pk and PLAN in self.fields:
            self.fields[PLAN].disabled = True  # what hangs on it belongs to the same plan
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self._narrow(name, field)
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = LONG_TEXT_ROWS
                field.validators.append(MaxLengthValidator(LONGEST_TEXT))
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def _narrow(self, name: str, field: forms.ModelChoiceField) -> None:  # type: ignore[type-arg]
        """Offer visible rows, of the same plan where the record belongs to one."""
        rows: Any = field.queryset
        rows = rows.model._default_manager.visible_to(self.actor)
        plan = getattr(self.instance, "plan_id", None)
        if plan and name != "plan" and _has_field(rows.model, "plan"):
            rows = rows.filter(plan_id=plan)
        if name == "parent" and self.instance.pk:
            rows = rows.exclude(pk=self.instance.pk)
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """Drop control characters, which come along with pasted text and no file can hold; what
        is one line stays one.

        What belongs to a plan points at rows of that plan only.
        """
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                text = CONTROL.sub("", value)
                long = isinstance(self.fields[name].widget, forms.Textarea)
                cleaned[name] = text if long else " ".join(text.splitlines()).strip()
        plan = cleaned.get("plan") or getattr(self.instance, "plan_id", None)
        for name, value in list(cleaned.items()):
            theirs = getattr(value, "plan_id", None)
            if plan and theirs and theirs != getattr(plan, "pk", plan):
                self.add_error(name, _("“%s” belongs to another plan.") % value)
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Return the fields that the user set, without the version.

        A link that looked empty because the user does not see what it points at, and was left so,
        was not set: it stays.
        """
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version" and not (value is None and name in self.unseen)
        }

    def show_conflict(self, conflict: Conflict) -> None:
        """Say what somebody else changed, keep what the user changed, and take over the rest.

        Saving this once more is then knowingly: the version becomes the present one.
        """
        fresh = type(self)(instance=conflict.stored, actor=self.actor)
        data: Any = self.data
        data = data.copy()
        for name in fresh.fields:
            if name not in conflict.changed:
                data[name] = fresh[name].value()
        self.data = data


def _has_field(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.fields)


def form_of(register: Register) -> type[RecordForm]:
    """Return the form class of a register."""
    made: Any = forms.modelform_factory(
        register.model, form=register.form or RecordForm, fields=list(register.fields)
    )
    kind: type[RecordForm] = made
    return kind
