"""The addresses of the organisation."""

from django.urls import path

from koersvast.organisation import edits, views

urlpatterns = [
    path("", views.organisation, name="organisation"),
    path("changes/", views.changes, name="organisation-changes"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("units/<int:pk>/place/", edits.PlaceUnit.as_view(), name="unit-place"),
    path("units/<int:pk>/end/", edits.EndUnit.as_view(), name="unit-end"),
    path("placements/<int:pk>/remove/", edits.RemovePlacement.as_view(), name="placement-remove"),
    path("roles/<int:pk>/", views.role, name="role"),
    path("roles/<int:pk>/assign/", edits.AssignRole.as_view(), name="role-assign"),
    path("holdings/<int:pk>/end/", edits.EndHolding.as_view(), name="holding-end"),
    path("holdings/<int:pk>/remove/", edits.RemoveHolding.as_view(), name="holding-remove"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/access/", edits.SetAccess.as_view(), name="person-access"),
]
