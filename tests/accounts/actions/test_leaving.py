"""A member that left: nobody speaks for it any more, by whatever way its day was entered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import rules
from accounts.actions import invitations, members, organisations
from accounts.actions.organisations import MemberEntry
from accounts.dates import date_format
from accounts.models import Invitation, Letter, Mandate, Organisation, Person, Record
from accounts.queries import people
from accounts.queries.members import MemberFilter, members_with_counts
from accounts.rules import Refused
from tests import factories


def today():
    return timezone.localdate()


def leave(city, by, *, in_days=0):
    organisations.leave_network(organisation=city, on=today() + timedelta(days=in_days), by=by)


def by_file(city, on):
    entry = MemberEntry(city.slug, city.name.text, city.name.language, fields={"left_on": on})
    organisations.import_members(entries=[entry], by=None)
    city.refresh_from_db()


def test_a_day_in_a_file_is_the_act_of_leaving(city, delegate, moderator):
    invitation, _token = factories.invited(city, moderator)
    by_file(city, today())
    invitation.refresh_from_db()
    assert city.left_on == today()
    assert Mandate.objects.get(person=delegate).ended is not None
    assert invitation.revoked_at is not None
    assert Record.objects.filter(act="member left").count() == 1


def test_the_same_file_again_leaves_it_merged(city, other_city, moderator):
    organisations.leave_network(organisation=city, on=today(), into=other_city, by=moderator)
    by_file(city, today())
    by_file(city, today() - timedelta(days=1))
    assert city.merged_into == other_city


def test_a_day_taken_out_of_a_file_is_the_act_of_coming_back(city, delegate, moderator):
    leave(city, moderator)
    by_file(city, None)
    assert city.left_on is None
    assert Record.objects.filter(act="member came back").count() == 1
    assert rules.mandates_of(delegate, timezone.now()) == []


def test_who_has_not_left_does_not_come_back(city, moderator):
    with pytest.raises(Refused, match="is still a member"):
        organisations.rejoin_network(organisation=city, by=moderator)


@pytest.mark.parametrize("kind", ["officer", "delegate"])
def test_it_gets_no_mandate(city, officer, moderator, kind):
    leave(city, moderator)
    arguments = {"kind": kind, "since": timezone.now(), "evidence": "a letter", "by": moderator}
    with pytest.raises(Refused, match="Tamanrit is no longer a member"):
        members.give_mandate(person=officer, organisation=city, **arguments)


def test_nobody_is_invited_for_it(city, moderator):
    leave(city, moderator)
    with pytest.raises(Refused, match="Tamanrit is no longer a member"):
        factories.invited(city, moderator)


def test_open_invitations_open_nothing_and_cannot_be_sent_again(city, moderator):
    invitation, token = factories.invited(city, moderator)
    leave(city, moderator)
    assert invitations.invitation_by_token(token) is None
    with pytest.raises(Refused):
        invitations.accept_invitation(token=token, name="X", password="a river through the town")
    with pytest.raises(Refused):
        invitations.resend_invitation(invitation=invitation, by=moderator)


def test_a_later_day_ends_nothing_before_it(city, delegate, officer, moderator):
    early = timezone.now() + timedelta(days=2)
    Mandate.objects.filter(person=officer).update(until=early)
    leave(city, moderator, in_days=5)
    morning = members.start_of_day(city.left_on)
    assert rules.committing_mandate(delegate, city)
    assert Mandate.objects.get(person=delegate).until == morning
    assert Mandate.objects.get(person=officer).until == early
    assert people.delegate_of(city, morning - timedelta(seconds=1)).person == delegate
    assert people.delegate_of(city, morning) is None


def test_an_invitation_is_accepted_before_that_day_and_not_after(city, moderator):
    _invitation, token = factories.invited(city, moderator)
    leave(city, moderator, in_days=3)
    day = members.start_of_day(city.left_on)
    assert invitations.invitation_by_token(token, day) is None
    mandate = invitations.accept_invitation(token=token, name="Ama", password="a river through the town")
    assert mandate.until == day


def test_no_mandate_begins_after_it_leaves(city, officer, moderator):
    leave(city, moderator, in_days=3)
    since = timezone.now() + timedelta(days=4)
    with pytest.raises(Refused, match="ends before the first day"):
        members.give_mandate(person=officer, organisation=city, kind="focal_point", since=since, by=moderator)


def test_a_mandate_does_not_hold_however_the_day_came_into_the_table(city, delegate):
    Organisation.objects.filter(pk=city.pk).update(left_on=today())
    assert rules.mandates_of(delegate) == []
    assert people.delegate_of(city, timezone.now()) is None


@pytest.mark.parametrize(("seconds", "belongs"), [(-1, True), (0, False)])
def test_every_right_ends_with_the_first_second_of_its_day_where_the_site_is(
    settings, city, delegate, moderator, seconds, belongs
):
    settings.TIME_ZONE = "Pacific/Kiritimati"
    _invitation, token = factories.invited(city, moderator)
    city.left_on = today() + timedelta(days=3)
    city.save()
    at = members.start_of_day(city.left_on) + timedelta(seconds=seconds)
    answers = {
        "mandates": rules.mandates_of(delegate, at) != [],
        "delegate": people.delegate_of(city, at) is not None,
        "invitation": invitations.invitation_by_token(token, at) is not None,
        "belongs": bool(rules.belongs_to_network(city, at)),
        "counted": Organisation.objects.belonging(at).filter(pk=city.pk).exists(),
        "people": members_with_counts(MemberFilter(state="" if belongs else "left"), at).get(pk=city.pk).people == 1,
    }
    assert answers == dict.fromkeys(answers, belongs)


def test_what_was_open_before_is_over_in_the_list_of_invitations(city, moderator):
    factories.invited(city, moderator)
    leave(city, moderator)
    assert Invitation.objects.open().count() == 0


def letters():
    return list(Letter.objects.filter(kind="mandate").order_by("to").values_list("to", "subject"))


@pytest.mark.parametrize("in_days", [0, 5])
def test_who_speaks_for_it_is_told_from_what_day_and_what_stays(city, officer, delegate, moderator, in_days):
    Mandate.objects.create(organisation=city, person=delegate, kind="focal_point", since=timezone.now())
    Person.objects.update(language="en")
    leave(city, moderator, in_days=in_days)
    day = date_format(city.left_on, "DATE_FORMAT")
    assert letters() == [(pk, f"The membership of Tamanrit ends on {day}") for pk in sorted((officer.pk, delegate.pk))]
    letter = Letter.objects.filter(to=delegate).get()
    assert f"From {day}, " in letter.body and "mandate" in letter.body and "stay public" in letter.body
    assert letter.link == f"/en/cities/{city.slug}/"


def test_who_speaks_for_what_merges_is_told_into_what(city, other_city, delegate, moderator):
    Person.objects.update(language="en")
    organisations.leave_network(organisation=city, on=today(), into=other_city, by=moderator)
    [(_pk, subject)] = letters()
    assert subject.startswith(f"Tamanrit becomes part of {other_city} on ")
    assert f"is part of {other_city}" in Letter.objects.get(to=delegate).body


def test_nobody_is_told_of_a_mandate_that_is_over_before(city, officer, delegate, moderator):
    Mandate.objects.filter(person=officer).update(until=timezone.now() + timedelta(days=2))
    Mandate.objects.filter(person=delegate).update(ended=timezone.now())
    leave(city, moderator, in_days=5)
    assert letters() == []


def test_who_leaves_after_coming_back_is_told_again(city, delegate, moderator):
    leave(city, moderator, in_days=5)
    organisations.rejoin_network(organisation=city, by=moderator)
    Mandate.objects.update(until=None)
    leave(city, moderator, in_days=5)
    assert [pk for pk, _subject in letters()] == [delegate.pk, delegate.pk]
