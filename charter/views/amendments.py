"""The public page of one amendment, and the table of all."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Person
from accounts.rules import Refusal
from charter import rules
from charter.actions.amendments import may_undo_confirmation
from charter.actions.positions import may_carry_on
from charter.actions.revisions import may_look_again
from charter.forms.acting import new_token
from charter.forms.filters import AmendmentFilters
from charter.models import Advice, Amendment, AmendmentText, Charter, CoProposal, Decision, Position, Reply, Round
from charter.queries import (
    accepted,
    assents,
    charters,
    effects,
    glossary,
    similarity,
    stories,
    terminology,
    translations,
)
from charter.queries import amendments as queries
from charter.queries.amendment_rows import Listed
from charter.queries.city import deciders
from charter.queries.tongues import tongue
from charter.states import AdviceState, CoProposalState, Stance
from charter.templatetags.charter_text import interface

from .amendment_table import table_of
from .checking import view_of
from .own import organisations_of
from .publicly import publicly

A_PAGE = 50


@publicly
def show(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """One amendment: where it stands, what it asks, why, its story, who stands behind it."""
    amendment = queries.find(_reader(request), number, round_number)
    if amendment is None or amendment.text is None:
        raise Http404(_("There is no such amendment."))
    return render(request, "charter/amendments/show.html", _context(request, amendment))


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """All public amendments in the order of their numbers; filters stand in the address."""
    charter = charters.current()
    if charter is None:
        raise Http404
    form = AmendmentFilters(request.GET or None, charter=charter)
    page = Paginator(_found(form, charter, _reader(request)), A_PAGE).get_page(request.GET.get("page"))
    rows = table_of(list(page), charter)
    context = {"filters": form, "page": page, "rows": rows, "total": page.paginator.count}
    return render(request, "charter/amendments/index.html", context)


def _found(form: AmendmentFilters, charter: Charter, person: Person | None) -> Any:
    """Ids of the amendments to list: all, or those that the filters leave."""
    if not form.narrows:
        return Listed(charter, person)
    return form.narrow(queries.in_order(person).filter(round__charter=charter)).values_list("pk", flat=True)


def _reader(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


def _context(request: HttpRequest, amendment: Amendment) -> dict[str, Any]:
    person, text = _reader(request), amendment.text
    assert text is not None
    language = interface()
    labels = queries.labels_of(amendment.round, language)
    decision = queries.visible_decision(person, amendment)
    view, views = view_of(request, _names(decision))
    asked = queries.shown(text, labels, language)
    with_words = decision is not None and view == "decided"
    changes = queries.decided(decision, labels, language) if decision and with_words else asked
    read = accepted.in_other([amendment], language) if with_words else translations.of_texts([text], language)
    reading = read.get(amendment.pk)
    if view in ("asked", "after", "decided"):
        changes = translations.beneath(changes, reading)
    provisions = [row.change.provision for row in asked]
    return {
        "amendment": amendment,
        "text": text,
        "changes": changes,
        "asked": asked,
        "view": view,
        "views": views,
        "reading": reading,
        "terms": terminology.touched(text, glossary.words(amendment.round.charter, text.language)[text.language]),
        **_in_other_languages(request, amendment, text, decision),
        "decision": decision,
        "theirs": decision is not None and assents.is_theirs(decision),
        "provisional": decision is not None and not decision.is_released,
        "similar": similarity.similar(provisions, amendment.round, labels, language, text),
        "story": stories.of(amendment, decision),
        "follow_name": _follow_name(amendment),
        **_in_the_text(amendment, decision),
        "receipt": amendment.on_behalf and rules.may_see_receipt(person, amendment) is True,
        "opens_file": rules.may_moderate(person) is True,
        **_stances(queries.positions(text), amendment.round),
        **_acts(person, amendment, decision),
    }


def _in_the_text(amendment: Amendment, decision: Decision | None) -> dict[str, Any]:
    """Which of its own words stand in the latest version; nothing before its decision is public."""
    version = effects.latest(amendment.round.charter_id)
    if version is None or decision is None or not decision.is_released or not effects.was_taken(amendment, version):
        return {}
    found = effects.standing(amendment, version)
    return {"standing": found, "standing_words": sum(one.words for one in found), "standing_in": version}


def _follow_name(amendment: Amendment) -> str:
    """By what it is followed, where the public may read it."""
    open_to_all = amendment.is_public and (
        amendment.round.pending_is_public or queries.visible_decision(None, amendment) is not None
    )
    return f"{amendment.round.number}-{amendment.number}" if open_to_all and amendment.number else ""


def _in_other_languages(
    request: HttpRequest, amendment: Amendment, text: AmendmentText, decision: Decision | None
) -> dict[str, Any]:
    """Where the words can be read in other languages, and where the reader may write them."""
    person, codes = _reader(request), [code for code in charters.languages() if code != text.language]
    held = set(translations.languages_of(amendment, accepted=decision is not None)) & set(codes)
    read = [code for code in codes if code in held and code != interface()]
    may = [code for code in codes if person and rules.may_translate_amendment(person, amendment, code) is True]
    place = [amendment.round.number, amendment.number]
    return {
        "read_in": [{"tongue": tongue(code), "url": translate_url(request.path, code)} for code in read],
        "write_in": [
            {"tongue": tongue(code), "url": reverse("amendment_translation", args=[*place, code])} for code in may
        ],
    }


def _names(decision: Decision | None) -> tuple[tuple[str, str], ...]:
    asked = ("asked", _("As asked"))
    rest = (("before", _("Before")), ("after", _("After")))
    return (asked, ("decided", _("As decided")), *rest) if decision is not None else (asked, *rest)


def _stances(held: list[Position], round_: Round) -> dict[str, Any]:
    """Counted members by stance; members that this round does not count and partners stand apart."""
    own = [position for position in held if queries.is_counted(position.organisation, round_)]
    by = {str(stance): [position for position in own if position.stance == stance] for stance in Stance}
    apart = [position for position in held if position not in own]
    partners = [position for position in apart if not position.organisation.is_government]
    return {"stances": by, "partners": partners, "uncounted": [one for one in apart if one not in partners]}


def _acts(person: Person | None, amendment: Amendment, decision: Decision | None) -> dict[str, Any]:
    """What the reader may do here: for the own member, and for each other one that may speak to it."""
    if person is None:
        return {}
    mine = organisations_of(person)
    return {
        "own": any(city.pk == amendment.organisation_id for city in mine),
        "may_reply": _may_reply(person, decision),
        "may_withdraw": rules.may_withdraw(person, amendment) is True,
        "may_undo": may_undo_confirmation(person, amendment, timezone.now()) is True,
        "may_look_again": may_look_again(person, amendment) is True,
        "speakers": [_speaker(person, city, amendment) for city in mine if city.pk != amendment.organisation_id],
        "token": new_token(),
    }


def _may_reply(person: Person, decision: Decision | None) -> bool:
    if decision is None or not decision.is_released:
        return False
    return rules.may_reply(person, decision, Reply.objects.filter(decision=decision).first()) is True


def _speaker(person: Person, city: Organisation, amendment: Amendment) -> dict[str, Any]:
    may = rules.may_take_position(person, city, amendment)
    said = Position.objects.filter(organisation=city, text=amendment.text, superseded_at=None).first()
    joined = next((co for co in amendment.co_proposals.all() if co.organisation_id == city.pk), None)
    return {
        "city": city,
        "may": may is True,
        "why": may.why if isinstance(may, Refusal) else "",
        "said": said,
        **(_suggesting(city, amendment) if may is not True and rules.may_advise(person, city, amendment) else {}),
        "joined": joined,
        "ended": _ended_by_joining(joined) if joined else None,
        "may_join": city.is_government and amendment.state == "under_review",
        "may_carry_on": may_carry_on(person, city, amendment) is True,
    }


def _ended_by_joining(joined: CoProposal) -> Position | None:
    """The position that the member held until it asked together with the first one."""
    found = Position.objects.filter(organisation=joined.organisation_id, text__amendment=joined.amendment_id)
    return found.filter(superseded_at=joined.at).first() if joined.state == CoProposalState.JOINED else None


def _suggesting(city: Organisation, amendment: Amendment) -> dict[str, Any]:
    """What an officer needs to suggest a stance: to whom, and what waits already."""
    waiting = Advice.objects.filter(organisation=city, text=amendment.text, state=AdviceState.WAITING)
    delegate = next(iter(deciders(city, timezone.now())), None)
    return {"may_suggest": True, "delegate": delegate, "suggested": waiting.select_related("by").first()}
