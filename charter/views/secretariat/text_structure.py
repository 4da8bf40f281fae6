"""The structure of the text: how its articles and points are numbered, and what its parts are called."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rules import may_keep_members, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.posting import posted
from charter.actions.secretariat import text_structure as actions
from charter.forms.secretariat.text_structure import TextStructureForm
from charter.models import Charter
from charter.queries.reading import charters
from charter.queries.versions.text_structure import preview_structure, published_languages
from charter.structure import TextStructure
from charter.views.desk_frame import the_charter
from charter.views.text_frame import spoken
from charter.wording.charter_text import interface_language
from charter.wording.text_structures import READY_STRUCTURES


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest) -> HttpResponse:
    """The form with a preview of the first provisions; a ready-made structure fills it and is not saved."""
    by = signed_in(request)
    require(may_keep_members(by))
    charter, languages = the_charter(), charters.charter_languages()
    published = published_languages(charter)
    ready = None if published else READY_STRUCTURES.get(request.GET.get("ready", ""))
    structure = ready.structure(languages) if ready else charter.text_structure
    form = TextStructureForm(posted(request), structure=structure, languages=languages, published=published)
    if form.is_valid():
        structure = form.chosen()
        if request.POST.get("act") != "preview":
            action = partial(actions.change_structure, charter=charter, structure=structure, by=by)
            sentence = _("Saved. The audit log contains an entry.")
            answer = run_form_action(request, form, action, reverse("desk_text_structure"), sentence)
            if answer is not None:
                return answer
    context = {
        "form": form,
        "is_published": bool(published),
        "ready": [] if published else _ready_links(ready),
        "parts": _preview(charter, structure),
        "crumbs": secretariat_breadcrumbs((_("Settings"), reverse("desk_settings")), here=_("Structure of the text")),
    }
    return render(request, "charter/secretariat/text_structure.html", context, status=422 if form.errors else 200)


def _ready_links(chosen: object) -> list[dict[str, Any]]:
    return [
        {
            "word": structure.title,
            "url": f"{reverse('desk_text_structure')}?ready={name}",
            "current": structure is chosen,
        }
        for name, structure in READY_STRUCTURES.items()
    ]


def _preview(charter: Charter, structure: TextStructure) -> list[dict[str, Any]]:
    """The first provisions as the structure labels them, in the language of the page."""
    language = charters.edition_in(interface_language())
    return [
        {
            "title": structure.name_of_part(part.kind, part.number),
            "lines": [
                {
                    "cite": line.label.citation,
                    "cite_now": line.citation_now,
                    "letter": line.label.printed,
                    "text": line.wording.text,
                    **spoken(line.wording.language),
                }
                for line in part.lines
            ],
        }
        for part in preview_structure(charter, structure, language)
    ]
