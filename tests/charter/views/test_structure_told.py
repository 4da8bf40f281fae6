"""What readers see of divided and joined provisions: lives, the change log, old and new numbers, effects."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Organisation
from charter.actions import structure, versions
from charter.actions.structure import Why
from charter.models import Adoption, Charter
from charter.queries import asking, comparing, effects, numbering
from tests import factories

WORDS = factories.WORDS["en"][5]
CUT = WORDS.replace(" for people", "\n\nfor people")


@pytest.fixture
def first(db):
    return factories.version(factories.charter(languages=("en",)))


@pytest.fixture
def place(first):
    return factories.provision(first.charter, 5)


def publish(charter):
    """The working text as the next version, today."""
    one, other = factories.holder("moderator"), factories.holder("moderator")
    publication = versions.propose(charter=Charter.objects.get(pk=charter.pk), by=one)
    return versions.publish(publication=publication, by=other)


def divide(place, by):
    base = factories.working(place).wording
    why = Why("Two duties stand in it.", asked_by_words="The drafting group")
    return structure.split(provision=place, language="en", base=base, words=CUT, by=by, why=why)


def join(place, by):
    other = factories.provision(place.charter, 6)
    structure.join(provision=place, other=other, by=by, why=Why("One duty."))
    return other


def life(client, place) -> str:
    return client.get(f"/en/provisions/{place.short}/").content.decode()


def test_both_lives_tell_of_a_division_once_it_is_published(client, first, place, moderator):
    second = divide(place, moderator)
    publish(first.charter)
    told = life(client, place)
    assert "is its second part." in told and reverse("provision", args=[second.short]) in told
    told = life(client, second)
    assert "Its words stood in" in told and reverse("provision", args=[place.short]) in told
    assert "Divided" in told.split("Wordings, newest first")[1]


def test_the_address_of_what_was_joined_leads_to_where_its_words_stand(client, first, place, moderator):
    other = join(place, moderator)
    publish(first.charter)
    told = life(client, other)
    assert "its words stand in" in told and reverse("provision", args=[place.short]) in told
    told = life(client, place)
    assert "whose words stand here now." in told and "Joined with the next" in told


def test_the_change_log_tells_it_among_what_no_amendment_asked_for(client, first, place, moderator):
    divide(place, moderator)
    publish(first.charter)
    html = client.get("/en/charter/2/changes/").content.decode()
    others = html.split("Changed without an amendment")[1]
    assert "is the second part." in others and "Two duties stand in it." in others and "The drafting group" in others
    assert "Divide" in html.split("Changed without an amendment")[0]


def test_the_second_part_had_the_number_of_the_whole(first, place, moderator):
    second = divide(place, moderator)
    new = publish(first.charter)
    found = numbering.changed(first, new, "en")
    assert [(row.short, row.old, row.new) for row in found] == [
        (second.short, "I.1.1", "I.1.2"),
        (factories.provision(new.charter, 7).short, "I.1.2", "I.1.3"),
    ]


def test_what_was_joined_has_the_number_of_what_it_went_into(first, place, moderator):
    join(place, moderator)
    new = publish(first.charter)
    assert [(row.short, row.old, row.new) for row in numbering.changed(first, new, "en")] == [
        (place.short, "I.1.2", "I.1.1")
    ]


def test_what_brought_the_parts_is_the_division_alone(first, place, moderator):
    factories.adopt(place, WORDS, by=moderator)
    old = factories.working(place).wording
    second = divide(place, moderator)
    now = {one.pk: factories.working(one).wording for one in (place, second)}
    division = Adoption.objects.exclude(fate="").get()
    assert asking.between({place.pk: old}, now) == {place.pk: [division], second.pk: [division]}


def test_what_brought_joined_words_is_the_join_alone(first, place, moderator):
    other = factories.provision(first.charter, 6)
    factories.adopt(other, factories.WORDS["en"][6], by=moderator)
    old = {one.pk: factories.working(one).wording for one in (place, other)}
    join(place, moderator)
    found = asking.between(old, {place.pk: factories.working(place).wording})
    assert found == {place.pk: [Adoption.objects.exclude(fate="").get()]}


def test_the_amending_sentences_say_it(first, place, moderator):
    divide(place, moderator)
    new = publish(first.charter)
    said = [s for one in comparing.compare(first, new, "en") for s in one.sentences("en")]
    assert said == ["Divide I.1.1 before “for”.", "Renumber the provisions that follow."]


def test_words_of_an_amendment_are_found_in_the_second_part(first, place, moderator, city: Organisation, officer):
    round_ = factories.deciding(first)
    words = WORDS.replace("low incomes", "very low incomes")
    [amendment] = factories.merged(round_, {5: words}, by=moderator, city=city, who=officer)
    type(round_).objects.filter(pk=round_.pk).update(closed_at=round_.support_until)
    publish(first.charter)
    base = factories.working(place).wording
    cut = words.replace(" for people", "\n\nfor people")
    why = Why("Two duties.")
    second = structure.split(provision=place, language="en", base=base, words=cut, by=moderator, why=why)
    third = publish(first.charter)
    assert effects.changed(round_, third) == {amendment.pk}
    assert [(one.provision, one.pieces) for one in effects.standing(amendment, third)] == [(second, ("very",))]
