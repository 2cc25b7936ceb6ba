"""The pages of every register: list, detail, form, history, export."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from koersvast.core.actors import Actor
from koersvast.core.history import Scope, entries
from koersvast.core.kit import exports
from koersvast.core.kit.details import detail_context, fields_as_of
from koersvast.core.kit.forms import RecordForm, form_of
from koersvast.core.kit.lists import PER_PAGE, found
from koersvast.core.kit.register import Register, registers
from koersvast.core.policy import require
from koersvast.core.services import Conflict, add_record, change_record


class RegisterPage(View):
    """The base: finds the register and the actor, refuses who may not list."""

    register: Register
    actor: Actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the register; an unknown or forbidden one does not exist."""
        self.register = registers.get(kwargs.pop("register"))
        self.actor = request.actor  # type: ignore[attr-defined]
        if not self.register.policy.may_list(self.actor):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """Render a page of the kit."""
        context["register"] = self.register
        return render(self.request, f"core/kit/{template}.html", context, status=status)


class ListPage(RegisterPage):
    """Search, filters, sort, pages, export."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of the list."""
        filters, table = found(self.register, request.GET, self.actor)
        table.paginator = Paginator(table.rows, PER_PAGE)  # counts in the database
        page = table.page = table.paginator.get_page(page_number(request))
        return self.show(
            "list",
            filters=filters,
            table=table,
            page=page,
            export_kinds=list(exports.KINDS),
            query=_without(request, "page"),
            filter_query=_without(request, "page"),
            filter_errors=[error for errors in filters.form.errors.values() for error in errors],
            filtered=any(
                value for key, value in request.GET.items() if key not in {"sort", "page"}
            ),
            may_add=self.register.fields and self.register.policy.may_add(self.actor),
            may_import=self.register.part and self.register.policy.may_import(self.actor),
            may_restore=self.register.policy.may_add(self.actor),
        )


def page_number(request: HttpRequest) -> int:
    """Return the page that is asked for; the first when that is no number."""
    return number(request.GET.get("page", "")) or 1


def number(text: str) -> int | None:
    """Return the whole number that `text` is; None for anything else, and for what is too large."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _without(request: HttpRequest, key: str) -> str:
    query = request.GET.copy()
    query.pop(key, None)
    return query.urlencode()


class DetailPage(RegisterPage):
    """A record: its fields, what hangs on it; `?on=` shows it as it was on a day."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the record."""
        record = self.register.get(self.actor, pk)
        day = _day(request.GET.get("on", ""))
        if day is None:
            return self.show(
                "detail", record=record, **detail_context(self.register, self.actor, record)
            )
        fields = fields_as_of(self.register, self.actor, record, day)
        return self.show("detail", record=record, day=day, fields=fields)


def _day(text: str) -> date | None:
    """Return the day that the address names; None when it names none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


class FormPage(RegisterPage):
    """What adding and changing share."""

    def form_page(self, form: RecordForm, record: Any, status: int = 200) -> HttpResponse:
        """Show the form."""
        back = self.register.detail_url(record) if record.pk else self.register.list_url
        return self.show("form", status=status, form=form, record=record, back=self.next_url(back))

    def next_url(self, fallback: str) -> str:
        """Return where to go after saving: `next` when it is an address of this site."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next") or ""
        safe = url_has_allowed_host_and_scheme(wanted, {self.request.get_host()})
        return wanted if safe and wanted.startswith("/") else fallback

    def done(self, record: Any, message: str) -> HttpResponse:
        """Go to the record with a message."""
        messages.success(self.request, message)
        return redirect(self.next_url(self.register.detail_url(record)))

    def refused(self, form: RecordForm, record: Any, error: ValidationError) -> HttpResponse:
        """Show the form again with what is wrong, and with what the user filled in."""
        for field, errors in by_field(error).items():
            form.add_error(field if field in form.fields else None, errors)
        if isinstance(error, Conflict):
            form.show_conflict(error)
        return self.form_page(form, record, status=422)


def by_field(error: ValidationError) -> dict[str | None, list[ValidationError]]:
    """Return the errors per field; None for what is about no field."""
    if not hasattr(error, "error_dict"):
        return {None: error.error_list}
    return dict(error.error_dict.items())


class AddPage(FormPage):
    """A new record; fields may be filled in by the address (`?work=3`)."""

    def _form(self, data: Any = None) -> RecordForm:
        require(bool(self.register.fields) and self.register.policy.may_add(self.actor))
        record = self.register.new(self.actor)
        initial = {
            key: self.request.GET[key] for key in self.register.fields if key in self.request.GET
        }
        if hasattr(record, "plan_id"):
            record.plan_id = number(initial.get("plan", ""))
        return form_of(self.register)(data, instance=record, initial=initial, actor=self.actor)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show an empty form."""
        form = self._form()
        return self.form_page(form, form.instance)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Store the record."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.form_page(form, self.register.model(), status=422)
        try:
            self.add(form)
        except ValidationError as error:
            return self.refused(form, self.register.model(), error)
        return self.done(form.instance, _("Added: %(record)s") % {"record": form.instance})

    def add(self, form: RecordForm) -> None:
        """Store what the form holds; a page with a service of its own overrides this."""
        add_record(actor=self.actor, record=form.instance)


class ChangePage(FormPage):
    """Change a record."""

    def _record(self, pk: int) -> Any:
        record = self.register.get(self.actor, pk)
        require(bool(self.register.fields) and self.register.policy.may_change(self.actor, record))
        return record

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form."""
        record = self._record(pk)
        return self.form_page(form_of(self.register)(instance=record, actor=self.actor), record)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Store the changes."""
        record = self._record(pk)
        # a row of its own: checking fills in what was typed, and the page says what is stored
        typed = self.register.get(self.actor, pk)
        form = form_of(self.register)(request.POST, instance=typed, actor=self.actor)
        if not form.is_valid():
            return self.form_page(form, record, status=422)
        try:
            changed = self.change(form, record)
        except ValidationError as error:
            return self.refused(form, record, error)
        message = _("Saved: %(record)s") if changed else _("Nothing changed: %(record)s")
        return self.done(record, message % {"record": record})

    def change(self, form: RecordForm, record: Any) -> bool:
        """Store the changes; tell whether anything differs. A service of one's own goes here."""
        version = form.cleaned_data.get("version")
        return bool(
            change_record(actor=self.actor, record=record, changes=form.changes(), version=version)
        )


class HistoryPage(RegisterPage):
    """Who changed what and when; and the record as it was on a day."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the changes."""
        record = self.register.get(self.actor, pk)
        changes = entries(self.scopes(record), limit=500, actor=self.actor)
        page = Paginator(changes, PER_PAGE).get_page(page_number(request))
        return self.show(
            "history", record=record, page=page, query="", back=self.register.detail_url(record)
        )

    def scopes(self, record: Any) -> list[Scope]:
        """Return whose history it is: the record's own."""
        return [Scope(self.register.model, [record.pk])]


class ExportPage(RegisterPage):
    """The list as it is filtered, as CSV, XLSX or ODS."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Send the file."""
        if kind not in exports.KINDS:
            raise Http404
        _filters, table = found(self.register, request.GET, self.actor)
        return exports.respond(self.register, table.data.data, kind)
