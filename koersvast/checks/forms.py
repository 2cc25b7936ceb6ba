"""The form by which a finding is accepted."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from koersvast.core.textfields import CleanText

LONGEST_REASON = 2_000


class AcceptForm(forms.Form):
    """Why a finding is accepted, and until when; and the mark of the facts that were on screen."""

    facts = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = CleanText(
        label=pgettext_lazy("acceptance", "reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Who reads this later must understand why it is right as it stands."),
    )
    until = forms.DateField(
        label=_("until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After this day the finding comes back. Empty: as long as its facts stay."),
    )
