"""The second factor of who may open the administration: asked everywhere, with codes for a lost telephone."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.urls import NoReverseMatch, reverse

from accounts.models import Person
from accounts.states import ADMINISTRATION_ROLES
from tests import factories
from tests.look.test_accounts import signed_in
from tests.site.asking import named_addresses

PASSWORD = "a good long password"
# What no session is looked at for: machines, and files of the site.
OPEN_TO_ALL = ("/api/", "/feeds/", "/health/", "/robots.txt", "/sitemap.xml", "/.well-known/", "/en/accounts/")


def pages() -> set[str]:
    """Every address that needs no part, and the administration of pages."""
    addresses = {reverse("wagtailadmin_home"), reverse("wagtailadmin_explore_root"), "/admin/accounts/"}
    for name in named_addresses():
        try:
            addresses.add(reverse(name))
        except NoReverseMatch:
            continue
    return {path for path in addresses if not path.startswith(OPEN_TO_ALL)}


@pytest.mark.parametrize("kind", sorted(ADMINISTRATION_ROLES))
def test_without_one_every_page_leads_to_its_set_up(client, kind, db):
    client.force_login(factories.holder(kind))
    led = {path: client.get(path).get("Location") for path in pages()}
    assert len(led) > 40
    assert {path: to for path, to in led.items() if not to or not to.endswith(reverse("mfa_index")[3:])} == {}


def ways_in() -> set[str]:
    """Every address that takes no part, those of Wagtail's own sign-in too."""
    addresses = {reverse(name) for name in ("wagtailadmin_login", "wagtailcore_login", "wagtailadmin_password_reset")}
    return (
        addresses
        | pages()
        | {reverse("account_login"), reverse("account_reauthenticate"), reverse("mfa_reauthenticate")}
    )


def test_a_password_alone_signs_nobody_in_who_has_one_at_any_address(client, db):
    person, let_in = factories.secretariat(), set()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    fields = {name: person.email for name in ("login", "username", "email")}
    for path in ways_in():
        client.post(path, {**fields, "password": PASSWORD, "next": "/"})
        let_in |= {path} if SESSION_KEY in client.session else set()
        client.cookies.clear()
    assert let_in == set()


@pytest.mark.parametrize("name", ["wagtailadmin_login", "wagtailcore_login"])
def test_signing_in_for_the_administration_is_the_sites_own(client, db, name):
    answer = client.get(f"{reverse(name)}?next=/admin/pages/")
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next=/admin/pages/")


def test_a_password_is_set_anew_by_the_sites_own_mail_alone(client, db):
    person = factories.secretariat()
    for ask in (client.get, client.post):
        assert ask(reverse("wagtailadmin_password_reset"), {"email": person.email}, follow=True).status_code == 404
    assert mail.outbox == []


def test_the_address_of_an_account_is_not_changed_past_its_confirmation(client, db):
    person = factories.secretariat()
    client.force_login(person)
    fields = {"name_email-email": "other@example.org", "name_email-first_name": "A", "name_email-last_name": "B"}
    changed = {
        "password-old_password": PASSWORD,
        "password-new_password1": "x" * 12,
        "password-new_password2": "x" * 12,
    }
    client.post(reverse("wagtailadmin_account"), fields | changed)
    after = Person.objects.get(pk=person.pk)
    assert (after.email, after.check_password(PASSWORD)) == (person.email, True)


def test_nothing_is_done_without_one(client, db):
    moderator = factories.holder("moderator")
    client.force_login(moderator)
    fields = {"person": moderator.email, "kind": "drafter"}
    assert client.post(reverse("desk_roles"), fields)["Location"] == reverse("mfa_index")
    assert moderator.roles.count() == 1


def test_others_are_not_asked_for_one(client, officer):
    client.force_login(officer)
    assert client.get(reverse("account")).status_code == 200


def code_of(html: str) -> str:
    """The six digits that an application shows for the secret on the page, now."""
    [secret] = set(re.findall(r"secret=([A-Z2-7]+)|<code[^>]*>([A-Z2-7]{16,})</code>", html)) or [("", "")]
    return format_hotp_value(hotp_value(next(part for part in secret if part), next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize("kind", ["moderator", "administrator"])
def test_its_set_up_ends_with_recovery_codes_and_opens_the_desk(client, kind, db):
    person = factories.holder(kind)
    signed_in(client, person)
    html = client.get(reverse("mfa_activate_totp")).content.decode()
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(html)}, follow=True)
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    assert len(codes) == 10
    assert [code for code in codes if code not in answer.content.decode()] == []
    assert client.get(reverse("desk_members")).status_code == 200


def test_a_recovery_code_stands_for_a_lost_telephone_once(client, db):
    person = factories.holder("moderator")
    signed_in(client, person)
    html = client.get(reverse("mfa_activate_totp")).content.decode()
    client.post(reverse("mfa_activate_totp"), {"code": code_of(html)})
    code = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()[0]
    assert [_signs_in_with(client, person, code) for _twice in range(2)] == [True, False]


def _signs_in_with(client, person, code) -> bool:
    client.post(reverse("account_logout"))
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    client.post(reverse("mfa_authenticate"), {"code": code})
    return client.get(reverse("desk_members")).status_code == 200


def test_the_one_time_way_asks_for_it_too(client, db):
    person = factories.secretariat()
    signed_in(client, person)
    client.post(reverse("account_logout"))
    client.post(reverse("account_request_login_code"), {"email": person.email})
    [code] = re.findall(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE)
    answer = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("account")).status_code == 302


def test_who_needs_one_is_told_why_the_other_pages_are_closed(client, db):
    client.force_login(factories.holder("moderator"))
    page = client.get("/en/", follow=True).content.decode()
    assert "Your role requires a second factor. Set one up to open the other pages." in page


def test_the_page_for_signing_in_says_who_needs_one(client, db):
    assert "need a second factor" in client.get(reverse("account_login")).content.decode()
