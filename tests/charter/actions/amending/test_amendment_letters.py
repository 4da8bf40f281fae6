"""Letters about amendments: dated by their act, in the reader's words, each leading to the item itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import Letter
from charter.actions.amending import amendments
from charter.actions.comments import comments
from charter.actions.deciding import decisions
from tests import factories

AGO = timezone.now() - timedelta(days=3)


@pytest.fixture
def asked(round_, city, officer, delegate):
    """An amendment that waits since three days ago."""
    return amendments.send_to_delegate(amendment=factories.draft(round_, city, officer), by=officer, at=AGO)


def letter(kind):
    return Letter.objects.get(kind=kind)


def test_a_letter_is_dated_by_its_act(asked, delegate):
    assert letter("to_confirm").written_at == AGO
    amendments.send_back(amendment=asked, by=delegate, word="Say which decision.", at=AGO + timedelta(days=1))
    assert letter("sent_back").written_at == AGO + timedelta(days=1)


def test_a_letter_leads_to_what_it_is_about(asked, officer, delegate):
    assert letter("to_confirm").link == f"/en/city/drafts/{asked.key}/check/"
    amendments.confirm_amendment(amendment=asked, by=delegate, seen_text=asked.text_id)
    assert letter("confirmed").link == f"/en/amendments/{asked.round.number}/{asked.number}/"


def test_its_link_leads_through_sign_in_and_back_to_the_item(client, asked, delegate):
    EmailAddress.objects.create(user=delegate, email=delegate.email, verified=True, primary=True)
    link = letter("to_confirm").link
    login_url = client.get(link).url
    assert login_url == f"/en/accounts/login/?next={link}"
    answer = client.post(login_url, {"login": delegate.email, "password": "a good long password", "next": link})
    assert (answer.status_code, answer.url) == (302, link)
    assert "Confirm for Tamanrit" in client.get(link).content.decode()


def test_opening_a_link_confirms_nothing(client, asked, delegate):
    client.force_login(delegate)
    client.get(letter("to_confirm").link)
    asked.refresh_from_db()
    assert asked.state == "sent"


def test_a_reason_is_told_in_the_readers_language_where_it_was_given(version, city, officer, delegate, moderator):
    delegate.language = "fr"
    delegate.save()
    round_ = factories.deciding(version)
    amendment = factories.under_review(round_, city, officer, factories.provision(round_.charter, 5), "One third.")
    reason = {"en": "It is clear.", "fr": "C’est clair."}
    decisions.decide_amendment(amendment=amendment, by=moderator, outcome="accepted", reason=reason)
    decisions.release_decisions(round_=round_, by=moderator)
    assert "C’est clair." in Letter.objects.get(kind="decisions", to=delegate).body


def test_an_answer_to_a_comment_stands_under_its_article(round_, charter, officer, stranger):
    arguments = {"target": factories.provision(charter, 5), "language": "en", "round_": round_}
    first = comments.post_comment(by=officer, text="Who pays?", **arguments)
    answer = comments.post_comment(by=stranger, text="The city.", reply_to=first, **arguments)
    answer_letter = letter("comment_answered")
    assert (answer_letter.heading, answer_letter.place) == ("Article I", 2)
    assert answer_letter.link == f"/en/comments/{answer.pk}/"
