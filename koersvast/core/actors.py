"""Who acts: a signed-in person, a visitor, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum


class Access(IntEnum):
    """How far somebody's rights reach; each level includes the ones before it.

    What somebody may do on top of this follows from the roles held: a principal or contractor
    changes the work he answers for, an owner reports on his results (see each `policy.py`).
    """

    NONE = 0
    READER = 1
    EMPLOYEE = 2
    EDITOR = 3
    ADMINISTRATOR = 4


@dataclass(frozen=True)
class Actor:
    """Whoever reads or writes: rights (`access`), and roles held today (primary keys)."""

    name: str
    access: Access = Access.NONE
    user_id: int | None = None
    person_id: int | None = None
    role_ids: frozenset[int] = field(default_factory=frozenset)

    @property
    def may_read(self) -> bool:
        """True for everybody who signed in and was given access."""
        return self.access >= Access.READER

    @property
    def may_edit(self) -> bool:
        """True for those who keep the registers: programme secretaries and administrators."""
        return self.access >= Access.EDITOR

    @property
    def is_administrator(self) -> bool:
        """True for those who keep people, roles and access."""
        return self.access >= Access.ADMINISTRATOR


ANONYMOUS = Actor(name="")
SYSTEM = Actor(name="system", access=Access.ADMINISTRATOR)
"""Imports and the command line act as the system."""
