"""What pages of the site need beside themselves: the calendar for programs, and pictures."""

from django.urls import path

from cms import views

urlpatterns = [
    path("feeds/<slug:code>/calendar.ics", views.calendar, name="calendar_file"),
    path("feeds/me/<str:key>.ics", views.own_calendar, name="own_calendar_file"),
    path("media/images/<str:name>", views.picture, name="picture"),
]
