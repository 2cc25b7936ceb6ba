"""How assignments stand: who is party, who still has to agree, what differs (J 1.1; A 4.4).

An assignment holds by agreement of every party on the same version (J 1.1).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

Key = Hashable
"""What tells roles and people apart: a key of the database, or a code."""

CONTRACTOR, ADMINISTRATIVE, POLITICAL = (
    "contractor",
    "administrative_principal",
    "political_principal",
)
PARTIES = (CONTRACTOR, ADMINISTRATIVE, POLITICAL)
WITH_POLITICAL = "bestuursopdracht"
TEXTS = (
    "result",
    "scope",
    "out_of_scope",
    "mandate",
    "money",
    "hours",
    "people",
    "lines",
    "reporting",
    "escalation",
)
"""The headings of an assignment, in the order in which they are read."""


class AssignmentState(StrEnum):
    """How far an assignment is, in the order in which it goes."""

    DRAFT = "draft"
    OFFERED = "offered"
    AGREED = "agreed"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str | Promise:
        """The word on screen."""
        return STATE_LABELS[self]

    @property
    def tone(self) -> str:
        """The name of the colour in the style sheet."""
        return STATE_TONES[self]


STATE_LABELS: dict[AssignmentState, str | Promise] = {
    AssignmentState.DRAFT: pgettext_lazy("assignment", "draft"),
    AssignmentState.OFFERED: pgettext_lazy("assignment", "offered"),
    AssignmentState.AGREED: pgettext_lazy("assignment", "agreed"),
    AssignmentState.FULFILLED: pgettext_lazy("assignment", "fulfilled"),
    AssignmentState.WITHDRAWN: pgettext_lazy("assignment", "withdrawn"),
}
STATE_TONES = {
    AssignmentState.DRAFT: "none",
    AssignmentState.OFFERED: "warn",
    AssignmentState.AGREED: "ok",
    AssignmentState.FULFILLED: "done",
    AssignmentState.WITHDRAWN: "none",
}
WAY = (
    AssignmentState.DRAFT,
    AssignmentState.OFFERED,
    AssignmentState.AGREED,
    AssignmentState.FULFILLED,
)
"""The way an assignment goes when nobody withdraws it."""
ENDED = (AssignmentState.FULFILLED, AssignmentState.WITHDRAWN)
PARTY_LABELS: dict[str, str | Promise] = {
    CONTRACTOR: gettext_lazy("contractor"),
    ADMINISTRATIVE: gettext_lazy("administrative principal"),
    POLITICAL: gettext_lazy("political principal"),
}


@dataclass(frozen=True)
class Consent:
    """A party that agreed: by which role, which person (None: not told), on which day."""

    party: str
    role: Key
    person: Key | None
    on: date


@dataclass(frozen=True)
class Deal:
    """What is to be agreed: of what kind, which role each party has (None: not told)."""

    kind: str
    parties: Mapping[str, Key | None] = field(default_factory=dict)

    @property
    def needed(self) -> tuple[str, ...]:
        """The parties that have to agree: the political principal to a bestuursopdracht only."""
        return PARTIES if self.kind == WITH_POLITICAL else PARTIES[:2]

    @property
    def unnamed(self) -> list[str]:
        """The parties that have to agree and have no role yet."""
        return [party for party in self.needed if self.parties.get(party) is None]

    def waits_for(self, consents: Iterable[Consent]) -> list[str]:
        """Return the parties that still have to agree.

        An agreement counts for the role that is party now: who agreed as another role did not
        agree as this party.
        """
        agreed = {(consent.party, consent.role) for consent in consents}
        return [
            party
            for party in self.needed
            if self.parties.get(party) is None or (party, self.parties[party]) not in agreed
        ]

    def agreed_on(self, consents: Iterable[Consent]) -> date | None:
        """Return the day on which the last party agreed; None as long as one did not."""
        given = list(consents)
        if self.waits_for(given):
            return None
        return max(consent.on for consent in given if consent.party in self.needed)


def state_of(
    *,
    offered_on: date | None,
    agreed_on: date | None,
    fulfilled_on: date | None,
    withdrawn_on: date | None,
) -> AssignmentState:
    """Return how far an assignment is, from its own days and those of its latest version."""
    if withdrawn_on is not None:
        return AssignmentState.WITHDRAWN
    if fulfilled_on is not None:
        return AssignmentState.FULFILLED
    if agreed_on is not None:
        return AssignmentState.AGREED
    return AssignmentState.DRAFT if offered_on is None else AssignmentState.OFFERED


@dataclass(frozen=True)
class Difference:
    """A field of a version that became another."""

    name: str
    old: str
    new: str


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> list[Difference]:
    """Return what differs between two versions, in the order of `new`."""
    return [
        Difference(name, old.get(name, ""), value)
        for name, value in new.items()
        if old.get(name, "").strip() != value.strip()
    ]


def not_yet_to_offer(deal: Deal, result: str) -> list[str]:
    """Return what must be mended before a version can be offered, as sentences; [] when it can."""
    found = []
    if not result.strip():
        found.append(_("Write first which result is asked."))
    found += [_("Choose first who is %s.") % PARTY_LABELS[party] for party in deal.unnamed]
    named = [deal.parties[party] for party in deal.needed if party not in deal.unnamed]
    if len(set(named)) < len(named):
        found.append(_("Two parties have the same role; a role makes no agreement with itself."))
    return found


def wrong_consents(deal: Deal, consents: Iterable[Consent], *, latest: bool) -> Iterator[str]:
    """Yield what cannot be true of the agreements with a version, as sentences.

    Of the `latest` version the roles must be those that are party now; an older one may have
    had other parties.
    """
    by_person: dict[Key, str] = {}
    for consent in consents:
        label = PARTY_LABELS[consent.party]
        if consent.party not in deal.needed and latest:
            yield _("the %(party)s is no party to this kind of assignment") % {"party": label}
        elif latest and deal.parties.get(consent.party) != consent.role:
            yield _(
                "“%(role)s” agreed as %(party)s, but another role is; name the role that is party"
            ) % {"role": consent.role, "party": label}
        if consent.person is None:
            continue
        if consent.person in by_person:
            yield _("“%s” agreed for two parties; one person agrees for one") % consent.person
        by_person[consent.person] = consent.party
