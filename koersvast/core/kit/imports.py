"""Bulk import of a register: a spreadsheet, a preview of every row's fate, then store."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from koersvast.core.display import display
from koersvast.core.kit.exports import column_names, heading
from koersvast.core.kit.import_rows import SheetImport
from koersvast.core.kit.lists import field_of
from koersvast.core.kit.sheets import Sheet, check_size, read_sheet
from koersvast.core.kit.views import RegisterPage
from koersvast.core.parts import Part
from koersvast.core.policy import require
from koersvast.core.upsert import Fate, Problem

HOUR = 3600
ROWS_SHOWN = 500
PROBLEMS_SHOWN = 100


class ExactNumbers:
    """JSON in which 1.058 stays the number it was: as text it would be read as a thousand."""

    def dumps(self, value: Any) -> bytes:
        """Return JSON; a decimal as an object of its own."""
        return json.dumps(value, default=lambda number: {"decimal": str(number)}).encode()

    def loads(self, data: bytes) -> Any:
        """Return what `dumps` was given."""
        return json.loads(
            data, object_hook=lambda it: Decimal(it["decimal"]) if set(it) == {"decimal"} else it
        )


@dataclass
class ShownRow:
    """A line of the preview."""

    number: int
    label: str
    fate: str
    tone: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)


class ImportPage(RegisterPage):
    """Upload, preview, store. Between the two the rows travel in the page, signed."""

    def _part(self) -> Part:
        part = self.register.part
        if part is None:
            raise Http404
        require(self.register.policy.may_import(self.actor))
        return part

    @property
    def _salt(self) -> str:
        return f"koersvast.import.{self.register.name}"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for a file."""
        self._part()
        return self.show("import", headings=self._headings())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Preview an uploaded file, or store what was previewed."""
        part = self._part()
        try:
            if "rows" in request.POST:
                return self._store(part, request.POST["rows"])
            sheet = self._read(request.FILES.get("file"))
        except ValidationError as error:
            return self.show("import", status=422, errors=error.messages, headings=self._headings())
        work = SheetImport(self.register, part, self.actor, sheet)
        work.run()
        return self._preview(work)

    def _headings(self) -> list[str]:
        return [heading(self.register, name) for name in column_names(self.register)]

    def _read(self, upload: Any) -> Sheet:
        if upload is None:
            raise ValidationError(_("Choose a file first."))
        check_size(upload.size or 0)
        return read_sheet(self.register, str(upload.name), upload.read())

    def _preview(self, work: SheetImport, notice: str = "") -> HttpResponse:
        problems = [problem for outcome in work.outcomes for problem in outcome.problems]
        problems.sort(key=lambda problem: problem.line)
        rows = self._shown(work)
        signed = [self.actor.user_id, work.sheet.columns, work.sheet.rows, work.fingerprint()]
        return self.show(
            "import_preview",
            status=422 if problems else 409 if notice else 200,
            notice=notice,
            problems=[self._named(work, problem) for problem in problems[:PROBLEMS_SHOWN]],
            problem_count=len(problems),
            rows=rows[:ROWS_SHOWN],
            row_count=len(rows),
            changed=sum(len(outcome.rows) for outcome in work.outcomes),
            payload="" if problems else self._sign(signed),
        )

    def _sign(self, value: Any) -> str:
        return signing.dumps(value, salt=self._salt, serializer=ExactNumbers, compress=True)

    def _shown(self, work: SheetImport) -> list[ShownRow]:
        """Return every row of the file with its fate, in the order of the file."""
        fates = {row.line: row for outcome in work.outcomes for row in outcome.rows}
        refused = {problem.line for outcome in work.outcomes for problem in outcome.problems}
        shown = []
        for number, cells in work.sheet.rows:
            row = fates.get(number)
            label = str(cells.get("code", ""))[:60]
            if number in refused:
                shown.append(ShownRow(number, label, pgettext("import", "refused"), "refused"))
            elif not work.ok and row is None:
                shown.append(ShownRow(number, label, pgettext("import", "in order"), ""))
            elif row is None:
                shown.append(ShownRow(number, label, pgettext("import", "unchanged"), ""))
            elif row.fate is Fate.CREATED:
                shown.append(ShownRow(number, label, pgettext("import", "new"), "new"))
            else:
                changes = [self._change(name, *pair) for name, pair in row.fields.items()]
                text = pgettext("import", "changed")
                shown.append(ShownRow(number, label, text, "changed", changes))
        return shown

    def _change(self, name: str, old: str, new: str) -> tuple[str, str, str]:
        """Return the heading of a changed field, and its values as the list shows them."""
        model_field = field_of(self.register.model, name)
        labels = {str(value): display(label) for value, label in model_field.flatchoices}
        return heading(self.register, name), labels.get(old, old), labels.get(new, new)

    def _named(self, work: SheetImport, problem: Problem) -> Problem:
        """Return a problem with the heading of its column for the name of its field."""
        where = problem.where.removeprefix(f"{work.part.name} ")
        if where in column_names(self.register):
            where = heading(self.register, where)
        return Problem(problem.line, where, problem.message)

    def _store(self, part: Part, payload: str) -> HttpResponse:
        try:
            user, columns, rows, expected = signing.loads(
                payload, salt=self._salt, serializer=ExactNumbers, max_age=HOUR
            )
        except signing.BadSignature as error:
            raise ValidationError(_("This preview is too old. Upload the file again.")) from error
        require(user == self.actor.user_id)
        sheet = Sheet(tuple(columns), [(number, row) for number, row in rows])
        work = SheetImport(self.register, part, self.actor, sheet)
        if not work.run(expected=expected):
            return self._preview(
                work, _("The register changed since the preview. Look at what happens now.")
            )
        stored = sum(len(outcome.rows) for outcome in work.outcomes)
        messages.success(self.request, _("Imported: %(count)d rows stored.") % {"count": stored})
        return redirect(self.register.list_url)
