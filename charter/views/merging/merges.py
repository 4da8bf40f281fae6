"""Merging an article: the choices, the conflicts, the forecast, and applying the merge."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rules import Refusal, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from charter import rules
from charter.actions.merging import merge_reversals, merges
from charter.forms.merging.desk_merges import BeginForm, MergeForm, TakeBackForm
from charter.models import Amendment, Article, Charter, Merge
from charter.queries.amending import identical_amendments
from charter.queries.languages.names import language_of
from charter.queries.merging import merge_candidates
from charter.queries.merging.merge_reversals import blockers_of_reversal
from charter.queries.secretariat import queue
from charter.states import AmendmentState, MergeState
from charter.views.desk_frame import (
    address_of,
    name_of,
    name_of_merged_article,
    short_name_of_article,
    the_charter,
    views_of,
)
from charter.views.merging import merge_pages
from charter.wording.charter_text import quote_words
from charter.wording.merges import reversal_blocker_sentence

TAKEN_BACK = gettext_lazy("The merge was reversed. The working text is the same as before the merge.")


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """Articles with accepted amendments that are not in the text, by language, and the merges that are open."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    charter = the_charter()
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _begin(request, charter, form)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "views": views_of(request, "merges"),
        "crumbs": secretariat_breadcrumbs(here=_("Merge")),
        "rows": _to_merge(charter),
        "done": [
            _applied(charter, merge)
            for merge in merge_candidates.merges_of(charter).filter(state=MergeState.APPLIED)[:20]
        ],
        "may": bool(rules.may_moderate(signed_in(request))),
    }
    return render(request, "charter/merging/merges.html", context)


@login_required
@require_safe
@answers_refusals
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One merge: result, changes or as printed; conflicts where they are; the forecast and the button."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    merge = get_object_or_404(merge_candidates.merges_for_page(), key=key)
    if merge.state != MergeState.OPEN:
        return _ended(request, merge, TakeBackForm())
    return merge_pages.merge_page(request, merge, MergeForm())


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Reverses an applied merge. Opened as a page, the address leads to the merge."""
    by = signed_in(request)
    is_page = request.method == "GET"
    require((rules.may_read_decisions_before_release if is_page else rules.may_moderate)(by))
    merge = get_object_or_404(merge_candidates.merges_for_page(), key=key)
    if is_page or merge.state == MergeState.OPEN:
        return redirect("desk_merge", key)
    form = TakeBackForm(request.POST)
    if form.is_valid():
        reason = {by.language: form.cleaned_data["reason"]}
        answer = run_form_action(
            request,
            form,
            lambda: merge_reversals.reverse_merge(merge=merge, reason=reason, by=by),
            lambda reversal: reverse("desk_merge", args=[reversal.key]),
            TAKEN_BACK,
        )
        if answer is not None:
            return answer
    return _ended(request, merge, form)


@login_required
@require_safe
@answers_refusals
def now(request: HttpRequest, key: str) -> HttpResponse:
    """How often a merge was saved, and who changed it last: for a page that has it open."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    merge = get_object_or_404(merge_candidates.merges_for_page(), key=key)
    return JsonResponse({"revision": merge.revision, "said": merge_pages.saved(merge, signed_in(request))})


def _begin(request: HttpRequest, charter: Charter, form: BeginForm) -> HttpResponse | None:
    article = get_object_or_404(Article, charter=charter, key=form.cleaned_data["article"])
    round_ = queue.current_round(charter)
    assert round_ is not None
    language = form.cleaned_data["language"]
    listed_here = _waiting(charter)[str(article.key), language]
    arguments = {"article": article, "language": language, "round_": round_, "by": signed_in(request)}
    arguments["amendments"] = listed_here
    return run_form_action(
        request, form, lambda: merges.begin_merge(**arguments), lambda merge: reverse("desk_merge", args=[merge.key])
    )


def _to_merge(charter: Charter) -> list[dict[str, Any]]:
    """For each article and language: the accepted amendments that wait, and the merge that is open."""
    assert charter.arrangement is not None
    waiting = _waiting(charter)
    open_ones = {
        (str(m.article.key), m.language): m for m in merge_candidates.merges_of(charter).filter(state=MergeState.OPEN)
    }
    order = [section.key for section in charter.arrangement.sections]
    places = sorted(
        waiting.keys() | open_ones.keys(), key=lambda p: (order.index(p[0]) if p[0] in order else -1, p[1])
    )
    titles = {section.key: short_name_of_article(section) for section in charter.arrangement.sections}
    return [
        {
            "article": key,
            "title": titles[key],
            "language": language_of(language),
            "amendments": [
                {"number": a.number, "url": address_of(a), "cities": name_of(a)} for a in waiting[key, language]
            ],
            "merge": open_ones.get((key, language)),
        }
        for key, language in places
        if key in titles
    ]


def _waiting(charter: Charter) -> dict[tuple[str, str], list[Amendment]]:
    """The accepted amendments that are not in the text yet, by the key of their article and by language."""
    assert charter.arrangement is not None
    waiting: dict[tuple[str, str], list[Amendment]] = defaultdict(list)
    for amendment in merge_candidates.merge_candidates(charter):
        for change in amendment.text.changes.all() if amendment.text else ():
            section = charter.arrangement.section_of(change.provision.key)
            row = waiting[section.key if section else "", change.language]
            if amendment not in row:
                row.append(amendment)
    return waiting


def _applied(charter: Charter, merge: Merge) -> dict[str, Any]:
    return {"merge": merge, "title": name_of_merged_article(merge), "language": language_of(merge.language)}


def _ended(request: HttpRequest, merge: Merge, form: TakeBackForm) -> HttpResponse:
    """What an applied merge brought in, and the form by which it is reversed."""
    by = signed_in(request)
    may = rules.may_take_merge_back(by, merge)
    blockers = [] if isinstance(may, Refusal) else blockers_of_reversal(merge)
    hindrances = [reversal_blocker_sentence(blocker) for blocker in blockers]
    context = {**_done(merge), "form": form, "may": may is True, "hindrances": hindrances}
    return render(request, "charter/merging/merge_done.html", context, status=422 if form.errors else 200)


def _done(merge: Merge) -> dict[str, Any]:
    section = merge.charter.arrangement.section(merge.article.key) if merge.charter.arrangement else None
    return {
        "merge": merge,
        "name": name_of_merged_article(merge),
        "language": language_of(merge.language),
        "crumbs": secretariat_breadcrumbs((_("Merge"), reverse("desk_merges")), here=name_of_merged_article(merge)),
        "amendments": [
            {"number": a.number, "url": address_of(a), "cities": name_of(a), "state": a.get_state_display()}
            for a in merge_candidates.amendments_with_changes(merge.amendments.all())
        ],
        "granted": [{"number": a.number, "url": address_of(a), "cities": name_of(a)} for a in _granted(merge)],
        "undoes": merge.undoes,
        "undone_by": merge_candidates.merge_that_undid(merge),
        "reason": quote_words(merge.reason),
        "article_url": reverse("article", args=["working", section.address]) if section else "",
    }


def _granted(merge: Merge) -> list[Amendment]:
    """Undecided amendments that propose the same as one that the merge brought in, each once."""
    merged = merge_candidates.amendments_with_changes(merge.amendments.filter(state=AmendmentState.MERGED))
    undecided = [AmendmentState.UNDER_REVIEW]
    identical = {
        amendment.pk: amendment
        for a in merged
        for amendment in identical_amendments.identical_amendments_of(a, undecided)
    }
    return sorted(identical.values(), key=lambda amendment: (amendment.round.number, amendment.number or 0))
