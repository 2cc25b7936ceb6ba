"""Deleting a record, and putting back what was deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from koersvast.core import history
from koersvast.core.deletions import with_links
from koersvast.core.kit.views import RegisterPage
from koersvast.core.policy import require
from koersvast.core.services import (
    CannotRestore,
    StillNeeded,
    delete_record,
    restore_batch,
    what_hangs_on,
    what_loses_its_link,
)
from koersvast.core.signature import batch_of, deletions_of, is_batch
from koersvast.core.visibility import seen_of

SHOWN = 100


class DeletePage(RegisterPage):
    """Delete a record, after showing what goes with it or what forbids it."""

    def _record(self, pk: int) -> Any:
        record = self.register.get(self.actor, pk)
        message = _("You may look at this, but not delete it.")
        require(self.register.policy.may_delete(self.actor, record), message)
        return record

    def _page(self, record: Any, status: int = 200) -> HttpResponse:
        going, blockers = what_hangs_on(record)
        staying = [] if blockers else what_loses_its_link(record)
        rows = {"going": going, "staying": staying, "blockers": blockers}
        seen = {name: seen_of(found, self.actor) for name, found in rows.items()}
        return self.show(
            "delete",
            status=status,
            record=record,
            blocked=bool(blockers),
            **{name: with_links(found[:SHOWN], self.actor) for name, found in seen.items()},
            **{f"{name}_count": len(found) for name, found in seen.items()},
            back=self.register.detail_url(record),
        )

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask."""
        return self._page(self._record(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete, and offer to undo it."""
        record = self._record(pk)
        name = str(record)
        try:
            batch = delete_record(actor=self.actor, record=record)
        except StillNeeded:
            return self._page(record, status=409)
        message = _("Deleted: %(record)s") % {"record": name}
        if self.register.policy.may_add(self.actor):
            messages.success(request, self._with_undo(message, batch))
        else:
            messages.success(request, message)
        return redirect(self.register.list_url)

    def _with_undo(self, message: str, batch: str) -> SafeString:
        """Return the message with a button that belongs to the form `undo` of the list."""
        return format_html(
            '{} <button class="btn btn-ghost" form="undo" name="batch" value="{}">{}</button>',
            message,
            batch,
            _("Undo"),
        )


class DeletedPage(RegisterPage):
    """What was deleted lately, each with a button that puts it back."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what the actor may put back."""
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Put back one deletion, with all that went with it."""
        self._require()
        batch = request.POST.get("batch", "")
        known = {batch_of(row) for row in self._rows()}
        try:
            if not is_batch(batch) or batch not in known:
                raise CannotRestore(
                    _("This was put back already, or is no longer there to put back.")
                )
            restored = restore_batch(actor=self.actor, batch=batch)
        except CannotRestore as error:
            return self._page(status=409, errors=error.messages)
        names = ", ".join(str(record) for record in restored[:5])
        messages.success(request, _("Put back: %(record)s") % {"record": names})
        own = [record for record in restored if isinstance(record, self.register.model)]
        return redirect(self.register.detail_url(own[0]) if own else self.register.list_url)

    def _require(self) -> None:
        require(self.register.policy.may_add(self.actor))

    def _page(self, status: int = 200, **context: Any) -> HttpResponse:
        self._require()
        rows = [
            {
                "name": history.name_of(row),
                "when": row.history_date,
                "who": history.who(row),
                "reason": history.reason(row),
                "batch": batch_of(row),
            }
            for row in self._rows()
        ]
        return self.show("deleted", status=status, rows=rows, **context)

    def _rows(self) -> list[Any]:
        """Return the deletions of which the actor may put back what was deleted."""
        rows = deletions_of(self.register.model, SHOWN)
        records = [row.instance for row in rows]
        allowed = self.register.policy.may_add_each(self.actor, records)
        return [row for row, may in zip(rows, allowed, strict=True) if may]
