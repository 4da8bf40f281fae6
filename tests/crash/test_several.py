"""Two web servers and two workers behind a front server, killed under load: nothing is lost, nothing is done twice."""

from __future__ import annotations

import json
import os
import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from tests.crash.conftest import python
from tests.crash.standing import NGINX, Site, standing

pytestmark = pytest.mark.large
CACHE = os.environ.get("CI_REDIS_URL", "redis://127.0.0.1:6379/9").rpartition("/")[0] + "/14"
PEOPLE, KILLS = 6, 4


@pytest.fixture
def env(postgresql, tmp_path):
    """What each process of the site is told."""
    if not NGINX:
        pytest.fail("nginx is missing: apt-get install nginx-light")
    try:
        redis.from_url(CACHE).flushdb()
    except redis.ConnectionError as error:
        pytest.skip(f"No Redis answers at {CACHE}: {error}")
    yield {
        "DJANGO_SETTINGS_MODULE": "consultation.settings",
        "DATABASE_URL": postgresql(),
        "REDIS_URL": CACHE,
        "SECRET_KEY": "for this test alone, and long enough to be one",
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": "http://localhost",
        "BEHIND_PROXY": "1",
        "VAR_DIR": str(tmp_path / "var"),
        "MAIL_URL": f"filemail:///{tmp_path}/mail",
    }
    redis.from_url(CACHE).flushdb()


class Crowd:
    """People who each send what they have to, again and again until it is answered."""

    def __init__(self, site: Site, acts: list[dict]) -> None:
        self.site, self.acts = site, acts
        self.done, self.tries = threading.Semaphore(0), Counter()

    def send(self, act: dict) -> int:
        for _ in range(500):
            status = self.site.send(act["path"], act["session"], act["fields"])
            self.tries[status] += 1
            if 0 < status < 500:
                self.done.release()
                return status
            threading.Event().wait(0.05)
        raise AssertionError("never answered")

    def run_while(self, disturb) -> list[int]:
        with ThreadPoolExecutor(PEOPLE + 1) as pool:
            disturbing = pool.submit(disturb, self)
            answers = list(pool.map(self.send, self.acts))
            disturbing.result()
        return answers

    def wait_for(self, count: int) -> None:
        for _ in range(count):
            assert self.done.acquire(timeout=120)


def one_after_the_other(crowd: Crowd) -> None:
    """Kills a web server after each fifth of the acts, this one and the other in turn, and a worker with it."""
    for number in range(KILLS):
        crowd.wait_for(len(crowd.acts) // (KILLS + 1))
        web, worker = crowd.site.webs[number % 2], crowd.site.workers[number % 2]
        web.kill()
        worker.kill()
        web.start()
        worker.start()
        web.wait_until_there()


def test_killed_under_load_nothing_is_lost_and_nothing_is_done_twice(env, tmp_path):
    said = run("fill", env, tmp_path)
    with standing(tmp_path, **env) as site:
        crowd = Crowd(site, said["acts"])
        answers = crowd.run_while(one_after_the_other)
        mails = until_mailed(tmp_path / "mail", env, tmp_path)
    became = run("judge", env, tmp_path)
    assert Counter(answers) == {302: 240}
    assert (became["comments"], became["different"], became["numbers"]) == (200, 200, list(range(1, 41)))
    assert [address for address, times in mails.items() if times > 1] == []
    assert set(became["mailed"]) <= mails.keys()
    assert (became["letters"]["sent"] >= 200 - KILLS, became["wrong"]) == (True, [])
    assert crowd.tries[0] + crowd.tries[502] > 0  # somebody met a server that was gone


def run(what: str, env: dict[str, str], folder):
    return json.loads(python("-m", "tests.crash.several", what, url=env["DATABASE_URL"], mail=folder, **env))


def until_mailed(folder, env, tmp_path) -> Counter:
    """How many mails each address got, once no letter waits but those that a dead worker holds."""
    while run("waiting", env, tmp_path):
        threading.Event().wait(1)
    text = "".join(file.read_text() for file in folder.glob("*"))
    return Counter(re.findall(r"^To: (\S+)$", text, re.MULTILINE))
