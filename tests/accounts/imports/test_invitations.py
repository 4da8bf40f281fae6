"""People from a file: understood row by row, idempotent, and safe against formulas."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import invitations as invitation_actions
from accounts.imports import invitations, sheets
from accounts.models import Invitation, Letter
from tests import factories

HEAD = ",".join(invitations.HEAD)


def planned(*lines):
    return invitations.plan_invitations(sheets.read_rows("\n".join([HEAD, *lines]).encode(), "people.csv"))


def invite(lines, moderator):
    return invitation_actions.invite_people(
        invitation_requests=[row.request for row in planned(*lines) if row.request], by=moderator
    )


def test_a_row_is_understood_whole_and_invited_in_its_language(city, moderator):
    line = f"Amina@Example.org,Amina Diarra,{city.slug},focal_point,Human rights office,fr,"
    (row,) = planned(line)
    assert (row.is_new, row.faults) == (True, [])
    assert invite([line], moderator) == {"new": 1, "same": 0}
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.kind, invitation.office, invitation.organisation) == (
        "amina@example.org",
        "focal_point",
        "Human rights office",
        city,
    )
    assert Letter.objects.get(address="amina@example.org").link.startswith("/fr/invitation/")


def test_the_same_file_again_invites_nobody_twice(city, moderator, officer):
    lines = ["a@example.org,,Tamanrit,officer,,,", f"{officer.email},,Tamanrit,officer,,,"]
    assert invite(lines, moderator) == {"new": 1, "same": 1}
    assert invite(lines, moderator) == {"new": 0, "same": 2}
    assert [row.is_new for row in planned(*lines)] == [False, False]
    assert Letter.objects.count() == 1


def test_one_that_expired_is_sent_again(city, moderator):
    line = "a@example.org,,Tamanrit,officer,,,"
    invite([line], moderator)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert invite([line], moderator) == {"new": 1, "same": 0}
    assert Invitation.objects.get().sendings == 2


def test_without_a_language_the_member_s_own_is_taken(city, moderator):
    city.language = "es"
    city.save()
    assert planned("a@example.org,,Tamanrit,officer,,,")[0].request.language == "es"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("nobody,,Tamanrit,officer,,,", "email: “nobody” is not a valid email address."),
        ("a@example.org,,Nowhere,officer,,,", "member: “Nowhere” is not the address or name of a member."),
        ("a@example.org,,Twin,officer,,,", "member: several members have the name “Twin”. Write the address instead."),
        (
            "a@example.org,,Tamanrit,king,,,",
            "kind: “king” is not possible here. Enter one of these values: officer, focal_point, delegate, "
            "substitute.",
        ),
        (",,Tamanrit,officer,,,", "email: the cell is empty."),
        ("a@example.org,,,officer,,,", "member: the cell is empty."),
        (
            "a@example.org,,Tamanrit,,,,",
            "kind: the cell is empty. Enter one of these values: officer, focal_point, delegate, substitute.",
        ),
        ("a@example.org,,Tamanrit,delegate,,,", "evidence: required for a delegate and an alternate."),
        (
            "a@example.org,,Tamanrit,officer,,xx,",
            "language: “xx” is not possible here. Enter one of these values: en, fr, es, ar.",
        ),
        ("a@example.org,=1+1,Tamanrit,officer,,,", "name: the cell contains a formula. Enter the value itself."),
        (f"a@example.org,{'x' * 201},Tamanrit,officer,,,", "name: at most 200 characters."),
        ("a@example.org,,Velmora,delegate,,,letter", "Velmora already has a delegate. End that mandate first."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_asked(city, other_delegate, line, fault):
    factories.organisation("Twin")
    factories.organisation("Twin")
    (row,) = planned(line)
    assert (row.faults, row.request, row.is_new) == ([fault], None, False)


def test_a_file_names_each_invitation_and_each_delegate_once(city):
    rows = planned(
        "a@example.org,,Tamanrit,officer,,,",
        "A@example.org,,Tamanrit,officer,,,",
        "b@example.org,,Tamanrit,delegate,,,letter",
        "c@example.org,,Tamanrit,delegate,,,letter",
    )
    assert [row.faults for row in rows] == [
        [],
        ["Row 2 contains the same invitation."],
        [],
        ["Row 4 already invites a delegate of this member. A member has one delegate at a time."],
    ]


def test_a_preview_of_many_rows_asks_the_same_few_questions(city):
    def asked(count):
        with CaptureQueriesContext(connection) as caught:
            planned(*(f"p{n}@example.org,,Tamanrit,officer,,," for n in range(count)))
        return len(caught)

    assert asked(1) == asked(30)
