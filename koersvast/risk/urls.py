"""The addresses of risks."""

from django.urls import path

from koersvast.risk import edit_views, views

urlpatterns = [
    path("risks/", views.risks, name="risks"),
    path("risks/export/<slug:kind>/", views.risks_export, name="risks-export"),
    path("risks/<int:pk>/", views.risk_page, name="risk-page"),
    path("risks/<int:pk>/score/", edit_views.ScorePage.as_view(), name="risk-score"),
    path("risks/<int:pk>/measure/", edit_views.MeasurePage.as_view(), name="risk-measure"),
    path("risks/<int:pk>/close/", edit_views.ClosePage.as_view(), name="risk-close"),
    path("risks/scores/<int:pk>/", edit_views.ChangeScorePage.as_view(), name="score-change"),
    path("risks/measures/<int:pk>/state/", edit_views.measure_state, name="measure-state"),
    path("preconditions/", views.preconditions, name="preconditions"),
    path("risk-scales/", views.scales, name="risk-scales"),
    path("risk-scales/example/", edit_views.example_scales, name="risk-scales-example"),
]
