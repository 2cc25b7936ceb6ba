"""The addresses of funding. Those of registers stand before those of the kit, and win."""

from django.urls import path

from koersvast.funding import views

urlpatterns = [
    path("money/works/<int:pk>/rows/", views.rows, name="work-money-rows"),
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
        "registers/cost-items/<int:pk>/edit/",
        views.ChangeCostItemPage.as_view(),
        {"register": "cost-items"},
        name="cost-item-edit",
    ),
]
