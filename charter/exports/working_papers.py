"""An article, a part of the charter, or the whole charter as a Word or OpenDocument file to work in.

Changes are tracked, and each paragraph has its key.

Pandoc writes the text; what it cannot write is put in afterwards.
"""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from lxml import etree

from charter.exports import office, office_details, open_anchors, word_anchors
from charter.exports.office_details import OFFICE
from charter.exports.open_anchors import TEXT
from charter.exports.papers import full_address, speak_language
from charter.exports.texts import levels_of_points
from charter.exports.word_anchors import PROPERTY
from charter.files import pandoc
from charter.files.archives import pack_archive, parse_xml
from charter.models import Article, IssuedPaper
from charter.queries.languages.names import language_of
from charter.queries.papers.issued_papers import signed_id
from charter.queries.papers.working_papers import lines_in
from charter.queries.reading import articles
from charter.states import TERM_HEADINGS


def docx(paper: IssuedPaper) -> bytes:
    """The Word file. It is the same as long as its version has the same words."""
    data = office_details.finish_word(_written(paper, "docx"), language_of(paper.language), paper.version.published_at)
    return _anchored(data, _title(paper), signed_id(paper))


def odt(paper: IssuedPaper) -> bytes:
    """The OpenDocument text. It is the same as long as its version has the same words."""
    data = office_details.open_document(
        _written(paper, "odt"), language_of(paper.language), paper.version.published_at
    )
    return _anchored_open(data, _title(paper), signed_id(paper))


# What writes the file, by its ending.
WRITERS = {"docx": docx, "odt": odt}


def _written(paper: IssuedPaper, kind: str) -> bytes:
    with speak_language(paper.language):
        page = _page(paper)
    # Title and author would be paragraphs of the file that nobody can tell from text.
    language = language_of(paper.language)
    options = [option for option in office.options(language) if not option.startswith("--metadata=author")]
    options.append(f"--metadata={PROPERTY}:{signed_id(paper)}")
    return pandoc.from_html(page, kind, *options)


def _page(paper: IssuedPaper) -> str:
    lines = lines_in(paper.version, paper.article, paper.language, paper.last_article)
    deep = levels_of_points(lines)
    rows = [
        {
            "key": line.provision.key.hex,
            "citation": line.citation,
            "words": line.html,
            "level": deep[line.provision.pk],
            "is_title": line.is_title,
            "is_heading": line.is_heading,
            "is_term": line.kind in TERM_HEADINGS,
        }
        for line in lines
    ]
    context = {
        "language": language_of(paper.language),
        "notes": _notes(paper),
        "rows": rows,
    }
    return render_to_string("charter/papers/exports/to_work_in.html", context)


def _title(paper: IssuedPaper) -> str:
    return str(paper.version.charter.title.in_language(paper.language).text)


def _notes(paper: IssuedPaper) -> list[str]:
    number = paper.version.number
    first, last = (_place(paper, article) for article in (paper.article, paper.last_article))
    address = full_address("article", number, first) if first else full_address("version", number)
    part = f" {first}–{last}." if last else ""
    version = _("Version %(number)s, %(language)s") % {
        "number": paper.version.number,
        "language": language_of(paper.language).in_words,
    }
    return [
        f"{_title(paper)}.{part} {version}. {address}",
        _("Edit the text. Your changes are tracked. Then import the file on the page “My city”."),
        _("The citations in square brackets are not part of the text. Do not change them."),
    ]


def _place(paper: IssuedPaper, article: Article | None) -> str:
    return articles.place_in(paper.version, str(article.key)) if article else ""


def _anchored(data: bytes, title: str, signed: str) -> bytes:
    parts = office_details.parts_of(data)
    core = parse_xml(parts["docProps/core.xml"])
    document, settings = parse_xml(parts["word/document.xml"]), parse_xml(parts["word/settings.xml"])
    styles = parse_xml(parts["word/styles.xml"])
    word_anchors.name_file(core, title, signed)
    word_anchors.name_bookmarks(document)
    word_anchors.track_changes(settings)
    word_anchors.protect_tracking(settings)
    word_anchors.grey_citations(styles)
    changed = {
        "word/document.xml": document,
        "word/settings.xml": settings,
        "word/styles.xml": styles,
        "docProps/core.xml": core,
    }
    return pack_archive(parts | {name: office_details.xml(root) for name, root in changed.items()})


def _anchored_open(data: bytes, title: str, signed: str) -> bytes:
    parts = office_details.parts_of(data)
    facts, content, styles = (parse_xml(parts[name]) for name in ("meta.xml", "content.xml", "styles.xml"))
    open_anchors.name_file(facts, title, signed)
    open_anchors.name_bookmarks(content)
    open_anchors.grey_citations(styles)
    for body in content.iter(f"{OFFICE}text"):
        body.insert(0, etree.Element(f"{TEXT}tracked-changes", {f"{TEXT}track-changes": "true"}))
    changed = {"meta.xml": facts, "content.xml": content, "styles.xml": styles}
    return pack_archive(parts | {name: office_details.xml(root) for name, root in changed.items()})
