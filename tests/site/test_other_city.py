"""What belongs to one city is out of reach of another: by identifier, by field of a form, by question to the API."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Invitation, Mandate
from charter.models import (
    Amendment,
    AmendmentText,
    CharterComment,
    CoProposal,
    DraftNote,
    Position,
    Response,
    SuggestedPosition,
)
from tests import factories
from tests.site import asking
from tests.site.deeds import proposal
from tests.site.permissions import SECRETS
from tests.site.stage import HOMES

OTHERS = ("stranger", "other delegate", "expired", "partner")
# Rows of the city that no act of another one may add to or change.
KEPT = (
    SuggestedPosition,
    Amendment,
    AmendmentText,
    Response,
    CoProposal,
    DraftNote,
    Invitation,
    Mandate,
    Position,
    CharterComment,
)


@pytest.fixture
def stage(one_stage, db):
    return one_stage


def rows(stage) -> dict[str, list[str]]:
    """Everything of the city, and everything that was said in its name, as it stands."""
    own = stage.things["own"]
    by_organisation = {model: model.objects.all() for model in KEPT}
    for model in (SuggestedPosition, Amendment, Response, CoProposal, Invitation, Mandate, Position, CharterComment):
        by_organisation[model] = model.objects.filter(organisation=own)
    by_organisation[AmendmentText] = AmendmentText.objects.filter(amendment__organisation=own)
    by_organisation[DraftNote] = DraftNote.objects.filter(amendment__organisation=own)
    return {
        model.__name__: [repr(row) for row in queryset.order_by("pk").values()]
        for model, queryset in by_organisation.items()
    }


# --- By an identifier ---------------------------------------------------------------------------------------------

DRAFTS = ("draft", "draft_check", "draft_notes", "draft_document")
OF_THE_CITY = [
    *(f"{page}:{thing}" for page in DRAFTS for thing in ("draft", "sent", "confirmed", "second", "laid")),
    *(f"amendment_act:{act}" for act in ("send", "confirm", "take-back", "discard", "undo", "withdraw", "keep")),
    "amendment_edit",
    *(f"amendment_resolution:{thing}" for thing in ("draft", "confirmed", "laid")),
    "amendment_resolution_file:draft",
    "framework_document",
    "amendment_send_back",
    "city_letter",
    "city_letter_pdf",
    "city_position_sheet",
    "city_position_sheet_pdf",
    "city_paper",
    "city_paper_file",
    "city_paper:imported",
    "city_paper_file:imported",
    "people_invite",
    "people_away",
    "mandate_end",
    "invitation_act",
    "desk_evidence",
    "desk_receipt_file",
    "desk_receipt_strike",
    "desk_member",
]


@pytest.mark.parametrize("role", OTHERS)
def test_no_identifier_in_an_address_opens_it(stage, role):
    with asking.as_role(stage, role) as client:
        urls, before, reached = asking.addresses(stage), rows(stage), {}
        for name in OF_THE_CITY:
            for method in ("get", "post"):
                response = getattr(client, method)(urls[name], {"word": "No.", "text": "Ours now.", "note": "x"})
                if response.status_code not in (404, 405):
                    reached[name, method] = response.status_code
        assert (reached, rows(stage)) == ({}, before)


@pytest.mark.parametrize("name", ["city", "people"])
@pytest.mark.parametrize("role", ["stranger", "other delegate", "partner"])
def test_no_question_in_an_address_opens_its_room(stage, role, name):
    with asking.as_role(stage, role) as client:
        assert client.get(f"{reverse(name)}?as={stage.things['own'].slug}").status_code == 404


# --- By a field of a form -----------------------------------------------------------------------------------------


def _propose(stage):
    return reverse("propose", args=[factories.provision(stage.charter, HOMES).short]), proposal(
        stage, stage.things["own"]
    )


def _position(stage, **more):
    theirs = stage.things["theirs"]
    data = {"organisation": stage.things["own"].slug, "text": theirs.text_id, "stance": "support", **more}
    return reverse("position", args=[theirs.round.number, theirs.number]), data


def _suggest(stage):
    return _position(stage)[0].replace("position", "suggest"), _position(stage)[1]


def _together(act):
    def form(stage):
        args = [stage.things["theirs"].round.number, stage.things["theirs"].number, act]
        return reverse("amendment_together", args=args), {"organisation": stage.things["own"].slug}

    return form


def _suggested(stage):
    [suggestion] = SuggestedPosition.objects.filter(organisation=stage.things["own"])
    return reverse("suggested_answer"), {"organisation": stage.things["own"].slug, "act": f"confirm:{suggestion.pk}"}


def _suggested_by_its_number(stage):
    """One's own city in the field, the other's suggestion in the button."""
    address, data = _suggested(stage)
    return address, {**data, "organisation": stage.things["other"].slug}


def _comment(stage):
    short = factories.provision(stage.charter, HOMES).short
    data = {"comment": "Ours.", "kind": "argument", "language": "en", "organisation": stage.things["own"].slug}
    return reverse("remark_post", args=["provision", short]), data


def _words_of_a_draft(stage):
    """A position on words of theirs that nobody outside may read, at the address of a public amendment."""
    confirmed, draft = stage.things["confirmed"], stage.things["draft"]
    data = {"organisation": stage.things["other"].slug, "text": draft.text_id, "stance": "support"}
    return reverse("position", args=[confirmed.round.number, confirmed.number]), data


FORMS = [
    _propose,
    _position,
    _suggest,
    *(_together(act) for act in ("join", "leave", "carry-on", "retire")),
    _suggested,
    _suggested_by_its_number,
    _comment,
    _words_of_a_draft,
]


@pytest.mark.parametrize("role", OTHERS)
def test_no_field_of_a_form_speaks_for_it(stage, role):
    with asking.as_role(stage, role) as client:
        before, leaks = rows(stage), set()
        for form in FORMS:
            address, data = form(stage)
            response = client.post(address, data)
            assert response.status_code != 200, address
            text = asking.text_of(response)
            leaks |= {(word, address) for word in SECRETS if word in text and word not in str(data)}
        assert (rows(stage), leaks) == (before, set())


def test_its_own_people_reach_all_of_it_by_the_same_forms(stage):
    """So that the tests above could fail."""
    with asking.as_role(stage, "delegate") as client:
        urls, closed = asking.addresses(stage), {}
        for name in OF_THE_CITY:
            with asking.undone(client):
                response = client.get(urls[name])
            if response.status_code == 404:
                closed[name] = 404
        of_the_desk = {"desk_evidence", "desk_receipt_file", "desk_receipt_strike", "desk_member"}
        assert set(closed) == of_the_desk | {"city_paper:imported", "city_paper_file:imported"}
        for form in (_propose, _position, _suggest, _suggested, _comment):
            address, data = form(stage)
            before = rows(stage)
            with asking.undone(client):
                client.post(address, data)
                assert rows(stage) != before, form.__name__


# --- By the API ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["anonymous", *OTHERS])
def test_no_question_to_the_api_or_a_feed_tells_it(stage, role):
    things, number = stage.things, stage.round.number
    with asking.as_role(stage, role) as client:
        urls = asking.addresses(stage)
        addresses = [url for name, url in urls.items() if name.startswith(("api_", "feed_"))]
        own = things["own"]
        addresses += [
            f"{reverse('api_amendments')}?{question}"
            for question in (
                f"city={own.slug}",
                f"city={own.pk}",
                "state=draft",
                "state=sent",
                f"round={number}&state=",
            )
        ]
        keys = [str(things[name].key) for name in ("draft", "sent", "second", "laid", "entered")]
        text = "".join(asking.text_of(client.get(url)) for url in addresses)
        assert [word for word in (*SECRETS, *keys) if word in text] == []
        hidden = [number * 1000 + pk for pk in (things["draft"].pk, things["sent"].pk)]
        assert [client.get(reverse("api_amendment", args=[number, pk])).status_code for pk in hidden] == [404, 404]
