"""The user model and the base of every register row."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from koersvast.core.visibility import VisibleQuerySet, is_open

__all__ = ["Record", "Tracked", "User", "VisibleQuerySet", "code_validator", "is_open"]

code_validator = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
    _("A code consists of letters, digits, dots, hyphens and underscores, for example “R-12”."),
)
"""What a code may look like: in a file it stands between other words."""


class User(AbstractUser):
    """Somebody who can sign in; who that is in the organisation is a person of `organisation`."""


class Tracked(models.Model):
    """A row whose every change is kept, with actor and time."""

    history = HistoricalRecords(inherit=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True


class Record(Tracked):
    """A row of a register: what it says, where it comes from, whether it is made up."""

    note = models.TextField(_("note"), blank=True)
    source = models.CharField(
        _("place in the source"),
        max_length=200,
        blank=True,
        help_text=_("Document and section, for instance “M table 6”."),
    )
    illustrative = models.BooleanField(
        _("illustrative"),
        default=False,
        help_text=_("Made up for the screen; plan check treats it as absent."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
