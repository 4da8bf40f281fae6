"""What the page of a merge shows: the words with who asked, the conflicts, what is chosen, the forecast."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.locales import listed
from accounts.models import Person
from accounts.views.acting import signed_in
from charter import rules
from charter.forms.desk_merges import (
    ChosenForm,
    MergeForm,
)
from charter.forms.desk_releases import EndorsingForm
from charter.models import Amendment, Merge
from charter.queries import losing, merge_views
from charter.queries.comparing import redline
from charter.queries.forecasts import Forecast, forecast
from charter.queries.losing import Loser
from charter.queries.merge_views import MergeView, Row
from charter.queries.to_merge import Asked
from charter.queries.tongues import tongue
from charter.states import HEADINGS, Fate, ProvisionKind
from charter.templatetags.charter_text import attributes, interface, words

from . import merge_clashes
from .desk_frame import address_of, name_of
from .merge_clashes import Settling
from .merge_languages import in_other_languages, write_url

RESULT, CHANGES, PRINTED = "result", "changes", "printed"
BORDERS = {Fate.SPLIT: gettext_lazy("(divided)"), Fate.JOINED: gettext_lazy("(joined with the next)")}
NOTICES = {
    "ORDER": gettext_lazy("New provisions at one place stand in the order of their numbers:"),
    "DELETIONS": gettext_lazy("Several take out overlapping words:"),
    "NO_EFFECT": gettext_lazy("This changes nothing in the present text."),
    "FORMAT_GONE": gettext_lazy("A format was asked for on words that another took out:"),
    "REWRITE": gettext_lazy("A change stands inside a sentence that another rewrote. Read it:"),
    "COARSE": gettext_lazy("These texts were too long to be compared word by word."),
    "LAPSED": gettext_lazy("A settled conflict is no longer the same."),
}


def context(request: HttpRequest, view: MergeView, form: MergeForm, resolving: Settling | None) -> dict[str, Any]:
    merge, section = view.merge, view.ground.section
    shown = request.GET.get("view", RESULT)
    candidates = merge_views.candidates(merge)
    ticked = {"amendments": [str(a.pk) for a in view.chosen]}
    chosen = ChosenForm(candidates=candidates, language=merge.language, initial=ticked)
    problem = resolving if resolving is not None and resolving.errors else form if form.errors else None
    may = rules.may_moderate(signed_in(request))
    losers = {loser.amendment.pk: loser for loser in losing.losers(view)}
    return {
        "merge": merge,
        "view": view,
        "name": _("Merge article %(name)s") % {"name": section.address}
        if section.number
        else _("Merge: %(name)s") % {"name": section.address},
        "from_version": merge.round.version.number,
        "next_version": merge.round.version.number + 1,
        "language": tongue(merge.language),
        "saved": saved(merge, signed_in(request)),
        "views": _view_bar(shown),
        "printed": shown == PRINTED,
        "crumbs": [
            {"word": _("Desk"), "url": reverse("desk")},
            {"word": _("Merge"), "url": reverse("desk_merges")},
            {"word": _(", ").join([section.address, tongue(merge.language).name]), "url": ""},
        ],
        "rows": _rows(view, shown, resolving),
        "notices": [_notice(n, view) for n in view.result.merged.notices if n.marks],
        "settled": len(view.result.settled),
        "chosen": [_chosen(a, view, losers, signed_in(request)) for a in view.chosen],
        "elsewhere": in_other_languages(view, signed_in(request)),
        "chosen_form": chosen,
        "candidates": len(candidates),
        "forecast": _forecast(forecast(view), view),
        "apply": _button(signed_in(request), view),
        "early": merge_views.still_asked(view, timezone.now()),
        "form": form,
        "endorsing": _endorsing(request, form),
        "token": form.fields["token"].initial,
        "may": bool(may),
        "faulty": problem,
        "not_saved": merge_clashes.not_saved(resolving, view),
        "stale": view.stale,
        "keys": [{"keys": ["J", "K"], "word": _("next and previous conflict")}] if view.clashes else [],
    }


def _endorsing(request: HttpRequest, form: MergeForm) -> EndorsingForm:
    """The body that stands behind the release, as it was typed where releasing was refused."""
    typed = form.is_bound and form.cleaned_data.get("act") == "release"
    return EndorsingForm(request.POST if typed else None, prefix="body")


def _view_bar(shown: str) -> list[dict[str, Any]]:
    rows = ((RESULT, _("Result")), (CHANGES, _("Changes")), (PRINTED, _("As it will be printed")))
    return [{"word": word, "url": f"?view={name}", "current": name == shown} for name, word in rows]


def saved(merge: Merge, person: Person) -> str:
    hour = time_format(timezone.localtime(merge.saved_at), "H:i")
    if merge.saved_by_id == person.pk:
        return _("Saved at %(hour)s.") % {"hour": hour}
    return _("Saved at %(hour)s by %(person)s.") % {"hour": hour, "person": merge.saved_by}


def _rows(view: MergeView, shown: str, resolving: Settling | None) -> list[dict[str, Any]]:
    """All blocks; one that follows a conflict stands apart from its frame."""
    rows = [_row(row, view, shown, resolving) for row in view.rows]
    for before, row in pairwise(rows):
        row["apart"] = bool(before["clashes"])
    return rows


def _row(row: Row, view: MergeView, shown: str, resolving: Settling | None) -> dict[str, Any]:
    """What the provision component takes, and the conflicts that stand in place of the words."""
    said = _("(new)") if row.is_new else _("(deleted)") if row.gone else _("(moved)") if row.moved else ""
    said = said or (str(BORDERS[row.border]) if row.border else "")
    if shown == PRINTED:
        text = words(row.after)
    elif shown == CHANGES or row.gone:
        text = redline(row.before, row.after, interface())
    else:
        text = _with_askers(row, view)
    total = len(view.clashes)
    return {
        "cite": row.label.citation,
        "said": said,
        "url": reverse("desk_provision", args=[row.provision.short]) if row.provision else "#",
        "words": text,
        "letter": row.label.printed,
        "changed": row.changed and shown != PRINTED,
        "is_heading": row.block.kind in HEADINGS and row.block.kind != ProvisionKind.TITLE,
        "is_title": row.block.kind == ProvisionKind.TITLE,
        "left_out": row.gone and shown == PRINTED,
        "clashes": [merge_clashes.shown(c, view.clashes.index(c) + 1, total, view, resolving) for c in row.clashes],
        **attributes(view.ground.language),
    }


def _with_askers(row: Row, view: MergeView) -> Any:
    """The words, those that came marked with the numbers of who asked for them."""
    numbers = {one.mark: str(one.amendment.number) for one in view.asked}
    for one in view.asked:
        numbers.setdefault(one.otherwise, _("secretariat"))
    parts = []
    for run in row.runs:
        fresh = [mark for mark in run["by"] if mark.partition(":")[0] not in ("source", "adoption", "wording")]
        if not fresh:
            parts.append((format_html("{}", run["text"]),))
            continue
        who = listed(numbers.get(mark, _("secretariat")) for mark in fresh)
        parts.append((render_to_string("charter/desk/_came.html", {"words": run["text"], "who": who}),))
    return format_html_join("", "{}", parts) if row.before != row.after else words(row.after)


def _notice(notice: Any, view: MergeView) -> dict[str, str]:
    names = {one.change.pk: str(one.amendment.number) for one in view.asked}
    who = listed(names[mark] for mark in notice.marks if mark in names)
    return {"title": who, "text": f"{NOTICES[notice.kind.name]} {notice.text}".strip()}


def _chosen(amendment: Amendment, view: MergeView, losers: dict[int, Loser], person: Person) -> dict[str, Any]:
    own = [one for one in view.asked if one.amendment.pk == amendment.pk]
    faults = " ".join(dict.fromkeys(str(one.fault) for one in own if one.fault))
    clashing = {mark for clash in view.clashes for mark in clash.conflict.marks}
    clashes = any(one.change.pk in clashing for one in own)
    return {
        "number": amendment.number,
        "url": address_of(amendment),
        "cities": name_of(amendment),
        "clashes": clashes,
        "follows": _follows(losers[amendment.pk]) if amendment.pk in losers else "",
        "left_out": own
        and amendment.pk not in losers
        and not clashes
        and not faults
        and not any(one.change.pk in view.brought for one in own),
        "open": any(one.change.pk in view.open for one in own),
        "fault": faults,
        "wordless": amendment in view.wordless,
        "unnamed": _unnamed(own, view, person),
        "words": _whose(own),
        "from": tongue(own[0].change.language).name if own and own[0].change.language != view.merge.language else "",
    }


def _follows(loser: Loser) -> str:
    """What is decided on one that lost, when the merge is applied."""
    number = loser.because_of.number if loser.because_of else ""
    said = {"decision": str(loser.outcome.label) % {"number": number}, "reason": " ".join(loser.reason.values())}
    return _("With the merge: %(decision)s. %(reason)s") % said


def _whose(own: list[Asked]) -> str:
    kinds = {one.otherwise.partition(":")[0] for one in own if one.otherwise != one.mark}
    if "compromise" in kinds:
        return _("in the words of the compromise")
    return _("in the words of the decision") if kinds else ""


def _unnamed(own: list[Asked], view: MergeView, person: Person) -> dict[str, str]:
    """Where words that its members asked for cannot be told from those that were given in their place."""
    given = [one for one in own if one.translated and one.otherwise != one.mark]
    if all(one.own for one in given):
        return {}
    name = tongue(view.merge.language).name
    why = _("Its own words have no approved translation into %(language)s, so all new words are the secretariat’s.")
    return {"why": why % {"language": name}, "url": write_url(person, own[0].amendment, view.merge.language)}


def _forecast(found: Forecast, view: MergeView) -> list[dict[str, str]]:
    """The lines of the panel: what stays, what must be checked, what falls, named."""
    counts = {"n": found.pending, "stays": len(found.stays), "checks": len(found.checks), "falls": len(found.falls)}
    first = ngettext("%(n)d amendment that waits", "%(n)d amendments that wait", found.pending) % counts
    lines = [{"term": f"{first}:", "text": _("%(stays)d stay, %(checks)d to be checked, %(falls)d fall.") % counts}]
    for term, rows in ((_("To be checked:"), found.checks), (_("Fall:"), found.falls)):
        if rows:
            lines.append({"term": term, "text": listed(f"{a.number} {name_of(a)}" for a in rows)})
    if found.languages:
        names = listed(tongue(code).name for code in found.languages)
        out = ngettext(
            "%(names)s go out of step at %(n)d provision.",
            "%(names)s go out of step at %(n)d provisions.",
            found.provisions,
        )
        lines.append({"term": _("Languages:"), "text": out % {"names": names, "n": found.provisions}})
    if found.positions:
        asked = ngettext("%(n)d member is asked again.", "%(n)d members are asked again.", found.positions)
        lines.append({"term": _("Positions:"), "text": asked % {"n": found.positions}})
    return lines


def _button(person: Person, view: MergeView) -> dict[str, str]:
    """The button, with the reason and the way out where it is not possible now."""
    act = {"word": _("Apply the merge"), "id": "apply", "name": "act", "value": "apply"}
    may = rules.may_apply(person, view.merge.state, view.merge.round)
    if view.hindrances and may is True and all(one.is_release for one in view.hindrances):
        return {**act, "word": _("Release their decisions and apply"), "value": "release", "releases": "1"}
    if view.hindrances:
        first = next((one for one in view.hindrances if not one.is_release), view.hindrances[0])
        return {**act, "reason": str(first.why), "way_url": f"#{first.anchor}", "way_word": _("Go to it")}
    if may is not True:
        return {**act, "reason": str(getattr(may, "why", ""))}
    return act
