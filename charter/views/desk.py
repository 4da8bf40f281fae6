"""The moderators' desk: the queue."""

from __future__ import annotations

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

from accounts.locales import listed
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from charter import rules
from charter.citations import Label
from charter.forms.desk_queue import QueueForm
from charter.models import Change, Charter, Round
from charter.queries import charters, desk, handling
from charter.queries.desk import Entry, Tally
from charter.queries.handling import Pace
from charter.states import AmendmentState, ChangeKind, ListKind
from charter.templatetags.charter_text import attributes, interface
from charter.templatetags.moments import day
from charter.templatetags.proposing import came

from .batches import undoable
from .desk_frame import (
    THROUGH,
    address_of,
    articles_of,
    chosen_round,
    desk_status,
    kind_in_words,
    labels_of,
    name_of,
    numbers,
    rooms,
    the_charter,
    what_changes,
)
from .handling import kept

PAGE = 50
WHOLE = "whole"


@login_required
@require_safe
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """The queue in the order of the text."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    person, charter, now = signed_in(request), the_charter(), timezone.now()
    round_ = chosen_round(request, charter)
    if round_ is None:
        return render(request, "charter/desk/empty.html", {"views": rooms(charter, None, "desk", person)})
    moderates = rules.may_moderate(person) is True
    form = _filters(request, charter, round_, moderates, now)
    found = desk.queue(round_, form.wanted(person, timezone.localdate(now)))
    whole = request.GET.get("show") == WHOLE
    page = Paginator(found, max(len(found), 1) if whole else PAGE).get_page(request.GET.get("page"))
    labels, tally = labels_of(round_), desk.tally(round_)
    entries = desk.entries(round_, list(page.object_list))
    context = {
        "round": round_,
        "tally": tally,
        "oldest": _waits(tally, now),
        "pace": paced(handling.pace(round_, tally.to_decide, now), now),
        "views": rooms(charter, round_, "desk", person),
        "filters": form,
        "page": page,
        "count": len(found),
        "whole": whole,
        "moderates": moderates,
        "kept": kept(request, ListKind.QUEUE) if moderates else [],
        "save_url": f"{reverse('desk_views')}?{request.GET.urlencode()}" if moderates else "",
        "last": undoable(handling.last_batch(person, round_)) if moderates else None,
        "keys": _keys(moderates),
        "rows": [_row(entry, labels, moderates, timezone.localdate(now)) for entry in entries],
    }
    return render(request, "charter/desk/index.html", context)


def _filters(request: HttpRequest, charter: Charter, round_: Round, moderates: bool, now: datetime) -> QueueForm:
    return QueueForm(
        request.GET,
        articles=articles_of(charter),
        languages=charters.languages(),
        cities=desk.cities(round_, interface()),
        rounds=charter.rounds.order_by("-number").values_list("number", flat=True),
        moderators=handling.moderators(now) if moderates else [],
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
        {"keys": ["P"], "word": _("all on this provision")},
    ]


def _row(entry: Entry, labels: dict[str, Label], moderates: bool, today: date) -> dict[str, Any]:
    change, amendment = entry.change, entry.amendment
    return {
        "pk": amendment.pk,
        "number": amendment.number,
        "url": address_of(amendment),
        "cite": _cited(change, labels),
        "place_url": reverse("desk_provision", args=[change.provision.short]) + f"?round={amendment.round.number}",
        "words": what_changes(change),
        "kind": "" if change.kind == ChangeKind.INSERT else kind_in_words(change, labels),
        "meta": " · ".join(_meta(entry)),
        "status": desk_status(amendment, change),
        "since": amendment.confirmed_at,
        **(_handled(entry, today) if moderates else {}),
        **attributes(change.language),
    }


def _cited(change: Change, labels: dict[str, Label]) -> str:
    label = labels.get(str(change.provision.key))
    cite = label.citation if label else _("left the text")
    return _("%(cite)s, after") % {"cite": cite} if change.kind == ChangeKind.INSERT else cite


def _meta(entry: Entry) -> list[str]:
    """Who asks for it, how it came, who asks for the same, with what it clashes."""
    amendment, same = entry.amendment, len(entry.same) + 1
    meta = [listed(map(name_of, [amendment, *entry.same]))]
    if amendment.on_behalf:
        meta.append(came(amendment))
    if entry.same:
        meta.append(ngettext("%(n)d member, same words", "%(n)d members, same words", same) % {"n": same})
    if entry.clashes:
        meta.append(_("clashes with %(numbers)s") % {"numbers": numbers(entry.clashes)})
    return meta


def _handled(entry: Entry, today: date) -> dict[str, Any]:
    """Who of the secretariat has it and until when."""
    held, amendment = handling.of(entry.amendment), entry.amendment
    due = held.due_on if held else None
    return {
        "assigned": str(held.assigned_to) if held and held.assigned_to else "",
        "due": due,
        "overdue": bool(due and due < today and amendment.state == AmendmentState.UNDER_REVIEW),
        "assign_url": reverse("desk_handling", args=[amendment.round.number, amendment.number]),
    }


def _waits(tally: Tally, now: datetime) -> str:
    if tally.oldest is None:
        return ""
    days = (now - tally.oldest).days
    return ngettext("Oldest waits %(n)d day.", "Oldest waits %(n)d days.", days) % {"n": days}


def paced(pace: Pace, now: datetime) -> str:
    """Whether the work will be done: what is left, the pace, the days that it takes, the last due day."""
    today = timezone.localdate(now)
    if not pace.left:
        return _("Nothing is left to decide.")
    said = [ngettext("%(n)d amendment is left.", "%(n)d amendments are left.", pace.left) % {"n": pace.left}]
    if pace.days is None:
        said.append(_("Nothing was decided in the last seven days."))
    else:
        a_day = f"{pace.a_day:.1f}".removesuffix(".0")
        takes = ngettext(
            "At %(pace)s a day, as of late, that takes %(n)d day.",
            "At %(pace)s a day, as of late, that takes %(n)d days.",
            pace.days,
        )
        said.append(takes % {"pace": a_day, "n": pace.days})
    if pace.last_due is not None:
        said.append(_until(pace, today))
    return " ".join(said)


def _until(pace: Pace, today: date) -> str:
    assert pace.last_due is not None
    last = day(pace.last_due)
    if pace.is_in_time(today):
        return _("It will be done by the last due day, %(day)s.") % {"day": last}
    said = _("To be done by the last due day, %(day)s, %(need)s a day must be decided.")
    return said % {"day": last, "need": pace.needed(today)}
