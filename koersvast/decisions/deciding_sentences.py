"""Why a decision is refused, in sentences that say how to go on."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from koersvast.decisions.rules.deciding import Why

SENTENCES: dict[Why, tuple[str, Promise]] = {
    Why.NO_OUTCOME: ("outcome", _("Choose how it ended.")),
    Why.IN_FUTURE: (
        "decided_on",
        _("This day has yet to come. Record the decision when it has been taken."),
    ),
    Why.DECIDED_ALREADY: (
        "",
        _(
            "The body already decided on this proposal. Make a new proposal to come back to it, or "
            "delete the decision when it was recorded wrongly."
        ),
    ),
    Why.ADVISES_ONLY: (
        "outcome",
        _("This body advises: it adopts and rejects nothing. Choose “noted” and write its advice."),
    ),
    Why.NO_AMENDMENT: ("amendment", _("Write what was amended.")),
    Why.NOT_AMENDED: (
        "amendment",
        _("Something was amended, but the outcome is another. Choose “amended”, or empty this."),
    ),
    Why.OBJECTION: (
        "outcome",
        _(
            "This body decides by consent, and a reasoned objection still stands on that day. "
            "Answer and settle it first, or postpone the decision."
        ),
    ),
}
"""Why -> the field that it is about ("" for none), and the sentence."""
