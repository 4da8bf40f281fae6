"""One provision for moderators, with all its amendments."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.dates import date_format
from accounts.models import Person
from accounts.rules import require
from accounts.views.acting import answers_refusals, signed_in
from accounts.views.breadcrumbs import Crumb, secretariat_breadcrumbs
from charter import rules
from charter.forms.deciding.desk_decisions import DecisionForm
from charter.models import Amendment, CharterComment, Provision
from charter.queries.amending.amendments import amendment_to_decide
from charter.queries.comments import comments
from charter.queries.comments.comment_translations import comments_in_other_language
from charter.queries.deciding.compromises import compromises_on
from charter.queries.languages import ledger
from charter.queries.reading import charters, working_text
from charter.queries.reading.provisions import provisions_with_charter
from charter.queries.secretariat import cross_language_conflicts, queue
from charter.queries.secretariat.meetings import Group, Meeting
from charter.states import LedgerState
from charter.views.deciding import open_decisions
from charter.views.desk_frame import THROUGH, address_of, chosen_round, labels_of, numbers
from charter.views.reading.reader_rights import ways
from charter.views.secretariat import desk_meeting
from charter.wording.charter_text import charter_words, interface_language, language_attributes, public_name_of

MOST_COMMENTS = 20


@login_required
@require_safe
@answers_refusals
def provision(request: HttpRequest, short: str) -> HttpResponse:
    """One provision: its words, where wordings meet, each group with its reasons and support, and the decision."""
    require(rules.may_read_decisions_before_release(signed_in(request)))
    place = get_object_or_404(provisions_with_charter(), short=short)
    round_ = chosen_round(request, place.charter)
    if round_ is None:
        raise Http404
    labels = labels_of(round_)
    label = labels.get(str(place.key))
    meetings = cross_language_conflicts.meetings_with_conflicts(queue.meetings_at(round_, place), interface_language())
    asking = {a.pk: a for meeting in meetings for group in meeting.groups for a in group.amendments}
    count = len(asking)
    several_texts = sum(len(meeting.groups) for meeting in meetings if not meeting.at_point) > 1
    cite = label.citation if label else short
    person, moderates = signed_in(request), rules.may_moderate(signed_in(request)) is True
    comment_counts = comments.count_comments(Amendment, asking)
    stances = queue.positions_by_stance(a.text_id for a in asking.values() if a.text_id)
    context = {
        "round": round_,
        "cite": cite,
        "title": ngettext("%(cite)s: %(count)d amendment", "%(cite)s: %(count)d amendments", count)
        % {"cite": cite, "count": count},
        "crumbs": _crumbs(place, cite),
        "meetings": [
            desk_meeting.met(m, labels, lambda group: _lead(person, group), stances, comment_counts) for m in meetings
        ],
        "here": _in_own_language(place, meetings),
        "languages": _out_of_step(place, moderates),
        "compromises": _compromises(place),
        "comments": _comments(place, asking),
        "compromise_url": reverse("desk_compromise", args=[short]) if several_texts and moderates else "",
        "life_url": reverse("provision", args=[short]),
        "ways": ways(person, place),
        **_to_answer(place, moderates),
        "keys": [*THROUGH, {"keys": ["D"], "word": _("decide")}],
        **_panel(request, meetings),
    }
    return render(request, "charter/secretariat/provision.html", context)


def _in_own_language(place: Provision, meetings: list[Meeting]) -> SafeString | None:
    """The current text in the reader's language, where no amendment shows it."""
    if not meetings or any(meeting.language == interface_language() and not meeting.at_point for meeting in meetings):
        return None
    return charter_words(working_text.words_in([place], interface_language()).get(place.pk)) or None


def _crumbs(place: Provision, cite: str) -> list[Crumb]:
    above = []
    arrangement = place.charter.arrangement
    section = arrangement.section_of(place.key) if arrangement else None
    if section:
        word = place.charter.text_structure.name_of_part(section.kind, section.number)
        above.append((word, reverse("desk_article", args=[section.address])))
    return secretariat_breadcrumbs(*above, here=cite)


def _comments(place: Provision, asking: dict[int, Amendment]) -> list[dict[str, Any]]:
    shown = comments.comments_concerning(place, asking.values(), MOST_COMMENTS)
    translations = comments_in_other_language(shown, interface_language())
    return [_comment(comment, asking) | {"translation": translations.get(comment.pk)} for comment in shown]


def _comment(comment: CharterComment, asking: dict[int, Amendment]) -> dict[str, Any]:
    """A comment on the provision, or on one of its amendments."""
    amendment = asking.get(int(comment.object_pk)) if comment.content_type.model == "amendment" else None
    about = _("on amendment %(number)s") % {"number": amendment.number} if amendment else _("on the provision")
    parts = [comment.get_kind_display(), about, date_format(localtime(comment.submit_date), "DATE_FORMAT")]
    return {
        "title": public_name_of(comment.organisation, comment.submit_date) or _("secretariat"),
        "url": reverse("remark", args=[comment.pk]),
        "text": comment.comment,
        "text_in": language_attributes(comment.language),
        "meta": " · ".join(map(str, parts)),
    }


def _lead(person: Person, group: Group) -> Amendment | None:
    """The amendment by which this person decides on the group now; None where all is public, over, or not theirs."""
    lead = next((a for a in group.amendments if a.decision is None), group.amendments[0])
    public = lead.decision is not None and lead.decision.is_released
    return lead if rules.may_decide(person, lead) is True and not public else None


def _panel(request: HttpRequest, meetings: list[Meeting]) -> dict[str, Any]:
    """The form to decide the group that the address names, else the first one without a decision."""
    groups = [group for meeting in meetings for group in meeting.groups]
    requested = request.GET.get("for", "")
    named = [g for g in groups if any(str(a.number) == requested for a in g.amendments)]
    open_ones = [g for g in groups if any(a.decision is None for a in g.amendments)]
    group = next(iter(named or open_ones or groups), None)
    lead = _lead(signed_in(request), group) if group else None
    if group is None or lead is None:
        return {"group": None}
    others = [a for a in group.amendments if a.pk != lead.pk and a.decision is None]
    whole = amendment_to_decide(lead.pk)
    changes = list(whole.text.changes.select_related("base", "provision")) if whole.text else []
    form = DecisionForm(amendment=whole, changes=changes, languages=charters.charter_languages())
    sitting = open_decisions.typed(request, whole)
    form.initial = open_decisions.kept(form, sitting) or {}
    return {
        **open_decisions.context(request, whole, form, sitting),
        "group": group,
        "form": form,
        "action": address_of(lead),
        "together": [a.pk for a in others],
        "named": numbers([lead, *others]),
    }


def _to_answer(place: Provision, moderates: bool) -> dict[str, Any]:
    """How many comments the secretariat has not answered, and where it answers all in one note."""
    waiting = comments.unanswered_comments(place).count() if moderates else 0
    return {"unanswered": waiting, "comments_url": reverse("desk_comments", args=[place.short])} if waiting else {}


def _out_of_step(place: Provision, moderates: bool) -> list[dict[str, Any]]:
    """Languages that are out of date, or that changed at once as others did; moderators settle the latter."""
    lines = ledger.lines_of_provision(place.charter, place)
    return [
        {
            "language": line.language,
            "state": line.state,
            "meets": line.state == LedgerState.MEETS,
            "url": reverse("desk_exception", args=[line.language, place.short]) if moderates else "",
        }
        for line in lines
        if line.is_open
    ]


def _compromises(place: Provision) -> list[dict[str, Any]]:
    rows = compromises_on(place)
    return [
        {
            "title": _("Compromise text for %(numbers)s") % {"numbers": numbers(list(c.amendments.all()))},
            "url": reverse("desk_compromise_answers", args=[c.pk]),
            "text": c.get_state_display(),
            "words": charter_words(c.html),
            **language_attributes(c.language),
        }
        for c in rows
    ]
