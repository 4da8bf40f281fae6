"""Walks ten tasks by mouse and by the keyboard alone, counts their steps and times them; writes its part.

Run as `python -m tests.bench.tasks`; Chromium is needed. The tasks are those of `tests.journeys.tasks`, on a charter
of twelve articles with 600 amendments.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import lasting
from tests.bench.pages import ROOT, environment, prepare
from tests.bench.serving import Server, serving
from tests.bench.writing import machine, put, table

AMENDMENTS, TEXT_MS, NARROW = 600, 3_000, 320


@dataclass(frozen=True)
class Task:
    """A task, on which data and by whom; its mark in steps, and in seconds of a person who works."""

    name: str
    what: str
    walk: Callable[[Any, Any], None]
    data: str
    who: tuple[str, ...]
    steps: int | None = None
    seconds: int | None = None

    @property
    def mark(self) -> str:
        steps = [f"{self.steps} step{'s' * (self.steps > 1)}"] if self.steps else []
        return ", ".join([*steps, *([_minutes(self.seconds)] if self.seconds else [])])


@dataclass(frozen=True)
class Taken:
    """What a task took by one hand."""

    steps: int
    moves: int
    waited: float
    whole: float

    @property
    def said(self) -> str:
        return f"{self.waited:.1f} of {self.whole:.1f} s"


def tasks() -> list[Task]:
    from tests.journeys.tasks import desk, founding, proposing, reading

    anybody = ("anybody",)
    desks = ("moderator", "fr1", "fr2", "es1", "es2", "second", "anybody")
    return [
        Task("T1", "from the home page to article 5", reading.find_the_fifth_article, "open", anybody, 3, 20),
        Task("T2", "what changed in it since version 1", reading.see_what_changed, "open", anybody, 2),
        Task("T10", "who proposed a passage of it, and why", reading.ask_who_asked, "open", anybody, 2),
        Task("T3", "send an amendment with a reason", proposing.send_an_amendment, "open", ("officer",), 5, 180),
        Task("T5", "decide 20 amendments with reasons", desk.decide_twenty, "over", ("moderator",), None, 480),
        Task("T4", "from the email to the decision", proposing.learn_what_became_of_it, "over", ("delegate",), 1),
        Task("T9", "stop all emails, from the link in one", proposing.stop_all_mails, "over", anybody, 1),
        Task("T6", "merge 10, publish in 3 languages", desk.merge_and_publish, "accepted", desks, None, 900),
        Task(
            *("T7", "import a Word charter, open a round", founding.import_and_open, "empty"),
            *(("administrator", "second", "anybody"), None, 1200),
        ),
    ]


class Data:
    """Databases by name, and the one that is worked on: a copy of one of them."""

    def __init__(self, folder: str) -> None:
        self.folder, self.live = Path(folder), Path(folder, "live.sqlite3")
        self.people: dict[str, Any] = {}
        self.stage: Any = None

    def fill(self) -> None:
        """An open round; the same with support over; with ten accepted and all decided; and a site with no charter."""
        from tests.journeys.tasks import founding, stage

        self.keep("bare")
        self.founders = founding.founders()
        self.keep("empty")
        self.take("bare")
        self.stage = stage.build(AMENDMENTS)
        self.keep("open")
        self.stage.end_support()
        self.keep("over")
        stage.accepted_in_the_fifth(self.stage)
        stage.refuse_the_rest(self.stage)
        self.keep("accepted")

    def of(self, name: str) -> tuple[Any, dict[str, Any]]:
        """The stage of that database and its people."""
        return (None, self.founders) if name == "empty" else (self.stage, self.stage.people)

    def keep(self, name: str) -> None:
        self._close()
        shutil.copy(self.live, self.folder / f"{name}.sqlite3")

    def take(self, name: str) -> None:
        self._close()
        for more in ("-wal", "-shm"):
            self.live.with_name(self.live.name + more).unlink(missing_ok=True)
        shutil.copy(self.folder / f"{name}.sqlite3", self.live)

    def _close(self) -> None:
        from django.db import connections

        connections.close_all()


@contextmanager
def browsing() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


def walked(data: Data, browser: Any, hand: Callable[..., Any]) -> dict[str, Taken]:
    """What each task took by hands of that kind, each kind of data fresh for them."""
    by_task = {}
    for name in dict.fromkeys(task.data for task in tasks()):
        data.take(name)
        with serving(lasting.SITE) as site:
            for task in [task for task in tasks() if task.data == name]:
                by_task[task.name] = _taken(task, data, site, browser, hand)
                print(hand.__name__, task.name, by_task[task.name], flush=True)
    return by_task


def _taken(task: Task, data: Data, site: Server, browser: Any, hand: Callable[..., Any]) -> Taken:
    from django.conf import settings

    from tests.journeys.conftest import Reader
    from tests.journeys.hands import Crew

    settings.SITE_URL = f"http://127.0.0.1:{site.port}"
    stage, people = data.of(task.data)
    readers: list[Reader] = []

    def take(role: str) -> Any:
        readers.append(Reader(browser, settings.SITE_URL))
        return hand(readers[-1], people.get(role))

    crew = Crew(take)
    for role in task.who:
        crew[role].go("/en/accounts/login/" if role == "anybody" else "/en/account/")
    began = time.monotonic()
    task.walk(crew, stage)
    whole = time.monotonic() - began
    for reader in readers:
        reader.context.close()
    return Taken(crew.steps, crew.moves, crew.waited, whole)


def first_words(data: Data, browser: Any) -> float:
    """Milliseconds until the words of the fifth article are there on 320 px, over 400 kbit/s with 400 ms."""
    from tests.journeys.tasks.reading import ARTICLE
    from tests.look.sending import seen

    data.take("open")
    with serving(lasting.SITE) as site:
        html = site.ask(ARTICLE).body.decode()
    return seen(browser, html, NARROW).text_ms


def rows(mouse: dict[str, Taken], keyboard: dict[str, Taken], text_ms: float) -> lasting.Rows:
    """One row a task, in the order of their numbers."""
    table_rows = []
    for task in tasks():
        by_mouse, by_keyboard = mouse[task.name], keyboard[task.name]
        steps = max(by_mouse.steps, by_keyboard.steps)
        kept = lasting.kept(steps <= task.steps) if task.steps else "–"
        left = _minutes(int(task.seconds - by_keyboard.whole)) if task.seconds else "–"
        figures = (
            task.mark,
            str(by_mouse.steps),
            str(by_keyboard.steps),
            str(by_keyboard.moves),
            by_mouse.said,
            by_keyboard.said,
            kept,
            left,
        )
        table_rows.append((f"{task.name} {task.what}", *figures))
    text = (f"{text_ms / 1000:.2f} s", "–", lasting.kept(0 < text_ms <= TEXT_MS), "–")
    table_rows.append(("T8 read article 5 on 320 px at 400 kbit/s", "text in 3 s", "–", "–", "–", *text))
    return sorted(table_rows, key=lambda row: int(row[0].split()[0][1:]))


def _minutes(seconds: int) -> str:
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min" + (f" {seconds % 60} s" if seconds % 60 else "")


def main() -> None:
    """Fills databases of its own, walks, writes."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(environment(folder))
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/live.sqlite3"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver keeps a loop in this thread
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
        prepare()
        import django

        django.setup()
        from tests.journeys.hands import Keyboard, Mouse

        data, on = Data(folder), machine()
        data.fill()
        with browsing() as browser:
            mouse, keyboard = (walked(data, browser, hand) for hand in (Mouse, Keyboard))
            task_rows = rows(mouse, keyboard, first_words(data, browser))
    put("tasks", "\n\n".join(_page(task_rows, on)))


def _page(task_rows: lasting.Rows, on: str) -> list[str]:
    head = ("Task", "mark", "steps", "by keyboard", "moves of the focus", "mouse", "keyboard", "kept", "left")
    return [
        "## Ten tasks",
        f"Measured by `python -m tests.bench.tasks` on {on}: a charter of twelve articles in three languages with "
        f"{AMENDMENTS} amendments, SQLite, one worker; each task once. A step opens, sends or unfolds something; a "
        "move brings the focus to another place. The first figure is the time in seconds in which the person waits "
        "for a page, the second one is the machine time of the whole task. A person’s thinking and typing is not "
        "counted; *left* is the rest of the limit for it. Signing in is not counted. T10 is our own addition: the "
        "source of a text.",
        table(head, task_rows),
    ]


if __name__ == "__main__":
    main()
