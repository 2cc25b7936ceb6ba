"""Units with validity and dated placement, roles and who holds them, people."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Access
from koersvast.core.days import validate_day
from koersvast.core.models import Record, Tracked, code_validator


class Municipality(Tracked):
    """The one municipality this installation serves."""

    name = models.CharField(_("name"), max_length=200)
    cbs_code = models.CharField(_("CBS code"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")

    def __str__(self) -> str:
        return self.name


class UnitLevel(models.TextChoices):
    """The steering levels of an organisation (J 1.1); the sixth, the individual, is a person."""

    CONCERN = "concern", _("concern")
    DOMAIN = "domain", _("domain")
    DEPARTMENT = "department", _("department")
    TEAM = "team", _("team")
    CLUSTER = "cluster", _("cluster")


class Dated(models.Model):
    """Something that holds from one day up to and including another; empty means open-ended."""

    valid_from = models.DateField(_("from"), validators=[validate_day], null=True, blank=True)
    valid_to = models.DateField(
        _("to and including"), validators=[validate_day], null=True, blank=True
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an end before its start."""
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The end lies before the start.")})

    def holds_on(self, day: date) -> bool:
        """Tell whether this holds on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


def period_in_order(name: str) -> models.CheckConstraint:
    """Return the database's own refusal of an end before its start."""
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_from__isnull=True)
        | Q(valid_to__isnull=True)
        | Q(valid_to__gte=F("valid_from")),
    )


class Unit(Dated, Record):
    """A node of the organisation. Where it stands in the tree is a placement, dated."""

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[code_validator])
    name = models.CharField(_("name"), max_length=200)
    level = models.CharField(_("level"), max_length=20, choices=UnitLevel)
    incomplete = models.BooleanField(
        _("incomplete"),
        default=False,
        help_text=_("The source does not give all that stands under or around this unit."),
    )

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name", "code"]
        constraints = [period_in_order("unit_period_in_order")]

    def __str__(self) -> str:
        return self.name


class UnitPlacement(Dated, Tracked):
    """Where a unit stands, from a day to a day; no parent means at the top.

    A unit is in one place at a time and never under itself. That takes all placements to see, so
    `services.place_unit` and the import look at it, and not `clean()`: it asks the database
    nothing.
    """

    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="placements", verbose_name=_("unit")
    )
    parent = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="child_placements",
        verbose_name=_("stands under"),
    )

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["unit", "valid_from"]
        constraints = [
            period_in_order("placement_period_in_order"),
            models.CheckConstraint(
                name="placement_not_under_itself", condition=~Q(unit=F("parent"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} ‹ {self.parent or '–'}"

    def clean(self) -> None:
        """Refuse a unit under itself."""
        super().clean()
        if self.parent_id is not None and self.parent_id == self.unit_id:
            raise ValidationError({"parent": _("A unit cannot stand under itself.")})


class Role(Record):
    """A named responsibility. Plans name roles, never people."""

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[code_validator])
    name = models.CharField(_("name"), max_length=200)
    unit = models.ForeignKey(
        Unit, models.SET_NULL, null=True, blank=True, related_name="roles", verbose_name=_("unit")
    )
    leads = models.BooleanField(_("leads the unit"), default=False)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return self.name


class Person(Record):
    """Somebody of the organisation, who may be able to sign in."""

    class AccessLevel(models.IntegerChoices):
        """The names of the access levels on screen."""

        READER = Access.READER, _("reader")
        EMPLOYEE = Access.EMPLOYEE, _("employee")
        EDITOR = Access.EDITOR, _("programme secretary")
        ADMINISTRATOR = Access.ADMINISTRATOR, _("administrator")

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[code_validator])
    name = models.CharField(_("name"), max_length=200)
    access = models.PositiveSmallIntegerField(
        _("access"), choices=AccessLevel, default=AccessLevel.READER
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return self.name


class RoleHolding(Dated, Tracked):
    """Who holds a role, from a day to a day."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="holdings", verbose_name=_("role"))
    person = models.ForeignKey(
        Person, models.CASCADE, related_name="holdings", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("role holding")
        verbose_name_plural = _("role holdings")
        ordering = ["role", "valid_from"]
        constraints = [period_in_order("holding_period_in_order")]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"
