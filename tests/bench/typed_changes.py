"""Measures the tracked changes below a field while a person types: one request at 2,000 words; writes its part.

Run as `python -m tests.bench.typed_changes`. Processor time of the server, on SQLite.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from tests.bench.pages import ROOT, environment
from tests.bench.text_articles import Writer
from tests.bench.writing import machine, put, table

WORDS, MARK, TURNS = 2000, 20, 21


def writing(old: str) -> Callable[[str], Any]:
    """Sends a text that a staff member types over a provision with that text; returns the answer."""
    from django.core.cache import cache
    from django.test import Client
    from django.urls import reverse

    from accounts import triggers
    from charter.models import Wording
    from tests import factories

    charter = factories.charter(languages=("en",))
    factories.round_(factories.version(charter))
    provision = factories.provision(charter, 5)
    triggers.lift_triggers([Wording])
    Wording.objects.filter(language="en", manifest__provision=provision).update(html=old, text=old)
    client, url = Client(), reverse("propose_changes", args=[provision.short])
    client.force_login(factories.member(factories.organisation(), "officer"))

    def send(text: str) -> Any:
        cache.clear()  # the limit of requests of one person
        return client.post(url, {"kind": "replace", "text": text, "base": "en", "new_kind": "subparagraph"})

    return send


def measured() -> list[tuple[str, ...]]:
    """The median of each request's processor time, with one change and with forty."""
    writer, rows = Writer(3), []
    old = " ".join(writer.article(WORDS))[:19_900]
    send = writing(old)
    for count in (1, 40):
        new = writer.edited([old], count)[0][:20_000]
        spent = []
        for _turn in range(TURNS):
            began = time.process_time()
            answer = send(new)
            spent.append(time.process_time() - began)
            assert answer.status_code == 200 and b"<ins" in answer.content
        name = f"{len(old.split()):,} words, {count} edit{'s' if count > 1 else ''}"
        rows.append((name, f"{1000 * median(spent):.1f} ms", f"{MARK} ms"))
    return rows


def main() -> None:
    """Fills a database of its own, measures, writes."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(environment(folder))
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
        import django

        django.setup()
        rows = measured()
    sentence = (
        f"Measured by `python -m tests.bench.typed_changes` on {machine()}, SQLite: the whole request that shows the "
        "tracked changes of one provision below the field, from sign-in check to answer; median of "
        f"{TURNS} requests, processor time."
    )
    put("typed", "\n\n".join(["## While a person types", sentence, table(("What", "measured", "mark"), rows)]))


if __name__ == "__main__":
    main()
