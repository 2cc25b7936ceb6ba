"""The addresses. Apps add theirs; the registers of the kit share one tree."""

from allauth.account import views as account
from django.urls import include, path
from django.views.i18n import set_language

from koersvast.core.accounts import change_password

urlpatterns = [
    path("", include("koersvast.portal.urls")),
    path("organisation/", include("koersvast.organisation.urls")),
    path("direction/", include("koersvast.direction.urls")),
    path("", include("koersvast.decisions.urls")),
    path("", include("koersvast.risk.urls")),
    path("roadmap/", include("koersvast.work.roadmap_urls")),
    path("work/", include("koersvast.work.urls")),
    path("", include("koersvast.funding.urls")),
    path("", include("koersvast.communication.urls")),
    path("", include("koersvast.checks.urls")),
    path("reports/", include("koersvast.reports.urls")),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/password/", change_password, name="account_change_password"),
    path("language/", set_language, name="set_language"),
    path("registers/", include("koersvast.core.kit.urls")),
]
