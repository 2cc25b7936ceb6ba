"""The addresses of the risks of a work."""

from django.urls import path

from koersvast.work import risk_views

urlpatterns = [
    path("<int:pk>/risks/new/", risk_views.risk_add, name="work-risk-add"),
    path("<int:pk>/risks/link/", risk_views.risk_link, name="work-risk-link"),
    path("<int:pk>/risks/<int:risk>/unlink/", risk_views.risk_unlink, name="work-risk-unlink"),
]
