"""The addresses of advice and procedures."""

from __future__ import annotations

from django.urls import URLPattern, path

from koersvast.decisions import advice_views, procedure_views, step_views

urlpatterns: list[URLPattern] = [
    path("advice/ask/<int:proposal>/", advice_views.advice_ask, name="advice-ask"),
    path("advice/<int:pk>/", advice_views.advice_page, name="advice-page"),
    path("advice/<int:pk>/<slug:part>/", advice_views.advice_part, name="advice-part"),
    path("decisions/<int:pk>/told/", advice_views.decision_told, name="decision-told"),
    path("procedures/", procedure_views.procedures, name="procedures"),
    path("procedures/start/", procedure_views.procedure_start, name="procedure-start"),
    path("procedures/<int:pk>/", procedure_views.procedure_page, name="procedure-page"),
    path("procedures/<int:pk>/add/", step_views.step_add, name="step-add"),
    path("procedures/steps/<int:pk>/done/", step_views.step_done, name="step-done"),
    path("procedures/steps/<int:pk>/move/", step_views.step_move, name="step-move"),
    path("procedures/steps/<int:pk>/<slug:part>/", step_views.step_part, name="step-part"),
]
