"""Who works at the desk and has no second factor reads and does nothing, at no address."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.site import administration, asking, sweeping

# Machines, files of the site, and the pages of the account, at which it is set up.
OPEN = ("/api/", "/feeds/", "/health/", "/robots.txt", "/sitemap.xml", "/.well-known/", "/favicon.ico", "/media/")
ACCOUNT = "/en/accounts/"


@pytest.fixture
def stage(one_stage, db):
    administration.plant(one_stage)
    return one_stage


@pytest.mark.parametrize("role", ["moderator", pytest.param("administrator", marks=pytest.mark.large)])
def test_without_one_every_address_leads_to_its_set_up(stage, role):
    Authenticator.objects.filter(user=stage.people[role]).delete()
    opened, tries = {}, 0
    with asking.as_role(stage, role) as client:
        for name, url in sweeping.addresses(stage).items():
            if url.startswith((*OPEN, ACCOUNT)) or url == "/":
                continue
            for method in sweeping.ASKED:
                tries += 1
                with asking.undone(client), asking.writes() as tables:
                    answer = getattr(client, method)(url)
                is_led = answer.get("Location", "").endswith("/accounts/2fa/")
                if tables or not (is_led or answer.status_code == 405):
                    opened[method, name] = answer.status_code
    assert (opened, tries > 900) == ({}, True)


@pytest.mark.parametrize("name", ["mfa_remove_webauthn", "mfa_edit_webauthn"])
def test_nobody_reaches_the_one_of_another(stage, name):
    other = Authenticator.Type.WEBAUTHN
    key = Authenticator.objects.create(user=stage.people["moderator"], type=other, data={"name": "the numbat's key"})
    for role in ("officer", "administrator", "second moderator"):
        client = asking.just_proved(asking.client_of(stage, role))
        url = reverse(name, args=[key.pk])
        answers = [client.get(url), client.post(url, {"name": "Mine"})]
        assert [answer.status_code for answer in answers] == [404, 404]
    key.refresh_from_db()
    assert key.data == {"name": "the numbat's key"}


def test_who_takes_ones_own_away_leaves_every_other_there(stage):
    client = asking.just_proved(asking.client_of(stage, "moderator"))
    client.post(reverse("mfa_deactivate_totp"))
    left = Authenticator.objects.values_list("user", flat=True)
    assert stage.people["moderator"].pk not in left
    assert {stage.people[role].pk for role in ("second moderator", "administrator")} <= set(left)
