"""`koersvast report`: make a document from the register; do the work that a page asked for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from koersvast.core.actors import SYSTEM
from koersvast.core.documents import PUBLIC, Kind, documents
from koersvast.core.periods import Period, parse_period
from koersvast.direction.models import Plan
from koersvast.reports.models import Making
from koersvast.reports.selectors import draft
from koersvast.reports.services import NotMade, carry_out, written
from koersvast.reports.services.writing import FORMATS

REFUSED = 1
WITH = {"docx": ["pdf", "docx"]}
"""The list of contents of a DOCX has page numbers before Word counted them: those of the PDF."""


class Command(BaseCommand):
    """Make documents."""

    help = "Make a document. Example: koersvast report make D --kind implementation-plan"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add a verb each."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        make = verbs.add_parser(
            "make",
            description="Make a document for everybody: nothing confidential is in it, and nothing "
            "is kept. Exit code 0: made; 1: refused. "
            "Example: koersvast report make D --kind implementation-plan --output plan.pdf",
        )
        make.add_argument("code", help="the code of a plan")
        make.add_argument(
            "--municipality", help="whose register; otherwise that of this installation"
        )
        make.add_argument("--kind", required=True, choices=sorted(documents.kinds))
        make.add_argument("--subject", default="", help="the code of what it is about")
        make.add_argument("--period", default="", help="for instance “Q2 2022”")
        make.add_argument("--title", default="")
        make.add_argument("--language", choices=["nl", "en"], default="nl")
        make.add_argument("--format", choices=FORMATS, help="otherwise by the name of the file")
        make.add_argument("--output", type=Path, help="a file; otherwise KIND-CODE in this folder")
        verbs.add_parser("kinds", description="Example: koersvast report kinds")
        work = verbs.add_parser("work", description="Do what a page asked for; started by itself.")
        work.add_argument("making", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the verb says."""
        getattr(self, f"_{options['verb']}")(**options)

    def _kinds(self, **options: Any) -> None:
        for kind in documents.in_order():
            self.stdout.write(f"{kind.name:24}{kind.label}: {kind.description}")

    def _work(self, *, making: int, **options: Any) -> None:
        try:
            done = carry_out(making)
        except Making.DoesNotExist as error:
            raise CommandError(_("Nobody asked for this."), returncode=REFUSED) from error
        if done.state == Making.State.FAILED:
            raise CommandError(done.problem, returncode=REFUSED)

    def _make(self, *, code: str, output: Path | None, **options: Any) -> None:
        plan = Plan.objects.visible_to(SYSTEM).filter(code=code).first()
        if plan is None:
            raise CommandError(_("There is no plan “%s”.") % code, returncode=REFUSED)
        kind = documents.kinds[options["kind"]]
        subjects = kind.subjects(PUBLIC, plan)
        known = [each.key for each in subjects]
        subject = options["subject"] or (known[0] if known else "")
        if subject not in known:
            raise CommandError(
                _("This document can be about: %s.") % (", ".join(filter(None, known)) or "–"),
                returncode=REFUSED,
            )
        form = options["format"] or (output.suffix[1:] if output else "") or FORMATS[0]
        if form not in FORMATS:
            raise CommandError(_("A file is one of: %s.") % ", ".join(FORMATS), returncode=REFUSED)
        target = output or Path(f"{kind.name}-{code}.{form}")
        with translation.override(options["language"]):
            about = next(each.title for each in subjects if each.key == subject)
            options["title"] = options["title"] or f"{kind.label} – {about}"
            content = self._content(kind, plan, subject, form, options)
        try:
            target.write_bytes(content)
        except OSError as error:
            words = {"file": target, "why": error.strerror}
            raise CommandError(
                _("%(file)s cannot be written: %(why)s") % words, returncode=REFUSED
            ) from error
        self.stdout.write(str(target))

    def _content(
        self, kind: Kind, plan: Plan, subject: str, form: str, options: dict[str, Any]
    ) -> bytes:
        drafted = draft(
            PUBLIC,
            kind=kind,
            plan=plan,
            subject=subject,
            title=options["title"],
            today=timezone.localdate(),
            period=_period(options["period"], kind),
        )
        try:
            return written(drafted.document, WITH.get(form, [form]))[form]
        except NotMade as error:
            raise CommandError(str(error), returncode=REFUSED) from error


def _period(text: str, kind: Kind) -> Period | None:
    """Return a period; CommandError for one without days where the kind looks back."""
    period = parse_period(text) if text else None
    if (kind.periodic or text) and (period is None or period.first is None):
        raise CommandError(
            _("Over which period? For instance --period “Q2 2022”."), returncode=REFUSED
        )
    return period
