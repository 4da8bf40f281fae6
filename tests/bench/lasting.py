"""What one request does not tell: many readers at once, a worker's memory, whole answers, how cost grows."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle, islice
from statistics import median

from tests.bench.serving import Server, serving

Rows = list[tuple[str, ...]]
CONNECTIONS, SECONDS, SEVERAL = 8, 10, 5
BEGUN, LASTING = 1_000, 10_000
SLACK = 1.15
SITE = "consultation.wsgi:application"
UNKNOWN = count(10_000_000)  # far from those that the other parts ask


def anew(path: str) -> str:
    """An address that no request had before, so that the page is made anew."""
    return f"{path}{'&' if '?' in path else '?'}unknown={next(UNKNOWN)}"


def kept(is_kept: bool) -> str:
    return "yes" if is_kept else "no"


def growth(
    databases: dict[str, str], pages: Callable[[Server], dict[str, str]], page_of_object: dict[str, str]
) -> Rows:
    """How many times more a page costs where there is ten times as much of something, in interleaved rounds."""
    rows = []
    with serving(SITE, DATABASE_URL=databases["reading"]) as small:
        for objects, page in page_of_object.items():
            with serving(SITE, DATABASE_URL=databases[objects]) as large:
                paths = pages(small)[page], pages(large)[page]
                pairs = [_both((small, large), paths) for _ in range(SEVERAL + 1)]
                few, many = zip(*pairs[1:], strict=True)  # the first round only warms
                ratio = median(b / a for a, b in pairs[1:])
                figures = (f"{ratio:.2f}", "1.2", f"{median(few) * 1000:.1f} ms", f"{median(many) * 1000:.1f} ms")
                rows.append((f"{page}: {objects} × 10", *figures, kept(ratio <= 1.2 * SLACK)))
    return rows


def _both(sites: tuple[Server, Server], paths: tuple[str, str]) -> list[float]:
    """What a page costs here and there, one after the other."""
    return [site.cost([anew(path) for _ in range(10)]) for site, path in zip(sites, paths, strict=True)]


def waiting(database: str, path: str) -> tuple[str, Rows]:
    """The wait that one answer in a hundred exceeds, of eight readers at once, two workers; and what asked."""
    rows = []
    with serving(SITE, workers=2, DATABASE_URL=database) as site:
        for _ in range(4):
            site.ask(path)
        for name, made_anew in (("article, warm", False), ("article, made again each time", True)):
            slowest = median(_slowest(site, path, made_anew) for _ in range(3)) * 1000
            rows.append(
                (f"{name}: p99 at {CONNECTIONS} connections", f"{slowest:.0f} ms", "60 ms", kept(slowest <= 60))
            )
    return (
        "wrk" if shutil.which("wrk") else "a small client of our own in Python, whose own work is counted in"
    ), rows


def _slowest(site: Server, path: str, made_anew: bool) -> float:
    return _by_wrk(site, path, made_anew) if shutil.which("wrk") else _by_ourselves(site, path, made_anew)


def _by_wrk(site: Server, path: str, made_anew: bool) -> float:
    """Seconds."""
    script = f"""
local n = {next(UNKNOWN)}
request = function() n = n + 1; return wrk.format("GET", "{path}"{' .. "?unknown=" .. n' if made_anew else ""}) end
done = function(_, latency, _) io.write(string.format("P99 %f\\n", latency:percentile(99.0))) end
"""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        url = f"http://127.0.0.1:{site.port}/"
        words = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", file.name, url]
        output = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    latency = re.search(r"P99 ([\d.]+)", output)
    assert latency, output
    return float(latency[1]) / 1e6


def _by_ourselves(site: Server, path: str, made_anew: bool) -> float:
    """Seconds."""
    end = time.monotonic() + SECONDS

    def reader(_number: int) -> list[float]:
        waits = []
        while (began := time.monotonic()) < end:
            site.ask(anew(path) if made_anew else path)
            waits.append(time.monotonic() - began)
        return waits

    with ThreadPoolExecutor(CONNECTIONS) as readers:
        waits = sorted(wait for of_reader in readers.map(reader, range(CONNECTIONS)) for wait in of_reader)
    return waits[int(len(waits) * 0.99)]


def memory(database: str, paths: list[str]) -> Rows:
    """Megabytes of a worker early and late, while half of the pages are made anew.

    Its share is what one more worker costs: code is loaded before workers part, and they hold it together.
    """
    with serving(SITE, workers=2, DATABASE_URL=database) as site:
        requests = _mixed(paths)
        early = _after(site, islice(requests, BEGUN))
        late = _after(site, islice(requests, LASTING - BEGUN))
        share = site.share()
    grown = late / early - 1
    return [
        (f"a worker after {BEGUN:,} requests", f"{early:.0f} MB", "160 MB", kept(early <= 160)),
        (f"a worker after {LASTING:,} requests", f"{late:.0f} MB", "160 MB", kept(late <= 160)),
        (f"its share after {LASTING:,} requests, of two workers", f"{share:.0f} MB", "160 MB", kept(share <= 160)),
        ("grown between the two", f"{grown:.1%}", "5 %", kept(grown <= 0.05)),
    ]


def _mixed(paths: list[str]) -> Iterator[str]:
    for number, path in enumerate(cycle(paths)):
        yield anew(path) if number // len(paths) % 2 else path


def _after(site: Server, paths: Iterator[str]) -> float:
    for path in paths:
        site.ask(path)
    return site.memory()


def whole_answers(databases: dict[str, str], queries: Callable[[str], int]) -> Rows:
    """Answers that hold all there is of something, in seconds of the processor."""
    rows = []
    every = "/api/v1/amendments?size=600"
    with serving(SITE, DATABASE_URL=databases["reading"]) as site:
        site.cost([anew(every)])
        spent, number = median(site.cost([anew(every)]) for _ in range(SEVERAL)), queries(every)
        figures = (f"{spent:.2f} s, {number} queries", "0.4 s, 12 queries")
        rows.append(("all 600 amendments in one answer", *figures, kept(spent <= 0.4 * SLACK and number <= 12)))
    first, again = [], []
    for _ in range(3):  # a new process each time: cold is what no process did before
        with serving(SITE, DATABASE_URL=databases["volumes"]) as site:
            site.ask("/en/charter/")
            first.append(site.cost([anew("/en/charter/1..3/")]))
            again.append(median(site.cost([anew("/en/charter/1..3/")]) for _ in range(3)))
    cold, stored = median(first), median(again)
    rows.append(("two versions of 30,000 words compared, cold", f"{cold:.2f} s", "1 s", kept(cold <= SLACK)))
    rows.append(("the same again", f"{stored:.2f} s", "stored", kept(stored <= cold / 5)))
    return rows
