"""Addresses of the charter, below the language: a file a room."""

from . import city, desk, languages, reading, remarks

urlpatterns = [
    *reading.urlpatterns,
    *city.urlpatterns,
    *desk.urlpatterns,
    *languages.urlpatterns,
    *remarks.urlpatterns,
]
