"""The ledger of languages and the work of alignment."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
