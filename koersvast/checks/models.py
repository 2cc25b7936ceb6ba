"""Norms of the municipality, findings that were accepted, and how the last check came out."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.checks import norm_kinds
from koersvast.core.days import validate_day
from koersvast.core.models import Record, VisibleQuerySet, code_validator, is_open
from koersvast.core.parts import Scope, parts
from koersvast.direction.models import Plan, PlanRecord, code_unique_in_plan
from koersvast.organisation.models import Person

HIGHEST_NORM = 10_000
OWN = "own-"
"""Begins the mark of the facts of a finding that not everybody has on a row that everybody sees."""


class NormSetting(Record):
    """A norm that the municipality set; its code is the name of a norm that a rule asks for."""

    code = models.CharField(_("norm"), max_length=60, unique=True, validators=[code_validator])
    value = models.PositiveIntegerField(
        _("value"), null=True, blank=True, validators=[MaxValueValidator(HIGHEST_NORM)]
    )
    words = models.TextField(
        _("words"), blank=True, help_text=_("For a list of words: separated by spaces or lines.")
    )
    decided_on = models.DateField(_("since"), validators=[validate_day], null=True, blank=True)

    class Meta:
        verbose_name = _("norm")
        verbose_name_plural = _("norms")
        ordering = ["code"]

    def __str__(self) -> str:
        known = {norm.name: norm.label for norm in norm_kinds.all()}
        return str(known.get(self.code, self.code))

    def clean(self) -> None:
        """Refuse a norm that no rule asks for, and a value of the wrong kind."""
        super().clean()
        known = {norm.name: norm for norm in norm_kinds.all()}
        if self.code not in known:
            names = ", ".join(known)
            message = _("No rule asks for this norm. Choose from: %(names)s.")
            raise ValidationError({"code": message % {"names": names}})
        if known[self.code].words and not self.words.strip():
            raise ValidationError(
                {"words": _("This norm is a list of words. Fill in at least one.")}
            )
        if not known[self.code].words and self.value is None:
            raise ValidationError({"value": _("This norm is a number. Fill it in.")})


class AcceptanceQuerySet(VisibleQuerySet):
    """Accepted findings: seen by whoever sees the row that they are about.

    One of which the finding tells of something closed is listed for who accepted it only; who has
    the same finding meets it there.
    """

    def visible_to(self, actor: Actor) -> Self:
        """Return the acceptances of findings on rows that the actor may know of."""
        rows = super().visible_to(actor)
        if actor == SYSTEM:
            return rows
        for model in narrowed_models():
            seen = model._default_manager.visible_to(actor).filter(
                plan=OuterRef("plan"), code=OuterRef("row")
            )
            rows = rows.filter(~Q(kind=model._meta.label_lower) | Exists(seen))
        mine = Q(pk__in=[])
        if actor.person_id is not None:
            mine = Q(accepted_by_id=actor.person_id)
        return rows.filter(~Q(digest__startswith=OWN) | mine)


@cache
def narrowed_models() -> tuple[Any, ...]:
    """Return the registers of plans of which not everybody sees every row."""
    models_of_plans = [part.table.model for part in parts.all() if part.scope is Scope.PLAN]
    return tuple(
        model for model in models_of_plans if model is not Acceptance and not is_open(model)
    )


class Acceptance(PlanRecord):
    """A finding that somebody accepts, with a reason; it counts while its facts stay the same.

    `rule`, `kind`, `row` and `about` tell which finding; `digest` its facts on that day, after OWN
    when not everybody had that finding. Neither says what the facts are: a name in them may be of
    something that not everybody sees.
    """

    rule = models.CharField(_("rule"), max_length=20)
    kind = models.CharField(_("kind of row"), max_length=100)
    row = models.CharField(_("row"), max_length=60)
    about = models.CharField(_("mark of what it is about"), max_length=64, blank=True)
    digest = models.CharField(_("mark of the facts"), max_length=64)
    reason = models.TextField(pgettext_lazy("acceptance", "reason"))
    accepted_on = models.DateField(
        _("accepted on"), validators=[validate_day], null=True, blank=True
    )
    until = models.DateField(
        _("until"),
        validators=[validate_day],
        null=True,
        blank=True,
        help_text=_("After this day the finding comes back. Empty: as long as its facts stay."),
    )
    accepted_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="acceptances",
        verbose_name=_("accepted by"),
        editable=False,
    )

    objects: ClassVar[Any] = AcceptanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("accepted finding")
        verbose_name_plural = _("accepted findings")
        ordering = ["plan", "rule", "code"]
        constraints = [
            code_unique_in_plan("acceptance_code_in_plan"),
            models.UniqueConstraint(
                fields=["plan", "rule", "kind", "row", "about"],
                name="acceptance_once",
                violation_error_message=_("This finding is accepted already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.row}"

    @property
    def is_own(self) -> bool:
        """Tell whether not everybody had the finding when it was accepted."""
        return self.digest.startswith(OWN)

    def holds(self, digest: str) -> bool:
        """Tell whether these are the facts that were accepted."""
        return self.digest.removeprefix(OWN) == digest

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Which finding it is about; as `Found.key`."""
        return self.rule, self.kind, self.row, self.about


class CheckCount(models.Model):
    """How many findings the last check of a plan left, as everybody with access sees them."""

    plan: Any = models.OneToOneField(Plan, models.CASCADE, related_name="check_count")
    checked_at = models.DateTimeField(auto_now=True)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    informations = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("outcome of a check")
        verbose_name_plural = _("outcomes of checks")

    def __str__(self) -> str:
        return f"{self.plan}: {self.errors}/{self.warnings}/{self.informations}"

    @staticmethod
    def of(plan: Plan) -> int:
        """Return how many errors and warnings the last check of a plan left; 0 before any."""
        count: CheckCount | None = getattr(plan, "check_count", None)
        return count.errors + count.warnings if count else 0
