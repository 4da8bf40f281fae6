"""Signing in: by password, by a code that is mailed once, and with a confirmed address alone."""

from __future__ import annotations

import json
import re
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.messages.storage import default_storage
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import invitations
from accounts.actions.security import password_link
from accounts.models import Letter, Person
from accounts.queries import people
from tests import factories

PASSWORD = "a good long password"


@pytest.fixture
def known(officer):
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)
    return officer


def code_for(client, person) -> str:
    client.post(reverse("account_request_login_code"), {"email": person.email})
    [code] = re.findall(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE)
    return code


def is_in(client) -> bool:
    return client.get(reverse("account")).status_code == 200


def test_who_has_just_signed_in_by_password_is_not_asked_for_it_again(client, known):
    client.post(reverse("account_login"), {"login": known.email, "password": PASSWORD})
    assert client.get(reverse("account_data")).status_code == 200


def test_who_signed_in_by_a_mailed_code_is_asked_for_the_password(client, known):
    client.post(reverse("account_confirm_login_code"), {"code": code_for(client, known)})
    assert (is_in(client), client.get(reverse("account_data")).status_code) == (True, 302)


def test_an_address_that_was_not_confirmed_does_not_sign_in(client, officer):
    EmailAddress.objects.create(user=officer, email=officer.email, verified=False, primary=True)
    answer = client.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD})
    assert (answer["Location"], is_in(client)) == (reverse("account_email_verification_sent"), False)
    assert [message.to for message in mail.outbox] == [[officer.email]]
    link = re.search(r"/en/accounts/confirm-email/\S+", mail.outbox[0].body).group()
    client.post(link)
    client.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD})
    assert is_in(client)


def test_a_mailed_code_signs_in_once(client, known):
    code = code_for(client, known)
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert is_in(client)
    client.post(reverse("account_logout"))
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_in(client)


def test_a_code_is_bound_to_the_browser_that_asked_for_it(client, known):
    code = code_for(client, known)
    elsewhere = Client()
    elsewhere.post(reverse("account_confirm_login_code"), {"code": code})
    assert not is_in(elsewhere)


def test_a_wrong_code_signs_nobody_in(client, known):
    code_for(client, known)
    client.post(reverse("account_confirm_login_code"), {"code": "WRONGX"})
    assert not is_in(client)


def test_for_an_unknown_address_the_answer_is_the_same_and_no_code_leaves(client, known):
    answers = {
        client.post(reverse("account_request_login_code"), {"email": email})["Location"]
        for email in (known.email, "nobody@example.org")
    }
    assert len(answers) == 1
    assert "nobody@example.org" not in {
        address
        for message in mail.outbox
        if re.search(r"^\s*[A-Z0-9]{6}\s*$", message.body, re.M)
        for address in message.to
    }


def seen(answer, typed: str) -> tuple[int, str, str]:
    """What came back, without what was typed and without what each form has of its own."""
    body = re.sub(r'(?:name="(?:csrfmiddlewaretoken|token)" value|nonce)="[^"]+"', "", answer.content.decode())
    return answer.status_code, answer.get("Location", ""), body.replace(typed, "")


@pytest.mark.parametrize(
    ("page", "box"),
    [("account_login", "login"), ("account_reset_password", "email"), ("account_request_login_code", "email")],
)
def test_whether_an_address_is_known_is_seen_by_no_answer(client, known, page, box):
    answers = {
        seen(Client().post(reverse(page), {box: typed, "password": "a guess of mine"}), typed)
        for typed in (known.email, "nobody@example.org")
    }
    assert len(answers) == 1
    assert {address for message in mail.outbox if opens(message.body) for address in message.to} <= {known.email}


def test_a_link_for_a_new_password_goes_to_who_is_known_alone(client, known):
    pages = {
        seen(Client().post(reverse("account_reset_password"), {"email": typed}, follow=True), typed)
        for typed in (known.email, "nobody@example.org")
    }
    assert len(pages) == 1
    assert [message.to for message in mail.outbox if opens(message.body)] == [[known.email]]


def test_each_sign_in_begins_a_session_of_its_own_and_an_earlier_one_opens_nothing(client, known):
    keys = [client.session.session_key]  # one that somebody else could have planted
    for _turn in range(2):
        client.post(reverse("account_logout"))
        client.post(reverse("account_login"), {"login": known.email, "password": PASSWORD})
        assert is_in(client)
        keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    for key in keys[:2]:
        elsewhere = Client()
        elsewhere.cookies["sessionid"] = key
        assert not is_in(elsewhere)


def test_nobody_makes_an_account_alone(client, db):
    answer = client.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD})
    assert "invitation" in answer.content.decode() and not EmailAddress.objects.exists()


# --- OpenID Connect -----------------------------------------------------------------------------------------------


class Provider(BaseHTTPRequestHandler):
    """Says where one signs in, as such a provider does."""

    def do_GET(self):
        address = f"http://{self.headers['Host']}"
        endpoints = {f"{name}_endpoint": f"{address}/{name}" for name in ("authorization", "token", "userinfo")}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"issuer": address, **endpoints}).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def provider(settings):
    server = HTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    app = {
        "provider_id": "one",
        "name": "The union",
        "client_id": "us",
        "secret": "s",
        "settings": {"server_url": address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield address
    server.shutdown()
    server.server_close()


def test_without_a_provider_none_is_offered(client, db):
    assert "/oidc/" not in client.get(reverse("account_login")).content.decode()


def test_a_provider_is_offered_and_led_to(client, db, provider):
    assert "The union" in client.get(reverse("account_login")).content.decode()
    to = client.post(reverse("openid_connect_login", args=["one"]))["Location"]
    assert to.startswith(f"{provider}/authorization?client_id=us&")


def test_who_comes_from_a_provider_gets_no_account_by_it(rf, db, provider):
    assert get_adapter().is_open_for_signup(rf.get("/"), None) is False


@pytest.fixture
def invited(rf, client, provider, settings, city):
    """An invitation, the browser that accepts it by the provider, and what the provider answers for an address."""
    settings.OPENID_CONNECT_INVITATIONS = True
    delegate = factories.member(city, "delegate")
    invitations.invite_person(organisation=city, email="new@example.org", kind="officer", language="en", by=delegate)
    link = Letter.objects.get(address="new@example.org").link
    to = client.post(link, {"name": "Nadia", "provider": "one"})["Location"]
    assert to.startswith(f"{provider}/authorization?client_id=us&")

    def answer(email, verified=True):
        request = rf.get("/")
        request.session = client.session
        request._messages = default_storage(request)
        account = SocialAccount(provider="one", uid=email, extra_data={})
        addresses = [EmailAddress(email=email, verified=verified, primary=True)]
        social_login = SocialLogin(user=Person(email=email), account=account, email_addresses=addresses)
        with request_context(request):
            get_adapter().pre_social_login(request, social_login)
        return social_login

    return link, answer


def test_an_invitation_is_accepted_by_a_provider_that_confirms_its_address(invited):
    _link, answer = invited
    person = answer("New@example.org").user
    assert (person.email, person.name, person.has_usable_password()) == ("new@example.org", "Nadia", False)
    assert person.mandates.get().kind == "officer" and person.socialaccount_set.count() == 1


@pytest.mark.parametrize("given", [("other@example.org", True), ("new@example.org", False)])
def test_a_provider_that_does_not_confirm_the_address_accepts_nothing(invited, given):
    link, answer = invited
    with pytest.raises(ImmediateHttpResponse) as refused:
        answer(*given)
    assert refused.value.response["Location"] == link
    assert not Person.objects.filter(email="new@example.org").exists()


def test_an_invitation_offers_no_provider_unless_the_setting_allows_it(client, provider, city):
    delegate = factories.member(city, "delegate")
    invitations.invite_person(organisation=city, email="new@example.org", kind="officer", language="en", by=delegate)
    link = Letter.objects.get(address="new@example.org").link
    assert "The union" not in client.get(link).content.decode()


def test_a_person_connects_it_under_the_own_account(client, known, provider):
    client.force_login(known)
    assert "The union" in client.get(reverse("socialaccount_connections")).content.decode()


# A letter of another alphabet, one without its dot, a wide one, two in one, an old s, one that nobody sees.
DOUBLES = {"\u043e": "o", "\u0131": "i", "\uff49": "i", "\ufb01": "fi", "\u017f": "s", "\u200b": ""}


def opens(body: str) -> bool:
    """Whether a mail has a link that sets a password, or a code that signs in."""
    return "/password/reset/key/" in body or bool(re.search(r"^\s*[A-Z0-9-]{6,}\s*$", body, re.MULTILINE))


@pytest.mark.parametrize("double", DOUBLES, ids=[f"U+{ord(one):04X}" for one in DOUBLES])
def test_an_address_that_only_looks_the_same_opens_nothing_and_gets_nothing(client, city, double):
    looks = f"office-{double}-fisk@example.org"
    real = looks.replace(double, DOUBLES[double])
    officer = factories.member(city, "officer")
    officer.email = real
    officer.save()
    EmailAddress.objects.create(user=officer, email=real, verified=True, primary=True)
    client.post(reverse("account_login"), {"login": looks, "password": PASSWORD})
    assert not is_in(client)
    for page in ("account_reset_password", "account_request_login_code"):
        client.post(reverse(page), {"email": looks})
    assert [message.body for message in mail.outbox if message.to != [real] and opens(message.body)] == []
    assert people.person_by_address(looks) is None


def test_who_has_an_address_that_looks_the_same_is_another_person(client, city, other_city):
    factories.member(city, "officer")
    factories.person(name="Officer of Tamanrıt")
    first, second = Person.objects.order_by("pk")
    EmailAddress.objects.create(user=second, email=second.email, verified=True, primary=True)
    client.post(reverse("account_login"), {"login": second.email, "password": PASSWORD})
    assert (is_in(client), list(second.mandates.all())) == (True, [])
    assert first.email not in client.get(reverse("account")).content.decode()


# --- What is mailed -------------------------------------------------------------------------------------------------


def links(body: str) -> set[str]:
    return {"/".join(link.split("/")[:3]) for link in re.findall(r"https?://\S+", body)}


def test_links_of_mails_lead_to_the_site_whatever_host_and_port_are_asked(client, known, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = (
        "https://charter.example.org",
        ["charter.example.org", "old.example.org"],
    )
    EmailAddress.objects.create(user=known, email="unconfirmed@example.org", verified=False)
    for number, host in enumerate(("old.example.org", "charter.example.org:4443")):
        browser = Client(headers={"host": host}, REMOTE_ADDR=f"192.0.2.{number}")
        for email in (known.email, "nobody@example.org"):
            browser.post(reverse("account_reset_password"), {"email": email})
            browser.post(reverse("account_request_login_code"), {"email": email})
    signed = Client(headers={"host": "old.example.org"})
    signed.post(reverse("account_login"), {"login": known.email, "password": PASSWORD})
    answer = signed.post(reverse("account_email"), {"action_send": "1", "email": "unconfirmed@example.org"})
    signed.post(answer["Location"], {"password": PASSWORD})
    assert {address for message in mail.outbox for address in message.to} == {
        known.email,
        "nobody@example.org",
        "unconfirmed@example.org",
    }
    assert {link for message in mail.outbox for link in links(message.body)} == {"https://charter.example.org"}
    assert [
        word
        for message in mail.outbox
        for word in ("example.com", "old.", "4443")
        if word in message.body + message.subject
    ] == []


def test_a_name_is_mailed_to_nobody_else(client, known, settings):
    known.name = "WIN A PRIZE at http://evil.example"
    known.save()
    client.post(reverse("account_login"), {"login": known.email, "password": PASSWORD})
    answer = client.post(reverse("account_email"), {"action_add": "1", "email": "victim@example.org"})
    client.post(answer["Location"], {"password": PASSWORD})
    [letter] = [message for message in mail.outbox if message.to == ["victim@example.org"]]
    assert "/confirm-email/" in letter.body
    assert "PRIZE" not in letter.body + letter.subject and "evil" not in letter.body + letter.subject


@pytest.mark.parametrize("signed_in_before", [False, True])
def test_a_first_password_is_no_reset_and_a_later_one_is_told(client, db, signed_in_before):
    person = factories.person(last_login=timezone.now() if signed_in_before else None)
    form = client.get(password_link(person), follow=True)
    password = "the tide table of tuesday"
    client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    person.refresh_from_db()
    assert (person.check_password(password), len(mail.outbox)) == (True, int(signed_in_before))
