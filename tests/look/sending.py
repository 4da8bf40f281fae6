"""A page with its style, script and letters as a front server sends them: compressed, over a slow line."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser

KINDS = {
    "css": "text/css",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "js": "text/javascript",
    "png": "image/png",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
COMPRESSED = {"ico", "png", "woff2"}  # already, in themselves
ASKED = re.compile(r'<(?:link rel="(?:stylesheet|preload|icon)"|script)[^>]+?(?:href|src)="(/static/[^"]+)"')
HASH = re.compile(r"\.[0-9a-f]{12}\.")
IN_STYLE = re.compile(r'url\("\.\./([^"]+)"\)')
# 400 kbit/s with 400 ms before the first byte, as Chromium's own tools count them.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) window.shifted += one.value })
  .observe({ type: "layout-shift", buffered: true });
"""
TEXT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@dataclass(frozen=True)
class Seen:
    """What a browser saw of a page over a slow line: how far things moved, bytes, when the words were there."""

    shift: float
    sent: int
    text_ms: float


def weights(html: str) -> dict[str, int]:
    """The bytes that are sent for the page and each file it asks for, by name."""
    names = list(dict.fromkeys(path.removeprefix("/static/") for path in ASKED.findall(html)))
    for style in [name for name in names if _kind(name) == "css"]:
        unhashed = {HASH.sub(".", name) for name in names}
        names += [name for name in IN_STYLE.findall(_file(style).decode()) if name not in unhashed]
    return {"page": len(_sent("html", html.encode()))} | {name: len(_sent(_kind(name), _file(name))) for name in names}


@contextmanager
def sending(html: str) -> Iterator[str]:
    """A server of that page and the site's files as long as it is needed; its address."""

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = self.path.removeprefix("/static/")
            contents = html.encode() if self.path == "/" else _file(name)
            kind = "html" if self.path == "/" else _kind(name)
            body = _sent(kind, contents)
            self.send_response(200)
            self.send_header("Content-Type", KINDS[kind])
            self.send_header("Content-Length", str(len(body)))
            if kind not in COMPRESSED:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: Any) -> None:
            """Nothing is said of it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def seen(browser: Browser, html: str, width: int = 360) -> Seen:
    """The page opened over a slow line, on a narrow screen."""
    page = browser.new_context(viewport={"width": width, "height": 740}).new_page()
    page.add_init_script(WATCH)
    tools, sent = page.context.new_cdp_session(page), []
    tools.on("Network.loadingFinished", lambda event: sent.append(int(event["encodedDataLength"])))
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW)
    with sending(html) as url:
        page.goto(url, wait_until="networkidle", timeout=60_000)
        page.evaluate("document.fonts.ready")
        result = Seen(page.evaluate("window.shifted"), sum(sent), page.evaluate(TEXT))
    page.context.close()
    return result


def _file(name: str) -> bytes:
    plain = HASH.sub(".", name)  # as a served page names it
    return Path(str(finders.find(name) or finders.find(plain))).read_bytes()


def _kind(name: str) -> str:
    return name.rpartition(".")[2]


def _sent(kind: str, body: bytes) -> bytes:
    return body if kind in COMPRESSED else gzip.compress(body, 6)
