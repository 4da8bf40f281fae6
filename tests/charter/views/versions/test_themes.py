"""The index of themes: made at the desk, read by everybody, the same in every version and language."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.dates import date_format
from accounts.models import Organisation, Person, Pledge, Record, Theme, Wave
from accounts.rules import Refused
from accounts.views.paging import ROWS_ON_A_PAGE
from charter.actions.city import initiatives
from charter.actions.city.initiatives import InitiativeEntry
from charter.actions.comments import comments
from charter.actions.versions import themes
from charter.models import Charter, Framework, Initiative
from charter.queries.versions import themes as theme_queries
from charter.views.versions.theme_sections import FEW
from cms.actions import sites
from cms.models import EventPage, InitiativePage, ProcessPage
from tests import factories
from tests.charter.views.city.test_frameworks import enter

THIRD = factories.WORDS["en"][5].replace("fifth", "third")
NAMES = {"en": "Streets", "fr": "Rues"}


def put(charter, by, typed="I.1", **more):
    return themes.save_theme(charter=Charter.objects.get(pk=charter.pk), names=NAMES, typed=typed, by=by, **more)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_theme_has_a_page_with_the_words_of_its_provisions(client, version, moderator):
    put(version.charter, moderator)
    assert 'href="/en/themes/streets/"' in read(client, "/en/themes/")
    page = read(client, "/fr/themes/streets/")
    assert "<h1>Rues</h1>" in page and 'href="/fr/charter/1/I/#I.1"' in page
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
    assert not Theme.objects.filter(code="streets").exists()


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
    assert f"{before - 1} provision" in read(client, "/en/themes/streets/")


def test_a_retired_theme_is_not_there_and_comes_back_by_its_name(client, version, moderator):
    themes.retire_theme(theme=put(version.charter, moderator), by=moderator)
    assert client.get("/en/themes/streets/").status_code == 404
    before = Theme.objects.count()
    put(version.charter, moderator)
    assert (client.get("/en/themes/streets/").status_code, Theme.objects.count()) == (200, before)


def test_a_round_says_what_it_was_about(client, round_, city, delegate, moderator):
    factories.confirmed(round_, city, delegate, THIRD, 5)
    change = round_.amendments.get().text.changes.get()
    citation = round_.version.arrangement.labels()[str(change.provision.key)].citation
    put(round_.charter, moderator, typed=citation)
    link = '<a href="/en/amendments/?round=1&amp;theme=streets">1 amendment</a>'
    assert f'href="/en/themes/streets/">Streets</a>: {link}' in read(client, "/en/rounds/1/")


def test_what_is_not_public_is_not_counted(client, round_, city, delegate, moderator):
    round_.pending_is_public = False
    round_.save()
    factories.confirmed(round_, city, delegate, THIRD, 5)
    put(round_.charter, moderator, typed="I")
    assert "Themes of the amendments" not in read(client, "/en/rounds/1/")


def test_the_desk_keeps_what_was_typed_beside_its_fault(client, version):
    client.force_login(factories.secretariat())
    answer = client.post("/en/desk/themes/", {"name_en": "Streets", "provisions": "I.1\nnothing"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "There is no provision nothing." in page and "I.1\nnothing" in page


def test_the_desk_makes_changes_and_retires(client, version):
    client.force_login(factories.secretariat())
    client.post("/en/desk/themes/", {"name_en": "Streets", "provisions": "I.1"})
    assert "I.1" in read(client, "/en/desk/themes/streets/")
    client.post("/en/desk/themes/streets/", {"name_en": "Roads", "name_fr": "Rues", "provisions": "I"})
    theme = Theme.objects.get(code="streets")
    assert (theme.code, theme.name.text, theme.provisions.count() > 1) == ("streets", "Roads", True)
    client.post("/en/desk/themes/streets/", {"name_en": "Roads", "retire": "1"})
    assert client.get("/en/themes/streets/").status_code == 404


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
    for name in ("Wells", "Jobs"):
        themes.save_theme(charter=round_.charter, names={"en": name, "fr": name}, typed="I", by=moderator)
    assert cost() == for_one


@pytest.mark.parametrize(("typed", "meant"), [("streets", ""), ("sterets", "streets"), ("rues", "")])
def test_a_theme_is_found_by_its_name_and_by_a_slip_of_it(client, version, moderator, typed, meant):
    put(version.charter, moderator)
    page = read(client, f"/en/search/?q={typed}")
    assert 'href="/en/themes/streets/"' in page
    assert ("Did you mean" in page, f"<bdi>{meant}</bdi>" in page) == (bool(meant), bool(meant))


def write_pages(member):
    """Two initiatives of the member and three events."""
    for slug, theme in (("keys", "streets"), ("wells", "water")):
        words = {"en": {"title": f"Initiative {slug}", "place": "Tamanrit", "summary": "Empty flats."}}
        more = {"theme_id": theme, "member": member}
        sites.write_below(index=sites.INITIATIVES, model=InitiativePage, slug=slug, words=words, **more)
    for slug, theme, days in (("evening", "streets", 3), ("morning", None, 3), ("yesterday", "streets", -1)):
        words, chosen = {"en": {"title": f"Event {slug}"}}, list(Theme.objects.filter(code=theme))
        on = timezone.localdate() + timedelta(days=days)
        sites.write_below(index=sites.CALENDAR, model=EventPage, slug=slug, words=words, on=on, themes=chosen)


@pytest.fixture
def theme_of_campaign(round_, city, other_city, moderator):
    """A theme with provisions, members, a framework, initiatives and events."""
    factories.wave()
    factories.site(round_.charter)
    theme = put(round_.charter, moderator)
    Organisation.objects.filter(pk=city.pk).update(themes=["streets", "work"])
    Organisation.objects.filter(pk=other_city.pk).update(themes=["water"])
    factories.organisation("Thylacine", themes=["streets"], name_withheld=True, withheld_because="Asked.")
    factories.organisation("Numbat", themes=["streets"], left_on=date(2020, 1, 1))
    enter(round_.charter, city, "Plan de vivienda", by=moderator, typed="I.1")
    enter(round_.charter, city, "Plan of the potto", typed="I.1")
    enter(round_.charter, city, "Plan of the quokka", by=moderator)
    write_pages(city)
    return theme


def test_a_theme_shows_members_frameworks_initiatives_and_events(client, theme_of_campaign, city, other_city):
    page = read(client, "/en/themes/streets/")
    for part in (f'href="/en/cities/{city.slug}/"', "Plan de vivienda", "Initiative keys", "Event evening"):
        assert part in page, part
    assert page.index("Event evening") < page.index("Event yesterday")
    for other in (other_city.slug, "Thylacine", "Numbat", "potto", "quokka", "Initiative wells", "Event morning"):
        assert other not in page, other
    assert 'href="/en/cities/?theme=streets">All members with this theme</a>' in page


def test_a_theme_shows_the_waves_that_have_it_as_a_priority(client, theme_of_campaign, city):
    wave = factories.wave("Wave of streets", 2025)
    wave.themes.add(theme_of_campaign)
    Organisation.objects.filter(pk=city.pk).update(joined_wave=wave)
    section = read(client, "/en/themes/streets/").partition('id="waves"')[2].partition("</section>")[0]
    assert 'href="/en/waves/wave-of-streets/"' in section and "Wave of streets (2025)" in section
    assert "1 member" in section and "First wave" not in section


def test_a_theme_of_a_site_without_a_campaign_has_no_members_and_frameworks(client, theme_of_campaign, city):
    Wave.objects.all().delete()
    page = read(client, "/en/themes/streets/")
    assert city.slug not in page and "Plan de vivienda" not in page


def test_each_provision_has_the_number_of_its_open_amendments(client, round_, city, delegate, moderator):
    factories.confirmed(round_, city, delegate, THIRD, 5)
    change = round_.amendments.get().text.changes.get()
    put(round_.charter, moderator, typed="I")
    page = read(client, "/en/themes/streets/")
    assert page.count("1 new amendment") == 1
    assert f'href="/en/provisions/{change.provision.short}/#pending"' in page
    round_.pending_is_public = False
    round_.save()
    assert "new amendment" not in read(client, "/en/themes/streets/?again=1")


def test_pages_of_members_initiatives_and_events_lead_to_the_theme(client, theme_of_campaign, city):
    for address in (f"/en/cities/{city.slug}/", "/en/initiatives/keys/", "/en/calendar/evening/"):
        assert '<a href="/en/themes/streets/">Streets</a>' in read(client, address), address
    assert "Work and social protection" in read(client, f"/en/cities/{city.slug}/")


def test_lists_of_members_and_frameworks_are_narrowed_to_a_theme(client, theme_of_campaign, city, other_city):
    page = read(client, "/en/cities/?theme=streets")
    assert city.slug in page and other_city.slug not in page
    page = read(client, "/en/frameworks/?theme=streets")
    assert "Plan de vivienda" in page and "quokka" not in page
    assert "frameworks.csv?theme=streets" in page
    assert "quokka" not in client.get("/en/frameworks/frameworks.csv?theme=streets").content.decode()


def test_a_theme_with_many_members_and_frameworks_asks_no_more(client, round_, theme_of_campaign, moderator):
    def cost():
        client.get("/en/themes/streets/")
        with CaptureQueriesContext(connection) as caught:
            page = read(client, f"/en/themes/streets/?again={Organisation.objects.count()}")
        return len(caught), page

    for_one, _page = cost()
    for number in range(24):
        member = factories.organisation(f"Member {number:02}", themes=["streets"])
        enter(round_.charter, member, f"Plan {number:02}", by=moderator, typed="I.1")
    for_many, page = cost()
    assert for_many == for_one
    assert 'href="/en/frameworks/?theme=streets"' in page
    assert "25 members" in page and "Member 23" not in page


def section_of(page, name):
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


def test_a_theme_with_many_initiatives_events_and_processes_shows_few_with_links_to_all(
    client, round_, theme_of_campaign, city, officer
):
    """Of members and of the secretariat together, as many rows as of everything else on the page."""

    def add_pages(name, count):
        for number in range(count):
            words = {"en": {"title": f"Forum {name} {number:02}", "institution": "Council"}}
            same = {"on": date(2025, 5, 1 + number), "themes": [theme_of_campaign]}
            sites.write_below(index=sites.PROCESSES, model=ProcessPage, slug=f"{name}-{number}", words=words, **same)
            words = {"en": {"title": f"Meeting {name} {number:02}"}}
            same["on"] = timezone.localdate() + timedelta(days=10 + number)
            sites.write_below(index=sites.CALENDAR, model=EventPage, slug=f"{name}-{number}", words=words, **same)
            initiative = initiatives.write_initiative(
                charter=round_.charter,
                organisation=city,
                entry=InitiativeEntry(
                    {"en": f"Homes {name} {number:02}"}, {"en": "Homes."}, "Tamanrit", themes=("streets",)
                ),
                by=officer,
            )
            now = timezone.now()
            Initiative.objects.filter(pk=initiative.pk).update(state="published", published_at=now)

    def cost():
        client.get("/en/themes/streets/")
        with CaptureQueriesContext(connection) as caught:
            page = read(client, f"/en/themes/streets/?again={Initiative.objects.count()}")
        return len(caught), page

    add_pages("first", FEW)
    for_few, _page = cost()
    add_pages("more", 4)
    for_many, page = cost()
    assert for_many == for_few
    for name, address in (("initiatives", "initiatives"), ("events", "calendar"), ("processes", "processes")):
        section = section_of(page, name)
        assert section.count("<li>") == FEW, name
        assert f'<a href="/en/{address}/?theme=streets">All ' in section, name
    assert "25 initiatives" in page and "26 events" in page and "24 processes" in page


def test_the_calendar_and_the_processes_are_narrowed_to_a_theme(client, merged):
    for slug, chosen in (("forum", [merged]), ("council", [])):
        words = {"en": {"title": f"Process {slug}", "institution": "Council"}}
        same = {"on": date(2025, 5, 3), "themes": chosen}
        sites.write_below(index=sites.PROCESSES, model=ProcessPage, slug=slug, words=words, **same)
    page = read(client, "/en/processes/?theme=streets")
    assert "Process forum" in page and "Process council" not in page
    assert '<a href="/en/processes/">All processes</a>' in page and "Roads" in page
    page = read(client, "/en/calendar/?theme=streets")
    assert "Event evening" in page and "Event yesterday" in page and "Event morning" not in page
    assert '<a href="/en/calendar/">Full calendar</a>' in page
    for address in ("/en/processes/?theme=nothing", "/en/calendar/?theme=nothing"):
        assert 'role="status"' not in read(client, address)


@pytest.fixture
def merged(theme_of_campaign, round_, city, moderator):
    """The theme of the campaign, which another theme with the same provision replaced."""
    roads = themes.save_theme(charter=round_.charter, names={"en": "Roads"}, typed="I.1\nII.1", by=moderator)
    Pledge.objects.create(
        **{"digest": "1", "name": "Ljus", "name_language": "sv", "email": "a@ljus.example", "language": "en"},
        **{"begun_at": timezone.now(), "changed_at": timezone.now(), "themes": ["streets", "work", "roads"]},
    )
    return themes.merge_theme(theme=theme_of_campaign, into=roads, by=moderator)


def test_a_merge_keeps_every_link(client, merged, city):
    answer = client.get("/en/themes/streets/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/themes/roads/")
    page = read(client, "/en/themes/roads/")
    for part in (f'href="/en/cities/{city.slug}/"', "Plan de vivienda", "Initiative keys", "Event evening"):
        assert part in page, part
    assert merged.provisions.count() == 2
    city.refresh_from_db()
    assert (city.themes, Pledge.objects.get().themes) == (["roads", "work"], ["roads", "work"])
    assert '<a href="/en/themes/roads/">Roads</a>' in read(client, "/en/initiatives/keys/")


def test_a_wave_keeps_its_priority_themes_in_a_merge(theme_of_campaign, round_, moderator):
    roads = themes.save_theme(charter=round_.charter, names={"en": "Roads"}, typed="", by=moderator)
    one, both = factories.wave("Wave one"), factories.wave("Wave two")
    one.themes.set([theme_of_campaign])
    both.themes.set([theme_of_campaign, roads])
    themes.merge_theme(theme=theme_of_campaign, into=roads, by=moderator)
    assert (list(one.themes.all()), list(both.themes.all())) == ([roads], [roads])


def test_a_framework_keeps_its_own_themes_in_a_merge(client, theme_of_campaign, round_, city, moderator):
    roads = themes.save_theme(charter=round_.charter, names={"en": "Roads"}, typed="", by=moderator)
    enter(round_.charter, city, "Plan of one", by=moderator, themes=("streets",))
    enter(round_.charter, city, "Plan of both", by=moderator, themes=("streets", "roads"))
    themes.merge_theme(theme=theme_of_campaign, into=roads, by=moderator)
    for title in ("Plan of one", "Plan of both"):
        assert list(Framework.objects.get(title=title).themes.all()) == [roads]
        assert title in read(client, "/en/themes/roads/") and title in read(client, "/en/frameworks/?theme=streets")


def test_an_old_address_of_a_list_leads_to_the_theme_that_remains(client, merged, city, other_city):
    page = read(client, "/en/cities/?theme=streets")
    assert city.slug in page and other_city.slug not in page and '<option value="roads" selected>' in page
    assert "Plan de vivienda" in read(client, "/en/frameworks/?theme=streets")
    page = read(client, "/en/initiatives/?theme=streets")
    assert "Initiative keys" in page and "Initiative wells" not in page


def test_a_draft_from_before_the_merge_is_published_with_the_theme_that_remains(
    client, theme_of_campaign, round_, moderator
):
    page = EventPage.objects.get(slug="evening")
    draft = page.save_revision()
    roads = themes.save_theme(charter=round_.charter, names={"en": "Roads"}, typed="", by=moderator)
    themes.merge_theme(theme=theme_of_campaign, into=roads, by=moderator)
    draft.publish()
    assert list(EventPage.objects.get(slug="evening").themes.all()) == [roads]


def test_a_draft_from_the_time_of_one_theme_keeps_it(theme_of_campaign):
    draft = EventPage.objects.get(slug="morning").save_revision()
    draft.content["theme"] = "streets"
    del draft.content["themes"]
    draft.save()
    draft.publish()
    assert list(EventPage.objects.get(slug="morning").themes.all()) == [theme_of_campaign]


def test_an_event_is_on_the_pages_of_all_its_themes(client, theme_of_campaign, round_, moderator):
    water = Theme.objects.get(code="water")
    page = EventPage.objects.get(slug="evening")
    page.themes = [theme_of_campaign, water]
    page.save()
    assert all("Event evening" in read(client, f"/en/themes/{code}/") for code in ("streets", "water"))
    links = read(client, "/en/calendar/evening/")
    assert 'href="/en/themes/streets/"' in links and 'href="/en/themes/water/"' in links


def test_a_theme_that_was_merged_twice_leads_to_the_last_one(client, merged, round_, moderator):
    last = themes.save_theme(charter=round_.charter, names={"en": "Paths"}, typed="", by=moderator)
    themes.merge_theme(theme=merged, into=last, by=moderator)
    assert client.get("/en/themes/streets/")["Location"] == "/en/themes/paths/"


def test_a_theme_is_merged_into_another_theme_in_use(theme_of_campaign, merged, moderator):
    for theme, into in ((merged, merged), (merged, theme_of_campaign), (theme_of_campaign, merged)):
        with pytest.raises(Refused, match="another theme"):
            themes.merge_theme(theme=theme, into=into, by=moderator)


def test_only_the_secretariat_merges_themes(theme_of_campaign, officer):
    with pytest.raises(Refused):
        themes.merge_theme(theme=theme_of_campaign, into=Theme.objects.get(code="work"), by=officer)


def test_the_secretariat_merges_a_theme_on_its_page(client, theme_of_campaign):
    client.force_login(factories.secretariat())
    answer = client.post("/en/desk/themes/streets/", {"merge": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Choose the theme that remains." in page and 'value="Streets"' in page
    answer = client.post("/en/desk/themes/streets/", {"merge": "1", "into": "work"})
    assert answer["Location"] == "/en/desk/themes/"
    assert Theme.objects.get(code="streets").merged_into.code == "work"
    record = Record.objects.get(act="theme merged")
    assert client.get("/en/desk/themes/streets/").status_code == 404
    assert client.get("/en/themes/streets/")["Location"] == "/en/themes/work/"
    assert record.person == Person.objects.get(pk=client.session["_auth_user_id"]).pk


def test_a_name_of_a_merged_theme_makes_a_new_theme(client, merged, round_, moderator):
    assert put(round_.charter, moderator).code == "streets-2"
    assert client.get("/en/themes/streets/")["Location"] == "/en/themes/roads/"


@pytest.fixture
def discussed(theme_of_campaign, round_, city, officer, delegate):
    """An amendment and comments on the theme, an amendment and a comment on another provision."""
    factories.confirmed(round_, city, delegate, THIRD, 4)
    factories.confirmed(round_, city, delegate, THIRD, 5)
    on, other = round_.amendments.order_by("number")
    [first, second] = (amendment.text.changes.get().provision for amendment in (on, other))
    theme_of_campaign.provisions.set([first])
    said = {"by": officer, "organisation": city, "language": "en", "round_": round_}
    comments.post_comment(target=first, text="A word on streets.", **said)
    comments.post_comment(target=on, text="A word on the amendment.", **said)
    comments.post_comment(target=second, text="A word on wells.", **said)
    return on, other


def test_a_theme_shows_the_amendments_and_the_comments_on_its_provisions(client, discussed):
    on, other = discussed
    page = read(client, "/en/themes/streets/")
    section = page.partition('id="amendments"')[2].partition("</section>")[0]
    assert f"Amendment {on}" in section and f"Amendment {other}" not in section
    assert 'href="/en/amendments/?theme=streets">All amendments on this theme</a>' in section
    section = page.partition('id="comments"')[2].partition("</section>")[0]
    assert section.index("A word on the amendment.") < section.index("A word on streets.")
    assert "wells" not in section
    assert 'href="/en/themes/streets/comments/">All comments on this theme</a>' in section


def test_the_list_of_amendments_is_narrowed_to_a_theme(client, discussed, merged):
    on, other = discussed
    merged.provisions.set([on.text.changes.get().provision])
    for theme in ("roads", "streets"):
        page = read(client, f"/en/amendments/?theme={theme}")
        assert f">{on}<" in page and f">{other}<" not in page
    assert "No amendments match these filters." in read(client, "/en/amendments/?theme=water")


def test_comments_on_a_theme_are_listed_on_pages(client, discussed, round_, city):
    page = read(client, "/en/themes/streets/comments/")
    assert "A word on streets." in page and "wells" not in page
    day = date_format(timezone.localtime())
    assert re.search(rf"<bdi>{city}</bdi> · <bdi>{day}</bdi>", page), "a date keeps its order beside a Latin name"
    writers = [factories.member(city, "officer") for _ in range(4)]
    for number in range(ROWS_ON_A_PAGE):
        comments.post_comment(
            target=discussed[0],
            text=f"Word number {number}.",
            **{"by": writers[number % 4], "organisation": city, "language": "en", "round_": round_},
        )
    page = read(client, "/en/themes/streets/comments/?page=1")
    assert f"{ROWS_ON_A_PAGE + 2} comments" in page and page.count('href="/en/comments/') == ROWS_ON_A_PAGE
    assert "A word on streets." in read(client, "/en/themes/streets/comments/?page=2")


def test_the_comments_of_a_merged_theme_are_at_the_theme_that_remains(client, merged):
    answer = client.get("/en/themes/streets/comments/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/themes/roads/comments/")


def test_data_on_amendments_decisions_comments_and_frameworks_are_narrowed_to_a_theme(client, discussed, city):
    counts = {
        name: client.get(f"/api/v1/{name}?theme=streets").json()["count"]
        for name in ("amendments", "decisions", "comments", "frameworks")
    }
    on_streets = Framework.objects.public().on_theme("streets").count()
    assert counts == {"amendments": 1, "decisions": 0, "comments": 2, "frameworks": on_streets}
