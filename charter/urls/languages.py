"""The ledger of languages and the work of alignment."""

from django.urls import path

from charter.views import alignments, ledger, phrases

urlpatterns = [
    path("reasons/<slug:code>/", phrases.reasons, name="reasons"),
    path("languages/", ledger.languages, name="languages"),
    path("languages/<slug:code>/<slug:short>/", alignments.alignment, name="alignment"),
]
