"""The daily mail: what happened since, up to the last morning, and nothing that is hidden."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import following
from accounts.models import Follow, Letter
from charter.actions.amending import translations
from charter.actions.deciding import decisions
from charter.exports import followers
from charter.queries.amending.translations import pieces_of_text
from tests import factories

THIRD = factories.WORDS["en"][5].replace("fifth", "third")
TOMORROW = timezone.now() + timedelta(days=1, hours=1)


def follow(about, address="reader@example.org", language="en"):
    following.email_confirmation_link(address=address, language=language, about=about, title=about)
    follow = Follow.objects.get(about=about, follower__address=address)
    following.confirm_follow(follow=follow, at=timezone.now() - timedelta(seconds=1))
    Letter.objects.all().delete()
    return follow


def told():
    return list(Letter.objects.order_by("pk").values_list("heading", "subject", "body"))


@pytest.fixture
def short(version):
    return factories.provision(version.charter, 5).short


def test_what_is_asked_for_is_told_in_the_morning_and_once(version, round_, city, delegate, short):
    follow(f"provision/{short}")
    factories.confirmed(round_, city, delegate, THIRD, 5)
    followers.email_followers(TOMORROW)
    followers.email_followers(TOMORROW)
    assert [subject for _heading, subject, _body in told()] == ["Amendment 1/1, Tamanrit"]
    assert Letter.objects.get().link == "http://localhost:8000/en/amendments/1/1/"


def test_the_words_are_in_the_language_chosen(version, round_, city, delegate):
    follow("amendment/1-1", language="fr")
    factories.confirmed(round_, city, delegate, THIRD, 5)
    followers.email_followers(TOMORROW)
    assert Letter.objects.get().link.startswith("http://localhost:8000/fr/amendments/")


def test_on_a_day_without_news_nothing_is_written(version, round_):
    follow("round/1")
    followers.email_followers(TOMORROW)
    assert told() == []
    assert Follow.objects.get().told_until == following.last_morning(TOMORROW)


def test_a_decision_is_told_when_it_is_released_and_not_before(version, city, officer, moderator):
    round_ = factories.deciding(version)
    amendment = factories.under_review(round_, city, officer, factories.provision(version.charter, 5), THIRD)
    follow("amendment/1-1")
    factories.accepted(amendment, moderator, release=False)
    followers.email_followers(TOMORROW)
    before = [subject for _heading, subject, _body in told() if "ccepted" in subject]
    decisions.release_decisions(round_=amendment.round, by=moderator, amendments=[amendment])
    Follow.objects.update(told_until=timezone.now() - timedelta(hours=1))
    followers.email_followers(TOMORROW)
    after = [subject for _heading, subject, _body in told() if "ccepted" in subject]
    assert (before, after) == ([], ["Decided: Accepted"])


def test_a_new_version_is_told(charter):
    version = factories.version(charter)
    follow("versions/all")
    Follow.objects.update(told_until=version.published_at - timedelta(hours=1))
    followers.email_followers(TOMORROW)
    assert [subject for _heading, subject, _body in told()] == ["Version 1"]


def test_what_the_public_may_not_read_is_not_told(version, round_, city, delegate):
    follow("round/1")
    round_.pending_is_public = False
    round_.save()
    factories.confirmed(round_, city, delegate, THIRD, 5)
    followers.email_followers(TOMORROW)
    assert told() == []


def test_ten_who_follow_one_thing_cost_little_more_than_one(version, round_, city, delegate):
    factories.confirmed(round_, city, delegate, THIRD, 5)

    def cost():
        Follow.objects.update(told_until=timezone.now() - timedelta(hours=1))
        Letter.objects.all().delete()
        with CaptureQueriesContext(connection) as caught:
            followers.email_followers(TOMORROW)
        return len(caught)

    follow("round/1", "0@example.org")
    cost_of_first = cost()
    for number in range(1, 11):
        follow("round/1", f"{number}@example.org")
    each = (cost() - cost_of_first) / 10
    assert each <= 6


def test_who_follows_in_another_language_is_told_of_the_translation_once(version, round_, city, delegate):
    amendment = factories.confirmed(round_, city, delegate, THIRD, 5)
    follow("amendment/1-1", language="fr")
    follow("amendment/1-1", address="english@example.org")
    editor, piece = factories.holder("language_editor", "fr"), pieces_of_text(amendment.text)[-1].of
    for words in ("La ville garde un tiers.", "La ville garde le tiers."):
        translations.save_translation(amendment=amendment, language="fr", words={piece: words}, by=editor)
    followers.email_followers(TOMORROW)
    letters = Letter.objects.filter(subject__contains="traduction").values_list("address", "subject")
    assert list(letters) == [("reader@example.org", "Amendement 1/1 : traduction (français)")]
