"""The consultation as the home page shows it now."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from accounts import triggers
from charter.models import Wording
from charter.queries.reading import charters
from tests import factories


def home():
    request = RequestFactory().get("/en/")
    request.user = AnonymousUser()
    return Template("{% load home %}{% consultation_now %}").render(
        Context({"request": request, "charter": charters.current_charter()})
    )


def test_an_empty_site_says_what_it_is(db):
    html = home()
    assert "Cities rewrite one charter together" in html
    assert "Latest decisions" not in html


def test_a_sentence_of_the_charter_opens_it_and_can_be_asked_about(version):
    html = home()
    assert "“Everyone has the right to a home that is safe and that can be kept.”" in html
    assert "/en/charter/1/I/?who=I.1#I.1" in html


@pytest.mark.parametrize(("rest", "is_quoted"), [("A long sentence. " * 20, True), ("They shall also:", False)])
def test_the_opening_words_of_a_list_never_open_it(version, rest, is_quoted):
    triggers.lift_triggers([Wording])
    texts = Wording.objects.filter(manifest__version=version)
    texts.update(text=rest)
    texts.filter(manifest__citation="I.1").update(text="Cities shall:")
    assert ("hero" in home()) == is_quoted
    assert "“Cities shall:" not in home()


def test_the_round_stands_with_its_timetable(round_):
    html = home()
    assert "Round 1 is open" in html and 'aria-current="step"' in html


def test_public_decisions_stand_with_their_reasons(version, city, officer, moderator):
    round_ = factories.deciding(version)
    amendment = factories.under_review(round_, city, officer, factories.provision(version.charter, 5), "Homes.")
    factories.accepted(amendment, moderator, outcome="not_accepted")
    html = home()
    assert "Latest decisions" in html and "“It is clear.”" in html


def chosen(opening):
    request = RequestFactory().get("/en/")
    request.user = AnonymousUser()
    context = Context({"request": request, "charter": charters.current_charter(), "opening": opening})
    return Template("{% load home %}{% consultation_now opening=opening %}").render(context)


def test_the_editors_sentence_opens_it_with_its_place_in_the_charter(version):
    html = chosen("a home that is safe")
    assert "“a home that is safe”" in html
    assert "/en/charter/1/I/?who=I.1#I.1" in html


def test_a_sentence_that_no_provision_holds_stands_without_a_place(version):
    html = chosen("Nobody wrote this.")
    assert "“Nobody wrote this.”" in html
    assert "?who=" not in html


def test_a_site_without_a_campaign_shows_no_steps_of_one(version, city):
    assert "10, 100, 1,000" not in home()


def test_a_campaign_shows_its_steps(version, city):
    factories.wave()
    assert "10, 100, 1,000" in home()


@pytest.mark.parametrize(("language", "headline"), [("fr", "10, 100, 1\u202f000"), ("ar", "10، 100، 1000")])
def test_the_steps_of_a_campaign_are_numbers_of_the_language_of_the_page(version, city, language, headline):
    factories.wave()
    with override(language):
        assert f">{headline}</h2>" in home().replace("\xa0", "\u202f")
