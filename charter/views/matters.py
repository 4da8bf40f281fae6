"""Everything that waits for the secretariat, and one such thing: who has it, until when, what is said about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.deeds import do
from charter import rules
from charter.actions import matters as acts
from charter.actions import remarks
from charter.forms.handling import AssignForm, DeskNoteForm
from charter.forms.matters import CommentForm, MatterFilters
from charter.models import Charter, Matter, Remark
from charter.queries import charters, desk, handling, matters
from charter.queries.waiting import Asked, Waiting
from charter.states import ListKind, MatterKind
from charter.templatetags.charter_text import attributes, interface

from .batches import undoable
from .desk import paced
from .desk_frame import THROUGH, articles_of, chosen_round, rooms, the_charter
from .handling import kept
from .remarks import address as read_at

PAGE = 50
CHOOSE = {"keys": ["X"], "word": gettext_lazy("choose")}
SHOWN = 200


@login_required
@require_safe
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All that waits, what is past its day first, with filters that stand in the address."""
    person, now = signed_in(request), timezone.now()
    require(rules.may_moderate(person))
    charter = the_charter()
    asked = waiting_for(request, charter, now)
    everything = matters.all_of(asked)
    form = MatterFilters(
        request.GET,
        languages=charters.languages(),
        moderators=handling.moderators(now),
        articles=articles_of(charter),
        cities=matters.cities(everything),
        rounds=charter.rounds.order_by("-number").values_list("number", flat=True),
    )
    wanted = form.wanted(person, timezone.localdate(now), charter)
    page = Paginator(matters.narrowed(everything, wanted), PAGE).get_page(request.GET.get("page"))
    round_ = asked.round_
    context = {
        "views": rooms(charter, round_, "waiting", person),
        "kinds": _kinds(request.GET, everything, wanted.kind),
        "pace": paced(handling.pace(round_, desk.tally(round_).to_decide, now), now) if round_ else "",
        "filters": form,
        "kept": kept(request, ListKind.WAITING),
        "save_url": f"{reverse('desk_views')}?{_with_list(request.GET)}",
        "page": page,
        "last": undoable(handling.last_shared(person)),
        "rows": [row_of(one, now) for one in page],
        "keys": [*THROUGH, {"keys": ["O"], "word": _("open")}, {"keys": ["A"], "word": _("assign")}, CHOOSE],
    }
    return render(request, "charter/desk/waiting.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def matter(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """To whom one thing is given, until which day, the notes about it, and what becomes of a comment."""
    person, now = signed_in(request), timezone.now()
    require(rules.may_moderate(person))
    found = matters.one(waiting_for(request, the_charter(), now), kind, ref)
    if found is None or kind == MatterKind.AMENDMENT:
        raise Http404(_("This does not wait any more."))
    act = request.POST.get("act", "")
    held = Matter.objects.filter(kind=kind, ref=ref).first()
    assign = AssignForm(_for(request, act, "assign"), held=held, moderators=handling.moderators(now))
    note = DeskNoteForm(_for(request, act, "note"))
    comment = CommentForm(_for(request, act, "stand", "remove")) if kind == MatterKind.COMMENT else None
    answer = _answer(request, found, act, assign, note, comment)
    if answer is not None:
        return answer
    faulty = next((form for form in (assign, note, comment) if form is not None and form.errors), assign)
    context = {
        "found": row_of(found, now) | {"words": found.words},
        "place": _place(found),
        "assign": assign,
        "note": note,
        "comment": comment,
        "faulty": faulty,
        "notes": matters.notes(kind, ref),
        "crumbs": [
            {"word": _("Desk"), "url": reverse("desk")},
            {"word": _("Everything that waits"), "url": reverse("desk_waiting")},
            {"word": found.title, "url": ""},
        ],
    }
    return render(request, "charter/desk/matter.html", context, status=422 if faulty.errors else 200)


def waiting_for(request: HttpRequest, charter: Charter, now: datetime) -> Asked:
    return Asked(charter, chosen_round(request, charter), signed_in(request), now, interface())


def _for(request: HttpRequest, act: str, *acts_of_it: str) -> QueryDict | None:
    return request.POST if request.method == "POST" and act in acts_of_it else None


def _answer(
    request: HttpRequest,
    found: Waiting,
    act: str,
    assign: AssignForm,
    note: DeskNoteForm,
    comment: CommentForm | None,
) -> HttpResponse | None:
    """Does what was asked for; None where nothing was, or a form has faults."""
    named: dict[str, Any] = {"kind": found.kind.value, "ref": found.ref, "by": signed_in(request)}
    if assign.is_bound and assign.is_valid():
        given = {"to": assign.to(), "due_on": assign.cleaned_data["due_on"]}
        return do(request, assign, lambda: acts.assign(**named, **given), request.path, _("Saved."))
    if note.is_bound and note.is_valid():
        text = note.cleaned_data["text"]
        return do(request, note, lambda: acts.note(**named, text=text), f"{request.path}#notes")
    if comment is not None and comment.is_bound and comment.is_valid():
        return _settle(request, found, act, comment)
    return None


def _settle(request: HttpRequest, found: Waiting, act: str, form: forms.Form) -> HttpResponse | None:
    remark, by = Remark.objects.get(pk=found.ref), signed_in(request)
    if act == "stand":
        said = _("The comment stands.")
        return do(request, form, lambda: remarks.let_stand(remark=remark, by=by), reverse("desk_waiting"), said)
    because, said = form.cleaned_data["because"], _("The comment is removed.")
    return do(
        request, form, lambda: remarks.remove(remark=remark, by=by, because=because), reverse("desk_waiting"), said
    )


def _with_list(asked: QueryDict) -> str:
    """The filters of this list, with the name of the list whose they are."""
    given = asked.copy()
    given["list"] = ListKind.WAITING.value
    return given.urlencode()


def _kinds(asked: QueryDict, everything: list[Waiting], current: str) -> list[dict[str, Any]]:
    """How many of each kind wait, each with the address that shows them alone."""
    rest = asked.copy()
    rest.pop("page", None)
    counts = [("", _("All"), len(everything)), *((k.value, k.label, n) for k, n in matters.counted(everything))]
    rows = []
    for kind, word, count in counts:
        rest["kind"] = kind
        rows.append({"word": f"{word} {count}", "url": f"?{rest.urlencode()}", "current": kind == current})
    return rows


def row_of(one: Waiting, now: datetime) -> dict[str, Any]:
    today = timezone.localdate(now)
    return {
        "name": one.name,
        "kind": MatterKind(one.kind).label,
        "title": one.title,
        "url": _work(one),
        "words": Truncator(one.words).chars(SHOWN),
        "age": _age(one.since, today),
        "assigned": str(one.assigned) if one.assigned else "",
        "due": one.due,
        "overdue": bool(one.due and one.due < today),
        "assign_url": _assigning(one),
        **attributes(one.language),
    }


def _work(one: Waiting) -> str:
    """The page where it is worked on."""
    name, *given = one.address
    return reverse(str(name), args=given)


def _place(one: Waiting) -> str:
    """Where a comment is read among the others, else the page where the thing is worked on."""
    if one.kind != MatterKind.COMMENT:
        return _work(one)
    target = Remark.objects.get(pk=one.ref).content_object
    return f"{read_at(target)}#comment-{one.ref}" if target is not None else ""


def _assigning(one: Waiting) -> str:
    if one.kind == MatterKind.AMENDMENT:
        return reverse("desk_handling", args=one.address[1:])
    if one.kind == MatterKind.IMPORT:
        return ""
    return reverse("desk_matter", args=[one.kind.value, one.ref])


def _age(since: datetime | None, today: date) -> str:
    if since is None:
        return ""
    days = max((today - timezone.localdate(since)).days, 0)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days} if days else _("today")
