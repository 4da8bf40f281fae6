"""Feeds (Atom) in each language: versions, decisions, and what happens to a provision, to a member, in a round."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.queries.site_settings import site_name
from charter.exports import news
from charter.exports.news import MOST, NewsEntry, Subject
from charter.models import Charter
from charter.queries.city.waves import has_campaign
from charter.queries.reading import charters
from charter.views.public_pages import publicly


class Telling(Feed[NewsEntry, Subject]):
    """A feed in the language of its address; a subclass defines its subject in `tell`."""

    feed_type = Atom1Feed
    tell: Callable[..., Subject]

    @classmethod
    def as_view(cls) -> Callable[..., HttpResponse]:
        """Each request has a feed of its own, which remembers the address it was asked at."""

        def feed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return cls()(request, *args, **kwargs)

        return feed

    def __call__(self, request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if code not in charters.charter_languages():
            raise Http404(_("The charter has no language version in this language."))
        with override(code):
            return super().__call__(request, *args, code=code, **kwargs)

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Subject:
        self.feed_url = f"{settings.SITE_URL}{request.path}"
        charter = charters.current_charter()
        assert charter is not None
        return self.tell(charter, **kwargs)

    def title(self, told: Subject) -> str:
        return f"{told.title} · {site_name()}"

    def link(self, told: Subject) -> str:
        return told.page

    def items(self, told: Subject) -> list[NewsEntry]:
        return sorted(told.entries, key=lambda entry: entry.at, reverse=True)[:MOST]

    def item_title(self, item: NewsEntry) -> str:
        return item.title

    def item_description(self, item: NewsEntry) -> str:
        return item.text

    def item_link(self, item: NewsEntry) -> str:
        return item.page

    def item_guid(self, item: NewsEntry) -> str:
        return item.identity

    def item_pubdate(self, item: NewsEntry) -> datetime:
        return item.at

    def item_updateddate(self, item: NewsEntry) -> datetime:
        return item.at


class Versions(Telling):
    """Published versions."""

    def tell(self, charter: Charter, code: str) -> Subject:
        return _there(news.of_versions(charter, news.EVERY, code), "")


class Decisions(Telling):
    """Decisions, as they are released."""

    def tell(self, charter: Charter, code: str) -> Subject:
        return news.of_decisions(charter)


class Initiatives(Telling):
    """Initiatives, as members publish them."""

    def tell(self, charter: Charter, code: str) -> Subject:
        return _there(
            news.of_initiatives(charter) if has_campaign() else None, _("There is no campaign on this site.")
        )


class Frameworks(Telling):
    """Local frameworks, as the secretariat confirms them."""

    def tell(self, charter: Charter, code: str) -> Subject:
        return _there(news.of_frameworks(charter) if has_campaign() else None, _("There is no campaign on this site."))


class Events(Telling):
    """Events of the calendar, as they are published."""

    def tell(self, charter: Charter, code: str) -> Subject:
        return news.of_events()


class Processes(Telling):
    """Processes to which members contributed, as they are published."""

    def tell(self, charter: Charter, code: str) -> Subject:
        return _there(news.of_processes() if has_campaign() else None, _("There is no campaign on this site."))


class Waves(Telling):
    """The waves of the campaign."""

    def tell(self, charter: Charter, code: str) -> Subject:
        return _there(news.of_waves() if has_campaign() else None, _("There is no campaign on this site."))


class Milestones(Telling):
    """The milestones of the campaign."""

    def tell(self, charter: Charter, code: str) -> Subject:
        subject = news.of_milestones()
        return _there(subject if subject.entries else None, _("There are no milestones on this site."))


class HelpEntries(Telling):
    """Offers and requests of members, as they are published and closed."""

    def tell(self, charter: Charter, code: str) -> Subject:
        return _there(
            news.of_help_entries(charter) if has_campaign() else None, _("There is no campaign on this site.")
        )


class OfProvision(Telling):
    """The history of a provision: its wordings, amendments and decisions."""

    def tell(self, charter: Charter, code: str, short: str) -> Subject:
        return _there(news.of_provision(charter, short, code), _("There is no provision at this address."))


class OfMember(Telling):
    """The amendments of a member, and the decisions on them."""

    def tell(self, charter: Charter, code: str, slug: str) -> Subject:
        return _there(news.of_member(charter, slug, code), _("There is no member at this address."))


class OfRound(Telling):
    """The amendments of a round, and the decisions on them."""

    def tell(self, charter: Charter, code: str, number: int) -> Subject:
        return _there(news.of_round(charter, str(number), code), _("There is no round with that number."))


def _there(told: Subject | None, missing: str) -> Subject:
    if told is None:
        raise Http404(missing)
    return told


versions = publicly(Versions.as_view())
decisions = publicly(Decisions.as_view())
initiatives = publicly(Initiatives.as_view())
frameworks = publicly(Frameworks.as_view())
events = publicly(Events.as_view())
processes = publicly(Processes.as_view())
waves = publicly(Waves.as_view())
milestones = publicly(Milestones.as_view())
help_entries = publicly(HelpEntries.as_view())
of_provision = publicly(OfProvision.as_view())
of_member = publicly(OfMember.as_view())
of_round = publicly(OfRound.as_view())
