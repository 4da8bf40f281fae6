"""People who each send what they have to, again and again until it is answered, while the site is disturbed."""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.crash.conftest import python
from tests.crash.standing import Site

PEOPLE = 6
Env = dict[str, str]


def environment(database: str, cache: str, folder: Path) -> Env:
    """The environment of each process of the site."""
    return {
        "DJANGO_SETTINGS_MODULE": "consultation.settings",
        "DATABASE_URL": database,
        "REDIS_URL": cache,
        "SECRET_KEY": "for this test alone, and long enough to be one",
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": "http://localhost",
        "BEHIND_PROXY": "1",
        "VAR_DIR": str(folder / "var"),
        "MAIL_URL": f"filemail:///{folder}/mail",
    }


class Crowd:
    """The acts of all, how each try was answered (0: the line broke), and a signal for each that came to its end."""

    def __init__(self, site: Site, acts: list[dict[str, Any]]) -> None:
        self.site, self.acts = site, acts
        self.done, self.tries = threading.Semaphore(0), Counter[int]()

    def send(self, act: dict[str, Any]) -> int:
        for _ in range(500):
            status = self.site.send(act["path"], act["session"], act["fields"])
            self.tries[status] += 1
            if 0 < status < 500:
                self.done.release()
                return status
            threading.Event().wait(0.05)
        raise AssertionError("never answered")

    def run_while(self, disturb: Callable[[Crowd], None]) -> list[int]:
        with ThreadPoolExecutor(PEOPLE + 1) as pool:
            disturbing = pool.submit(disturb, self)
            answers = list(pool.map(self.send, self.acts))
            disturbing.result()
        return answers

    def wait_for(self, count: int) -> None:
        for _ in range(count):
            assert self.done.acquire(timeout=120)


def run(name: str, env: Env, folder: Path) -> Any:
    """The output of the function of `tests.crash.several` with this name."""
    return json.loads(python("-m", "tests.crash.several", name, url=env["DATABASE_URL"], mail=folder, **env))


def until_mailed(folder: Path, env: Env) -> Counter[str]:
    """How many mails each address got, once no letter waits but those that a dead worker holds."""
    while run("waiting", env, folder):
        threading.Event().wait(1)
    text = "".join(file.read_text() for file in (folder / "mail").glob("*"))
    return Counter(re.findall(r"^To: (\S+)$", text, re.MULTILINE))
