"""Writes the files of proposed changes: pandoc writes text, and in Word marks and comments; the rest follows.

Both files have the same page, so the same marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lxml import etree

from charter.actions.papers.issued_papers import issue_marked_paper
from charter.exports import office_details, open_anchors, open_tracking, word_anchors
from charter.exports.office_details import OFFICE
from charter.exports.proposed import Proposed
from charter.exports.tracking import W
from charter.exports.word_anchors import PROPERTY
from charter.files import pandoc
from charter.files.archives import pack_archive, parse_xml
from charter.models import IssuedPaper
from charter.queries.languages.names import Language, language_of
from charter.queries.papers.issued_marks import marks_of
from charter.queries.papers.issued_papers import signed_id
from charter.queries.papers.working_papers import article_at

COMMENTS = "word/comments.xml"


def write_proposed_docx(paper: Proposed, *options: str) -> bytes:
    """The Word file; changes can be accepted and rejected in it, and new ones are tracked."""
    signed = signed_id(_issued(paper))
    return write_tracked_docx(
        paper.page(), options, language_of(paper.language), paper.at, paper.title(), signed, (_property(signed),)
    )


def write_tracked_docx(
    page: str,
    options: Sequence[str],
    language: Language,
    at: datetime,
    title: str,
    signed_id: str = "",
    properties: Sequence[str] = (),
) -> bytes:
    """The Word file of a page with insertions, deletions and comments; it names its paper by a signed id."""
    data = pandoc.from_html(page, "docx", *_without_author(options), *properties)
    parts = office_details.parts_of(office_details.finish_word(data, language, at))
    names = ("word/document.xml", "word/settings.xml", "word/styles.xml", "docProps/core.xml", COMMENTS)
    document, settings, styles, core, comments = (parse_xml(parts[name]) for name in names)
    word_anchors.name_file(core, title, signed_id)
    word_anchors.name_bookmarks(document)
    word_anchors.number_marks(document)
    word_anchors.track_changes(settings)
    word_anchors.grey_citations(styles)
    if language.dir == "rtl":
        _turn(comments)
    roots = dict(zip(names, (document, settings, styles, core, comments), strict=True))
    return pack_archive(parts | {name: office_details.xml(root) for name, root in roots.items()})


def write_proposed_odt(paper: Proposed, *options: str) -> bytes:
    """The OpenDocument text with the same changes and comments."""
    page, signs = open_tracking.sign_page(paper.page(has_end=True))
    signed = signed_id(_issued(paper))
    data = pandoc.from_html(page, "odt", *_without_author(options), _property(signed))
    parts = office_details.parts_of(office_details.open_document(data, language_of(paper.language), paper.at))
    names = ("content.xml", "styles.xml", "meta.xml")
    content, styles, facts = (parse_xml(parts[name]) for name in names)
    open_anchors.name_file(facts, paper.title(), signed)
    open_anchors.name_bookmarks(content)
    open_anchors.grey_citations(styles)
    for body in content.iter(f"{OFFICE}text"):
        open_tracking.finish_open_tracking(body, signs)
    roots = dict(zip(names, (content, styles, facts), strict=True))
    return pack_archive(parts | {name: office_details.xml(root) for name, root in roots.items()})


def _issued(paper: Proposed) -> IssuedPaper:
    """The row that knows which amendments are marked in the file."""
    ends = paper.ends or (paper.text.article,)
    articles = [article_at(paper.version, address) if address else None for address in ends]
    return issue_marked_paper(
        version=paper.version,
        article=articles[0],
        last_article=articles[1] if len(articles) > 1 else None,
        language=paper.language,
        marks=marks_of(paper.articles),
    )


def _property(signed: str) -> str:
    return f"--metadata={PROPERTY}:{signed}"


def _without_author(options: Sequence[str]) -> list[str]:
    """The author would be a paragraph of the file that nobody can tell from text."""
    return [option for option in options if not option.startswith("--metadata=author")]


def _turn(comments: etree._Element) -> None:
    """Comments run from right to left."""
    for paragraph in comments.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        style = properties.find(f"{W}pStyle")
        turned = etree.Element(f"{W}bidi")
        properties.insert(0, turned) if style is None else style.addnext(turned)
