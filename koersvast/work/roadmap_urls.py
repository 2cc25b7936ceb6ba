"""The address of the roadmap."""

from django.urls import path

from koersvast.work.roadmap_views import roadmap

urlpatterns = [path("", roadmap, name="roadmap")]
