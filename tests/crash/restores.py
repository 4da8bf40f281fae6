"""What a reader without an account is sent at every public address, as a hash by address; says it as JSON.

`python -m tests.crash.restores MOMENT`, so that pages that count days say the same on every database.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from typing import Any

import django
import time_machine

django.setup()

from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from tests.site.crawling import Crawl  # noqa: E402

HOMES = ("/en/", "/fr/", "/es/", "/ar/")
FOUND = ("/sitemap.xml", "/robots.txt", "/en/search/?q=water", "/fr/search/?q=logement", "/ar/search/?q=ماء")
ONCE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


class Reader(Client):
    """Remembers a hash of each body it is sent; what is made anew for each form is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.hashes: dict[str, str] = {}

    def get(self, path: str, *args: Any, **kwargs: Any) -> Any:
        response = super().get(path, *args, **kwargs)
        if not response.streaming:
            self.hashes[path] = hashlib.sha256(ONCE.sub(b"", response.content)).hexdigest()
        return response


if __name__ == "__main__":
    setup_test_environment()
    reader = Reader()
    with time_machine.travel(sys.argv[1], tick=False):
        walked = Crawl(reader, most=1500).walk(*HOMES, *FOUND)
    print(json.dumps({"hashes": reader.hashes, "faults": walked.faults}))
