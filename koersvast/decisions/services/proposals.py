"""Writing a proposal: its header with its headings, and who else may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.policy import require
from koersvast.core.services import add_record, change_record, delete_record
from koersvast.decisions.models import Proposal, Reader, Section
from koersvast.decisions.policy import (
    READERS_BY_THOSE_CONCERNED,
    may_edit_proposal,
    may_name_readers,
)
from koersvast.decisions.rules.texts import Seen, clashing, seen_of, to_write
from koersvast.organisation.models import Role


@transaction.atomic
def add_proposal(*, actor: Actor, proposal: Proposal, texts: Mapping[str, str]) -> None:
    """Store a new proposal with its headings (heading -> text). Who adds it is its author.

    Raises PermissionDenied or ValidationError.
    """
    proposal.author_id = actor.person_id
    add_record(actor=actor, record=proposal)
    _write(actor, proposal, {heading: text for heading, text in texts.items() if text})


@transaction.atomic
def change_proposal(
    *,
    actor: Actor,
    proposal: Proposal,
    changes: dict[str, Any],
    texts: Mapping[str, str],
    version: int | None = None,
    seen: Seen | None = None,
) -> bool:
    """Change the header and the headings of a proposal; tell whether anything differs.

    `version` and `seen` are the header and the headings that the actor saw: what he left as he saw
    it keeps what somebody else made of it since. Raises PermissionDenied, Conflict, or
    ValidationError with a sentence per heading that both changed; nothing is saved then. Http404
    when it is gone.
    """
    stored = locked(proposal)
    require(may_edit_proposal(actor, stored))
    before = texts_of(stored)
    saw = seen_of(before) if seen is None else seen
    headings = to_write(before, texts, saw)
    if both := clashing(before, headings, saw):
        raise ValidationError(
            {f"text_{heading}": _now(before.get(heading, "")) for heading in both}
        )
    changed = change_record(actor=actor, record=proposal, changes=changes, version=version)
    _write(actor, stored, {heading: texts[heading] for heading in headings})
    return bool(changed or headings)


def texts_of(proposal: Proposal) -> dict[str, str]:
    """Return heading -> text of a proposal."""
    return dict(Section.objects.filter(proposal=proposal).values_list("heading", "text"))


def _now(text: str) -> str:
    return _("Somebody else changed this in the meantime. It now says: %(text)s") % {
        "text": text or _("nothing")
    }


def _write(actor: Actor, proposal: Proposal, texts: Mapping[str, str]) -> None:
    """Store these texts, each another than the stored one; an empty one takes its heading away."""
    stored = {each.heading: each for each in Section.objects.filter(proposal=proposal)}
    for heading, text in texts.items():
        if heading not in stored:
            section = Section(proposal=proposal, heading=heading, text=text)
            add_record(actor=actor, record=section)
        elif text:
            change_record(actor=actor, record=stored[heading], changes={"text": text})
        else:
            delete_record(actor=actor, record=stored[heading])


@transaction.atomic
def name_readers(*, actor: Actor, proposal: Proposal, roles: Iterable[Role]) -> bool:
    """Let these roles, and no others, be the named readers; tell whether that differs.

    Raises PermissionDenied for who is not concerned, and Http404 when the proposal is gone.
    """
    stored = locked(proposal)
    require(may_name_readers(actor, stored), str(READERS_BY_THOSE_CONCERNED))
    wanted = {role.pk: role for role in roles}
    named = {each.role_id: each for each in Reader.objects.filter(proposal=stored)}
    for key in named.keys() - wanted.keys():
        delete_record(actor=actor, record=named[key])
    for key in sorted(wanted.keys() - named.keys()):
        add_record(actor=actor, record=Reader(proposal=stored, role=wanted[key]))
    return named.keys() != wanted.keys()
