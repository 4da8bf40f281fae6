"""Mandates, absence and roles: who may, who is told, what the record keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import rules
from accounts.actions import members
from accounts.models import Letter, Mandate, Record
from accounts.rules import Refused
from accounts.states import RoleKind
from tests import factories


def current_mandate(person):
    return Mandate.objects.get(person=person)


def give(city, kind, by, **more):
    return members.give_mandate(
        person=factories.person(), organisation=city, kind=kind, since=timezone.now(), by=by, **more
    )


def test_the_secretariat_enters_a_delegate_on_evidence(city, moderator):
    with pytest.raises(Refused, match="State the evidence"):
        give(city, "delegate", moderator)
    assert give(city, "delegate", moderator, evidence="Decision 12").evidence == "Decision 12"


def test_a_focal_point_enters_no_substitute(city):
    with pytest.raises(Refused, match="Only the secretariat can enter"):
        give(city, "substitute", factories.member(city, "focal_point"), evidence="a letter")


def test_a_second_delegate_is_refused_in_words_and_by_the_database(city, delegate, moderator):
    with pytest.raises(Refused, match="End that mandate first"):
        give(city, "delegate", moderator, evidence="a letter")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(organisation=city, person=moderator, kind="delegate", since=timezone.now())


def test_a_focal_point_removes_an_officer_and_no_delegate(city, officer, delegate):
    focal = factories.member(city, "focal_point")
    members.end_mandate(mandate=current_mandate(officer), by=focal)
    assert rules.member_mandate(officer, city) is None
    with pytest.raises(Refused, match="Only the secretariat can end the mandate of a delegate or an alternate"):
        members.end_mandate(mandate=current_mandate(delegate), by=focal)


def test_nobody_removes_people_of_another_city(stranger, city):
    with pytest.raises(Refused) as refused:
        members.end_mandate(mandate=current_mandate(stranger), by=factories.member(city, "focal_point"))
    assert refused.value.refusal.hidden


def test_one_may_leave(officer, city):
    members.end_mandate(mandate=current_mandate(officer), by=officer)
    assert current_mandate(officer).ended is not None


def test_ended_twice_it_keeps_its_first_day(officer, moderator):
    members.end_mandate(mandate=current_mandate(officer), by=moderator)
    first = current_mandate(officer).ended
    members.end_mandate(mandate=current_mandate(officer), by=moderator)
    assert current_mandate(officer).ended == first
    assert Record.objects.filter(act="mandate ended").count() == 1


def test_all_are_told_that_the_delegate_is_away(city, officer, delegate):
    members.mark_away(mandate=current_mandate(delegate), by=delegate, note="Back on 3 June.")
    letters = Letter.objects.filter(key__startswith="away:")
    assert {letter.to for letter in letters} == {officer, delegate}
    assert all("Back on 3 June." in letter.body for letter in letters)


def test_the_secretariat_says_who_told_it(city, delegate, moderator):
    with pytest.raises(Refused, match="State who told you that the delegate is away"):
        members.mark_away(mandate=current_mandate(delegate), by=moderator)
    members.mark_away(mandate=current_mandate(delegate), by=moderator, note="The cabinet called.")
    assert current_mandate(delegate).away_note == "The cabinet called."


def test_an_officer_and_a_stranger_mark_nobody(city, officer, delegate, stranger):
    for person in (officer, stranger):
        with pytest.raises(Refused):
            members.mark_away(mandate=current_mandate(delegate), by=person)


def test_marked_twice_it_is_one_absence(delegate):
    members.mark_away(mandate=current_mandate(delegate), by=delegate)
    members.mark_away(mandate=current_mandate(delegate), by=delegate)
    assert Record.objects.filter(act="delegate away").count() == 1


def test_the_record_says_by_which_mandate_the_absence_was_marked(city, delegate):
    focal = factories.member(city, "focal_point")
    members.mark_away(mandate=current_mandate(delegate), by=focal)
    members.mark_away(mandate=current_mandate(delegate), by=delegate, away=False)
    records = Record.objects.filter(about=f"mandate:{current_mandate(delegate).pk}").values_list(
        "act", "person", "mandate"
    )
    assert list(records) == [
        ("delegate away", focal.pk, current_mandate(focal).pk),
        ("delegate back", delegate.pk, current_mandate(delegate).pk),
    ]


def test_moderators_are_made_by_administrators_alone(moderator, officer):
    with pytest.raises(Refused, match="Only an administrator"):
        members.give_role(person=officer, kind="moderator", since=timezone.now(), by=moderator)
    members.give_role(person=officer, kind="moderator", since=timezone.now(), by=factories.holder("administrator"))
    assert rules.is_moderator(officer)


@pytest.mark.parametrize("kind", RoleKind.values)
def test_who_loses_a_role_is_signed_out(client, db, kind):
    administrator, person = factories.holder("administrator"), factories.secretariat(kind)
    client.force_login(person)
    assert client.get(reverse("account")).status_code == 200
    members.end_role(role=person.roles.get(), by=administrator)
    assert client.get(reverse("account")).status_code == 302


def test_a_mandate_holds_from_its_day(city):
    person = factories.person()
    later = timezone.now() + timedelta(days=3)
    members.give_mandate(person=person, organisation=city, kind="officer", since=later)
    assert rules.member_mandate(person, city) is None


def test_a_file_is_evidence_too(city, moderator):
    file = ContentFile(b"%PDF", name="decision.pdf")
    assert give(city, "delegate", moderator, evidence_file=file).evidence_file.read() == b"%PDF"


def test_after_the_announced_day_another_delegate_is_entered(city, moderator):
    over = timezone.now() - timedelta(days=1)
    first = current_mandate(factories.member(city, "delegate", until=over))
    give(city, "delegate", moderator, evidence="the election")
    first.refresh_from_db()
    assert (first.ended, Mandate.objects.filter(organisation=city).count()) == (over, 2)


def test_a_delegate_to_come_keeps_the_place(city, moderator):
    factories.member(city, "delegate", since=timezone.now() + timedelta(days=9))
    with pytest.raises(Refused, match="End that mandate first"):
        give(city, "delegate", moderator, evidence="a letter")


def test_the_record_says_on_which_mandate_colleagues_come_and_go(city, officer):
    focal = factories.member(city, "focal_point")
    give(city, "officer", focal)
    members.end_mandate(mandate=current_mandate(officer), by=focal)
    acts = Record.objects.filter(act__in=("mandate given", "mandate ended"), person=focal.pk)
    assert {act.mandate for act in acts} == {current_mandate(focal).pk} and acts.count() == 2


def test_a_role_of_a_section_is_narrowed_to_it(moderator, officer):
    role = {"person": officer, "kind": "section_staff", "since": timezone.now(), "by": moderator}
    members.give_role(scope=["metropolis", "africa"], **role)
    assert rules.sections_of(officer) == ["africa", "metropolis"]
    assert rules.may_read_section(officer, "africa") is True
    assert rules.may_read_section(officer, "europe").hidden
    with pytest.raises(Refused, match="for other sections"):
        members.give_role(scope=["europe"], **role)
