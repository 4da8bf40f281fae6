"""What a reader without an account is sent at every public address, as a hash by address; says it as JSON.

`python -m tests.crash.restores MOMENT`, so that pages that count days say the same on every database.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys

import django
import time_machine

django.setup()

from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from tests.site.crawling import Crawl  # noqa: E402

HOMES = ("/en/", "/fr/", "/es/", "/ar/")
FOUND = ("/sitemap.xml", "/robots.txt", "/en/search/?q=water", "/fr/search/?q=logement", "/ar/search/?q=ماء")
ONCE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


class Hashing(Crawl):
    """Remembers a hash of each body; what is made anew for each form is left out."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, most=1500)
        self.hashes: dict[str, str] = {}

    def _open(self, url: str, found_at: str) -> list[str]:
        links = super()._open(url, found_at)
        response = self.client.get(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        self.hashes[url] = hashlib.sha256(ONCE.sub(b"", body)).hexdigest()
        return links


if __name__ == "__main__":
    setup_test_environment()
    with time_machine.travel(sys.argv[1], tick=False):
        walked = Hashing(Client()).walk(*HOMES, *FOUND)
    print(json.dumps({"hashes": walked.hashes, "faults": walked.faults}))
