"""Words typed into a form outlive the sign-in that ended meanwhile."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from charter.models import Round
from tests import factories

WORDS = "The bakers of the old town asked us for this twice."


@pytest.fixture
def address(round_):
    return reverse("remark_post", args=["provision", factories.provision(round_.charter, 5).short])


def test_who_is_signed_out_gets_the_words_back_and_the_way_to_the_form(client, address):
    answer = client.post(address, {"comment": WORDS, "token": "a"})
    page = answer.content.decode()
    assert answer.status_code == 403 and WORDS in page
    assert f'href="{address}"' in page


def test_who_signed_in_since_gets_them_back_too(officer, address):
    late = Client(enforce_csrf_checks=True)
    late.force_login(officer)
    answer = late.post(address, {"comment": WORDS}, headers={"Referer": f"http://testserver{address}?answer=1"})
    page = answer.content.decode()
    assert answer.status_code == 403 and WORDS in page
    assert f'href="{address}?answer=1"' in page


def test_the_way_back_never_leads_to_another_site(client, address):
    answer = client.post(address, {"comment": WORDS}, headers={"Referer": "https://evil.example/form"})
    assert "evil.example" not in answer.content.decode()


def test_words_are_shown_as_words(client, address):
    page = client.post(address, {"comment": "<script>alert('a long one')</script>"}).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


@pytest.mark.parametrize("fields", [{"password": "a city for everyone"}, {"old_password1": "a city for everyone"}])
def test_a_password_is_never_shown(client, address, fields):
    answer = client.post(address, fields)
    assert (answer.status_code, answer.content) == (302, b"")


def test_a_form_without_words_leads_to_signing_in(client, address):
    assert client.post(address, {"comment": "Yes."}).status_code == 302


def test_a_stale_form_without_words_says_what_to_do(officer, address):
    late = Client(enforce_csrf_checks=True)
    late.force_login(officer)
    answer = late.post(address, {"token": "a"})
    assert answer.status_code == 403 and "The page was opened before you signed in" in answer.content.decode()


def test_a_comment_that_comes_after_the_close_is_given_back(client, officer, address, round_):
    Round.objects.filter(pk=round_.pk).update(comments_open=False)
    client.force_login(officer)
    fields = {"comment": WORDS, "kind": "question", "language": "en", "token": "a"}
    answer = client.post(address, fields | {"organisation": officer.mandates.get().organisation.slug})
    page = answer.content.decode()
    assert answer.status_code == 403 and WORDS in page and "Comments are closed now." in page


def test_a_line_that_cannot_be_said_any_more_is_given_back(client, round_, city, delegate, other_city, other_delegate):
    amendment = factories.confirmed(round_, city, delegate)
    now = timezone.now()
    Round.objects.filter(pk=round_.pk).update(proposals_until=now, confirm_until=now, support_until=now)
    client.force_login(other_delegate)
    fields = {
        "organisation": other_city.slug,
        "text": amendment.text_id,
        "stance": "support",
        "line": WORDS,
        "token": "a",
    }
    answer = client.post(reverse("position", args=[round_.number, amendment.number]), fields, follow=True)
    assert WORDS in answer.content.decode()
