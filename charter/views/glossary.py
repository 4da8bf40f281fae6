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
from accounts.views.deeds import Deed, do
from accounts.views.posting import posted, uploaded
from charter import rules
from charter.actions import glossary as acts
from charter.forms.glossary import TableForm, TermForm
from charter.imports.glossary import as_csv
from charter.models import Charter
from charter.queries import charters, glossary, reading, terminology
from charter.queries.glossary import Entry
from charter.queries.tongues import tongue
from charter.views.frame import reader, words_language
from charter.views.publicly import publicly


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """Every concept with its word and meaning in the language of the page, and its words in the others."""
    charter = _charter()
    language, codes = charters.edition_in(words_language(request)), charters.languages()
    context = {
        "rows": [_row(one, language, codes) for one in glossary.entries(charter)],
        "tongue": tongue(language),
        "may": bool(_mine(reader(request))),
    }
    return render(request, "charter/glossary/index.html", context)


@publicly
def table(request: HttpRequest) -> HttpResponse:
    """All current terms in all languages, as CSV."""
    answer = HttpResponse(as_csv(glossary.entries(_charter())), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="glossary.csv"'
    return answer


@publicly
def concept(request: HttpRequest, slug: str) -> HttpResponse:
    """One concept in every language, its earlier words, and the provisions that use it."""
    charter = _charter()
    found = _entry(charter, slug)
    language, mine = charters.edition_in(words_language(request)), _mine(reader(request))
    term = found.terms.get(language)
    published = reading.versions(charter)
    context = {
        "entry": found,
        "title": _title(found, language),
        "tongue": tongue(language),
        "rows": [
            {"tongue": tongue(code), "term": found.terms.get(code), "may": code in mine}
            for code in charters.languages()
        ],
        "earlier": [{"tongue": tongue(one.language), "term": one} for one in found.earlier],
        "version": published[0] if published else None,
        "uses": glossary.uses(published[0], term) if published and term else [],
        "otherwise": _otherwise(charter, found, language) if language in mine else [],
        "talk": terminology.talk(charter, found),
        "crumbs": _crumbs(_title(found, language)),
    }
    return render(request, "charter/glossary/concept.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def new(request: HttpRequest) -> HttpResponse:
    """A new concept, begun in one language."""
    mine = _must_keep(signed_in(request))
    form = TermForm(posted(request), languages=mine)
    if request.method == "POST" and form.is_valid():
        deed = partial(acts.put, charter=_charter(), new=form.term(), by=signed_in(request))
        answer = do(request, form, deed, _address, _("Added. It stands in the record."))
        if answer is not None:
            return answer
    return _page(request, form, _("A new term"))


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def change(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The term of one language: changed, or taken out."""
    charter, person = _charter(), signed_in(request)
    require(rules.may_keep_terms(person, code))
    found = _entry(charter, slug)
    if code not in charters.languages():
        raise Http404
    current, there = found.terms.get(code), reverse("glossary_concept", args=[slug])
    form = TermForm(posted(request), languages=[code], term=current)
    answer = None
    if request.POST.get("act") == "out" and current is not None:
        deed: Deed = partial(acts.take_out, term=current, by=person)
        answer = do(request, form, deed, there, _("Taken out. Its history stays."))
    elif request.method == "POST" and form.is_valid():
        deed = partial(acts.put, charter=charter, new=form.term(slug), by=person)
        answer = do(request, form, deed, there, _("Changed. The provisions that use it are listed below."))
    if answer is not None:
        return answer
    title = _("%(term)s in %(language)s") % {"term": _title(found, code), "language": tongue(code).name}
    return _page(request, form, title, term=current, back=there)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def take_in(request: HttpRequest) -> HttpResponse:
    """A table of terms: all of them, or none where one cannot be taken."""
    _must_keep(signed_in(request))
    form = TableForm(posted(request), uploaded(request))
    if request.method == "POST" and form.is_valid():
        deed = partial(acts.put_all, charter=_charter(), rows=form.cleaned_data["file"], by=signed_in(request))
        answer = do(request, form, deed, reverse("glossary"), _("Taken in. Every change stands in the record."))
        if answer is not None:
            return answer
    context = {"form": form, "crumbs": _crumbs(_("Take in a table"))}
    return render(request, "charter/glossary/import.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, form: TermForm, title: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "crumbs": _crumbs(title), "back": reverse("glossary"), **more}
    return render(request, "charter/glossary/term.html", context, status=422 if form.errors else 200)


def _charter() -> Charter:
    charter = charters.current()
    if charter is None:
        raise Http404(_("There is no charter here yet."))
    return charter


def _entry(charter: Charter, slug: str) -> Entry:
    found = glossary.entry(charter, slug)
    if found is None:
        raise Http404(_("The glossary has no such concept."))
    return found


def _mine(person: Person | None) -> list[str]:
    """The languages whose terms this person keeps."""
    if person is None:
        return []
    return [code for code in charters.languages() if rules.may_keep_terms(person, code) is True]


def _must_keep(person: Person) -> list[str]:
    mine = _mine(person)
    require(bool(mine) or Refusal(_("Moderators and language editors change the glossary."), hidden=True))
    return mine


def _title(entry: Entry, language: str) -> str:
    term = entry.terms.get(language) or next(iter(entry.terms.values()), None) or next(iter(entry.earlier), None)
    return term.word if term else entry.concept.slug


def _row(entry: Entry, language: str, codes: tuple[str, ...]) -> dict[str, Any]:
    others = [code for code in codes if code in entry.terms and code != language]
    return {
        "slug": entry.concept.slug,
        "term": entry.terms.get(language),
        "others": [{"tongue": tongue(code), "term": entry.terms[code]} for code in others],
    }


def _otherwise(charter: Charter, entry: Entry, language: str) -> list[glossary.Use]:
    """Provisions of the working text that still say it in an earlier or a forbidden word."""
    term = entry.terms.get(language)
    now = {spelling.casefold() for spelling in term.spellings} if term else set()
    old = [spelling for one in entry.earlier if one.language == language for spelling in one.spellings]
    wanted = [word for word in [*old, *(term.forbidden if term else [])] if word.casefold() not in now]
    return glossary.working_uses(charter, language, wanted)


def _crumbs(here: str) -> list[dict[str, str]]:
    return [{"word": _("Glossary"), "url": reverse("glossary")}, {"word": here, "url": ""}]


def _address(term: Any) -> str:
    return reverse("glossary_concept", args=[term.concept.slug])
