"""The public page of one amendment, and the table of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.tokens import new_token
from accounts.models import Organisation, Person, load_names
from accounts.rules import Refusal
from accounts.views.breadcrumbs import Crumb, breadcrumbs
from accounts.views.paging import ROWS_ON_A_PAGE
from charter import rules
from charter.actions.amending.amendments import may_undo_confirmation
from charter.actions.amending.positions import may_carry_on
from charter.actions.amending.revisions import may_look_again
from charter.citations import Label
from charter.forms.amending.filters import AmendmentFilters
from charter.models import (
    Adoption,
    Amendment,
    AmendmentText,
    Change,
    Charter,
    Decision,
    Position,
    Provision,
    Round,
    texts_of_amendments,
)
from charter.queries.amending import accepted_words, amendments, similarity, translations
from charter.queries.amending.amendment_rows import ListedAmendments
from charter.queries.amending.drafting import count_draft_notes
from charter.queries.amending.member_tasks import people_who_may_bind
from charter.queries.amending.own_positions import position_before_cosponsoring, waiting_suggestion
from charter.queries.amending.public_texts import (
    PublicText,
    TextCitations,
    proposed_by,
    public_text,
    readable_until,
)
from charter.queries.amending.resolutions import visible_resolution
from charter.queries.amending.shown_changes import Shown
from charter.queries.deciding import agreed_texts, amendment_events, compromise_answers, decisions, effects
from charter.queries.deciding.agreed_texts import AgreedText
from charter.queries.deciding.compromise_answers import Answers
from charter.queries.languages import glossary, glossary_mentions
from charter.queries.languages.names import language_of
from charter.queries.papers.proposed_changes import has_pending, keys_with_text, open_round
from charter.queries.reading import charters
from charter.queries.reading.published_labels import latest_version
from charter.states import PENDING_STATES, Stance
from charter.views.amending.amendment_table import table_of
from charter.views.amending.draft_checks import view_of
from charter.views.own_organisations import organisations_of
from charter.views.public_pages import publicly
from charter.views.text_frame import Link, before_charter, proposed_link, words_language
from charter.wording.charter_text import interface_language


@publicly
def show(request: HttpRequest, round_number: int, number: int) -> HttpResponse:
    """One amendment: its state, its changes, its reasons, its history, and the positions on it."""
    amendment = amendments.find_unnamed_amendment(_reader(request), number, round_number)
    if amendment is None or amendment.text is None:
        raise Http404(_("The amendment does not exist."))
    return render(request, "charter/amending/amendments/show.html", _context(request, amendment))


@publicly
def index(request: HttpRequest) -> HttpResponse:
    """All public amendments in the order of their numbers; the filters are in the address."""
    charter = charters.current_charter()
    if charter is None:
        return before_charter(request, _("Amendments"))
    form = AmendmentFilters(request.GET or None, charter=charter)
    page = Paginator(_listed_ids(form, charter, _reader(request)), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    rows = table_of(list(page), charter)
    _add_notes(rows, _reader(request))
    context = {
        "filters": form,
        "page": page,
        "rows": rows,
        "total": page.paginator.count,
        "in_word": _in_word(form, charter, charters.edition_in(words_language(request))),
    }
    return render(request, "charter/amending/amendments/index.html", context)


def _add_notes(rows: list[dict[str, Any]], person: Person | None) -> None:
    """Adds to each row where the team of the person writes private notes; who has several teams chooses there."""
    for row in rows if person is not None and organisations_of(person) else ():
        row["notes"] = f"{row['url']}notes/"


def _listed_ids(form: AmendmentFilters, charter: Charter, person: Person | None) -> Any:
    """Ids of the amendments to list: all, or those that the filters leave."""
    if not form.narrows:
        return ListedAmendments(charter, person)
    return form.narrow(amendments.amendments_in_order(person).filter(round__charter=charter)).values_list(
        "pk", flat=True
    )


def _in_word(form: AmendmentFilters, charter: Charter, language: str) -> Link | None:
    """For the amendments to one article: the article with those that are pending as tracked changes."""
    address = form.cleaned_data.get("article") if form.is_valid() else ""
    version = latest_version(charter) if address else None
    round_ = open_round(version) if version else None
    if not address or version is None or round_ is None:
        return None
    keys = keys_with_text(version, language, address)
    return proposed_link(version, address) if has_pending(round_, keys) else None


def _reader(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


def _crumbs(amendment: Amendment) -> list[Crumb]:
    number, url = amendment.round.number, reverse("amendments")
    return breadcrumbs(
        (_("Amendments"), url),
        (_("Round %(number)s") % {"number": number}, f"{url}?round={number}"),
        here=str(amendment.number),
    )


def _context(request: HttpRequest, amendment: Amendment) -> dict[str, Any]:
    person, text = _reader(request), amendment.text
    assert text is not None
    language, public = interface_language(), public_text(text)
    citations = TextCitations(amendment.round.charter, language, [amendment.round.version])
    labels = citations.of(public)
    decision = amendments.visible_decision(person, amendment)
    view, views = view_of(request, _names(decision))
    showns = amendments.shown_changes(public.text, labels, language, public.version)
    beside = _beside(amendment, text, decision, [row.change.provision for row in showns])
    with_words = decision is not None and view == "decided"
    shown_text = ShownText(showns, public.version)
    agreed = agreed_texts.agreed_for(decision, beside.closed) if decision is not None and with_words else []
    if decision is not None and with_words:
        shown_text = _decided(decision, public, showns, labels, language, agreed)
    read = (
        accepted_words.accepted_translations([amendment], language)
        if with_words
        else translations.translations_of_texts([public.text], language)
    )
    reading = read.get(amendment.pk)
    changes = shown_text.changes
    if view in ("asked", "after", "decided"):
        changes = translations.add_translations(changes, reading)
    known = partial(_readable_until, person, amendment)
    return {
        "crumbs": _crumbs(amendment),
        "amendment": amendment,
        "text": text,
        "changes": changes,
        "asked": showns,
        "places": list({row.citation: row for row in reversed(showns)}.values())[::-1],
        "version": shown_text.version,
        "is_first_text": latest_version(amendment.round.charter) is None,
        "carried": _carried(person, amendment, public, language),
        "view": view,
        "views": views,
        "reading": reading,
        "terms": glossary_mentions.touched_terms(
            text, glossary.words_by_language(amendment.round.charter, text.language)[text.language]
        ),
        **_in_other_languages(request, amendment, text, decision),
        "decision": decision,
        "is_agreed": any(text.over(row.change) is not None for row in shown_text.changes for text in agreed),
        "theirs": decision is not None and with_words and compromise_answers.is_accepted_by_proposers(decision),
        "provisional": decision is not None and not decision.is_released,
        "similar": beside.similar,
        "story": amendment_events.events_of(
            amendment,
            decision,
            known,
            closed=beside.closed,
            adoptions=beside.adoptions,
            resolution=visible_resolution(person, amendment),
        ),
        "follow_name": _follow_name(amendment),
        **_in_the_text(amendment, decision, beside.adoptions),
        "receipt": amendment.on_behalf and rules.may_see_receipt(person, amendment) is True,
        "opens_file": rules.may_moderate(person) is True,
        "resolution": visible_resolution(person, amendment),
        "noted": _noted(person, amendment),
        "may_attach": rules.may_attach_resolution(person, amendment) is True,
        **_at_the_desk(person, amendment),
        **_stances(amendments.sort_positions_by_name(beside.positions), amendment.round),
        **_acts(person, amendment, decision, beside.positions),
    }


def _noted(person: Person | None, amendment: Amendment) -> list[dict[str, Any]]:
    """Where each team of the person writes private notes about the amendment, and how many it has."""
    teams = organisations_of(person) if person is not None else []
    url = reverse("amendment_notes", args=[amendment.round.number, amendment.number])
    return [
        {
            "organisation": team,
            "url": f"{url}?as={team.slug}",
            "count": count_draft_notes([amendment], team).get(amendment.pk, 0),
        }
        for team in teams
        if rules.may_note_amendment(person, amendment, team) is True
    ]


@dataclass(frozen=True)
class Beside:
    """The values beside the text of an amendment.

    `closed` are the answers to its closed compromises, if the reader may see its decision. `adoptions` are its parts
    in the text, if its decision is public.
    """

    positions: list[Position]
    similar: list[similarity.Similar]
    closed: list[Answers]
    adoptions: list[Adoption]


def _beside(
    amendment: Amendment, text: AmendmentText, decision: Decision | None, provisions: list[Provision]
) -> Beside:
    """The values beside an amendment, with the names of all members and texts in several languages already read."""
    is_put = decision is not None and amendments.has_any(amendment, "has_compromises")
    answers = compromise_answers.unnamed_closed_of([amendment.pk] if is_put else [])
    released = decision is not None and decision.is_released
    beside = Beside(
        amendments.unnamed_positions_on(text),
        similarity.similar_without_changes(provisions, amendment.round, text),
        answers.get(amendment.pk, []),
        amendment_events.adoptions_behind(amendment, decision) if decision is not None and released else [],
    )
    members = [
        *amendment.members,
        *(position.organisation for position in beside.positions),
        *(member for match in beside.similar for member in match.amendment.members),
        *compromise_answers.list_asked_members(answers),
        *decisions.members_replying(amendment.decisions.all()),  # type: ignore[attr-defined]
    ]
    load_names(members, texts_of_amendments([amendment]))
    return beside


@dataclass(frozen=True)
class ShownText:
    """Changes as they are shown, and the number of the version that they change; None for the working text."""

    changes: list[Shown]
    version: int | None


def _decided(
    decision: Decision,
    public: PublicText,
    proposed: list[Shown],
    labels: Mapping[str, Label],
    language: str,
    agreed: list[AgreedText],
) -> ShownText:
    """The changes as decided: those of the public text, where the decision has no text of its own.

    An agreed compromise enters in place of the proposal.
    """

    def agreed_text(change: Change) -> str | None:
        return next((html for text in agreed if (html := text.over(change)) is not None), None)

    if decision.text_id == public.text.pk:
        changes = amendments.decided_changes(decision, labels, language, public.version, agreed_text)
        return ShownText(changes, public.version)
    if not decision.words.all():
        changes = [replace(row, decided=agreed_text(row.change) or row.decided) for row in proposed]
        return ShownText(changes, public.version)
    working = amendments.working_labels(decision.amendment.round, language)
    return ShownText(amendments.decided_changes(decision, working, language, agreed=agreed_text), None)


def _carried(person: Person | None, amendment: Amendment, public: PublicText, language: str) -> dict[str, Any] | None:
    """How a pending amendment reads over the working text, for who may read that text and for its own member."""
    text, round_ = amendment.text, amendment.round
    if text is None or text.pk == public.text.pk or amendment.state not in PENDING_STATES:
        return None
    to_check = text.confirmed_by_id is None
    if not to_check and proposed_by(text) == proposed_by(public.text):  # the working text is that of the version again
        return None
    if public.current_version is not None:
        labels = amendments.labels_of(round_, language)
        shown = amendments.shown_changes(text, labels, language)
        return {"changes": shown, "to_check": True, "version": public.current_version} if to_check else None
    if _readable_until(person, amendment) is not None:
        return None
    changes = amendments.shown_changes(text, amendments.working_labels(round_, language), language)
    return {"changes": changes, "to_check": to_check, "version": None}


def _readable_until(person: Person | None, amendment: Amendment) -> datetime | None:
    """Until when the reader knows of changes of the text; its own member knows of what became of its amendment."""
    own = any(city.pk == amendment.organisation_id for city in organisations_of(person)) if person else False
    return None if own else readable_until(person, amendment.round)


def _at_the_desk(person: Person | None, amendment: Amendment) -> dict[str, Any]:
    """For the secretariat and the endorsing body: the page on which the amendment is decided."""
    if rules.may_read_decisions_before_release(person) is not True:
        return {}
    may_decide = rules.may_decide(person, amendment) is True and amendment.decision is None
    return {
        "desk_url": reverse("desk_decide", args=[amendment.round.number, amendment.number]),
        "may_decide": may_decide,
    }


def _in_the_text(amendment: Amendment, decision: Decision | None, adoptions: list[Adoption]) -> dict[str, Any]:
    """The parts of its own text in the latest version; nothing before its decision is public."""
    version = latest_version(amendment.round.charter)
    own = [a for a in adoptions if a.change is not None and a.change.text.amendment_id == amendment.pk]
    if version is None or decision is None or all(adoption.at > version.published_at for adoption in own):
        return {}
    text_stretches = effects.own_text_in_version(amendment, version, own)
    return {
        "standing": text_stretches,
        "standing_words": sum(text_stretch.words for text_stretch in text_stretches),
        "standing_in": version,
    }


def _follow_name(amendment: Amendment) -> str:
    """The name under which an amendment can be followed; empty if the public may not read it."""
    open_to_all = amendment.is_public and (
        amendment.round.pending_is_public or amendments.visible_decision(None, amendment) is not None
    )
    return f"{amendment.round.number}-{amendment.number}" if open_to_all and amendment.number else ""


def _in_other_languages(
    request: HttpRequest, amendment: Amendment, text: AmendmentText, decision: Decision | None
) -> dict[str, Any]:
    """Where the words can be read in other languages, and where the reader may write them."""
    person, codes = _reader(request), [code for code in charters.charter_languages() if code != text.language]
    available = set(translations.languages_of(amendment, accepted=decision is not None)) & set(codes)
    read = [code for code in codes if code in available and code != interface_language()]
    may = [code for code in codes if person and rules.may_translate_amendment(person, amendment, code) is True]
    place = [amendment.round.number, amendment.number]
    here = interface_language()
    return {
        "awaited": language_of(here).in_words if here in codes and here not in available else "",
        "read_in": [{"language": language_of(code), "url": translate_url(request.path, code)} for code in read],
        "write_in": [
            {"language": language_of(code), "url": reverse("amendment_translation", args=[*place, code])}
            for code in may
        ],
    }


def _names(decision: Decision | None) -> tuple[tuple[str, str], ...]:
    proposed = ("asked", _("As proposed"))
    rest = (("before", _("Before")), ("after", _("After")))
    return (proposed, ("decided", _("As decided")), *rest) if decision is not None else (proposed, *rest)


def _stances(positions: list[Position], round_: Round) -> dict[str, Any]:
    """Counted members by position; partners, and members that this round does not count, are separate."""
    own = [position for position in positions if amendments.is_counted(position.organisation, round_)]
    by = {str(stance): [position for position in own if position.stance == stance] for stance in Stance}
    apart = [position for position in positions if position not in own]
    partners = [position for position in apart if not position.organisation.is_government]
    return {
        "stances": by,
        "partners": partners,
        "uncounted": [position for position in apart if position not in partners],
    }


def _acts(
    person: Person | None, amendment: Amendment, decision: Decision | None, positions: list[Position]
) -> dict[str, Any]:
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
        "speakers": [
            _speaker(person, city, amendment, positions) for city in mine if city.pk != amendment.organisation_id
        ],
        "token": new_token(),
    }


def _may_reply(person: Person, decision: Decision | None) -> bool:
    if decision is None or not decision.is_released:
        return False
    return rules.may_reply(person, decision, getattr(decision, "reply", None)) is True


def _speaker(person: Person, city: Organisation, amendment: Amendment, positions: list[Position]) -> dict[str, Any]:
    may = rules.may_take_position(person, city, amendment)
    position = next((position for position in positions if position.organisation_id == city.pk), None)
    joined = next((co for co in amendment.co_proposals.all() if co.organisation_id == city.pk), None)
    return {
        "city": city,
        "may": may is True,
        "why": may.why if isinstance(may, Refusal) else "",
        "position": position,
        **(_suggesting(city, amendment) if may is not True and rules.may_advise(person, city, amendment) else {}),
        "joined": joined,
        "ended": position_before_cosponsoring(joined) if joined else None,
        "may_join": city.is_government and amendment.state == "under_review",
        "may_carry_on": may_carry_on(person, city, amendment) is True,
    }


def _suggesting(city: Organisation, amendment: Amendment) -> dict[str, Any]:
    """What an officer needs to suggest a stance: to whom, and what waits already."""
    delegate = next(iter(people_who_may_bind(city, timezone.now())), None)
    return {"may_suggest": True, "delegate": delegate, "suggested": waiting_suggestion(city, amendment.text)}
