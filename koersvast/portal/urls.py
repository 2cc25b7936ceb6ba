"""The addresses of the portal."""

from django.urls import path

from koersvast.portal import search_views, thread_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("export/<slug:kind>/", views.home_export, name="home-export"),
    path("thread/", thread_views.thread, name="thread"),
    path("thread/goal/<int:pk>/", thread_views.thread_goal, name="thread-goal"),
    path("thread/cost/<int:pk>/", thread_views.thread_cost, name="thread-cost"),
    path("search/", search_views.search_page, name="search"),
    path("help/", views.help_page, name="help"),
    path("health/", views.health, name="health"),
]
