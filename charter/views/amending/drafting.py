"""Working on a draft together: notes among colleagues, and the draft as a file for those without an account."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import Crumb, breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.amending import drafting as drafting_actions
from charter.exports import drafts
from charter.forms.amending.drafting import NoteForm
from charter.models import Amendment
from charter.queries.amending import amendments, drafting
from charter.views.own_organisations import chosen, organisations_of, own
from charter.views.typed_text import keeps_text
from charter.wording.charter_text import interface_language

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _crumbs(amendment: Amendment) -> list[Crumb]:
    city, title = amendment.organisation, amendment.text.title if amendment.text else None
    return breadcrumbs(
        (str(city), f"{reverse('city')}?as={city.slug}"),
        (title.text if title else _("Draft"), _back(amendment)),
        here=_("Notes"),
    )


@keeps_text
@require_http_methods(["GET", "POST"])
@answers_refusals
def notes(request: HttpRequest, key: str) -> HttpResponse:
    """The notes of colleagues about a draft, and a field for a new one."""
    typed = request.POST.get("text", "").strip()
    if not request.user.is_authenticated and not typed:
        return redirect_to_login(request.get_full_path())
    if request.must_not_act:  # type: ignore[attr-defined]
        context = {"form": NoteForm(request.POST), "signed_out": not request.user.is_authenticated, "again": True}
        return render(request, "charter/amending/proposing/notes.html", context, status=403)
    amendment = own(request, key)
    require(rules.may_note(signed_in(request), amendment))
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person, address = signed_in(request), f"{reverse('draft_notes', args=[key])}#notes"
        text = form.cleaned_data["text"]
        answer = run_form_action(
            request, form, lambda: drafting_actions.add_note(amendment=amendment, by=person, text=text), address
        )
        if answer is not None:
            return answer
    context = {
        "amendment": amendment,
        "crumbs": _crumbs(amendment),
        "notes": drafting.draft_notes(amendment),
        "form": form,
        "back": _back(amendment),
    }
    return render(request, "charter/amending/proposing/notes.html", context, status=422 if form.errors else 200)


@keeps_text
@require_http_methods(["GET", "POST"])
@answers_refusals
def private_notes(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """The notes of a team about an amendment, also one of another member, and a field for a new one."""
    typed = request.POST.get("text", "").strip()
    if not request.user.is_authenticated and not typed:
        return redirect_to_login(request.get_full_path())
    if request.must_not_act:  # type: ignore[attr-defined]
        context = {"form": NoteForm(request.POST), "signed_out": not request.user.is_authenticated, "again": True}
        return render(request, "charter/amending/amendments/notes.html", context, status=403)
    person = signed_in(request)
    amendment = amendments.find_unnamed_amendment(person, number, round_number)
    mine = organisations_of(person)
    if amendment is None or not mine:
        raise Http404(_("The amendment does not exist."))
    organisation = chosen(request, mine)
    if organisation is None:
        return render(request, "charter/city/choose.html", {"organisations": mine})
    require(rules.may_note_amendment(person, amendment, organisation))
    form = NoteForm(request.POST if request.method == "POST" else None)
    back = reverse("amendment", args=[round_number, number])
    if request.method == "POST" and form.is_valid():
        there = f"{reverse('amendment_notes', args=[round_number, number])}?as={organisation.slug}#notes"
        action = partial(
            drafting_actions.add_note,
            amendment=amendment,
            by=person,
            text=form.cleaned_data["text"],
            organisation=organisation,
        )
        answer = run_form_action(request, form, action, there)
        if answer is not None:
            return answer
    context = {
        "amendment": amendment,
        "organisation": organisation,
        "crumbs": breadcrumbs(
            (_("Amendments"), reverse("amendments")), (f"{round_number}/{number}", back), here=_("Private notes")
        ),
        "notes": drafting.notes_of(amendment, organisation),
        "form": form,
        "back": back,
    }
    return render(request, "charter/amending/amendments/notes.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
@answers_refusals
def document(request: HttpRequest, key: str) -> HttpResponse:
    """The draft as a Word file with tracked changes."""
    amendment = own(request, key)
    text = amendment.text
    if text is None or not text.changes.all():
        raise Http404(_("The draft has no text yet."))
    language = interface_language()
    changes = amendments.shown_changes(text, amendments.working_labels(amendment.round, language), language)
    answer = HttpResponse(drafts.write_draft_docx(amendment, text, changes, language), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="draft-{str(amendment.key)[:8]}.docx"'
    return answer


def _back(amendment: Amendment) -> str:
    if amendment.is_public:
        return reverse("amendment", args=[amendment.round.number, amendment.number])
    return reverse("draft_check", args=[amendment.key])
