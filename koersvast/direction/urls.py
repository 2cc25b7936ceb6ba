"""The addresses of direction."""

from django.urls import path

from koersvast.direction import views

urlpatterns = [path("", views.direction, name="direction")]
