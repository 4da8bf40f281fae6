"""Measures the reading room in floors, in one run, and writes its part of docs/benchmarks.md.

Run as `python -m tests.bench.pages`. It makes its own data: an article of 12 provisions with 50 amendments and 600
comments, 600 amendments in all, and sites with ten times as much of one thing. BENCH_FOLDER names a folder that
keeps them for the next run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from math import inf
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench import lasting
from tests.bench.data import databases
from tests.bench.serving import Server, serving
from tests.bench.writing import machine, put, table

ROOT = Path(__file__).parents[2]
NO_MARK = inf
ROUNDS, FLOORS, COLD, WARM = 5, 200, 8, 100
# Pages of the campaign with the most queries that they may ask, as in `tests/site/test_query_ceilings.py`.
CAMPAIGN = (
    ("waves", "/en/waves/", 10),
    ("20 members of a wave", "/en/waves/wave-2024/", 20),
    ("20 lines from pledge to text", "/en/pledge-to-text/", 20),
    ("20 frameworks", "/en/frameworks/", 15),
    ("50 initiatives", "/en/initiatives/", 23),
    ("20 offers and requests", "/en/offers/", 7),
    ("calendar", "/en/calendar/", 19),
)
# Nobody asks this twice, so that the page is made anew each time.
UNKNOWN = count()


@dataclass(frozen=True)
class Page:
    """A page, how it is asked for, and the marks it is to keep: floors and queries."""

    name: str
    path: str
    floors: float
    queries: float
    warm: bool = False
    headers: Mapping[str, str] | None = None

    def asked(self) -> list[str]:
        """The addresses of one round."""
        if self.warm:
            return [self.path] * WARM
        return [f"{self.path}{'&' if '?' in self.path else '?'}unknown={next(UNKNOWN)}" for _ in range(COLD)]


def environment(folder: str) -> dict[str, str]:
    """Debug off, on data made for measuring."""
    return {
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
        "DATABASE_URL": f"sqlite:///{folder}/reading.sqlite3",
        "DEBUG": "0",
        "DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "consultation.settings",
        "SECRET_KEY": "for measuring alone",
        "SITE_URL": "http://localhost:8000",
        "VAR_DIR": folder,
    }


def prepare() -> None:
    """Static files."""
    words = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def pages(site: Server) -> list[Page]:
    """What is measured, with its marks."""
    from charter.models import CharterComment, Provision

    most = CharterComment.objects.values_list("object_pk", flat=True).order_by("pk")[0]
    provision = f"/en/provisions/{Provision.objects.get(pk=most).short}/"
    article, listed = paths(site)["article"], paths(site)["amendments"]
    conditional = {"If-None-Match": site.ask(article).headers["ETag"]}
    return [
        Page("article, cold", article, 30, 12),
        Page("article, warm", article, 4, 0, warm=True),
        Page("article, 304", article, 4, 0, warm=True, headers=conditional),
        Page("article, signed in", article, 36, 16, headers=_session()),
        Page("20 of 600 amendments, cold", listed, 40, 12),
        Page("20 of 600 amendments, warm", listed, 4, 0, warm=True),
        Page("first 20 comments of a provision, cold", f"{provision}comments/", 50, 10),
        Page("first 20 comments of a provision, warm", f"{provision}comments/", 4, 0, warm=True),
        Page("whole history of a provision with them, cold", provision, NO_MARK, NO_MARK),
        *(Page(f"{name}, cold", path, 80, queries) for name, path, queries in CAMPAIGN),
    ]


def paths(site: Server) -> dict[str, str]:
    """The addresses of the pages that grow, in the latest version of that site."""
    latest = re.findall(r"/en/charter/(\d+)/I/", site.ask("/en/charter/").body.decode())[0]
    return {"article": f"/en/charter/{latest}/I/", "amendments": "/en/amendments/"}


def _client(headers: Mapping[str, str] | None) -> Any:
    from django.test import Client

    return Client(headers=dict(headers or {}))


def _session() -> dict[str, str]:
    """The headers of a person who reads for a member."""
    from django.conf import settings

    from accounts.models import Mandate

    client = _client(None)
    client.force_login(Mandate.objects.order_by("pk")[0].person)
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"}


def count_queries(asked_for: Callable[[], str], headers: Mapping[str, str] | None = None) -> int:
    """How many queries an address asks, the second time."""
    from django.db import connection

    queries: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    client = _client(headers)
    client.get(asked_for())
    with connection.execute_wrapper(note):
        client.get(asked_for())
    return len(queries)


def measure(site: Server, floor: Server) -> list[tuple[str, ...]]:
    """Rounds of floor and page in turn; the medians of their ratios."""
    rows = []
    for page in pages(site):
        site.cost(page.asked()[:4], page.headers)
        pairs = [(site.cost(page.asked(), page.headers), floor.cost(["/"] * FLOORS)) for _ in range(ROUNDS)]
        ratio, spent = (
            median(cost / floor_cost for cost, floor_cost in pairs),
            median(cost for cost, _floor_cost in pairs),
        )
        number = count_queries(lambda page=page: page.asked()[0], page.headers)
        kept = "yes" if ratio <= page.floors * 1.15 and number <= page.queries else "no"
        marks = [f"{mark:.0f}" if mark != NO_MARK else "–" for mark in (page.floors, page.queries)]
        figures = (f"{ratio:.1f}", marks[0], str(number), marks[1], f"{spent * 1000:.2f} ms")
        rows.append((page.name, *figures, kept if page.floors != NO_MARK else "–"))
        print(*rows[-1], flush=True)
    return rows


def main() -> None:
    """Serves floor and site, measures, writes."""
    if not Path("/proc/self/schedstat").exists():
        sys.exit("Processor time of one process is read from /proc, which only Linux has.")
    with tempfile.TemporaryDirectory() as temporary:
        folder = os.environ.get("BENCH_FOLDER", temporary)
        os.environ.update(environment(folder))
        prepare()
        stand = databases(folder, ["reading", "comments", "amendments", "versions", "volumes"])
        os.environ["DATABASE_URL"] = stand["reading"]
        import django

        django.setup()
        with serving("tests.bench.floor:application") as floor, serving(lasting.SITE) as site:
            rows, addresses = measure(site, floor), paths(site)
        parts = [
            "## Pages",
            f"Measured by `make bench` on {machine()}. A *floor* is the processor time of one response of "
            "40,000 bytes by Django without middleware or database, from the same server in the same run. "
            "*Cold*: the page is made again; parts that depend only on published text may be cached. "
            "*Warm*: the page is cached for a minute. The marks have a tolerance of 15 %.",
            table(("Page", "floors", "mark", "queries", "mark", "processor", "kept"), rows),
            *_lasting(stand, addresses),
        ]
    put("pages", "\n\n".join(parts))


def _lasting(stand: dict[str, str], addresses: dict[str, str]) -> list[str]:
    grown = {"comments": "article", "amendments": "amendments", "versions": "article"}
    more = lasting.growth(stand, paths, grown)
    more += lasting.growth(stand, paths, {"amendments": "article"})
    by, waits = lasting.waiting(stand["reading"], addresses["article"])
    every = [*addresses.values(), addresses["article"].replace("/en/", "/fr/"), "/en/charter/", "/en/rounds/"]
    wholes = lasting.whole_answers(stand, lambda path: count_queries(lambda: lasting.anew(path)))
    return [
        "Ten times as many objects of one kind, and everything else unchanged:",
        table(("Page and what grows", "costs ×", "mark", "before", "after", "kept"), more),
        f"Eight readers at once and two workers, with requests by {by}; then one worker alone, with half of its pages "
        "made again; then the largest responses, in seconds of processor time:",
        table(("What", "measured", "mark", "kept"), [*waits, *lasting.memory(stand["reading"], every), *wholes]),
    ]


if __name__ == "__main__":
    main()
