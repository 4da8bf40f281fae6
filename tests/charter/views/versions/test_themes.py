"""The index of themes: made at the desk, read by everybody, the same in every version and language."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Organisation, Record, Wave
from accounts.rules import Refused
from charter.actions.versions import themes
from charter.models import Charter, Theme
from charter.queries.versions import themes as theme_queries
from cms.actions import sites
from cms.models import EventPage, InitiativePage
from tests import factories
from tests.charter.views.city.test_frameworks import enter

THIRD = factories.WORDS["en"][5].replace("fifth", "third")
NAMES = {"en": "Housing", "fr": "Logement"}


def put(charter, by, typed="I.1", **more):
    return themes.save_theme(charter=Charter.objects.get(pk=charter.pk), names=NAMES, typed=typed, by=by, **more)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_theme_has_a_page_with_the_words_of_its_provisions(client, version, moderator):
    put(version.charter, moderator)
    assert 'href="/en/themes/housing/"' in read(client, "/en/themes/")
    page = read(client, "/fr/themes/housing/")
    assert "<h1>Logement</h1>" in page and 'href="/fr/charter/1/I/#I.1"' in page
    assert factories.WORDS["fr"][4] in page or factories.WORDS["fr"][5] in page


def test_the_number_of_an_article_stands_for_all_of_it(version, moderator):
    theme = put(version.charter, moderator, typed="I")
    section = next(s for s in version.arrangement.sections if s.number == "I")
    assert 1 < theme.provisions.count() <= len(section.blocks)
    assert (
        theme_queries.read_citations(
            theme_queries.citations_of_theme(theme, version.arrangement), version.arrangement
        )[1]
        == []
    )


def test_what_is_no_citation_is_named_and_nothing_is_kept(version, moderator):
    with pytest.raises(Refused, match=r"XL\.9"):
        put(version.charter, moderator, typed="I.1\nXL.9")
    assert Theme.objects.count() == 0


def test_a_theme_without_a_name_is_refused(version, moderator):
    with pytest.raises(Refused, match="at least one language"):
        themes.save_theme(charter=version.charter, names={"en": "  "}, typed="I.1", by=moderator)


def test_a_name_is_given_once(version, moderator):
    put(version.charter, moderator)
    with pytest.raises(Refused, match="with that name"):
        put(version.charter, moderator)


def test_only_moderators_make_the_index(version, officer):
    with pytest.raises(Refused):
        put(version.charter, officer)


def test_what_was_done_is_in_the_record(version, moderator):
    themes.retire_theme(theme=put(version.charter, moderator), by=moderator)
    assert list(Record.objects.filter(act__startswith="theme").values_list("act", flat=True)) == [
        "theme put",
        "theme retired",
    ]


def test_a_theme_outlives_a_new_version_and_what_left_the_text_keeps_it(client, version, city, officer, moderator):
    theme = put(version.charter, moderator, typed="I")
    gone = theme.provisions.order_by("pk").last()
    place = list(version.charter.provisions.order_by("pk")).index(gone)
    factories.without(Charter.objects.get(pk=version.charter_id), place)
    second = factories.version(Charter.objects.get(pk=version.charter_id))
    assert second.number == 2
    before = theme.provisions.count()
    put(version.charter, moderator, typed=theme_queries.citations_of_theme(theme, second.arrangement), theme=theme)
    assert theme.provisions.count() == before and theme.provisions.filter(pk=gone.pk).exists()
    assert f"{before - 1} provision" in read(client, "/en/themes/housing/")


def test_a_retired_theme_is_not_there_and_comes_back_by_its_name(client, version, moderator):
    themes.retire_theme(theme=put(version.charter, moderator), by=moderator)
    assert client.get("/en/themes/housing/").status_code == 404
    put(version.charter, moderator)
    assert (client.get("/en/themes/housing/").status_code, Theme.objects.count()) == (200, 1)


def test_a_round_says_what_it_was_about(client, round_, city, delegate, moderator):
    factories.confirmed(round_, city, delegate, THIRD, 5)
    change = round_.amendments.get().text.changes.get()
    citation = round_.version.arrangement.labels()[str(change.provision.key)].citation
    put(round_.charter, moderator, typed=citation)
    assert 'href="/en/themes/housing/">Housing</a>: 1 amendment' in read(client, "/en/rounds/1/")


def test_what_is_not_public_is_not_counted(client, round_, city, delegate, moderator):
    round_.pending_is_public = False
    round_.save()
    factories.confirmed(round_, city, delegate, THIRD, 5)
    put(round_.charter, moderator, typed="I")
    assert "Version that was amended" not in read(client, "/en/rounds/1/")


def test_the_desk_keeps_what_was_typed_beside_its_fault(client, version):
    client.force_login(factories.secretariat())
    answer = client.post("/en/desk/themes/", {"name_en": "Housing", "provisions": "I.1\nnothing"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "There is no provision nothing." in page and "I.1\nnothing" in page


def test_the_desk_makes_changes_and_retires(client, version):
    client.force_login(factories.secretariat())
    client.post("/en/desk/themes/", {"name_en": "Housing", "provisions": "I.1"})
    assert "I.1" in read(client, "/en/desk/themes/housing/")
    client.post("/en/desk/themes/housing/", {"name_en": "Homes", "name_fr": "Logement", "provisions": "I"})
    theme = Theme.objects.get()
    assert (theme.slug, theme.name.text, theme.provisions.count() > 1) == ("housing", "Homes", True)
    client.post("/en/desk/themes/housing/", {"name_en": "Homes", "retire": "1"})
    assert client.get("/en/themes/housing/").status_code == 404


def test_three_themes_ask_no_more_than_one(client, round_, city, delegate, moderator):
    factories.confirmed(round_, city, delegate, THIRD, 5)

    def cost():
        counts = []
        for address in ("/en/themes/", "/en/rounds/1/"):
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                client.get(f"{address}?again={Theme.objects.count()}")
            counts.append(len(caught))
        return counts

    put(round_.charter, moderator, typed="I")
    for_one = cost()
    for name in ("Water", "Work"):
        themes.save_theme(charter=round_.charter, names={"en": name, "fr": name}, typed="I", by=moderator)
    assert cost() == for_one


@pytest.mark.parametrize(("typed", "meant"), [("housing", ""), ("huosing", "housing"), ("logement", "")])
def test_a_theme_is_found_by_its_name_and_by_a_slip_of_it(client, version, moderator, typed, meant):
    put(version.charter, moderator)
    page = read(client, f"/en/search/?q={typed}")
    assert 'href="/en/themes/housing/"' in page
    assert ("Did you mean" in page, f"<bdi>{meant}</bdi>" in page) == (bool(meant), bool(meant))


def write_pages(member):
    """An initiative of the member and two events, each with a priority theme."""
    for slug, theme in (("keys", "housing"), ("wells", "water")):
        words = {"en": {"title": f"Initiative {slug}", "place": "Tamanrit", "summary": "Empty flats."}}
        more = {"theme": theme, "member": member}
        sites.write_below(index=sites.INITIATIVES, model=InitiativePage, slug=slug, words=words, **more)
    for slug, theme, days in (("evening", "housing", 3), ("morning", "", 3), ("yesterday", "ageing", -1)):
        words = {"en": {"title": f"Event {slug}"}}
        on = timezone.localdate() + timedelta(days=days)
        sites.write_below(index=sites.CALENDAR, model=EventPage, slug=slug, words=words, on=on, theme=theme)


@pytest.fixture
def theme_of_campaign(round_, city, other_city, moderator):
    """A theme with provisions, members, a framework, initiatives and events."""
    factories.wave()
    factories.site(round_.charter)
    Organisation.objects.filter(pk=city.pk).update(themes=["housing", "work"])
    Organisation.objects.filter(pk=other_city.pk).update(themes=["water"])
    factories.organisation("Thylacine", themes=["housing"], name_withheld=True, withheld_because="Asked.")
    factories.organisation("Numbat", themes=["ageing"], left_on=date(2020, 1, 1))
    put(round_.charter, moderator, priorities=["housing", "ageing"])
    enter(round_.charter, city, "Plan de vivienda", by=moderator, typed="I.1")
    enter(round_.charter, city, "Plan of the potto", typed="I.1")
    enter(round_.charter, city, "Plan of the quokka", by=moderator)
    write_pages(city)
    return Theme.objects.get()


def test_a_theme_shows_members_frameworks_initiatives_and_events(client, theme_of_campaign, city, other_city):
    page = read(client, "/en/themes/housing/")
    for part in (f'href="/en/cities/{city.slug}/"', "Plan de vivienda", "Initiative keys", "Event evening"):
        assert part in page, part
    assert page.index("Event evening") < page.index("Event yesterday")
    for other in (other_city.slug, "Thylacine", "Numbat", "potto", "quokka", "Initiative wells", "Event morning"):
        assert other not in page, other
    assert 'href="/en/cities/?theme=housing"' in page and 'href="/en/cities/?theme=ageing"' in page


def test_a_theme_of_a_site_without_a_campaign_has_no_members_and_frameworks(client, theme_of_campaign, city):
    Wave.objects.all().delete()
    page = read(client, "/en/themes/housing/")
    assert city.slug not in page and "Plan de vivienda" not in page


def test_each_provision_has_the_number_of_its_open_amendments(client, round_, city, delegate, moderator):
    factories.confirmed(round_, city, delegate, THIRD, 5)
    change = round_.amendments.get().text.changes.get()
    put(round_.charter, moderator, typed="I")
    page = read(client, "/en/themes/housing/")
    assert page.count("1 new amendment") == 1
    assert f'href="/en/provisions/{change.provision.short}/#pending"' in page
    round_.pending_is_public = False
    round_.save()
    assert "new amendment" not in read(client, "/en/themes/housing/?again=1")


def test_a_priority_theme_belongs_to_one_theme_of_the_index(client, version, moderator):
    theme = put(version.charter, moderator, priorities=["housing"])
    with pytest.raises(Refused, match="Housing: the theme Housing already has it"):
        themes.save_theme(
            charter=version.charter, names={"en": "Homes"}, typed="I.1", by=moderator, priorities=["housing"]
        )
    put(version.charter, moderator, priorities=["housing", "water"], theme=theme)
    theme.refresh_from_db()
    assert theme.priorities == ["housing", "water"]
    client.force_login(factories.secretariat())
    page = read(client, "/en/desk/themes/housing/")
    assert page.count("checked") == 2
    client.post("/en/desk/themes/housing/", {"name_en": "Housing", "provisions": "I.1", "priorities": ["housing"]})
    theme.refresh_from_db()
    assert theme.priorities == ["housing"]


def test_pages_of_members_initiatives_and_events_lead_to_the_theme(client, theme_of_campaign, city):
    for address in (f"/en/cities/{city.slug}/", "/en/initiatives/keys/", "/en/calendar/evening/"):
        assert '<a href="/en/themes/housing/">Housing</a>' in read(client, address), address
    assert "Work and social protection" in read(client, f"/en/cities/{city.slug}/")


def test_lists_of_members_and_frameworks_are_narrowed_to_a_theme(client, theme_of_campaign, city, other_city):
    page = read(client, "/en/cities/?theme=housing")
    assert city.slug in page and other_city.slug not in page
    page = read(client, "/en/frameworks/?theme=housing")
    assert "Plan de vivienda" in page and "quokka" not in page
    assert "frameworks.csv?theme=housing" in page
    assert "quokka" not in client.get("/en/frameworks/frameworks.csv?theme=housing").content.decode()


def test_a_theme_with_many_members_and_frameworks_asks_no_more(client, theme_of_campaign, moderator):
    def cost():
        client.get("/en/themes/housing/")
        with CaptureQueriesContext(connection) as caught:
            page = read(client, f"/en/themes/housing/?again={Organisation.objects.count()}")
        return len(caught), page

    for_one, _page = cost()
    for number in range(24):
        member = factories.organisation(f"Member {number:02}", themes=["housing"])
        enter(theme_of_campaign.charter, member, f"Plan {number:02}", by=moderator, typed="I.1")
    for_many, page = cost()
    assert for_many == for_one
    assert 'href="/en/frameworks/?theme=housing"' in page
    assert "25 members" in page and "Member 23" not in page
