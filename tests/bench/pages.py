"""Measures the reading room in floors, in one run, and writes its part of docs/benchmarks.md.

Run as `python -m tests.bench.pages`. It makes its own data: an article of 12 provisions with 50 amendments and 600
comments, 600 amendments in all. BENCH_DATABASE names data of that size that stand already.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.serving import Server, serving
from tests.bench.writing import machine, put, table

ROOT = Path(__file__).parents[2]
ROUNDS, FLOORS, COLD, WARM = 5, 200, 8, 100
# Nobody asks this twice, so that the page is made anew each time.
UNKNOWN = count()


@dataclass(frozen=True)
class Page:
    """A page, how it is asked for, and the marks it is to keep: floors and queries."""

    name: str
    path: str
    floors: float
    queries: int
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
        "DATABASE_URL": os.environ.get("BENCH_DATABASE", f"sqlite:///{folder}/bench.sqlite3"),
        "DEBUG": "0",
        "DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "consultation.settings",
        "SECRET_KEY": "for measuring alone",
        "SITE_URL": "http://localhost:8000",
        "VAR_DIR": folder,
    }


def prepare() -> None:
    """Static files, and the data where none was named."""
    wanted = [["collectstatic", "--noinput"]]
    if "BENCH_DATABASE" not in os.environ:
        wanted += [["migrate"], ["load_demo", "--size", "reading"]]
    for words in wanted:
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def pages(site: Server) -> list[Page]:
    """What is measured, with its marks."""
    from charter.models import Provision, Remark, Version

    version = Version.objects.order_by("-number")[0].number
    article, listed = f"/en/charter/{version}/I/", "/en/amendments/"
    most = Remark.objects.values_list("object_pk", flat=True).order_by("pk")[0]
    provision = f"/en/provisions/{Provision.objects.get(pk=most).short}/"
    held = {"If-None-Match": site.ask(article).headers["ETag"]}
    return [
        Page("article, cold", article, 30, 12),
        Page("article, warm", article, 4, 0, warm=True),
        Page("article, 304", article, 4, 0, warm=True, headers=held),
        Page("article, signed in", article, 36, 16, headers=_session()),
        Page("50 of 600 amendments, cold", listed, 40, 12),
        Page("50 of 600 amendments, warm", listed, 4, 0, warm=True),
        Page("comments of a provision, cold", provision, 50, 10),
        Page("comments of a provision, warm", provision, 4, 0, warm=True),
    ]


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


def queries(page: Page) -> int:
    """How many queries the page asks, the second time."""
    from django.db import connection

    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    client = _client(page.headers)
    client.get(page.asked()[0])
    with connection.execute_wrapper(note):
        client.get(page.asked()[0])
    return len(asked)


def measure(site: Server, floor: Server) -> list[tuple[str, ...]]:
    """Rounds of floor and page in turn; the medians of their ratios."""
    rows = []
    for page in pages(site):
        site.cost(page.asked()[:4], page.headers)
        pairs = [(site.cost(page.asked(), page.headers), floor.cost(["/"] * FLOORS)) for _ in range(ROUNDS)]
        ratio, spent = median(cost / one for cost, one in pairs), median(cost for cost, _one in pairs)
        number = queries(page)
        kept = "yes" if ratio <= page.floors * 1.15 and number <= page.queries else "no"
        said = (f"{ratio:.1f}", f"{page.floors:.0f}", str(number), str(page.queries), f"{spent * 1000:.2f} ms", kept)
        rows.append((page.name, *said))
        print(*rows[-1], flush=True)
    return rows


def main() -> None:
    """Serves floor and site, measures, writes."""
    if not Path("/proc/self/schedstat").exists():
        sys.exit("Processor time of one process is read from /proc, which only Linux has.")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(environment(folder))
        prepare()
        import django

        django.setup()
        with serving("tests.bench.floor:application") as floor, serving("consultation.wsgi:application") as site:
            rows = measure(site, floor)
    head = ("Page", "floors", "mark", "queries", "mark", "processor", "kept")
    put(
        "pages",
        "\n\n".join(
            [
                "## Pages",
                f"Measured by `make bench` on {machine()}. A floor is the processor time of one answer of "
                "40,000 bytes by Django without middleware or database, from the same server in the same run. "
                "Cold: made anew; warm: kept for a minute. Marks hold within 15 %.",
                table(head, rows),
            ]
        ),
    )


if __name__ == "__main__":
    main()
