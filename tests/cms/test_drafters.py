"""What a drafter meets in the administration: the own sections, and nothing of pages that are not published."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.models import Page

from cms.models import NewsIndexPage, NewsPage, PlainPage, SectionPage
from tests import factories
from tests.site.asking import text_of
from tests.site.test_admin import names

SECRET = "Wombat"


@pytest.fixture
def drafter(client, section):
    """Signed in, with article I to draft."""
    person = factories.secretariat("drafter", scope=[str(section.article.key)])
    client.force_login(person)
    return client


@pytest.fixture
def hidden(site):
    """Unpublished pages: one below a published one, one with a page below it."""
    news = NewsIndexPage.objects.get(locale=site.locale)
    piece = news.add_child(instance=NewsPage(title=f"{SECRET} of the news", date="2030-01-01", live=False))
    room = site.add_child(instance=PlainPage(title=f"{SECRET} of a room", live=False))
    inner = room.add_child(instance=PlainPage(title=f"{SECRET} within it", live=False))
    return [piece, room, inner]


@pytest.fixture
def other(section):
    """The section of article II, which is assigned to nobody, under a title that only its draft has."""
    page = SectionPage.objects.get(slug="water-for-all", locale__language_code="en")
    Page.objects.filter(pk=page.pk).update(title=f"{SECRET} for all", draft_title=f"{SECRET} for all")
    return page


def addresses(pages) -> list[str]:
    """Every address of the administration that takes no part or one, with each of the pages in it and asked for."""
    [admin] = [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "admin/"]
    urls = []
    for name in names(admin.url_patterns):
        for args in ([], *([page.pk] for page in pages)):
            try:
                urls.append(reverse(name, args=args))
            except NoReverseMatch:
                continue
    bulk = [reverse("wagtail_bulk_action", args=["wagtailcore", "page", act]) for act in ("delete", "move", "publish")]
    ids = "&".join(f"id={page.pk}" for page in pages)
    urls += [f"{url}?{ids}" for url in (*bulk, reverse("wagtailadmin_choose_page_chosen_multiple"))]
    urls += [
        f"{reverse(name)}?q={SECRET}" for name in ("wagtailadmin_choose_page_search", "wagtailadmin_pages:search")
    ]
    urls += [f"{reverse('wagtailadmin_api:pages:listing')}?search={SECRET}"]
    return urls


def showing(client, pages) -> list[str]:
    """The addresses whose answer has the secret, not counting the query that the page repeats."""
    texts = {url: text_of(client.get(url)) for url in addresses(pages)}
    return sorted(url for url, text in texts.items() if f"{SECRET} " in text)


def test_no_address_shows_a_drafter_the_title_of_an_unpublished_page(drafter, hidden, other):
    assert showing(drafter, [*hidden, other]) == []


# One report of wagtail-localize pages through rows without an order.
@pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")
def test_the_secretariat_sees_them_there(client, hidden, other):
    client.force_login(factories.secretariat())
    client.raise_request_exception = False  # one address of Wagtail is there to fail
    assert len(showing(client, [*hidden, other])) > 30


@pytest.mark.parametrize("method", ["get", "head", "options", "put"])
def test_only_the_button_of_the_administration_signs_out(drafter, method):
    assert getattr(drafter, method)("/admin/logout/").status_code == 405
    assert drafter.get(reverse("wagtailadmin_home")).status_code == 200
    drafter.post("/admin/logout/")
    assert drafter.get(reverse("wagtailadmin_home")).status_code == 302


def test_a_drafter_finds_the_own_section_and_works_on_it(drafter, section):
    parent = reverse("wagtailadmin_explore", args=[section.get_parent().pk])
    edit = reverse("wagtailadmin_pages:edit", args=[section.pk])
    assert edit in drafter.get(parent).text
    for name in ("edit", "history", "view_draft", "preview_on_edit"):
        assert drafter.get(reverse(f"wagtailadmin_pages:{name}", args=[section.pk])).status_code == 200
    for name in ("wagtailadmin_home", "wagtailadmin_account", "wagtailadmin_pages:search"):
        assert drafter.get(reverse(name)).status_code == 200


def test_a_drafter_links_to_what_everybody_may_read(drafter, site, hidden):
    answer = drafter.get(reverse("wagtailadmin_choose_page_child", args=[site.pk]))
    assert NewsIndexPage.objects.get(locale=site.locale).title in answer.json()["html"]
    assert SECRET not in answer.json()["html"]


@pytest.mark.parametrize("way", ["publish", "lock", "edit"])
def test_a_drafter_changes_no_section_of_others(drafter, other, way):
    where = {"publish": "edit"}.get(way, way)
    drafter.post(reverse(f"wagtailadmin_pages:{where}", args=[other.pk]), {"action-publish": "1"})
    after = SectionPage.objects.get(pk=other.pk)
    assert (after.locked, after.revisions.count()) == (False, other.revisions.count())
