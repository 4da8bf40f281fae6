"""A draft for colleagues without an account, as a word processor reads it."""

from __future__ import annotations

import zipfile
from io import BytesIO

from lxml import etree

from charter.exports import drafts
from charter.queries.amending import amendments
from tests import factories

W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def document(draft):
    labels = amendments.labels_of(draft.round, "en")
    [text] = amendments.texts_with_changes([draft.text])
    data = drafts.write_draft_docx(draft, text, amendments.shown_changes(text, labels, "en"), "en")
    return etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("word/document.xml"))


def said(tree, path):
    return ["".join(element.itertext()).strip() for element in tree.xpath(path, namespaces=W)]


def test_words_that_come_and_go_are_tracked_changes_of_the_member(round_, city, officer):
    tree = document(factories.draft(round_, city, officer))
    assert said(tree, "//w:del") == ["fifth"]
    assert said(tree, "//w:ins") == ["third"]
    assert set(tree.xpath("//w:ins/@w:author | //w:del/@w:author", namespaces=W)) == {"Tamanrit"}
    whole = "".join(tree.itertext())
    assert "Families still leave the city." in whole and "Private:" in whole and "I.1.1" in whole
    assert "inserted:" not in whole


def test_accepted_they_read_as_the_draft_and_rejected_as_the_charter(round_, city, officer):
    tree = document(factories.draft(round_, city, officer))
    [words] = tree.xpath("//w:p[.//w:del]", namespaces=W)
    accepted = "".join(words.xpath(".//w:t[not(ancestor::w:del)]/text()", namespaces=W))
    rejected = "".join(words.xpath(".//w:t[not(ancestor::w:ins)]/text() | .//w:delText/text()", namespaces=W))
    assert accepted == factories.WORDS["en"][5].replace("fifth", "third")
    assert rejected == factories.WORDS["en"][5]


def test_a_deleted_provision_is_all_tracked(round_, city, officer, charter):
    from charter.actions.amending.amendments import ChangeInput

    gone = [ChangeInput("delete", factories.provision(charter, 6))]
    tree = document(factories.draft(round_, city, officer, changes=gone))
    assert said(tree, "//w:del") == [factories.WORDS["en"][6]]


def test_marks_of_a_redline_are_spans_with_who_and_when():
    marked = drafts.tracked_changes(
        'a <ins id="x"><span class="vh">[</span>b</ins>', "Tamanrit", "2026-11-25T10:00:00Z"
    )
    assert marked == 'a <span class="insertion" data-author="Tamanrit" data-date="2026-11-25T10:00:00Z">b</span>'
