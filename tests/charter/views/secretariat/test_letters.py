"""The outbox on the desk."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import letters
from accounts.models import Letter, Mailbox, Record
from tests import factories

PAGE = "/en/desk/letters/"


@pytest.fixture
def desk(client, moderator, settings):
    settings.DEMONSTRATION = True
    type(moderator).objects.filter(pk=moderator.pk).update(is_demonstration=True)
    client.force_login(moderator)
    return client


def letter(person, state="failed", **fields):
    number = Letter.objects.count()
    letters.write_letters(
        to=[person],
        kind="confirmed",
        subject=f"Letter {number}",
        body="Secret words",
        link="/en/secret/",
        key=f"k{number}",
    )
    Letter.objects.filter(subject=f"Letter {number}").update(state=state, **fields)
    return Letter.objects.get(subject=f"Letter {number}")


def test_a_moderator_sees_states_and_errors_and_never_the_words(desk, officer):
    letter(officer, error="451 Try later", tries=6)
    letter(officer, "sent", sent_at=timezone.now())
    page = desk.get(PAGE).content.decode()
    assert "451 Try later" in page
    assert str(officer) in page
    assert "Secret words" not in page
    assert "/en/secret/" not in page
    assert officer.email not in page


def test_filters_stand_in_the_address(desk, officer, stranger):
    failed, other = letter(officer), letter(stranger, "sent")
    shown = {
        query: [row["letter"] for row in desk.get(f"{PAGE}?{query}").context["rows"]]
        for query in ("state=failed", "kind=decisions", f"to={stranger.name}", "state=nobody-knows")
    }
    assert shown == {
        "state=failed": [failed],
        "kind=decisions": [],
        f"to={stranger.name}": [other],
        "state=nobody-knows": [other, failed],
    }


def test_a_failed_letter_is_sent_again_and_its_address_tried_again(desk, officer, moderator):
    Mailbox.objects.create(person=officer, refusals=2, refused_at=timezone.now(), refused_address=officer.email)
    failed = letter(officer, tries=2)
    assert "Addresses that refuse emails" in desk.get(PAGE).content.decode()
    answer = desk.post(reverse("desk_letter_again", args=[failed.pk]), {"back": f"{PAGE}?state=failed"})
    assert answer["Location"] == f"{PAGE}?state=failed"
    failed.refresh_from_db()
    assert (failed.state, failed.tries) == ("waiting", 0)
    assert not Mailbox.objects.refusing().exists()
    assert Record.objects.filter(act="letter sent again", person=moderator.pk).count() == 1


def test_what_was_sent_is_not_sent_again(desk, officer):
    sent = letter(officer, "sent")
    desk.post(reverse("desk_letter_again", args=[sent.pk]), {"back": "//evil.example"})
    sent.refresh_from_db()
    assert sent.state == "sent"
    assert not Record.objects.filter(act="letter sent again").exists()


def test_a_link_back_stays_on_the_site(desk, officer):
    answer = desk.post(reverse("desk_letter_again", args=[letter(officer).pk]), {"back": "//evil.example/"})
    assert answer["Location"] == PAGE


@pytest.mark.parametrize("role", ["officer", "delegate"])
def test_the_outbox_is_hidden_from_others(client, request, role, officer):
    client.force_login(request.getfixturevalue(role))
    failed = letter(officer)
    assert client.get(PAGE).status_code == 404
    assert client.post(reverse("desk_letter_again", args=[failed.pk])).status_code == 404
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_what_is_late_is_said(desk, officer):
    letter(officer, "waiting", due_at=timezone.now())
    assert "1 email is late, since" in desk.get(PAGE).content.decode()


def test_queries_stay_the_same_with_more_letters(desk, officer, stranger):
    letter(officer)
    desk.get(PAGE)
    for_one = queries(desk)
    letter(stranger)
    letter(factories.person(), "sent")
    assert queries(desk) == for_one


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        client.get(PAGE)
    return len(captured)


def test_a_focal_point_sees_whose_address_refuses(client, city, officer):
    client.force_login(factories.member(city, "focal_point"))
    page = reverse("people")
    assert "The address refuses our emails. Ask for another address." not in client.get(page).content.decode()
    Mailbox.objects.create(person=officer, refusals=2, refused_at=timezone.now(), refused_address=officer.email)
    assert "The address refuses our emails. Ask for another address." in client.get(page).content.decode()


def test_colleagues_do_not_see_it(client, city, officer):
    Mailbox.objects.create(person=officer, refusals=2, refused_at=timezone.now(), refused_address=officer.email)
    client.force_login(officer)
    assert (
        "The address refuses our emails. Ask for another address."
        not in client.get(reverse("people")).content.decode()
    )
