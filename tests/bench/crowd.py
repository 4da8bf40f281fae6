"""People who read and write at a site over HTTP, each as fast as it answers, and how long each answer took."""

from __future__ import annotations

import random
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlencode, urlsplit

from lxml import html

PATIENCE = 120
Fields = Mapping[str, str]
UNKNOWN = count()
STANCES = ("support", "support", "reservation")


@dataclass
class Tally:
    """Seconds of each kind of asking, and every answer that was none."""

    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, seconds: float, fault: str = "") -> None:
        self.waits[kind].append(seconds)
        if fault:
            self.faults[f"{kind}: {fault}"] += 1


class Visitor:
    """A browser without script: one connection a question, the cookies it came with, forms as the page gives them."""

    def __init__(self, port: int, tally: Tally, cookies: Fields | None = None) -> None:
        self.port, self.tally, self.cookies = port, tally, dict(cookies or {})
        # Limits count by address: each visitor stands at one of its own, behind the front server that says so.
        self.address = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}"
        self.at = "/"

    def ask(self, kind: str, path: str, fields: Fields | None = None) -> str:
        """The page that is answered in the end; where it leads on, the waits of the way count together."""
        began, status, body = time.monotonic(), 0, ""
        try:
            for _ in range(4):
                status, to, body = self._once(path, fields)
                if status not in (302, 303):
                    break
                path, fields = to, None
        except (OSError, HTTPException) as error:
            body = type(error).__name__
        self.at = path
        wrong = "" if status in (200, 304) else f"{status} at {path}" if status else body
        self.tally.note(kind, time.monotonic() - began, wrong)
        return body

    def _once(self, path: str, fields: Fields | None) -> tuple[int, str, str]:
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {
            "Host": "localhost",
            "Cookie": cookies,
            "X-Forwarded-For": self.address,
            "X-Forwarded-Proto": "http",
        }
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request("GET" if fields is None else "POST", path, fields and urlencode(fields), headers)
        response = line.getresponse()
        body = response.read().decode("utf-8", "replace")
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        line.close()
        return (
            response.status,
            urlsplit(response.headers.get("Location", "/"))._replace(scheme="", netloc="").geturl(),
            body,
        )

    def send(self, kind: str, page: str, which: str, typed: Fields) -> str:
        """Fills in the form that goes to such an address or has such a field; an empty page where there is none."""
        for form in html.fromstring(page).forms if page else ():
            if which in (form.action or "") or which in form.fields:
                fields = {name: value or "" for name, value in form.form_values()}
                return self.ask(kind, form.action or self.at, {**fields, **typed})
        self.tally.note(kind, 0, f"no form for {which} at {self.at}")
        return ""


@dataclass(frozen=True)
class City:
    """Who acts for a member: the cookies of its officer and its delegate."""

    slug: str
    officer: Fields
    delegate: Fields


@dataclass(frozen=True)
class World:
    """What there is to read and who may write."""

    reading: tuple[tuple[str, tuple[str, ...]], ...]
    words: tuple[str, ...]
    provisions: tuple[str, ...]
    cities: tuple[City, ...]
    moderator: Fields


def read(world: World, visitor: Visitor, rand: random.Random) -> None:
    """One look at the reading room: the kinds are in the shares in which they stand in the list."""
    kind, paths = rand.choice(world.reading)
    visitor.ask(kind, rand.choice(paths))


def search(world: World, visitor: Visitor, rand: random.Random) -> None:
    """Searches for words of the charter at an address that no request had before."""
    code = rand.choice(("en", "fr"))
    query = f"{rand.choice(world.words)} {rand.choice(world.words)}"
    visitor.ask("full-text search", f"/{code}/search/?{urlencode({'q': query, 'unknown': str(next(UNKNOWN))})}")


def write(world: World, port: int, tally: Tally, turns: Iterator[int], rand: random.Random) -> None:
    """An amendment from its first word to a provisional decision, by six hands."""
    turn = next(turns)
    own = world.cities[turn % len(world.cities)]
    other = world.cities[(turn + len(world.cities) // 2) % len(world.cities)]
    officer, delegate = Visitor(port, tally, own.officer), Visitor(port, tally, own.delegate)
    key = _sent(officer, rand.choice(world.provisions), own, turn)
    if not key:
        return
    page = delegate.ask("a draft, checked", f"/en/city/drafts/{key}/check/")
    delegate.send("confirm an amendment", page, "/confirm/", {})
    address = delegate.at
    supporter = Visitor(port, tally, other.delegate)
    page = supporter.ask("an amendment, signed in", address)
    stance = {"stance": STANCES[turn % len(STANCES)], "organisation": other.slug}
    page = supporter.send("support", page, "/position/", stance)
    fields = {"comment": f"Who will pay for it in year {turn}?", "kind": "question", "language": "en"}
    form = re.search(r'"(/en/comments/amendment/[^"#?]+/)"', page)
    page = supporter.ask("the form of a comment", form[1] if form else address)
    supporter.send("comment", page, "comment", fields)
    moderator = Visitor(port, tally, world.moderator)
    page = moderator.ask("amendment on the secretariat’s page", address.replace("/amendments/", "/desk/amendments/"))
    moderator.send("decide", page, "outcome", {"outcome": "not_accepted", "reason_en": "It is said already."})


def _sent(officer: Visitor, provision: str, own: City, turn: int) -> str:
    """The key of what was written and sent to the delegate; nothing where the form was refused."""
    page = officer.ask("the form of a proposal", f"/en/provisions/{provision}/propose/")
    text = re.search(r"<textarea name=\"changes-0-text\"[^>]*>([^<]*)", page)
    words = f"{text[1].strip() if text else ''} Each year it is counted, as in year {turn}."
    fields = {"title": f"Counted, {turn}", "reason": "What is counted is done.", "organisation": own.slug}
    typed = {**fields, "changes-0-text": words, "act": "check"}
    page = officer.send("write an amendment", page, "changes-0-text", typed)
    key = re.search(r"/city/drafts/([0-9a-f-]{36})/check/", officer.at)
    if not key:
        officer.tally.note("write an amendment", 0, f"stayed at {officer.at}")
        return ""
    officer.send("send it to the delegate", page, "/send/", {})
    return key[1]


@contextmanager
def going(*deeds: Callable[[], None]) -> Iterator[None]:
    """Somebody for each who does that again and again until the block ends."""
    end = threading.Event()

    def go(deed: Callable[[], None]) -> None:
        while not end.is_set():
            deed()

    with ThreadPoolExecutor(len(deeds)) as people:
        busy = [people.submit(go, task) for task in deeds]
        try:
            yield
        finally:
            end.set()
    for task in busy:
        task.result()
