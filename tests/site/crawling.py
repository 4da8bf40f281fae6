"""Following every link of the site, as somebody, from the home pages on."""

from __future__ import annotations

import re
from collections import Counter, deque
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from django.test import Client
from lxml import html as parsing

A_SORT = 4
# Signing out ends the walk; files of the theme are served by another; the admin is Wagtail's own. Each
# of some thousand interface texts has a page of its own.
LEFT_OUT = re.compile(r"^/(static|admin|media)/|/accounts/logout/|^/\w\w/texts/\w\w/[0-9a-f]{16}/")


def twice(tree: parsing.HtmlElement) -> list[str]:
    """Ids that a page gives to more than one of its elements."""
    return [name for name, count in Counter(map(str, tree.xpath("//@id"))).items() if count > 1]


class Crawl:
    """Pages seen by one client: `faults` has what is wrong, by the address it is wrong at."""

    def __init__(self, client: Client, most: int = 2000) -> None:
        self.client, self.most = client, most
        self.seen: dict[str, int] = {}
        self.sorts: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self.ids: dict[str, set[str]] = {}
        self.wanted: list[tuple[str, str, str]] = []
        self.faults: dict[str, str] = {}

    def walk(self, *starts: str) -> Crawl:
        waiting = deque((start, "") for start in starts)
        while waiting and len(self.seen) < self.most:
            url, found_at = waiting.popleft()
            if url not in self.seen and self._is_new(url):
                waiting.extend((link, url) for link in self._open(url, found_at))
        self._check_fragments()
        return self

    def _is_new(self, url: str) -> bool:
        """Whether few pages of its sort were seen: the same page asked for otherwise, in any language."""
        parts = urlsplit(url)
        sort = re.sub(r"^/\w\w/", "/", parts.path), tuple(sorted(parse_qs(parts.query)))
        self.sorts[sort] += 1
        return not parts.query or self.sorts[sort] <= A_SORT

    def _open(self, url: str, found_at: str) -> list[str]:
        response = self.client.get(url)
        self.seen[url] = response.status_code
        if response.status_code >= 400:
            self.faults[url] = f"{response.status_code}, linked from {found_at}"
        if response.status_code in (301, 302):
            return [link for link, _at in [self._split(url, response["Location"])] if link]
        if response.streaming:
            b"".join(response.streaming_content)  # read to its end, a file is closed
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            return []
        tree = parsing.fromstring(response.content)
        if double := twice(tree):
            self.faults[url] = f"stands twice: {', '.join(double)}"
        self.ids[url] = {*tree.xpath("//@id"), *tree.xpath("//a/@name")}
        return [link for link in self._links(url, tree) if link]

    def _links(self, url: str, tree: parsing.HtmlElement) -> list[str]:
        links = []
        for href in tree.xpath("//a/@href | //area/@href | //link[@rel='alternate']/@href"):
            link, fragment = self._split(url, href)
            if fragment and (link or href.startswith("#")):
                self.wanted.append((url, link or url, fragment))
            links.append(link)
        return links

    def _split(self, url: str, href: str) -> tuple[str, str]:
        """The address on this site, empty for others, and the fragment."""
        absolute, fragment = urldefrag(urljoin(f"http://testserver{url}", href))
        parts = urlsplit(absolute)
        if parts.netloc != "testserver" or parts.scheme not in ("http", "https") or LEFT_OUT.search(parts.path):
            return "", fragment
        return f"{parts.path}?{parts.query}" if parts.query else parts.path, fragment

    def _check_fragments(self) -> None:
        for at, link, fragment in self.wanted:
            if link in self.ids and fragment not in self.ids[link]:
                self.faults[f"{link}#{fragment}"] = f"no such place, linked from {at}"
