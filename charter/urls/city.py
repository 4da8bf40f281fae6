"""A member's own room: drafts, what waits, positions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
