"""The queue of amendments for moderators."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.locales import join_in_words
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.paging import ROWS_ON_A_PAGE
from charter import rules
from charter.citations import Label
from charter.forms.secretariat.queue_filters import QueueForm
from charter.models import Change, Charter, Round
from charter.queries.reading import charters
from charter.queries.secretariat import handling, queue
from charter.queries.secretariat.handling import Pace
from charter.queries.secretariat.queue import QueueEntry, RoundTally
from charter.states import AmendmentState, ChangeKind, ListKind
from charter.views.desk_frame import (
    THROUGH,
    address_of,
    articles_of,
    before_import,
    chosen_round,
    describe_change,
    desk_status,
    imported,
    kind_in_words,
    labels_of,
    labels_of_merged,
    name_of,
    numbers,
    rooms,
)
from charter.views.secretariat.batches import undoable
from charter.views.secretariat.handling import kept
from charter.wording.amendments import describe_entry
from charter.wording.charter_text import interface_language, language_attributes
from charter.wording.round_times import format_day

WHOLE = "whole"


@login_required
@require_safe
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """The queue in the order of the text."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    person, charter, now = signed_in(request), imported(), timezone.now()
    if charter is None:
        return before_import(request, _("Secretariat"))
    round_ = chosen_round(request, charter)
    if round_ is None:
        return render(request, "charter/secretariat/empty.html", {"views": rooms(charter, None, "desk", person)})
    moderates = rules.may_moderate(person) is True
    form = _filters(request, charter, round_, moderates, now)
    queued_changes = queue.queued_changes(round_, form.wanted(person, timezone.localdate(now)))
    whole = request.GET.get("show") == WHOLE
    page = Paginator(queued_changes, max(len(queued_changes), 1) if whole else ROWS_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    labels, tally = labels_of(round_), queue.tally_round(round_)
    entries = queue.queue_entries(round_, list(page.object_list))
    merged = labels_of_merged((entry.amendment for entry in entries), round_)
    context = {
        "round": round_,
        "tally": tally,
        "oldest": _waits(tally, now),
        "pace": paced(handling.pace_of_decisions(round_, tally.to_decide, now), now),
        "views": rooms(charter, round_, "desk", person),
        "filters": form,
        "page": page,
        "count": len(queued_changes),
        "whole": whole,
        "moderates": moderates,
        "kept": kept(request, ListKind.QUEUE) if moderates else [],
        "save_url": f"{reverse('desk_views')}?{request.GET.urlencode()}" if moderates and request.GET else "",
        "last": undoable(handling.last_batch(person, round_)) if moderates else None,
        "keys": _keys(moderates),
        "rows": [
            _row(entry, merged.get(entry.amendment.pk, labels), moderates, timezone.localdate(now))
            for entry in entries
        ],
    }
    return render(request, "charter/secretariat/index.html", context)


def _filters(request: HttpRequest, charter: Charter, round_: Round, moderates: bool, now: datetime) -> QueueForm:
    return QueueForm(
        request.GET,
        articles=articles_of(charter),
        languages=charters.charter_languages(),
        cities=queue.cities_in_queue(round_, interface_language()),
        rounds=charter.rounds.order_by("-number").values_list("number", flat=True),
        moderators=handling.moderators_at(now) if moderates else [],
    )


def _keys(moderates: bool) -> list[dict[str, Any]]:
    acts = [
        {"keys": ["D"], "word": _("decide")},
        {"keys": ["A"], "word": _("assign")},
        {"keys": ["X"], "word": _("choose")},
    ]
    return [
        *THROUGH,
        {"keys": ["O"], "word": _("open")},
        *(acts if moderates else []),
        {"keys": ["P"], "word": _("all amendments on this provision")},
    ]


def _row(entry: QueueEntry, labels: Mapping[str, Label], moderates: bool, today: date) -> dict[str, Any]:
    change, amendment = entry.change, entry.amendment
    return {
        "pk": amendment.pk,
        "number": amendment.number,
        "url": address_of(amendment),
        "cite": _cited(change, labels),
        "place_url": reverse("desk_provision", args=[change.provision.short]) + f"?round={amendment.round.number}",
        "words": describe_change(change),
        "kind": "" if change.kind == ChangeKind.INSERT else kind_in_words(change, labels),
        "meta": " · ".join(_meta(entry)),
        "status": desk_status(amendment, change),
        "since": amendment.confirmed_at,
        **(_handled(entry, today) if moderates else {}),
        **language_attributes(change.language),
    }


def _cited(change: Change, labels: Mapping[str, Label]) -> str:
    label = labels.get(str(change.provision.key))
    cite = label.citation if label else _("deleted from the text")
    return _("after %(cite)s") % {"cite": cite} if change.kind == ChangeKind.INSERT else cite


def _meta(entry: QueueEntry) -> list[str]:
    """The proposers, the way it arrived, the number of amendments with identical text, and conflicts."""
    amendment, same = entry.amendment, len(entry.same) + 1
    meta = [join_in_words(map(name_of, [amendment, *entry.same]))]
    if amendment.on_behalf:
        meta.append(describe_entry(amendment))
    if entry.same:
        meta.append(
            ngettext("%(n)d amendment, identical text", "%(n)d amendments, identical text", same) % {"n": same}
        )
    if entry.conflicts:
        meta.append(_("conflicts with %(numbers)s") % {"numbers": numbers(entry.conflicts)})
    return meta


def _handled(entry: QueueEntry, today: date) -> dict[str, Any]:
    """Who of the secretariat has it and until when."""
    amendment_handling, amendment = handling.handling_of(entry.amendment), entry.amendment
    due = amendment_handling.due_on if amendment_handling else None
    return {
        "assigned": str(amendment_handling.assigned_to)
        if amendment_handling and amendment_handling.assigned_to
        else "",
        "due": due,
        "overdue": bool(due and due < today and amendment.state == AmendmentState.UNDER_REVIEW),
        "assign_url": reverse("desk_handling", args=[amendment.round.number, amendment.number]),
    }


def _waits(tally: RoundTally, now: datetime) -> str:
    if tally.oldest is None:
        return ""
    days = (now - tally.oldest).days
    return ngettext(
        "The oldest amendment has been pending for %(n)d day.",
        "The oldest amendment has been pending for %(n)d days.",
        days,
    ) % {"n": days}


def paced(pace: Pace, now: datetime) -> str:
    """Whether the work will be done in time: the rest, the pace, the days that it takes, the last due date."""
    today = timezone.localdate(now)
    if not pace.left:
        return _("All amendments are decided.")
    sentences = [
        ngettext("%(n)d amendment is pending.", "%(n)d amendments are pending.", pace.left) % {"n": pace.left}
    ]
    if pace.days is None:
        sentences.append(_("No amendment was decided in the last seven days."))
    else:
        a_day = f"{pace.a_day:.1f}".removesuffix(".0")
        takes = ngettext(
            "At the recent rate of %(pace)s decisions a day, the decisions need %(n)d more day.",
            "At the recent rate of %(pace)s decisions a day, the decisions need %(n)d more days.",
            pace.days,
        )
        sentences.append(takes % {"pace": a_day, "n": pace.days})
    if pace.last_due is not None:
        sentences.append(_until(pace, today))
    return " ".join(sentences)


def _until(pace: Pace, today: date) -> str:
    assert pace.last_due is not None
    last = format_day(pace.last_due)
    if pace.is_in_time(today):
        return _("The decisions will be finished by the last due date, %(day)s.") % {"day": last}
    sentence = _("To finish by the last due date, %(day)s, the secretariat must decide on %(need)s amendments a day.")
    return sentence % {"day": last, "need": pace.needed(today)}
