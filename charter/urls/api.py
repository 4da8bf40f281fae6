"""What machines read, outside every language: the language is asked for."""

from django.urls import path

from charter.api.site import api
from charter.views import api as views

operations = [one for one in api.urls[0] if getattr(one, "name", "") != "api-root"]
urlpatterns = [
    path("", views.start, name="api"),
    path("docs", views.docs, name="api_docs"),
    path("openapi.json", views.openapi, name="api_openapi"),
    *operations,
]
