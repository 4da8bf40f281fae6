"""Measures a merge where 200 amendments stand on an article: its forecast, and applying it; writes its part.

Run as `python -m tests.bench.merging`. Seconds of the processor, on SQLite.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from typing import Any

from tests.bench.pages import ROOT, environment
from tests.bench.writing import machine, put, table

ON_IT, MARK = 200, 2.0


def fill() -> tuple[Any, Any, Any, Any]:
    """A round with 200 amendments to its first article, decided and released; the stage, its round, and when."""
    from charter.models import Round
    from consultation.demo.congress import play
    from consultation.demo.congress.size import READING
    from tests.consultation import finishing

    size = replace(
        READING, pending=2 * ON_IT, on_first=ON_IT, amendments=2 * ON_IT + 40, comments=40, said_on_first=20
    )
    stage = play.build_congress(size, lambda line: None)
    round_ = Round.objects.get(closed_at=None)
    return stage, round_, stage.charter.articles.order_by("id").first(), finishing.decide_all(stage, round_)


def measured() -> list[tuple[str, ...]]:
    """Rows of what is measured; what is applied in the end is applied once."""
    from charter.actions.merging import merges
    from charter.queries.merging import forecasts, merge_views
    from tests.consultation import finishing

    stage, round_, article, at = fill()
    merge = finishing.settled(stage, round_, article, at)
    assert merge is not None
    chosen = len(merge_views.view_of_merge(merge).chosen)
    shown = _seconds(lambda: forecasts.forecast_merge(merge_views.view_of_merge(merge)))
    applied = _seconds(lambda: merges.apply_merge(merge=merge, by=stage.moderators[0], at=at))
    return [
        (f"the forecast, {chosen} of {ON_IT} chosen", f"{shown:.2f} s", "–"),
        (f"applying it, {chosen} of {ON_IT} chosen", f"{applied:.2f} s", f"{MARK:.0f} s"),
    ]


def _seconds(deed: Any) -> float:
    began = time.process_time()
    deed()
    return time.process_time() - began


def main() -> None:
    """Fills a database of its own, measures, writes."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(environment(folder))
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
        import django

        django.setup()
        rows = measured()
    sentence = (
        f"Measured by `python -m tests.bench.merging` on {machine()}, SQLite. Figures in seconds of processor time."
    )
    put("merging", "\n\n".join(["## A merge", sentence, table(("What", "measured", "mark"), rows)]))


if __name__ == "__main__":
    main()
