"""What every page knows of the site: its name, its languages, its menu, and the person who reads."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_from_path
from django.utils.translation import gettext as _

from accounts.addresses import address_of
from accounts.models import Person
from accounts.queries import joining
from accounts.queries.site_settings import content_digest, site_name, site_settings
from accounts.rules import is_body_member, is_language_editor, is_moderator, is_secretariat, mandates_of, sections_of
from accounts.views.page_texts import is_own_page
from accounts.views.start_pages import start_address
from charter import rules
from charter.queries.amending import counts
from charter.queries.city.waves import has_campaign
from charter.queries.languages.names import language_of
from charter.queries.reading import charters
from charter.wording.charter_text import interface_language
from consultation.first_steps import FirstStep, steps_for

Link = dict[str, Any]
# Rooms that no machine should list, and those that every language of the charter has.
PRIVATE = frozenset(
    {"accounts", "city", "comments", "desk", "follow", "join", "languages", "search", "setup", "texts"}
)
CAMPAIGN = ("news", "initiatives", "calendar", "resources")
MEMBERS = ("campaign-report", "cities", "frameworks", "milestones", "offers", "pledge-to-text", "processes", "waves")
INDEXES = (*CAMPAIGN, "processes")
IN_EVERY_LANGUAGE = frozenset(
    {"", "amendments", "charter", "cities", "decisions", "frameworks", "provisions", "rounds", "themes"}
    | {"campaign-report", "earlier-texts", "milestones", "offers", "pledge-to-text", "un-days", "versions", "waves"}
)


def site(request: HttpRequest) -> dict[str, Any]:
    """The context `site`; asked twice in one request it is computed once."""
    if not hasattr(request, "_site"):
        request._site = _site(request)  # type: ignore[attr-defined]
    return {"site": request._site}  # type: ignore[attr-defined]


def _site(request: HttpRequest) -> dict[str, Any]:
    languages, menu = _languages(request), _menu(request)
    own = site_settings()
    return {
        "name": site_name(),
        "descriptor": settings.SITE_DESCRIPTOR,
        "footer": own.footer,
        "campaign_links": own.campaign_links if own.campaign_links and has_campaign() else [],
        "is_unapproved": _is_unapproved(own.native_readers),
        "colours_url": reverse("look_colours", args=[content_digest(own.accent)]) if own.accent else "",
        "logo_url": reverse("look_logo", args=[content_digest(own.logo)]) if own.logo else "",
        "logo_type": own.logo_type,
        "demonstration": settings.DEMONSTRATION,
        "two_editors": settings.ALIGNMENT_NEEDS_TWO,
        "home_url": _home(request),
        "languages": languages,
        "menu": menu,
        "person": _person(request),
        "sign_in_url": _sign_in(request),
        "search_url": _url("search"),
        "join_url": _url("join") if own.has_pledge else "",
        "has_pledge": own.has_pledge,
        # Called by the pages that show the list, and by no other.
        "first_steps": partial(_first_steps, request),
        "foot": _foot(request, menu, languages),
        **_for_machines(request, languages),
    }


def _is_unapproved(native_readers: dict[str, Any]) -> bool:
    """Whether no native reader has approved the interface texts of the language that the page speaks."""
    return interface_language() not in {settings.LANGUAGE_CODE, *native_readers}


def _for_machines(request: HttpRequest, languages: list[Link]) -> dict[str, Any]:
    """The one address of a page, whatever was asked of it, and the same page in the other languages."""
    parts = set(request.path_info.strip("/").split("/"))
    hidden = (
        _room(request) in PRIVATE or parts & {"working", "propose"} or not get_language_from_path(request.path_info)
    )
    if hidden:
        return {"canonical": "", "alternates": []}
    pairs = [(row["tag"], row["url"].partition("?")[0]) for row in languages]
    alternates = [{"tag": tag, "url": f"{settings.SITE_URL}{url}"} for tag, url in pairs]
    if alternates:
        alternates.append({"tag": "x-default", "url": alternates[0]["url"]})
    is_index = request.path_info.strip("/").split("/")[1:] in [[room] for room in INDEXES]
    every = _room(request) in IN_EVERY_LANGUAGE or is_index
    return {"canonical": f"{settings.SITE_URL}{request.path}", "alternates": alternates if every else []}


def _words_language(request: HttpRequest) -> str:
    return getattr(request, "words_language", None) or get_language() or settings.LANGUAGE_CODE


def _languages(request: HttpRequest) -> list[Link]:
    """The same page in every language of the charter, or the nearest one above that a language has.

    A charter without editions speaks the interface's.
    """
    current = _words_language(request)
    codes = charters.site_languages()
    nearest: dict[str, str] = getattr(request, "nearest_page", {})
    urls = {code: nearest.get(code) or _in(request, code) for code in codes}
    return [{**vars(language_of(code)), "url": urls[code], "current": code == current} for code in codes]


def _in(request: HttpRequest, code: str) -> str:
    """This page's address with another language before it; what was asked of the page stays asked."""
    language = get_language_from_path(request.path_info)
    query = request.META.get("QUERY_STRING", "") if request.method == "GET" else ""
    rest = request.path_info[len(language) + 1 :] if language else "/"
    return f"/{code}{rest}" + (f"?{query}" if query else "")


def _menu(request: HttpRequest) -> list[Link]:
    home = _home(request)
    places = [
        (_("Charter"), _url("charter"), ("charter", "provisions", "versions", "search", "earlier-texts")),
        (_("Amendments"), _url("amendments"), ("amendments", "rounds")),
        (_("Decisions"), _url("decisions"), ("decisions",)),
        (_("Members"), _url("members"), MEMBERS),
        (_("About"), f"{home}about/", ("about",)),
    ]
    return [_link(request, word, url, rooms) for word, url, rooms in places if url]


def _link(request: HttpRequest, word: str, url: str, rooms: tuple[str, ...], count: int = 0) -> Link:
    return {"word": word, "url": url, "current": _room(request) in rooms, "count": count}


def _room(request: HttpRequest) -> str:
    """The second part of the address, which names the room."""
    parts = request.path_info.strip("/").split("/")
    return parts[1] if len(parts) > 1 else ""


def _person(request: HttpRequest) -> dict[str, Any] | None:
    person = getattr(request, "user", None)
    if not isinstance(person, Person) or not person.is_authenticated:
        return None
    city = next((mandate.organisation for mandate in mandates_of(person)), None)
    return {
        "name": person.name or person.email,
        "city": str(city) if city else "",
        "links": _own_places(request, person),
        "account_url": _url("account") or _url("account_email"),
        "start_url": start_address(person),
        "sign_out_url": _url("account_logout"),
        "texts_url": _texts_url(_reopened(request)),
        "corrects_texts": is_language_editor(person, interface_language()),
    }


def _texts_url(of: str) -> str:
    """Where the texts of a page are listed; empty for a page that has no language in its address."""
    return f"{_url('page_texts')}?{urlencode({'of': of})}" if is_own_page(of) else ""


def _reopened(request: HttpRequest) -> str:
    """The address by which the page is opened again; that of a form that was sent has no parameters."""
    return request.get_full_path() if request.method == "GET" else request.path


def _first_steps(request: HttpRequest) -> list[FirstStep]:
    """What the person may still do of the first steps; nothing for people outside the secretariat."""
    person = getattr(request, "user", None)
    return steps_for(person) if isinstance(person, Person) and is_secretariat(person) else []


def _own_places(request: HttpRequest, person: Person) -> list[Link]:
    places = []
    if mandates_of(person):
        places.append(_link(request, _("My city"), _url("city"), ("city",), counts.waiting_for(person)))
    if sections_of(person):
        places.append(_link(request, _("My section"), _url("section"), ("section",)))
    if is_moderator(person) or is_body_member(person):
        places.append(_link(request, _("Secretariat"), _url("desk"), ("desk",), counts.waiting_at_the_desk(person)))
    if is_secretariat(person):
        places.append(_link(request, _("Membership"), _url("desk_members"), (), joining.count_waiting()))
    if is_language_editor(person) or is_moderator(person):
        count = counts.waiting_for_approval(person)
        places.append(_link(request, _("Languages"), _url("languages"), ("languages", "alignment"), count))
    return [place for place in places if place["url"]]


def _sign_in(request: HttpRequest) -> str:
    url = _url("account_login")
    return url if _room(request) in ("", "accounts") else f"{url}?next={request.path_info}"


def _foot(request: HttpRequest, menu: list[Link], languages: list[Link]) -> list[dict[str, Any]]:
    home, person = _home(request), getattr(request, "user", None)
    own = site_settings()
    contact = own.contact or settings.CONTACT
    take = [
        (_("Versions"), _url("versions")),
        (_("Rounds"), _url("rounds")),
        (_("Themes"), _url("themes")),
        (_("Glossary"), _url("glossary")),
        (_("For developers: the API"), _url("api_docs")),
    ]
    if isinstance(person, Person) and rules.may_see_languages(person) is True:
        take.append((_("Languages"), _url("languages")))
    campaign = zip((_("News"), _("Initiatives of cities"), _("Calendar"), _("Resources")), CAMPAIGN, strict=True)
    ways = [
        (_("How it works"), f"{home}help/"),
        (_("Join"), _url("join") if own.has_pledge else ""),
        (_("Accessibility"), _url("accessibility")),
        (_("Privacy"), _url("privacy")),
        (_("Write to the secretariat"), f"mailto:{contact}" if contact else ""),
    ]
    groups: list[dict[str, Any]] = [
        {"title": _("Read"), "links": menu},
        {
            "title": _("Languages"),
            "links": [{"word": row["name"], "url": row["url"], "lang": row["tag"]} for row in languages],
        },
        {"title": _("Work"), "links": [{"word": word, "url": url} for word, url in take if url]},
        {"title": _("Activities"), "links": [{"word": word, "url": f"{home}{room}/"} for word, room in campaign]},
        {"title": _("Help"), "links": [{"word": word, "url": url} for word, url in ways if url]},
    ]
    # A key that is missing costs a template several exceptions, on every page there is.
    return [{**group, "links": [{"lang": "", **link} for link in group["links"]]} for group in groups]


def _home(request: HttpRequest) -> str:
    return f"/{_words_language(request)}/"


def _url(name: str) -> str:
    """The address of that name; empty where the site has no such page."""
    try:
        return address_of(name)
    except NoReverseMatch:
        return ""
