"""The furthest step of each member in a round, and the reminders that follow from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import invitations
from accounts.models import Letter, Person, Record
from accounts.rules import Refused
from charter.actions.secretariat import reminders
from charter.queries.secretariat.member_steps import list_steps
from tests import factories


def step_of(round_, city):
    return {row.organisation.pk: row.step for row in list_steps(round_, timezone.now())}[city.pk]


def invite(city, moderator, **more):
    return invitations.invite_person(
        organisation=city, email="mayor@example.org", kind="officer", language="fr", by=moderator, **more
    )


def test_an_invitation_is_followed_until_somebody_signs_in(round_, moderator):
    city = factories.organisation("Velmora")
    assert step_of(round_, city) == "not_invited"
    invite(city, moderator)
    assert step_of(round_, city) == "invited"
    Letter.objects.filter(address="mayor@example.org").update(state="failed")
    assert step_of(round_, city) == "bounced"
    Letter.objects.filter(address="mayor@example.org").update(state="sent")
    assert step_of(round_, city) == "delivered"
    officer = factories.member(city, "officer")
    Person.objects.filter(pk=officer.pk).update(last_login=timezone.now())
    assert step_of(round_, city) == "signed_in"


def test_an_amendment_is_followed_from_its_draft_to_its_confirmation(round_, city, officer, delegate):
    factories.draft(round_, city, officer, "The city keeps one third of new homes.")
    assert step_of(round_, city) == "drafted"
    factories.sent(round_, city, officer, "The city keeps one half of new homes.")
    assert step_of(round_, city) == "sent"
    factories.under_review(round_, city, officer, factories.provision(round_.charter, 5), "Another text.")
    assert step_of(round_, city) == "confirmed"


def test_the_number_of_queries_does_not_grow(round_, django_assert_max_num_queries):
    for _number in range(5):
        factories.member(factories.organisation(), "officer")
    with django_assert_max_num_queries(10):
        assert len(list_steps(round_, timezone.now())) >= 5


def test_a_reminder_is_written_at_most_weekly_in_the_language_of_each_person(round_, moderator):
    city, now = factories.organisation("Velmora"), timezone.now()
    officer = factories.member(city, "officer")
    Person.objects.filter(pk=officer.pk).update(language="fr")
    assert reminders.remind_members(round_=round_, by=moderator, at=now) == 1
    assert reminders.remind_members(round_=round_, by=moderator, at=now + timedelta(days=6)) == 0
    assert reminders.remind_members(round_=round_, by=moderator, at=now + timedelta(days=7, hours=1)) == 1
    assert [letter.language for letter in Letter.objects.filter(to=officer, kind="round_closes")] == ["fr", "fr"]
    assert Record.objects.filter(act="members reminded").count() == 2


def test_a_member_without_people_is_invited_again_after_a_week(round_, moderator):
    city, now = factories.organisation("Velmora"), timezone.now()
    invite(city, moderator, at=now - timedelta(days=3))
    assert reminders.remind_members(round_=round_, by=moderator, at=now) == 0
    assert reminders.remind_members(round_=round_, by=moderator, at=now + timedelta(days=5)) == 1
    assert city.invitations.get().sendings == 2


def test_reminders_are_offered_only_while_a_member_has_not_responded(client, round_, city, officer):
    client.force_login(factories.secretariat())
    assert reverse("desk_participation_remind") in client.get(reverse("desk_participation")).content.decode()
    factories.sent(round_, city, officer, "The city keeps one half of new homes.")
    page = client.get(reverse("desk_participation")).content.decode()
    assert "Every member has responded." in page
    assert reverse("desk_participation_remind") not in page


def test_a_member_that_responded_is_not_reminded(round_, city, officer, moderator):
    factories.sent(round_, city, officer, "The city keeps one half of new homes.")
    assert reminders.remind_members(round_=round_, by=moderator) == 0


def test_only_the_secretariat_reminds(round_, officer):
    with pytest.raises(Refused):
        reminders.remind_members(round_=round_, by=officer)


def test_the_page_reminds_and_prints_the_list_for_calls(client, round_):
    officer = factories.member(factories.organisation("Velmora"), "officer")
    client.force_login(factories.secretariat())
    page = client.get(reverse("desk_participation")).content.decode()
    assert "Velmora" in page and "Send reminders" in page
    answer = client.post(reverse("desk_participation_remind"), {"token": "a"}, follow=True).content.decode()
    assert "1 member was reminded." in answer
    assert officer.email in client.get(reverse("desk_participation_calls")).content.decode()
