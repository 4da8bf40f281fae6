"""Offers and requests: published and closed by a team, answered by another member, removed by the secretariat."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import erasures, retention
from accounts.models import Letter, Mandate, Record, Theme
from accounts.rules import Refused
from charter import rules
from charter.actions.city import help_entries
from charter.actions.city.help_entries import HelpEntryInput, latest_end
from charter.actions.versions import themes
from charter.models import HelpEntry, HelpReply
from charter.queries.city import help_entries as help_queries
from charter.states import HelpKind, HelpState
from tests import factories

DAY = timedelta(days=1)


def entry_input(**more):
    fields = {"kind": HelpKind.OFFER, "theme": "water", "subject": " Water kiosks ", "text": "We show ours.\r\nCome."}
    fields |= {"language": "en", "languages": ("en", "fr"), "ends_on": timezone.localdate() + 30 * DAY}
    return HelpEntryInput(**{**fields, **more})


@pytest.fixture
def charter_(version, moderator):
    factories.wave()
    themes.save_theme(
        charter=version.charter,
        names={"en": "Water"},
        typed="I.1",
        by=moderator,
        theme=Theme.objects.get(code="water"),
    )
    return version.charter


@pytest.fixture
def offer(charter_, city, officer):
    return help_entries.publish_help_entry(charter=charter_, organisation=city, entry=entry_input(), by=officer)


@pytest.fixture
def colleague(other_city):
    return factories.member(other_city, "officer")


def acts():
    return list(Record.objects.filter(act__startswith="help").values_list("act", flat=True))


def reply(offer, member, by, text="We would like to come."):
    return help_entries.send_help_reply(help_entry=offer, member=member, text=text, by=by)


def end(offer):
    HelpEntry.objects.filter(pk=offer.pk).update(ends_on=timezone.localdate() - DAY)
    return HelpEntry.objects.get(pk=offer.pk)


def test_an_entry_of_a_staff_member_is_public_at_once_and_recorded_without_its_text(offer, city, officer):
    assert (offer.subject, offer.text, offer.state) == ("Water kiosks", "We show ours.\nCome.", HelpState.OPEN)
    assert HelpEntry.objects.public().open().get() == offer
    record = Record.objects.get(act="help entry published")
    assert (record.person, Mandate.objects.get(pk=record.mandate).organisation) == (officer.pk, city)
    assert record.content["theme"] == "water" and "kiosks" not in str(record.content)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"subject": " "}, "Enter the subject"),
        ({"text": ""}, "a few sentences"),
        ({"subject": "x" * 121}, "too long"),
        ({"text": "x" * 601}, "too long"),
        ({"languages": ()}, "at least one language"),
        ({"theme": "nothing"}, "Choose a theme"),
        ({"ends_on": date(2020, 1, 1)}, "in the past"),
        ({"ends_on": date(2999, 1, 1)}, "two years"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_stored(offer, charter_, city, officer, more, why):
    entry = entry_input(**more)
    with pytest.raises(Refused, match=why):
        help_entries.publish_help_entry(charter=charter_, organisation=city, entry=entry, by=officer)
    with pytest.raises(Refused, match=why):
        help_entries.change_help_entry(help_entry=offer, entry=entry, by=officer, revision=1)
    stored = HelpEntry.objects.get()
    assert (stored.subject, stored.revision, acts()) == ("Water kiosks", 1, ["help entry published"])


def test_an_entry_can_end_today_and_in_two_years(charter_, city, officer):
    today = timezone.localdate()
    for ends_on in (today, latest_end(today)):
        entry = entry_input(ends_on=ends_on)
        help_entries.publish_help_entry(charter=charter_, organisation=city, entry=entry, by=officer)
    assert latest_end(date(2028, 2, 29)) == date(2030, 2, 28)


def test_an_entry_is_changed_from_the_text_that_was_on_the_page(offer, officer):
    changed = help_entries.change_help_entry(
        help_entry=offer, entry=entry_input(subject="Pipes"), by=officer, revision=1
    )
    assert (changed.subject, changed.revision) == ("Pipes", 2)
    with pytest.raises(Refused, match="has changed since"):
        help_entries.change_help_entry(help_entry=offer, entry=entry_input(), by=officer, revision=1)
    with pytest.raises(Refused, match="has changed since"):
        help_entries.close_help_entry(help_entry=offer, outcome="Done.", by=officer, revision=1)


def test_an_entry_is_not_open_after_its_end_date_and_can_still_be_moved_and_closed(offer, officer):
    ended = end(offer)
    assert not ended.is_open and not HelpEntry.objects.open().exists()
    assert not HelpEntry.objects.public().listed().exists()
    moved = help_entries.change_help_entry(help_entry=ended, entry=entry_input(), by=officer, revision=1)
    assert moved.is_open
    closed = help_entries.close_help_entry(help_entry=end(moved), outcome=" They came. ", by=officer, revision=2)
    assert (closed.state, closed.outcome) == (HelpState.CLOSED, "They came.")
    assert HelpEntry.objects.public().listed().get() == offer


def test_an_entry_is_closed_once_with_an_outcome(offer, officer, other_city, colleague):
    reply(offer, other_city, colleague)
    with pytest.raises(Refused, match="State the outcome"):
        help_entries.close_help_entry(help_entry=offer, outcome=" ", by=officer, revision=1)
    help_entries.close_help_entry(help_entry=offer, outcome="Velmora visited us.", by=officer, revision=1)
    for act in (
        lambda: help_entries.close_help_entry(help_entry=offer, outcome="Again.", by=officer, revision=1),
        lambda: help_entries.change_help_entry(help_entry=offer, entry=entry_input(), by=officer, revision=1),
        lambda: reply(offer, other_city, colleague),
    ):
        with pytest.raises(Refused, match="closed"):
            act()
    assert acts() == ["help entry published", "help reply sent", "help entry closed"]


def test_closed_entries_follow_open_ones(charter_, offer, city, officer):
    later = help_entries.publish_help_entry(
        charter=charter_, organisation=city, entry=entry_input(subject="Later"), by=officer
    )
    help_entries.close_help_entry(help_entry=offer, outcome="Done.", by=officer, revision=1)
    assert [str(entry) for entry in help_queries.public_entries_of(city)] == ["Later", "Water kiosks"]
    assert list(help_queries.open_entries(charter_)) == [later]


def test_the_secretariat_removes_an_entry_with_a_reason_that_the_team_is_mailed(offer, officer, moderator):
    with pytest.raises(Refused, match="Give the reason"):
        help_entries.remove_help_entry(help_entry=offer, because=" ", by=moderator, revision=1)
    help_entries.remove_help_entry(help_entry=offer, because="An advertisement.", by=moderator, revision=1)
    assert not HelpEntry.objects.public().exists()
    letter = Letter.objects.get(kind="help_entry_removed")
    assert (letter.to, "An advertisement." in letter.body) == (officer, True)
    with pytest.raises(Refused, match="already removed"):
        help_entries.remove_help_entry(help_entry=offer, because="Again.", by=moderator, revision=1)


def test_a_reply_is_mailed_to_the_team_with_the_member_and_without_an_address(offer, officer, other_city, colleague):
    reply(offer, other_city, colleague, "We would like to come.\r\nIn May?")
    letter = Letter.objects.get(kind="help_reply")
    assert (letter.to, letter.organisation) == (officer, offer.organisation)
    assert "Velmora" in letter.subject and "Water kiosks" in letter.subject
    assert "We would like to come.\nIn May?" in letter.body and "@" not in letter.subject + letter.body
    assert colleague.name not in letter.subject + letter.body
    assert letter.link == f"/en/offers/{offer.pk}/replies/{other_city.slug}/"


def test_an_answer_of_the_owner_is_mailed_to_the_other_team(offer, officer, other_city, colleague):
    reply(offer, other_city, colleague)
    answer = reply(offer, other_city, officer, "Yes, in May.")
    assert answer.organisation == offer.organisation
    letter = Letter.objects.get(to=colleague)
    assert "Yes, in May." in letter.body and "Tamanrit" in letter.subject and "@" not in letter.body


def test_only_another_member_begins_and_only_the_two_go_on(offer, city, officer, moderator, other_city, colleague):
    third = factories.organisation("Ljus")
    outsider = factories.member(third, "delegate")
    reply(offer, other_city, colleague)
    for member, by in (
        (city, officer),  # one's own entry
        (third, officer),  # the owner does not begin
        (other_city, outsider),
        (other_city, moderator),
    ):
        with pytest.raises(Refused):
            reply(offer, member, by)
    for text in (" ", "x" * 2001):
        with pytest.raises(Refused):
            reply(offer, other_city, colleague, text)
    assert HelpReply.objects.count() == 1
    assert reply(offer, third, outsider).member == third


def test_nobody_begins_after_the_end_date_and_those_who_began_go_on(offer, officer, other_city, colleague):
    with pytest.raises(Refused, match="end date"):
        reply(end(offer), other_city, colleague)
    HelpEntry.objects.update(ends_on=timezone.localdate())
    reply(offer, other_city, colleague)
    assert reply(end(offer), other_city, officer, "Still glad to see you.").pk


def test_replies_are_read_by_the_two_members_and_the_secretariat_alone(
    offer, city, officer, delegate, moderator, other_city, colleague
):
    partner, third = factories.organisation("Union", "partner"), factories.organisation("Ljus")
    for person in (officer, delegate, moderator, colleague):
        assert rules.may_read_help_replies(person, offer, other_city) is True
    for person in (None, factories.member(third, "delegate"), factories.member(partner, "officer")):
        assert rules.may_read_help_replies(person, offer, other_city).hidden
    assert rules.may_read_help_replies(colleague, offer, third).hidden


def test_a_partner_organization_replies_and_publishes_nothing(charter_, offer, moderator):
    partner = factories.organisation("Union", "partner")
    of_partner = factories.member(partner, "officer")
    assert reply(offer, partner, of_partner).organisation == partner
    with pytest.raises(Refused, match="local governments"):
        help_entries.publish_help_entry(charter=charter_, organisation=partner, entry=entry_input(), by=of_partner)


def test_only_the_team_writes_and_only_moderators_remove(charter_, offer, city, officer, moderator, colleague):
    new = {"charter": charter_, "organisation": city, "entry": entry_input()}
    same = {"help_entry": offer, "revision": 1}
    for act in (
        lambda: help_entries.publish_help_entry(by=colleague, **new),
        lambda: help_entries.change_help_entry(entry=entry_input(), by=moderator, **same),
        lambda: help_entries.close_help_entry(outcome="Done.", by=colleague, **same),
        lambda: help_entries.close_help_entry(outcome="Done.", by=moderator, **same),
        lambda: help_entries.remove_help_entry(because="Ours.", by=officer, **same),
    ):
        with pytest.raises(Refused):
            act()
    assert acts() == ["help entry published"]


def test_a_site_without_a_campaign_takes_no_entry(version, city, officer):
    with pytest.raises(Refused, match="no campaign"):
        help_entries.publish_help_entry(charter=version.charter, organisation=city, entry=entry_input(), by=officer)


def test_a_member_that_left_or_withholds_its_name_has_no_public_entry(charter_, offer, city, officer):
    for fields in ({"name_withheld": True}, {"name_withheld": False, "left_on": date(2020, 1, 1)}):
        type(city).objects.filter(pk=city.pk).update(**fields)
        assert not HelpEntry.objects.public().exists()
    type(city).objects.filter(pk=city.pk).update(left_on=None, name_withheld=True)
    city.refresh_from_db()
    with pytest.raises(Refused, match="name of your city is withheld"):
        help_entries.publish_help_entry(charter=charter_, organisation=city, entry=entry_input(), by=officer)


def test_an_erased_person_is_not_named_in_replies(offer, other_city, colleague):
    type(colleague).objects.filter(pk=colleague.pk).update(name="Amara Sesay")
    colleague.refresh_from_db()
    reply(offer, other_city, colleague, "Please write to us. Amara Sesay")
    erasures.erase_person(person=colleague)
    assert "Sesay" not in HelpReply.objects.get().text
    assert "Sesay" not in str(list(Letter.objects.values_list("body", flat=True)))


def test_the_own_data_of_a_person_have_the_replies(offer, other_city, colleague):
    reply(offer, other_city, colleague)
    [row] = erasures.export_person(colleague)["charter.HelpReply.by"]
    assert row["text"] == "We would like to come."


@pytest.mark.parametrize(
    "fields",
    [
        {"state": HelpState.CLOSED},
        {"outcome": "An open one has none."},
        {"state": HelpState.REMOVED},
        {"because": "Nobody removed it."},
    ],
)
def test_the_database_refuses_a_state_that_is_not_whole(offer, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpEntry.objects.update(**fields)


def test_search_finds_words_members_and_themes(charter_, offer, city):
    theme = Theme.objects.get(code="water")
    finds = [("kiosks", [], []), ("nothing", [city.pk], []), ("nothing", [], [theme])]
    assert [help_queries.search_entries(charter_, *wanted)[:2] for wanted in finds] == [[offer]] * 3
    assert not help_queries.search_entries(charter_, "nothing", [], []).count()


@pytest.mark.parametrize(("days", "left"), [(364, 1), (366, 0)])
def test_replies_are_deleted_a_year_after_their_entry_was_closed(offer, officer, other_city, colleague, days, left):
    reply(offer, other_city, colleague)
    help_entries.close_help_entry(help_entry=offer, outcome="Two visits.", by=officer, revision=1)
    counted = retention.delete_outdated_rows(at=timezone.now() + days * DAY)
    assert (counted["replies to offers"], HelpReply.objects.count()) == (1 - left, left)
    assert HelpEntry.objects.get().outcome == "Two visits."


@pytest.mark.parametrize(("days", "left"), [(30 + 365, 1), (30 + 367, 0)])
def test_replies_to_an_entry_that_nobody_closed_are_deleted_a_year_after_its_end(
    offer, other_city, colleague, days, left
):
    reply(offer, other_city, colleague)
    retention.delete_outdated_rows(at=timezone.now() + days * DAY)
    assert HelpReply.objects.count() == left
