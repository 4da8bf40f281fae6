"""Making the site: its root, a home page a language, what stands below it, and the pages of the draft sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import Locale, Page, Site

from charter.models import Charter
from cms import finding
from cms.actions import groups, sections
from cms.models import (
    CalendarPage,
    CharterPage,
    HomePage,
    InitiativeIndexPage,
    NewsIndexPage,
    NewsPage,
    PlainPage,
    ResourceIndexPage,
)

ABOUT, HELP, NEWS, SECTIONS = "about", "help", "news", "sections"
INITIATIVES, CALENDAR, RESOURCES = "initiatives", "calendar", "resources"
INDEXES: dict[str, type[Page]] = {
    NEWS: NewsIndexPage,
    INITIATIVES: InitiativeIndexPage,
    CALENDAR: CalendarPage,
    RESOURCES: ResourceIndexPage,
}


@transaction.atomic
def found_site(*, languages: Sequence[str] = (), charter: Charter | None = None) -> HomePage:
    """The pages that every site has, in the charter's languages; what is there already stays as it is."""
    codes = list(languages) or (list(charter.languages.values_list("code", flat=True)) if charter else ["en"])
    first = _first_home(codes[0])
    for code in codes:
        home = _home(first, code)
        for slug, model in INDEXES.items():
            _child(home, first, model, slug)
        for slug in (ABOUT, HELP):
            _child(home, first, PlainPage, slug)
        if charter is not None:
            _charter_page(home, charter)
    if charter is not None:
        sections.make_pages(charter)
    groups.found()
    return first


def follow(charter: Charter) -> None:
    """A language was added to a charter: where the charter has pages, the language gets them too."""
    if CharterPage.objects.filter(charter=charter).exists():
        found_site(charter=charter)


@transaction.atomic
def catch_up() -> None:
    """For a site that an older version founded: the pages it lacks, since every foot leads to them, and its search."""
    if not HomePage.objects.exists():
        return
    for charter in Charter.objects.order_by("pk"):
        found_site(charter=charter)
    for page in Page.objects.live().type(*finding.FOUND).specific():
        finding.enter(page)


@transaction.atomic
def write_home(*, language: str, headline: str, opening: str = "", introduction: str = "") -> HomePage:
    """Words of the home page in a language; `introduction` is HTML."""
    home = _home_in(language)
    home.headline, home.opening, home.introduction = headline, opening, introduction
    home.save_revision().publish()
    return home


@transaction.atomic
def write_page(*, slug: str, language: str, title: str, body: str) -> PlainPage:
    """A plain page below home, made where it is not there; `body` is HTML. One slug is one page in all languages."""
    home = _home_in(language)
    page = _child(home, _home_in(None), PlainPage, slug)
    page.title, page.body = title, body
    page.save_revision().publish()
    return page


def write_news(*, slug: str, on: date, words: Mapping[str, Mapping[str, str]]) -> None:
    """A piece of news: `words` by language have `title`, `introduction` and `body` (HTML)."""
    write_below(index=NEWS, model=NewsPage, slug=slug, words=words, date=on)


@transaction.atomic
def write_below(
    *, index: str, model: type[Page], slug: str, words: Mapping[str, Mapping[str, Any]], **same: Any
) -> None:
    """One page in several languages below an index: fields in `words` by language, `same` in each of them."""
    key = None
    for language, said in words.items():
        above = INDEXES[index].objects.child_of(_home_in(language)).get()
        page = model.objects.child_of(above).filter(slug=slug).first() or model(slug=slug, locale=above.locale)
        for name, value in {**same, **said}.items():
            setattr(page, name, value)
        page.translation_key = key = key or page.translation_key
        if page.pk is None:
            above.add_child(instance=page)
        page.save_revision().publish()


def _first_home(code: str) -> HomePage:
    home = HomePage.objects.order_by("path").first()
    if home is not None:
        return home
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root", locale=_locale(code)))
    home = HomePage(title=settings.SITE_NAME, headline=settings.SITE_NAME, slug="start", locale=_locale(code))
    root.add_child(instance=home)
    home.save_revision().publish()
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    site.root_page, site.site_name = home, settings.SITE_NAME
    site.save()
    for welcome in root.get_children().exclude(pk=home.pk).filter(content_type__model="page"):
        welcome.delete()
    return home


def _home(first: HomePage, code: str) -> HomePage:
    found = HomePage.objects.filter(translation_key=first.translation_key, locale=_locale(code)).first()
    if found is not None:
        return found
    home = first.copy_for_translation(_locale(code))
    home.save_revision().publish()
    return HomePage.objects.get(pk=home.pk)


def _home_in(code: str | None) -> HomePage:
    first = HomePage.objects.order_by("path").first()
    assert first is not None
    return HomePage.objects.get(translation_key=first.translation_key, locale__language_code=code) if code else first


def _child(home: HomePage, first: HomePage, model: type[Page], slug: str) -> Any:
    """The page with that slug below a home page, translation of the one below the first home page."""
    found = model.objects.child_of(home).filter(slug=slug).first()
    if found is not None:
        return found
    page = model(title=_title(slug, home.locale.language_code), slug=slug, locale=home.locale)
    original = model.objects.child_of(first).filter(slug=slug).first()
    if original is not None:
        page.translation_key = original.translation_key
    home.add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def _charter_page(home: HomePage, charter: Charter) -> CharterPage:
    code = home.locale.language_code
    found = CharterPage.objects.child_of(home).filter(charter=charter).first()
    if found is not None or not charter.languages.filter(code=code).exists():
        return found
    slug = SECTIONS if charter.slug == "charter" else f"{SECTIONS}-{charter.slug}"
    page = CharterPage(title=_title(SECTIONS, code), slug=slug, charter=charter, locale=home.locale)
    other = CharterPage.objects.filter(charter=charter).first()
    if other is not None:
        page.translation_key = other.translation_key
    home.add_child(instance=page)
    return page


def _title(slug: str, code: str) -> str:
    with override(code):
        titles = {
            ABOUT: gettext("About"),
            HELP: gettext("Help"),
            NEWS: gettext("News"),
            INITIATIVES: gettext("Initiatives of cities"),
            CALENDAR: gettext("Calendar"),
            RESOURCES: gettext("Resources"),
            SECTIONS: gettext("Draft sections"),
        }
    return titles.get(slug, slug)


def _locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]
