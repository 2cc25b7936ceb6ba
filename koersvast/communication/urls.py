"""The addresses of communication. Those of registers stand before those of the kit, and win."""

from django.urls import path

from koersvast.communication import feed_views, moment_views, views

REGISTER = {"register": "communication-moments"}

urlpatterns = [
    path("communication/", views.messages_page, name="communication"),
    path("communication/calendar/", views.calendar, name="communication-calendar"),
    path("communication/matrix/", views.matrix, name="communication-matrix"),
    path("communication/audiences/", views.audiences, name="communication-audiences"),
    path(
        "communication/moments/<int:pk>/done/",
        moment_views.moment_done,
        name="communication-done",
    ),
    path(
        "calendars/",
        feed_views.SubscriptionsPage.as_view(),
        name="calendar-feeds",
    ),
    path(
        "calendars/<int:pk>/renew/",
        feed_views.renew,
        name="calendar-feed-renew",
    ),
    path(
        "calendars/<int:pk>/withdraw/",
        feed_views.withdraw,
        name="calendar-feed-withdraw",
    ),
    path("feeds/<str:token>.ics", feed_views.feed, name="calendar-feed"),
    path(
        "registers/communication-moments/new/",
        moment_views.NewMomentPage.as_view(),
        REGISTER,
        name="communication-moment-new",
    ),
    path(
        "registers/communication-moments/<int:pk>/",
        moment_views.MomentPage.as_view(),
        REGISTER,
        name="communication-moment",
    ),
    path(
        "registers/communication-moments/<int:pk>/history/",
        moment_views.MomentHistoryPage.as_view(),
        REGISTER,
        name="communication-moment-history",
    ),
    path(
        "registers/communication-moments/<int:pk>/edit/",
        moment_views.ChangeMomentPage.as_view(),
        REGISTER,
        name="communication-moment-edit",
    ),
]
