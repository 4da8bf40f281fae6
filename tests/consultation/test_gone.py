"""What still works, and what is said, where something the site leans on is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from accounts.actions import letters
from accounts.models import Letter
from charter.models import Amendment, Position
from consultation.management.commands import worker
from consultation.models import Beat
from tests import factories

NOWHERE = "redis://127.0.0.1:9/0"


@pytest.fixture
def no_cache(settings):
    settings.CACHES = {
        **settings.CACHES,
        "default": {"BACKEND": "consultation.caching.ForgivingCache", "LOCATION": NOWHERE},
    }


def test_without_its_cache_the_site_is_read(client, version, no_cache):
    assert [client.get(url).status_code for url in ("/en/charter/", "/fr/charter/1/II/", "/en/search/?q=water")] == [
        200
    ] * 3


@pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere a failed question ends the test's transaction")
def test_without_its_search_the_site_is_read_and_says_so(client, version):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE charter_searchtext RENAME TO charter_searchtext_away")
    answer = client.get("/en/search/?q=water")
    assert (answer.status_code, 'href="/en/charter/"' in answer.content.decode()) == (503, True)
    assert [client.get(url).status_code for url in ("/en/charter/", "/en/charter/1/II/", "/en/search/")] == [200] * 3


@pytest.mark.parametrize("page", ["templates/500.html", "deploy/maintenance.html"])
def test_pages_for_when_nothing_works_ask_for_nothing_that_works(settings, page):
    text = (settings.BASE_DIR / page).read_text(encoding="utf-8")
    assert "{%" not in text and "{{" not in text and "<script" not in text and "://" not in text
    assert all(f'lang="{code}"' in text for code in settings.INTERFACE_LANGUAGES)


def test_without_its_cache_an_amendment_is_written_and_confirmed(round_, city, officer, delegate, no_cache):
    from charter.actions.amending import amendments

    amendment = factories.sent(round_, city, officer)
    amendments.confirm_amendment(amendment=amendment, by=delegate, seen_text=amendment.text_id)
    assert Amendment.objects.get().number == 1


def test_without_its_cache_people_sign_in_and_nobody_may_guess_passwords(client, db, no_cache):
    person = factories.person()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    fields = {"login": person.email, "password": "a good long password"}
    assert client.post("/en/accounts/login/", fields, REMOTE_ADDR="192.0.2.1").status_code == 302
    for _ in range(5):
        Client().post("/en/accounts/login/", {**fields, "password": "a guess"})
    assert "Too many failed attempts" in Client().post("/en/accounts/login/", fields).content.decode()


def test_a_cache_that_is_away_remembers_nothing_and_breaks_nothing(no_cache):
    cache.set("a", 1)
    cache.set_many({"b": 2})
    cache.delete("a")
    assert (cache.get("a", "none"), cache.get_many(["b"]), cache.add("a", 1), "a" in cache) == (
        "none",
        {},
        False,
        False,
    )


@pytest.fixture
def no_mail_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


def test_without_a_mail_server_acts_are_done_and_letters_wait(round_, city, officer, delegate, no_mail_server):
    from accounts import tasks

    amendment = factories.sent(round_, city, officer)
    later = timezone.now() + timedelta(days=2)
    assert tasks.send_waiting(now=later) == 0
    letter = Letter.objects.filter(state="waiting", tries=1).first()
    assert (Amendment.objects.get().pk, "refused" in letter.error) == (amendment.pk, True)


def test_a_letter_is_sent_once_when_the_mail_server_is_back(db, settings, mailoutbox, no_mail_server):
    from accounts import tasks

    letters.write_letters(to=[factories.person()], kind="security", subject="s", body="b", key="k")
    now = timezone.now() + timedelta(seconds=1)
    tasks.send_waiting(now=now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert [tasks.send_waiting(now=now + timedelta(minutes=m)) for m in (0, 2, 3)] == [0, 1, 0]
    assert len(mailoutbox) == 1


def test_without_a_worker_a_round_closes_at_its_hour(client, round_, city, officer, delegate):
    from charter import rules

    amendment = factories.sent(round_, city, officer)
    after = round_.confirm_until + timedelta(seconds=1)
    assert rules.may_confirm(delegate, amendment, now=after) is not True
    assert Beat.objects.count() == 0


def test_without_the_database_health_says_so_and_the_pages_fail(client, db, monkeypatch, settings):
    def gone(*arguments):
        raise DatabaseError("gone")

    with connection.execute_wrapper(gone):
        assert client.get("/health/web/").status_code == 503
        client.raise_request_exception = False
        answer = client.get("/en/charter/")
    assert (answer.status_code, "Traceback" in answer.content.decode()) == (500, False)


def test_the_worker_outlives_a_database_that_is_gone_for_a_turn(transactional_db, monkeypatch):
    def gone(*arguments):
        raise DatabaseError("gone")

    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    with connection.execute_wrapper(gone):
        call_command("worker", once=True)
    call_command("worker", once=True)
    assert Beat.objects.age("turn", timezone.now()) < timedelta(minutes=1)


def test_a_full_disk_stores_nothing_by_half(round_, city, officer, other_delegate):
    from charter.actions.amending import positions

    provision = factories.provision(round_.charter, 5)
    amendment = factories.under_review(round_, city, officer, provision, "Homes for all.")

    def full(execute, sql, *arguments):
        if "accounts_record" in sql and sql.startswith("INSERT"):
            raise DatabaseError("database or disk is full")
        return execute(sql, *arguments)

    organisation = other_delegate.mandates.get().organisation
    with connection.execute_wrapper(full), pytest.raises(DatabaseError):
        positions.take_position(organisation=organisation, text=amendment.text, by=other_delegate, stance="support")
    assert Position.objects.count() == 0
