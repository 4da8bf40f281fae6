"""Measures what the first view of an article weighs and when its words are there on a slow line; writes its part.

Run as `python -m tests.bench.weights`; Chromium is needed. BENCH_FOLDER as for `tests.bench.pages`.
"""

from __future__ import annotations

import os
import shutil
import tempfile

from tests.bench import lasting
from tests.bench.data import databases
from tests.bench.pages import environment, paths, prepare
from tests.bench.serving import serving
from tests.bench.writing import machine, put, table

MARK_BYTES, MARK_MS = 60_000, 3_000
WIDTHS = (360, 1280)


def main() -> None:
    """Takes the page from the site as it is served, and opens it over a slow line."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = os.environ.get("BENCH_FOLDER", temporary)
        os.environ.update(environment(folder))
        prepare()
        os.environ["DATABASE_URL"] = databases(folder, ["reading"])["reading"]
        import django

        django.setup()
        with serving(lasting.SITE) as site:
            html = site.ask(paths(site)["article"]).body.decode()
        rows = [*_weighed(html), *_seen(html)]
    parts = [
        "## Weights and timings",
        f"Measured by `python -m tests.bench.weights` on {machine()}: the first view of an article of 12 provisions "
        "with 50 amendments and 600 comments, compressed as by a front server, over 400 kbit/s with 400 ms "
        "before the first byte.",
        table(("What", "measured", "mark", "kept"), rows),
    ]
    put("weights", "\n\n".join(parts))


def _weighed(html: str) -> lasting.Rows:
    from tests.look.sending import weights

    sizes = weights(html)
    rows = [(name, f"{size / 1000:.1f} kB", "–", "–") for name, size in sizes.items()]
    whole = sum(sizes.values())
    return [*rows, ("together", f"{whole / 1000:.1f} kB", "60 kB", lasting.kept(whole <= MARK_BYTES))]


def _seen(html: str) -> lasting.Rows:
    from playwright.sync_api import sync_playwright

    from tests.look.sending import seen

    rows = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for width in WIDTHS:
            view = seen(browser, html, width)
            figures = (f"{view.text_ms / 1000:.2f} s", "3 s", lasting.kept(0 < view.text_ms <= MARK_MS))
            rows.append((f"text is shown, {width} px", *figures))
            rows.append((f"layout shift, {width} px", f"{view.shift:.3f}", "0", lasting.kept(view.shift == 0)))
        browser.close()
    return rows


if __name__ == "__main__":
    main()
