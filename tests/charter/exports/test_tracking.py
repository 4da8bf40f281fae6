"""Tracked changes: accepting all leaves the new text, rejecting all the old one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import etree
from lxml import html as lxml_html

from charter.exports import office_details, tracking
from charter.files import pandoc
from charter.queries.languages.names import language_of
from charter.text import diff, parse

AT = datetime(2026, 5, 3, tzinfo=UTC)
CASES = {
    "words": ("<p>One fifth of homes.</p>", "<p>One third of homes.</p>"),
    "words at both ends": ("<p>Old one stays here.</p>", "<p>New one stays there.</p>"),
    "a paragraph comes": ("<p>One.</p><p>Three.</p>", "<p>One.</p><p>Two came.</p><p>Three.</p>"),
    "a paragraph goes": ("<p>One.</p><p>Two goes.</p><p>Three.</p>", "<p>One.</p><p>Three.</p>"),
    "the last one goes": ("<p>One.</p><p>Two goes.</p>", "<p>One.</p>"),
    "a paragraph moves": (
        '<p data-key="a">Water is for all.</p><p data-key="b">Homes are kept.</p><p data-key="c">Trees grow.</p>',
        '<p data-key="c">Trees grow.</p><p data-key="a">Water is for all.</p><p data-key="b">Homes are kept.</p>',
    ),
    "one becomes two": ("<p>The city listens. It answers.</p>", "<p>The city listens.</p><p>It answers.</p>"),
    "two become one": ("<p>The city listens.</p><p>It answers.</p>", "<p>The city listens. It answers.</p>"),
    "a format": ("<p>Water is free.</p>", "<p>Water is <b>free</b>.</p>"),
}


def tracked(old, new):
    root = lxml_html.document_fromstring(f"<html><body>{diff(parse(old), parse(new)).redline()}</body></html>")
    for mark in root.iter("ins", "del"):
        mark.attrib.update({"data-author": "Tamanrit", "datetime": "2026-05-02T10:00:00Z"})
    tracking.prepare_tracking(root)
    page = lxml_html.tostring(root, encoding="unicode")
    return office_details.finish_word(pandoc.from_html(page, "docx"), language_of("en"), AT)


def lines(html):
    return parse(html).text


@pytest.mark.parametrize("case", CASES)
def test_accepting_leaves_the_new_text_and_rejecting_the_old_one(opened, case):
    old, new = CASES[case]
    document = tracked(old, new)
    assert opened(document, "docx", "--track-changes=accept") == lines(new)
    assert opened(document, "docx", "--track-changes=reject") == lines(old)


def test_every_change_has_a_number_of_its_own_an_author_and_a_moment(opened):
    parts = office_details.parts_of(tracked(*CASES["words at both ends"]))
    changes = [e for e in etree.fromstring(parts["word/document.xml"]).iter() if e.tag in tracking.CHANGES]
    assert [change.get(f"{tracking.W}id") for change in changes] == ["1", "2", "3", "4"]
    assert {change.get(f"{tracking.W}author") for change in changes} == {"Tamanrit"}
    assert {change.get(f"{tracking.W}date") for change in changes} == {"2026-05-02T10:00:00Z"}
