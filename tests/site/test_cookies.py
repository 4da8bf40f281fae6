"""Who reads without an account gets no cookie, but for the token of a form that the page has."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from tests.site import administration, asking, sweeping


def test_readers_get_no_cookie_but_the_token_of_a_form(one_stage, db):
    administration.plant(one_stage)
    cookies, tokens = {}, 0
    for name, url in sweeping.addresses(one_stage).items():
        client = Client(raise_request_exception=False)
        with asking.undone(client):
            answer = client.get(url)
            has_form = "csrfmiddlewaretoken" in asking.text_of(answer)
            expected = {settings.CSRF_COOKIE_NAME} if has_form else set()
            tokens += has_form
            if set(answer.cookies) != expected:
                cookies[name] = sorted(answer.cookies)
    assert (cookies, tokens > 5) == ({}, True)
