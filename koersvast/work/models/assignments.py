"""Assignments: what principals and contractor agree on for a work, and dilemmas between lines."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.core.days import validate_day
from koersvast.core.models import Record, Tracked
from koersvast.decisions.models import Body, Decision
from koersvast.direction.models import PlanRecord, code_unique_in_plan
from koersvast.organisation.models import Person, Role
from koersvast.work.models.works import Work


class Party(models.TextChoices):
    """Who agrees on an assignment; the third party only in a bestuursopdracht."""

    CONTRACTOR = "contractor", _("contractor")
    ADMINISTRATIVE_PRINCIPAL = "administrative_principal", _("administrative principal")
    POLITICAL_PRINCIPAL = "political_principal", _("political principal")


class Assignment(PlanRecord):
    """An assignment for a work (J 1.1, 3.1; A 4.2, 4.4).

    What is agreed stands in its versions. It holds when every party has agreed to the same
    version; a change makes a new version that needs all of them again.
    """

    class Kind(models.TextChoices):
        """Who are party: a bestuursopdracht has the political principal as third."""

        ASSIGNMENT = "assignment", _("assignment")
        BESTUURSOPDRACHT = "bestuursopdracht", _("assignment by the administration")

    work = models.ForeignKey(
        Work, models.PROTECT, related_name="assignments", verbose_name=_("work")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ASSIGNMENT)
    contractor = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contracted_assignments",
        verbose_name=_("contractor"),
    )
    administrative_principal = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commissioned_assignments",
        verbose_name=_("administrative principal"),
    )
    political_principal = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="political_assignments",
        verbose_name=_("political principal"),
    )
    fulfilled_on = models.DateField(
        _("fulfilled on"), validators=[validate_day], null=True, blank=True
    )
    withdrawn_on = models.DateField(
        _("withdrawn on"), validators=[validate_day], null=True, blank=True
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["plan", "position", "code"]
        constraints = [
            code_unique_in_plan("assignment_code_in_plan"),
            models.CheckConstraint(
                name="assignment_ends_once",
                condition=Q(fulfilled_on__isnull=True) | Q(withdrawn_on__isnull=True),
                violation_error_message=_("An assignment is fulfilled or withdrawn, not both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"


class AssignmentVersion(Record):
    """A version of an assignment: what is asked, with what means, and how one works together.

    `agreed_on` is the day on which the last party agreed; empty as long as one did not. The roles
    are those to whom it was offered; empty where it was not, or where the source does not tell:
    then they are those of the assignment.
    """

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="versions", verbose_name=_("assignment")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    result = models.TextField(_("result asked"), blank=True)
    scope = models.TextField(_("scope"), blank=True)
    out_of_scope = models.TextField(_("what is out"), blank=True)
    mandate = models.TextField(_("mandate"), blank=True)
    money = models.TextField(_("money"), blank=True)
    hours = models.TextField(_("hours"), blank=True)
    people = models.TextField(_("people"), blank=True)
    lines = models.TextField(_("how the lines work together"), blank=True)
    reporting = models.TextField(_("rhythm of reporting"), blank=True)
    escalation = models.TextField(_("path of escalation"), blank=True)
    offered_on = models.DateField(_("offered on"), validators=[validate_day], null=True, blank=True)
    agreed_on = models.DateField(_("agreed on"), validators=[validate_day], null=True, blank=True)
    contractor = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contractor"),
    )
    administrative_principal = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("administrative principal"),
    )
    political_principal = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("political principal"),
    )

    class Meta:
        verbose_name = _("version of an assignment")
        verbose_name_plural = _("versions of assignments")
        ordering = ["assignment", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "number"], name="assignment_version_number_once"
            )
        ]

    def __str__(self) -> str:
        return str(_("version %(number)d") % {"number": self.number})


class Agreement(Tracked):
    """A party's agreement with a version; one person never agrees for two parties."""

    version_of = models.ForeignKey(
        AssignmentVersion,
        models.CASCADE,
        related_name="agreements",
        verbose_name=_("version of an assignment"),
    )
    party = models.CharField(_("party"), max_length=30, choices=Party)
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="agreements", verbose_name=_("role")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("person"),
    )
    agreed_on = models.DateField(_("agreed on"), validators=[validate_day])

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["version_of", "agreed_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version_of", "party"],
                name="agreement_once_per_party",
                violation_error_message=_("This party already agreed to this version."),
            ),
            models.UniqueConstraint(
                fields=["version_of", "person"],
                name="agreement_once_per_person",
                violation_error_message=_("One person does not agree for two parties."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.role}"


class AssignmentDecision(Tracked):
    """A decision that changes an assignment."""

    assignment = models.ForeignKey(
        Assignment, models.CASCADE, related_name="decision_links", verbose_name=_("assignment")
    )
    decision = models.ForeignKey(
        Decision, models.CASCADE, related_name="assignment_links", verbose_name=_("decision")
    )

    class Meta:
        verbose_name = _("decision about an assignment")
        verbose_name_plural = _("decisions about assignments")
        ordering = ["assignment", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "decision"], name="assignment_decision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision} → {self.assignment}"


class Escalation(PlanRecord):
    """A dilemma between lines, raised on an assignment and answered by a decision (A 4.4).

    It cannot be raised without what the lines tried together first.
    """

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="escalations", verbose_name=_("assignment")
    )
    title = models.CharField(_("dilemma"), max_length=300)
    raised_by = models.ForeignKey(
        Role, models.PROTECT, related_name="raised_escalations", verbose_name=_("raised by")
    )
    raised_on = models.DateField(_("raised on"), validators=[validate_day])
    interests = models.TextField(_("which interests"))
    tried_together = models.TextField(_("what did you try together"))
    question = models.TextField(_("question"))
    to_role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received_escalations",
        verbose_name=_("to (role)"),
    )
    to_body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="received_escalations",
        verbose_name=_("to (body)"),
    )
    answer_by = models.DateField(_("answer by"), validators=[validate_day], null=True, blank=True)
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_escalations",
        verbose_name=_("answered by decision"),
    )
    answer = models.TextField(_("answer"), blank=True)
    closed_on = models.DateField(_("closed on"), validators=[validate_day], null=True, blank=True)

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        ordering = ["plan", "position", "code"]
        constraints = [
            code_unique_in_plan("escalation_code_in_plan"),
            models.CheckConstraint(
                name="escalation_tried_together",
                condition=~Q(tried_together=""),
                violation_error_message=_("Write first what you tried together."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
