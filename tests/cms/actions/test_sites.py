"""The site's pages, found once, translatable, and the groups that follow the roles."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import Translation, TranslationSource

from accounts.rules import Refused
from charter.models import SearchText
from cms import places
from cms.actions import groups, sites
from cms.models import CalendarPage, HomePage, NewsPage, PlainPage, SectionPage
from tests import factories


def test_every_language_has_its_home_and_the_pages_below(site):
    assert sorted(h.locale.language_code for h in HomePage.objects.all()) == ["en", "es", "fr"]
    assert PlainPage.objects.live().filter(slug="about").count() == 3
    assert Site.objects.get(is_default_site=True).root_page_id == site.pk


def test_founding_again_changes_nothing(site, charter):
    before = Page.objects.count()
    assert sites.create_site_pages(charter=charter) == site
    assert Page.objects.count() == before


def test_the_pages_answer(client, site):
    sites.write_page(slug="about", language="fr", title="À propos", body="<p>Une consultation.</p>")
    assert client.get("/en/about/").status_code == 200
    assert "Une consultation." in client.get("/fr/about/").content.decode()
    assert client.get("/en/news/").status_code == 200


def test_news_is_one_page_in_all_its_languages(client, site):
    from datetime import date

    words = {"en": {"title": "It begins"}, "fr": {"title": "Cela commence", "body": "<p>Oui.</p>"}}
    sites.write_news(slug="begins", on=date(2026, 5, 3), words=words)
    assert len({page.translation_key for page in NewsPage.objects.all()}) == 1
    page = client.get("/fr/news/begins/").content.decode()
    assert "Oui." in page and 'href="/en/news/begins/"' in page
    assert 'href="/es/news/"' in page and "/es/news/begins/" not in page


def test_a_plain_page_is_translated_with_wagtail_localize(site):
    page = PlainPage.objects.get(slug="help", locale__language_code="en")
    source, _created = TranslationSource.update_or_create_from_instance(page)
    target = Locale.objects.get(language_code="fr")
    Translation.objects.create(source=source, target_locale=target)
    assert source.translations.count() == 1


def test_a_section_is_not(site, section):
    with pytest.raises(Refused):
        TranslationSource.update_or_create_from_instance(section)


def test_a_role_opens_the_administration_and_its_end_closes_it(site, moderator):
    assert list(moderator.groups.values_list("name", flat=True)) == ["Moderators"]
    assert moderator.has_perm("wagtailadmin.access_admin")
    groups.sync_groups(factories.person())
    moderator.roles.update(ended=moderator.joined_at)
    groups.sync_groups(moderator)
    assert moderator.groups.count() == 0


def test_groups_that_give_no_rights_stay(site, moderator):
    choir = Group.objects.create(name="Choir")
    moderator.groups.add(choir)
    moderator.roles.update(ended=moderator.joined_at)
    groups.sync_groups(moderator)
    assert list(moderator.groups.all()) == [choir]


def test_a_language_added_later_gets_its_pages(db):
    charter = factories.charter(languages=("en",))
    sites.create_site_pages(charter=charter)
    from charter.actions.languages import editions

    editions.add_language(charter=charter, edition=factories.edition("fr", charter), by=None, at=charter.made_at)
    french = SectionPage.objects.get(slug="water-for-all", locale__language_code="fr")
    assert french.blocks[0].html == "L’eau pour tous"


def test_a_section_that_a_workflow_approves_is_published_with_its_reason(site, section, charter, moderator):
    drafter = factories.holder("drafter", scope=[str(section.article.key)])
    html = factories.WORDS["en"][5].replace("fifth", "third")
    factories.edited(section, 3, html, by=drafter)
    page = SectionPage.objects.get(pk=section.pk)
    page.get_workflow().start(page, drafter)
    task = page.current_workflow_task_state
    task.approve(user=moderator)
    wording = factories.working(factories.provision(charter, 5)).wording
    assert (wording.html, wording.carries.get().reason.text) == (html, "It reads better.")


def test_a_site_of_an_older_version_gets_what_it_lacks_and_keeps_what_it_has(client, site):
    sites.write_page(slug="about", language="en", title="Us", body="<p>Giraffes.</p>")
    CalendarPage.objects.all().delete()
    SearchText.objects.all().delete()
    before = Page.objects.count()
    for _time in range(2):
        sites.catch_up()
    assert Page.objects.count() == before + 3
    assert client.get("/fr/calendar/").status_code == 200
    assert "Giraffes." in client.get("/en/about/").content.decode()
    assert SearchText.objects.filter(kind="page", text__contains="giraffes").count() == 1


def test_an_empty_site_gets_its_pages_in_every_language_of_the_interface(db, settings):
    assert places.missing_addresses() == [f"/{code}/" for code in settings.INTERFACE_LANGUAGES]
    sites.catch_up()
    assert places.missing_addresses() == []
    homes = HomePage.objects.live().values_list("locale__language_code", flat=True)
    assert sorted(homes) == sorted(settings.INTERFACE_LANGUAGES)


def test_another_program_reads_the_calendar_of_an_empty_site(client, db, settings):
    sites.catch_up()
    answers = [client.get(f"/feeds/{code}/calendar.ics").status_code for code in settings.INTERFACE_LANGUAGES]
    assert answers == [200] * len(settings.INTERFACE_LANGUAGES)


def test_a_page_that_was_taken_down_or_deleted_is_missing(site, charter):
    PlainPage.objects.get(slug="help", locale__language_code="fr").unpublish()
    CalendarPage.objects.get(locale__language_code="en").delete()
    assert places.missing_addresses() == ["/en/calendar/", "/fr/help/"]


def test_a_charter_that_is_imported_into_an_empty_site_gets_its_draft_sections(db):
    sites.catch_up()
    factories.charter(languages=("en", "fr"))
    french = SectionPage.objects.get(slug="water-for-all", locale__language_code="fr")
    assert french.blocks[0].html == "L’eau pour tous"
    assert SectionPage.objects.filter(locale__language_code="en").count() == 3


def test_another_page_at_the_address_of_one_that_is_made_stays(site, charter):
    CalendarPage.objects.all().delete()
    own = PlainPage(title="Our calendar", slug="calendar", locale=site.locale)
    site.add_child(instance=own)
    sites.catch_up()
    assert Page.objects.child_of(site).get(slug="calendar").specific == own
