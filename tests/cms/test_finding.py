"""News and other pages in the search."""

from __future__ import annotations

from datetime import date

from charter.models import SearchText
from cms.actions import sites
from cms.models import NewsPage


def news(**fields):
    values = {"title": "Giraffes arrive", "introduction": "", "body": "<p>They are <b>tall</b>.</p>", **fields}
    sites.write_news(slug="giraffes", on=date(2026, 5, 3), words={"en": values})


def search(client, words, language="en", **more):
    return client.get(f"/{language}/search/", {"q": words, **more}).content.decode()


def test_news_is_found_by_its_words_and_leads_to_its_page(client, site):
    news()
    page = search(client, "GIRAFFES tall")
    assert 'href="/en/news/giraffes/"' in page and "<strong>tall</strong>" in page


def test_it_is_found_in_its_own_language_alone(client, site):
    news()
    assert "/news/giraffes/" not in search(client, "giraffes", "fr")


def test_words_that_were_taken_out_are_not_found(client, site):
    news()
    news(title="Elephants arrive")
    assert "/news/giraffes/" not in search(client, "giraffes")


def test_what_was_taken_down_or_deleted_is_not_found(client, site):
    news()
    page = NewsPage.objects.get()
    page.unpublish()
    assert "/news/giraffes/" not in search(client, "tall")
    news()
    NewsPage.objects.get().delete()
    assert not SearchText.objects.filter(kind="page", ref=page.pk).exists()


def test_a_search_of_decisions_finds_no_news(client, site):
    news()
    assert "/news/giraffes/" not in search(client, "giraffes", kind="decisions")
