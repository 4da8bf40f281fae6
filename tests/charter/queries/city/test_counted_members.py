"""Who is counted: members as the round says; partners and associations stand apart and are never added in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charter.actions.amending import positions
from charter.queries.amending import amendments, supports
from charter.queries.secretariat import queue
from tests import factories

MEMBERS = {
    "Velmora": {"is_voting_member": True},
    "Ostrel": {"is_voting_member": False},
    "League": {"is_voting_member": True, "official_kind_id": "association"},
    "Union": {"kind": "partner"},
}


@pytest.fixture
def amendment(version, city, delegate):
    """Supported by one of each sort, in a round that counts members with a vote."""
    round_ = factories.round_(version, who_is_counted="is_voting_member")
    confirmed = factories.confirmed(round_, city, delegate)
    for name, fields in MEMBERS.items():
        speaker = factories.organisation(name, **fields)
        kind = "delegate" if speaker.is_government else "officer"
        by = factories.member(speaker, kind)
        positions.take_position(
            organisation=speaker, text=confirmed.text, by=by, stance="support", line=f"Says {name}."
        )
    return confirmed


def test_lists_and_the_desk_count_only_members_that_the_round_counts(amendment):
    assert supports.count_supports([amendment.pk]) == {amendment.pk: 1}
    counted = queue.positions_by_stance([amendment.text_id])[amendment.text_id]["support"]
    assert [str(position.organisation) for position in counted] == ["Velmora"]


def test_the_page_shows_each_sort_apart_with_its_line(client, amendment):
    page = client.get(reverse("amendment", args=[amendment.round.number, amendment.number])).content.decode()
    assert "Supported by <strong>1 member</strong>." in page
    apart = page[page.index("Not counted in this round:") :]
    own, partners = apart.split("Partner organizations, not counted:")
    assert all(name in own for name in ("Ostrel", "League")) and "Union" in partners
    assert all(f"Says {name}." in page for name in MEMBERS)


@pytest.mark.parametrize("flag", ["any", "is_campaign_member", "is_committee_member", "is_voting_member"])
def test_each_flag_counts_who_bears_it(flag, version):
    round_ = factories.round_(version, who_is_counted=flag)
    bears = factories.organisation(**({} if flag == "any" else {flag: True}))
    lacks = factories.organisation(is_campaign_member=False)
    assert amendments.is_counted(bears, round_) is True
    assert amendments.is_counted(lacks, round_) is (flag == "any")


@pytest.mark.parametrize("flag", ["is_campaign_member", "is_committee_member", "is_voting_member"])
def test_each_flag_says_who_proposes(flag, version):
    from charter import rules

    round_ = factories.round_(version, who_proposes=flag)
    assert rules.may_propose(factories.organisation(**{flag: True}), round_) is True
    assert not rules.may_propose(factories.organisation(**{flag: False}), round_)
    assert not rules.may_propose(factories.organisation("Union", "partner", **{flag: True}), round_)
