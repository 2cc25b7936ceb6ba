"""Plans with their reference date, statements that give direction, and the tree of goals."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode, TreeNodeForeignKey
from tree_queries.query import TreeManager, TreeQuerySet

from koersvast.core.days import validate_day
from koersvast.core.models import Record, VisibleQuerySet, code_validator


class Plan(Record):
    """What was written down together: one source document, or one living plan.

    `reference_date` is the day the plan speaks from: what was due later is not overdue because
    the plan is old.
    """

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[code_validator])
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    reference_date = models.DateField(_("reference date"), validators=[validate_day])

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class PlanRecord(Record):
    """A register row that belongs to a plan; its code is unique within register and plan."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="%(class)ss", verbose_name=_("plan")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    position = models.PositiveIntegerField(
        _("position"), default=1, validators=[MaxValueValidator(1_000_000)]
    )

    class Meta:
        abstract = True


def code_unique_in_plan(name: str) -> models.UniqueConstraint:
    """Return the constraint every plan record carries."""
    return models.UniqueConstraint(
        fields=["plan", "code"],
        name=name,
        violation_error_message=_("This code is already used in this plan. Choose another one."),
    )


class Statement(PlanRecord):
    """A direction-giving statement: mission, vision, core value and the like."""

    class Kind(models.TextChoices):
        """What a statement is."""

        MISSION = "mission", _("mission")
        VISION = "vision", _("vision")
        MOTTO = "motto", _("motto")
        CORE_VALUE = "core_value", _("core value")
        FEELING = "feeling", _("desired feeling")
        PRINCIPLE = "principle", _("principle")
        STORY_WHY = "story_why", _("change story: why")
        STORY_HOW = "story_how", _("change story: how")
        STORY_WHAT = "story_what", _("change story: what")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["plan", "position", "code"]
        constraints = [code_unique_in_plan("statement_code_in_plan")]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class TreeVisibleQuerySet(TreeQuerySet, VisibleQuerySet):
    """Rows of a tree an actor may see."""


class TreeVisibleManager(TreeManager.from_queryset(TreeVisibleQuerySet)):  # type: ignore[misc]
    """The manager of a tree; the depth of a row is only read where it is asked for."""

    _with_tree_fields = False


class Goal(TreeNode, PlanRecord):
    """What it is for, in a tree from strategic to operational."""

    class Level(models.TextChoices):
        """How far ahead a goal looks (D3)."""

        STRATEGIC = "strategic", _("strategic")
        TACTICAL = "tactical", _("tactical")
        OPERATIONAL = "operational", _("operational")

    class Kind(models.TextChoices):
        """What a goal is about (D2)."""

        SUBSTANTIVE = "substantive", _("substantive")
        BUSINESS = "business", _("business")
        FINANCIAL = "financial", _("financial")

    parent = TreeNodeForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    level = models.CharField(_("level"), max_length=20, choices=Level)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, blank=True)
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)

    objects: ClassVar[Any] = TreeVisibleManager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["plan", "position", "code"]
        constraints = [code_unique_in_plan("goal_code_in_plan")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a goal under itself, and one under a goal of another plan."""
        if self.parent is not None and self.parent.plan_id != self.plan_id:
            raise ValidationError(
                {"parent": _("That goal belongs to another plan. Choose one of the same plan.")}
            )
        try:
            super().clean()
        except ValidationError as error:
            raise ValidationError(
                {"parent": _("A goal cannot be part of itself or of a goal below it.")}
            ) from error
