"""The pages of one message: what it is, planning and changing it, saying that it was done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koersvast.communication import selectors
from koersvast.communication.forms import FIELDS, MomentForm
from koersvast.communication.models import (
    CommunicationMoment,
    MomentAudience,
    MomentChannel,
    MomentPoint,
    MomentRole,
)
from koersvast.communication.policy import may_complete
from koersvast.communication.services import (
    change_message,
    complete_message,
    links_of,
    plan_message,
)
from koersvast.core.actors import Actor
from koersvast.core.history import Scope
from koersvast.core.kit.forms import RecordForm
from koersvast.core.kit.views import (
    AddPage,
    ChangePage,
    DetailPage,
    FormPage,
    HistoryPage,
    number,
)
from koersvast.core.policy import require
from koersvast.direction.models import Plan
from koersvast.work.models import Work
from koersvast.work.services import Overtaken


class MomentPage(DetailPage):
    """A message with all that hangs on it; `?on=` shows it as it was on a day."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the message; a day asks for the page of the kit."""
        found = selectors.find_moment(self.actor, pk)
        if found is None:
            raise Http404
        if request.GET.get("on"):
            return super().get(request, pk)
        policy = self.register.policy
        context = {
            "shown": found,
            "record": found.moment,
            "register": self.register,
            "may_change": policy.may_change(self.actor, found.moment),
            "may_delete": policy.may_delete(self.actor, found.moment),
            "may_complete": may_complete(self.actor, found.moment),
            "today": timezone.localdate(),
        }
        return render(request, "communication/moment.html", context)


class MomentHistoryPage(HistoryPage):
    """Who changed what and when: of the message, and of what hangs on it."""

    def scopes(self, record: Any) -> list[Scope]:
        """Return the message and all that hangs or hung on it."""
        links = (MomentAudience, MomentChannel, MomentRole, MomentPoint)
        hung = [Scope(model, keys_of(model, record)) for model in links]
        return [*super().scopes(record), *hung]


def keys_of(model: Any, moment: CommunicationMoment) -> list[int]:
    """Return the keys of all rows that hang or hung on a message; one query."""
    rows = model.history.filter(moment_id=moment.pk).order_by().values_list("id", flat=True)
    return list(rows.distinct())


class MomentFormPage(FormPage):
    """What planning and changing share."""

    def form_page(self, form: RecordForm, record: Any, status: int = 200) -> HttpResponse:
        """Show the form."""
        back = self.register.detail_url(record) if record.pk else self.register.list_url
        context = {
            "form": form,
            "record": record,
            "register": self.register,
            "back": self.next_url(back),
        }
        return render(self.request, "communication/moment_form.html", context, status=status)

    def refused(self, form: RecordForm, record: Any, error: ValidationError) -> HttpResponse:
        """Show the form again; after a clash saving once more is knowingly."""
        if isinstance(error, Overtaken):
            data: Any = form.data
            form.data = data.copy()
            form.data["seen"] = error.seen  # type: ignore[index]
        return super().refused(form, record, error)


class NewMomentPage(MomentFormPage, AddPage):
    """Plan a message. The plan is chosen first: audiences and channels are those of the plan."""

    def _form(self, data: Any = None) -> MomentForm:
        require(self.register.policy.may_add(self.actor))
        asked = self.request.GET
        initial = {key: asked[key] for key in FIELDS if key in asked}
        moment = CommunicationMoment(plan=self.plan)
        initial["code"] = initial.get("code") or free_code(self.plan)
        return MomentForm(data, instance=moment, initial=initial, actor=self.actor)

    def _choose(self, status: int = 200) -> HttpResponse:
        """Ask of which plan it is."""
        require(self.register.policy.may_add(self.actor))
        context = {
            "register": self.register,
            "plans": self.plans,
            "asked": [(key, value) for key, value in self.request.GET.items() if key != "plan"],
        }
        return render(self.request, "communication/choose_plan.html", context, status=status)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the plan: that of the address, of the work, or the only one."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        self.plans = list(Plan.objects.visible_to(actor))
        self.plan = plan_asked_for(actor, request, self.plans)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show an empty form."""
        return super().get(request) if self.plan else self._choose()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Store the message."""
        if self.plan is None:
            return self._choose(status=422)
        form = self._form(request.POST)
        if not form.is_valid():
            return self.form_page(form, self.register.model(), status=422)
        try:
            plan_message(actor=self.actor, moment=form.instance, links=form.links())
        except ValidationError as error:
            return self.refused(form, self.register.model(), error)
        return self.done(form.instance, _("Planned: %(record)s") % {"record": form.instance})


class ChangeMomentPage(MomentFormPage, ChangePage):
    """Change a message and what hangs on it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form."""
        record = self._record(pk)
        form = MomentForm(instance=record, actor=self.actor, links=links_of(record))
        return self.form_page(form, record)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Store the changes."""
        record = self._record(pk)
        # a row of its own: checking fills in what was typed, and the page says what is stored
        typed = self.register.get(self.actor, pk)
        form = MomentForm(request.POST, instance=typed, actor=self.actor)
        if not form.is_valid():
            return self.form_page(form, record, status=422)
        try:
            changed = change_message(
                actor=self.actor,
                moment=record,
                changes=form.changes(),
                links=form.links(),
                version=form.cleaned_data.get("version"),
                seen=form.cleaned_data.get("seen") or None,
            )
        except ValidationError as error:
            return self.refused(form, record, error)
        message = _("Saved: %(record)s") if changed else _("Nothing changed: %(record)s")
        return self.done(record, message % {"record": record})


def plan_asked_for(actor: Actor, request: HttpRequest, plans: list[Plan]) -> Plan | None:
    """Return the plan of a new message; None when that is to be chosen yet."""
    asked = number(request.GET.get("plan", "") or request.POST.get("plan", ""))
    if asked is None and (work := number(request.GET.get("work", ""))) is not None:
        works = Work.objects.visible_to(actor).filter(pk=work)
        asked = works.values_list("plan_id", flat=True).first()
    if asked is None and len(plans) == 1:
        return plans[0]
    return next((plan for plan in plans if plan.pk == asked), None)


def free_code(plan: Plan | None) -> str:
    """Return a code that no message of the plan has: "C1" and so on."""
    taken = set(CommunicationMoment.objects.filter(plan=plan).values_list("code", flat=True))
    count = len(taken) + 1
    while f"C{count}" in taken:
        count += 1
    return f"C{count}"


class DoneForm(forms.Form):
    """The day on which a message went out; empty: it did not."""

    on = forms.DateField(required=False)


@require_POST
def moment_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a message went out, or (without a day) that it did not."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    moment = CommunicationMoment.objects.visible_to(actor).filter(pk=pk).first()
    if moment is None:
        raise Http404
    form = DoneForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(_("This is not a day that exists. Choose another one."))
        complete_message(actor=actor, moment=moment, on=form.cleaned_data["on"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = _("Done: %(record)s") if moment.done else _("Open again: %(record)s")
        messages.success(request, said % {"record": moment})
    return redirect(back_to(request, moment))


def back_to(request: HttpRequest, moment: CommunicationMoment) -> str:
    """Return where somebody came from, when that is a page of this site; else the message."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    page = reverse("communication-moment", args=[moment.pk])
    return wanted if safe and wanted.startswith("/") else page
