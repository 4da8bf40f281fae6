"""All pending items of the secretariat, and one such item: its assignment, its due date, and notes about it."""

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
from accounts.views.breadcrumbs import secretariat_breadcrumbs
from accounts.views.form_actions import run_form_action
from accounts.views.paging import ROWS_ON_A_PAGE
from charter import rules
from charter.actions.comments import comments
from charter.actions.secretariat import work_items as work_item_actions
from charter.forms.secretariat.handling import AssignForm, DeskNoteForm
from charter.forms.secretariat.work_items import CommentForm, WorkItemFilters
from charter.models import Charter
from charter.queries.comments.comments import find_comment
from charter.queries.reading import charters
from charter.queries.secretariat import handling, queue, work_items
from charter.queries.secretariat.pending_items import ItemReason, PendingItem, PendingQuery
from charter.states import ListKind, WorkItemKind
from charter.views.comments.comment_acts import address as read_at
from charter.views.desk_frame import THROUGH, articles_of, chosen_round, rooms, the_charter
from charter.views.secretariat.batches import undoable
from charter.views.secretariat.handling import kept
from charter.views.secretariat.queue import paced
from charter.wording.charter_text import interface_language, language_attributes
from charter.wording.comments import marked_translation
from charter.wording.pending_items import title_of_item

CHOOSE = {"keys": ["X"], "word": gettext_lazy("choose")}
SHOWN = 200
# Where an item is worked on; the item has the arguments of the page.
PAGES = {
    ItemReason.AMENDMENT_UNDECIDED: "desk_decide",
    ItemReason.COMMENT_REPORTED: "desk_matter",
    ItemReason.COMMENT_HELD: "desk_matter",
    ItemReason.APPLICATION_SENT: "desk_pledge",
    ItemReason.FRAMEWORK_UNCONFIRMED: "desk_framework",
    ItemReason.AMENDMENT_ENTERED: "draft",
    ItemReason.NOT_TRANSLATABLE: "alignment",
    ItemReason.CHANGED_IN_TWO_LANGUAGES: "alignment",
    ItemReason.FILE_IMPORTED: "desk_import_look",
    ItemReason.COMPROMISE_ANSWERED: "desk_compromise_answers",
    ItemReason.VERSION_PROPOSED: "desk_publish",
    ItemReason.CORRECTION_PROPOSED: "desk_corrigenda",
    ItemReason.EARLIER_DATES_PROPOSED: "desk_timetable",
    ItemReason.DECISIONS_READY: "desk_release",
    ItemReason.TRANSLATION_OVERDUE: "alignment",
    ItemReason.AMENDMENTS_LATE: "desk_late",
}


@login_required
@require_safe
@answers_refusals
def index(request: HttpRequest) -> HttpResponse:
    """All pending items, overdue ones first; the filters are in the address."""
    person, now = signed_in(request), timezone.now()
    require(rules.may_moderate(person))
    charter = the_charter()
    pending_query = waiting_for(request, charter, now)
    everything = work_items.pending_items(pending_query)
    form = WorkItemFilters(
        request.GET,
        languages=charters.charter_languages(),
        moderators=handling.moderators_at(now),
        articles=articles_of(charter),
        cities=work_items.cities_of_items(everything),
        rounds=charter.rounds.order_by("-number").values_list("number", flat=True),
    )
    matter_filter = form.wanted(person, timezone.localdate(now), charter)
    matching_items = work_items.narrow_items(everything, matter_filter, title_of_item)
    page = Paginator(matching_items, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    round_ = pending_query.round_
    context = {
        "views": rooms(charter, round_, "waiting", person),
        "kinds": _kinds(request.GET, everything, matter_filter.kind),
        "pace": paced(handling.pace_of_decisions(round_, queue.tally_round(round_).to_decide, now), now)
        if round_
        else "",
        "filters": form,
        "kept": kept(request, ListKind.WAITING),
        "save_url": f"{reverse('desk_views')}?{_with_list(request.GET)}" if request.GET else "",
        "page": page,
        "last": undoable(handling.last_shared(person)),
        "rows": [row_of(item, now) for item in page],
        "keys": [*THROUGH, {"keys": ["O"], "word": _("open")}, {"keys": ["A"], "word": _("assign")}, CHOOSE],
    }
    return render(request, "charter/secretariat/waiting.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@answers_refusals
def show_work_item(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """To whom one thing is given, until which day, the notes about it, and what becomes of a comment."""
    person, now = signed_in(request), timezone.now()
    require(rules.may_moderate(person))
    pending_item = work_items.pending_item(waiting_for(request, the_charter(), now), kind, ref)
    if pending_item is None or kind == WorkItemKind.AMENDMENT:
        raise Http404(_("The item is no longer pending."))
    act = request.POST.get("act", "")
    work_item = work_items.find_work_item(kind, ref)
    assign = AssignForm(_for(request, act, "assign"), previous=work_item, moderators=handling.moderators_at(now))
    note = DeskNoteForm(_for(request, act, "note"))
    comment = CommentForm(_for(request, act, "stand", "remove")) if kind == WorkItemKind.COMMENT else None
    answer = _answer(request, pending_item, act, assign, note, comment)
    if answer is not None:
        return answer
    faulty = next((form for form in (assign, note, comment) if form is not None and form.errors), assign)
    context = {
        "found": row_of(pending_item, now),
        "item": pending_item,
        "words_in": language_attributes(pending_item.language),
        "place": _place(pending_item),
        "assign": assign,
        "note": note,
        "comment": comment,
        "faulty": faulty,
        "notes": work_items.item_notes(kind, ref),
        "crumbs": secretariat_breadcrumbs(
            (_("All pending items"), reverse("desk_waiting")), here=title_of_item(pending_item)
        ),
    }
    return render(request, "charter/secretariat/work_item.html", context, status=422 if faulty.errors else 200)


def waiting_for(request: HttpRequest, charter: Charter, now: datetime) -> PendingQuery:
    return PendingQuery(charter, chosen_round(request, charter), signed_in(request), now, interface_language())


def _for(request: HttpRequest, act: str, *acts_of_it: str) -> QueryDict | None:
    return request.POST if request.method == "POST" and act in acts_of_it else None


def _answer(
    request: HttpRequest,
    item: PendingItem,
    act: str,
    assign: AssignForm,
    note: DeskNoteForm,
    comment: CommentForm | None,
) -> HttpResponse | None:
    """Does the act of the form that was sent; None where none was, or a form has faults."""
    named: dict[str, Any] = {"kind": item.kind.value, "ref": item.ref, "by": signed_in(request)}
    if assign.is_bound and assign.is_valid():
        assignment = {"to": assign.to(), "due_on": assign.cleaned_data["due_on"]}
        return run_form_action(
            request, assign, lambda: work_item_actions.assign_item(**named, **assignment), request.path, _("Saved.")
        )
    if note.is_bound and note.is_valid():
        text = note.cleaned_data["text"]
        return run_form_action(
            request, note, lambda: work_item_actions.add_note(**named, text=text), f"{request.path}#notes"
        )
    if comment is not None and comment.is_bound and comment.is_valid():
        return _settle(request, item, act, comment)
    return None


def _settle(request: HttpRequest, item: PendingItem, act: str, form: forms.Form) -> HttpResponse | None:
    comment, by = find_comment(item.ref), signed_in(request)
    if act == "stand":
        sentence = _("The comment is kept.")
        return run_form_action(
            request, form, lambda: comments.accept_comment(comment=comment, by=by), reverse("desk_waiting"), sentence
        )
    because, sentence = form.cleaned_data["because"], _("The comment was removed.")
    return run_form_action(
        request,
        form,
        lambda: comments.remove_comment(comment=comment, by=by, because=because),
        reverse("desk_waiting"),
        sentence,
    )


def _with_list(query: QueryDict) -> str:
    """The filters of this list, with the name of the list whose they are."""
    filters = query.copy()
    filters["list"] = ListKind.WAITING.value
    return filters.urlencode()


def _kinds(query: QueryDict, everything: list[PendingItem], current: str) -> list[dict[str, Any]]:
    """How many of each kind wait, each with the address that shows them alone."""
    rest = query.copy()
    rest.pop("page", None)
    counts = [
        ("", _("All"), len(everything)),
        *((k.value, k.label, n) for k, n in work_items.count_by_kind(everything)),
    ]
    rows = []
    for kind, word, count in counts:
        rest["kind"] = kind
        rows.append({"word": f"{word} {count}", "url": f"?{rest.urlencode()}", "current": kind == current})
    return rows


def row_of(item: PendingItem, now: datetime) -> dict[str, Any]:
    today = timezone.localdate(now)
    return {
        "name": item.name,
        "kind": WorkItemKind(item.kind).label,
        "title": title_of_item(item),
        "url": _work(item),
        "words": Truncator(_words(item)).chars(SHOWN),
        "age": _age(item.since, today),
        "assigned": str(item.assigned) if item.assigned else "",
        "due": item.due,
        "overdue": bool(item.due and item.due < today),
        "assign_url": _assigning(item),
        **language_attributes(item.translation.language if item.translation else item.language),
    }


def _words(item: PendingItem) -> str:
    """The text of an item in the language of the page if it was translated, with who did this."""
    return marked_translation(item.translation) if item.translation else item.words


def _work(item: PendingItem) -> str:
    """The page where it is worked on."""
    return reverse(PAGES[item.reason], args=item.arguments)


def _place(item: PendingItem) -> str:
    """Where a comment is read among the others, else the page where the thing is worked on."""
    if item.kind != WorkItemKind.COMMENT:
        return _work(item)
    target = find_comment(item.ref).content_object
    return f"{read_at(target)}#comment-{item.ref}" if target is not None else ""


def _assigning(item: PendingItem) -> str:
    if item.kind == WorkItemKind.AMENDMENT:
        return reverse("desk_handling", args=item.arguments)
    if item.kind == WorkItemKind.IMPORT:
        return ""
    return reverse("desk_matter", args=[item.kind.value, item.ref])


def _age(since: datetime | None, today: date) -> str:
    if since is None:
        return ""
    days = max((today - timezone.localdate(since)).days, 0)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days} if days else _("today")
