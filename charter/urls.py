"""Addresses of the charter, below the language."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
