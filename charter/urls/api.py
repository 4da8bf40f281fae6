"""Addresses for programs. They have no language; the language is a parameter."""

from django.urls import path

from charter.api.site import api
from charter.views.papers import api_reference

operations = [operation for operation in api.urls[0] if getattr(operation, "name", "") != "api-root"]
urlpatterns = [
    path("", api_reference.start, name="api"),
    path("docs", api_reference.docs, name="api_docs"),
    path("openapi.json", api_reference.openapi, name="api_openapi"),
    *operations,
]
