"""Form fields for what somebody types: text as a plan file and a document can hold it."""

from __future__ import annotations

from typing import Any

from django import forms

from koersvast.core.schemas import CONTROL, says_nothing


class CleanText(forms.CharField):
    """Text of more lines, without the control characters that come along with a paste.

    One of which nothing is to be seen is empty: a plan file would refuse it.
    """

    widget: Any = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> str:
        """Return the text without control characters; new lines stay."""
        text = CONTROL.sub("", super().to_python(value) or "")
        return "" if says_nothing(text) else text.replace("\r\n", "\n")


class CleanLine(CleanText):
    """Text of one line, that stays one."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        """Return the text on one line."""
        return " ".join(super().to_python(value).splitlines()).strip()
