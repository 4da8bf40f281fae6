"""A whole charter, or a part of it, that comes back: changes in many articles, each at its provision."""

from __future__ import annotations

import re

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from charter.actions.languages.editions import Origin
from charter.actions.papers import issued_papers, received_papers
from charter.exports import working_papers
from charter.exports.office_details import parts_of
from charter.files.archives import pack_archive
from charter.forms.papers.working_papers import ChangesForm
from charter.importing import returned_papers, storing
from charter.importing.returned_changes import find_changes
from charter.importing.returned_lines import read
from charter.models import Charter
from charter.queries.papers.working_papers import article_at, lines_in, scope_at
from tests import factories
from tests.charter.importing.returned import Edited

LANGUAGES = ("en", "fr", "es", "ar")


@pytest.fixture
def demonstrated(db, demo):
    """Version 1 of the demonstration's charter in four languages."""
    for language, edition in demo.items():
        origin = Origin(f"charter.{language}.html", "0" * 64)
        stored = storing.take_edition(
            edition,
            charter_slug="charter",
            origin=origin,
            by=None,
            at=timezone.now(),
            required=language != "ar",
        )
    return factories.version(stored.charter)


@pytest.fixture
def issue(city, officer):
    def whole(version, language="en"):
        return issued_papers.issue_paper(
            version=version, article=None, language=language, organisation=city, by=officer
        )

    return whole


@pytest.fixture
def issue_part(city, officer):
    def part(version, first, last, language="en"):
        return issued_papers.issue_paper(
            version=version,
            article=article_at(version, first),
            last_article=article_at(version, last),
            language=language,
            organisation=city,
            by=officer,
        )

    return part


@pytest.fixture
def compare(city, officer):
    """What a file changes, as the page has it."""

    def returned(data, name="charter.docx"):
        reading = read(data, name)
        source = returned_papers.identify(Charter.objects.get(), reading, None, "en")
        received = received_papers.receive_paper(
            organisation=city,
            by=officer,
            file=ContentFile(data),
            filename=name,
            digest="1",
            reading=reading.as_json(),
            version=source.version,
            article=source.article,
            last_article=source.last_article,
            language=source.language,
            paper=source.paper,
        )
        return source, returned_papers.compare(received)

    return returned


def edited(data, charter, *places):
    file = Edited(data)
    for place in places:
        text = factories.WORDS["en"][place]
        file.retype(factories.provision(charter, place).key.hex, f"{text} New words.")
    return file.save()


def test_changes_in_several_articles_are_each_at_their_provision(version, charter, issue, compare):
    paper = issue(version)
    source, returned = compare(edited(working_papers.docx(paper), charter, 1, 5, 8))
    assert (source.article, source.paper) == (None, paper)
    assert [change.provision for change in returned.changes] == [
        factories.provision(charter, place) for place in (1, 5, 8)
    ]
    assert len({change.article for change in returned.changes}) == 3 and not returned.unplaced


def test_changes_become_one_draft_for_each_article(version, charter, issue, compare):
    _source, returned = compare(edited(working_papers.docx(issue(version)), charter, 5, 6, 8))
    names = [change.name for change in returned.changes]
    form = ChangesForm({"changes": names, "as_drafts": "article"}, returned_changes=returned.changes)
    assert form.is_valid(), form.errors
    assert [len(group) for group in form.chosen()] == [2, 1]


def test_a_file_without_id_is_one_of_the_whole_charter_by_its_bookmarks(version, charter, issue, compare):
    file = Edited(edited(working_papers.docx(issue(version)), charter, 5))
    file.without_id()
    source, returned = compare(file.save())
    assert (source.article, source.paper, len(returned.changes)) == (None, None, 1)


def test_a_provision_of_another_article_does_not_make_the_file_one_of_the_whole(
    version, charter, city, officer, compare
):
    line = version.manifest.get(provision=factories.provision(charter, 5), language="en")
    paper = issued_papers.issue_paper(
        version=version, article=line.article, language="en", organisation=city, by=officer
    )
    file = Edited(working_papers.docx(paper))
    file.without_id()
    data = file.save()
    foreign = factories.provision(charter, 8).key.hex.encode()
    parts = parts_of(data)
    name = "word/document.xml"
    parts[name] = parts[name].replace(factories.provision(charter, 6).key.hex.encode(), foreign)
    source, _returned = compare(pack_archive(parts))
    assert source.article == line.article


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demonstration_as_it_was_downloaded_has_no_change(demonstrated, issue, language):
    base = returned_papers.base_lines(lines_in(demonstrated, None, language))
    for ending, write in working_papers.WRITERS.items():
        returned = read(write(issue(demonstrated, language)), f"charter.{ending}")
        found = find_changes(base, returned, returned.authors)
        assert (found.changes, found.unplaced, found.left_out, found.share) == ((), (), (), 1), ending


def lines_of(paper):
    return lines_in(paper.version, paper.article, paper.language, paper.last_article)


@pytest.mark.parametrize("ending", ["docx", "odt"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_that_comes_back_unchanged_has_no_change(demonstrated, issue_part, language, ending):
    paper = issue_part(demonstrated, "II", "IV", language)
    returned = read(working_papers.WRITERS[ending](paper), f"part.{ending}")
    base = returned_papers.base_lines(lines_of(paper))
    found = find_changes(base, returned, [])
    assert (found.changes, found.unplaced) == ((), ())
    assert [paragraph.key for paragraph in returned.paragraphs] == [line.key for line in base]
    assert base or language == "ar"
    assert {re.split(r"[.,]", line.citation)[0] for line in base} <= {"II", "III", "IV"}


def test_changes_in_a_part_are_each_at_their_provision(version, charter, issue_part, compare):
    paper = issue_part(version, "preamble", "I")
    source, returned = compare(edited(working_papers.docx(paper), charter, 1, 5))
    assert source == returned_papers.Source(version, paper.article, "en", paper, paper.last_article)
    assert [change.provision for change in returned.changes] == [
        factories.provision(charter, place) for place in (1, 5)
    ]
    assert not returned.unplaced


def test_a_part_without_id_is_known_by_its_bookmarks(version, charter, issue_part, compare):
    paper = issue_part(version, "I", "II")
    file = Edited(edited(working_papers.docx(paper), charter, 5))
    file.without_id()
    source, returned = compare(file.save())
    assert (source.article, source.last_article, source.paper) == (paper.article, paper.last_article, None)
    assert [change.kind for change in returned.changes] == ["replace"]


def test_all_articles_are_the_whole_charter_and_a_part_ends_after_it_begins(version):
    places = [("preamble", "II"), ("I", "II"), ("I", "I"), ("I", ""), ("II", "I"), ("I", "XX")]
    scopes = [scope_at(version, *place) for place in places]
    addresses = [
        scope and tuple(article and article.slug for article in (scope.article, scope.last_article))
        for scope in scopes
    ]
    homes, water = "a-home-one-can-keep", "water-for-all"
    assert addresses == [(None, None), (homes, water), (homes, None), (homes, None), None, None]
