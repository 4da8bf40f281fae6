"""The pages on which a city's people are seen, invited, removed and marked as away."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Letter, Mailbox, Mandate
from tests import factories

REFUSES = "The address refuses our emails."


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


@pytest.fixture
def focal_point(city):
    return factories.member(city, "focal_point")


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data, follow=True)


def test_people_of_the_city_see_each_other_and_a_stranger_does_not(client, city, officer, stranger):
    client.force_login(officer)
    page = client.get(reverse("people")).content.decode()
    assert "officer of Tamanrit" in page
    assert officer.email not in page
    client.force_login(stranger)
    assert "Tamanrit" not in client.get(reverse("people")).content.decode()
    assert client.get(f"{reverse('people')}?as={city.slug}").status_code == 404


@pytest.mark.parametrize("name", ["people", "city"])
def test_a_city_without_a_delegate_sees_what_to_send_to_whom(client, officer, charter, settings, name):
    settings.DEFAULT_FROM_EMAIL = "The secretariat <office@example.org>"
    client.force_login(officer)
    page = client.get(reverse(name)).content.decode()
    assert "Tamanrit has no delegate." in page
    assert "The letter names the delegate and, if you wish," in page
    assert '<a href="mailto:office@example.org">office@example.org</a>' in page


@pytest.mark.parametrize("name", ["people", "city"])
def test_with_a_delegate_who_is_away_it_does_not(client, officer, delegate, charter, name):
    Mandate.objects.filter(person=delegate).update(away_since=timezone.now())
    client.force_login(officer)
    assert "has no delegate" not in client.get(reverse(name)).content.decode()


@pytest.mark.parametrize("name", ["people", "city"])
def test_after_the_announced_end_of_the_delegate_it_does(client, officer, delegate, charter, name):
    Mandate.objects.filter(person=delegate).update(until=timezone.now())
    client.force_login(officer)
    assert "Tamanrit has no delegate." in client.get(reverse(name)).content.decode()


def test_a_partner_needs_no_delegate(client, charter):
    client.force_login(factories.member(factories.organisation("Network", kind="partner"), "officer"))
    assert "has no delegate" not in client.get(reverse("city")).content.decode()


def test_a_focal_point_invites(client, city, focal_point):
    client.force_login(focal_point)
    answer = post(client, "people_invite", city.slug, email="new@example.org", language="fr", token="one")
    assert "The invitation was created: new@example.org" in answer.content.decode()
    assert Invitation.objects.get().kind == "officer"


def test_a_mandate_typed_into_the_form_of_a_focal_point_is_not_read(client, city, focal_point):
    client.force_login(focal_point)
    post(client, "people_invite", city.slug, email="new@example.org", language="en", kind="delegate", evidence="x")
    assert Invitation.objects.get().kind == "officer"


def test_the_form_sent_twice_invites_once(client, city, focal_point):
    client.force_login(focal_point)
    for _ in range(2):
        post(client, "people_invite", city.slug, email="new@example.org", language="en", token="same")
    assert Invitation.objects.count() == 1


def test_bad_input_comes_back_with_a_sentence(client, city, focal_point):
    client.force_login(focal_point)
    answer = client.post(reverse("people_invite", args=[city.slug]), {"email": "no address", "language": "en"})
    assert answer.status_code == 422
    assert "no address" in answer.content.decode()


@pytest.mark.parametrize("name", ["people_invite", "people_away"])
def test_pages_of_another_city_are_not_there(client, other_city, other_delegate, focal_point, name):
    client.force_login(focal_point)
    assert client.get(reverse(name, args=[other_city.slug])).status_code == 404


def test_invitations_and_mandates_of_another_city_are_not_there(client, other_city, other_delegate, focal_point):
    invitation, _ = factories.invited(other_city, other_delegate)
    client.force_login(focal_point)
    assert client.post(reverse("invitation_act", args=[invitation.pk, "revoke"])).status_code == 404
    mandate = Mandate.objects.get(person=other_delegate)
    assert client.post(reverse("mandate_end", args=[mandate.pk])).status_code == 404


def test_an_invitation_is_sent_again_and_taken_back(client, city, focal_point):
    invitation, _ = factories.invited(city, focal_point)
    client.force_login(focal_point)
    post(client, "invitation_act", invitation.pk, "resend", token="a")
    post(client, "invitation_act", invitation.pk, "revoke", token="b")
    invitation.refresh_from_db()
    assert (invitation.sendings, invitation.revoked_at is not None) == (2, True)


def test_the_delegate_marks_the_own_absence_and_return(client, city, delegate):
    client.force_login(delegate)
    away = post(client, "people_away", city.slug, note="Until June", token="a").content.decode()
    assert "The delegate is marked as away" in away
    assert "The delegate is marked as back" in post(client, "people_away", city.slug, token="b").content.decode()


def test_ending_asks_first(client, city, focal_point, officer):
    mandate = Mandate.objects.get(person=officer)
    client.force_login(focal_point)
    client.get(reverse("mandate_end", args=[mandate.pk]))
    assert Mandate.objects.get(pk=mandate.pk).ended is None
    post(client, "mandate_end", mandate.pk, token="a")
    assert Mandate.objects.get(pk=mandate.pk).ended is not None


def test_an_officer_ends_nothing(client, officer, delegate):
    client.force_login(officer)
    assert client.post(reverse("mandate_end", args=[Mandate.objects.get(person=delegate).pk])).status_code == 403


def test_the_focal_point_sees_whose_address_refuses_mail_and_an_officer_does_not(client, city, focal_point, officer):
    Mailbox.objects.create(person=officer, refusals=2, refused_at=timezone.now(), refused_address=officer.email)
    client.force_login(officer)
    assert REFUSES not in client.get(reverse("people")).content.decode()
    client.force_login(focal_point)
    assert client.get(reverse("people")).content.decode().count(REFUSES) == 1


@pytest.mark.parametrize(("state", "is_undelivered"), [("failed", True), ("sent", False), ("waiting", False)])
def test_an_invitation_that_could_not_be_delivered_says_so(client, city, focal_point, state, is_undelivered):
    factories.invited(city, focal_point)
    Letter.objects.filter(kind="invitation").update(state=state)
    client.force_login(focal_point)
    assert ("could not be delivered" in client.get(reverse("people")).content.decode()) == is_undelivered


def test_sent_again_to_a_right_address_it_says_so_no_more(client, city, focal_point):
    invitation, _token = factories.invited(city, focal_point)
    Letter.objects.filter(kind="invitation").update(state="failed")
    client.force_login(focal_point)
    page = post(client, "invitation_act", invitation.pk, "resend", token="one")
    assert "could not be delivered" not in page.content.decode()


def test_queries_stay_the_same_with_more_people(client, city, focal_point):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("people"))
        return len(caught)

    client.force_login(focal_point)
    factories.member(city, "officer")
    factories.invited(city, focal_point)
    client.get(reverse("people"))
    few = asked()
    for number in range(3):
        factories.member(city, "officer")
        factories.invited(city, focal_point, email=f"{number}@example.org")
    assert asked() == few


def test_an_invitation_has_a_language_with_texts(client, city, focal_point):
    client.force_login(focal_point)
    typed = {"email": "new@example.org", "language": "zh-hans"}
    assert client.post(reverse("people_invite", args=[city.slug]), typed).status_code == 422
