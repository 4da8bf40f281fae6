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
    sets = {one.split()[0] for many in page.xpath(SETS) for one in many.split(",") if one.split()}
    styles = {one for words in (*page.xpath("//style/text()"), *page.xpath("//@style")) for one in URL.findall(words)}
    return {*page.xpath(ASKED), *sets, *styles}


def elsewhere(found: set[str]) -> set[str]:
    return {one for one in found if urlsplit(urljoin("http://testserver/", one)).netloc not in ("testserver", "")}


@pytest.mark.parametrize("role", ["anonymous", pytest.param("moderator", marks=pytest.mark.large)])
def test_no_page_asks_another_host_for_anything(one_stage, db, role):
    client, found, all_asked = asking.client_of(one_stage, role), {}, set()
    for name, url in asking.addresses(one_stage).items():
        with asking.undone(client):
            asked = asked_for(client.get(url))
        all_asked |= asked
        if away := elsewhere(asked):
            found[name] = away
    assert found == {}
    assert len(all_asked) > 10


def test_no_style_asks_another_host_for_anything():
    found, count = {}, 0
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            if path.endswith(".css"):
                count += 1
                with storage.open(path) as file:
                    away = elsewhere(set(URL.findall(file.read().decode("utf-8"))))
                if away := {one for one in away if not one.startswith("data:")}:
                    found[path] = away
    assert (found, count > 5) == ({}, True)


def test_no_script_of_ours_names_another_host():
    found = {}
    for path in (
        path for app in ("consultation", "cms") for path in (settings.BASE_DIR / app / "static").rglob("*.js")
    ):
        if away := re.findall(r"""["'`](?:https?:)?//[a-z0-9.-]+\.[a-z]+""", path.read_text(encoding="utf-8")):
            found[path.name] = away
    assert found == {}
