"""Measures every address of the site once for each role that reaches it, and writes its part of docs/benchmarks.md.

Run as `python -m tests.bench.addresses [SIZE…]`, with the sizes of `load_demo` or `demonstration`. Links are followed
from the home pages; of each named address the first page is measured. BENCH_FOLDER names a folder that keeps the
databases; the figures of the last run are kept there too, and what grew since is printed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html as parsing

from tests.bench.lasting import SITE, anew
from tests.bench.pages import FLOORS, count_queries, environment, prepare
from tests.bench.serving import Server, serving
from tests.bench.writing import machine, put, table

ROOT = Path(__file__).parents[2]
# Characters of `manage.py demo_people`; the first is nobody.
ROLES = ("", "officer", "delegate", "editor", "moderator", "admin")
STARTS = ("/en/", "/en/city/", "/en/desk/", "/en/languages/", "/en/account/")
# The most floors of a page: quick public pages, other public pages, pages of signed-in people; then queries.
QUICK = {"article", "contents", "amendment", "amendments", "compare"}
QUICK_FLOORS, PUBLIC_FLOORS, SIGNED_IN_FLOORS, PUBLIC_QUERIES, SIGNED_IN_QUERIES = 40, 80, 120, 12, 16
COLD, WORST, GROWN = 3, 10, 1.2


@dataclass(frozen=True)
class Measurement:
    """Floors and queries of one address for one role, with their marks."""

    size: str
    role: str
    name: str
    path: str
    floors: float
    queries: int

    @property
    def marks(self) -> tuple[int, int]:
        """The most floors and queries that it may cost."""
        if self.role:
            return SIGNED_IN_FLOORS, SIGNED_IN_QUERIES
        return QUICK_FLOORS if self.name in QUICK else PUBLIC_FLOORS, PUBLIC_QUERIES

    @property
    def excess(self) -> float:
        """How many times its marks it costs."""
        floors, queries = self.marks
        return max(self.floors / floors, self.queries / queries)


def pages_by_name(site: Server, headers: dict[str, str]) -> dict[str, str]:
    """The first page of each named address that links lead to."""
    from django.urls import Resolver404, resolve

    waiting, seen, pages = deque(STARTS), set(STARTS), dict[str, str]()
    visits: dict[str, int] = {}
    while waiting:
        path = waiting.popleft()
        try:
            match = resolve(path)
        except Resolver404:
            continue
        # Wagtail serves all its pages at one address, which are told apart by their paths.
        name = path if match.view_name == "wagtail_serve" else match.view_name
        visits[name] = visits.get(name, 0) + 1
        if visits[name] > 2:
            continue
        answer = site.ask(path, headers)
        if answer.status in (301, 302):
            links = [answer.headers["Location"]]
        elif answer.status == 200 and answer.headers["Content-Type"].startswith("text/html"):
            pages.setdefault(name, path)
            links = parsing.fromstring(answer.body).xpath("//a/@href")
        else:
            continue
        for link in links:
            absolute = urlsplit(urldefrag(urljoin(f"http://site{path}", link))[0])
            if absolute.netloc == "site" and absolute.path.startswith("/en/") and absolute.path not in seen:
                seen.add(absolute.path)
                waiting.append(absolute.path)
    return pages


def measure(size: str, database: str, say: Callable[[Measurement], None]) -> list[Measurement]:
    """Every address of a site of that size, for each role."""
    rows = []
    with serving("tests.bench.floor:application") as floor, serving(SITE, DATABASE_URL=database) as site:
        for role in ROLES:
            headers = session_of(role)
            if headers is None:
                continue
            for name, path in pages_by_name(site, headers).items():
                spent = median(site.cost([anew(path)], headers) for _ in range(COLD))
                ratio = spent / floor.cost(["/"] * (FLOORS // 4))
                queries = count_queries(lambda path=path: anew(path), headers)
                rows.append(Measurement(size, role, name, path, round(ratio, 1), queries))
                say(rows[-1])
    return rows


def session_of(role: str) -> dict[str, str] | None:
    """The headers of somebody with that role; none where the site has nobody."""
    if not role:
        return {}
    from django.conf import settings
    from django.test import Client

    from accounts.models import Mandate, Person
    from accounts.states import MandateKind
    from consultation.management.commands.demo_people import main_people

    emails = [person["email"] for person in main_people() if person["role"].startswith(role)]
    person = Person.objects.filter(email__in=emails).order_by("pk").first()
    if person is None and role in MandateKind.values:
        mandate = Mandate.objects.filter(kind=role).order_by("pk").first()
        person = mandate.person if mandate else None
    if person is None:
        return None
    client = Client()
    client.force_login(person)
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"}


def load(size: str, folder: str) -> str:
    """The address of a database of that size, made where it is missing."""
    path = Path(folder, f"addresses-{size}.sqlite3")
    database = f"sqlite:///{path}"
    if not path.exists():
        words = [sys.executable, "manage.py", "load_demo", *([] if size == "demonstration" else ["--size", size])]
        subprocess.run(words, cwd=ROOT, check=True, env={**os.environ, "DATABASE_URL": database})
    return database


def measure_size(size: str, folder: str) -> None:
    """One size in a process of its own, since Django knows one database; prints its figures as JSON lines."""
    os.environ["DATABASE_URL"] = load(size, folder)
    import django

    django.setup()
    from django.utils import translation

    translation.activate("en")
    rows = measure(size, os.environ["DATABASE_URL"], lambda row: print(row, file=sys.stderr, flush=True))
    Path(folder, f"addresses-{size}.json").write_text(json.dumps([asdict(row) for row in rows], indent=1))


def main(sizes: list[str]) -> None:
    """Measures each size and writes the worst addresses."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = os.environ.get("BENCH_FOLDER", temporary)
        os.environ.update(environment(folder))
        prepare()
        rows: list[Measurement] = []
        for size in sizes:
            kept = Path(folder, f"addresses-{size}.json")
            before = _read(kept)
            subprocess.run(
                [sys.executable, "-m", "tests.bench.addresses", "--one", size, folder], cwd=ROOT, check=True
            )
            rows += _read(kept).values()
            _print_grown(before, _read(kept))
    put("addresses", "\n\n".join(_parts(rows)))


def _read(path: Path) -> dict[tuple[str, str], Measurement]:
    rows = json.loads(path.read_text()) if path.exists() else []
    return {(row["role"], row["name"]): Measurement(**row) for row in rows}


def _print_grown(before: dict[Any, Measurement], after: dict[Any, Measurement]) -> None:
    for key, row in after.items():
        old = before.get(key)
        if old and (row.floors > old.floors * GROWN or row.queries > old.queries):
            print(f"grew: {key} {old.floors} → {row.floors} floors, {old.queries} → {row.queries} queries")


def _parts(rows: list[Measurement]) -> list[str]:
    parts = [
        "## Every address",
        f"Measured by `python -m tests.bench.addresses` on {machine()}. Each page is made again. The marks are "
        f"{QUICK_FLOORS} floors for the article, the contents, an amendment, the list of amendments and the "
        f"comparison, {PUBLIC_FLOORS} for other public pages, {SIGNED_IN_FLOORS} for signed-in people; "
        f"{PUBLIC_QUERIES} queries for the public, {SIGNED_IN_QUERIES} for signed-in people.",
    ]
    for size in dict.fromkeys(row.size for row in rows):
        of_size = [row for row in rows if row.size == size]
        within = sum(row.excess <= 1 for row in of_size)
        worst = sorted(of_size, key=lambda row: row.excess, reverse=True)[:WORST]
        lines = []
        for row in worst:
            floors, queries = map(str, row.marks)
            lines.append((row.role or "public", row.name, f"{row.floors:.0f}", floors, str(row.queries), queries))
        parts += [
            f"The {size}: {within} of {len(of_size)} addresses are within their marks. The {len(worst)} worst:",
            table(("Role", "Address", "floors", "mark", "queries", "mark"), lines),
        ]
    return parts


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure_size(*sys.argv[2:])
    else:
        main(sys.argv[1:] or ["demonstration"])
