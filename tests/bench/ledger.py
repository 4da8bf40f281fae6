"""Measures the ledger and the check before a publication at 1,000 provisions in 8 languages; writes its part.

Run as `python -m tests.bench.ledger`. Milliseconds of the processor, on SQLite.
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

from tests.bench.pages import ROOT, environment, prepare
from tests.bench.writing import machine, put, table

LANGUAGES = ("en", "fr", "es", "ar", "zh-hans", "pt", "de", "ru")
ARTICLES, BLOCKS, BEHIND, ROUNDS, MARK = 20, 50, 80, 7, 500


def edition(language: str, keys: list[str]) -> Any:
    """A thousand provisions whose words tell them apart."""
    from charter.actions.languages.editions import Edition, NewBlock, NewSection, Origin

    next_keys = iter(keys or [""] * ARTICLES * BLOCKS)
    sections = tuple(
        NewSection(
            "article",
            f"article-{article}",
            tuple(NewBlock(*_block(language, article, place), key=next(next_keys)) for place in range(BLOCKS)),
        )
        for article in range(ARTICLES)
    )
    return Edition(language, f"Charter ({language})", sections, Origin(f"long.{language}.html", "0" * 64))


def _block(language: str, article: int, place: int) -> tuple[str, str]:
    text = f"In {language}, what article {article} says at place {place}, in some twenty words as is usual."
    return ("paragraph" if place else "title"), text


def fill() -> Any:
    """A charter of that size with new words for all languages at some provisions; who may publish it."""
    from django.utils import timezone

    from charter.actions.languages import editions
    from charter.models import Provision
    from tests import factories

    at, by = timezone.now(), factories.holder("moderator")
    type(by).objects.filter(pk=by.pk).update(is_demonstration=True)  # so that no second factor is asked
    charter = editions.create_charter(slug="long", edition=edition(LANGUAGES[0], []), by=None, at=at)
    keys = list(charter.arrangement.keys()) if charter.arrangement else []
    for language in LANGUAGES[1:]:
        editions.add_language(charter=charter, edition=edition(language, keys), by=None, at=at)
    every = ARTICLES * BLOCKS // BEHIND
    for provision in Provision.objects.order_by("pk")[::every][:BEHIND]:
        factories.adopt(provision, "Other words for all languages.", by=by)
    return by


def measured(ask: Callable[[], Any]) -> tuple[float, int]:
    """Milliseconds of the processor, and how many questions, of one that is asked again and again."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        ask()
        spent.append((time.process_time() - began) * 1000)
    with CaptureQueriesContext(connection) as caught:
        ask()
    return median(spent), len(caught)


def main() -> None:
    """Fills a database of its own, measures, writes."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(environment(folder))
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
        prepare()
        import django

        django.setup()
        from django.db import transaction
        from django.test import Client

        from charter.models import Charter
        from charter.queries.versions import publication_checks

        with transaction.atomic():
            by = fill()
        client = Client()
        client.force_login(by)

        def page(path: str) -> None:
            answer = client.get(path)
            assert answer.status_code == 200, f"{path} answers {answer.status_code}: {answer.headers}"

        reads: dict[str, Callable[[], Any]] = {
            "the translation status, as a moderator": lambda: page("/en/languages/"),
            "one language’s open work": lambda: page("/en/languages/fr/work/"),
            "the check before a publication": lambda: [
                check.holds for check in publication_checks.checks_of_publication(Charter.objects.get())
            ],
        }
        figures = {name: measured(ask) for name, ask in reads.items()}
    rows = [(name, f"{ms:.0f} ms", f"{MARK} ms", str(queries)) for name, (ms, queries) in figures.items()]
    behind = BEHIND * (len(LANGUAGES) - 1)
    parts = [
        "## Translation status",
        f"Measured by `python -m tests.bench.ledger` on {machine()}: {ARTICLES * BLOCKS:,} provisions in "
        f"{len(LANGUAGES)} languages, {behind} lines out of date, SQLite. "
        f"The figures are milliseconds of processor time, medians of {ROUNDS}.",
        table(("What", "measured", "mark", "queries"), rows),
    ]
    put("ledger", "\n\n".join(parts))


if __name__ == "__main__":
    main()
