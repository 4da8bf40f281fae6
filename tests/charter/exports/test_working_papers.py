"""An article as a Word file to work in: keys, protection, and an id that nobody can make up."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.signing import Signer
from lxml import etree

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.papers import issued_papers
from charter.exports import word_anchors, working_papers
from charter.exports.tracking import W
from charter.models import IssuedPaper
from charter.queries.papers.issued_papers import SALT, find_by_signed_id, signed_id
from charter.queries.papers.working_papers import article_at
from tests import factories


@pytest.fixture
def homes(version, city, officer):
    """The second article, with a heading and three paragraphs."""
    return issue(version, city, officer)


def issue(version, city, by, language="en", article="I", last=""):
    return issued_papers.issue_paper(
        version=version,
        article=article_at(version, article),
        last_article=article_at(version, last) if last else None,
        language=language,
        organisation=city,
        by=by,
    )


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_each_paragraph_has_a_hidden_bookmark_with_the_key_of_its_provision(homes, charter):
    document = etree.fromstring(parts(working_papers.docx(homes))["word/document.xml"])
    named = {
        start.get(f"{W}name"): "".join(start.getparent().itertext())
        for start in document.iter(f"{W}bookmarkStart")
        if start.get(f"{W}name").startswith("_c_") and "own" not in start.get(f"{W}name")
    }
    keys = [factories.provision(charter, place).key.hex for place in range(2, 7)]
    assert list(named) == [f"_c_{key}" for key in keys]
    assert named[f"_c_{keys[2]}"].strip() == f"[I.1] {factories.WORDS['en'][4]}"


def test_word_tracks_changes_and_no_password_is_asked(homes):
    settings = etree.fromstring(parts(working_papers.docx(homes))["word/settings.xml"])
    protection = settings.find(f"{W}documentProtection")
    assert {name.rpartition("}")[2]: value for name, value in protection.attrib.items()} == word_anchors.PROTECTION
    names = [child.tag.rpartition("}")[2] for child in settings]
    word_settings = ["trackRevisions", "doNotTrackMoves", "documentProtection", "defaultTabStop"]
    assert [name for name in names if name in word_settings] == word_settings


def test_the_id_stands_in_two_places_of_the_file(homes):
    inside = parts(working_papers.docx(homes))
    signed = signed_id(homes)
    custom, core = etree.fromstring(inside["docProps/custom.xml"]), etree.fromstring(inside["docProps/core.xml"])
    named = custom.xpath("//*[@name='charter-paper']")
    assert ["".join(element.itertext()) for element in named] == [signed]
    assert core.xpath("string(//*[local-name()='keywords'])") == signed


def test_the_same_paper_is_the_same_file(homes):
    assert working_papers.docx(homes) == working_papers.docx(homes)


def test_arabic_runs_from_right_to_left(db, city, officer):
    version = factories.version(factories.charter(languages=("en", "ar")))
    inside = parts(working_papers.docx(issue(version, city, officer, language="ar")))
    document = etree.fromstring(inside["word/document.xml"])
    assert factories.WORDS["ar"][4] in "".join(document.itertext())
    assert document.find(f".//{W}sectPr/{W}bidi") is not None


def test_a_signature_of_an_earlier_secret_key_is_valid(homes, settings):
    signed = signed_id(homes)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of the same site, long enough to sign with"
    assert signed_id(homes) != signed and find_by_signed_id(signed) == homes


def test_a_wrong_signature_means_no_id(homes):
    body, _colon, _signature = signed_id(homes).rpartition(":")
    forged = Signer(key="a key of somebody else", salt=SALT).sign(homes.key.hex)
    no_key = Signer(salt=SALT).sign("nothing")
    assert [find_by_signed_id(text) for text in ("", body, f"{body}:AAAA", forged, no_key)] == [None] * 5


def test_downloaded_again_it_is_the_same_paper_and_one_act(homes, version, city, officer):
    assert issue(version, city, officer) == homes
    assert IssuedPaper.objects.count() == Record.objects.filter(act="paper issued").count() == 1


def test_nobody_downloads_for_another_member(version, other_city, officer):
    with pytest.raises(Refused):
        issue(version, other_city, officer)


def test_a_part_has_its_articles_and_names_them(version, city, officer):
    part = issue(version, city, officer, article="preamble", last="I")
    document = etree.fromstring(parts(working_papers.docx(part))["word/document.xml"])
    texts = ["".join(paragraph.itertext()) for paragraph in document.iter(f"{W}p")]
    assert " preamble–I. Version 1, English." in texts[0]
    assert texts[3] == f"[Preamble, title] {factories.WORDS['en'][0]}" and texts[-1].endswith(factories.WORDS["en"][6])


def test_an_article_and_a_part_that_begins_with_it_are_two_papers(homes, version, city, officer):
    part = issue(version, city, officer, last="II")
    assert part != homes and issue(version, city, officer, last="II") == part
    assert signed_id(part) != signed_id(homes) and find_by_signed_id(signed_id(part)) == part
    latest = Record.objects.filter(act="paper issued").order_by("-pk")[0]
    assert latest.content["last_article"] == str(part.last_article.key)
