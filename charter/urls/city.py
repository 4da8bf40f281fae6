"""A member's own room: drafts, what waits, positions."""

from django.urls import path

from charter.views.amending import (
    amendment_acts,
    draft_checks,
    drafting,
    own_positions,
    positions,
    proposing,
    resolutions,
    translations,
    typed_changes,
)
from charter.views.city import (
    city_letters,
    help_entries,
    own_frameworks,
    own_help_entries,
    own_initiatives,
    own_links,
    position_sheets,
    section_staff,
    suggested_positions,
    workspace,
)
from charter.views.comments import comment_tables
from charter.views.deciding import replies
from charter.views.languages import questions
from charter.views.papers import returned_papers, working_papers

urlpatterns = [
    path("provisions/<slug:short>/propose/", proposing.propose, name="propose"),
    path("provisions/<slug:short>/propose/changes/", typed_changes.track, name="propose_changes"),
    path("section/", section_staff.show, name="section"),
    path("city/", workspace.room, name="city"),
    path("city/positions/", own_positions.index, name="city_positions"),
    path("city/positions/<slug:slug>/", position_sheets.show, name="city_position_sheet"),
    path("city/positions/<slug:slug>.pdf", position_sheets.pdf, name="city_position_sheet_pdf"),
    path("city/frameworks/", own_frameworks.index, name="city_frameworks"),
    path("city/frameworks/new/<slug:slug>/", own_frameworks.new, name="city_framework_new"),
    path("city/frameworks/<int:pk>/", own_frameworks.change, name="city_framework"),
    path("city/frameworks/<int:pk>/delete/", own_frameworks.delete, name="city_framework_delete"),
    path("city/offers/", own_help_entries.index, name="city_help_entries"),
    path("city/offers/new/<slug:slug>/", own_help_entries.new, name="city_help_entry_new"),
    path("city/offers/<int:pk>/", own_help_entries.change, name="city_help_entry"),
    path("city/offers/<int:pk>/close/", own_help_entries.close, name="city_help_entry_close"),
    path("offers/<int:pk>/reply/", help_entries.reply, name="help_reply"),
    path("offers/<int:pk>/replies/<slug:slug>/", help_entries.replies, name="help_replies"),
    path("city/initiatives/", own_initiatives.index, name="city_initiatives"),
    path("city/initiatives/new/<slug:slug>/", own_initiatives.new, name="city_initiative_new"),
    path("city/initiatives/rule/<slug:slug>/", own_initiatives.set_rule, name="city_initiative_rule"),
    path("city/initiatives/<int:pk>/", own_initiatives.change, name="city_initiative"),
    path("city/initiatives/<int:pk>/send/", own_initiatives.send, name="city_initiative_send"),
    path("city/initiatives/<int:pk>/return/", own_initiatives.give_back, name="city_initiative_return"),
    path("city/initiatives/<int:pk>/delete/", own_initiatives.delete, name="city_initiative_delete"),
    path("city/links/<slug:slug>/", own_links.change, name="city_links"),
    path("city/comments/", comment_tables.index, name="city_comments"),
    path("city/papers/", working_papers.index, name="city_papers"),
    path("city/papers/<uuid:key>/", returned_papers.look, name="city_paper"),
    path("city/papers/<uuid:key>/file/", returned_papers.file, name="city_paper_file"),
    path("city/questions/<int:pk>/", questions.question, name="language_question"),
    path("city/letter/<int:number>/<slug:slug>/", city_letters.show, name="city_letter"),
    path("city/letter/<int:number>/<slug:slug>.pdf", city_letters.pdf, name="city_letter_pdf"),
    path("city/drafts/<uuid:key>/", proposing.draft, name="draft"),
    path("city/drafts/<uuid:key>/check/", draft_checks.check, name="draft_check"),
    path("city/drafts/<uuid:key>/notes/", drafting.notes, name="draft_notes"),
    path("city/drafts/<uuid:key>/draft.docx", drafting.document, name="draft_document"),
    path("city/amendments/<uuid:key>/edit/", proposing.rewrite, name="amendment_edit"),
    path("city/amendments/<uuid:key>/send-back/", amendment_acts.send_back, name="amendment_send_back"),
    path("city/amendments/<uuid:key>/resolution/", resolutions.change, name="amendment_resolution"),
    path("amendments/resolutions/<uuid:key>.pdf", resolutions.file, name="amendment_resolution_file"),
    path("city/amendments/<uuid:key>/<slug:act>/", amendment_acts.act, name="amendment_act"),
    path(
        "amendments/<int:round_number>/<int:number>/in/<slug:code>/", translations.write, name="amendment_translation"
    ),
    path("amendments/<int:round_number>/<int:number>/position/", positions.position, name="position"),
    path("amendments/<int:round_number>/<int:number>/suggest/", suggested_positions.suggest, name="suggest"),
    path("city/news/read/", workspace.mark_news_as_read, name="city_news_read"),
    path("city/suggested/", suggested_positions.answer, name="suggested_answer"),
    path("amendments/<int:round_number>/<int:number>/notes/", drafting.private_notes, name="amendment_notes"),
    path("amendments/<int:round_number>/<int:number>/reply/", replies.reply, name="decision_reply"),
    path("amendments/<int:round_number>/<int:number>/<slug:act>/", positions.together, name="amendment_together"),
]
