"""Papers for word processors and readers of books, by pandoc; what it leaves out is put in afterwards."""

from __future__ import annotations

from collections.abc import Callable
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from lxml import html as lxml_html

from accounts.queries.site_settings import site_name
from charter.exports import office_details, tracking
from charter.exports.comment_tables import CommentTable
from charter.exports.commented import Commented
from charter.exports.comparisons import Changes
from charter.exports.decisions import DecisionTable
from charter.exports.papers import Printed
from charter.exports.proposed import Proposed
from charter.exports.proposed_files import write_proposed_docx, write_proposed_odt, write_tracked_docx
from charter.files import pandoc
from charter.queries.languages.names import Language, language_of

Step = Callable[[lxml_html.HtmlElement], None]
ON_SCREEN_ALONE = "//nav | //a[@class='cite'] | //p[@class='brand'] | //meta[@name='viewport'] | //h1"


def write_docx(paper: Printed) -> bytes:
    """A Word file; changes between versions and of amendments are tracked ones, comments are in the margin."""
    language = language_of(paper.language)
    if isinstance(paper, Proposed):
        return write_proposed_docx(paper, *options(language))
    if isinstance(paper, Commented):
        return write_tracked_docx(paper.margin_page(), options(language), language, paper.at, paper.title())
    steps = [tracking.prepare_tracking] if isinstance(paper, Changes) else []
    data = pandoc.from_html(_page(paper, *steps), "docx", *options(language))
    return office_details.finish_word(data, language, paper.at, wide=isinstance(paper, DecisionTable | CommentTable))


def write_odt(paper: Printed) -> bytes:
    """An OpenDocument text; changes between versions are underlined or struck, those that are proposed are tracked."""
    language = language_of(paper.language)
    if isinstance(paper, Proposed):
        return write_proposed_odt(paper, *options(language))
    data = pandoc.from_html(_page(paper, _without_places), "odt", *options(language))
    return office_details.open_document(data, language, paper.at)


def write_epub(paper: Printed) -> bytes:
    """A book; changes are underlined or struck, and said in words."""
    language = language_of(paper.language)
    name = uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/{paper.language}/{paper.name}")
    own = (f"--metadata=identifier:urn:uuid:{name}", f"--metadata=date:{paper.at:%Y-%m-%d}", "--split-level=1")
    data = pandoc.from_html(_page(paper), "epub3", *options(language), *own)
    return office_details.finish_epub(data, language, paper.at)


def write_markdown(paper: Printed) -> bytes:
    """Plain text with signs; changes are said in words."""
    page = _page(paper, _without_marks)
    return pandoc.from_html(page, "gfm-raw_html", *options(language_of(paper.language)))


def _page(paper: Printed, *steps: Step) -> str:
    """The page without what only a screen needs, changed by each step; its title is in its head."""
    root = lxml_html.document_fromstring(paper.page())
    for element in root.xpath(ON_SCREEN_ALONE):
        element.drop_tree()
    for around in [*root.iter("main"), *root.find_class("printed")]:
        around.drop_tag()
    for step in steps:
        step(root)
    return lxml_html.tostring(root, encoding="unicode", doctype="<!doctype html>")


def _without_places(root: lxml_html.HtmlElement) -> None:
    """An OpenDocument text would make a section of each place that has a name."""
    for element in root.iter("div", "section"):
        element.attrib.pop("id", None)


def _without_marks(root: lxml_html.HtmlElement) -> None:
    for mark in list(root.iter("ins", "del")):
        mark.drop_tag()


def options(language: Language) -> list[str]:
    """The arguments of pandoc for every paper: language, direction, author."""
    author = f"--metadata=author:{site_name()}"
    arguments = ["--shift-heading-level-by=-1", f"--metadata=lang:{language.tag}", author]
    if language.dir == "rtl":
        arguments += ["--metadata=dir:rtl", "--metadata=page-progression-direction:rtl"]
    return arguments
