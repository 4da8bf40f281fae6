"""Headings, landmarks and the order of the focus on the pages of ten tasks, as `recorded/` keeps them.

When a page changed on purpose, `make record-pages` writes the files again; read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.journeys.spoken import LANDMARKS, Spoken
from tests.journeys.walking import enter
from tests.site import asking
from tests.site import stage as stages

pytestmark = [pytest.mark.browser, pytest.mark.large]
FOLDER = Path(__file__).with_name("recorded")
# By task: who does it, and the page by its name in `asking.addresses` with a query, or by its path.
TASKS = {
    "read-an-article": ("anonymous", "article", ""),
    "find-who-proposed-a-text": ("anonymous", "article", "?who=I.1.2"),
    "compare-two-versions": ("anonymous", "compare_article", ""),
    "search": ("anonymous", "search", "?q=homes"),
    "sign-in": ("anonymous", "account_login", ""),
    "comment": ("officer", "remark_post:provision", ""),
    "propose": ("officer", "propose", ""),
    "confirm": ("delegate", "draft_check:sent", ""),
    "decide": ("moderator", "desk_decide", ""),
    "publish": ("moderator", "desk_publish", ""),
}
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# What differs from day to day and from one database to the next.
CHANGING = (
    (re.compile(rf"\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?"), "[day]"),
    (re.compile(r"\b\d{1,2}:\d{2}\b"), "[time]"),
    (re.compile(r"\b\d+ (?:days?|hours?|minutes?)\b"), "[duration]"),
    (re.compile(r"\b[0-9a-f]{8,64}…?"), "[hash]"),
)


def record(page) -> str:
    """The headings, landmarks and stops of the focus, a line each."""
    spoken = Spoken(page)
    nodes = spoken.nodes()
    parts = {
        "Headings": [node for node in nodes if node.role == "heading"],
        "Landmarks": [node for node in nodes if node.role in LANDMARKS],
        "Order of the focus": spoken.stops(),
    }
    text = "\n\n".join("\n".join([f"# {title}", *map(str, part)]) for title, part in parts.items())
    for pattern, word in CHANGING:
        text = pattern.sub(word, text)
    return f"{text}\n"


def test_ten_tasks_are_read_and_walked_as_recorded(transactional_db, reader):
    stage = stages.build()
    urls, records = asking.addresses(stage), {}
    for task, (role, name, query) in TASKS.items():
        visitor = reader(viewport={"width": 1280, "height": 900})
        if stage.people[role] is not None:
            enter(visitor, stage.people[role])
        records[task] = record(visitor.go(urls[name] + query))
        if os.environ.get("RECORD_PAGES"):
            (FOLDER / f"{task}.txt").write_text(records[task], encoding="utf-8")
    assert records == {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}


def test_the_first_stop_leads_to_the_text(transactional_db, reader):
    page = reader().go(asking.addresses(stages.build())["article"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
