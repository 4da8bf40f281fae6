"""Word and OpenDocument files: what waits to be accepted, what is hidden, what is no part of the text."""

import pytest

from charter.files.refusals import BROKEN, TRACKED, Unreadable
from charter.importing import word
from charter.importing.blocks import Blocks
from charter.importing.lines import Mark
from charter.importing.reading import read_file
from tests.charter.importing.made import OFFICE, W, docx, odt, paragraph, relations

INSERTED = '<w:ins w:id="1" w:author="A"><w:r><w:t xml:space="preserve"> always</w:t></w:r></w:ins>'
DELETED = '<w:del w:id="2" w:author="A"><w:r><w:delText xml:space="preserve"> never</w:delText></w:r></w:del>'
HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
SHOWN = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> shown</w:t></w:r>'
STYLES = f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
GHOST = '<w:p><w:pPr><w:pStyle w:val="Ghost"/></w:pPr><w:r><w:t>secret</w:t></w:r></w:p>'
CHANGES = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>gone</text:p></text:deletion>'
    "</text:changed-region></text:tracked-changes>"
)
ODT_HIDDEN = (
    '<office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties '
    'text:display="none"/></style:style></office:automatic-styles>'
)


def words(document: Blocks) -> list[str]:
    return [block.text for block in document.blocks]


def notes(document: Blocks) -> list[tuple[str, str]]:
    return [(part.what, part.words) for part in document.left_out]


@pytest.mark.parametrize(("tracked", "text"), [("accept", "Members always meet"), ("reject", "Members never meet")])
def test_pending_changes_are_read_as_told(tracked: str, text: str) -> None:
    meet = '<w:r><w:t xml:space="preserve"> meet</w:t></w:r>'
    document = read_file(docx(paragraph("Members", INSERTED, DELETED, meet)), "a.docx", tracked=tracked)
    assert (words(document), notes(document)) == ([text], [])


@pytest.mark.parametrize(
    "change",
    [
        INSERTED,
        DELETED,
        INSERTED.replace("w:ins", "w:moveTo"),
        DELETED.replace("w:del ", "w:moveFrom ").replace("w:del>", "w:moveFrom>"),
    ],
)
def test_every_kind_of_pending_change_is_asked_about(change: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(docx(paragraph("Members", change)), "a.docx")
    assert refusal.value.sentence is TRACKED


def test_hidden_runs_stay_out_and_are_listed() -> None:
    document = read_file(docx(paragraph("Members", HIDDEN, SHOWN)), "a.docx")
    assert (words(document), notes(document)) == (["Members shown"], [("hidden", "secret")])


def test_a_hidden_style_hides_its_paragraphs() -> None:
    document = read_file(docx(paragraph("Members") + GHOST, **{"word/styles.xml": STYLES}), "a.docx")
    assert (words(document), notes(document)) == (["Members"], [("hidden", "secret")])


def test_remarks_and_page_headers_are_listed() -> None:
    comments = f'<w:comments {W}><w:comment w:id="1">{paragraph("too long")}</w:comment></w:comments>'
    header = f"<w:hdr {W}>{paragraph('page head')}</w:hdr>"
    document = read_file(
        docx(paragraph("Members"), **{"word/comments.xml": comments, "word/header1.xml": header}), "a.docx"
    )
    assert sorted(notes(document)) == [("comment", "too long"), ("margin", "page head")]


def test_nothing_outside_is_asked_for() -> None:
    outside = f'<Relationship Id="r9" Type="{OFFICE}/image" Target="http://evil.example/x.png" TargetMode="External"/>'
    rels = relations(outside).replace("word/document.xml", "x.xml")
    document = read_file(docx(paragraph("Members"), **{"word/_rels/document.xml.rels": rels}), "a.docx")
    assert words(document) == ["Members"]


def test_words_of_a_text_box_are_kept_or_listed() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('boxed words')}</w:txbxContent></w:pict></w:r>"
    document = read_file(docx(paragraph("Members", box)), "a.docx")
    text = " ".join(words(document)) + " ".join(part.words for part in document.left_out)
    assert "boxed" in text


def test_a_document_that_is_no_document_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(docx("", **{"word/document.xml": "<other/>"}), "a.docx")
    assert refusal.value.sentence is BROKEN


def test_odt_hidden_words_and_remarks_stay_out() -> None:
    hidden = '<text:span text:style-name="T1">secret</text:span>'
    body = f"<text:p>good{hidden} words<office:annotation><text:p>hm</text:p></office:annotation></text:p>"
    document = read_file(odt(body, ODT_HIDDEN), "a.odt")
    assert words(document) == ["good words"]
    assert sorted(notes(document)) == [("comment", "hm"), ("hidden", "secret")]


def test_odt_changes_are_asked_about() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(odt(CHANGES + "<text:p>kept</text:p>"), "a.odt")
    assert (refusal.value.sentence, refusal.value.offers) == (TRACKED, ("accept", "reject"))


@pytest.mark.parametrize(("tracked", "text"), [("accept", "kept here"), ("reject", "kept gone here")])
def test_odt_changes_are_read_as_told(tracked: str, text: str) -> None:
    body = '<text:p>kept <text:change text:change-id="c1"/> here</text:p>'
    assert words(read_file(odt(CHANGES + body), "a.odt", tracked=tracked)) == [text]


def test_odt_changes_taken_as_accepted() -> None:
    assert words(read_file(odt(CHANGES + "<text:p>kept</text:p>"), "a.odt", tracked="accept")) == ["kept"]


def test_who_changed_what_and_when_is_kept() -> None:
    dated = INSERTED.replace('w:author="A"', 'w:author="City of Lyon" w:date="2026-01-10T09:00:00Z"')
    [line] = word.read_word(docx(paragraph("Members", dated, DELETED)), "accept").lines
    marks = [(piece.text, piece.inserted, piece.deleted) for piece in line.pieces]
    assert marks == [
        ("Members", None, None),
        (" always", Mark("City of Lyon", "2026-01-10T09:00:00Z"), None),
        (" never", None, Mark("A", "")),
    ]


def test_a_thousand_paragraphs_are_read_at_once() -> None:
    row = paragraph("Members", INSERTED, DELETED, " meet")
    manuscript = word.read_word(docx(row * 1_000), "accept")
    assert (len(manuscript.lines), manuscript.is_tracked) == (1_000, True)


def test_a_table_of_contents_that_nothing_ends_takes_no_article_with_it() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
    shown = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    heading = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Article 1</w:t></w:r></w:p>'
    document = read_file(docx(paragraph(begin, shown, "Article 1 2") + heading + paragraph("Everyone.")), "a.docx")
    assert words(document) == ["Article 1", "Everyone."]


def test_a_field_that_shows_nothing_takes_no_word_with_it() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    document = read_file(docx(paragraph("Article 1", begin) + paragraph("Everyone.")), "a.docx")
    assert words(document) == ["Article 1", "Everyone."]
