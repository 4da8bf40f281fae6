"""A member's own room: drafts, what waits, positions."""

from django.urls import path

from charter.views import (
    advice,
    amendment_acts,
    checking,
    city,
    city_letters,
    drafting,
    own_positions,
    positions,
    proposing,
    questions,
    replies,
    section_staff,
    translations,
)

urlpatterns = [
    path("provisions/<slug:short>/propose/", proposing.propose, name="propose"),
    path("section/", section_staff.show, name="section"),
    path("city/", city.room, name="city"),
    path("city/positions/", own_positions.index, name="city_positions"),
    path("city/questions/<int:pk>/", questions.question, name="language_question"),
    path("city/letter/<int:number>/<slug:slug>/", city_letters.show, name="city_letter"),
    path("city/letter/<int:number>/<slug:slug>.pdf", city_letters.pdf, name="city_letter_pdf"),
    path("city/drafts/<uuid:key>/", proposing.draft, name="draft"),
    path("city/drafts/<uuid:key>/check/", checking.check, name="draft_check"),
    path("city/drafts/<uuid:key>/notes/", drafting.notes, name="draft_notes"),
    path("city/drafts/<uuid:key>/draft.docx", drafting.document, name="draft_document"),
    path("city/amendments/<uuid:key>/edit/", proposing.rewrite, name="amendment_edit"),
    path("city/amendments/<uuid:key>/send-back/", amendment_acts.send_back, name="amendment_send_back"),
    path("city/amendments/<uuid:key>/<slug:act>/", amendment_acts.act, name="amendment_act"),
    path(
        "amendments/<int:round_number>/<int:number>/in/<slug:code>/", translations.write, name="amendment_translation"
    ),
    path("amendments/<int:round_number>/<int:number>/position/", positions.position, name="position"),
    path("amendments/<int:round_number>/<int:number>/suggest/", advice.suggest, name="suggest"),
    path("city/suggested/", advice.answer, name="suggested_answer"),
    path("amendments/<int:round_number>/<int:number>/reply/", replies.reply, name="decision_reply"),
    path("amendments/<int:round_number>/<int:number>/<slug:act>/", positions.together, name="amendment_together"),
]
