"""The pages of reports: what there is, making one, how far it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from koersvast.core.actors import Actor
from koersvast.core.documents import Kind, documents
from koersvast.core.policy import require
from koersvast.direction.models import Plan
from koersvast.reports.forms import MakeForm, add_errors
from koersvast.reports.models import Making
from koersvast.reports.policy import may_make
from koersvast.reports.selectors import is_lost, latest_versions
from koersvast.reports.services import ask_again, ask_new

LATEST = 12
REMEMBERED = timedelta(days=7)
"""How long a report that failed stands on the page."""
STEPS = ("facts", "files", "pdf", "docx", "odt")


def reader_of(request: HttpRequest) -> Actor:
    """Return who asks; Http404 for who may read nothing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may_read:
        raise Http404
    return actor


@require_safe
def reports_page(request: HttpRequest) -> HttpResponse:
    """Show the kinds of document to make, what is being made, and the latest reports."""
    actor = reader_of(request)
    now = timezone.now()
    busy = Making.objects.visible_to(actor).exclude(state=Making.State.DONE)
    busy = busy.filter(asked_at__gt=now - REMEMBERED).select_related("report")
    page = request.GET.get("page", "")
    kinds = [each for each in documents.in_order() if not page or page in each.pages]
    return render(
        request,
        "reports/reports.html",
        {
            "kinds": kinds or documents.in_order(),
            "narrowed": bool(page and kinds),
            "chosen": chosen_of(request),
            "plans": list(Plan.objects.visible_to(actor)),
            "versions": latest_versions(actor)[:LATEST],
            "makings": [(each, is_lost(each, now)) for each in busy[:LATEST]],
            "may_make": may_make(actor),
        },
    )


def chosen_of(request: HttpRequest) -> str:
    """Return what was chosen on the page one comes from, to go along in the address."""
    given = {name: request.GET.getlist(name)[:2] for name in ("plan", "subject")}
    return urlencode(given, doseq=True)


class MakePage(View):
    """The form for a new report of a kind about a plan."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the kind and the plan; refuse who only reads."""
        super().setup(request, *args, **kwargs)
        self.actor = reader_of(request)
        if kwargs["kind"] not in documents.kinds:
            raise Http404
        self.kind: Kind = documents.kinds[kwargs["kind"]]
        require(may_make(self.actor), _("You may read reports, but not make them."))
        self.plans: list[Plan] = list(Plan.objects.visible_to(self.actor))
        self.plan = self._plan(request.GET.get("plan", ""))

    def _plan(self, asked: str) -> Plan | None:
        """Return the plan that the address names, else the one that speaks from the latest day."""
        if asked:
            found: Plan | None = next((plan for plan in self.plans if str(plan.pk) == asked), None)
            if found is None:
                raise Http404
            return found
        return max(self.plans, key=lambda plan: plan.reference_date, default=None)

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Show the form."""
        return self._page(self._form(None))

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Ask for the report, and go and see how far it is."""
        form = self._form(request.POST)
        if form is not None and form.is_valid() and self.plan is not None:
            try:
                making = ask_new(
                    actor=self.actor, plan=self.plan, kind=self.kind.name, **form.cleaned_data
                )
                return redirect("report-making", making.pk)
            except ValidationError as error:
                add_errors(form, error)
        return self._page(form, 422)

    def _form(self, data: Any) -> MakeForm | None:
        if self.plan is None:
            return None
        wanted = self.request.GET.getlist("subject")
        return MakeForm(data, actor=self.actor, kind=self.kind, plan=self.plan, wanted=wanted)

    def _page(self, form: MakeForm | None, status: int = 200) -> HttpResponse:
        context = {"kind": self.kind, "plans": self.plans, "plan": self.plan, "form": form}
        return render(self.request, "reports/make.html", context, status=status)


@require_safe
def making_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a report is; when it is ready, go to it."""
    actor = reader_of(request)
    making = Making.objects.visible_to(actor).filter(pk=pk).first()
    if making is None:
        raise Http404
    if making.state == Making.State.DONE and making.report_id:
        address = reverse("report", args=[making.report_id])
        return HttpResponseClientRedirect(address) if _is_part(request) else redirect(address)
    lost = is_lost(making, timezone.now())
    context = {
        "making": making,
        "steps": steps_of(making),
        "busy": making.state != Making.State.FAILED and not lost,
        "lost": lost,
    }
    template = "reports/making_part.html" if _is_part(request) else "reports/making.html"
    return render(request, template, context)


@require_POST
def make_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more for what failed or stopped, and go and see how far it is."""
    actor = reader_of(request)
    making = Making.objects.visible_to(actor).filter(pk=pk).first()
    if making is None:
        raise Http404
    try:
        return redirect("report-making", ask_again(actor=actor, making=making).pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("report-making", pk)


def steps_of(making: Making) -> list[tuple[str, str]]:
    """Return the steps with how far each is: "done", "now" or ""; what waits is at the first.

    Files of what was made before need no look at the register.
    """
    labels = {
        "facts": _("Read the register"),
        "files": _("Set the type"),
        "pdf": "PDF",
        "docx": "DOCX",
        "odt": "ODT",
    }
    steps = STEPS[1:] if making.task == Making.Task.FILES else STEPS
    at = steps.index(making.step) if making.step in steps else 0
    return [
        (labels[step], "done" if number < at else "now" if number == at else "")
        for number, step in enumerate(steps)
    ]


def _is_part(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request"))
