"""From the text of an HTML file to clean blocks: an allow-list of elements, everything else named as left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from charter.facts.numerals import Label
from charter.files import inline
from charter.files.inline import BREAK, Run
from charter.files.left_out import LeftOut, left_out, sum_notes
from charter.files.refusals import EMPTY, TOO_DEEP, TOO_MANY, Unreadable
from charter.importing.blocks import BETWEEN_CELLS, Block, Blocks, check_bounds, part_runs
from charter.importing.lists import OpenList, open_list

# The parser stops at 2,048 and loses what lies deeper; no text is nested like this.
DEEPEST = 250

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(
    {"html", "body", "div", "section", "article", "header", "footer", "main", "aside", "address", "blockquote", "p"}
    | {"pre", "li", "ul", "ol", "dl", "dt", "dd", "figure", "figcaption", "hgroup", "details", "summary", "center"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "fieldset", "hr"}
)
MEDIA = ("iframe", "object", "embed", "img", "svg", "canvas", "audio", "video", "picture", "map", "math")
CONTROLS = ("form", "button", "input", "select", "textarea")
LEFT_OUT = (
    dict.fromkeys(("script", "noscript", "template"), "script")
    | dict.fromkeys(("style", "link"), "style")
    | dict.fromkeys(MEDIA, "picture")
    | dict.fromkeys(CONTROLS, "form")
    | {"nav": "navigation"}
)

HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
)
# More than a long charter has.
MOST_ELEMENTS = 200_000


def read_html(text: str, left_out: Iterable[LeftOut] = ()) -> Blocks:
    """The clean blocks of an HTML text."""
    if not text.strip():
        raise Unreadable(EMPTY)
    # Each element has one or two of these; the parser would keep all of them in memory.
    if text.count("<") > 2 * MOST_ELEMENTS:
        raise Unreadable(TOO_MANY, n=MOST_ELEMENTS)
    root = _parsed(text)
    _refuse_depth(root)
    collector = _Collector(hiding=_hiding_selectors(root), left_out=list(left_out))
    collector.walk(root, frozenset(), "")
    collector.flush()
    return check_bounds(collector.blocks, _head_title(root), sum_notes(collector.all_left_out()))


def _parsed(text: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        raise Unreadable(EMPTY) from None


def _refuse_depth(root: html.HtmlElement) -> None:
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise Unreadable(TOO_DEEP)


def _head_title(root: html.HtmlElement) -> str:
    return inline.plain_words(
        inline.collapse_spaces([Run(inline.clean_characters(root.findtext("head/title") or "").text)])
    )


def _hiding_selectors(root: html.HtmlElement) -> frozenset[str]:
    """The simple selectors that the document's own style sheet hides."""
    sheets = " ".join(sheet.text_content() for sheet in root.iter("style"))
    hidden = (names for names, declarations in _rules(sheets) if HIDING.search(declarations))
    return frozenset(name.strip().lower() for names in hidden for name in names.split(","))


def _rules(sheets: str) -> Iterator[tuple[str, str]]:
    """The selectors and the declarations of each innermost rule of style sheets."""
    for rule in sheets.split("}")[:-1]:
        before, brace, declarations = rule.rpartition("{")
        if brace:
            yield before.rpartition("{")[2], declarations


@dataclass
class _Collector:
    """Walks a document once and gathers its blocks; nothing else in this package keeps state."""

    hiding: frozenset[str]
    left_out: list[LeftOut]
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    rows: list[OpenList] = field(default_factory=list)
    heading: int = 0
    label: Label | None = None
    source_id: str = ""
    removed: Counter[str] = field(default_factory=Counter)

    def all_left_out(self) -> list[LeftOut]:
        return self.left_out + [left_out(kind, count=count) for kind, count in self.removed.items() if count]

    def walk(self, element: html.HtmlElement, formats: frozenset[str], href: str) -> None:
        if not isinstance(element.tag, str):
            return
        tag = element.tag.rpartition("}")[2].lower()
        if self._stays_out(element, tag):
            return
        if tag in BLOCKS or tag in HEADINGS:
            self._block(element, tag)
        elif tag == "br":
            self.runs.append(Run(BREAK, formats, href))
        else:
            self._inside(element, formats | _formats(element, tag), self._link(element, tag) or href)

    def _stays_out(self, element: html.HtmlElement, tag: str) -> bool:
        if tag == "head":
            self._notes_of_head(element)
            return True
        kind = LEFT_OUT.get(tag) or self._hidden(element, tag) or _notes(element) or _own(element, tag)
        if not kind:
            return False
        words = "" if kind in ("script", "style", "own") else element.text_content()
        self.left_out.append(left_out(kind, words))
        return True

    def _notes_of_head(self, head: html.HtmlElement) -> None:
        for element in head.iter("script", "style"):
            self.left_out.append(left_out(LEFT_OUT[element.tag]))

    def _hidden(self, element: html.HtmlElement, tag: str) -> str | None:
        if element.get("hidden") is not None or HIDING.search((element.get("style") or "").lower()):
            return "hidden"
        names = {tag, "#" + (element.get("id") or "").lower()} | {
            "." + name.lower() for name in (element.get("class") or "").split()
        }
        return "hidden" if self.hiding & (names | {tag + name for name in names}) else None

    def _block(self, element: html.HtmlElement, tag: str) -> None:
        if tag in ("td", "th") and _is_plain_row(element.getparent()):
            self._cell(element)
            return
        self.flush()
        self.source_id = element.get("data-key") or element.get("id") or self.source_id
        if tag == "table":
            self.left_out.append(left_out("table", element.text_content()))
        self.heading = HEADINGS.get(tag, 0)
        if tag in ("ol", "ul"):
            self.rows.append(open_list(element))
        if tag == "li" and self.rows:
            self.label = self.rows[-1].label(element)
        self._inside(element, frozenset(), "")
        self.flush()
        self._close(tag)

    def _cell(self, element: html.HtmlElement) -> None:
        """Goes on in the line of the row."""
        if inline.plain_words(self.runs).strip() and element.text_content().strip():
            self.runs.append(Run(BETWEEN_CELLS))
        self._inside(element, frozenset(), "")

    def _close(self, tag: str) -> None:
        self.heading, self.label, self.source_id = 0, None, ""
        if tag in ("ol", "ul"):
            self.rows.pop()

    def _inside(self, element: html.HtmlElement, formats: frozenset[str], href: str) -> None:
        self._text(element.text, formats, href)
        for child in element:
            self.walk(child, formats, href)
            self._text(child.tail, formats, href)

    def _text(self, text: str | None, formats: frozenset[str], href: str) -> None:
        if text:
            cleaned = inline.clean_characters(text)
            self.removed.update(bidi=cleaned.bidi, invisible=cleaned.invisible, control=cleaned.control)
            self.runs.append(Run(cleaned.text, formats, href))

    def _link(self, element: html.HtmlElement, tag: str) -> str:
        address = element.get("href") if tag == "a" else None
        if not address or address.startswith("#"):
            return ""
        kept = inline.link_address(address)
        if not kept:
            self.left_out.append(left_out("link", f"{element.text_content()} ({address})"))
        return kept or ""

    def flush(self) -> None:
        """Ends the block being gathered; a line break starts a new one where a label stands after it."""
        for runs in part_runs(self.runs):
            self._add(inline.collapse_spaces(runs))
        self.runs = []

    def _add(self, runs: tuple[Run, ...]) -> None:
        if not inline.plain_words(runs).strip(" \u00a0\u202f"):
            return
        role = "heading" if self.heading else "item" if self.label else "text"
        self.blocks.append(Block(role, self.heading or len(self.rows), runs, self.label, self.source_id))
        self.label, self.source_id = None, ""


def _is_plain_row(row: html.HtmlElement | None) -> bool:
    """Whether the cells of a row have words alone, so that the row is one line."""
    inside = (
        (descendant for cell in row if isinstance(cell.tag, str) for descendant in cell.iterdescendants("*"))
        if row is not None
        else ()
    )
    return (
        row is not None
        and row.tag == "tr"
        and not any(descendant.tag in BLOCKS or descendant.tag in HEADINGS for descendant in inside)
    )


def _formats(element: html.HtmlElement, tag: str) -> frozenset[str]:
    named = {inline.TAGS[tag]} if tag in inline.TAGS else set()
    return frozenset(named.union(inline.formats_of(element.get("style") or "")))


def _own(element: html.HtmlElement, tag: str) -> str | None:
    """What this site writes into its exports beside the text: citations before provisions, notes behind them."""
    classes = (element.get("class") or "").split()
    cites = tag == "a" and "cite" in classes and any(True for _above in element.iterancestors("div"))
    return "own" if cites or ("note" in classes and element.get("data-custom-style") == "Note") else None


def _notes(element: html.HtmlElement) -> str | None:
    classes = (element.get("class") or "").split()
    roles = (element.get("role") or "").split()
    if {"footnotes", "footnote-ref", "footnote-back"} & set(classes) or {"doc-endnotes", "doc-noteref"} & set(roles):
        return "footnote"
    return "comment" if {"comment-start", "comment-end"} & set(classes) else None
