"""What stands over a comment: a name where its person lets it be public, else the office; and the city."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import accounts, erasures, organisations
from accounts.models import Mandate
from charter.actions.comments import comments
from tests import factories


@pytest.fixture
def provision(charter, round_):
    return factories.provision(charter, 4)


def page(client, provision):
    return client.get(reverse("provision", args=[provision.short])).content.decode().partition("<main")[2]


def comment(provision, round_, person, city=None):
    return comments.post_comment(
        target=provision, by=person, text="A word.", language="en", round_=round_, organisation=city
    )


def shown(person, public=True):
    accounts.change_account(person=person, name=person.name, language="en", zone="", name_is_public=public)


def test_without_consent_the_office_stands_there_and_no_name(client, provision, round_, officer, city):
    comment(provision, round_, officer, city)
    html = page(client, provision)
    assert "<strong><bdi>A staff member</bdi></strong>, Tamanrit" in html and officer.name not in html


def test_with_consent_the_name_and_its_withdrawal_takes_it_back(client, provision, round_, delegate, city):
    comment(provision, round_, delegate, city)
    shown(delegate)
    assert f"<strong><bdi>{delegate.name}</bdi></strong>, Tamanrit" in page(client, provision)
    shown(delegate, public=False)
    html = page(client, provision)
    assert "<bdi>A delegate</bdi>" in html and delegate.name not in html


def test_the_secretariat_signs_in_the_same_way(client, provision, round_, moderator):
    comment(provision, round_, moderator)
    html = page(client, provision)
    assert "<strong><bdi>A moderator</bdi></strong>, secretariat" in html and f"<bdi>{moderator}</bdi>" not in html
    shown(moderator)
    assert f"<strong><bdi>{moderator}</bdi></strong>, secretariat" in page(client, provision)


def test_the_office_is_the_one_held_when_the_comment_was_written(client, provision, round_, officer, city):
    comment(provision, round_, officer, city)
    now = timezone.now()
    Mandate.objects.update(ended=now)
    Mandate.objects.create(person=officer, organisation=city, kind="delegate", since=now + timedelta(seconds=1))
    assert "<bdi>A staff member</bdi>" in page(client, provision)


def test_a_member_that_withholds_its_name_shows_neither(client, provision, round_, officer, city, moderator):
    shown(officer)
    comment(provision, round_, officer, city)
    organisations.withhold_name(organisation=city, by=moderator, because="threats")
    html = page(client, provision)
    assert "Name withheld" in html and "Tamanrit" not in html


def test_who_was_erased_is_a_former_officer(client, provision, round_, officer, city):
    comment(provision, round_, officer, city)
    erasures.erase_person(person=officer)
    assert "a former staff member of Tamanrit" in page(client, provision)


@pytest.mark.parametrize(("public", "over"), [(True, "officer of Tamanrit"), (False, "A staff member")])
def test_the_form_says_what_will_stand_over_the_comment_of_this_person(
    client, provision, round_, officer, public, over
):
    shown(officer, public=public)
    client.force_login(officer)
    html = client.get(reverse("remark_post", args=["provision", provision.short])).content.decode()
    assert f"<strong><bdi>{over}" in html and f'href="{reverse("account")}"' in html
