"""Local human rights frameworks: entered by a member, confirmed or returned by the secretariat."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.models import Mandate, Record, Theme
from accounts.rules import Refused
from charter.actions.city import frameworks
from charter.actions.city.frameworks import FrameworkEntry
from charter.models import Framework
from charter.states import FrameworkKind, FrameworkReview, FrameworkState
from tests import factories

PLAN = FrameworkEntry(FrameworkKind.PLAN, FrameworkState.ANNOUNCED, " Plan for homes ", "en", typed="I.1")


@pytest.fixture
def entered(version, city, officer):
    factories.wave()
    return frameworks.enter_framework(charter=version.charter, organisation=city, entry=PLAN, by=officer)


def acts():
    return list(Record.objects.filter(act__startswith="framework").values_list("act", flat=True))


def test_an_entry_awaits_the_secretariat_and_names_provisions_by_their_keys(entered, city, officer):
    assert (entered.title, entered.review, entered.revision) == ("Plan for homes", FrameworkReview.AWAITING, 1)
    [provision] = entered.provisions.all()
    record = Record.objects.get(act="framework entered")
    assert (record.person, Mandate.objects.get(pk=record.mandate).organisation) == (officer.pk, city)
    assert record.content["provisions"] == [str(provision.key)] and "Plan" not in str(record.content)
    assert not Framework.objects.public().exists()


def test_an_entry_keeps_its_own_themes_and_those_that_were_retired(entered, city, officer):
    themed = replace(PLAN, themes=("housing", "water", "no-such-theme"))
    frameworks.change_framework(framework=entered, entry=themed, by=officer)
    Theme.objects.filter(code="water").update(retired_at="2026-01-01T00:00Z")
    frameworks.change_framework(framework=entered, entry=replace(PLAN, themes=("work",)), by=officer)
    assert set(entered.themes.values_list("code", flat=True)) == {"water", "work"}
    assert Record.objects.filter(act="framework changed").latest("pk").content["themes"] == ["water", "work"]


def document(words="a plan"):
    return ContentFile(f"%PDF {words}".encode(), name="document.pdf")


def is_stored(name):
    return Framework._meta.get_field("document").storage.exists(name)


def test_a_document_stays_until_it_is_replaced_or_removed(entered, city, officer, django_capture_on_commit_callbacks):
    def change(**fields):
        with django_capture_on_commit_callbacks(execute=True):
            frameworks.change_framework(framework=entered, entry=replace(PLAN, **fields), by=officer)
        return Framework.objects.get()

    with_document = change(document=document())
    first, digest = with_document.document.name, with_document.document_digest
    assert with_document.document_ending == "pdf" and digest == hashlib.sha256(b"%PDF a plan").hexdigest()
    assert Record.objects.filter(act="framework changed").latest("pk").content["document"] == digest
    assert change(title="Plan for all homes").document.name == first
    second = change(document=document("another plan")).document.name
    assert second != first and not is_stored(first) and is_stored(second)
    assert change(removes_document=True).document_ending == "" and not is_stored(second)
    third = change(document=document()).document.name
    with django_capture_on_commit_callbacks(execute=True):
        frameworks.delete_framework(framework=entered, by=officer)
    assert not is_stored(third)


def test_a_refused_change_keeps_the_document(entered, officer):
    frameworks.change_framework(framework=entered, entry=replace(PLAN, document=document()), by=officer)
    with pytest.raises(Refused):
        frameworks.change_framework(
            framework=entered, entry=replace(PLAN, title=" ", removes_document=True), by=officer
        )
    assert is_stored(Framework.objects.get().document.name)


def test_a_confirmed_entry_is_public_until_it_is_changed(entered, officer, moderator):
    frameworks.confirm_framework(framework=entered, by=moderator, revision=1)
    assert Framework.objects.public().get() == entered
    frameworks.change_framework(framework=entered, entry=replace(PLAN, title="Plan for all homes"), by=officer)
    assert not Framework.objects.public().exists()
    assert acts() == ["framework entered", "framework confirmed", "framework changed"]


def test_a_returned_entry_keeps_the_reason_until_the_member_sends_it_again(entered, officer, moderator):
    framework = frameworks.return_framework(framework=entered, because=" Which text? ", by=moderator, revision=1)
    assert (framework.review, framework.returned_because) == (FrameworkReview.RETURNED, "Which text?")
    changed = frameworks.change_framework(framework=framework, entry=PLAN, by=officer)
    assert (changed.review, changed.returned_because, changed.reviewed_at) == (FrameworkReview.AWAITING, "", None)


def test_what_changed_since_it_was_read_is_neither_confirmed_nor_returned(entered, officer, moderator):
    frameworks.change_framework(framework=entered, entry=PLAN, by=officer)
    with pytest.raises(Refused, match="has changed since"):
        frameworks.confirm_framework(framework=entered, by=moderator, revision=1)
    with pytest.raises(Refused, match="has changed since"):
        frameworks.return_framework(framework=entered, because="Why?", by=moderator, revision=1)
    assert Framework.objects.get().review == FrameworkReview.AWAITING


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"title": " "}, "Enter the title"),
        ({"typed": "I.1\nXL.9"}, r"XL\.9"),
        ({"state": FrameworkState.ADOPTED}, "date of adoption"),
        ({"state": FrameworkState.IN_FORCE}, "date of adoption"),
        ({"adopted_on": date(2024, 2, 2), "in_force_on": date(2024, 2, 1)}, "before its adoption"),
        ({"in_force_on": date(2024, 2, 2), "replaced_on": date(2024, 2, 1)}, "before its adoption"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_stored(entered, officer, city, more, why):
    entry = replace(PLAN, **more)
    with pytest.raises(Refused, match=why):
        frameworks.enter_framework(charter=entered.charter, organisation=city, entry=entry, by=officer)
    with pytest.raises(Refused, match=why):
        frameworks.change_framework(framework=entered, entry=entry, by=officer)
    framework = Framework.objects.get()
    assert (framework.title, framework.revision) == ("Plan for homes", 1)


def test_a_return_needs_comments(entered, moderator):
    with pytest.raises(Refused, match="Write comments"):
        frameworks.return_framework(framework=entered, because=" ", by=moderator, revision=1)


def test_a_site_without_a_campaign_takes_no_entry(version, city, officer):
    with pytest.raises(Refused, match="no campaign"):
        frameworks.enter_framework(charter=version.charter, organisation=city, entry=PLAN, by=officer)


def test_only_the_team_enters_and_only_moderators_answer(entered, city, officer, moderator):
    stranger = factories.member(factories.organisation(), "delegate")
    partner = factories.organisation("Union", "partner")
    of_partner = factories.member(partner, "officer")
    refused = [
        lambda: frameworks.enter_framework(charter=entered.charter, organisation=city, entry=PLAN, by=stranger),
        lambda: frameworks.enter_framework(charter=entered.charter, organisation=partner, entry=PLAN, by=of_partner),
        lambda: frameworks.change_framework(framework=entered, entry=PLAN, by=moderator),
        lambda: frameworks.delete_framework(framework=entered, by=stranger),
        lambda: frameworks.confirm_framework(framework=entered, by=officer, revision=1),
        lambda: frameworks.return_framework(framework=entered, because="Why?", by=officer, revision=1),
    ]
    for act in refused:
        with pytest.raises(Refused):
            act()
    assert acts() == ["framework entered"] and Framework.objects.get().revision == 1


def test_a_deleted_entry_leaves_its_act(entered, officer):
    pk = entered.pk
    frameworks.delete_framework(framework=entered, by=officer)
    assert not Framework.objects.exists()
    assert Record.objects.get(act="framework deleted").about == f"framework:{pk}"


def test_a_member_that_left_or_withholds_its_name_has_no_public_framework(entered, city, moderator):
    frameworks.confirm_framework(framework=entered, by=moderator, revision=1)
    for fields in ({"name_withheld": True}, {"name_withheld": False, "left_on": date(2020, 1, 1)}):
        type(city).objects.filter(pk=city.pk).update(**fields)
        assert not Framework.objects.public().exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"review": FrameworkReview.RETURNED, "reviewed_at": "2026-01-01T00:00Z"},
        {"returned_because": "No state has this reason."},
        {"review": FrameworkReview.CONFIRMED},
    ],
)
def test_the_database_refuses_an_answer_that_is_not_whole(entered, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Framework.objects.update(**fields)
