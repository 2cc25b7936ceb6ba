"""The addresses of work."""

from django.urls import include, path

from koersvast.work import assignment_urls, result_views, sprint_views, views

urlpatterns = [
    path("", include("koersvast.work.risk_urls")),
    *assignment_urls.urlpatterns,
    path("<int:pk>/", views.work_page, name="work-page"),
    path("<int:pk>/edit/<slug:part>/", views.work_part, name="work-part"),
    path("<int:pk>/export/<slug:kind>/", views.work_export, name="work-export"),
    path("<int:pk>/<slug:tab>/", views.work_page, name="work-tab"),
    path("sprints/<int:pk>/report/", sprint_views.sprint_report, name="sprint-report"),
    path("results/<int:pk>/", result_views.result_page, name="result-page"),
    path("results/<int:pk>/row/", result_views.result_row, name="result-row"),
    path("results/<int:pk>/<slug:part>/", result_views.result_part, name="result-part"),
    path("actions/<int:pk>/done/", result_views.action_done, name="action-done"),
]
