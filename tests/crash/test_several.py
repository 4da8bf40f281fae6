"""Two web servers and two workers behind a front server; they, or PostgreSQL behind them, are killed under load."""

from __future__ import annotations

import os
from collections import Counter

import pytest
import redis

from tests.crash.clusters import cluster, programs
from tests.crash.conftest import python
from tests.crash.crowds import Crowd, environment, run, until_mailed
from tests.crash.standing import NGINX, standing

pytestmark = pytest.mark.large
CACHE = os.environ.get("CI_REDIS_URL", "redis://127.0.0.1:6379/9").rpartition("/")[0] + "/14"
KILLS = 4


@pytest.fixture
def cache():
    if not NGINX:
        pytest.fail("nginx is missing: apt-get install nginx-light")
    try:
        redis.from_url(CACHE).flushdb()
    except redis.ConnectionError as error:
        pytest.skip(f"No Redis answers at {CACHE}: {error}")
    yield CACHE
    redis.from_url(CACHE).flushdb()


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


def test_killed_under_load_nothing_is_lost_and_nothing_is_done_twice(postgresql, cache, tmp_path):
    became, crowd = disturbed(one_after_the_other, environment(postgresql(), cache, tmp_path), tmp_path)
    assert (became["letters"]["sent"] >= 200 - KILLS, became["wrong"]) == (True, [])
    assert crowd.tries[0] + crowd.tries[502] > 0  # somebody met a server that was gone


def test_where_postgresql_is_killed_what_was_answered_is_there_and_nothing_half(cache, tmp_path):
    folder = programs()
    if folder is None:
        pytest.skip("The programs of a PostgreSQL server are missing: apt-get install postgresql")
    with cluster(folder) as server:
        env = environment(server.url, cache, tmp_path)
        python("manage.py", "migrate", "--verbosity", "0", url=server.url, mail=tmp_path)

        def kill_it(crowd: Crowd) -> None:
            for _ in range(KILLS):
                crowd.wait_for(len(crowd.acts) // (KILLS + 1))
                server.kill()
                server.start()

        became, crowd = disturbed(kill_it, env, tmp_path)
        assert server.recoveries() == KILLS
    # Each of the two workers may have held a letter at each kill: handed over or not, it is not sent again.
    assert (became["letters"]["sent"] >= 200 - 2 * KILLS, became["wrong"]) == (True, [])
    assert crowd.tries[503] > 0  # somebody met a site without its database
    assert crowd.tries[500] == 0


def disturbed(disturb, env, folder):
    """Sends 240 acts, each answered in the end and done once, and 200 letters, none mailed twice."""
    filled = run("fill", env, folder)
    with standing(folder, **env) as site:
        crowd = Crowd(site, filled["acts"])
        answers = crowd.run_while(disturb)
        mails = until_mailed(folder, env)
    became = run("judge", env, folder)
    assert Counter(answers) == {302: 240}
    assert (became["comments"], became["different"], became["numbers"]) == (200, 200, list(range(1, 41)))
    assert [address for address, times in mails.items() if times > 1] == []
    assert set(became["mailed"]) <= mails.keys()
    return became, crowd
