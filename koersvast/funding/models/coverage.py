"""What covers the cost: sources, the draws on them, and totals that a text states."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from koersvast.core.fields import MoneyField, PeriodField
from koersvast.decisions.models import Decision
from koersvast.direction.models import PlanRecord, code_unique_in_plan
from koersvast.funding.models.costs import CostItem, Nature, YearAmount, amount_or_pm, year_field
from koersvast.work.models import Work


class FundingSource(PlanRecord):
    """Where money comes from, per year or in total, and by which decision."""

    work = models.ForeignKey(
        Work,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="funding_sources",
        verbose_name=_("work"),
        help_text=_("The work that this money is for."),
    )
    title = models.CharField(_("title"), max_length=300)
    nature = models.CharField(_("nature"), max_length=20, choices=Nature)
    decision = models.CharField(_("decision"), max_length=300, blank=True)
    decided_on = PeriodField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="funding_sources",
        verbose_name=_("decision in the register"),
    )

    class Meta:
        verbose_name = _("funding source")
        verbose_name_plural = _("funding sources")
        ordering = ["plan", "position", "code"]
        constraints = [code_unique_in_plan("funding_source_code_in_plan")]

    def __str__(self) -> str:
        return self.title


class SourceAmount(YearAmount):
    """An amount of a funding source."""

    item = models.ForeignKey(
        FundingSource,
        models.CASCADE,
        related_name="amounts",
        verbose_name=_("funding source"),
    )

    class Meta:
        verbose_name = _("source amount")
        verbose_name_plural = _("source amounts")
        ordering = ["item", "year"]
        constraints = [
            models.UniqueConstraint(fields=["item", "year"], name="source_amount_year_once"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(year__isnull=True), name="source_amount_total_once"
            ),
            amount_or_pm("source_amount_or_pm"),
        ]


class Allocation(PlanRecord):
    """A draw on a funding source, by a dated decision."""

    funding_source = models.ForeignKey(
        FundingSource,
        models.PROTECT,
        related_name="allocations",
        verbose_name=_("funding source"),
    )
    cost_item = models.ForeignKey(
        CostItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allocations",
        verbose_name=_("cost item"),
    )
    work = models.ForeignKey(
        Work,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allocations",
        verbose_name=_("work"),
    )
    title = models.CharField(_("title"), max_length=300)
    year = year_field(_("year"))
    amount = MoneyField(_("amount"))
    decision = models.CharField(_("decision"), max_length=300, blank=True)
    decided_on = PeriodField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allocations",
        verbose_name=_("decision in the register"),
    )
    beyond = models.BooleanField(
        _("the decision allows more than is left"),
        default=False,
        help_text=_("Only with a decision of the register that was adopted."),
    )

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ["plan", "position", "code"]
        constraints = [
            code_unique_in_plan("allocation_code_in_plan"),
            models.CheckConstraint(
                name="allocation_to_one",
                condition=Q(work__isnull=True) | Q(cost_item__isnull=True),
                violation_error_message=_(
                    "An allocation goes to a work or to a cost item, not both."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StatedTotal(PlanRecord):
    """A total that a text or table states, to be compared with what its lines add up to.

    The scope says which lines: a work with all below it (empty: the whole plan), a nature, a
    category, years, marks. `precision` is the unit the total is written in, in euros ("€ 1,9 mln"
    is written to 0,1 mln: 100.000).
    """

    class Measure(models.TextChoices):
        """What the total is of. A shortfall is a negative balance, stated as a positive."""

        COST = "cost", _("cost")
        COVERAGE = "coverage", _("coverage")
        BALANCE = "balance", _("balance")
        SHORTFALL = "shortfall", _("shortfall")

    title = models.CharField(_("title"), max_length=300)
    measure = models.CharField(_("what"), max_length=20, choices=Measure)
    amount = MoneyField(_("stated amount"))
    precision = MoneyField(_("written to"), default=1)
    approximate = models.BooleanField(_("approximately (ca.)"), default=False)
    per_year = models.BooleanField(
        _("in each of the years"),
        default=False,
        help_text=_("The amount holds for each year by itself, not for the years together."),
    )
    work = models.ForeignKey(
        Work,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stated_totals",
        verbose_name=_("work"),
    )
    nature = models.CharField(_("nature"), max_length=20, choices=Nature, blank=True)
    category = models.CharField(_("category"), max_length=20, choices=CostItem.Category, blank=True)
    first_year = year_field(_("first year"))
    last_year = year_field(_("last year"))
    marks = models.CharField(
        _("marks"),
        max_length=300,
        blank=True,
        help_text=_("Reference marks or codes of the lines, separated by spaces."),
    )

    class Meta:
        verbose_name = _("stated total")
        verbose_name_plural = _("stated totals")
        ordering = ["plan", "position", "code"]
        constraints = [
            code_unique_in_plan("stated_total_code_in_plan"),
            models.CheckConstraint(
                name="stated_total_precision_positive",
                condition=Q(precision__gt=0),
                violation_error_message=_("What a total is written to is more than zero euros."),
            ),
            models.CheckConstraint(
                name="stated_total_years_in_order",
                condition=Q(first_year__isnull=True)
                | Q(last_year__isnull=True)
                | Q(last_year__gte=F("first_year")),
                violation_error_message=_("The last year lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a step of nothing, and years that stand the wrong way round."""
        super().clean()
        if self.precision is not None and self.precision <= 0:
            raise ValidationError(
                {"precision": _("What a total is written to is more than zero euros.")}
            )
        if self.first_year and self.last_year and self.last_year < self.first_year:
            raise ValidationError({"last_year": _("The last year lies before the first.")})
