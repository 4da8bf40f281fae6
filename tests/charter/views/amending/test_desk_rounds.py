"""Rounds at the desk: days that move with a public word, what came late, and the ruling on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from charter.actions.amending import rounds
from charter.models import Amendment, Round, Ruling, TimetableMove
from tests import factories

HERE = "/en/desk/rounds/"


def moment(at, round_):
    return at.astimezone(round_.tz).strftime("%Y-%m-%dT%H:%M")


def test_days_move_with_a_word_that_the_public_reads(desk, client, round_):
    until = round_.support_until + timedelta(days=7)
    said = {"act": "extend", "support_until": moment(until, round_), "token": "t"}
    refused = desk.post(HERE, said)
    assert refused.status_code == 422 and "Give the reason for the new dates" in refused.content.decode()
    assert desk.post(HERE, {**said, "note_en": "The post was late.", "token": "u"}).url == HERE
    assert TimetableMove.objects.count() == 1
    client.logout()
    assert "The post was late." in client.get("/en/rounds/1/").content.decode()


def test_a_round_opens_with_a_limit_a_second_reading_and_a_closed_week(desk, version, charter):
    now = timezone.now()
    names = ("opens_at", "proposals_until", "confirm_until", "support_until", "editing_from", "editing_until")
    ends = {name: (now + timedelta(days=10 * n)).strftime("%Y-%m-%dT%H:%M") for n, name in enumerate(names, 1)}
    said = {
        "title_en": "One",
        "body_en": "the assembly",
        "zone": "Europe/Madrid",
        "zone_name": "Barcelona",
        **ends,
        "who_proposes": "",
        "who_is_counted": "",
        "most_per_member": "3",
        "changed_only": "on",
        "token": "t",
    }
    form = desk.get(HERE).context["form"]
    said |= {name: form.fields[name].choices[0][0] for name in ("who_proposes", "who_is_counted")}
    assert desk.post(HERE, said).url == HERE
    made = Round.objects.get()
    assert (made.most_per_member, made.changed_only) == (3, True)
    page = desk.get("/en/rounds/1/").content.decode()
    assert page.count("Closed editing week") == 2


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(0, "The round is open."), (1, "The round is announced. It opens automatically at the set time.")],
)
def test_only_a_round_that_is_not_open_yet_opens_automatically(desk, version, days, sentence):
    opens = timezone.now() + timedelta(days=days, hours=-1)
    names = ("opens_at", "proposals_until", "confirm_until", "support_until")
    ends = {name: (opens + timedelta(days=10 * n)).strftime("%Y-%m-%dT%H:%M") for n, name in enumerate(names)}
    form = desk.get(HERE).context["form"]
    chosen = {name: form.fields[name].choices[0][0] for name in ("who_proposes", "who_is_counted")}
    typed = {
        "title_en": "One",
        "body_en": "the assembly",
        "zone": "Europe/Madrid",
        "zone_name": "Barcelona",
        **ends,
        **chosen,
        "token": "t",
    }
    assert sentence in desk.post(HERE, typed, follow=True).content.decode()


def test_what_came_late_stands_in_one_list_and_one_ruling_holds_for_all(desk, version, city, other_city, moderator):
    round_ = factories.deciding(version)
    for one in (city, other_city):
        factories.entered(round_, one, moderator)
    here = reverse("desk_late", args=[round_.number])
    page = desk.get(here).content.decode()
    assert "Tamanrit" in page and "Velmora" in page and "; late amendment" in page
    assert "2 late amendments" in desk.get(reverse("desk_waiting")).content.decode()
    unsaid = desk.post(here, {"admitted": "no", "token": "t"})
    assert unsaid.status_code == 422 and not Ruling.objects.exists()
    assert desk.post(here, {"admitted": "no", "reason_en": "Unfair to others.", "token": "u"}).url == here
    assert set(Amendment.objects.values_list("state", flat=True)) == {"not_confirmed"}
    assert "Unfair to others." in desk.get("/en/rounds/1/").content.decode()
    assert "decide on its admission" not in desk.get(reverse("desk_waiting")).content.decode()


def test_no_ruling_is_asked_for_while_proposals_are_open(desk, round_):
    page = desk.get(reverse("desk_late", args=[round_.number]))
    assert page.context["form"] is None and 'name="admitted"' not in page.content.decode()


def test_only_moderators_see_what_came_late(client, version, officer):
    round_ = factories.deciding(version)
    for reader in (officer, factories.holder("body_member")):
        client.force_login(reader)
        assert client.get(reverse("desk_late", args=[round_.number])).status_code == 404


def test_the_letter_form_stands_after_the_close(desk, version, city):
    factories.deciding(version)
    said = {
        "member": city.slug,
        "citation": "I.1",
        "language": "en",
        "came_by": "letter",
        "came_on": timezone.localdate().isoformat(),
        "note": "Signed by the mayor.",
        "token": "t",
    }
    answer = desk.post(reverse("desk_on_behalf"), said)
    assert answer.status_code == 302
    assert Amendment.objects.get().came_late


def test_a_provision_that_a_second_reading_leaves_alone_cannot_be_amended(
    client, charter, version, officer, moderator
):
    factories.reword(factories.provision(charter, 5), "The city keeps one quarter.", by=moderator)
    factories.round_(factories.version(charter), changed_only=True)
    client.force_login(officer)
    answers = [client.get(reverse("propose", args=[factories.provision(charter, place).short])) for place in (5, 6)]
    assert [answer.status_code for answer in answers] == [200, 403]
    assert "members can amend only the provisions that version 2 changed" in answers[1].content.decode()


@pytest.mark.parametrize(("days", "now"), [(-1, True), (3, False)])
def test_the_strip_shows_the_closed_week(client, version, days, now):
    begins = timezone.now() + timedelta(days=days)
    factories.deciding(version, editing_from=begins, editing_until=begins + timedelta(days=7))
    page = client.get("/en/rounds/1/").content.decode()
    step = page.split("<b>Closed editing week</b>")[0].rsplit("<li", 1)[1]
    assert ('class="now"' in step) is now
    assert page.count('class="now"') == 1


def test_three_late_ones_ask_no_more_than_one(desk, version, moderator, city):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    round_ = factories.deciding(version)
    here = reverse("desk_late", args=[round_.number])

    def asks():
        desk.get(here)
        with CaptureQueriesContext(connection) as caught:
            desk.get(here)
        return len(caught)

    factories.entered(round_, city, moderator)
    once = asks()
    for _ in range(2):
        factories.entered(round_, factories.organisation(), moderator)
    assert asks() == once


def test_rounds_of_the_same_reading_say_their_ruling(client, version, moderator):
    round_ = factories.deciding(version)
    rounds.rule_on_late(round_=round_, by=moderator, admitted=True, reason="The post was on strike.")
    assert "Late amendments are admitted: The post was on strike." in client.get("/en/rounds/1/").content.decode()


def test_the_form_begins_with_the_time_zone_of_the_site(desk, version, settings):
    settings.TIME_ZONE = "America/Bogota"
    form = desk.get(HERE).context["form"]
    assert (form["zone"].initial, form["zone_name"].initial) == ("America/Bogota", "Bogota")
