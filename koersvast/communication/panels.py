"""What communication adds to the application: registers, pages, and a tab on every work."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from koersvast.communication.models import Audience, Channel, CommunicationMoment
from koersvast.communication.outlook import register_outlook
from koersvast.communication.registers import register_registers
from koersvast.communication.tab import communication_tab, has_communication
from koersvast.core.actors import Actor
from koersvast.core.registries import MenuItem, Related, Tab, registries
from koersvast.organisation.models import Role
from koersvast.work.models import Milestone, Work

SECTION = "communication"


def _moments(actor: Actor, **condition: Any) -> QuerySet[Any]:
    moments: QuerySet[Any] = CommunicationMoment.objects.visible_to(actor)
    return moments.filter(**condition)


def moments_of_audience(actor: Actor, audience: Audience) -> QuerySet[Any]:
    """Return what an audience hears."""
    return _moments(actor, audience_links__audience=audience).order_by("when", "pk")


def moments_of_channel(actor: Actor, channel: Channel) -> QuerySet[Any]:
    """Return what goes by a channel."""
    return _moments(actor, channel_links__channel=channel).order_by("when", "pk")


def moments_of_role(actor: Actor, role: Role) -> QuerySet[Any]:
    """Return the messages that a role sees to."""
    return _moments(actor, role_links__role=role).order_by("when", "pk")


def moments_after_milestone(actor: Actor, milestone: Milestone) -> QuerySet[Any]:
    """Return the messages that wait for a milestone."""
    return _moments(actor, milestone=milestone).order_by("when", "pk")


def register_panels() -> None:
    """Add the registers, the pages in the menu, and the tab of a work."""
    register_registers()
    register_outlook()
    label = gettext_lazy("communication moments")
    registries.add(
        MenuItem(SECTION, gettext_lazy("Who hears what"), "communication", order=10),
        MenuItem(SECTION, gettext_lazy("My calendar subscriptions"), "calendar-feeds", order=60),
        Tab(
            model=Work,
            name="communication",
            label=gettext_lazy("Communication"),
            template="communication/tab.html",
            data=communication_tab,
            order=50,
            shown=has_communication,
        ),
        Related(Audience, "moments", label, moments_of_audience, order=10),
        Related(Channel, "moments", label, moments_of_channel, order=10),
        Related(Role, "communication", label, moments_of_role, order=60),
        Related(Milestone, "communication", label, moments_after_milestone, order=60),
    )
