"""What a second look may be worth between two languages, at the work on a provision and for a whole language."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules, texts
from charter.actions import findings as acts
from charter.forms.alignments import AcceptForm
from charter.imports import findings, reports
from charter.imports.findings import Found, Side
from charter.imports.printing import said_in_words
from charter.models import Acceptance, Provision, Standing, Wording
from charter.queries import charters, styles
from charter.queries.glossary import Words
from charter.queries.ledger import Line
from charter.queries.tongues import tongue


@login_required
@require_safe
@answers_refusals
def of_language(request: HttpRequest, code: str) -> HttpResponse:
    """Every finding of a language beside the first one, open ones first; each leads to its provision."""
    person = signed_in(request)
    require(rules.may_see_languages(person))
    charter = charters.current()
    if charter is None or code not in charters.languages():
        raise Http404
    lines = reports.of_language(charter, code)
    shorts = dict(Provision.objects.filter(charter=charter).values_list("key", "short"))
    by_key = {str(key): short for key, short in shorts.items()}
    works = bool(rules.may_work_on_language(person, code))
    rows = [{**_row(one.found), "url": _place(by_key.get(one.key, ""), code) if works else ""} for one in lines]
    context = {
        "tongue": tongue(code),
        "first": tongue(charters.first_language()),
        "is_first": code == charters.first_language(),
        "open": [row for row in rows if not row["accepted"]],
        "accepted": [row for row in rows if row["accepted"]],
        "crumbs": [{"word": _("Languages"), "url": reverse("languages")}, {"word": tongue(code).name, "url": ""}],
    }
    return render(request, "charter/languages/findings.html", context)


def at_work(line: Line, words: dict[str, Words], cite: str) -> list[Found]:
    """The findings of the words being written, or of those that stand, beside the language they follow."""
    source = line.source or _counterpart(line)
    html = line.alignment.html if line.alignment else (line.wording.html if line.wording else "")
    if source is None or not html:
        return []
    rows = Acceptance.objects.filter(provision=line.provision, language=line.language)
    there = Side(source.language, source.text, source.html, words.get(source.language, Words(())))
    style = styles.note(line.provision.charter, line.language)
    terms = words.get(line.language, Words(()))
    here = Side(line.language, texts.plain(html), html, terms, style.paired if style else "")
    return list(findings.of_words(there, here, cite, dict(rows.values_list("identity", "word"))))


def shown(found: list[Found]) -> dict[str, Any]:
    """Open findings with a form each, and those that were accepted."""
    return {
        "open": [
            {**_row(one), "form": AcceptForm(prefix=one.identity[:8], initial=_initial(one))}
            for one in found
            if not one.accepted
        ],
        "accepted": [_row(one) for one in found if one.accepted],
        "any": bool(found),
    }


def accept(request: HttpRequest, line: Line, found: list[Found]) -> HttpResponse | None:
    """Accepts the finding that was answered; None where the word is missing or the words changed meanwhile."""
    prefix = request.POST.get("finding", "")
    form = AcceptForm(request.POST, prefix=prefix)
    one = next((one for one in found if form.is_valid() and one.identity == form.cleaned_data["identity"]), None)
    if one is None:
        return None
    deed = partial(
        acts.accept,
        provision=line.provision,
        language=line.language,
        kind=one.finding.kind,
        identity=one.identity,
        word=form.cleaned_data["word"],
        by=signed_in(request),
    )
    there = reverse("alignment", args=[line.language, line.provision.short])
    return do(request, form, deed, there, _("Accepted with your word, until the words change."))


def _counterpart(line: Line) -> Wording | None:
    """The words of the first language, which one that is in step is compared with."""
    first = charters.first_language()
    if line.language == first:
        return None
    row = Standing.objects.filter(provision=line.provision, language=first).select_related("wording").first()
    return row.wording if row else None


def _row(one: Found) -> dict[str, Any]:
    return {"cite": one.finding.citation, "says": said_in_words(one.finding), "accepted": one.accepted}


def _initial(one: Found) -> dict[str, str]:
    return {"identity": one.identity}


def _place(short: str, code: str) -> str:
    return reverse("alignment", args=[code, short]) if short else ""
