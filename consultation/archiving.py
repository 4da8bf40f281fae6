"""The public pages as plain files that any web server can keep alive, at the same addresses.

Every page is requested as a reader without an account sees it, from the home pages on, and written once. A page with
a question behind its address (`?page=2`) has an address of its own, and links to it are turned there. Links are
relative, for pages that are opened from a disk. What needs a living site (forms, signing in, searching, reporting a
comment, feeds) is left out, and so are other views of a page and files of a part of the text: the page and the files
of the whole text say the same. Links to what is left out become plain words.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import deque
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import resolve
from lxml import html as parsing

from charter import tasks
from charter.exports import paper_names
from charter.queries.reading import charters

# Questions whose answers are kept.
KEPT = {"round", "page", "who"}
# Questions that show the same page in another way. Every other question is about finding, and leads to the whole page.
VIEWS = {"view", "all", "beside", "run"}
ALIVE = re.compile(
    r"^/(admin|api|documents/|feeds/|health)|/propose/$|^/[\w-]+/comments/\d+/."
    r"|^/[\w-]+/(accounts|city|desk|follow|join|search|mail|invitations|languages)(/|$)"
)
PAPER = re.compile(rf"^/[\w-]+/(?P<name>{paper_names.NAME})(\.\w+|/download/)$")
WHOLE = re.compile(r"(charter|decisions|edition|referred|release)/\d+|campaign-report|comment-table")
IN_STYLES = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
LEADING_ON = """<!doctype html>
<meta charset="utf-8"><meta http-equiv="refresh" content="0; url={link}"><a href="{link}">{link}</a>
"""


class Archive:
    """Walks the site and writes what it sees below a folder; `lost` has addresses that gave no page."""

    def __init__(self, folder: Path, *, with_files: bool = True, say: Callable[[str], object] = print) -> None:
        self.folder, self.with_files, self.say = folder, with_files, say
        self.client = Client(SERVER_NAME=urlsplit(settings.SITE_URL).hostname or "localhost")
        self.secure = settings.SITE_URL.startswith("https")
        self.written: dict[str, Path] = {}
        self.lost: dict[str, int] = {}
        self.links: dict[str, list[str]] = {}
        self.closed: set[str] = set()
        self.targets: dict[str, str | None] = {}

    def walk(self) -> Archive:
        waiting = deque(["/", *(f"/{code}/" for code in charters.charter_languages()), "/sitemap.xml", "/robots.txt"])
        seen = set(waiting)
        while waiting:
            for link in self._take(waiting.popleft()):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)
        missing = f"/{charters.first_language()}/nothing-is-here/"
        answer = self.client.get(missing, secure=self.secure).content
        # A server answers with this page at any address, so that its links begin at the root.
        for place, base in ((Path("404.html"), ""), (place_of(missing), missing)):
            self._keep(place, self._page(missing, answer, base)[0])
        self._drop_closed_links()
        return self

    def _take(self, address: str) -> list[str]:
        """Writes one page; returns where it leads."""
        response = self._ask(address)
        if response.status_code in (301, 302):
            return self._forward(address, str(response["Location"]))
        if response.status_code != 200:
            self.lost[address] = response.status_code
            return []
        content = b"".join(response.streaming_content) if response.streaming else response.content
        kind = str(response.get("Content-Type", ""))
        links: list[str] = []
        if kind.startswith("text/html") and "attachment" not in response.get("Content-Disposition", ""):
            content, links = self._page(address, content, address)
            self.links[address] = links
        elif kind.startswith("text/css"):
            links = [urljoin(address, link) for link in IN_STYLES.findall(content.decode()) if "data:" not in link]
        self.written[address] = self._keep(place_of(address), content)
        return links

    def _ask(self, address: str):  # type: ignore[no-untyped-def]  # the client of Django names no type of its own
        response = self.client.get(address, secure=self.secure)
        if response.status_code == 202:  # a long file, which the queue would make
            match = resolve(urlsplit(address).path)
            tasks.make_file.func(match.kwargs["name"], match.kwargs["ending"], address.split("/")[1])
            response = self.client.get(address, secure=self.secure)
        return response

    def _forward(self, address: str, to: str) -> list[str]:
        """A page that leads on: plain servers know no redirection."""
        target = self._kept(urljoin(settings.SITE_URL + address, to))
        if target is None:
            self.closed.add(address)
            return []
        fragment = urlsplit(to).fragment
        link = link_between(address, target) + (f"#{fragment}" if fragment else "")
        page = LEADING_ON.format(link=link)
        self.written[address] = self._keep(place_of(address), page.encode())
        return [target]

    def _page(self, address: str, content: bytes, base: str) -> tuple[bytes, list[str]]:
        """The page with its links turned to where they lead in the archive, seen from `base`, and those links."""
        root = parsing.document_fromstring(content.decode())
        for form in list(root.iter("form")):
            form.drop_tree()
        links = list(self._turned(address, root, base))
        return parsing.tostring(root, encoding="utf-8", doctype="<!doctype html>"), links

    def _turned(self, address: str, root: parsing.HtmlElement, base: str) -> Iterator[str]:
        for element in root.xpath("//*[@href] | //*[@src]"):
            name = "href" if element.get("href") is not None else "src"
            link = element.get(name)
            if link.startswith(("#", "data:", "mailto:")):
                continue
            whole = urljoin(settings.SITE_URL + address, link)
            if self._is_outside(whole):
                continue
            target = self._kept(whole)
            if target is None:
                del element.attrib[name]
                continue
            _base, _hash, fragment = link.partition("#")
            if element.get("rel") != "canonical":  # it names the address that other people cite
                element.set(name, link_between(base, target) + (f"#{fragment}" if fragment else ""))
            yield target

    def _drop_closed_links(self) -> None:
        """Links to addresses that only lead to what needs a living site become plain words too."""
        for address, links in self.links.items():
            places = {link_between(address, target) for target in self.closed.intersection(links)}
            if not places:
                continue
            root = parsing.document_fromstring(self.written[address].read_bytes().decode())
            for element in root.xpath("//*[@href]"):
                if element.get("href").partition("#")[0] in places:
                    del element.attrib["href"]
            self.written[address].write_bytes(parsing.tostring(root, encoding="utf-8", doctype="<!doctype html>"))

    def _is_outside(self, whole: str) -> bool:
        host = urlsplit(whole).netloc
        return host != urlsplit(settings.SITE_URL).netloc and host != self.client.defaults["SERVER_NAME"]

    def _kept(self, whole: str) -> str | None:
        """The address in the archive of what a whole link leads to; None for what needs a living site."""
        path, _hash, _fragment = whole.partition("#")
        if path not in self.targets:
            self.targets[path] = self._find_target(path)
        return self.targets[path]

    def _find_target(self, whole: str) -> str | None:
        parts = urlsplit(whole)
        paper = PAPER.match(parts.path)
        if ALIVE.search(parts.path) or (paper and not (self.with_files and WHOLE.fullmatch(paper["name"]))):
            return None
        questions = parse_qsl(parts.query)
        if any(name in VIEWS for name, _value in questions):
            return None
        query = [(name, value) for name, value in questions if name in KEPT]
        return parts.path + (f"?{urlencode(sorted(query))}" if query else "")

    def _keep(self, place: Path, content: bytes) -> Path:
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path


def archived_address(address: str) -> str:
    """The address as links in the archive say it: a question becomes a part of the path."""
    path, _mark, question = address.partition("?")
    if not question:
        return path
    name = hashlib.sha256(question.encode()).hexdigest()[:12]
    return f"{path.rstrip('/')}/q/{name}/"


def link_between(address: str, target: str) -> str:
    """The link from one page of the archive to another one, relative to the first; from the root for no address."""
    place = place_of(target)
    if not address:
        return "/" + quote(place.as_posix())
    parts, folders = place.parts, place_of(address).parts[:-1]
    shared = len(posixpath.commonprefix([parts, folders]))
    return quote("/".join([*[".."] * (len(folders) - shared), *parts[shared:]]))


@lru_cache(maxsize=10_000)
def place_of(address: str) -> Path:
    """Where the page is written, below the folder."""
    path = unquote(archived_address(address)).lstrip("/")
    return Path(path, "index.html") if not path or path.endswith("/") else Path(path)
