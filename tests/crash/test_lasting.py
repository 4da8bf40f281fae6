"""A site as it is run: fifty readers a second are all answered, and a process that answers thousands does not grow."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import pytest

from tests.bench.lasting import SITE, anew
from tests.bench.serving import Server, serving
from tests.crash.conftest import python

pytestmark = pytest.mark.large
A_SECOND, SECONDS, AT_ONCE = 50, 20, 16
# The caches of a process are full after two thousand answers, and 281 MB large on the demonstration.
BEGUN, LASTING = 2_000, 4_000
PAGES = (
    *("/en/", "/fr/", "/en/charter/", "/en/charter/2/VI/", "/fr/charter/2/VI/", "/ar/charter/2/VI/"),
    *(
        "/en/charter/1..2/VI/",
        "/en/amendments/",
        "/en/amendments/1/9/",
        "/en/decisions/",
        "/en/cities/",
        "/en/rounds/2/",
    ),
)


@pytest.fixture(scope="module")
def served(sqlite, tmp_path_factory):
    """The environment of a server of the demonstration."""
    folder = tmp_path_factory.mktemp("served")
    environment = {
        "DEMONSTRATION": "1",
        "DEBUG": "0",
        "SECRET_KEY": "of these tests alone",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    environment |= {
        "SITE_URL": "http://127.0.0.1",
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "consultation.settings",
    }
    url = sqlite()
    python("manage.py", "load_demo", url=url, mail=folder, **environment)
    python("manage.py", "collectstatic", "--no-input", "--verbosity", "0", url=url, mail=folder, **environment)
    return {**environment, "DATABASE_URL": url, "REDIS_URL": ""}


def test_fifty_readers_a_second_are_answered_without_a_fault(served):
    paths = list(islice(cycle(PAGES), A_SECOND * SECONDS))
    begin = threading.Event()
    with serving(SITE, workers=2, **served) as site, ThreadPoolExecutor(AT_ONCE) as readers:
        answers = []
        for number, path in enumerate(paths):
            if number % A_SECOND == 0:
                begin.wait(1)  # nobody sets it: it only counts the second
            answers.append(readers.submit(whole, site, path))
        answers_by_kind = Counter(answer.result() for answer in answers)
    assert answers_by_kind == {(200, True): len(paths)}


def whole(site: Server, path: str) -> tuple[int, bool]:
    """The status, and whether the page came to its end."""
    answer = site.ask(path)
    return answer.status, answer.body.rstrip().endswith(b"</html>")


def test_a_process_does_not_grow_over_thousands_of_answers(served):
    with serving(SITE, **served) as site:
        paths = (path if number % 3 else anew(path) for number, path in enumerate(cycle(PAGES)))
        early = after(site, islice(paths, BEGUN))
        late = after(site, islice(paths, LASTING - BEGUN))
    assert late < early * 1.08, f"{early:.0f} MB after {BEGUN} answers, {late:.0f} MB after {LASTING}"


def after(site: Server, paths) -> float:
    for path in paths:
        assert site.ask(path).status == 200
    return site.memory()
