"""After signing out nothing private is read, whatever the session was."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from tests.site import administration, asking, sweeping


@pytest.mark.large
@pytest.mark.parametrize("role", ["delegate", "moderator"])
def test_the_session_that_was_opens_what_everybody_opens(one_stage, db, role):
    administration.plant(one_stage)
    strangers = asking.client_of(one_stage, "anonymous")
    with asking.as_role(one_stage, role) as client:
        assert client.get(reverse("account")).status_code == 200
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.post(reverse("account_logout"))
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        differs = {}
        for name, url in sweeping.addresses(one_stage).items():
            with asking.undone(client):
                answer = client.get(url).status_code
            with asking.undone(strangers):
                expected = strangers.get(url).status_code
            if answer != expected:
                differs[name] = answer, expected
    assert differs == {}
