"""A draft as a Word file for colleagues without an account: its words as tracked changes, the sentence, the reason."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from lxml import html as lxml_html

from charter.files import pandoc
from charter.files.word_languages import state_language
from charter.models import Amendment, AmendmentText
from charter.queries.amending.shown_changes import Shown
from charter.queries.languages.names import language_of
from charter.wording.charter_text import name_proposers

TRACKED = {"ins": "insertion", "del": "deletion"}
UNSEEN = "vh"
BORDER = "¶"


def write_draft_docx(amendment: Amendment, text: AmendmentText, changes: Sequence[Shown], language: str) -> bytes:
    """The file; `changes` as the page shows them, `language` the one of the interface."""
    author, when = name_proposers(amendment), text.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    rows = [{"row": change, "words": tracked_changes(str(change.redline), author, when)} for change in changes]
    context = {
        "amendment": amendment,
        "text": text,
        "rows": rows,
        "changes": changes,
        "resolution": getattr(amendment, "resolution", None),
        "language": language_of(language),
        "words": language_of(text.language),
    }
    data = pandoc.from_html(render_to_string("charter/amending/proposing/document.html", context), "docx")
    return state_language(data, language_of(language))


def tracked_changes(redline: str, author: str, when: str) -> str:
    """A redline whose marks are changes of a word processor; what is said to who does not see them is left out."""
    whole = lxml_html.fragment_fromstring(redline, create_parent="div")
    for unseen in whole.find_class(UNSEEN):
        unseen.drop_tree()
    for border in [*whole.find_class("split"), *whole.find_class("join")]:
        border.text = BORDER
    for gone in whole.iter("del"):
        _close_up(gone)
    for element in list(whole.iter(*TRACKED)):
        element.attrib.clear()
        element.set("class", TRACKED[str(element.tag)])
        element.set("data-author", author)
        element.set("data-date", when)
        element.tag = "span"
    inner = lxml_html.tostring(whole, encoding="unicode")
    return inner.removeprefix("<div>").removesuffix("</div>")


def _close_up(gone: lxml_html.HtmlElement) -> None:
    """A redline sets a space between words that go and words that come, beside the one before them: once is enough."""
    before, after = gone.getprevious(), gone.getnext()
    text_before = (before.tail if before is not None else gone.getparent().text) or ""
    if text_before.endswith(" ") and gone.tail == " " and after is not None and after.tag == "ins":
        gone.tail = ""
