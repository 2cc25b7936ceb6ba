"""The addresses of every register."""

from django.urls import path

from koersvast.core.kit import deleting, imports, views

urlpatterns = [
    path("<slug:register>/", views.ListPage.as_view(), name="register-list"),
    path("<slug:register>/new/", views.AddPage.as_view(), name="register-add"),
    path("<slug:register>/export/<slug:kind>/", views.ExportPage.as_view(), name="register-export"),
    path("<slug:register>/import/", imports.ImportPage.as_view(), name="register-import"),
    path("<slug:register>/deleted/", deleting.DeletedPage.as_view(), name="register-deleted"),
    path("<slug:register>/<int:pk>/", views.DetailPage.as_view(), name="register-detail"),
    path("<slug:register>/<int:pk>/edit/", views.ChangePage.as_view(), name="register-edit"),
    path("<slug:register>/<int:pk>/delete/", deleting.DeletePage.as_view(), name="register-delete"),
    path("<slug:register>/<int:pk>/history/", views.HistoryPage.as_view(), name="register-history"),
]
