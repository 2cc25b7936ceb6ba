"""The pages of one report: read, write in, freeze, correct, compare, and take along as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from koersvast.core.documents import documents
from koersvast.core.policy import require
from koersvast.reports.changes import changes_chapter
from koersvast.reports.forms import CorrectForm, WordsForm, add_errors
from koersvast.reports.models import File, Version
from koersvast.reports.policy import may_write, works_on
from koersvast.reports.rules import compared
from koersvast.reports.selectors import (
    comparable,
    files_of,
    shown_document,
    visible_report,
    visible_version,
    words_of,
)
from koersvast.reports.services import (
    ask_files,
    ask_renewal,
    correct,
    delete_draft,
    finalise,
    write_words,
)
from koersvast.reports.views import reader_of

LONGEST_NUMBER = 10
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}


def found_version(request: HttpRequest, pk: int, number: int | None = None) -> Version:
    """Return the version that an address names, the latest without a number; Http404 otherwise."""
    actor = reader_of(request)
    report = visible_report(actor, pk)
    version = visible_version(actor, report, number) if report else None
    if report is None or version is None:
        raise Http404
    version.report = report
    return version


def own_version(request: HttpRequest, pk: int, refusal: str) -> Version:
    """Return the latest version of a report that one works on; PermissionDenied says `refusal`."""
    version = found_version(request, pk)
    require(works_on(reader_of(request), version.report), refusal)
    return version


@require_safe
def report_page(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """Show a version on screen, with what may be done with it."""
    actor = reader_of(request)
    version = found_version(request, pk, number)
    others = Version.objects.visible_to(actor).filter(report=pk).defer("content", "facts")
    others = others.order_by("-number")
    fresh = files_of(version)
    context = {
        "report": version.report,
        "kind": documents.kinds.get(version.report.kind),
        "stored": version,
        "versions": others,
        "latest": others[0],
        "document": shown_document(version),
        "files": [(label, name, name in fresh) for name, label in File.Format.choices],
        "complete": len(fresh) == len(File.Format.choices),
        "may_write": may_write(actor, version),
        "may_correct": version.is_final and works_on(actor, version.report),
        "comparable": comparable(actor, version),
    }
    return render(request, "reports/report.html", context)


@require_safe
def file_page(request: HttpRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """Send a version as a file; 404 as long as it is not made."""
    version = found_version(request, pk, number)
    file = File.objects.filter(version=version, format=kind, edition=version.edition).first()
    if file is None:
        raise Http404
    name = f"{slugify(version.report.title)[:80] or 'rapport'}-{version.number}.{kind}"
    response = HttpResponse(bytes(file.content), content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_POST
def make_files(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Ask for the files of a version, and go and see how far they are."""
    return _asked(
        request,
        pk,
        lambda actor: ask_files(actor=actor, version=found_version(request, pk, number)),
    )


@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the facts of today in a draft, and go and see how far it is."""
    version = found_version(request, pk)
    return _asked(request, pk, lambda actor: ask_renewal(actor=actor, report=version.report))


def _asked(request: HttpRequest, pk: int, ask: Any) -> HttpResponse:
    try:
        return redirect("report-making", ask(reader_of(request)).pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("report", pk)


class WordsPage(View):
    """What the author writes under the headings of a draft."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form."""
        version = own_version(request, pk, _("Only its author writes in a report."))
        if version.is_final:
            messages.error(request, _("A final report never changes. Make a correction."))
            return redirect("report", pk)
        return self._page(WordsForm(version=version, words=words_of(version)), version)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Store what was written."""
        version = own_version(request, pk, _("Only its author writes in a report."))
        form = WordsForm(request.POST.dict(), version=version, words=words_of(version))
        if form.is_valid():
            try:
                write_words(
                    actor=reader_of(request),
                    version=version,
                    words=form.words(),
                    edition=form.cleaned_data["edition"],
                )
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, _("Your texts are saved."))
                return redirect("report", pk)
        version = own_version(request, pk, _("Only its author writes in a report."))
        there = form.take_over(version, words_of(version))
        return self._page(form, version, there, 422)

    def _page(
        self,
        form: WordsForm,
        version: Version,
        there: Sequence[tuple[str, str]] = (),
        status: int = 200,
    ) -> HttpResponse:
        context = {"form": form, "report": version.report, "stored": version, "there": there}
        return render(self.request, "reports/words.html", context, status=status)


class FinalPage(View):
    """Making a draft final: asked once more, for it cannot be taken back."""

    template = "reports/confirm_final.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask whether that is meant."""
        version = own_version(request, pk, _("Only its author changes a report."))
        if version.is_final:
            messages.info(request, _("This version is final already."))
            return redirect("report", pk)
        return render(request, self.template, {"report": version.report, "stored": version})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it, to the draft as it was on screen."""
        version = own_version(request, pk, _("Only its author changes a report."))
        try:
            return self.do(request, version, edition_of(request, version))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("report", pk)

    def do(self, request: HttpRequest, version: Version, edition: int) -> HttpResponse:
        """Freeze the draft, and make its files."""
        actor, today = reader_of(request), timezone.localdate()
        stored = finalise(actor=actor, version=version, edition=edition, on=today)
        messages.success(request, _("The report is final. It never changes any more."))
        return _asked(request, stored.report_id, lambda who: ask_files(actor=who, version=stored))


class DeletePage(FinalPage):
    """Throwing a draft away."""

    template = "reports/confirm_delete.html"

    def do(self, request: HttpRequest, version: Version, edition: int) -> HttpResponse:
        """Throw it away, and the report with it when it had no other version."""
        pk = version.report_id
        gone = delete_draft(actor=reader_of(request), version=version, edition=edition)
        messages.success(request, _("The draft is gone."))
        return redirect("reports") if gone else redirect("report", pk)


def edition_of(request: HttpRequest, version: Version) -> int:
    """Return the edition that somebody looked at; ValidationError when it was another version."""
    number, edition = request.POST.get("version", ""), request.POST.get("edition", "")
    if number != str(version.number) or not (edition.isdecimal() and len(edition) < LONGEST_NUMBER):
        raise ValidationError(_("This report was changed in the meantime. Look at it again first."))
    return int(edition)


class CorrectPage(View):
    """A new version of a final report."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form."""
        version = own_version(request, pk, _("Only its author corrects a report."))
        if not version.is_final:
            return self._begun(request, pk)
        return self._page(CorrectForm(), version)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin the new version, with the facts and texts of the old one; twice is once."""
        version = own_version(request, pk, _("Only its author corrects a report."))
        form = CorrectForm(request.POST)
        if not version.is_final:
            return self._begun(request, pk)
        if form.is_valid():
            try:
                correct(
                    actor=reader_of(request),
                    version=version,
                    reason=form.cleaned_data["reason"],
                    on=timezone.localdate(),
                )
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(
                    request, _("A new version has begun. Correct it, and make it final.")
                )
                return redirect("report", pk)
        return self._page(form, version, 422)

    def _begun(self, request: HttpRequest, pk: int) -> HttpResponse:
        messages.info(request, _("There is a draft of this report: change that."))
        return redirect("report", pk)

    def _page(self, form: CorrectForm, version: Version, status: int = 200) -> HttpResponse:
        context = {"form": form, "report": version.report, "stored": version}
        return render(self.request, "reports/correct.html", context, status=status)


@require_safe
def compare_page(request: HttpRequest, pk: int, number: int, other: int) -> HttpResponse:
    """Show what changed between another report of the same and this version."""
    actor = reader_of(request)
    version = found_version(request, pk, number)
    before = next((each for each in comparable(actor, version) if each.pk == other), None)
    if before is None:
        raise Http404
    chapter = changes_chapter(compared(before.facts, version.facts), before.made_on)
    context = {"report": version.report, "stored": version, "before": before, "chapter": chapter}
    return render(request, "reports/compare.html", context)
