"""The addresses of funding. Those of registers stand before those of the kit, and win."""

from django.urls import path

from koersvast.funding import source_page, views

urlpatterns = [
    path("money/works/<int:pk>/rows/", views.rows, name="work-money-rows"),
    path("money/sources/<int:pk>/", source_page.source_page, name="funding-source"),
    path("money/works/<int:pk>/amounts/", views.AmountsPage.as_view(), name="work-amounts"),
    path(
        "registers/allocations/new/",
        views.AllocatePage.as_view(),
        {"register": "allocations"},
        name="allocate",
    ),
    path(
        "registers/allocations/<int:pk>/edit/",
        views.ChangeAllocationPage.as_view(),
        {"register": "allocations"},
        name="allocation-edit",
    ),
    path(
        "registers/funding-sources/new/",
        views.AddSourcePage.as_view(),
        {"register": "funding-sources"},
        name="funding-source-new",
    ),
    path(
        "registers/funding-sources/<int:pk>/edit/",
        views.ChangeSourcePage.as_view(),
        {"register": "funding-sources"},
        name="funding-source-edit",
    ),
]
