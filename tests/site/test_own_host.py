"""Whoever reads a public page asks this site alone: nothing on it or in its styles comes from elsewhere."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tests.site import asking, attacking

# Each is asked for by the browser itself; a link that a person follows is not.
ASKED = (
    "//script/@src | //img/@src | //source/@src | //video/@src | //video/@poster | //audio/@src | //track/@src"
    " | //iframe/@src | //embed/@src | //object/@data | //input/@src | //use/@href | //image/@href"
    " | //link[not(@rel='canonical' or @rel='alternate' or @rel='license' or @rel='help')]/@href"
)
SETS = "//img/@srcset | //source/@srcset"
URL = re.compile(r"(?:url\(\s*|@import\s+)['\"]?([^'\")\s;]+)")


def asked_for(answer) -> set[str]:
    """All that a browser asks for once it has the page."""
    page = attacking.page_of(answer)
    sets = {part.split()[0] for many in page.xpath(SETS) for part in many.split(",") if part.split()}
    styles = {
        part for words in (*page.xpath("//style/text()"), *page.xpath("//@style")) for part in URL.findall(words)
    }
    return {*page.xpath(ASKED), *sets, *styles}


def elsewhere(addresses: set[str]) -> set[str]:
    return {
        address
        for address in addresses
        if urlsplit(urljoin("http://testserver/", address)).netloc not in ("testserver", "")
    }


@pytest.mark.parametrize("role", ["anonymous", pytest.param("moderator", marks=pytest.mark.large)])
def test_no_page_asks_another_host_for_anything(one_stage, db, role):
    client, foreign, all_asked = asking.client_of(one_stage, role), {}, set()
    for name, url in asking.addresses(one_stage).items():
        with asking.undone(client):
            addresses = asked_for(client.get(url))
        all_asked |= addresses
        if away := elsewhere(addresses):
            foreign[name] = away
    assert foreign == {}
    assert len(all_asked) > 10


def test_no_style_asks_another_host_for_anything():
    foreign, count = {}, 0
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            if path.endswith(".css"):
                count += 1
                with storage.open(path) as file:
                    away = elsewhere(set(URL.findall(file.read().decode("utf-8"))))
                if away := {address for address in away if not address.startswith("data:")}:
                    foreign[path] = away
    assert (foreign, count > 5) == ({}, True)


def test_no_script_of_ours_names_another_host():
    foreign = {}
    for path in (
        path for app in ("consultation", "cms") for path in (settings.BASE_DIR / app / "static").rglob("*.js")
    ):
        if away := re.findall(r"""["'`](?:https?:)?//[a-z0-9.-]+\.[a-z]+""", path.read_text(encoding="utf-8")):
            foreign[path.name] = away
    assert foreign == {}
