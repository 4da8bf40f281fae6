"""Merging an article: what is chosen, what clashes, what would follow, and applying it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rules import Refusal, require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import merge_returns, merges
from charter.forms.desk_merges import WRITE, BeginForm, ChosenForm, MergeForm, ReferForm, ResolveForm, TakeBackForm
from charter.forms.desk_releases import EndorsingForm
from charter.models import Amendment, Article, Charter, Merge
from charter.queries import desk, merge_views, to_merge
from charter.queries import merge_returns as returns
from charter.queries.tongues import tongue
from charter.states import MergeState
from charter.templatetags.charter_text import in_words

from . import merge_pages
from .desk_frame import address_of, name_of, the_charter, views_of
from .merge_pages import Settling

APPLIED = gettext_lazy("Applied. The words are in the working text.")
PUT = gettext_lazy("Settled by your words, and put to the members concerned as a compromise.")
TAKEN_BACK = gettext_lazy("Taken back. The words before stand in the working text.")


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
        "crumbs": [{"word": _("Desk"), "url": reverse("desk")}, {"word": _("Merge"), "url": ""}],
        "rows": _to_merge(charter),
        "done": [_applied(charter, merge) for merge in to_merge.merges(charter).filter(state=MergeState.APPLIED)[:20]],
        "may": bool(rules.may_moderate(signed_in(request))),
    }
    return render(request, "charter/desk/merges.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One merge: result, changes or as printed; conflicts where they are; the forecast and the button."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    rows = Merge.objects.select_related("charter__arrangement", "article", "round__version", "saved_by", "applied_by")
    merge = get_object_or_404(rows, key=key)
    if merge.state != MergeState.OPEN:
        return _ended(request, merge)
    form = MergeForm(request.POST or None)
    resolving: Settling | None = None
    if request.method == "POST":
        if form.is_valid():
            answer, resolving = _act(request, merge, form)
            if answer is not None:
                return answer
        merge = rows.get(pk=merge.pk)
    view = merges.preview(merge)
    context = merge_pages.context(request, view, form, resolving)
    return render(request, "charter/desk/merge.html", context, status=422 if context["faulty"] else 200)


@login_required
@require_safe
@answers_refusals
def now(request: HttpRequest, key: str) -> HttpResponse:
    """How often a merge was saved, and who changed it last: for a page that has it open."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    merge = get_object_or_404(Merge.objects.select_related("saved_by"), key=key)
    return JsonResponse({"revision": merge.revision, "said": merge_pages.saved(merge, signed_in(request))})


def _begin(request: HttpRequest, charter: Charter, form: BeginForm) -> HttpResponse | None:
    article = get_object_or_404(Article, charter=charter, key=form.cleaned_data["article"])
    round_ = desk.current_round(charter)
    assert round_ is not None
    said = {"article": article, "language": form.cleaned_data["language"], "round_": round_, "by": signed_in(request)}
    return do(request, form, lambda: merges.begin(**said), lambda made: reverse("desk_merge", args=[made.key]))


def _act(request: HttpRequest, merge: Merge, form: MergeForm) -> tuple[HttpResponse | None, Settling | None]:
    """Does what the button says; a form of its own comes back where it was refused."""
    act, by, revision = form.cleaned_data["act"], signed_in(request), form.cleaned_data["revision"]
    here = reverse("desk_merge", args=[merge.key])
    said: dict[str, Any] = {"merge": merge, "by": by}
    if act == "resolve":
        return _resolve(request, merge, here)
    if act == "refer":
        return _refer(request, merge, here)
    if act == "choose":
        chosen = ChosenForm(request.POST, candidates=merge_views.candidates(merge), language=merge.language)
        if not chosen.is_valid():
            form.add_error(None, _("Choose amendments of this article."))
            return None, None
        said["amendments"] = list(Amendment.objects.filter(pk__in=chosen.chosen()))
    endorsing = EndorsingForm(request.POST, prefix="body")
    if act == "release" and not endorsing.is_valid():
        form.add_error(None, " ".join(str(error) for errors in endorsing.errors.values() for error in errors))
        return None, None
    endorsed = endorsing.endorsed() if act == "release" else None
    deeds: dict[str, Callable[[], object]] = {
        "choose": lambda: merges.choose(revision=revision, **said),
        "undo": lambda: merges.undo(revision=revision, **said),
        "redo": lambda: merges.redo(revision=revision, **said),
        "apply": lambda: merges.apply(early=form.cleaned_data["early"], **said),
        "release": lambda: merges.apply(early=form.cleaned_data["early"], release=endorsed, **said),
        "drop": lambda: merges.drop(**said),
    }
    return do(request, form, deeds[act], here, APPLIED if act in ("apply", "release") else ""), None


def _resolve(request: HttpRequest, merge: Merge, here: str) -> tuple[HttpResponse | None, ResolveForm | None]:
    resolving = ResolveForm(request.POST, view=merges.preview(merge))
    if not resolving.is_valid():
        return None, resolving
    said: dict[str, Any] = {"merge": merge, "by": signed_in(request), "revision": resolving.cleaned_data["revision"]}
    said |= {"conflict_id": resolving.cleaned_data["conflict"], "why": resolving.reason_of_losers()}
    if resolving.cleaned_data["choice"] == WRITE:
        said |= {"html": resolving.html(), "answer_by": resolving.until()}
        said["reason"] = {said["by"].language: resolving.cleaned_data["to_members"]}
        return do(request, resolving, lambda: merges.write(**said), here, PUT), resolving
    option = resolving.option()
    assert option is not None
    said["choice"] = option.choice
    return do(request, resolving, lambda: merges.resolve(**said), here), resolving


def _refer(request: HttpRequest, merge: Merge, here: str) -> tuple[HttpResponse | None, ReferForm | None]:
    form = ReferForm(request.POST)
    if not form.is_valid():
        return None, form
    said = {"conflict_id": form.cleaned_data["conflict"], "reason": form.cleaned_data["reason"]}
    said |= {"merge": merge, "by": signed_in(request), "revision": form.cleaned_data["revision"]}
    return do(request, form, lambda: merges.refer(**said), here), form


def _to_merge(charter: Charter) -> list[dict[str, Any]]:
    """For each article and language: the accepted amendments that wait, and the merge that is open."""
    assert charter.arrangement is not None
    found: dict[tuple[str, str], list[Amendment]] = defaultdict(list)
    for amendment in to_merge.candidates(charter):
        for change in amendment.text.changes.all() if amendment.text else ():
            section = charter.arrangement.section_of(change.provision.key)
            row = found[section.key if section else "", change.language]
            if amendment not in row:
                row.append(amendment)
    open_ones = {(str(m.article.key), m.language): m for m in to_merge.merges(charter).filter(state=MergeState.OPEN)}
    order = [section.key for section in charter.arrangement.sections]
    places = sorted(found.keys() | open_ones.keys(), key=lambda p: (order.index(p[0]) if p[0] in order else -1, p[1]))
    titles = {section.key: section.address for section in charter.arrangement.sections}
    return [
        {
            "article": key,
            "title": titles[key],
            "language": tongue(language),
            "amendments": [
                {"number": a.number, "url": address_of(a), "cities": name_of(a)} for a in found[key, language]
            ],
            "merge": open_ones.get((key, language)),
        }
        for key, language in places
        if key in titles
    ]


def _applied(charter: Charter, merge: Merge) -> dict[str, Any]:
    section = charter.arrangement.section(merge.article.key) if charter.arrangement else None
    title = section.address if section else merge.article.slug
    return {"merge": merge, "title": title, "language": tongue(merge.language)}


def _ended(request: HttpRequest, merge: Merge) -> HttpResponse:
    """What an applied merge brought in, and taking it back."""
    by, form = signed_in(request), TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {by.language: form.cleaned_data["reason"]}
        answer = do(
            request,
            form,
            lambda: merge_returns.take_back(merge=merge, reason=said, by=by),
            lambda made: reverse("desk_merge", args=[made.key]),
            TAKEN_BACK,
        )
        if answer is not None:
            return answer
    may = rules.may_take_merge_back(by, merge)
    faults = [] if isinstance(may, Refusal) else returns.hindrances(merge)
    context = {**_done(merge), "form": form, "may": may is True, "hindrances": faults}
    return render(request, "charter/desk/merge_done.html", context, status=422 if form.errors else 200)


def _done(merge: Merge) -> dict[str, Any]:
    section = merge.charter.arrangement.section(merge.article.key) if merge.charter.arrangement else None
    return {
        "merge": merge,
        "name": section.address if section else merge.article.slug,
        "language": tongue(merge.language),
        "crumbs": [
            {"word": _("Desk"), "url": reverse("desk")},
            {"word": _("Merge"), "url": reverse("desk_merges")},
            {"word": section.address if section else merge.article.slug, "url": ""},
        ],
        "amendments": [
            {"number": a.number, "url": address_of(a), "cities": name_of(a), "state": a.get_state_display()}
            for a in to_merge.with_changes(merge.amendments.all())
        ],
        "undoes": merge.undoes,
        "undone_by": Merge.objects.filter(undoes=merge).first(),
        "reason": in_words(merge.reason),
        "article_url": reverse("article", args=["working", section.address]) if section else "",
    }
