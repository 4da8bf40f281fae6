"""What the public reads."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
