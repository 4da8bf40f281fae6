"""One person asks every address by every method; whatever is wrong with an answer becomes a line of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import get_resolver, resolve

from charter.states import Phase
from tests.site import administration, asking
from tests.site.permissions import BY_LINK, SECRETS
from tests.site.stage import Stage

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
COUNT = re.compile(r"^\| (.+?) \| ([\d,]+) \|$", re.MULTILINE)
READING, SENDING = ("get", "head", "options"), ("post", "put", "patch", "delete")
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
ASKED = ("get", "post")  # the methods that the tables speak of
# The site's own addresses that have no name.
OLD = "/en/accounts/social"  # where allauth had what stands below `3rdparty` today
NAMELESS = {
    "favicon": "/favicon.ico",
    "root": "/",
    "old_cancelled": f"{OLD}/login/cancelled/",
    "old_error": f"{OLD}/login/error/",
    "old_signup": f"{OLD}/signup/",
    "old_connections": f"{OLD}/connections/",
}
# Wagtail fails where this form comes without one of its fields; its own page always sends them.
FAILS_EMPTY = {("post", "wagtailadmin_choose_page_external_link")}
OURS = ("accounts.", "charter.", "cms.", "consultation.")
# The tables that reading a page may write, each with its reason. No text, position or decision depends on them.
NOTED_OF_READERS = {
    "charter_sitting": "a draft says which colleagues have it open",
    "charter_desksitting": "a decision says which moderators have it open",
    "charter_issuedpaper": "a file in which amendments are marked is known when it comes back",
    "charter_download": "the worker makes a long file when somebody asks for it first",
    "wagtailadmin_editingsession": "the administration says which drafters have a page open",
}
# What Wagtail stores of its reader at the first visit, and a picture in a size that was never shown before.
NOTED_BY_WAGTAIL = {"wagtailcore_pagesubscription", "wagtailimages_rendition", "wagtailusers_userprofile"}
COUNTED = {"accounts_count"}  # how often somebody tried, which is counted before anything is looked at
# Whom a refusal names as the one who can, or who is to be asked; or until when it could be done, or from when.
WHO = re.compile(
    "[Dd]elegate|focal point|[Mm]oderator|[Ss]ecretariat|[Aa]dministrator|[Mm]ember|[Aa]uthor|[Ee]ditor"
    "|is over|next one opens|next round"
)


def addresses(stage: Stage) -> dict[str, str]:
    """Every address of the site, Wagtail's too, by its name and what stands in it."""
    return asking.addresses(stage) | NAMELESS | administration.addresses(stage)


def promised() -> dict[str, int]:
    """The counts that docs/reliability.md gives, by what is counted."""
    section = DOCS.read_text(encoding="utf-8").partition("## The access sweep")[2]
    return {subject: int(count.replace(",", "")) for subject, count in COUNT.findall(section)}


def unknown(urls: dict[str, str]) -> set[str]:
    """Routes of the site to which none of these addresses leads."""
    return {route for _name, route in asking.walk(get_resolver().url_patterns)} - {
        resolve(url).route for url in urls.values()
    }


@dataclass
class Sweep:
    """The answers of one person: the classes by address and method, the secret words read, the faults."""

    role: str
    answers: dict[tuple[str, str, str], str] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def sweep(stage: Stage, role: str, methods: tuple[str, ...], phase: Phase = Phase.OPEN) -> Sweep:
    """Asks each address by each of the methods; whatever an answer does is taken back."""
    result = Sweep(role)
    with asking.as_role(stage, role, phase) as client:
        client.raise_request_exception = False
        nobodys = _nobodys(client)
        for name, url in addresses(stage).items():
            for method in methods:
                if (method, name) in FAILS_EMPTY:
                    continue
                with asking.undone(client), asking.writes() as tables:
                    response = getattr(client, method)(url)
                    text = asking.text_of(response)
                answer = asking.answer_of(response)
                if is_wagtails(url):
                    tables -= NOTED_BY_WAGTAIL
                    answer = administration.answer_of(response, tables)
                result.answers[name, method, role] = answer
                words = {word for word in SECRETS if word in text}
                result.read |= words
                wrong = list(_wrong(method, url, answer, tables, response)) + list(_kept(name, url, role, response))
                untold = {word for word in words if role not in SECRETS[word]} - BY_LINK.get(name, set())
                wrong += [f"tells {word}" for word in sorted(untold)]
                wrong += [f"tells {description}" for description, secret in nobodys.items() if secret in text]
                # Pages with a form take GET and POST alone, and so do Wagtail's previews.
                if method == "head" and answer not in (
                    "no",
                    "closed",
                    result.answers.get((name, "get", role), answer),
                ):
                    wrong.append(f"{answer}, but get {result.answers[name, 'get', role]}")
                result.faults += [f"{role}, {method} {name}: {description}" for description in wrong]
    return result


def is_wagtails(url: str) -> bool:
    return url.startswith(("/admin/", "/documents/"))


def _nobodys(client: Client) -> dict[str, str]:
    """Secrets that no answer may contain, by a description of each."""
    return {
        "the key of the site": settings.SECRET_KEY,
        "what a password is stored as": "md5$",
        "the key of a session": client.session.session_key or settings.SECRET_KEY,
        "where the code stands": str(settings.BASE_DIR),
        "the lines of a fault": "Traceback (most recent call last)",
    }


def _wrong(method: str, url: str, answer: str, tables: set[str], response: Any) -> Iterator[str]:
    """The faults of an answer that do not depend on the tables."""
    ours = resolve(url).func.__module__.startswith(OURS)
    if answer == "fault":
        yield f"{response.status_code}"
    tables = tables - COUNTED
    if method in READING and tables - NOTED_OF_READERS.keys():
        yield f"writes {', '.join(sorted(tables - NOTED_OF_READERS.keys()))}"
    if method in SENDING and tables and answer not in ("in", "again"):
        yield f"{answer}, and writes {', '.join(sorted(tables))}"
    if method in ("put", "patch", "delete") and (tables or (ours and answer in ("in", "refused"))):
        yield f"is taken: {answer} {', '.join(sorted(tables))}"
    if ours and method in ASKED and response.status_code == 403 and not WHO.search(asking.words_of(response)):
        yield "refuses without saying who can"


def _kept(name: str, url: str, role: str, response: Any) -> Iterator[str]:
    """The ways in which a store or another site could have an answer that is for one person."""
    is_refusal_of_a_method = response.status_code == 405
    is_private = (role != "anonymous" and not url.startswith("/api/")) or (
        name in BY_LINK and not is_refusal_of_a_method
    )
    if is_private and "no-store" not in response.get("Cache-Control", ""):
        yield f"may be stored: {response.get('Cache-Control', 'nothing said')}"
    for cookie in response.cookies.values():
        is_deleted = cookie["max-age"] == 0
        is_closed = cookie["httponly"] and cookie["samesite"] in ("Lax", "Strict") and cookie["path"] == "/"
        if not is_closed and not is_deleted:
            yield f"sets a cookie that scripts or other sites have: {cookie.OutputString()}"


def otherwise(result: Sweep, expected: dict[tuple[str, str, str], str]) -> list[str]:
    """Answers that are not what the tables say, and addresses of the tables that are not there."""
    answers = {place: answer for place, answer in result.answers.items() if place[1] in ASKED}
    expected_of_role = {place: answer for place, answer in expected.items() if place[2] == result.role}
    return [
        f"{role}, {method} {name}: {answers.get(place, 'not asked')}, not {expected_of_role.get(place, 'closed')}"
        for place in sorted(answers.keys() | expected_of_role.keys())
        for name, method, role in [place]
        if answers.get(place, "not asked") != expected_of_role.get(place, "closed")
    ]
