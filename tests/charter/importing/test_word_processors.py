"""Random files with tracked changes of one to five authors, saved by LibreOffice in every way, say the same."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
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

pytestmark = [pytest.mark.django_db]
# So many files are drawn in CI, and in `make check`; LibreOffice opens so many in one run.
FILES, ALL_FILES, IN_ONE_RUN = 40, 500, 50
ARTICLES, LANGUAGES = ("preamble", "I", "II"), ("en", "fr", "ar")
AUTHORS = ("City of Lyon", "Ville de Bogotá", "بلدية", "广州市", "Ayuntamiento")
CHINESE = ("水", "城市权利", "每年", "公共", "２０２６年")
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


def draw_files(sources, seeds):
    """A random file for each seed; each fourth one gets Chinese words."""
    return [
        draw_file(
            random.Random(seed), *sources[seed % len(sources)][:2], new_words(sources[seed % len(sources)][2], seed)
        )
        for seed in seeds
    ]


def new_words(language, seed):
    return CHINESE if seed % 4 == 3 else NEW_WORDS[language]


def draw_file(draw, data, lines, words):
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
            new = retyped(draw, before[key], words)
            views = file.retype(key, new, authors if act == "together" else ())
            accepted[key] = new
            for name, text in views.items():
                alone[name][key] = " ".join(word for word in text.split(" ") if word)
        elif act == "add":
            added = " ".join(draw.choices(words, k=4))
            file.add(key, added)
            accepted[f"after {key}"] = alone[author][f"after {key}"] = added
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


@pytest.mark.parametrize("count", [FILES, pytest.param(ALL_FILES, marks=pytest.mark.large)])
def test_random_files_say_the_same_after_every_way_through_libreoffice(tmp_path, sources, count):
    """Accepted they are the proposed text, rejected the base; each author's changes and their keys are the same."""
    faults = []
    for first in range(0, count, IN_ONE_RUN):
        folder = tmp_path / f"{first:03}"
        folder.mkdir()
        faults += faults_of_files(
            Office(folder), first, draw_files(sources, range(first, min(first + IN_ONE_RUN, count)))
        )
    assert not faults, f"{len(faults)} faults in {count} files: {faults}"


def faults_of_files(office, first, drawn) -> Iterator[str]:
    """What the files do not say as they were drawn, by the way that they went and their number."""
    sent = {f"{number:03}.docx": case.data for number, case in enumerate(drawn, first)}
    open_ = office.convert(sent, "odt")
    ways = {
        "DOCX": sent,
        "DOCX to DOCX": office.convert(sent, "docx"),
        "DOCX to ODT": open_,
        "ODT to DOCX": office.convert(open_, "docx"),
    }
    accepted, rejected = office.settle(sent, accept=True), office.settle(sent, accept=False)
    for number, case in enumerate(drawn, first):
        name = f"{number:03}.docx"
        if texts_of(accepted[name], name) != in_order(case.base, case.accepted):
            yield f"accepted: {name}"
        if texts_of(rejected[name], name) != [" ".join(line.text.split()) for line in case.base]:
            yield f"rejected: {name}"
        for way, files in ways.items():
            name = f"{number:03}.{'odt' if way.endswith('ODT') else 'docx'}"
            returned = read(files[name], name)
            yield from (f"{way}: {name}: {author}" for author in authors_read_wrongly(case, returned))


def authors_read_wrongly(case, returned) -> Iterator[str]:
    """The authors whose changes are not those that were drawn; no name stands for all of them together."""
    for author, proposed in {**case.alone, "": case.accepted}.items():
        chosen = [author] if author else returned.authors
        proposals = find_changes(case.base, returned, chosen)
        same = (resulting(case.base, proposals), proposals.unplaced) == (proposed, ())
        own = not author or {name for change in proposals.changes for name in change.authors} <= {author}
        if not same or not own or any(change.untracked for change in proposals.changes):
            yield author or "all"


@pytest.mark.large
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


@pytest.mark.large
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
