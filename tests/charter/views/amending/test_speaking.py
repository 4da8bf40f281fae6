"""Who belongs to two cities says in every form for which of them; nothing is chosen beforehand, or remembered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mandate
from charter.actions.city import suggested_positions
from charter.actions.deciding import compromises
from charter.models import Amendment, CharterComment, CoProposal, Position, Response, SuggestedPosition
from tests import factories

CHOOSE = "Choose the member for which you write."


def belongs(person, city, kind):
    Mandate.objects.create(person=person, organisation=city, kind=kind, since=timezone.now() - timedelta(days=9))
    return person


@pytest.fixture
def cities(city, other_city):
    return city, other_city


@pytest.fixture
def twofold(client, cities):
    """The delegate of two cities, signed in."""
    person = factories.person("Ines Two")
    for city in cities:
        belongs(person, city, "delegate")
    client.force_login(person)
    return person


@pytest.fixture
def twice_officer(client, cities):
    person = factories.person("Omar Two")
    for city in cities:
        belongs(person, city, "officer")
    client.force_login(person)
    return person


@pytest.fixture
def third(db):
    """A city to which nobody of these belongs, with an amendment of its own."""
    return factories.organisation("Zorilla")


@pytest.fixture
def theirs(round_, third):
    return factories.confirmed(round_, third, factories.member(third, "delegate"))


def comment(client, provision, **fields):
    written = {"comment": "A home is more than a roof.", "kind": "argument", "language": "en", **fields}
    return client.post(reverse("remark_post", args=["provision", provision.short]), written)


def say(client, amendment, name="position", **fields):
    to = reverse(name, args=[amendment.round.number, amendment.number])
    return client.post(to, {"text": amendment.text_id, "stance": "support", **fields})


def together(client, amendment, **fields):
    return client.post(reverse("amendment_together", args=[amendment.round.number, amendment.number, "join"]), fields)


def write(client, provision, **fields):
    """The sheet of a new amendment, as it is kept."""
    url = reverse("propose", args=[provision.short])
    words = factories.WORDS["en"][5].replace("fifth", "third")
    part = {"short": provision.short, "kind": "replace", "text": words, "base": "en", "new_kind": "subparagraph"}
    sheet = {"count": 1, "title": "More homes", "reason": "Families leave.", "language": "en", "act": "save"}
    return client.post(url, sheet | {f"changes-0-{name}": value for name, value in part.items()} | fields)


def test_a_comment_asks_for_whom_it_is(client, round_, charter, twofold, cities, third):
    place = factories.provision(charter, 4)
    page = client.get(reverse("remark_post", args=["provision", place.short])).content.decode()
    assert '<option value="" selected>Choose a member</option>' in page
    refused = comment(client, place)
    assert refused.status_code == 422 and CHOOSE in refused.content.decode()
    assert comment(client, place, organisation=third.slug).status_code == 422
    assert not CharterComment.objects.exists()
    comment(client, place, organisation=cities[1].slug)
    assert CharterComment.objects.get().organisation == cities[1]


def test_who_has_one_city_comments_for_it_without_being_asked(client, round_, charter, officer, city, third):
    client.force_login(officer)
    place = factories.provision(charter, 4)
    page = client.get(reverse("remark_post", args=["provision", place.short])).content.decode()
    assert f'<input type="hidden" name="organisation" value="{city.slug}"' in page
    assert comment(client, place, organisation=third.slug).status_code == 422
    comment(client, place)
    assert CharterComment.objects.get().organisation == city


@pytest.mark.parametrize("name", ["position", "suggest"])
def test_a_stance_and_a_suggestion_name_a_city(client, theirs, cities, third, request, name):
    request.getfixturevalue("twofold" if name == "position" else "twice_officer")
    assert CHOOSE in say(client, theirs, name).content.decode()
    assert say(client, theirs, name, organisation=third.slug).status_code == 404
    assert not Position.objects.exists() and not SuggestedPosition.objects.exists()
    say(client, theirs, name, organisation=cities[1].slug)
    model = Position if name == "position" else SuggestedPosition
    assert model.objects.get().organisation == cities[1]


def test_asking_together_names_a_city(client, theirs, twofold, cities, third):
    assert CHOOSE in together(client, theirs).content.decode()
    assert together(client, theirs, organisation=third.slug).status_code == 404
    assert not CoProposal.objects.exists()
    together(client, theirs, organisation=cities[0].slug)
    assert CoProposal.objects.get().organisation == cities[0]


def test_an_amendment_is_written_for_a_chosen_city(client, round_, charter, twofold, cities, third):
    place = factories.provision(charter, 5)
    page = client.get(reverse("propose", args=[place.short])).content.decode()
    assert "For which member do you write?" in page
    assert not [
        box
        for box in page.split("<input")[1:]
        if 'name="organisation"' in box.split(">")[0] and "checked" in box.split(">")[0]
    ]
    assert CHOOSE in write(client, place).content.decode()
    assert write(client, place, organisation=third.slug).status_code == 422
    assert not Amendment.objects.exists()
    write(client, place, organisation=cities[1].slug)
    assert Amendment.objects.get().organisation == cities[1]


def test_suggested_positions_are_confirmed_for_a_named_city(client, theirs, twofold, cities, third):
    suggested = suggested_positions.suggest_position(
        organisation=cities[0],
        text=theirs.text,
        by=belongs(factories.person(), cities[0], "officer"),
        stance="support",
    )
    fields = {"act": f"confirm:{suggested.pk}"}
    assert CHOOSE in client.post(reverse("suggested_answer"), fields).content.decode()
    assert client.post(reverse("suggested_answer"), fields | {"organisation": third.slug}).status_code == 404
    client.post(reverse("suggested_answer"), fields | {"organisation": cities[1].slug})
    assert not Position.objects.exists()
    client.post(reverse("suggested_answer"), fields | {"organisation": cities[0].slug})
    assert Position.objects.get().organisation == cities[0]


@pytest.fixture
def put(round_, charter, cities, moderator):
    """A compromise that asks both cities."""
    place = factories.provision(charter, 5)
    amendments = [
        factories.under_review(round_, city, belongs(factories.person(), city, "officer"), place, f"Words {number}.")
        for number, city in enumerate(cities)
    ]
    words = {"language": "en", "html": "Three tenths.", "reason": {"en": "Between."}}
    until = timezone.now() + timedelta(days=5)
    return compromises.propose_compromise(
        round_=round_, amendments=amendments, provision=place, by=moderator, answer_by=until, **words
    )


def test_a_compromise_is_answered_for_a_chosen_city(client, put, twofold, cities, third):
    url = reverse("compromise_answer", args=[put.pk])
    assert '<option value="" selected>Choose a member</option>' in client.get(url).content.decode()
    refused = client.post(url, {"act": "yes"})
    assert refused.status_code == 422 and CHOOSE in refused.content.decode()
    assert client.post(url, {"act": "yes", "organisation": third.slug}).status_code == 422
    assert not Response.objects.exists()
    client.post(url, {"act": "yes", "organisation": cities[1].slug})
    assert Response.objects.get().organisation == cities[1]


def test_an_address_that_names_a_city_asks_for_no_choice(client, put, twofold, cities, third):
    url = reverse("compromise_answer", args=[put.pk])
    assert f'value="{cities[0].slug}"' in client.get(f"{url}?as={cities[0].slug}").content.decode()
    assert client.get(f"{url}?as={third.slug}").status_code == 404
