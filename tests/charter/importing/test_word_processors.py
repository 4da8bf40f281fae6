"""Random files with tracked changes of one to three authors, saved by LibreOffice in every way, say the same."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

import pytest

from charter.actions.papers import issued_papers
from charter.exports import working_papers
from charter.importing import returned_papers
from charter.importing.returned_changes import find_changes
from charter.importing.returned_lines import read
from charter.queries.papers.working_papers import article_at, lines_in
from tests import factories
from tests.charter.importing.libreoffice import Office
from tests.charter.importing.returned import Edited

pytestmark = [pytest.mark.large, pytest.mark.django_db]
FILES = 12
ARTICLES, LANGUAGES = ("preamble", "I", "II"), ("en", "fr", "ar")
AUTHORS = ("City of Lyon", "Ville de Bogotá", "بلدية")
NEW_WORDS = {"ar": ("الماء", "المدينة", "كل سنة", "٢٠٢٦", "حق")} | dict.fromkeys(
    ("en", "fr"), ("public", "water", "and the council", "l’eau", "2026")
)
CITATION = re.compile(r"^\s*\[[^\]]+\]\s*")


@dataclass
class Drawn:
    """A random file: its text before, the text that each author alone proposes, and the text of all."""

    data: bytes
    base: list
    alone: dict[str, dict[str, str]]
    accepted: dict[str, str]


@pytest.fixture
def sources(city, officer, db):
    """Each article in each language as it is downloaded: the Word file, its provisions, its language."""
    version = factories.version(factories.charter(languages=LANGUAGES))
    papers = [
        issued_papers.issue_paper(
            version=version, article=article_at(version, article), language=language, organisation=city, by=officer
        )
        for article in ARTICLES
        for language in LANGUAGES
    ]
    return [
        (working_papers.docx(paper), lines_in(version, paper.article, paper.language), paper.language)
        for paper in papers
    ]


@pytest.fixture
def drawn(sources):
    return [draw_file(random.Random(seed), *sources[seed % len(sources)]) for seed in range(FILES)]


def draw_file(draw, data, lines, language):
    """Each paragraph but headings is edited by one author or more, or by nobody."""
    authors = AUTHORS[: draw.randint(1, len(AUTHORS))]
    base = returned_papers.base_lines(lines)
    before = {line.key: line.text for line in base}
    alone, accepted, file = {author: dict(before) for author in authors}, dict(before), Edited(data)
    bodies = [line.key for line in base if not line.is_heading]
    for key in bodies:
        file.author = author = draw.choice(authors)
        act = draw.choice(("retype", "together", "add", "delete", "nothing"))
        if act in ("retype", "together"):
            new = retyped(draw, before[key], NEW_WORDS[language])
            views = file.retype(key, new, authors if act == "together" else ())
            accepted[key] = new
            for name, text in views.items():
                alone[name][key] = " ".join(word for word in text.split(" ") if word)
        elif act == "add":
            words = " ".join(draw.choices(NEW_WORDS[language], k=4))
            file.add(key, words)
            accepted[f"after {key}"] = alone[author][f"after {key}"] = words
        elif act == "delete" and key != bodies[-1]:
            file.delete(key)
            del accepted[key], alone[author][key]
    return Drawn(file.save(), base, alone, accepted)


def retyped(draw, text, words):
    tokens = text.split(" ")
    for _turn in range(draw.randint(1, 3)):
        at = draw.randrange(len(tokens))
        tokens[at : at + draw.randrange(3)] = draw.choices(words, k=draw.randint(1, 2))
    return " ".join(tokens)


def resulting(base, proposals):
    """The text that changes lead to, by key."""
    text = {line.key: line.text for line in base}
    for change in proposals.changes:
        assert change.kind in ("replace", "insert", "delete"), change
        if change.kind == "delete":
            del text[change.key]
        else:
            text[f"after {change.key}" if change.kind == "insert" else change.key] = change.text
    return text


def in_order(base, text):
    keys = [key for line in base for key in (line.key, f"after {line.key}")]
    return [" ".join(text[key].split()) for key in keys if key in text]


def texts_of(data, name):
    """The paragraphs of a file without changes, without their citations."""
    returned = read(data, name)
    assert returned.authors == ()
    words = ["".join(stretch.text for stretch in paragraph.stretches) for paragraph in returned.paragraphs]
    return [text for text in (" ".join(CITATION.sub("", paragraph).split()) for paragraph in words) if text]


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


def test_random_files_say_the_same_after_every_way_through_libreoffice(office, drawn):
    """Accepted they are the proposed text, rejected the base; each author's changes and their keys are the same."""
    sent = {f"{number:03}.docx": case.data for number, case in enumerate(drawn)}
    open_ = office.convert(sent, "odt")
    ways = {
        "DOCX": sent,
        "DOCX to DOCX": office.convert(sent, "docx"),
        "DOCX to ODT": open_,
        "DOCX to ODT to DOCX": office.convert(open_, "docx"),
    }
    accepted, rejected = office.settle(sent, accept=True), office.settle(sent, accept=False)
    for number, case in enumerate(drawn):
        name = f"{number:03}.docx"
        assert texts_of(accepted[name], name) == in_order(case.base, case.accepted), name
        assert texts_of(rejected[name], name) == [" ".join(line.text.split()) for line in case.base], name
        for way, files in ways.items():
            name = f"{number:03}.{'odt' if way.endswith('ODT') else 'docx'}"
            returned = read(files[name], name)
            for author, proposed in case.alone.items():
                proposals = find_changes(case.base, returned, [author])
                assert (resulting(case.base, proposals), proposals.unplaced) == (proposed, ()), (way, name, author)
                assert not any(change.untracked for change in proposals.changes), (way, name, author)
                assert {change.authors for change in proposals.changes} <= {(author,)}, (way, name, author)
            proposals = find_changes(case.base, returned, returned.authors)
            assert (resulting(case.base, proposals), proposals.unplaced) == (case.accepted, ()), (way, name)


def test_split_and_combined_paragraphs_are_the_same_after_every_way_through_libreoffice(office, sources):
    sent, bases = {}, {}
    for number, (data, lines, _language) in enumerate(sources):
        base = returned_papers.base_lines(lines)
        bodies = [line for line in base if not line.is_heading]
        file = Edited(data, author=AUTHORS[number % len(AUTHORS)])
        file.split(bodies[-1].key, " ".join(bodies[-1].text.split(" ")[-2:]))
        if len(bodies) > 2:
            file.join(bodies[0].key)
        sent[f"{number:03}.docx"], bases[f"{number:03}"] = file.save(), base
    open_ = office.convert(sent, "odt")
    kinds = set()
    for files in (office.convert(sent, "docx"), open_, office.convert(open_, "docx")):
        for name, data in files.items():
            base = bases[name.partition(".")[0]]
            before, after = read(sent[f"{name.partition('.')[0]}.docx"], "sent.docx"), read(data, name)
            expected, proposals = (find_changes(base, returned, returned.authors) for returned in (before, after))
            assert (proposals.changes, proposals.unplaced) == (expected.changes, ()), name
            kinds |= {change.kind for change in proposals.changes}
    assert {"split", "join"} <= kinds


def test_our_own_files_saved_by_libreoffice_have_no_change(office, city, officer, db):
    version = factories.version(factories.charter(languages=LANGUAGES))
    sent, bases = {}, {}
    for article in ARTICLES:
        for language in LANGUAGES:
            paper = issued_papers.issue_paper(
                version=version, article=article_at(version, article), language=language, organisation=city, by=officer
            )
            name = f"{article}-{language}"
            bases[name] = returned_papers.base_lines(lines_in(version, paper.article, language))
            sent |= {f"{name}.{ending}": write(paper) for ending, write in working_papers.WRITERS.items()}
    for kind in working_papers.WRITERS:
        selected = {name: data for name, data in sent.items() if name.endswith(kind)}
        for ending in working_papers.WRITERS:
            for name, data in office.convert(selected, ending).items():
                proposals = find_changes(bases[name.partition(".")[0]], read(data, name), [])
                assert (proposals.changes, proposals.unplaced, proposals.share) == ((), (), 1), (kind, name)
