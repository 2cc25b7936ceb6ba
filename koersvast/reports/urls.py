"""The addresses of reports."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from koersvast.reports import report_views, views
from koersvast.reports.models import File


class FormatConverter:
    """The files there are."""

    regex = "|".join(File.Format.values)

    def to_python(self, value: str) -> str:
        """Return the format."""
        return value

    def to_url(self, value: str) -> str:
        """Return the format."""
        return value


register_converter(FormatConverter, "report_format")

urlpatterns: list[URLPattern] = [
    path("", views.reports_page, name="reports"),
    path("make/<slug:kind>/", views.MakePage.as_view(), name="report-make"),
    path("making/<int:pk>/", views.making_page, name="report-making"),
    path("making/<int:pk>/again/", views.make_again, name="report-again"),
    path("<int:pk>/", report_views.report_page, name="report"),
    path("<int:pk>/words/", report_views.WordsPage.as_view(), name="report-words"),
    path("<int:pk>/renew/", report_views.renew, name="report-renew"),
    path("<int:pk>/final/", report_views.FinalPage.as_view(), name="report-finalise"),
    path("<int:pk>/correct/", report_views.CorrectPage.as_view(), name="report-correct"),
    path("<int:pk>/delete/", report_views.DeletePage.as_view(), name="report-delete"),
    path("<int:pk>/<int:number>/", report_views.report_page, name="report-version"),
    path("<int:pk>/<int:number>/files/", report_views.make_files, name="report-make-files"),
    path(
        "<int:pk>/<int:number>/document.<report_format:kind>",
        report_views.file_page,
        name="report-file",
    ),
    path(
        "<int:pk>/<int:number>/compare/<int:other>/",
        report_views.compare_page,
        name="report-compare",
    ),
]
