"""Reports that are kept: versions, what their author wrote, what they showed, their files."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.documents import documents
from koersvast.core.fields import PeriodField
from koersvast.core.models import Tracked, VisibleQuerySet
from koersvast.direction.models import Plan
from koersvast.organisation.models import Person


def mine_or_editor(actor: Actor, prefix: str = "") -> Q:
    """Return the condition that the actor works on a report: as author, or as an editor."""
    if actor.may_edit:
        return Q(pk__isnull=False)  # an empty condition would count for nothing beside another
    own = {f"{prefix}author_id": actor.person_id}
    return Q(**own) if actor.person_id is not None else Q(pk__in=[])


def nothing_unseen(actor: Actor) -> Q:
    """Return the condition that the actor may see all rows that a version holds.

    A row that is gone counts as it was when it went, see `holding.py`.
    """
    held = Holding.objects.filter(version_id=OuterRef("pk"))
    unseen = []
    for model in documents.holdable:
        rows = held.filter(model=model._meta.label_lower)
        key = {"pk": OuterRef("key")}
        seen = model._default_manager.visible_to(actor).filter(**key)
        stored = model._default_manager.filter(**key)
        open_and_gone = Q(~Exists(stored), was_open=True)
        unseen.append(Exists(rows.filter(~Exists(seen)).exclude(open_and_gone)))
    unknown = held.exclude(model__in=[each._meta.label_lower for each in documents.holdable])
    return ~reduce(or_, unseen, Q(Exists(unknown)))


class VersionQuerySet(VisibleQuerySet):
    """Versions of reports."""

    def visible_to(self, actor: Actor) -> Self:
        """Return what is final, and what the actor works on, as far as he sees all it holds."""
        if not actor.may_read:
            return self.none()
        if actor == SYSTEM:
            return self.all()
        allowed = Q(state=Version.State.FINAL) | mine_or_editor(actor, "report__")
        return self.filter(allowed).filter(nothing_unseen(actor))


class ReportQuerySet(VisibleQuerySet):
    """Reports."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the reports of which the actor sees a version."""
        if not actor.may_read:
            return self.none()
        seen = Version.objects.visible_to(actor).filter(report_id=OuterRef("pk"))
        return self.filter(Exists(seen))


class UnderVersionQuerySet(VisibleQuerySet):
    """What hangs on a version is seen when it is."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows of versions that the actor sees."""
        seen: Any = Version.objects.visible_to(actor)
        return self.filter(version__in=seen.order_by().values("pk"))


def kind_choices() -> list[tuple[str, Any]]:
    """Return the kinds of document that apps added, by name."""
    return [(kind.name, kind.label) for kind in documents.in_order()]


class Report(Tracked):
    """A report about a plan, or about something in it."""

    class Audience(models.TextChoices):
        """Through whose eyes it is made."""

        PUBLIC = "public", _("everybody with access")
        CLOSED = "closed", _("those who may see all that is in it")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reports", verbose_name=_("plan"))
    kind = models.CharField(_("kind of document"), max_length=40, choices=kind_choices)
    subject = models.CharField(_("about"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=300)
    period = PeriodField(_("reporting period"), null=True, blank=True)
    audience = models.CharField(
        _("for whom"), max_length=10, choices=Audience, default=Audience.PUBLIC
    )
    author = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("author"),
    )

    objects: ClassVar[Any] = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """A version of a report: what it shows, as it was when it was made.

    `content` is the document without what the author wrote (`document_tree.as_data`), `facts` what
    is compared with the next report. A final version never changes; a correction is a new one.
    """

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("draft")
        FINAL = "final", _("final")

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="versions", verbose_name=_("report")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    reason = models.TextField(_("what is corrected"), blank=True)
    language = models.CharField(_("language"), max_length=5)
    content = models.JSONField(_("content"))
    facts = models.JSONField(_("facts"))
    made_on = models.DateField(_("made on"))
    made_by = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    finalised_on = models.DateField(_("finalised on"), null=True, blank=True)
    finalised_by = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made final by"),
    )
    edition = models.PositiveIntegerField(_("edition"), default=1)
    """Grows with every change of what it says: a file of an older edition is stale."""

    objects: ClassVar[Any] = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a report")
        verbose_name_plural = _("versions of reports")
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once"),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state="draft"),
                name="report_one_draft",
                violation_error_message=_("There already is a draft of this report."),
            ),
            models.CheckConstraint(
                name="report_final_has_day",
                condition=Q(state="final", finalised_on__isnull=False)
                | Q(state="draft", finalised_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(_("version %(number)d") % {"number": self.number})

    @property
    def is_final(self) -> bool:
        """Whether it never changes any more."""
        return self.state == self.State.FINAL


class Holding(models.Model):
    """A row that a version tells of and that not everybody may always see.

    `was_open`: whether everybody saw it when the report was made, or when the row was deleted.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="holdings")
    model = models.CharField(_("register"), max_length=100)
    key = models.BigIntegerField(_("key"))
    was_open = models.BooleanField(_("seen by everybody then"))

    objects: ClassVar[Any] = UnderVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("row in a report")
        verbose_name_plural = _("rows in reports")
        constraints = [
            models.UniqueConstraint(fields=["version", "model", "key"], name="report_holds_once")
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"


class Words(Tracked):
    """What the author wrote under a heading; it stays when the rest is made anew."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="words")
    chapter = models.CharField(_("chapter"), max_length=60)
    text = models.TextField(_("text"))

    objects: ClassVar[Any] = UnderVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of the author")
        verbose_name_plural = _("texts of the author")
        ordering = ["version", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "chapter"], name="report_words_once")
        ]

    def __str__(self) -> str:
        return self.chapter


class File(models.Model):
    """A version as a file, of the edition it was made from."""

    class Format(models.TextChoices):
        """The files there are, besides the page on screen."""

        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"
        ODT = "odt", "ODT"

    version = models.ForeignKey(Version, models.CASCADE, related_name="files")
    format = models.CharField(_("format"), max_length=10, choices=Format)
    edition = models.PositiveIntegerField(_("edition"))
    content = models.BinaryField(_("content"))

    objects: ClassVar[Any] = UnderVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        constraints = [
            models.UniqueConstraint(fields=["version", "format"], name="report_file_once")
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.format}"


class MakingQuerySet(VisibleQuerySet):
    """Reports being made."""

    def visible_to(self, actor: Actor) -> Self:
        """Return what the actor himself asked for."""
        if not actor.may_read:
            return self.none()
        if actor == SYSTEM:
            return self.all()
        return self.filter(asked_by_id=actor.user_id) if actor.user_id else self.none()


class Making(models.Model):
    """Work on a report beside the server: what is asked, how far it is, what went wrong."""

    class Task(models.TextChoices):
        """What is asked."""

        NEW = "new", _("a new report")
        RENEW = "renew", _("the facts of today")
        FILES = "files", _("files")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being made")
        DONE = "done", _("ready")
        FAILED = "failed", _("failed")

    task = models.CharField(_("task"), max_length=10, choices=Task)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    step = models.CharField(_("step"), max_length=40, blank=True)
    problem = models.TextField(_("what went wrong"), blank=True)
    asked = models.JSONField(_("asked"), default=dict)
    language = models.CharField(_("language"), max_length=5)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    report = models.ForeignKey(
        Report, models.CASCADE, null=True, blank=True, related_name="makings"
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    heard_at = models.DateTimeField(_("last heard of"), auto_now_add=True)

    objects: ClassVar[Any] = MakingQuerySet.as_manager()

    class Meta:
        verbose_name = _("report being made")
        verbose_name_plural = _("reports being made")
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_task_display()}: {self.get_state_display()}"
