"""The pages on which a proposal is written, decided on and objected to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from koersvast.core.actors import Actor
from koersvast.core.history import Scope
from koersvast.core.kit.forms import RecordForm
from koersvast.core.kit.views import AddPage, ChangePage, HistoryPage, by_field
from koersvast.core.policy import require
from koersvast.core.registries import Label
from koersvast.decisions.forms import AnswerForm, ProposalForm
from koersvast.decisions.models import Decision, Objection, Proposal, Reader, Section
from koersvast.decisions.policy import may_answer
from koersvast.decisions.proposal_parts import PARTS, ProposalPart
from koersvast.decisions.services.objections import answer_objection
from koersvast.decisions.services.proposals import add_proposal, change_proposal
from koersvast.decisions.views import reader_of, visible_or_404


class ProposalFormPage:
    """What adding and changing share: the header beside the headings."""

    def form_page(self, form: RecordForm, record: Any, status: int = 200) -> HttpResponse:
        """Show the form."""
        page: Any = self
        back = page.register.detail_url(record) if record.pk else page.register.list_url
        context = {"form": form, "record": record, "back": page.next_url(back)}
        context["register"] = page.register
        return render(page.request, "decisions/proposal_form.html", context, status=status)


class AddProposalPage(ProposalFormPage, AddPage):
    """A new proposal; who adds it is its author."""

    def add(self, form: RecordForm) -> None:
        """Store the header and the headings."""
        assert isinstance(form, ProposalForm)  # noqa: S101  the register says so
        add_proposal(actor=self.actor, proposal=form.instance, texts=form.texts())


class ChangeProposalPage(ProposalFormPage, ChangePage):
    """Change a proposal, its header and its headings."""

    def change(self, form: RecordForm, record: Any) -> bool:
        """Store both, or nothing."""
        assert isinstance(form, ProposalForm)  # noqa: S101  the register says so
        try:
            return change_proposal(
                actor=self.actor,
                proposal=record,
                changes=form.changes(),
                texts=form.texts(),
                version=form.cleaned_data.get("version"),
                seen=form.saw_texts(),
            )
        except ValidationError:
            form.saw(record)
            raise


class ProposalHistoryPage(HistoryPage):
    """The history of a proposal with that of all that hangs on it."""

    def scopes(self, record: Any) -> list[Scope]:
        """Return the header, the headings, the readers, the objections and the decisions."""
        scopes = [Scope(Proposal, [record.pk])]
        for model in (Section, Reader, Objection, Decision):
            # also of headings and readers that are no longer there
            history: Any = model.history
            keys = history.filter(proposal_id=record.pk).values_list("id", flat=True)
            scopes.append(Scope(model, sorted(set(keys))))
        return scopes


class DoPage(View):
    """A form about a proposal or an objection; what it asks for is done by a service."""

    actor: Actor
    proposal: Proposal
    title: Label
    lead: Label = ""

    def form(self, data: Any = None) -> forms.Form:
        """Return the form."""
        raise NotImplementedError

    def save(self, form: forms.Form) -> None:
        """Call the service."""
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do it, or show the form again with what is wrong."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            self.save(form)
        except ValidationError as error:
            for field, errors in by_field(error).items():
                form.add_error(field if field in form.fields else None, errors)
            return self.show(form, status=422)
        messages.success(request, _("Saved: %(record)s") % {"record": self.proposal})
        return redirect(reverse("proposal", args=[self.proposal.pk]))

    def show(self, form: forms.Form, status: int = 200) -> HttpResponse:
        """Render the form."""
        back = reverse("proposal", args=[self.proposal.pk])
        context: dict[str, Any] = {"form": form, "title": self.title, "lead": self.lead}
        context |= {"back": back, "subject": self.proposal}
        return render(self.request, "decisions/form.html", context, status=status)


class ProposalPartPage(DoPage):
    """One of the things in `proposal_parts`."""

    part: ProposalPart

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the proposal and what is to be done; refuse who may not."""
        self.actor = reader_of(request)
        rows = Proposal.objects.visible_to(self.actor).select_related("body", "plan")
        self.proposal = visible_or_404(rows, kwargs.pop("pk"))
        part = PARTS.get(kwargs.pop("part"))
        if part is None:
            raise Http404
        require(part.may(self.actor, self.proposal))
        self.part, self.title, self.lead = part, part.title, part.lead
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None) -> forms.Form:
        """Return the form of this part."""
        return self.part.form(self.actor, self.proposal, data)

    def save(self, form: forms.Form) -> None:
        """Call the service of this part."""
        self.part.save(actor=self.actor, proposal=self.proposal, **form.cleaned_data)


class AnswerPage(DoPage):
    """Answer an objection."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the objection; refuse who may not answer it."""
        self.actor = reader_of(request)
        rows = Objection.objects.visible_to(self.actor).select_related("proposal__body", "role")
        self.objection: Objection = visible_or_404(rows, kwargs.pop("pk"))
        self.proposal = self.objection.proposal
        require(may_answer(self.actor, self.objection))
        self.title, self.lead = _("Answer the objection"), self.objection.reason
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None) -> forms.Form:
        """Return the form with what was answered until now."""
        names = ("answer", "settled_on")
        return AnswerForm(data, initial={name: getattr(self.objection, name) for name in names})

    def save(self, form: forms.Form) -> None:
        """Store the answer."""
        answer_objection(actor=self.actor, objection=self.objection, **form.cleaned_data)
