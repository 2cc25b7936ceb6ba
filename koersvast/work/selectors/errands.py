"""All that a page shows of assignments: parties, versions with what differs, what is to be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from koersvast.core.actors import Actor
from koersvast.organisation.selectors import holders_of
from koersvast.work.models import Agreement, Assignment, AssignmentVersion, Party
from koersvast.work.rules.assignments import (
    PARTIES,
    TEXTS,
    WAY,
    AssignmentState,
    Difference,
    differences,
    not_yet_to_offer,
)
from koersvast.work.selectors.assignments import (
    deal_of,
    party_to_be,
    roles_of,
    state_now,
    terms_of,
)


def label_of(name: str) -> str:
    """Return the heading of a field of a version."""
    model_field: Any = AssignmentVersion._meta.get_field(name)
    return str(model_field.verbose_name)


@dataclass(frozen=True)
class ShownParty:
    """A party to a version: its role (None: not told), and its agreement (None: not yet)."""

    name: str
    label: str
    role: Any
    agreement: Agreement | None
    needed: bool


@dataclass(frozen=True)
class ShownDifference:
    """What differs from the version before, under its heading."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ShownVersion:
    """A version with its parties, its texts, and what differs from the one before."""

    version: AssignmentVersion
    parties: list[ShownParty]
    changes: list[ShownDifference] = field(default_factory=list)

    @property
    def headings(self) -> list[tuple[str, str]]:
        """The texts that are filled in, each with its heading."""
        pairs = [(label_of(name), getattr(self.version, name)) for name in TEXTS]
        return [(label, text) for label, text in pairs if text]

    @property
    def silent(self) -> list[str]:
        """The headings about which nothing is written."""
        return [label_of(name) for name in TEXTS if not getattr(self.version, name)]


@dataclass(frozen=True)
class Step:
    """A stage on the way of an assignment."""

    state: AssignmentState
    reached: bool
    current: bool
    on: date | None = None


@dataclass(frozen=True)
class ShownAssignment:
    """An assignment with all its versions, latest first, as one actor sees it."""

    assignment: Assignment
    versions: list[ShownVersion]
    to_agree: str

    @property
    def latest(self) -> ShownVersion | None:
        """The version that is drafted, offered or agreed."""
        return self.versions[0] if self.versions else None

    @cached_property
    def state(self) -> AssignmentState:
        """How far it is."""
        latest = self.latest
        return state_now(self.assignment, latest.version if latest else None)

    @property
    def in_force(self) -> ShownVersion | None:
        """The last version that every party agreed to."""
        return next((each for each in self.versions if each.version.agreed_on), None)

    @property
    def holds_meanwhile(self) -> ShownVersion | None:
        """The agreed version that holds until the latest one is agreed too."""
        return self.in_force if self.in_force is not self.latest else None

    @property
    def to_agree_label(self) -> str:
        """As which party the actor still has to agree; "" when as none."""
        return str(Party(self.to_agree).label) if self.to_agree else ""

    @property
    def is_draft(self) -> bool:
        """Tell whether the latest version can be offered, or has to be made fit for it."""
        return self.state is AssignmentState.DRAFT

    @property
    def missing(self) -> list[str]:
        """What a draft lacks before it can be offered."""
        latest = self.latest
        result = latest.version.result if latest else ""
        return not_yet_to_offer(deal_of(self.assignment), result) if self.is_draft else []

    @property
    def is_open(self) -> bool:
        """Tell whether it was neither fulfilled nor withdrawn."""
        return not (self.assignment.fulfilled_on or self.assignment.withdrawn_on)

    @property
    def is_agreed(self) -> bool:
        """Tell whether every party agreed to the latest version, and it has not ended."""
        return self.state is AssignmentState.AGREED

    @property
    def steps(self) -> list[Step]:
        """The way it goes: what is reached, and where it stands."""
        latest = self.latest.version if self.latest else None
        days = {
            AssignmentState.OFFERED: latest.offered_on if latest else None,
            AssignmentState.AGREED: latest.agreed_on if latest else None,
            AssignmentState.FULFILLED: self.assignment.fulfilled_on,
            AssignmentState.WITHDRAWN: self.assignment.withdrawn_on,
        }
        if self.state is AssignmentState.WITHDRAWN:
            reached = [each for each in WAY[:-1] if each is WAY[0] or days[each]]
            shown = [*reached, AssignmentState.WITHDRAWN]
        else:
            shown = [*WAY]
        here = shown.index(self.state)
        return [
            Step(each, number <= here, number == here, days.get(each))
            for number, each in enumerate(shown)
        ]


def with_versions(rows: Any) -> Any:
    """Return assignments with all that `shown_of` shows of them, in a fixed number of queries."""
    versions = AssignmentVersion.objects.select_related(*PARTIES).order_by("-number")
    agreements = Agreement.objects.select_related("role", "person").order_by("agreed_on", "pk")
    return rows.select_related("work__plan", *PARTIES).prefetch_related(
        Prefetch("versions", versions), Prefetch("versions__agreements", agreements)
    )


def assignments_of(actor: Actor, works: Iterable[int]) -> list[ShownAssignment]:
    """Return the assignments of works, those that did not end first."""
    rows = with_versions(Assignment.objects.visible_to(actor).filter(work_id__in=list(works)))
    shown = [shown_of(actor, row) for row in rows]
    return sorted(shown, key=lambda each: not each.is_open)


def shown_of(actor: Actor, assignment: Assignment) -> ShownAssignment:
    """Return an assignment as it is shown; it was read through `with_versions`."""
    stored = list(assignment.versions.all())
    versions = [
        ShownVersion(version, _parties(assignment, version), _changes(assignment, version, before))
        for version, before in zip(stored, [*stored[1:], None], strict=False)
    ]
    to_agree = ""
    if stored and state_now(assignment, stored[0]) is AssignmentState.OFFERED:
        to_agree = party_to_be(actor, assignment, stored[0], stored[0].agreements.all())
    return ShownAssignment(assignment, versions, to_agree)


def _parties(assignment: Assignment, version: AssignmentVersion) -> list[ShownParty]:
    deal, roles = deal_of(assignment, version), roles_of(assignment, version)
    given = {each.party: each for each in version.agreements.all()}
    names = [name for name in PARTIES if name in deal.needed or roles[name] or name in given]
    return [
        ShownParty(
            name,
            str(Party(name).label),
            _role(roles[name], given.get(name)),
            given.get(name),
            name in deal.needed,
        )
        for name in names
    ]


def vacant_parties(actor: Actor, version: ShownVersion, day: date) -> list[ShownParty]:
    """Return the parties that have to agree while nobody holds their role on `day`; two queries."""
    asked = [party for party in version.parties if party.needed and party.role]
    holders = holders_of(actor, day, [party.role for party in asked])
    return [party for party in asked if not holders.get(party.role.pk)]


def _role(role: Any, agreement: Agreement | None) -> Any:
    """Return the role that agreed, else the one that is party."""
    return agreement.role if agreement else role


def _changes(
    assignment: Assignment, version: AssignmentVersion, before: AssignmentVersion | None
) -> list[ShownDifference]:
    if before is None:
        return []
    found = differences(terms_of(assignment, before), terms_of(assignment, version))
    return in_headings(found)


def in_headings(found: Iterable[Difference]) -> list[ShownDifference]:
    """Return differences under the headings that a reader knows."""
    return [ShownDifference(label_of(each.name), each.old, each.new) for each in found]
