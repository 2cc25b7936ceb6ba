"""What the pages of the organisation share: who looks, and a form that ends in a service."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from koersvast.core.actors import Actor
from koersvast.core.policy import policies, require
from koersvast.core.registries import Label
from koersvast.organisation.forms import ReasonForm


def reader_of(request: HttpRequest) -> Actor:
    """Return who looks; Http404 for somebody without access."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may_read:
        raise Http404
    return actor


def visible_or_404(actor: Actor, model: Any, pk: int) -> Any:
    """Return a row that the actor sees; Http404 otherwise."""
    try:
        return model.objects.visible_to(actor).get(pk=pk)
    except model.DoesNotExist as error:
        raise Http404 from error


class WritePage(View):
    """A form about one record; what it asks for is done by a service."""

    model: ClassVar[type[models.Model]]
    form_class: ClassVar[type[ReasonForm]]
    title: ClassVar[Label]
    lead: ClassVar[Label] = ""
    button: ClassVar[Label] = ""

    actor: Actor
    record: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the record and refuse who may not do this with it."""
        self.actor = reader_of(request)
        self.record = visible_or_404(self.actor, self.model, kwargs.pop("pk"))
        require(self.allowed())
        return super().dispatch(request, *args, **kwargs)

    def allowed(self) -> bool:
        """Tell whether the actor may do this; a service asks again."""
        return policies.of(self.record).may_change(self.actor, self.record)

    def write(self, **data: Any) -> None:
        """Call the service with what was filled in."""
        raise NotImplementedError

    def back(self) -> str:
        """Return the address of the page to go back to."""
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self.show(self.form_class(actor=self.actor, record=self.record))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it, or show the form again with what is wrong."""
        form = self.form_class(request.POST, actor=self.actor, record=self.record)
        if not form.is_valid():
            return self.show(form, status=422)
        back = self.back()
        try:
            self.write(**form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            return self.show(form, status=422)
        messages.success(request, _("Saved: %(record)s") % {"record": self.subject()})
        return redirect(back)

    def subject(self) -> Any:
        """Return what the form is about, for its heading."""
        return self.record

    def show(self, form: forms.Form, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "title": self.title,
            "lead": self.lead,
            "button": self.button or _("Save"),
            "subject": self.subject(),
            "back": self.back(),
        }
        return render(self.request, "organisation/form.html", context, status=status)


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put each sentence at its field, or above the form where it has none."""
    has_fields = hasattr(error, "error_dict")
    by_field: dict[Any, Any] = error.error_dict if has_fields else {None: error.error_list}
    for field, errors in by_field.items():
        form.add_error(field if field in form.fields else None, errors)
