"""The registers of communication."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from koersvast.communication.models import Audience, Channel, CommunicationMoment
from koersvast.core.kit.register import Register, registers

ORIGIN = ("note", "source", "illustrative", "position")


class Audiences(Register):
    """Whom messages are for."""

    model, name, section, order = Audience, "audiences", "communication", 40
    columns = ("name", "code", "plan")
    filters = ("plan", "illustrative")
    search = ("name", "code", "note")
    fields = ("plan", "code", "name", *ORIGIN)
    lead = _("Whom messages are for: employees, bodies, residents.")


class Channels(Register):
    """By what means messages go."""

    model, name, section, order = Channel, "channels", "communication", 50
    columns = ("name", "code", "plan")
    filters = ("plan", "illustrative")
    search = ("name", "code", "note")
    fields = ("plan", "code", "name", *ORIGIN)
    lead = _("By what means messages go: a newsletter, a meeting, a letter.")


class CommunicationMoments(Register):
    """Messages; added, changed and shown on pages of their own, with all that hangs on them."""

    model, name, section, order = CommunicationMoment, "communication-moments", "communication", 30
    shown_on = ("work",)
    columns = ("title", "code", "work", "when", "rhythm", "done", "done_on", "plan")
    filters = (
        "plan", "work", "audience_links__audience", "channel_links__channel", "role_links__role",
        "done", "illustrative",
    )  # fmt: skip
    search = ("title", "code", "rhythm", "text", "note", "work__title")
    fields = (
        "plan", "code", "work", "title", "when", "rhythm", "text", "decision", "proposal",
        "decision_moment", "milestone", "done", "done_on", "cancelled_on", *ORIGIN,
    )  # fmt: skip
    lead = _("Every message with its date or rhythm. Audiences and channels stand on its page.")


def register_registers() -> None:
    """Add them: pages, search, menu."""
    registers.add(CommunicationMoments, Audiences, Channels)
