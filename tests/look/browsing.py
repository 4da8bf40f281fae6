"""How tests of the look open a page."""

from __future__ import annotations

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

HOST = "http://localhost"


def page_of(browser: Browser, html: str, width: int = 1280, scheme: str = "light") -> Page:
    """The HTML opened under the site's own policy: only files of the site, nothing inline."""
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/"))
            route.fulfill(path=file) if file else route.fulfill(status=404)
        else:
            route.fulfill(
                body=html, content_type="text/html", headers={"Content-Security-Policy": "default-src 'self'"}
            )

    page.route(f"{HOST}/**", answer)
    page.goto(f"{HOST}/")
    return page
