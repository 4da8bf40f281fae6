"""Where the text of a PDF is on its pages, as WeasyPrint lays it out, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LEAST_LINES = 3
SLACK = 1.0  # px


@dataclass(frozen=True)
class Placed:
    """Text on one line of a page: its sides, and its middle from the top, in px; `direction` is of its box."""

    text: str
    left: float
    right: float
    middle: float
    size: float
    direction: str


def lay_out(html: str, *sheets: str) -> list[Any]:
    """The pages of a document with its style sheets; nothing is fetched."""
    import weasyprint
    import weasyprint.urls

    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    styles = [weasyprint.CSS(string=sheet) for sheet in sheets]
    return list(weasyprint.HTML(string=html, url_fetcher=fetcher).render(stylesheets=styles).pages)


def layout_faults(pages: list[Any]) -> list[str]:
    """Text over text, text beside the page, and a last page with too little text."""
    faults = []
    for number, page in enumerate(pages, 1):
        texts = sorted(_texts(page._page_box), key=lambda text: text.middle)
        outside = [text for text in texts if text.left < -SLACK or text.right > page.width + SLACK]
        outside += [text for text in texts if not 0 < text.middle < page.height]
        faults += [f"page {number}: outside: {text.text}" for text in outside]
        faults += [f"page {number}: {one.text!r} over {other.text!r}" for one, other in _overlaps(texts)]
    if len(pages) > 1 and (lines := count_lines(pages[-1])) < LEAST_LINES:
        faults.append(f"last page: {lines} lines")
    return faults


def count_lines(page: Any) -> int:
    """The lines of text on a page, without its margins; what is beside each other is one line."""
    lines: list[float] = []
    for text in sorted(_texts(_root(page)), key=lambda text: text.middle):
        if not lines or text.middle - lines[-1] > text.size / 2:
            lines.append(text.middle)
    return len(lines)


def margin_texts(page: Any) -> list[Placed]:
    """The texts in the margins of a page, as they are in memory: from left to right only in boxes that are `ltr`."""
    boxes = (box for box in page._page_box.children if type(box).__name__ == "MarginBox")
    return [text for box in boxes for text in _texts(box)]


def _root(page: Any) -> Any:
    return page._page_box.children[0]


def _texts(box: Any) -> Iterator[Placed]:
    for part in getattr(box, "children", ()):
        if type(part).__name__ == "TextBox" and part.text.strip() and part.width > 0:
            size = part.style["font_size"]
            left, middle = part.position_x, part.position_y + part.height / 2
            yield Placed(part.text.strip(), left, left + part.width, middle, size, part.style["direction"])
        elif not _is_hidden(part):
            yield from _texts(part)


def _is_hidden(box: Any) -> bool:
    return bool(box.style["overflow"] == "hidden" and box.width < 2)


def _overlaps(texts: list[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Pairs of texts whose lower-case letters would touch; a raised number beside its word is none."""
    for place, one in enumerate(texts):
        for other in texts[place + 1 :]:
            near = (one.size + other.size) / 4
            if other.middle - one.middle > near:
                break
            if min(one.right, other.right) - max(one.left, other.left) > SLACK:
                yield one, other
