"""Calendars in the form that calendar programmes read: iCalendar (RFC 5545)."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar as ICalendar
from icalendar import Event as IEvent
from icalendar import vRecur

from koersvast.communication.rules import Event
from koersvast.communication.selectors import Calendar

PRODUCT = "-//Koersvast//Communication//NL"
REFRESH = timedelta(hours=6)


def written(calendar: Calendar) -> bytes:
    """Return a calendar as text; the same calendar gives the same bytes."""
    whole = ICalendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    name = " ".join(calendar.name.split())  # a line end would stop the whole calendar
    whole.add("name", name)
    whole.add("x-wr-calname", name)
    whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for event in calendar.events:
        whole.add_component(_event(event))
    content: bytes = whole.to_ical(sorted=False)
    return content


def _event(event: Event) -> IEvent:
    """Return an event of whole days. The last day is written as the day after it."""
    made = IEvent()
    made.add("uid", event.uid)
    made.add("dtstamp", event.revision.modified)
    made.add("last-modified", event.revision.modified)
    made.add("sequence", event.revision.sequence)
    made.add("dtstart", event.days.first)
    made.add("dtend", event.days.last + timedelta(days=1))
    made.add("summary", event.summary)
    made.add("status", event.state.value)
    made.add("transp", "TRANSPARENT")
    if event.description:
        made.add("description", event.description)
    if event.url:
        made.add("url", event.url)
    if event.repeats:
        made.add("rrule", vRecur(dict(event.repeats)))
    return made
