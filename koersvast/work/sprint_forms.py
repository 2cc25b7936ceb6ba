"""The form in which all lines of a programme tell what they did in a sprint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from koersvast.core.formfields import PeriodFormField
from koersvast.core.services import Conflict
from koersvast.core.textfields import CleanText
from koersvast.work.forms import LONGEST_WORDS
from koersvast.work.models import SprintNote, Work
from koersvast.work.services import LineReport


class LineForm(forms.Form):
    """What one line did, and when it expects to be ready. `version` 0: one saw nothing."""

    done = CleanText(label=_("what was done"), required=False, max_length=LONGEST_WORDS)
    expected = PeriodFormField(label=_("expected completion"), required=False, max_length=260)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, work: Work, note: SprintNote | None, data: Any = None) -> None:
        initial: dict[str, Any] = {"version": 0}
        if note is not None:
            initial = {"done": note.done, "expected": note.expected, "version": note.version}
        super().__init__(data, initial=initial, prefix=f"line-{work.pk}")
        self.work, self.note = work, note

    def report(self) -> LineReport:
        """Return what was told."""
        return LineReport(self.work, **self.cleaned_data)

    def refuse(self, error: ValidationError) -> None:
        """Say why it was not stored; saving once more is then knowingly."""
        if isinstance(error, Conflict):
            self._saw(getattr(error.stored, "version", 0))
        elif getattr(error, "code", None) == "deleted":
            self._saw(0)
        errors = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for field, found in errors.items():
            self.add_error(field if field in self.fields else None, found)

    def _saw(self, version: int) -> None:
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix("version")] = str(version)
        self.data = data


class SprintForm:
    """The forms of the lines that somebody may report on, in the order of the programme."""

    def __init__(
        self, works: list[Work], notes: Mapping[int, SprintNote], data: Any = None
    ) -> None:
        self.lines = [LineForm(work, notes.get(work.pk), data) for work in works]

    def is_valid(self) -> bool:
        """Tell whether every line can be read."""
        return all([line.is_valid() for line in self.lines])

    def reports(self) -> list[LineReport]:
        """Return what was told of the lines."""
        return [line.report() for line in self.lines]

    def refuse(self, problems: Mapping[int, ValidationError]) -> None:
        """Show with each line why it was not stored."""
        for line in self.lines:
            if line.work.pk in problems:
                line.refuse(problems[line.work.pk])

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong: the id of a field, and a sentence."""
        return [
            (line["done" if field == "__all__" else field].id_for_label, f"{line.work}: {text}")
            for line in self.lines
            for field, texts in line.errors.items()
            for text in texts
        ]
