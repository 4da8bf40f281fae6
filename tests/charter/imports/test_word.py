"""Word and OpenDocument files through pandoc."""

import pytest

from charter.imports import pandoc
from charter.imports.blocks import Blocks
from charter.imports.reading import read
from charter.imports.refusals import BROKEN, TOO_MUCH_WORK, TRACKED, TRACKED_ODT, Unreadable

from .made import OFFICE, W, docx, odt, paragraph, relations

pytestmark = pytest.mark.usefixtures("pandoc_here")

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
    return [(one.what, one.words) for one in document.left_out]


@pytest.mark.parametrize(("tracked", "text"), [("accept", "Members always meet"), ("reject", "Members never meet")])
def test_pending_changes_are_read_as_told(tracked: str, text: str) -> None:
    meet = '<w:r><w:t xml:space="preserve"> meet</w:t></w:r>'
    document = read(docx(paragraph("Members", INSERTED, DELETED, meet)), "a.docx", tracked=tracked)
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
        read(docx(paragraph("Members", change)), "a.docx")
    assert refusal.value.sentence is TRACKED


def test_hidden_runs_stay_out_and_are_listed() -> None:
    document = read(docx(paragraph("Members", HIDDEN, SHOWN)), "a.docx")
    assert (words(document), notes(document)) == (["Members shown"], [("hidden", "secret")])


def test_a_hidden_style_hides_its_paragraphs() -> None:
    document = read(docx(paragraph("Members") + GHOST, **{"word/styles.xml": STYLES}), "a.docx")
    assert (words(document), notes(document)) == (["Members"], [("hidden", "secret")])


def test_remarks_and_page_headers_are_listed() -> None:
    comments = f'<w:comments {W}><w:comment w:id="1">{paragraph("too long")}</w:comment></w:comments>'
    header = f"<w:hdr {W}>{paragraph('page head')}</w:hdr>"
    document = read(
        docx(paragraph("Members"), **{"word/comments.xml": comments, "word/header1.xml": header}), "a.docx"
    )
    assert sorted(notes(document)) == [("comment", "too long"), ("margin", "page head")]


def test_nothing_outside_is_asked_for() -> None:
    outside = f'<Relationship Id="r9" Type="{OFFICE}/image" Target="http://evil.example/x.png" TargetMode="External"/>'
    rels = relations(outside).replace("word/document.xml", "x.xml")
    document = read(docx(paragraph("Members"), **{"word/_rels/document.xml.rels": rels}), "a.docx")
    assert words(document) == ["Members"]


def test_words_of_a_text_box_are_kept_or_listed() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('boxed words')}</w:txbxContent></w:pict></w:r>"
    document = read(docx(paragraph("Members", box)), "a.docx")
    said = " ".join(words(document)) + " ".join(one.words for one in document.left_out)
    assert "boxed" in said


def test_a_document_that_is_no_document_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        read(docx("", **{"word/document.xml": "<other/>"}), "a.docx")
    assert refusal.value.sentence is BROKEN


def test_odt_hidden_words_and_remarks_stay_out() -> None:
    hidden = '<text:span text:style-name="T1">secret</text:span>'
    body = f"<text:p>good{hidden} words<office:annotation><text:p>hm</text:p></office:annotation></text:p>"
    document = read(odt(body, ODT_HIDDEN), "a.odt")
    assert words(document) == ["good words"]
    assert sorted(notes(document)) == [("comment", "hm"), ("hidden", "secret")]


@pytest.mark.parametrize(("tracked", "sentence"), [(None, TRACKED), ("reject", TRACKED_ODT)])
def test_odt_changes_are_offered_as_accepted_only(tracked: str | None, sentence: object) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(odt(CHANGES + "<text:p>kept</text:p>"), "a.odt", tracked=tracked)
    assert (refusal.value.sentence, refusal.value.offers) == (sentence, ("accept",))


def test_odt_changes_taken_as_accepted() -> None:
    assert words(read(odt(CHANGES + "<text:p>kept</text:p>"), "a.odt", tracked="accept")) == ["kept"]


def test_pandoc_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    slow = tmp_path / "pandoc"
    slow.write_text("#!/bin/sh\nsleep 20\n")
    slow.chmod(0o755)
    monkeypatch.setattr(pandoc, "find", lambda: str(slow))
    monkeypatch.setattr(pandoc, "SECONDS", 0.3)
    with pytest.raises(Unreadable) as refusal:
        read(docx(paragraph("x")), "a.docx")
    assert refusal.value.sentence is TOO_MUCH_WORK


def test_pandoc_that_writes_too_much_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    loud = tmp_path / "pandoc"
    loud.write_text("#!/bin/sh\nexec head -c 9000000 /dev/zero\n")
    loud.chmod(0o755)
    monkeypatch.setattr(pandoc, "find", lambda: str(loud))
    monkeypatch.setattr(pandoc, "OUTPUT", 1_000_000)
    with pytest.raises(Unreadable) as refusal:
        read(docx(paragraph("x")), "a.docx")
    assert refusal.value.sentence is TOO_MUCH_WORK


def test_pandoc_runs_with_a_bound_on_memory_on_time_and_on_what_it_writes(monkeypatch: pytest.MonkeyPatch, tmp_path):
    bound = tmp_path / "pandoc"
    bound.write_text('#!/bin/sh\necho "$2 $(ulimit -v) $(ulimit -t) $(ulimit -f)"\n')
    bound.chmod(0o755)
    monkeypatch.setattr(pandoc, "find", lambda: str(bound))
    heap, memory, seconds, blocks = pandoc.to_html(b"x", "docx").split()
    assert (heap, int(memory), int(seconds)) == ("-M700M", pandoc.MEMORY // 1024, pandoc.CPU_SECONDS)
    assert 0 < int(blocks) * 512 <= pandoc.OUTPUT + 512
