"""The addresses of decisions. Those of registers stand before those of the kit, and win."""

from __future__ import annotations

from django.urls import URLPattern, path

from koersvast.decisions import proposal_views, views
from koersvast.decisions.advice_urls import urlpatterns as advice

PROPOSALS = {"register": "proposals"}

urlpatterns: list[URLPattern] = [
    *advice,
    path("decisions/", views.calendar_page, name="decision-calendar"),
    path("decisions/bodies/<int:pk>/", views.body_page, name="body"),
    path("decisions/proposals/<int:pk>/", views.proposal_page, name="proposal"),
    path(
        "decisions/proposals/<int:pk>/<slug:part>/",
        proposal_views.ProposalPartPage.as_view(),
        name="proposal-part",
    ),
    path(
        "decisions/objections/<int:pk>/answer/",
        proposal_views.AnswerPage.as_view(),
        name="objection-answer",
    ),
    path(
        "registers/proposals/new/",
        proposal_views.AddProposalPage.as_view(),
        PROPOSALS,
        name="proposal-add",
    ),
    path(
        "registers/proposals/<int:pk>/edit/",
        proposal_views.ChangeProposalPage.as_view(),
        PROPOSALS,
        name="proposal-edit",
    ),
    path(
        "registers/proposals/<int:pk>/history/",
        proposal_views.ProposalHistoryPage.as_view(),
        PROPOSALS,
        name="proposal-history",
    ),
]
