"""Making the site: its root, a home page a language, what stands below it, and the pages of the draft sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, Site

from accounts.queries.site_settings import site_name
from charter.models import Charter
from charter.queries.reading import charters
from cms import finding
from cms.actions import groups, sections
from cms.models import CharterPage, HomePage, NewsPage, PlainPage
from cms.places import (
    ABOUT,
    BELOW_HOME,
    CALENDAR,
    HELP,
    INDEXES,
    INITIATIVES,
    NEWS,
    PROCESSES,
    RESOURCES,
    SECTIONS,
)

# What a page says until the secretariat writes it: true with and without a charter.
FIRST_TEXTS: dict[str, list[Promise]] = {
    ABOUT: [
        _("On this site cities and regions revise one charter together. Everybody can read it without an account."),
        _("The secretariat has not written this page yet. It will state here who is responsible for the charter."),
    ],
    HELP: [
        _("The secretariat publishes a version of the charter. Everybody can read it here without an account."),
        _("Member cities and regions name their representatives. The representatives comment on the version."),
        _("During a round, representatives propose amendments. The delegate confirms each amendment for the member."),
        _("The secretariat decides on every amendment and gives its reasons in public."),
        _("Accepted amendments enter the next version, with the names of the members that proposed them."),
    ],
}


@transaction.atomic
def create_site_pages(*, languages: Sequence[str] = (), charter: Charter | None = None) -> HomePage:
    """The pages that every site has, in the charter's languages; what is there already stays as it is."""
    codes = list(languages) or (list(charter.languages.values_list("code", flat=True)) if charter else ["en"])
    first = _first_home(codes[0])
    for code in codes:
        home = _home(first, code)
        slugs = set(Page.objects.child_of(home).values_list("slug", flat=True))
        for slug, model in BELOW_HOME.items():
            if slug not in slugs:
                _child(home, first, model, slug)
        if charter is not None:
            _charter_page(home, charter)
    if charter is not None:
        sections.make_pages(charter)
    groups.create_groups()
    return first


def follow_charter(charter: Charter) -> None:
    """A charter is new or has a language more: where the site has pages, the charter gets its own in each language."""
    if HomePage.objects.exists():
        create_site_pages(charter=charter)


@transaction.atomic
def catch_up() -> None:
    """For a new site and one that an older version founded: the pages it lacks in each language, and its search."""
    create_site_pages(languages=charters.site_languages())
    charter = charters.current_charter()
    if charter is not None:
        create_site_pages(charter=charter)
    for page in Page.objects.live().type(*finding.FOUND).specific():
        finding.enter_page(page)


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
    for language, fields in words.items():
        above = INDEXES[index].objects.child_of(_home_in(language)).get()
        page = model.objects.child_of(above).filter(slug=slug).first() or model(slug=slug, locale=above.locale)
        for name, value in {**same, **fields}.items():
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
    home = HomePage(title=site_name(), slug="start", locale=_locale(code))
    root.add_child(instance=home)
    home.save_revision().publish()
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    site.root_page, site.site_name = home, site_name()
    site.save()
    for welcome in root.get_children().exclude(pk=home.pk).filter(content_type__model="page"):
        welcome.delete()
    return home


def _home(first: HomePage, code: str) -> HomePage:
    home_page = HomePage.objects.filter(translation_key=first.translation_key, locale=_locale(code)).first()
    if home_page is not None:
        return home_page
    home = first.copy_for_translation(_locale(code))
    home.save_revision().publish()
    return HomePage.objects.get(pk=home.pk)


def _home_in(code: str | None) -> HomePage:
    first = HomePage.objects.order_by("path").first()
    assert first is not None
    return HomePage.objects.get(translation_key=first.translation_key, locale__language_code=code) if code else first


def _child(home: HomePage, first: HomePage, model: type[Page], slug: str) -> Any:
    """The page with that slug below a home page, translation of the one below the first home page."""
    existing = model.objects.child_of(home).filter(slug=slug).first()
    if existing is not None:
        return existing
    page = model(title=_title(slug, home.locale.language_code), slug=slug, locale=home.locale)
    if slug in FIRST_TEXTS:
        page.body = _first_text(slug, home.locale.language_code)
    original = model.objects.child_of(first).filter(slug=slug).first()
    if original is not None:
        page.translation_key = original.translation_key
    home.add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def _charter_page(home: HomePage, charter: Charter) -> CharterPage:
    code = home.locale.language_code
    charter_page = CharterPage.objects.child_of(home).filter(charter=charter).first()
    if charter_page is not None or not charter.languages.filter(code=code).exists():
        return charter_page
    page = CharterPage(title=_title(SECTIONS, code), slug=SECTIONS, charter=charter, locale=home.locale)
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
            PROCESSES: gettext("Processes"),
            SECTIONS: gettext("Draft articles"),
        }
    return titles.get(slug, slug)


def _first_text(slug: str, code: str) -> str:
    """HTML in that language: sentences about the site, or the steps of the work."""
    with override(code):
        sentences = [str(sentence) for sentence in FIRST_TEXTS[slug]]
    if slug == HELP:
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", ((sentence,) for sentence in sentences)))
    return format_html_join("", "<p>{}</p>", ((sentence,) for sentence in sentences))


def _locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]
