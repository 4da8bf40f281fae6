"""The moderators' desk."""

from django.urls import path

from charter.views import (
    batches,
    compromises,
    corrigenda,
    decisions,
    desk,
    desk_provisions,
    desk_rounds,
    handling,
    importing,
    letters,
    merges,
    publishing,
    receipts,
)

urlpatterns = [
    path("desk/", desk.index, name="desk"),
    path("desk/provisions/<slug:short>/", desk_provisions.provision, name="desk_provision"),
    path("desk/provisions/<slug:short>/compromise/", compromises.put, name="desk_compromise"),
    path("desk/compromises/", compromises.index, name="desk_compromises"),
    path("desk/compromises/<int:pk>/", compromises.answers, name="desk_compromise_answers"),
    path("desk/amendments/<int:round>/<int:number>/", decisions.decide, name="desk_decide"),
    path("desk/amendments/<int:round>/<int:number>/handling/", handling.handle, name="desk_handling"),
    path("desk/together/decide/", batches.decide, name="desk_decide_together"),
    path("desk/together/assign/", batches.assign, name="desk_assign_together"),
    path("desk/together/<int:pk>/undo/", batches.undo, name="desk_undo"),
    path("desk/views/", handling.views, name="desk_views"),
    path("desk/release/<int:round>/", decisions.release, name="desk_release"),
    path("desk/merges/", merges.index, name="desk_merges"),
    path("desk/merges/<uuid:key>/", merges.show, name="desk_merge"),
    path("desk/letters/", letters.index, name="desk_letters"),
    path("desk/letters/<int:pk>/again/", letters.again, name="desk_letter_again"),
    path("desk/publish/", publishing.publish, name="desk_publish"),
    path("desk/exceptions/<slug:code>/<slug:short>/", publishing.exception, name="desk_exception"),
    path("desk/corrigenda/", corrigenda.index, name="desk_corrigenda"),
    path("desk/corrigenda/start/", corrigenda.start, name="desk_corrigendum_start"),
    path(
        "desk/corrigenda/<int:version>/<slug:code>/<slug:short>/",
        corrigenda.propose,
        name="desk_corrigendum",
    ),
    path("desk/import/", importing.send, name="desk_import"),
    path("desk/import/<uuid:key>/", importing.look, name="desk_import_look"),
    path("desk/on-behalf/", receipts.index, name="desk_on_behalf"),
    path("desk/on-behalf/<uuid:key>/file/", receipts.file, name="desk_receipt_file"),
    path("desk/rounds/", desk_rounds.index, name="desk_rounds"),
    path("city/compromises/<int:pk>/", compromises.answer, name="compromise_answer"),
    path("decisions/", decisions.table, name="decisions"),
]
