"""Texts from before this site, on the secretariat pages: import, check, correct, publish, delete."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.numbers import whole_number
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.posting import posted, uploaded
from charter import rules
from charter.actions.versions import earlier_texts as actions
from charter.actions.versions.earlier_texts import ReadFile
from charter.files.left_out import LeftOut
from charter.files.refusals import NO_TITLE, Unreadable
from charter.forms.acting import ActingForm
from charter.forms.versions.earlier_texts import EarlierTextForm, EarlierUploadForm, MatchForm, provision_choice
from charter.importing.drafts import Edition, ProvisionDraft
from charter.importing.earlier_texts import first_edition, left_out_of, matched_lines
from charter.importing.reading import read_upload
from charter.models import Charter, EarlierLine, EarlierText
from charter.queries.languages.names import language_of
from charter.queries.reading import earlier_texts
from charter.states import ProvisionKind
from charter.views.desk_frame import the_charter, views_of
from charter.wording.charter_text import charter_words
from charter.wording.earlier_texts import before_this_site, format_dated


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All earlier texts, and the form for a file; one that cannot be read is refused beside its field."""
    require(rules.may_moderate(signed_in(request)))
    charter = the_charter()
    form = EarlierUploadForm(posted(request), uploaded(request))
    if request.method == "POST" and form.is_valid():
        answer = _import(request, form, charter)
        if answer is not None:
            return answer
    context = {
        "views": views_of(request, "earlier_texts"),
        "crumbs": secretariat_breadcrumbs(here=_("Earlier texts")),
        "form": form,
        "sentence": before_this_site(),
        "rows": [_row(text) for text in earlier_texts.texts_of_charter(charter)],
    }
    return render(request, "charter/versions/earlier_texts/index.html", context, status=422 if form.errors else 200)


def _import(request: HttpRequest, form: EarlierUploadForm, charter: Charter) -> HttpResponse | None:
    """Stores the text of the file; None where it was refused, the reason in the form."""
    typed, details, file = form.cleaned_data, form.details(), form.cleaned_data["file"]
    try:
        reading = read_upload(
            file,
            file.name,
            language=typed["language"],
            title=details.title,
            tracked=typed["tracked"] or None,
        )
    except Unreadable as refused:
        form.add_error("tracked" if refused.offers else "file", str(refused))
        return None
    title = details.title or reading.edition.title[:300]
    if not title:
        form.add_error("title", str(NO_TITLE))
        return None
    base = first_edition(charter, typed["language"])
    read_file = ReadFile(
        file.name,
        hashlib.file_digest(file, "sha256").hexdigest(),
        [asdict(note) for note in left_out_of(reading)],
    )
    action = partial(
        actions.import_earlier_text,
        charter=charter,
        details=replace(details, title=title),
        language=typed["language"],
        lines=matched_lines(reading.edition, base),
        file=read_file,
        by=signed_in(request),
    )
    return run_form_action(request, form, action, lambda text: reverse("desk_earlier_text", args=[text.pk]))


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One text beside the first version: its details, its provisions, its publication, its end."""
    require(rules.may_moderate(signed_in(request)))
    charter = the_charter()
    text = earlier_texts.texts_of_charter(charter).filter(pk=pk).first()
    if text is None:
        raise Http404(_("There is no earlier text at this address."))
    act = request.POST.get("act", "")
    base = first_edition(charter, text.language)
    articles = earlier_texts.lines_by_article(text)
    open_article = whole_number(request.POST.get("article") or request.GET.get("article", ""))
    details = EarlierTextForm.of(text, posted(request) if act == "details" else None)
    match = _match_form(request, text, articles, base, open_article, is_sent=act == "match")
    button = ActingForm(request.POST if act in ("publish", "delete") else None)
    sent = {"details": details, "match": match, "publish": button, "delete": button}.get(act)
    if sent is not None and sent.is_valid():
        answer = _run(request, act, sent, text, open_article)
        if answer is not None:
            return answer
    context = {
        "views": views_of(request, "earlier_texts"),
        "crumbs": secretariat_breadcrumbs((_("Earlier texts"), reverse("desk_earlier_texts")), here=text.title),
        "text": text,
        "dated": format_dated(text.dated),
        "spoken": language_of(text.language),
        "base_language": language_of(base.lang) if base else None,
        "sentence": before_this_site(),
        "left_out": [LeftOut(**note) for note in text.left_out],
        "articles": list(_articles(articles, base, match, open_article)),
        "unmatched": sum(line.provision_id is None for lines in articles for line in lines),
        "details": details,
        "match": match,
        "button": button,
        "faulty": sent,
    }
    status = 422 if sent is not None and sent.errors else 200
    return render(request, "charter/versions/earlier_texts/show.html", context, status=status)


def _run(
    request: HttpRequest, act: str, form: forms.Form, text: EarlierText, open_article: int | None
) -> HttpResponse | None:
    here = reverse("desk_earlier_text", args=[text.pk])
    same: dict[str, Any] = {"earlier_text": text, "by": signed_in(request)}
    if isinstance(form, EarlierTextForm):
        same |= {"details": form.details(), "revision": form.cleaned_data["revision"]}
        changed = _("The change was saved. The audit log contains an entry.")
        return run_form_action(request, form, lambda: actions.change_earlier_text(**same), here, changed)
    if isinstance(form, MatchForm):
        same |= {"matches": form.matches(), "revision": form.cleaned_data["revision"]}
        address = f"{here}?article={open_article}#article-{open_article}"
        return run_form_action(request, form, lambda: actions.match_lines(**same), address, _("Saved."))
    if act == "publish":
        public = _("The earlier text is public.")
        return run_form_action(request, form, lambda: actions.publish_earlier_text(**same), here, public)
    deleted = _("The earlier text was deleted. The audit log contains an entry.")
    address = reverse("desk_earlier_texts")
    return run_form_action(request, form, lambda: actions.delete_earlier_text(**same), address, deleted)


def _match_form(
    request: HttpRequest,
    text: EarlierText,
    articles: Sequence[list[EarlierLine]],
    base: Edition | None,
    open_article: int | None,
    *,
    is_sent: bool,
) -> MatchForm | None:
    """The form of the article that is open; None where none is."""
    lines = next((lines for lines in articles if lines[0].article == open_article), None)
    if lines is None:
        return None
    choices = [
        (" ".join(part for part in (article.number, article.title) if part) or article.name, options)
        for article in (base.articles if base else ())
        if (options := [provision_choice(provision) for provision in article.provisions])
    ]
    return MatchForm(request.POST if is_sent else None, text=text, lines=lines, choices=choices)


def _articles(
    articles: Sequence[list[EarlierLine]], base: Edition | None, match: MatchForm | None, open_article: int | None
) -> Any:
    """Each article with its provisions beside those that they correspond to; the open one has a field for each."""
    provisions: Mapping[str, ProvisionDraft] = (
        {provision.key: provision for provision in base.provisions()} if base else {}
    )
    for lines in articles:
        head, is_open = lines[0], match is not None and lines[0].article == open_article
        yield {
            "number": head.article,
            "over": head.article_number,
            "title": head.words if head.kind == ProvisionKind.TITLE else head.get_article_kind_display(),
            "is_open": is_open,
            "missing": sum(line.provision_id is None for line in lines),
            "lines": [
                {
                    "cite": line.citation,
                    "label": line.printed,
                    "words": charter_words(line.html),
                    "base": provisions.get(str(line.provision.key)) if line.provision else None,
                    "short": line.provision.short if line.provision else "",
                    "field": match[f"line-{line.pk}"] if is_open and match else None,
                }
                for line in lines
            ],
        }


def _row(text: EarlierText) -> dict[str, Any]:
    return {
        "title": text.title,
        "lang": language_of(text.language),
        "url": reverse("desk_earlier_text", args=[text.pk]),
        "dated": format_dated(text.dated),
        "authors": text.authors,
        "is_public": text.published_at is not None,
    }
