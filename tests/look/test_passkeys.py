"""A passkey is added and signs in under the site's own policy, with allauth's scripts as files."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.look.test_accounts import signed_in

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def page_with_key(browser):
    page = browser.new_page()
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return page


@pytest.mark.browser
def test_a_passkey_is_added_and_signs_in(live_server, browser, client, officer, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    signed_in(client, officer)
    page = page_with_key(browser)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(live_server.url + reverse("mfa_add_webauthn"))
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/**")
    page.context.clear_cookies()
    page.goto(live_server.url + reverse("account_login"))
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "login" not in url)
    signed = {cookie["name"] for cookie in page.context.cookies()}
    assert "sessionid" in signed
