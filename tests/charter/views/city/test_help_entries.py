"""Offers and requests on public pages, in My city and on the secretariat pages; replies between two members."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, Theme, Wave
from charter.actions.city import help_entries
from charter.actions.versions import themes
from charter.models import HelpEntry, HelpReply
from charter.states import HelpKind, HelpState
from tests import factories
from tests.charter.actions.city.test_help_entries import entry_input

DAY = timedelta(days=1)


def typed(**more):
    ends_on = (timezone.localdate() + 30 * DAY).isoformat()
    texts = {"subject": "Water kiosks", "text": "We show ours.", "language": "en", "languages": ["en", "fr"]}
    return {"kind": "offer", "theme": "water", "ends_on": ends_on, **texts, **more}


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def moderator(db):
    """With a second factor, which the pages of the secretariat need."""
    return factories.secretariat()


@pytest.fixture
def charter_(version, moderator):
    factories.wave()
    factories.site(version.charter)
    for name in ("Water", "Housing"):
        theme = Theme.objects.get(code=name.lower())
        themes.save_theme(charter=version.charter, names={"en": name}, typed="I.1", by=moderator, theme=theme)
    return version.charter


@pytest.fixture
def offer(charter_, city, officer):
    return help_entries.publish_help_entry(charter=charter_, organisation=city, entry=entry_input(), by=officer)


@pytest.fixture
def colleague(other_city):
    return factories.member(other_city, "officer")


@pytest.fixture
def third_officer(db):
    return factories.member(factories.organisation("Ljus"), "officer")


def replies_url(offer, member):
    return reverse("help_replies", args=[offer.pk, member.slug])


def send(offer, member, by, words="We would like to come."):
    return help_entries.send_help_reply(help_entry=offer, member=member, text=words, by=by)


def test_from_an_offer_to_its_outcome(client, charter_, city, officer, other_city, colleague):
    client.force_login(officer)
    room = text(client.get(reverse("city") + f"?as={city.slug}"))
    assert "Our offers, requests and replies" in room and "No entry is open now." in room
    for _time in range(2):
        answer = client.post(reverse("city_help_entry_new", args=[city.slug]), typed(token="a"))
    assert answer.url == reverse("city_help_entries") + f"?as={city.slug}"
    offer = HelpEntry.objects.get()
    assert "1 open entry." in text(client.get(reverse("city") + f"?as={city.slug}"))
    client.logout()
    page = text(client.get(reverse("help_entry", args=[offer.pk])))
    for part in ("Water kiosks", "We show ours.", "Tamanrit", "English and French", "Open until", ">Water<"):
        assert part in page, part
    assert ">Reply<" in page
    reply = reverse("help_reply", args=[offer.pk])
    assert reply in page and "/accounts/login/" in client.get(reply).url
    client.force_login(colleague)
    assert client.get(reply).url == replies_url(offer, other_city)
    form = text(client.get(replies_url(offer, other_city)))
    assert "The team of Tamanrit receives your text by email" in form
    client.post(replies_url(offer, other_city), {"text": "We would like to come.", "token": "b"})
    client.force_login(officer)
    own = text(client.get(reverse("city_help_entries")))
    assert "Velmora" in own and "1 reply" in own and replies_url(offer, other_city) in own
    page = text(client.get(replies_url(offer, other_city)))
    assert "We would like to come." in page and "@" not in re.sub(r"<head>.*?</head>", "", page, flags=re.S)
    client.post(replies_url(offer, other_city), {"text": "Come in May.", "token": "c"})
    assert Letter.objects.get(to=colleague, kind="help_reply").body.count("Come in May.") == 1
    close = reverse("city_help_entry_close", args=[offer.pk])
    assert "State the outcome." in text(client.post(close, {"outcome": " ", "revision": "1"}), 422)
    client.post(close, {"outcome": "Velmora visited us in May.", "revision": "1", "token": "d"})
    assert HelpEntry.objects.get().state == HelpState.CLOSED
    client.force_login(colleague)
    page = text(client.get(replies_url(offer, other_city)))
    assert "Come in May." in page and "Nobody can reply to it any more." in page and "<textarea" not in page
    assert "Come in May." not in text(client.get(reverse("help_entry", args=[offer.pk])))
    mine = text(client.get(reverse("city_help_entries")))
    assert "Our replies to other members" in mine and "2 replies" in mine
    client.logout()
    for address in (f"/en/cities/{city.slug}/", "/en/themes/water/", f"/en/offers/{offer.pk}/"):
        assert "Velmora visited us in May." in text(client.get(address)), address
    assert "No offer or request is open now." in text(client.get("/en/offers/"))


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"subject": ""}, "This field is required."),
        ({"subject": "x" * 121}, "at most 120 characters"),
        ({"text": "x" * 601}, "at most 600 characters"),
        ({"ends_on": "2020-01-01"}, "The end date cannot be in the past."),
        ({"ends_on": "2999-01-01"}, "at most two years from today."),
        ({"ends_on": "soon"}, "Enter a valid date."),
        ({"theme": ""}, "This field is required."),
        ({"theme": "nothing"}, "Select a valid choice."),
        ({"languages": []}, "Choose at least one language"),
        ({"languages": ["xx"]}, "Select a valid choice."),
        ({"kind": "gift"}, "Select a valid choice."),
    ],
)
def test_a_faulty_form_comes_back_with_what_was_typed(client, charter_, city, officer, more, fault):
    client.force_login(officer)
    fields = typed(**{"subject": "Typed subject", "text": "Typed text", **more})
    page = text(client.post(reverse("city_help_entry_new", args=[city.slug]), fields), 422)
    assert fault in page
    assert "Typed subject" in page or "subject" in more
    assert "Typed text" in page or "text" in more
    assert not HelpEntry.objects.exists()


def test_a_text_of_600_characters_with_line_ends_is_not_too_long(client, charter_, city, officer):
    client.force_login(officer)
    client.post(reverse("city_help_entry_new", args=[city.slug]), typed(text="x" * 300 + "\r\n" + "y" * 299))
    assert len(HelpEntry.objects.get().text) == 600


def test_an_entry_is_changed_with_its_present_text_and_an_old_page_changes_nothing(client, offer, officer):
    client.force_login(officer)
    address = reverse("city_help_entry", args=[offer.pk])
    form = text(client.get(address))
    assert 'value="Water kiosks"' in form and 'name="revision" value="1"' in form
    client.post(address, typed(subject="Pipes", revision="1"))
    assert (HelpEntry.objects.get().subject, HelpEntry.objects.get().revision) == ("Pipes", 2)
    page = text(client.post(address, typed(subject="Old page", revision="1")), 422)
    assert "has changed since" in page and "Old page" in page


def test_an_entry_after_its_end_date_is_not_shown_as_open(client, offer, city, officer, colleague):
    HelpEntry.objects.update(ends_on=timezone.localdate() - DAY)
    for address in ("/en/offers/", f"/en/cities/{city.slug}/", "/en/themes/water/"):
        assert "Water kiosks" not in text(client.get(address)), address
    page = text(client.get(f"/en/offers/{offer.pk}/"))
    assert "Ended on" in page and ">Reply<" not in page
    client.force_login(officer)
    own = text(client.get(reverse("city_help_entries")))
    assert "Ended on" in own and reverse("city_help_entry_close", args=[offer.pk]) in own


def test_the_list_is_narrowed_by_type_and_theme(client, charter_, offer, other_city, colleague):
    request = entry_input(kind=HelpKind.REQUEST, theme="housing", subject="Rents", language="es", languages=("es",))
    help_entries.publish_help_entry(charter=charter_, organisation=other_city, entry=request, by=colleague)
    for query, shown in (
        ("", (True, True)),
        ("?kind=offer", (True, False)),
        ("?theme=housing", (False, True)),
        ("?kind=offer&theme=housing", (False, False)),
        ("?kind=gift&theme=nothing", (True, True)),
    ):
        page = text(client.get(f"/en/offers/{query}"))
        assert ("Water kiosks" in page, "Rents" in page) == shown, query
    assert 'lang="es"' in text(client.get("/en/offers/?kind=request"))
    theme = text(client.get("/en/themes/housing/"))
    assert "Rents" in theme and "Water kiosks" not in theme and "/en/offers/?theme=housing" in theme


def test_only_the_two_members_and_the_secretariat_see_the_replies(
    client, offer, officer, moderator, other_city, colleague
):
    third = factories.organisation("Ljus")
    partner = factories.member(factories.organisation("Union", "partner"), "officer")
    outsider, editor = factories.member(third, "delegate"), factories.holder("language_editor", "fr")
    address = replies_url(offer, other_city)
    client.force_login(officer)
    assert client.get(address).status_code == 404  # nobody has replied
    send(offer, other_city, colleague, "Words of the saola.")
    for person in (outsider, partner, editor):
        client.force_login(person)
        assert (client.get(address).status_code, client.post(address, {"text": "Hello."}).status_code) == (404, 404)
        for public in (f"/en/offers/{offer.pk}/", "/en/offers/", f"/en/cities/{other_city.slug}/"):
            assert "saola" not in text(client.get(public))
    client.force_login(moderator)
    page = text(client.get(address))
    assert "saola" in page and "<textarea" not in page
    assert client.post(address, {"text": "Hello."}).status_code == 404
    assert address in text(client.get(reverse("desk_help_entry", args=[offer.pk])))
    assert HelpReply.objects.count() == 1


def test_who_has_no_member_or_owns_the_entry_is_told_why_no_reply_is_possible(client, offer, officer, moderator):
    for person, why in (
        (officer, "Members cannot reply to their own entry"),
        (moderator, "Only people who belong to a member"),
    ):
        client.force_login(person)
        assert why in text(client.get(reverse("help_reply", args=[offer.pk])), 403)


def test_who_belongs_to_two_other_members_chooses_one(client, offer, other_city, colleague):
    third = factories.organisation("Ljus")
    colleague.mandates.create(organisation=third, kind="officer", since=timezone.now() - DAY)
    client.force_login(colleague)
    address = reverse("help_reply", args=[offer.pk])
    page = text(client.get(address))
    assert f"?as={third.slug}" in page and f"?as={other_city.slug}" in page
    assert client.get(f"{address}?as={third.slug}").url == replies_url(offer, third)


def test_an_empty_or_long_reply_comes_back(client, offer, other_city, colleague):
    client.force_login(colleague)
    address = replies_url(offer, other_city)
    assert "Write the reply." in text(client.post(address, {"text": " "}), 422)
    page = text(client.post(address, {"text": "z" * 2001}), 422)
    assert "at most 2000 characters" in page.replace("2,000", "2000") and "z" * 2001 in page
    assert not HelpReply.objects.exists() and not Letter.objects.filter(kind="help_reply").exists()


def test_replying_too_often_is_refused(client, offer, other_city, colleague, settings):
    settings.LIMITS = {**settings.LIMITS, "replying": "2/h/user"}
    client.force_login(colleague)
    address = replies_url(offer, other_city)
    codes = [client.post(address, {"text": f"Reply {number}."}).status_code for number in range(3)]
    assert codes == [302, 302, 429]


def test_the_secretariat_removes_an_entry_with_a_reason(client, offer, city, officer, moderator):
    client.force_login(moderator)
    address = reverse("desk_help_entry", args=[offer.pk])
    assert address in text(client.get(reverse("desk_help_entries")))
    assert "Give the reason." in text(client.post(address, {"because": " ", "revision": "1"}), 422)
    client.post(address, {"because": "It is an advertisement.", "revision": "1"})
    assert "Removed by the secretariat" in text(client.get(address))
    client.force_login(officer)
    assert "It is an advertisement." in text(client.get(f"/en/offers/{offer.pk}/"))
    assert "It is an advertisement." in text(client.get(reverse("city_help_entries")))
    assert client.get(reverse("city_help_entry", args=[offer.pk])).status_code == 403
    client.logout()
    assert client.get(f"/en/offers/{offer.pk}/").status_code == 404
    for public in ("/en/offers/", f"/en/cities/{city.slug}/", "/en/themes/water/", "/en/search/?q=kiosks"):
        assert f"/en/offers/{offer.pk}/" not in text(client.get(public)), public


def test_search_and_site_map_lead_to_entries(client, offer):
    assert f"/en/offers/{offer.pk}/" in text(client.get("/en/search/?q=kiosks"))
    site_map = text(client.get("/sitemap.xml"))
    assert f"/en/offers/{offer.pk}/" in site_map and "/en/offers/<" in site_map


def test_a_site_without_a_campaign_has_no_offers(client, offer, city, officer, moderator, other_city, colleague):
    send(offer, other_city, colleague)
    Letter.objects.all().delete()  # My city lists the emails of a person, also old ones
    Wave.objects.all().delete()
    pk = offer.pk
    lists = ["/en/offers/", "/en/offers/offers.csv", f"/en/city/offers/new/{city.slug}/", "/en/city/offers/"]
    for person, addresses in ((officer, lists), (moderator, ["/en/desk/offers/", f"/en/desk/offers/{pk}/"])):
        client.force_login(person)
        for address in addresses:
            assert client.get(address).status_code == 404, address
    assert "/offers/" not in text(client.get("/en/desk/views/"))
    client.force_login(officer)
    assert "/offers/" not in text(client.get(reverse("city") + f"?as={city.slug}"))
    client.logout()
    for address in ("/en/cities/", f"/en/cities/{city.slug}/", "/en/themes/water/", "/sitemap.xml"):
        assert "/offers/" not in text(client.get(address)), address
    assert "Water kiosks" not in text(client.get("/en/search/?q=kiosks"))


def test_an_address_of_an_email_tells_those_concerned_that_the_campaign_has_ended(
    client, offer, officer, other_city, colleague, third_officer
):
    send(offer, other_city, colleague, "Words of the saola.")
    Wave.objects.all().delete()
    entry, replies = f"/en/offers/{offer.pk}/", replies_url(offer, other_city)
    change = reverse("city_help_entry", args=[offer.pk])
    ended = {
        None: (entry,),
        officer: (entry, replies, change, reverse("city_help_entry_close", args=[offer.pk])),
        colleague: (entry, replies, f"{entry}reply/"),
    }
    for person, addresses in ended.items():
        if person:
            client.force_login(person)
        for address in addresses:
            page = text(client.get(address), 410)
            assert "The campaign on this site has ended." in page and "saola" not in page, address
    client.post(replies, {"text": "Once more."})
    assert HelpReply.objects.count() == 1
    client.force_login(third_officer)
    assert [client.get(address).status_code for address in (replies, change)] == [404, 404]
    client.force_login(officer)
    HelpEntry.objects.update(state=HelpState.REMOVED, because="It is an advertisement.")
    assert client.get(entry).status_code == 410
    client.logout()
    assert client.get(entry).status_code == 404


@pytest.mark.parametrize("address", ["/en/cities/{city}/", "/en/themes/water/", "/en/offers/"])
def test_many_entries_cost_no_more_than_one(client, charter_, offer, city, officer, address):
    address = address.format(city=city.slug)

    def cost():
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            text(client.get(f"{address}?again={HelpEntry.objects.count()}"))
        return len(caught)

    for_one = cost()
    for number in range(4):
        entry = entry_input(subject=f"Kiosk {number}")
        made = help_entries.publish_help_entry(charter=charter_, organisation=city, entry=entry, by=officer)
        if number % 2:
            help_entries.close_help_entry(help_entry=made, outcome="Done.", by=officer, revision=1)
    assert cost() == for_one
