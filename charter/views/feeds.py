"""Feeds (Atom) in each language: versions, decisions, and what happens to a provision, to a member, in a round."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import override

from charter.models import Amendment, Charter, Decision, Version
from charter.queries import amendments, charters, lives, members, reading, rounds
from charter.queries import decisions as decided
from charter.queries.lives import Step
from charter.templatetags.charter_text import asked_by, in_words, naming
from charter.views.frame import version_line
from charter.views.lives import came
from charter.views.publicly import publicly

MOST = 50


@dataclass(frozen=True)
class Entry:
    """One thing that happened, with the page that tells of it; `part` makes its identity its own."""

    title: str
    text: str
    page: str
    at: datetime
    part: str = ""


@dataclass(frozen=True)
class Told:
    """What a feed is about, the page it belongs to, and its entries."""

    title: str
    page: str
    entries: list[Entry]


class Telling(Feed[Entry, Told]):
    """A feed in the language of its address; a subclass says what it tells in `tell`."""

    feed_type = Atom1Feed
    tell: Callable[..., Told]

    def __call__(self, request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if code not in charters.languages():
            raise Http404(_("The charter has no edition in this language."))
        with override(code):
            return super().__call__(request, *args, code=code, **kwargs)

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Told:
        self.feed_url = f"{settings.SITE_URL}{request.path}"
        charter = charters.current()
        assert charter is not None
        return self.tell(charter, **kwargs)

    def title(self, told: Told) -> str:
        return f"{told.title} · {settings.SITE_NAME}"

    def link(self, told: Told) -> str:
        return told.page

    def items(self, told: Told) -> list[Entry]:
        return sorted(told.entries, key=lambda entry: entry.at, reverse=True)[:MOST]

    def item_title(self, item: Entry) -> str:
        return item.title

    def item_description(self, item: Entry) -> str:
        return item.text

    def item_link(self, item: Entry) -> str:
        return item.page

    def item_guid(self, item: Entry) -> str:
        return f"{item.page}#{item.part}" if item.part else item.page

    def item_pubdate(self, item: Entry) -> datetime:
        return item.at

    def item_updateddate(self, item: Entry) -> datetime:
        return item.at


class Versions(Telling):
    """Published versions."""

    def tell(self, charter: Charter, code: str) -> Told:
        published = reading.versions(charter)
        entries = [_version(published, one) for one in published]
        return Told(_("Versions"), _page("versions"), entries)


class Decisions(Telling):
    """Decisions, as they are released."""

    def tell(self, charter: Charter, code: str) -> Told:
        latest = decided.released(charter=charter).order_by("-release__at", "-id")[:MOST]
        return Told(_("Decisions"), _page("decisions"), [_decision(one) for one in latest])


class OfProvision(Telling):
    """The life of a provision: its wordings, what is asked of it, what is decided."""

    def tell(self, charter: Charter, code: str, short: str) -> Told:
        provision = lives.by_short(charter, short)
        life = lives.life(provision, charter, code, None, rounds.running(charter)) if provision else None
        if provision is None or life is None:
            raise Http404(_("There is no provision at this address."))
        page = _page("provision", short)
        steps = [_step(step, page) for step in life.steps]
        asked = amendments.listed(None).filter(text__changes__provision=provision).distinct()
        return Told(_("The life of %(citation)s") % {"citation": life.citation}, page, [*steps, *_both(asked)])


class OfMember(Telling):
    """What a member proposes, and what is decided on it."""

    def tell(self, charter: Charter, code: str, slug: str) -> Told:
        member = members.by_slug(slug)
        if member is None:
            raise Http404(_("There is no member at this address."))
        asked = amendments.listed(None).filter(
            round__charter=charter, pk__in=Amendment.objects.asked_by(slug).values("pk")
        )
        return Told(naming(member), _page("member", slug), _both(asked))


class OfRound(Telling):
    """What is proposed in a round, and what is decided."""

    def tell(self, charter: Charter, code: str, number: int) -> Told:
        round_ = rounds.numbered(charter, number)
        if round_ is None:
            raise Http404(_("There is no round with that number."))
        asked = amendments.listed(None).filter(round=round_)
        return Told(_("Round %(number)s") % {"number": number}, _page("round", number), _both(asked))


def _page(name: str, *args: object) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _version(published: list[Version], one: Version) -> Entry:
    line = version_line(published, one)
    return Entry(line["name"], line["text"], _page("version", one.number), one.published_at)


def _step(step: Step, page: str) -> Entry:
    title, _below = came(step)
    at = step.version.published_at if step.version else step.wording.at
    return Entry(title, step.wording.html, page, at, f"wording-{step.wording.pk}")


def _both(asked: Iterable[Amendment]) -> list[Entry]:
    """Each amendment when its delegate confirmed it, and again when its decision was released."""
    found = list(asked)
    held = [amendments.visible_decision(None, one) for one in found]
    return [*map(_amendment, found), *(_decision(one) for one in held if one is not None)]


def _amendment(one: Amendment) -> Entry:
    assert one.confirmed_at is not None and one.text is not None
    names = {"number": one, "member": asked_by(one)}
    title = _("Amendment %(number)s, %(member)s") % names
    return Entry(title, in_words(one.text.title), _amendment_page(one), one.confirmed_at)


def _decision(one: Decision) -> Entry:
    assert one.release is not None
    names = {"number": one.amendment, "outcome": decided.words(one)}
    title = _("Amendment %(number)s: %(outcome)s") % names
    return Entry(title, in_words(one.reason), _amendment_page(one.amendment), one.release.at, f"decision-{one.pk}")


def _amendment_page(one: Amendment) -> str:
    return _page("amendment", one.round.number, one.number)


versions = publicly(Versions())
decisions = publicly(Decisions())
of_provision = publicly(OfProvision())
of_member = publicly(OfMember())
of_round = publicly(OfRound())
