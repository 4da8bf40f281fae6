"""The changes of a draft before it is sent, and of a sent amendment before it is confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.actions.tokens import new_token
from accounts.models import Person
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import Crumb, breadcrumbs
from charter import rules
from charter.actions.amending import amendments
from charter.models import Amendment
from charter.queries.amending import amendments as amendment_queries
from charter.queries.amending import drafting, on_behalf, similarity
from charter.queries.amending.member_tasks import people_who_may_bind
from charter.queries.amending.public_texts import TextCitations
from charter.queries.amending.resolutions import visible_resolution
from charter.queries.amending.shown_changes import changed_citations
from charter.states import AmendmentState
from charter.views.own_organisations import home_of, own, supporters
from charter.wording.charter_text import interface_language


@login_required
@require_GET
@answers_refusals
def check(request: HttpRequest, key: str) -> HttpResponse:
    """The tracked changes, the amending clause, similar amendments, the next steps, and the button."""
    amendment = own(request, key)
    if amendment.is_public:
        return redirect("amendment", amendment.round.number, amendment.number)
    faulty = amendment.state == AmendmentState.DRAFT and amendments.faults_of(amendment)
    if amendment.text is None or faulty:
        return redirect(f"{reverse('draft', args=[key])}?check=1")
    return render(request, "charter/amending/proposing/check.html", _context(request, amendment))


def view_of(request: HttpRequest, names: tuple[tuple[str, str], ...]) -> tuple[str, list[dict[str, Any]]]:
    """The requested view, the first one by default, and the links to all views."""
    requested = request.GET.get("view", "")
    now = requested if requested in dict(names) else names[0][0]
    bar = [{"word": word, "url": f"?view={name}", "current": name == now} for name, word in names]
    return now, bar


def among(person: Person, amendment: Amendment) -> dict[str, Any]:
    """The notes of colleagues about a draft, and the last of them; empty for a person who may not read them."""
    if rules.may_note(person, amendment) is not True:
        return {}
    notes = drafting.draft_notes(amendment)
    return {"may_note": True, "notes": notes, "notes_last": notes[-1] if notes else None}


def _crumbs(person: Person, amendment: Amendment) -> list[Crumb]:
    above = [(str(amendment.organisation), home_of(person, amendment))]
    if amendment.state == AmendmentState.DRAFT:
        above.append((_("Propose an amendment"), reverse("draft", args=[amendment.key])))
    return breadcrumbs(*above, here=_("Check and send"))


def _context(request: HttpRequest, amendment: Amendment) -> dict[str, Any]:
    person, text = signed_in(request), amendment.text
    assert text is not None
    language = interface_language()
    labels = amendment_queries.working_labels(amendment.round, language)
    changes = amendment_queries.shown_changes(text, labels, language)
    view, views = view_of(request, (("changes", _("Changes")), ("before", _("Before")), ("after", _("After"))))
    provisions = [row.change.provision for row in changes]
    return {
        "amendment": amendment,
        "text": text,
        "file_day": on_behalf.days_of_files([amendment]).get(amendment.pk),
        "changes": changes,
        "citation": changed_citations(changes),
        "view": view,
        "views": views,
        "similar": similarity.similar_amendments(
            provisions, amendment.round, TextCitations(amendment.round.charter, language), text
        ),
        "may_commit": rules.may_commit(person, amendment.organisation) is True,
        "may_support": supporters(request),
        "mine": [amendment.organisation_id],
        "crumbs": _crumbs(person, amendment),
        "home": home_of(person, amendment),
        "may_write": rules.may_write(person, amendment) is True,
        "may_copy": rules.may_copy(person, amendment) is True,
        "opens_file": rules.may_moderate(person) is True,
        "may_send": rules.may_send(person, amendment),
        "may_confirm": rules.may_confirm(person, amendment),
        "deciders": people_who_may_bind(amendment.organisation, timezone.now()),
        "sent": amendment.state != AmendmentState.DRAFT,
        "resolution": visible_resolution(person, amendment),
        "may_attach": rules.may_attach_resolution(person, amendment) is True,
        "token": new_token(),
        **among(person, amendment),
    }
