"""The addresses of assignments and escalations, below those of work."""

from django.urls import path

from koersvast.work import assignment_views as assignments
from koersvast.work import escalation_views as escalations

urlpatterns = [
    path("<int:pk>/assignments/new/", assignments.assignment_new, name="assignment-new"),
    path("assignments/<int:pk>/", assignments.assignment_page, name="assignment-page"),
    path("assignments/<int:pk>/edit/", assignments.assignment_edit, name="assignment-edit"),
    path("assignments/<int:pk>/offer/", assignments.assignment_offer, name="assignment-offer"),
    path("assignments/<int:pk>/agree/", assignments.assignment_agree, name="assignment-agree"),
    path("assignments/<int:pk>/end/<slug:how>/", assignments.assignment_end, name="assignment-end"),
    path(
        "assignments/<int:pk>/decisions/",
        assignments.assignment_decisions,
        name="assignment-decisions",
    ),
    path("assignments/<int:pk>/escalate/", escalations.escalation_new, name="escalation-new"),
    path("escalations/<int:pk>/", escalations.escalation_page, name="escalation-page"),
    path("escalations/<int:pk>/edit/", escalations.escalation_edit, name="escalation-edit"),
    path("escalations/<int:pk>/answer/", escalations.escalation_answer, name="escalation-answer"),
    path("escalations/<int:pk>/close/", escalations.escalation_close, name="escalation-close"),
]
