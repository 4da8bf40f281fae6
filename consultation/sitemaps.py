"""What machines that index the web should know of: every public page of the text and of the process, by language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.models import Page

from accounts.models import Wave
from accounts.queries.milestones import milestones_with_texts
from accounts.queries.site_settings import site_settings
from accounts.queries.themes import themes_in_use
from charter import observances
from charter.models import Charter, Version
from charter.queries.amending import amendments, rounds
from charter.queries.city import campaign_report, help_entries, initiatives, members, waves
from charter.queries.reading import articles, charters
from charter.queries.reading.earlier_texts import public_texts
from cms.actions import sites
from cms.models import EventPage, InitiativePage, NewsPage, ProcessIndexPage, ProcessPage, ResourcePage


@dataclass(frozen=True)
class Place:
    """One page in every language; `name` and `args` as for `reverse`."""

    name: str
    args: tuple[Any, ...] = ()
    changed: datetime | None = None


class InEveryLanguage(Sitemap[Place]):
    """Pages of the charter, each with the same page in the other languages; a subclass finds its places."""

    i18n = True
    alternates = True
    limit = 5000

    def items(self) -> list[Place]:
        charter = charters.current_charter()
        return list(self.places(charter)) if charter else []

    def places(self, charter: Charter) -> Iterable[Place]:
        return ()

    def get_languages_for_item(self, item: Place) -> list[str]:
        return list(charters.charter_languages())

    def location(self, item: Place) -> str:
        return reverse(item.name, args=item.args)

    def lastmod(self, item: Place) -> datetime | None:
        return item.changed

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme


class Texts(InEveryLanguage):
    """Every version, article by article, and the life of each provision of the latest one."""

    def places(self, charter: Charter) -> Iterator[Place]:
        published = articles.published_versions(charter)
        for version in published:
            yield from _version(version)
        if published:
            newest = published[0]
            yield Place("charter", (), newest.published_at)
            yield Place("versions", (), newest.published_at)
            yield from _earlier_texts(charter)
            yield Place("glossary")
            yield Place("themes")
            yield from (Place("theme", (theme.code,)) for theme in themes_in_use())
            rows = articles.version_lines(newest, charters.first_language())
            yield from (Place("provision", (short,)) for short in rows.values_list("provision__short", flat=True))


class Process(InEveryLanguage):
    """Rounds, amendments, decisions and members."""

    def places(self, charter: Charter) -> Iterator[Place]:
        yield from (Place(name) for name in ("rounds", "amendments", "decisions", "members"))
        if waves.has_campaign():
            yield from (Place(name) for name in ("waves", "frameworks", "help_entries"))
            if site_settings().has_pledge:
                yield Place("pledge_to_text")
            yield from (Place("wave", (code,)) for code in Wave.objects.values_list("code", flat=True))
            if campaign_report.has_report():
                yield Place("campaign_report")
            offered = help_entries.public_entries(charter).values_list("pk", flat=True)
            yield from (Place("help_entry", (pk,)) for pk in offered)
            written = initiatives.public_initiatives(charter).values_list("pk", flat=True)
            yield from (Place("initiative", (pk,)) for pk in written)
        yield from (Place("un_day", (day.key,)) for day in observances.DAYS)
        if milestones_with_texts().exists():
            yield Place("milestones")
        yield from (Place("round", (round_.number,)) for round_ in rounds.rounds_with_counts(charter))
        public = amendments.listed_amendments(None).filter(round__charter=charter)
        yield from (Place("amendment", names) for names in public.values_list("round__number", "number"))
        yield from (Place("member", (slug,)) for slug in members.member_directory().values_list("slug", flat=True))


class Campaign(Sitemap[Page]):
    """News, initiatives, days, material and processes, each page in its own language."""

    limit = 5000

    def items(self) -> list[Page]:
        kinds = (NewsPage, InitiativePage, EventPage, ResourcePage, ProcessPage, *sites.INDEXES.values())
        pages = Page.objects.live().public().type(*kinds).select_related("locale").order_by("path")
        return list(pages if waves.has_campaign() else pages.not_type(ProcessIndexPage, ProcessPage))

    def location(self, item: Page) -> str:
        site = item.get_site()
        return str(item.relative_url(site)) if site else ""

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme


def _version(version: Version) -> Iterator[Place]:
    yield Place("version", (version.number,), version.published_at)
    for section in version.arrangement.sections:
        yield Place("article", (version.number, section.address), version.published_at)


def _earlier_texts(charter: Charter) -> Iterator[Place]:
    if charters.has_earlier_texts(charter):
        yield Place("earlier_texts")
        yield from (Place("earlier_text", (pk,)) for pk in public_texts(charter).values_list("pk", flat=True))


SITEMAPS = {"text": Texts, "process": Process, "campaign": Campaign}
