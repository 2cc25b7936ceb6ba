"""Risks and preconditions for success: how they are judged, and what is done about them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from koersvast.core.days import validate_day
from koersvast.core.fields import MoneyField, PeriodField
from koersvast.core.models import Record, code_validator
from koersvast.direction.models import Goal, PlanRecord, code_unique_in_plan
from koersvast.organisation.models import Role, Unit

LOWEST, HIGHEST = 1, 5
SECOND = 2
"""The lowest height at which the second class can begin."""
CERTAIN = 100
"""Percent."""


def level_field(label: object, **options: object) -> models.PositiveSmallIntegerField[int, int]:
    """Return a field for a level of a scale, 1 (lowest) to 5."""
    return models.PositiveSmallIntegerField(
        label,  # type: ignore[arg-type]
        validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)],
        **options,  # type: ignore[arg-type]
    )


def height_field(label: object, **options: object) -> models.PositiveSmallIntegerField[int, int]:
    """Return a field for a height (probability x impact) at which a class begins, 2 to 25."""
    return models.PositiveSmallIntegerField(
        label,  # type: ignore[arg-type]
        validators=[MinValueValidator(SECOND), MaxValueValidator(HIGHEST * HIGHEST)],
        **options,  # type: ignore[arg-type]
    )


def within_scale(name: str) -> Q:
    """Return the condition that a level is not given, or is one there is."""
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": LOWEST, f"{name}__lte": HIGHEST})


def not_negative(name: str) -> Q:
    """Return the condition that an amount is not given, or is 0 or more euros."""
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0})


class Scale(models.TextChoices):
    """What is judged on a scale of five levels."""

    PROBABILITY = "probability", _("probability")
    MONEY = "money", _("money")
    TIME = "time", _("time")
    QUALITY = "quality", _("quality")
    IMAGE = "image", _("image")


class ScaleLevel(Record):
    """What a level of a scale means in this municipality.

    `upper` is for money: up to and including how many euros; empty on the highest level.
    `percentage` is for probability: what is reckoned with, in percent.
    """

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[code_validator])
    scale = models.CharField(_("scale"), max_length=20, choices=Scale)
    level = level_field(_("level"))
    label = models.CharField(_("meaning"), max_length=300)
    upper = MoneyField(
        _("up to and including"),
        null=True,
        blank=True,
        help_text=_("Euros; for money only. Leave it empty on the highest level."),
    )
    percentage = models.PositiveSmallIntegerField(
        _("percentage"),
        validators=[MaxValueValidator(CERTAIN)],
        null=True,
        blank=True,
        help_text=_("For probability only: what the expected loss reckons with."),
    )

    class Meta:
        verbose_name = _("level of a risk scale")
        verbose_name_plural = _("levels of risk scales")
        ordering = ["scale", "level"]
        constraints = [
            models.CheckConstraint(
                name="scale_level_one_to_five",
                condition=Q(level__gte=LOWEST, level__lte=HIGHEST),
            ),
            models.CheckConstraint(
                name="scale_level_upper_of_money",
                condition=Q(upper__isnull=True) | Q(scale=Scale.MONEY, upper__gte=0),
                violation_error_message=_("Only a level of money has an amount, of 0 or more."),
            ),
            models.CheckConstraint(
                name="scale_level_percentage_of_probability",
                condition=Q(percentage__isnull=True)
                | Q(scale=Scale.PROBABILITY, percentage__lte=CERTAIN),
                violation_error_message=_("Only a level of probability has a percentage."),
            ),
            models.UniqueConstraint(
                fields=["scale", "level"],
                name="scale_level_once",
                violation_error_message=_("This scale already has this level."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.label}"


class RiskClasses(Record):
    """From which height (probability x impact) a risk is medium, high and critical; one row.

    Without `critical_from` this municipality has no critical risks. Without a row the defaults of
    `koersvast.risk.rules.Classes` hold.
    """

    ONLY = "classes"

    code = models.CharField(_("code"), max_length=60, unique=True, default=ONLY, editable=False)
    medium_from = height_field(_("medium from"), default=5)
    high_from = height_field(_("high from"), default=12)
    critical_from = height_field(
        _("critical from"),
        default=20,
        null=True,
        blank=True,
        help_text=_("Leave it empty when this municipality has no critical risks."),
    )

    class Meta:
        verbose_name = _("risk classes")
        verbose_name_plural = _("risk classes")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="risk_classes_one_row",
                condition=Q(code="classes"),
                violation_error_message=_("There is one row of risk classes; its code is classes."),
            ),
            models.CheckConstraint(
                name="risk_classes_in_order",
                condition=Q(medium_from__gte=2, medium_from__lt=F("high_from"), high_from__lte=25)
                & (
                    Q(critical_from__isnull=True)
                    | Q(critical_from__gt=F("high_from"), critical_from__lte=25)
                ),
                violation_error_message=_(
                    "The bounds go up: medium from 2 at least, then high, then critical, up to 25."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Risk classes"))


class Risk(PlanRecord):
    """What may happen (cause, event, effect), or what must be so for success (M table 13)."""

    class Kind(models.TextChoices):
        """A risk, or a precondition for success."""

        RISK = "risk", _("risk")
        PRECONDITION = "precondition", _("precondition for success")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.RISK)
    title = models.CharField(_("title"), max_length=300)
    cause = models.TextField(_("cause"), blank=True)
    event = models.TextField(_("event"), blank=True)
    effect = models.TextField(_("effect"), blank=True)
    owner_role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_risks",
        verbose_name=_("owner"),
    )
    goal = models.ForeignKey(
        Goal,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="risks",
        verbose_name=_("goal"),
    )
    unit = models.ForeignKey(
        Unit,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="risks",
        verbose_name=_("unit"),
    )
    closed_on = models.DateField(_("closed on"), validators=[validate_day], null=True, blank=True)

    class Meta:
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        ordering = ["plan", "position", "code"]
        constraints = [code_unique_in_plan("risk_code_in_plan")]

    def __str__(self) -> str:
        return self.title


class Measure(PlanRecord):
    """What is done about a risk, or to meet a precondition."""

    class State(models.TextChoices):
        """How far it is; empty: not told."""

        NOT_TOLD = "", _("not told")
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        DONE = "done", _("done")

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="measures", verbose_name=_("risk"))
    text = models.TextField(_("measure"))
    role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("responsible"),
    )
    due = PeriodField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, blank=True, default="")

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["plan", "risk", "position", "code"]
        constraints = [code_unique_in_plan("measure_code_in_plan")]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class Score(Record):
    """How a risk was judged on a day, before its measures or after them.

    Levels are 1 (lowest) to 5 on the scales of the municipality; money also in euros.
    """

    class Moment(models.TextChoices):
        """Before or after measures."""

        BEFORE = "before", _("before measures")
        AFTER = "after", _("after measures")

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="scores", verbose_name=_("risk"))
    date = models.DateField(_("date"), validators=[validate_day])
    moment = models.CharField(_("moment"), max_length=10, choices=Moment, default=Moment.BEFORE)
    probability = level_field(_("probability"))
    money_low = MoneyField(_("euros, low"), null=True, blank=True)
    money_likely = MoneyField(_("euros, likely"), null=True, blank=True)
    money_high = MoneyField(_("euros, high"), null=True, blank=True)
    money = level_field(_("money"), null=True, blank=True)
    time = level_field(_("time"), null=True, blank=True)
    quality = level_field(_("quality"), null=True, blank=True)
    image = level_field(_("image"), null=True, blank=True)

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["-date", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["risk", "date", "moment"],
                name="score_once_a_day",
                violation_error_message=_("This risk was already judged on this day."),
            ),
            models.CheckConstraint(
                name="score_one_to_five",
                condition=Q(probability__gte=LOWEST, probability__lte=HIGHEST)
                & within_scale("money")
                & within_scale("time")
                & within_scale("quality")
                & within_scale("image"),
            ),
            models.CheckConstraint(
                name="score_euros_not_negative",
                condition=not_negative("money_low")
                & not_negative("money_likely")
                & not_negative("money_high"),
                violation_error_message=_("Euros of a risk are 0 or more."),
            ),
            models.CheckConstraint(
                name="score_euros_in_order",
                condition=(
                    (
                        Q(money_low__isnull=True)
                        | Q(money_likely__isnull=True)
                        | Q(money_low__lte=F("money_likely"))
                    )
                    & (
                        Q(money_likely__isnull=True)
                        | Q(money_high__isnull=True)
                        | Q(money_likely__lte=F("money_high"))
                    )
                    & (
                        Q(money_low__isnull=True)
                        | Q(money_high__isnull=True)
                        | Q(money_low__lte=F("money_high"))
                    )
                ),
                violation_error_message=_("Low, likely and high must not decrease."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.risk} {self.date}"
