"""The glossary: what words are agreed to mean, in each language, and where the charter uses them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from accounts.rules import Refusal, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import Crumb, breadcrumbs
from accounts.views.form_actions import FormAction, run_form_action
from accounts.views.posting import posted, uploaded
from charter import rules
from charter.actions.languages import glossary as glossary_actions
from charter.forms.languages.glossary import TableForm, TermForm
from charter.importing.glossary import as_csv
from charter.models import Charter
from charter.queries.languages import glossary, glossary_mentions
from charter.queries.languages.glossary import GlossaryEntry
from charter.queries.languages.names import language_of
from charter.queries.reading import articles, charters
from charter.views.public_pages import publicly
from charter.views.text_frame import before_charter, reader, words_language


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """Every concept with its word and meaning in the language of the page, and its words in the others."""
    charter = charters.current_charter()
    if charter is None:
        return before_charter(request, _("Glossary"))
    language, codes = charters.edition_in(words_language(request)), charters.charter_languages()
    context = {
        "rows": [_row(glossary_entry, language, codes) for glossary_entry in glossary.glossary_entries(charter)],
        "language": language_of(language),
        "may": bool(_mine(reader(request))),
    }
    return render(request, "charter/languages/glossary/index.html", context)


@publicly
def table(request: HttpRequest) -> HttpResponse:
    """All current terms in all languages, as CSV."""
    answer = HttpResponse(as_csv(glossary.glossary_entries(_charter())), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="glossary.csv"'
    return answer


@publicly
def concept(request: HttpRequest, slug: str) -> HttpResponse:
    """One concept in every language, its earlier words, and the provisions that use it."""
    charter = _charter()
    glossary_entry = _entry(charter, slug)
    language, mine = charters.edition_in(words_language(request)), _mine(reader(request))
    term = glossary_entry.terms.get(language)
    published = articles.published_versions(charter)
    context = {
        "entry": glossary_entry,
        "title": _title(glossary_entry, language),
        "language": language_of(language),
        "rows": [
            {"language": language_of(code), "term": glossary_entry.terms.get(code), "may": code in mine}
            for code in charters.charter_languages()
        ],
        "earlier": [
            {"language": language_of(earlier_term.language), "term": earlier_term}
            for earlier_term in glossary_entry.earlier
        ],
        "version": published[0] if published else None,
        "uses": glossary.uses_of_term(published[0], term) if published and term else [],
        "otherwise": _otherwise(charter, glossary_entry, language) if language in mine else [],
        "talk": glossary_mentions.mentions_of_concept(charter, glossary_entry),
        "crumbs": _crumbs(_title(glossary_entry, language)),
    }
    return render(request, "charter/languages/glossary/concept.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def new(request: HttpRequest) -> HttpResponse:
    """A new concept, begun in one language."""
    mine = _require_editor(signed_in(request))
    form = TermForm(posted(request), languages=mine)
    if request.method == "POST" and form.is_valid():
        action = partial(glossary_actions.save_term, charter=_charter(), new=form.term(), by=signed_in(request))
        answer = run_form_action(
            request, form, action, _address, _("The addition was saved. The audit log contains an entry.")
        )
        if answer is not None:
            return answer
    return _page(request, form, _("A new term"))


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The term of one language: changed, or deleted."""
    charter, person = _charter(), signed_in(request)
    require(rules.may_keep_terms(person, code))
    glossary_entry = _entry(charter, slug)
    if code not in charters.charter_languages():
        raise Http404
    current, address = glossary_entry.terms.get(code), reverse("glossary_concept", args=[slug])
    form = TermForm(posted(request), languages=[code], term=current)
    answer = None
    if request.POST.get("act") == "out" and current is not None:
        action: FormAction = partial(glossary_actions.remove_term, term=current, by=person)
        answer = run_form_action(request, form, action, address, _("The term was deleted. Its history is kept."))
    elif request.method == "POST" and form.is_valid():
        action = partial(glossary_actions.save_term, charter=charter, new=form.term(slug), by=person)
        answer = run_form_action(
            request,
            form,
            action,
            address,
            _("The term was changed. The provisions that use the term are listed below."),
        )
    if answer is not None:
        return answer
    title = _("%(term)s in %(language)s") % {
        "term": _title(glossary_entry, code),
        "language": language_of(code).in_words,
    }
    return _page(request, form, title, term=current, back=address)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def take_in(request: HttpRequest) -> HttpResponse:
    """A table of terms: all of them, or none where one cannot be taken."""
    _require_editor(signed_in(request))
    form = TableForm(posted(request), uploaded(request))
    if request.method == "POST" and form.is_valid():
        action = partial(
            glossary_actions.store_terms, charter=_charter(), rows=form.cleaned_data["file"], by=signed_in(request)
        )
        answer = run_form_action(
            request, form, action, reverse("glossary"), _("Imported. The audit log contains each change.")
        )
        if answer is not None:
            return answer
    context = {"form": form, "crumbs": _crumbs(_("Import a table"))}
    return render(request, "charter/languages/glossary/import.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, form: TermForm, title: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "crumbs": _crumbs(title), "back": reverse("glossary"), **more}
    return render(request, "charter/languages/glossary/term.html", context, status=422 if form.errors else 200)


def _charter() -> Charter:
    charter = charters.current_charter()
    if charter is None:
        raise Http404(_("No charter has been imported yet."))
    return charter


def _entry(charter: Charter, slug: str) -> GlossaryEntry:
    glossary_entry = glossary.glossary_entry(charter, slug)
    if glossary_entry is None:
        raise Http404(_("The glossary does not contain this concept."))
    return glossary_entry


def _mine(person: Person | None) -> list[str]:
    """The languages whose terms this person keeps."""
    if person is None:
        return []
    return [code for code in charters.charter_languages() if rules.may_keep_terms(person, code) is True]


def _require_editor(person: Person) -> list[str]:
    mine = _mine(person)
    require(bool(mine) or Refusal(_("Only moderators and language editors can change the glossary."), hidden=True))
    return mine


def _title(entry: GlossaryEntry, language: str) -> str:
    term = entry.terms.get(language) or next(iter(entry.terms.values()), None) or next(iter(entry.earlier), None)
    return term.word if term else entry.concept.slug


def _row(entry: GlossaryEntry, language: str, codes: tuple[str, ...]) -> dict[str, Any]:
    others = [code for code in codes if code in entry.terms and code != language]
    return {
        "slug": entry.concept.slug,
        "term": entry.terms.get(language),
        "others": [{"language": language_of(code), "term": entry.terms[code]} for code in others],
    }


def _otherwise(charter: Charter, entry: GlossaryEntry, language: str) -> list[glossary.Use]:
    """Provisions of the working text that still contain an earlier or a forbidden form."""
    term = entry.terms.get(language)
    now = {spelling.casefold() for spelling in term.spellings} if term else set()
    old = [
        spelling
        for earlier_term in entry.earlier
        if earlier_term.language == language
        for spelling in earlier_term.spellings
    ]
    words = [word for word in [*old, *(term.forbidden if term else [])] if word.casefold() not in now]
    return glossary.working_uses(charter, language, words)


def _crumbs(title: str) -> list[Crumb]:
    return breadcrumbs((_("Glossary"), reverse("glossary")), here=title)


def _address(term: Any) -> str:
    return reverse("glossary_concept", args=[term.concept.slug])
