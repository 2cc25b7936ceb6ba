"""Bulk import of a register: a spreadsheet, a preview of every row's fate, then store."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from pydantic import ValidationError as RowError

from koersvast.core.kit.sheets import SheetRow, read_sheet
from koersvast.core.kit.views import RegisterPage
from koersvast.core.parts import Part, Scope
from koersvast.core.policy import require
from koersvast.core.sentences import sentence_of
from koersvast.core.upsert import Outcome, Written, bring_in

SALT = "koersvast.import"
HOUR = 3600
Rows = list[tuple[int, SheetRow]]


class ImportPage(RegisterPage):
    """Upload, preview, store. Between the two the rows travel in the page, signed."""

    def _part(self) -> Part:
        part = self.register.part
        if part is None:
            raise Http404
        require(self.register.policy.may_import(self.actor))
        return part

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for a file."""
        self._part()
        return self.show("import")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Preview an uploaded file, or store what was previewed."""
        part = self._part()
        try:
            if "rows" in request.POST:
                return self._store(part, request.POST["rows"])
            upload = request.FILES.get("file")
            if upload is None:
                raise ValidationError(_("Choose a file first."))
            rows = read_sheet(self.register, str(upload.name), upload.read())
        except ValidationError as error:
            return self.show("import", status=422, errors=error.messages)
        outcomes = self._bring_in(part, rows, dry_run=True)
        payload = signing.dumps([rows, self.actor.user_id], salt=SALT, compress=True)
        return self._preview(outcomes, payload)

    def _preview(self, outcomes: list[Outcome], payload: str) -> HttpResponse:
        problems = [problem for outcome in outcomes for problem in outcome.shown_problems()]
        rows = [row for outcome in outcomes for row in outcome.rows]
        return self.show(
            "import_preview",
            status=422 if problems else 200,
            problems=problems[:100],
            rows=rows[:500],
            row_count=len(rows),
            unchanged=sum(sum(outcome.unchanged.values()) for outcome in outcomes),
            payload=payload,
        )

    def _store(self, part: Part, payload: str) -> HttpResponse:
        try:
            rows, user = signing.loads(payload, salt=SALT, max_age=HOUR)
        except signing.BadSignature as error:
            raise ValidationError(_("This preview is too old. Upload the file again.")) from error
        require(user == self.actor.user_id)
        outcomes = self._bring_in(part, [(n, row) for n, row in rows], dry_run=False)
        if not all(outcome.ok for outcome in outcomes):
            return self._preview(outcomes, payload)
        stored = sum(len(outcome.rows) for outcome in outcomes)
        messages.success(self.request, _("Imported: %(count)d rows stored.") % {"count": stored})
        return redirect(self.register.list_url)

    def _bring_in(self, part: Part, rows: Rows, *, dry_run: bool) -> list[Outcome]:
        """Import the rows of each plan by itself; all of them, or nothing."""
        outcomes: list[Outcome] = []
        for plan, own in self._by_plan(part, rows, outcomes):
            outcome = Outcome()
            written = Written(part, _written(part, own, outcome))
            bring_in(
                [written],
                actor=self.actor,
                plan=plan,
                outcome=outcome,
                reason="import",
                dry_run=dry_run or any(not each.ok for each in outcomes),
                report_missing=False,
            )
            outcomes.append(outcome)
        return outcomes

    def _by_plan(
        self, part: Part, rows: Rows, outcomes: list[Outcome]
    ) -> list[tuple[Any, Rows]]:
        """Return the rows per plan, by the column with the plan's code."""
        if part.scope is Scope.MUNICIPALITY:
            return [(None, rows)]
        model: Any = part.table.model._meta.get_field("plan").related_model
        plans = {plan.code: plan for plan in model.objects.visible_to(self.actor)}
        groups: dict[str, Rows] = {}
        lost = Outcome()
        for number, row in rows:
            code = str(row.pop("plan", "") or (next(iter(plans)) if len(plans) == 1 else ""))
            if code in plans:
                groups.setdefault(code, []).append((number, row))
            else:
                lost.refuse(number, "plan", _("there is no plan with code “%s”") % code)
        if not lost.ok:
            outcomes.append(lost)
        return [(plans[code], own) for code, own in groups.items()]


def _written(part: Part, rows: Rows, outcome: Outcome) -> list[Any]:
    """Check each row; what is wrong goes to the outcome with its row number."""
    good = []
    for number, row in rows:
        try:
            good.append((part.row.model_validate(row), lambda _path, n=number: n))
        except RowError as error:
            for each in error.errors():
                where = ".".join(str(step) for step in each["loc"])
                outcome.refuse(number, where, sentence_of(each))
    return good
