"""The ledger of languages and the work of alignment."""

from django.urls import path

from charter.views import alignments, ledger

urlpatterns = [
    path("languages/", ledger.languages, name="languages"),
    path("languages/<slug:code>/<slug:short>/", alignments.alignment, name="alignment"),
]
