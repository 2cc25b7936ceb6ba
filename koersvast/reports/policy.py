"""Who may do what with reports."""

from __future__ import annotations

from django.db import models

from koersvast.core.actors import Access, Actor
from koersvast.core.policy import Policy, policies
from koersvast.reports.models import Report, Version


def may_make(actor: Actor) -> bool:
    """Whoever works here makes reports of what he may see; the system too."""
    return actor.access >= Access.EMPLOYEE


def works_on(actor: Actor, report: Report) -> bool:
    """Its author works on a report, and whoever keeps the registers."""
    own = actor.person_id is not None and report.author_id == actor.person_id
    return may_make(actor) and (own or actor.may_edit)


def may_write(actor: Actor, version: Version) -> bool:
    """Only a draft is written in."""
    return not version.is_final and works_on(actor, version.report)


class Reports(Policy):
    """Everybody reads what is final; reports are made and changed on pages of their own."""

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Nobody changes a report outside its own pages."""
        return False


def register_policies() -> None:
    """Reports are read in the register, and kept on their own pages."""
    policies.add(Report, Reports())
