"""What every page knows of the site."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import translation

from consultation.context import site
from tests import factories


@pytest.fixture(autouse=True)
def no_memory():
    cache.clear()


def asked(path, person=None, **query):
    request = RequestFactory().get(path, query)
    request.user = person or AnonymousUser()
    return site(request)["site"]


def test_five_words_lead_through_the_site_and_one_is_current(charter):
    menu = asked("/en/charter/")["menu"]
    assert [link["word"] for link in menu] == ["Charter", "Amendments", "Decisions", "Members", "About"]
    assert [link["word"] for link in menu if link["current"]] == ["Charter"]


def test_languages_lead_to_the_same_page(charter):
    urls = [row["url"] for row in asked("/en/charter/1/I/", who="I.1")["languages"]]
    assert urls == ["/en/charter/1/I/?who=I.1", "/fr/charter/1/I/?who=I.1", "/es/charter/1/I/?who=I.1"]


def test_the_footer_names_no_campaign_since_a_site_can_be_without_one(charter):
    titles = [group["title"] for group in asked("/en/charter/")["foot"]]
    assert titles == ["Read", "Languages", "Work", "Activities", "Help"]


def test_before_a_charter_the_languages_are_those_of_the_interface(db):
    assert [row["code"] for row in asked("/en/")["languages"]] == ["en", "fr", "es", "ar"]


def test_a_reader_costs_no_question_but_one_that_is_remembered(charter, django_assert_num_queries):
    asked("/en/charter/")
    with django_assert_num_queries(0):
        asked("/en/charter/")


def test_a_member_finds_the_own_city_with_what_waits(round_, city, officer, delegate):
    factories.sent(round_, city, officer, "The city keeps one third of new homes.")
    person = asked("/en/charter/", delegate)["person"]
    assert person["city"] == "Tamanrit"
    assert [(link["word"], link["count"]) for link in person["links"]] == [("My city", 1)]


def test_a_moderator_finds_the_desk(charter, moderator):
    assert "Secretariat" in [link["word"] for link in asked("/en/charter/", moderator)["person"]["links"]]


def test_the_subtitle_is_in_the_language_of_the_reader(charter):
    subtitles = []
    for language in ("en", "fr", "es", "ar"):
        with translation.override(language):
            subtitles.append(str(asked(f"/{language}/")["descriptor"]))
    assert len({*subtitles} - {"Consultation"}) == 2 and subtitles[:2] == ["Consultation", "Consultation"]
