"""Each verb of the printed table of permissions, as the form or the page by which somebody does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Organisation, Person
from charter.actions.deciding import compromises
from charter.models import Alignment, Amendment, Compromise, Round
from charter.states import AmendmentState
from tests import factories
from tests.site.asking import SIGN_IN
from tests.site.stage import HOMES, Stage, words

# The role of the rules' table, and who it is on the stage.
WHO = {
    "reader": "anonymous",
    "officer": "officer",
    "focal_point": "focal point",
    "delegate": "delegate",
    "substitute": "substitute",
    "standing_in": "standing in",
    "expired": "expired",
    "stranger": "other delegate",
    "partner": "partner",
    "moderator": "moderator",
    "language_editor": "second editor",
    "drafter": "drafter",
    "body_member": "body",
    "section_staff": "section staff",
    "language_reader": "named reader",
    "administrator": "administrator",
}
# Verbs that no address of ours stands for alone: their own tests are named.
ELSEWHERE = {
    "see_receipt",  # a part of a draft's page: the secret word of it, test_permissions
    "read_texts",  # by language: tests/accounts/views/test_interface_texts.py
    "correct_texts",  # the same file
    "answer_correction",  # needs a correction of another person: the same file
    "withdraw_correction",  # the same file
    "draft",  # Wagtail's editing page: tests/cms/test_admin.py
    "divide",  # no round may hold the text: tests/charter/views/languages/test_structure.py
    "correct_misprint",  # the same page, published by a second person: tests/cms
    "confirm_timetable",  # of dates that another person proposed: tests/charter/views/amending/test_desk_timetables.py
    "withdraw_timetable",  # of dates that the person proposed: the same file
    "publish",  # needs a version without a fault: tests/charter/actions/versions/test_versions.py
    "note_amendment",  # each team has its own notes there: tests/charter/views/amending/test_private_notes.py
    "comment_for",  # members import by the same form: tests/charter/views/comments/test_comment_tables.py
    "join",  # an officer asks the delegate by the same button: tests/charter/actions/amending/test_positions.py
    "see_people",  # a member's own page, and the desk's: tests/accounts/views/test_people.py, test_desk_members.py
    "read_working",  # needs a merge of what is not released: tests/charter/views/reading/test_rights.py
    "apply",  # needs what is released: tests/charter/views/merging/test_merges.py
    "reply",  # needs a public decision on the member's amendment: tests/charter/views/deciding/test_decisions.py
    "send_back_decision",  # needs one that is not public: the same file
    "translate_comment",  # of a comment of the member: tests/charter/views/comments/test_comment_translations.py
    "translate_accepted",  # boxes of a page that others open too: tests/charter/views/amending/test_translations.py
    "confirm_difference",  # needs a text of another person: tests/charter/queries/languages/test_confirmations.py
    "take_merge_back",  # tests/charter/actions/merging/test_merge_reversals.py
    "publish_initiative",  # staff sends by the same button: tests/charter/views/city/test_initiatives.py
    "read_initiative",  # pages of two kinds of people: the same file
    "read_framework",  # pages of two kinds of people: tests/charter/views/city/test_own_frameworks.py
    "read_help_entry",  # pages of two kinds of people: tests/charter/views/city/test_help_entries.py
    "read_help_replies",  # the same file
    "read_resolution",  # a draft has none before it is attached: tests/charter/views/amending/test_resolutions.py
    "read_received_paper",  # tests/charter/views/papers/test_returned_papers.py
}

# Nothing of the partner was decided yet, so there is no letter to it, and nobody asked it what it means.
NOT_THERE = {("partner", "read_letter"), ("partner", "reply_to_editors")}


@dataclass(frozen=True)
class Place:
    """The things that a deed is about: those of the member in question, and another's."""

    stage: Stage
    home: Organisation
    own: dict[str, Any]
    who: Person | None = None

    def thing(self, name: str) -> Any:
        return self.own.get(name) or self.stage.things[name]


@dataclass(frozen=True)
class Deed:
    """A page that is opened (`data` is None), or a form as it is filled in."""

    address: str
    args: Callable[[Place], list[Any]]
    data: Callable[[Place], dict[str, Any]] | None = None
    done: Callable[[], bool] = lambda: True  # whether it did what the verb says, and not something less


def _numbered(name: str) -> Callable[[Place], list[Any]]:
    return lambda p: [p.thing(name).round.number, p.thing(name).number]


def _act(thing: str, act: str, **data: Any) -> Deed:
    return Deed("amendment_act", lambda p: [p.thing(thing).key, act], lambda p: data)


def _none(place: Place) -> list[Any]:
    return []


def proposal(stage: Stage, city: Organisation) -> dict[str, Any]:
    """The sheet of a proposal as it is filled in for that city."""
    short = factories.provision(stage.charter, HOMES).short
    change = {"short": short, "base": "en", "kind": "replace", "text": words("sixth"), "new_kind": "", "new_text": ""}
    fields = {f"changes-0-{name}": value for name, value in change.items()}
    texts = {"title": "More homes", "reason": "Families leave.", "language": "en", "act": "save", "count": "1"}
    return {**fields, **texts, "organisation": city.slug}


def _prepared(place: Place) -> dict[str, Any]:
    draft = Amendment.objects.get(pk=place.thing("draft").pk)
    return {**proposal(place.stage, place.home), "revision": draft.revision}


def _short(place: Place) -> str:
    return factories.provision(place.stage.charter, HOMES).short


def _stance(place: Place) -> dict[str, Any]:
    text = place.thing("theirs").text_id
    return {"organisation": place.home.slug, "text": text, "stance": "support"}


def _confirming(place: Place) -> dict[str, Any]:
    return {"seen_text": place.thing("sent").text_id}


def _remark(place: Place) -> dict[str, Any]:
    mandate = place.who.mandates.filter(ended=None).first() if place.who else None
    city = mandate.organisation.slug if mandate else ""
    return {"comment": "Who pays?", "kind": "argument", "language": "en", "organisation": city}


def _entry(place: Place) -> dict[str, Any]:
    receipt = {"came_by": "letter", "came_on": timezone.localdate().isoformat(), "note": "Signed by the mayor."}
    return {"member": place.home.slug, "citation": "I.1.1", "language": "en", **receipt}


def _clauses(place: Place) -> dict[str, Any]:
    values = {
        "clauses": "Delete paragraph I.1.1.",
        "article": "I",
        "language": "en",
        "came_on": timezone.localdate().isoformat(),
    }
    return {"member": place.home.slug, **values}


def _framework(place: Place) -> dict[str, Any]:
    return {"kind": "plan", "state": "announced", "title": "A plan for homes", "language": "en", "provisions": "I.1"}


LINK = {"label_1": "Videos", "address_1": "https://videos.example.org/own"}


def _initiative(place: Place) -> dict[str, Any]:
    return {"title_en": "Keys before winter", "summary_en": "Empty flats.", "place": "Tamanrit", "provisions": "I.1"}


def _help_entry(place: Place) -> dict[str, Any]:
    ends_on = (timezone.localdate() + timedelta(days=9)).isoformat()
    texts = {"subject": "Homes", "text": "We show ours.", "language": "en", "languages": ["en"]}
    return {"kind": "offer", "theme": "homes", "ends_on": ends_on, **texts}


def _invitation(kind: str) -> Callable[[Place], dict[str, Any]]:
    invitee = {"email": "numbered@example.org", "language": "en", "name": "", "office": ""}
    return lambda p: {**invitee, "kind": kind, "evidence": "A letter of the mayor."}


def _substitute_invited() -> bool:
    return Invitation.objects.filter(email="numbered@example.org", kind="substitute").exists()


def _role(kind: str) -> Callable[[Place], dict[str, Any]]:
    return lambda p: {"person": p.stage.people["editor"].email, "kind": kind, "language": ""}


def _alignment(place: Place) -> list[Any]:
    return ["fr", place.stage.things["merged"].text.changes.get().provision.short]


def _aligned(place: Place) -> dict[str, Any]:
    [written] = Alignment.objects.filter(language="fr")
    fields = {"words": "La ville répond dans les vingt jours.", "source": written.source_id}
    return {"act": "check", "revision": written.revision, **fields}


DEEDS: dict[str, Deed] = {
    "prepare": Deed("draft", lambda p: [p.thing("draft").key], _prepared),
    "read_draft": Deed("draft_check", lambda p: [p.thing("draft").key]),
    "note": Deed("draft_notes", lambda p: [p.thing("draft").key], lambda p: {"text": "A note."}),
    "send": _act("draft", "send"),
    "take_back": _act("sent", "take-back"),
    "confirm": Deed("amendment_act", lambda p: [p.thing("sent").key, "confirm"], _confirming),
    "attach_resolution": Deed("amendment_resolution", lambda p: [p.thing("confirmed").key]),
    "withdraw": _act("confirmed", "withdraw"),
    "copy": _act("late", "copy"),
    "read_letter": Deed("city_letter", lambda p: [p.thing("merged").round.number, p.home.slug]),
    "enter_framework": Deed("city_framework_new", lambda p: [p.home.slug], _framework),
    "write_initiative": Deed("city_initiative_new", lambda p: [p.home.slug], _initiative),
    "set_initiative_rule": Deed("city_initiative_rule", lambda p: [p.home.slug], lambda p: {"staff_publishes": "on"}),
    "change_links": Deed("city_links", lambda p: [p.home.slug], lambda p: LINK),
    "write_help_entry": Deed("city_help_entry_new", lambda p: [p.home.slug], _help_entry),
    "reply_to_help_entry": Deed(
        "help_replies",
        lambda p: [p.thing("their help entry").pk, p.home.slug],
        lambda p: {"text": "We would like to come."},
    ),
    "read": Deed("amendment", _numbered("theirs")),
    "take_position": Deed("position", _numbered("theirs"), _stance),
    "advise": Deed("suggest", _numbered("theirs"), _stance),
    "assent": Deed("compromise_answer", lambda p: [p.thing("put").pk], lambda p: {"act": "yes"}),
    "comment": Deed("remark_post", lambda p: ["provision", _short(p)], _remark),
    "remove_remark": Deed("remark_remove", lambda p: [p.thing("remark").pk], lambda p: {"because": "rude"}),
    "report": Deed("remark_report", lambda p: [p.thing("remark").pk], lambda p: {}),
    "moderate": Deed("desk_views", _none),
    "read_decisions": Deed("desk_decide", _numbered("theirs")),
    "decide": Deed(
        "desk_decide", _numbered("theirs"), lambda p: {"outcome": "not_accepted", "reason_en": "It is said already."}
    ),
    "enter": Deed("desk_on_behalf", _none, _entry),
    "import_for": Deed("desk_papers", _none, _clauses),
    "handle": Deed("desk_handling", _numbered("theirs"), lambda p: {"act": "note", "text": "A note."}),
    "undo": Deed("desk_undo", lambda p: [p.thing("batch").pk], lambda p: {}),
    "release": Deed("desk_release", lambda p: [p.stage.round.number], lambda p: {"act": "now", "body": ""}),
    "import": Deed("desk_import", _none),
    "see_languages": Deed("languages", _none),
    "keep_terms": Deed(
        "glossary_term", lambda p: ["home", "fr"], lambda p: {"language": "fr", "word": "habitation", "note": ""}
    ),
    "work_on_language": Deed("language_work", lambda p: ["fr"]),
    "align": Deed("alignment", _alignment, _aligned),
    "translate": Deed("reasons", lambda p: ["fr"]),
    "approve_alignment": Deed("alignment", _alignment, lambda p: {**_aligned(p), "act": "approve"}),
    "open_alignment": Deed("alignment", _alignment),
    "translate_amendment": Deed("amendment_translation", lambda p: [*_numbered("confirmed")(p), "fr"]),
    "reply_to_editors": Deed("language_question", lambda p: [p.thing("question").pk]),
    "invite": Deed("people_invite", lambda p: [p.home.slug], _invitation("officer")),
    "invite_delegate": Deed(
        "people_invite", lambda p: [p.home.slug], _invitation("substitute"), done=_substitute_invited
    ),
    "end_mandate": Deed("mandate_end", lambda p: [p.thing("colleague").pk], lambda p: {}),
    "mark_away": Deed("people_away", lambda p: [p.home.slug], lambda p: {"note": "until May"}),
    "read_section": Deed("section", _none),
    "keep_members": Deed("desk_members", _none),
    "open_administration": Deed("wagtailadmin_home", _none),
    "help": Deed(
        "desk_support_act", lambda p: [p.thing("colleague").person_id, "unlock"], lambda p: {"token": "help"}
    ),
    "give_drafter": Deed("desk_roles", _none, _role("drafter")),
    "give_moderator": Deed("desk_roles", _none, _role("moderator")),
}


def furnish(stage: Stage) -> dict[str, Place]:
    """By the role of the table: the member in question with all that the verbs need, for a city and for a partner."""
    Round.objects.filter(pk=stage.round.pk).update(partners_propose=True)
    stage.round.refresh_from_db()
    things, people = stage.things, stage.people
    city = {name: things[name] for name in ("draft", "sent", "confirmed")}
    partner = {
        "draft": factories.draft(stage.round, things["partner"], people["partner"], words("seventh")),
        "sent": factories.sent(stage.round, things["partner"], people["partner"], words("eighth")),
        "confirmed": factories.confirmed(stage.round, things["partner"], people["partner"], words("ninth")),
    }
    compromise = _put(stage, [city["confirmed"], partner["confirmed"]])
    places = {
        name: Place(stage, things[name], own | _furnished(stage, things[name]) | {"put": compromise})
        for name, own in (("own", city), ("partner", partner))
    }
    return {
        role: replace(places["partner" if role == "partner" else "own"], who=people[person])
        for role, person in WHO.items()
    }


def _furnished(stage: Stage, home: Organisation) -> dict[str, Any]:
    """An amendment that was not confirmed in time, and a colleague whose mandate may be ended."""
    by = stage.people["delegate" if home == stage.things["own"] else "partner"]
    late = factories.draft(stage.round, home, by, words("tenth"))
    Amendment.objects.filter(pk=late.pk).update(state=AmendmentState.NOT_CONFIRMED)
    return {"late": late, "colleague": factories.member(home, "officer").mandates.get()}


def _put(stage: Stage, amendments: list[Amendment]) -> Compromise:
    return compromises.propose_compromise(
        round_=stage.round,
        amendments=amendments,
        provision=factories.provision(stage.charter, HOMES),
        language="en",
        html=words("eleventh"),
        reason={"en": "It meets both."},
        by=stage.people["moderator"],
        answer_by=timezone.now() + timedelta(days=9),
    )


def answer(client: Client, place: Place, verb: str) -> tuple[str, str]:
    """Opens the page, or sends the form: `yes`, `no` or `hidden`, and what was answered."""
    deed = DEEDS[verb]
    url = reverse(deed.address, args=deed.args(place))
    response = client.get(url) if deed.data is None else client.post(url, deed.data(place))
    errors = [str(message) for message in get_messages(response.wsgi_request) if message.level == messages.ERROR]
    if response.status_code == 404 or SIGN_IN in response.get("Location", ""):
        return "hidden", url
    if response.status_code in (403, 422) or errors:
        return "no", f"{url} {errors}"
    shown = response.status_code == 200 and deed.data is None
    succeeded = (shown or response.status_code == 302) and deed.done()
    return "yes" if succeeded else "no", f"{url} {response.status_code}"
