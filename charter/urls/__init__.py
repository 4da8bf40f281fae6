"""Addresses of the charter, below the language: a file a room."""

from . import city, comments, desk, languages, reading

urlpatterns = [
    *reading.urlpatterns,
    *city.urlpatterns,
    *desk.urlpatterns,
    *languages.urlpatterns,
    *comments.urlpatterns,
]
