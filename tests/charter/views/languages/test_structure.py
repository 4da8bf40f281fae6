"""Dividing a provision and joining it with the next by their pages."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charter.models import Adoption, CurrentWording
from tests import factories

FIRST, SECOND = "The city keeps one fifth of new homes", "for people with low incomes."


@pytest.fixture
def place(charter):
    return factories.provision(charter, 5)


def said(place, **more):
    base = factories.working(place).wording.pk
    return {"words": f"{FIRST}\r\n\r\n{SECOND}", "base": base, "reason": "Two duties.", "token": "t", **more}


def test_an_empty_line_divides_a_provision(desk, place):
    url = reverse("desk_divide", args=[place.short])
    page = desk.get(url).content.decode()
    assert factories.WORDS["en"][5] in page and 'lang="en"' in page
    answer = desk.post(url, said(place))
    second = Adoption.objects.get().other
    assert answer.url == reverse("provision", args=[second.short])
    assert factories.working(second).wording.text == SECOND
    assert "This is the second part" in desk.get(answer.url).content.decode()


def test_changed_words_come_back_with_a_clear_sentence(desk, place):
    answer = desk.post(reverse("desk_divide", args=[place.short]), said(place, words=f"{FIRST}\n\nfor all."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Leave one empty line between two words, where the" in page and "for all." in page
    assert Adoption.objects.count() == 0


def test_words_that_moved_are_said_and_what_was_typed_stays(desk, place, moderator):
    sent = said(place)
    now = factories.adopt(place, "Other words of two parts.", by=moderator)
    page = desk.post(reverse("desk_divide", args=[place.short]), sent).content.decode()
    assert "The text changed since you opened this page" in page and SECOND in page
    assert f'name="base" value="{now.pk}"' in page


def test_another_language_may_be_divided_first(desk, place):
    url = reverse("desk_divide", args=[place.short]) + "?language=fr"
    page = desk.get(url).content.decode()
    assert 'lang="fr"' in page and "La ville réserve" in page
    words = factories.WORDS["fr"][5].replace(" aux ", "\n\naux ")
    desk.post(url, said(place, words=words, base=factories.working(place, "fr").wording.pk))
    second = Adoption.objects.get().other
    assert list(CurrentWording.objects.filter(provision=second).values_list("language", flat=True)) == ["fr"]


def test_two_provisions_are_joined(desk, place, charter, city):
    url, other = reverse("desk_join", args=[place.short]), factories.provision(charter, 6)
    page = desk.get(url).content.decode()
    assert factories.WORDS["fr"][6] in page
    answer = desk.post(
        url, {"other": other.pk, "reason": "One duty.", "asked_by": city.pk, "asked_by_words": "", "token": "t"}
    )
    assert answer.url == reverse("provision", args=[place.short])
    adoption = Adoption.objects.get()
    assert (adoption.fate, adoption.other, adoption.asked_by) == ("joined", other, city)


def test_a_language_that_keeps_the_whole_is_said_to(desk, place):
    desk.post(reverse("desk_divide", args=[place.short]), said(place))
    page = desk.get(reverse("desk_join", args=[place.short])).content.decode()
    assert page.count("In this language, one single provision already contains the full text.") == 2


@pytest.mark.parametrize(
    "address",
    [
        "/fr/provisions/{}/",
        "/fr/provisions/{}/comments/",
        "/fr/follow/provision/{}/",
        "/feeds/fr/provisions/{}.atom",
    ],
)
def test_the_second_part_has_its_pages_in_a_language_that_keeps_the_whole(address, desk, place):
    desk.post(reverse("desk_divide", args=[place.short]), said(place))
    second = Adoption.objects.get().other
    answer = desk.get(address.format(second.short))
    assert (answer.status_code, "I.1.2" in answer.content.decode()) == (200, True)


def test_the_page_of_the_second_part_says_that_its_words_are_missing_and_shows_the_others(desk, place):
    desk.post(reverse("desk_divide", args=[place.short]), said(place))
    page = desk.get(f"/fr/provisions/{Adoption.objects.get().other.short}/").content.decode()
    assert "Non disponible dans cette langue" in page and SECOND in page


def test_what_cannot_be_joined_has_no_such_page(desk, charter):
    assert desk.get(reverse("desk_join", args=[factories.provision(charter, 6).short])).status_code == 404


def test_the_ways_are_offered_to_who_drafts_alone(desk, client, place, version, officer, settings):
    life = reverse("provision", args=[place.short])
    divide = reverse("desk_divide", args=[place.short])
    assert divide in desk.get(life).content.decode()
    client.force_login(officer)
    assert divide not in client.get(life).content.decode()
    assert client.get(divide).status_code == 404


def test_a_round_that_holds_the_text_is_said(desk, place, round_):
    answer = desk.get(reverse("desk_divide", args=[place.short]))
    assert answer.status_code == 403
    assert "Between the opening of a round and the publication" in answer.content.decode()
    assert (
        reverse("desk_divide", args=[place.short])
        not in desk.get(reverse("desk_provision", args=[place.short])).content.decode()
    )
