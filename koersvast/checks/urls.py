"""The addresses of plan check."""

from django.urls import path

from koersvast.checks import views

urlpatterns = [
    path("checks/", views.findings, name="checks"),
    path("checks/rules/", views.rules, name="check-rules"),
    path("checks/export/<slug:kind>/", views.findings_export, name="checks-export"),
    path("checks/<int:pk>/accept/<slug:token>/", views.accept, name="check-accept"),
    path("checks/accepted/<int:pk>/withdraw/", views.withdraw, name="check-withdraw"),
]
