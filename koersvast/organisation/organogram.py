"""The organogram: the picture with its texts, and the same as a nested list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from koersvast.organisation.models import UnitLevel
from koersvast.organisation.rules.forest import Forest, Place
from koersvast.organisation.rules.layout import BOX_HEIGHT, BOX_WIDTH, Box, layout
from koersvast.organisation.rules.outline import Step, outline
from koersvast.organisation.selectors import HeldRole

PADDING = 10
FIRST_LINE = 20
LINE = 16
ROOM = BOX_WIDTH - 2 * PADDING
NARROW, WIDE = set("fijlrtI.,:;'’()|! "), set("mwMW@")
NAME_SIZE = 13.0
FOOT_SIZE = 10.2
"""Of 11, for a lighter letter is narrower."""

Roles = Mapping[int, list[HeldRole]]


@dataclass(frozen=True)
class Card:
    """A box with its texts: the name on one or two lines, below it the role that leads."""

    box: Box
    place: Place
    lines: list[tuple[str, int]]
    foot: str
    foot_y: int
    url: str
    title: str

    @property
    def text_x(self) -> int:
        """Where the texts begin."""
        return self.box.x + PADDING

    @property
    def end_x(self) -> int:
        """Where the bar at the end of an incomplete unit begins."""
        return self.box.x + BOX_WIDTH - 5


@dataclass(frozen=True)
class Picture:
    """The organogram as a picture."""

    width: int
    height: int
    cards: list[Card]
    paths: tuple[str, ...]
    beside_y: int | None
    card_width: int = BOX_WIDTH
    card_height: int = BOX_HEIGHT

    @property
    def heading_y(self) -> int:
        """The base line of the heading "place unknown"."""
        return (self.beside_y or 0) + LINE


@dataclass(frozen=True)
class Line:
    """A unit in the nested list, with the roles it has."""

    place: Place
    step: Step
    roles: list[HeldRole]
    url: str
    level: str


def picture_of(forest: Forest, roles: Roles, query: str) -> Picture:
    """Return the picture; `query` keeps the day in the links."""
    drawn = layout(forest)
    places = {each.unit.key: each for each in forest.places}
    cards = [_card(box, places[box.key], roles, query) for box in drawn.boxes]
    return Picture(drawn.width, drawn.height, cards, drawn.paths, drawn.beside_y)


def _card(box: Box, place: Place, roles: Roles, query: str) -> Card:
    lines = fitted(place.unit.name, NAME_SIZE, 2)
    lead = leader(roles.get(int(place.unit.key), []))
    return Card(
        box,
        place,
        [(text, box.y + FIRST_LINE + number * LINE) for number, text in enumerate(lines)],
        fitted(str(lead.role), FOOT_SIZE, 1)[0] if lead else "",
        box.y + BOX_HEIGHT - 9,
        unit_url(place, query),
        _title(place, lead),
    )


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is, in pixels; rather too wide, for fonts differ."""
    letters = (0.36 if c in NARROW else 0.98 if c in WIDE else 0.63 for c in text)
    return size * sum(letters)


def fitted(text: str, size: float, lines: int) -> list[str]:
    """Divide a text over at most `lines` lines that fit in a box; what is left off is "…"."""
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if width_of(longer, size) <= ROOM:
            found[-1] = longer
            continue
        if found[-1]:
            found.append("")
        while width_of(word, size) > ROOM:
            head = _head(word, size)
            found[-1] = f"{head}-"
            found.append("")
            word = word[len(head) :]
        found[-1] = word
    if len(found) > lines:
        found = found[:lines]
        found[-1] = f"{_head(found[-1], size)}…"
    return found


def _head(word: str, size: float) -> str:
    """Return the beginning of a word that fits with one more mark behind it."""
    count = len(word)
    while count > 1 and width_of(word[:count] + "…", size) > ROOM:
        count -= 1
    return word[:count].rstrip()


def _title(place: Place, lead: HeldRole | None) -> str:
    """Return what a pointer or a screen reader gets to know of a box."""
    parts = [f"{place.unit.name} ({level_name(place)})"]
    if lead:
        people = ", ".join(str(person) for person in lead.people)
        parts.append(f"{lead.role}: {people}" if people else str(lead.role))
    if place.beside and place.parent is None:
        parts.append(_("place unknown"))
    if place.unit.incomplete:
        parts.append(_("incomplete"))
    return ", ".join(parts)


def leader(roles: list[HeldRole]) -> HeldRole | None:
    """Return the role that leads a unit, if one does."""
    return next((held for held in roles if held.role.leads), None)


def level_name(place: Place) -> str:
    """Return the level of a unit as it is called on screen."""
    return str(UnitLevel(place.unit.level).label)


def unit_url(place: Place, query: str) -> str:
    """Return the address of a unit's page on the day that is shown."""
    return reverse("unit", args=[place.unit.key]) + query


def lines_of(places: list[Place], roles: Roles, query: str) -> list[Line]:
    """Return the nested list of units; the depths of `places` begin with 0."""
    steps = outline([each.depth for each in places])
    return [
        Line(
            place,
            step,
            roles.get(int(place.unit.key), []),
            unit_url(place, query),
            level_name(place),
        )
        for place, step in zip(places, steps, strict=True)
    ]
