"""Redis stops while the site runs: what people do is done and answered, and pages are made without it."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis

from charter.models import Amendment
from consultation import settings
from consultation.caching import ForgivingCache
from tests import factories
from tests.consultation.served import served
from tests.crash.standing import free

PROGRAM = shutil.which("redis-server")


@contextmanager
def own_redis(folder) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    if PROGRAM is None:
        pytest.skip("The program of a Redis server is missing: apt-get install redis-server")
    port = free()
    say = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen([PROGRAM, *say], stdout=subprocess.DEVNULL)
    url, turn = f"redis://127.0.0.1:{port}/0", threading.Event()
    try:
        for _ in range(600):
            try:
                redis.from_url(url).ping()
                break
            except redis.ConnectionError:
                turn.wait(0.1)
        yield url, process
    finally:
        process.kill()
        process.wait()


def test_an_act_is_answered_and_readers_go_on_when_redis_stops(
    transactional_db, version, city, officer, delegate, tmp_path
):
    round_ = factories.round_(version)
    amendments = [factories.sent(round_, city, officer) for _ in range(2)]
    with own_redis(tmp_path) as (url, process), served(tmp_path, REDIS_URL=url) as site:
        site.cookies = ""
        before = [site.get("/en/charter/") for _ in range(2)]
        assert ([answer.status for answer in before], "Age" in before[1].headers) == ([200, 200], True)
        site.sign_in(delegate)
        answers = [
            site.post(f"/en/city/amendments/{amendments[0].key}/confirm/", seen_text=amendments[0].text_id).status
        ]
        process.kill()
        process.wait()
        answers.append(
            site.post(f"/en/city/amendments/{amendments[1].key}/confirm/", seen_text=amendments[1].text_id).status
        )
        site.cookies = ""
        pages = [site.get(path).status for path in ("/en/charter/", "/fr/charter/1/II/", "/en/", "/health/web/")]
    assert (answers, pages) == ([302, 302], [200] * 4)
    assert sorted(Amendment.objects.values_list("number", flat=True)) == [1, 2]


def test_every_cache_that_redis_keeps_may_go_away():
    """A cache that is added later must forgive too: the settings are read once more, as with a Redis."""
    source = (settings.BASE_DIR / "consultation" / "settings.py").read_text(encoding="utf-8")
    assert "backends.redis.RedisCache" not in source
    assert {name for name in vars(ForgivingCache) if not name.startswith("_")} >= {
        "add",
        "clear",
        "delete",
        "delete_many",
        "get",
        "get_many",
        "has_key",
        "incr",
        "set",
        "set_many",
        "touch",
    }
