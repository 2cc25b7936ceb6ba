"""What work costs: cost items with their amounts per year or in total."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.core.display import display
from koersvast.core.fields import MoneyField
from koersvast.core.models import Tracked
from koersvast.core.money import Total
from koersvast.direction.models import PlanRecord, code_unique_in_plan
from koersvast.work.models import Result, Work

FIRST_YEAR, LAST_YEAR = 1990, 2100


def year_field(label: Any) -> models.PositiveSmallIntegerField[int | None, int | None]:
    """Return a field for a year that may be left out."""
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )


class Nature(models.TextChoices):
    """Whether money is there once or every year."""

    INCIDENTAL = "incidental", _("incidental")
    STRUCTURAL = "structural", _("structural")


class YearAmount(Tracked):
    """An amount of a year, or in total (no year); either euros or PM, never both."""

    year = year_field(_("year"))
    amount = MoneyField(_("amount"), null=True, blank=True)
    pm = models.BooleanField(_("pm"), default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.year or _('in total')}: {display(self.total)}"

    @property
    def total(self) -> Total:
        """The amount, or PM."""
        return Total(pm=True) if self.amount is None else Total(self.amount)


def amount_or_pm(name: str) -> models.CheckConstraint:
    """Return the database's refusal of an amount that is both known and PM, or neither."""
    return models.CheckConstraint(
        name=name,
        condition=Q(amount__isnull=False, pm=False) | Q(amount__isnull=True, pm=True),
    )


class CostItem(PlanRecord):
    """A line of cost, for a work or for one of its results.

    The cost answer is its amounts (per year, or in total), PM among them, or `regular_means`:
    paid from own staff or running budgets; then it is in no sum and is not a missing cost. Amounts
    of such an item say what it took (H), and are in no sum either.
    """

    class Category(models.TextChoices):
        """What the money is spent on."""

        PERSONNEL = "personnel", _("personnel")
        HIRE = "hire", _("hire")
        MATERIAL = "material", _("material")

    class StandsIn(models.TextChoices):
        """Where the source shows the line (D: chapter tables and the overview)."""

        CHAPTER = "chapter", _("chapter")
        OVERVIEW = "overview", _("overview")
        BOTH = "both", _("chapter and overview")

    work = models.ForeignKey(
        Work,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cost_items",
        verbose_name=_("work"),
    )
    result = models.ForeignKey(
        Result,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cost_items",
        verbose_name=_("result"),
    )
    title = models.CharField(_("title"), max_length=300)
    nature = models.CharField(_("nature"), max_length=20, choices=Nature)
    category = models.CharField(_("category"), max_length=20, choices=Category, blank=True)
    mark = models.CharField(_("reference mark"), max_length=20, blank=True)
    stands_in = models.CharField(_("stands in"), max_length=20, choices=StandsIn, blank=True)
    regular_means = models.BooleanField(
        _("within regular means"),
        default=False,
        help_text=_(
            "Own staff or running budgets. Its amounts, if any, stand beside it and in no sum."
        ),
    )
    fte = models.DecimalField(_("fte"), max_digits=8, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("cost item")
        verbose_name_plural = _("cost items")
        ordering = ["plan", "position", "code"]
        constraints = [
            code_unique_in_plan("cost_item_code_in_plan"),
            models.CheckConstraint(
                name="cost_item_of_one",
                condition=Q(work__isnull=True) | Q(result__isnull=True),
                violation_error_message=_("A cost item hangs on a work or on a result, not both."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a cost item that hangs on a work and on a result at once."""
        super().clean()
        if self.work_id and self.result_id:
            raise ValidationError(
                {"result": _("A cost item hangs on a work or on a result, not both.")}
            )


class CostAmount(YearAmount):
    """An amount of a cost item."""

    item = models.ForeignKey(
        CostItem, models.CASCADE, related_name="amounts", verbose_name=_("cost item")
    )

    class Meta:
        verbose_name = _("cost amount")
        verbose_name_plural = _("cost amounts")
        ordering = ["item", "year"]
        constraints = [
            models.UniqueConstraint(fields=["item", "year"], name="cost_amount_year_once"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(year__isnull=True), name="cost_amount_total_once"
            ),
            amount_or_pm("cost_amount_or_pm"),
        ]
        indexes = [
            models.Index(fields=["year", "item", "amount", "pm"], name="cost_amount_by_year")
        ]
