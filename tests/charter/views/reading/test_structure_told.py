"""What readers see of divided and joined provisions: lives, the change log, old and new numbers, effects."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Organisation
from charter.actions.languages import structure
from charter.actions.languages.structure import Why
from charter.actions.versions import versions
from charter.models import Adoption, Charter
from charter.queries.deciding import effects
from charter.queries.reading import comparing, word_sources
from charter.queries.versions import numbering
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
    proposer, other = factories.holder("moderator"), factories.holder("moderator")
    publication = versions.propose_version(charter=Charter.objects.get(pk=charter.pk), by=proposer)
    return versions.publish_version(publication=publication, by=other)


def divide(place, by):
    base = factories.working(place).wording
    why = Why("Two duties stand in it.", asked_by_words="The drafting group")
    return structure.split_provision(provision=place, language="en", base=base, words=CUT, by=by, why=why)


def join(place, by):
    other = factories.provision(place.charter, 6)
    structure.combine_provisions(provision=place, other=other, by=by, why=Why("One duty."))
    return other


def life(client, place) -> str:
    return client.get(f"/en/provisions/{place.short}/").content.decode()


def test_both_lives_tell_of_a_division_once_it_is_published(client, first, place, moderator):
    second = divide(place, moderator)
    publish(first.charter)
    page = life(client, place)
    assert "is its second part." in page and reverse("provision", args=[second.short]) in page
    page = life(client, second)
    assert "its text was part of" in page and reverse("provision", args=[place.short]) in page
    assert "Split into two" in page.split("Wordings, newest first")[1]


def test_the_address_of_what_was_joined_leads_to_where_its_words_stand(client, first, place, moderator):
    other = join(place, moderator)
    publish(first.charter)
    page = life(client, other)
    assert "the text is now part of" in page and reverse("provision", args=[place.short]) in page
    page = life(client, place)
    assert "Combined on" in page and "Combined with the next provision" in page


def test_the_change_log_tells_it_among_what_no_amendment_asked_for(client, first, place, moderator):
    divide(place, moderator)
    publish(first.charter)
    html = client.get("/en/charter/2/changes/").content.decode()
    others = html.split("Text changed without an amendment")[1]
    assert "is the second part." in others and "Two duties stand in it." in others and "The drafting group" in others
    assert "Split I.1.1" in html.split("Text changed without an amendment")[0]


def test_the_second_part_had_the_number_of_the_whole(first, place, moderator):
    second = divide(place, moderator)
    new = publish(first.charter)
    rows = numbering.renumbered_provisions(first, new, "en")
    assert [(row.short, row.old, row.new) for row in rows] == [
        (second.short, "I.1.1", "I.1.2"),
        (factories.provision(new.charter, 7).short, "I.1.2", "I.1.3"),
    ]


def test_what_was_joined_has_the_number_of_what_it_went_into(first, place, moderator):
    join(place, moderator)
    new = publish(first.charter)
    assert [(row.short, row.old, row.new) for row in numbering.renumbered_provisions(first, new, "en")] == [
        (place.short, "I.1.2", "I.1.1")
    ]


def test_what_brought_the_parts_is_the_division_alone(first, place, moderator):
    factories.adopt(place, WORDS, by=moderator)
    old = factories.working(place).wording
    second = divide(place, moderator)
    now = {provision.pk: factories.working(provision).wording for provision in (place, second)}
    division = Adoption.objects.exclude(fate="").get()
    assert word_sources.adoptions_between({place.pk: old}, now) == {place.pk: [division], second.pk: [division]}


def test_what_brought_joined_words_is_the_join_alone(first, place, moderator):
    other = factories.provision(first.charter, 6)
    factories.adopt(other, factories.WORDS["en"][6], by=moderator)
    old = {provision.pk: factories.working(provision).wording for provision in (place, other)}
    join(place, moderator)
    adoptions = word_sources.adoptions_between(old, {place.pk: factories.working(place).wording})
    assert adoptions == {place.pk: [Adoption.objects.exclude(fate="").get()]}


def test_the_amending_sentences_say_it(first, place, moderator):
    divide(place, moderator)
    new = publish(first.charter)
    sentences = [s for difference in comparing.compare_versions(first, new, "en") for s in difference.sentences("en")]
    assert sentences == ["Split I.1.1 before “for”.", "Renumber the subsequent provisions accordingly."]


def test_words_of_an_amendment_are_found_in_the_second_part(first, place, moderator, city: Organisation, officer):
    round_ = factories.deciding(first)
    words = WORDS.replace("low incomes", "very low incomes")
    [amendment] = factories.merged(round_, {5: words}, by=moderator, city=city, proposer=officer)
    type(round_).objects.filter(pk=round_.pk).update(closed_at=round_.support_until)
    publish(first.charter)
    base = factories.working(place).wording
    cut = words.replace(" for people", "\n\nfor people")
    why = Why("Two duties.")
    second = structure.split_provision(provision=place, language="en", base=base, words=cut, by=moderator, why=why)
    third = publish(first.charter)
    assert effects.amendments_in_version(round_, third) == {amendment.pk}
    assert [(own_text.provision, own_text.pieces) for own_text in effects.own_text_in_version(amendment, third)] == [
        (second, ("very",))
    ]
