"""The contents of a merge page: the text with its proposers, the conflicts, the choices, the forecast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.locales import join_in_words
from accounts.models import Person
from accounts.views.acting import signed_in
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from charter import rules
from charter.citations import printed_in
from charter.forms.deciding.desk_releases import EndorsingForm
from charter.forms.merging.desk_merges import ChosenForm, MergeForm
from charter.importing.clean_copies import compare_copy
from charter.models import Amendment, Merge
from charter.queries.languages.names import language_of
from charter.queries.merging import losing_wordings, merge_views
from charter.queries.merging.forecasts import Forecast, forecast_merge
from charter.queries.merging.losing_wordings import Loser
from charter.queries.merging.merge_candidates import MergeChange
from charter.queries.merging.merge_views import Blocker, BlockerKind, MergeView, ResultBlock
from charter.queries.papers.merge_papers import clean_copy
from charter.queries.reading.comparing import redline_of
from charter.states import HEADINGS, ProvisionKind, StructuralEffect
from charter.views.desk_frame import address_of, name_of, short_name_of_article
from charter.views.merging import merge_conflicts
from charter.views.merging.merge_conflicts import Settling
from charter.views.merging.merge_languages import in_other_languages, write_url
from charter.wording.charter_text import charter_words, interface_language, language_attributes
from charter.wording.merges import blocker_sentence, fault_sentence, loss_reasons, stale_sentence

RESULT, CHANGES, PRINTED = "result", "changes", "printed"
BORDERS = {
    StructuralEffect.SPLIT: gettext_lazy("(split)"),
    StructuralEffect.JOINED: gettext_lazy("(combined with the next provision)"),
}
NOTICES = {
    "ORDER": gettext_lazy("Several new provisions at one place appear in the order of their numbers:"),
    "DELETIONS": gettext_lazy("Several amendments delete overlapping text:"),
    "NO_EFFECT": gettext_lazy("No change in the current text:"),
    "FORMAT_GONE": gettext_lazy("A format was proposed for text that another amendment deletes:"),
    "REWRITE": gettext_lazy("A change is part of a sentence that another amendment rewrites. Read the sentence:"),
    "BESIDE": gettext_lazy("New text next to text that another amendment deletes or replaces. Read the sentence:"),
    "TAKEN_BESIDE": gettext_lazy(
        "Deleted text next to text that another amendment deletes or replaces. Read the sentence:"
    ),
    "REPEATED": gettext_lazy(
        "Several amendments insert or delete the same provision at different places. Read the amendments:"
    ),
    "FORMAT_EDGE": gettext_lazy("New text at the end of a new format. The format does not cover the text:"),
    "RUN_TOGETHER": gettext_lazy("No space separates the text on both sides of a deletion. Read the sentence:"),
    "SAME_ID": gettext_lazy("Several places have the same target for links. Links lead to the first place:"),
    "NO_TARGET": gettext_lazy("The target of a link is no longer in the text, because another amendment deletes it:"),
    "COARSE": gettext_lazy("Texts that are too long for a comparison word by word:"),
    "LAPSED": gettext_lazy("A resolved conflict has changed."),
}


def merge_page(request: HttpRequest, merge: Merge, form: MergeForm, resolving: Settling | None = None) -> HttpResponse:
    """The page of an open merge, with the typed values of a refused form."""
    view = merge_views.current_view(merge, resolving.view if resolving is not None else None)
    context = _context(request, view, form, resolving)
    return render(request, "charter/merging/merge.html", context, status=422 if context["faulty"] else 200)


def _context(request: HttpRequest, view: MergeView, form: MergeForm, resolving: Settling | None) -> dict[str, Any]:
    merge, section = view.merge, view.merge_base.section
    shown = request.GET.get("view", RESULT)
    candidates = merge_views.candidates_for(merge)
    ticked = {"amendments": [str(a.pk) for a in view.chosen]}
    chosen = ChosenForm(candidates=candidates, language=merge.language, initial=ticked)
    problem = resolving if resolving is not None and resolving.errors else form if form.errors else None
    may = rules.may_moderate(signed_in(request))
    losers = {loser.amendment.pk: loser for loser in losing_wordings.losers_of(view)}
    return {
        "merge": merge,
        "view": view,
        "name": _("Merge article %(name)s") % {"name": section.number}
        if section.number
        else _("Merge: %(name)s") % {"name": short_name_of_article(section)},
        "from_version": merge.round.version.number,
        "next_version": merge.round.version.number + 1,
        "language": language_of(merge.language),
        "saved": saved(merge, signed_in(request)),
        "views": _view_bar(shown),
        "printed": shown == PRINTED,
        "crumbs": secretariat_breadcrumbs(
            (_("Merge"), reverse("desk_merges")),
            here=_(", ").join([short_name_of_article(section), language_of(merge.language).name]),
        ),
        "rows": _rows(view, shown, resolving, _texts_of_copy(request, view)),
        "notices": [_notice(n, view) for n in view.result.merged.notices if n.marks],
        "settled": len(view.result.settled),
        "chosen": [_chosen(a, view, losers, signed_in(request)) for a in view.chosen],
        "elsewhere": in_other_languages(view, signed_in(request)),
        "chosen_form": chosen,
        "candidates": len(candidates),
        "forecast": _forecast(forecast_merge(view), view),
        "apply": _button(signed_in(request), view),
        "early": merge_views.list_open_compromises(view, timezone.now()),
        "form": form,
        "endorsing": _endorsing(request),
        "token": form.fields["token"].initial,
        "may": bool(may),
        "faulty": problem,
        "not_saved": merge_conflicts.not_saved(resolving, view),
        "stale": stale_sentence(view.stale) if view.stale else "",
        "keys": [{"keys": ["J", "K"], "word": _("next and previous conflict")}] if view.conflicts else [],
    }


def _endorsing(request: HttpRequest) -> EndorsingForm:
    """The body that endorses the publication, as it was typed if publishing was refused."""
    is_typed = "body-body" in request.POST
    return EndorsingForm(request.POST if is_typed else None, prefix="body")


def _view_bar(shown: str) -> list[dict[str, Any]]:
    rows = ((RESULT, _("Result")), (CHANGES, _("Changes")), (PRINTED, _("Preview of the printed text")))
    return [{"word": word, "url": f"?view={name}", "current": name == shown} for name, word in rows]


def saved(merge: Merge, person: Person) -> str:
    hour = time_format(timezone.localtime(merge.saved_at), "H:i")
    if merge.saved_by_id == person.pk:
        return _("Saved at %(hour)s.") % {"hour": hour}
    return _("Saved at %(hour)s by %(person)s.") % {"hour": hour, "person": merge.saved_by}


def _texts_of_copy(request: HttpRequest, view: MergeView) -> Mapping[str, str]:
    """The text of a clean copy for each provision with a conflict, if the address names one of this merge."""
    key = request.GET.get("copy", "")
    copy = clean_copy(key) if key and view.conflicts and rules.may_moderate(signed_in(request)) is True else None
    if copy is None or copy.paper.merge_id != view.merge.pk:
        return {}
    comparison = compare_copy(copy)
    lines = {conflict.key: comparison.line_of(conflict.key) for conflict in view.conflicts}
    return {key: line.text for key, line in lines.items() if line is not None and line.text}


def _rows(view: MergeView, shown: str, resolving: Settling | None, copied: Mapping[str, str]) -> list[dict[str, Any]]:
    """All blocks; one that follows a conflict has a distance from its frame."""
    rows = [_row(row, view, shown, resolving, copied) for row in view.rows]
    for before, row in pairwise(rows):
        row["apart"] = bool(before["conflicts"])
    return rows


def rows_without_forms(view: MergeView) -> list[dict[str, Any]]:
    """The blocks that would change, with who proposes which words; conflicts are told beside them."""
    return [_row(replace(row, conflicts=()), view, RESULT, None) for row in view.changed if not row.conflicts]


def _row(
    row: ResultBlock, view: MergeView, shown: str, resolving: Settling | None, copied: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The values for the provision component, and the conflicts shown in place of the text.

    `copied` are the texts of a clean copy that the conflicts of a provision offer, by key.
    """
    suggested = (copied or {}).get(row.key, "")
    mark = _("(new)") if row.is_new else _("(deleted)") if row.gone else _("(moved)") if row.moved else ""
    mark = mark or (str(BORDERS[row.border]) if row.border else "")
    if shown == PRINTED:
        text = charter_words(row.after)
    elif shown == CHANGES or row.gone:
        text = redline_of(row.before, row.after, interface_language())
    else:
        text = _with_askers(row, view)
    total = len(view.conflicts)
    return {
        "cite": row.label.citation,
        "mark": mark,
        "url": reverse("desk_provision", args=[row.provision.short]) if row.provision else "#",
        "words": text,
        "letter": printed_in(view.merge_base.language, row.label.printed, row.label.style),
        "changed": row.changed and shown != PRINTED,
        "is_heading": row.block.kind in HEADINGS and row.block.kind != ProvisionKind.TITLE,
        "is_title": row.block.kind == ProvisionKind.TITLE,
        "left_out": row.gone and shown == PRINTED,
        "conflicts": [
            merge_conflicts.shown(c, view.conflicts.index(c) + 1, total, view, resolving, suggested)
            for c in row.conflicts
        ],
        **language_attributes(view.merge_base.language),
    }


def _with_askers(row: ResultBlock, view: MergeView) -> Any:
    """The text, in which each inserted passage is marked with the numbers of its amendments."""
    numbers = {merge_change.mark: str(merge_change.amendment.number) for merge_change in view.merge_changes}
    for merge_change in view.merge_changes:
        numbers.setdefault(merge_change.otherwise, _("secretariat"))
    parts = []
    for run in row.runs:
        fresh = [mark for mark in run["by"] if mark.partition(":")[0] not in ("source", "adoption", "wording")]
        if not fresh:
            parts.append((format_html("{}", run["text"]),))
            continue
        named_numbers = join_in_words(numbers.get(mark, _("secretariat")) for mark in fresh)
        head, text, tail = _spaces_apart(run["text"])
        came = render_to_string("charter/merging/_came.html", {"words": text, "who": named_numbers}) if text else ""
        parts.append((format_html("{}{}{}", head, came, tail),))
    return format_html_join("", "{}", parts) if row.before != row.after else charter_words(row.after)


def _spaces_apart(text: str) -> tuple[str, str, str]:
    """The spaces before, the words, the spaces after: the number behind a mark is no part of the next word."""
    words_ = text.strip()
    start = text.index(words_) if words_ else len(text)
    return text[:start], words_, text[start + len(words_) :]


def _notice(notice: Any, view: MergeView) -> dict[str, str]:
    names = {merge_change.change.pk: str(merge_change.amendment.number) for merge_change in view.merge_changes}
    named_numbers = join_in_words(names[mark] for mark in notice.marks if mark in names)
    return {"title": named_numbers, "text": f"{NOTICES[notice.kind.name]} {notice.text}".strip()}


def _chosen(amendment: Amendment, view: MergeView, losers: dict[int, Loser], person: Person) -> dict[str, Any]:
    own = [merge_change for merge_change in view.merge_changes if merge_change.amendment.pk == amendment.pk]
    faults = " ".join(dict.fromkeys(fault_sentence(merge_change.fault) for merge_change in own if merge_change.fault))
    conflicting = {mark for conflict in view.conflicts for mark in conflict.conflict.marks}
    conflicts = any(merge_change.change.pk in conflicting for merge_change in own)
    return {
        "number": amendment.number,
        "url": address_of(amendment),
        "cities": name_of(amendment),
        "conflicts": conflicts,
        "follows": _follows(losers[amendment.pk]) if amendment.pk in losers else "",
        "left_out": own
        and amendment.pk not in losers
        and not conflicts
        and not faults
        and not any(merge_change.change.pk in view.brought for merge_change in own),
        "open": any(merge_change.change.pk in view.open for merge_change in own),
        "fault": faults,
        "wordless": amendment in view.wordless,
        "unnamed": _unnamed(own, view, person),
        "words": _whose(own),
        "from": language_of(own[0].change.language).in_words
        if own and own[0].change.language != view.merge.language
        else "",
    }


def _follows(loser: Loser) -> str:
    """The decision on an amendment whose wording was not chosen, when the merge is applied."""
    number = loser.because_of.number if loser.because_of else ""
    values = {
        "decision": str(loser.outcome.label) % {"number": number},
        "reason": " ".join(loss_reasons(loser.reasons).values()),
    }
    return _("With the merge: %(decision)s. %(reason)s") % values


def _whose(own: list[MergeChange]) -> str:
    kinds = {
        merge_change.otherwise.partition(":")[0] for merge_change in own if merge_change.otherwise != merge_change.mark
    }
    if "compromise" in kinds:
        return _("in the compromise text")
    return _("in the text of the decision") if kinds else ""


def _unnamed(own: list[MergeChange], view: MergeView, person: Person) -> dict[str, str]:
    """The reason why text of the members cannot be told apart from text given in its place, if so."""
    replaced_changes = [
        merge_change for merge_change in own if merge_change.translated and merge_change.otherwise != merge_change.mark
    ]
    if all(merge_change.own for merge_change in replaced_changes):
        return {}
    name = language_of(view.merge.language).in_words
    why = _(
        "The text of the member has no approved translation into %(language)s. All new words are "
        "therefore shown as text of the secretariat."
    )
    return {"why": why % {"language": name}, "url": write_url(person, own[0].amendment, view.merge.language)}


def _forecast(forecast: Forecast, view: MergeView) -> list[dict[str, str]]:
    """The lines of the panel: what stays, what must be checked, what falls, named."""
    unchanged = len(forecast.stays) + len(forecast.grants)
    counts = {"n": forecast.pending, "stays": unchanged, "checks": len(forecast.checks), "falls": len(forecast.falls)}
    first = ngettext("%(n)d pending amendment", "%(n)d pending amendments", forecast.pending) % counts
    lines = [
        {"term": f"{first}:", "text": _("Unchanged: %(stays)d. To check: %(checks)d. Will fall: %(falls)d.") % counts}
    ]
    named = (
        (_("Amendments that will be in the text:"), forecast.grants),
        (_("To check:"), forecast.checks),
        (_("Amendments that fall:"), forecast.falls),
    )
    for term, rows in named:
        if rows:
            lines.append({"term": term, "text": join_in_words(f"{a.number} {name_of(a)}" for a in rows)})
    if forecast.languages:
        names = capfirst(join_in_words(language_of(code).in_words for code in forecast.languages))
        out = ngettext(
            "%(names)s: %(n)d provision will be out of date.",
            "%(names)s: %(n)d provisions will be out of date.",
            forecast.provisions,
        )
        lines.append({"term": _("Languages:"), "text": out % {"names": names, "n": forecast.provisions}})
    if forecast.positions:
        sentence = ngettext(
            "%(n)d member is asked to confirm its position again.",
            "%(n)d members are asked to confirm their positions again.",
            forecast.positions,
        )
        lines.append({"term": _("Positions:"), "text": sentence % {"n": forecast.positions}})
    return lines


def _place_of(blocker: Blocker) -> str:
    """The part of the page where it is put right."""
    if blocker.conflicts:
        return f"conflict-{blocker.conflicts[0].id}"
    return "stale" if blocker.kind == BlockerKind.STALE else "chosen"


def _button(person: Person, view: MergeView) -> dict[str, str]:
    """The button, with the reason and the way out where it is not possible now."""
    act = {"word": _("Apply the merge"), "id": "apply", "url": reverse("desk_merge_apply", args=[view.merge.key])}
    may = rules.may_apply(person, view.merge.state, view.merge.round)
    if view.blockers and may is True and all(blocker.is_release for blocker in view.blockers):
        url = reverse("desk_merge_release", args=[view.merge.key])
        return {**act, "word": _("Publish decisions and apply merge"), "url": url, "releases": "1"}
    if view.blockers:
        first = next((blocker for blocker in view.blockers if not blocker.is_release), view.blockers[0])
        return {
            **act,
            "reason": blocker_sentence(first),
            "way_url": f"#{_place_of(first)}",
            "way_word": _("Open the item"),
        }
    if may is not True:
        return {**act, "reason": str(getattr(may, "why", ""))}
    return act
