"""The ledger of languages, the work of alignment, and the glossary."""

from django.urls import path

from charter.views.languages import (
    alignments,
    charter_languages,
    concordance,
    findings,
    glossary,
    ledger,
    style_notes,
    worksheets,
)
from charter.views.secretariat import standard_reasons

urlpatterns = [
    path("reasons/<slug:code>/", standard_reasons.reasons, name="reasons"),
    path("languages/", ledger.languages, name="languages"),
    path("languages/editions/", charter_languages.editions, name="editions"),
    path("languages/concordance/", concordance.search, name="concordance"),
    path("languages/<slug:code>/work/", worksheets.work, name="language_work"),
    path("languages/<slug:code>/work.<slug:ending>", worksheets.file, name="language_work_file"),
    path("languages/<slug:code>/findings/", findings.of_language, name="language_findings"),
    path("languages/<slug:code>/style/", style_notes.style, name="language_style"),
    path("languages/<slug:code>/<slug:short>/", alignments.alignment, name="alignment"),
    path("glossary/", glossary.index, name="glossary"),
    path("glossary/glossary.csv", glossary.table, name="glossary_table"),
    path("glossary/new/", glossary.new, name="glossary_new"),
    path("glossary/import/", glossary.take_in, name="glossary_import"),
    path("glossary/<slug:slug>/", glossary.concept, name="glossary_concept"),
    path("glossary/<slug:slug>/<slug:code>/", glossary.change, name="glossary_term"),
]
