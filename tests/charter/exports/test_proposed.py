"""Articles with all pending amendments as tracked changes of their members, read back by our own reader."""

from __future__ import annotations

import random
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from charter import texts
from charter.exports import files
from charter.exports.office_details import parts_of
from charter.exports.paper_names import find_paper
from charter.exports.tracking import W
from charter.exports.writing import write_paper
from charter.importing import returned_papers
from charter.importing.returned_changes import find_changes
from charter.importing.returned_lines import read
from charter.models import Download
from charter.queries.papers.working_papers import article_at, lines_in
from tests import factories
from tests.charter.importing.libreoffice import Office

HOMES = factories.WORDS["en"][5]


def read_back(version, article="I", language="en", last="", ending="docx"):
    """The paper, what our reader reads of its file, and the text of the articles; all of them without an article."""
    place = f"/{article}..{last}" if last else f"/{article}" if article else ""
    paper = find_paper(f"proposed/{version.number}{place}", language)
    ends = [article_at(version, address) if address else None for address in (article, last)]
    base = returned_papers.base_lines(lines_in(version, ends[0], language, ends[1]))
    return paper, read(write_paper(paper, ending), f"proposed.{ending}"), base


BOTH = pytest.mark.parametrize("ending", ["docx", "odt"])


def changes_of(base, returned, author):
    """The changes of one author by kind, text and place; what nobody tracked is a fault."""
    found = find_changes(base, returned, [author] if author else [])
    assert not found.unplaced and not any(change.untracked for change in found.changes), found
    return [(change.kind, change.key, change.text) for change in found.changes]


def comment_texts(returned):
    return [comment.text for comment in returned.comments]


@pytest.fixture
def fifth(charter):
    return factories.provision(charter, 5)


@BOTH
def test_each_member_is_the_author_of_its_changes(version, round_, city, other_city, officer, fifth, ending):
    factories.under_review(round_, city, officer, fifth, HOMES.replace("one fifth", "one third"))
    factories.under_review(round_, other_city, officer, fifth, HOMES.replace("low", "low or no"))
    _paper, returned, base = read_back(version, ending=ending)
    assert returned.authors == (str(city), str(other_city))
    assert changes_of(base, returned, None) == []
    assert changes_of(base, returned, str(city)) == [
        ("replace", fifth.key.hex, HOMES.replace("one fifth", "one third"))
    ]
    assert changes_of(base, returned, str(other_city)) == [
        ("replace", fifth.key.hex, HOMES.replace("low", "low or no"))
    ]


def test_no_mark_is_within_another_one(version, round_, city, other_city, officer, fifth):
    factories.under_review(round_, city, officer, fifth, HOMES.replace("one fifth", "one third"))
    factories.under_review(round_, other_city, officer, fifth, HOMES.replace("one fifth of new", "half of all"))
    factories.under_review(round_, other_city, officer, fifth, "", kind="delete")
    paper, returned, base = read_back(version)
    document = etree.fromstring(parts_of(write_paper(paper, "docx"))["word/document.xml"])
    marks = [mark for mark in document.iter(f"{W}ins", f"{W}del")]
    assert not any(mark.xpath("ancestor::w:ins | ancestor::w:del", namespaces={"w": W[1:-1]}) for mark in marks)
    assert returned.authors == () and changes_of(base, returned, None) == []


@BOTH
def test_changes_that_conflict_are_comments_with_their_text(version, round_, city, other_city, officer, fifth, ending):
    factories.under_review(round_, city, officer, fifth, HOMES.replace("one fifth", "one third"))
    factories.under_review(round_, other_city, officer, fifth, HOMES.replace("one fifth", "one half"))
    _paper, returned, _base = read_back(version, ending=ending)
    first, second = comment_texts(returned)
    assert "conflicts with amendment 2." in first and HOMES.replace("one fifth", "one third") in first
    assert "conflicts with amendment 1." in second and HOMES.replace("one fifth", "one half") in second


@BOTH
def test_a_change_that_two_members_propose_is_marked_once(version, round_, city, other_city, officer, fifth, ending):
    for member in (city, other_city):
        factories.under_review(round_, member, officer, fifth, HOMES.replace("one fifth", "one third"))
    _paper, returned, _base = read_back(version, ending=ending)
    assert returned.authors == (str(city),)
    [second] = [text for text in comment_texts(returned) if text.startswith("Amendment 2.")]
    assert "amendment 1 changes the same place" in second


@BOTH
def test_the_comment_has_number_support_and_reasons(version, round_, city, officer, fifth, ending):
    factories.under_review(round_, city, officer, fifth, HOMES.replace("one fifth", "one third"))
    _paper, returned, _base = read_back(version, ending=ending)
    [comment] = returned.comments
    assert comment.author == str(city)
    assert comment.text.startswith("Amendment 1. Proposed change")
    for text in ("Supported by 0 members.", "Statement of reasons: Why it is asked", "/en/amendments/1/1/"):
        assert text in comment.text, text


def test_the_date_of_a_mark_is_the_day_of_the_amendment(version, round_, city, officer, fifth):
    amendment = factories.under_review(round_, city, officer, fifth, HOMES.replace("one fifth", "one third"))
    document = etree.fromstring(parts_of(write_paper(read_back(version)[0], "docx"))["word/document.xml"])
    dates = {mark.get(f"{W}date") for mark in document.iter(f"{W}ins", f"{W}del")}
    assert dates == {f"{timezone.localtime(amendment.confirmed_at):%Y-%m-%d}T00:00:00Z"}


def test_numbers_of_marks_bookmarks_and_comments_are_different(version, round_, city, officer, fifth):
    factories.under_review(round_, city, officer, fifth, HOMES.replace("one fifth", "one third"))
    document = etree.fromstring(parts_of(write_paper(read_back(version)[0], "docx"))["word/document.xml"])
    names = ("ins", "del", "bookmarkStart", "commentRangeStart")
    numbers = [mark.get(f"{W}id") for name in names for mark in document.iter(f"{W}{name}")]
    assert len(numbers) > 8 and len(set(numbers)) == len(numbers)
    starts, ends = (
        {mark.get(f"{W}id") for mark in document.iter(f"{W}bookmark{which}")} for which in ("Start", "End")
    )
    assert starts == ends


def structural(round_, city, officer, charter, kind, place, **more):
    return factories.under_review(
        round_, city, officer, factories.provision(charter, place), more.pop("html", ""), kind=kind, **more
    )


@BOTH
def test_new_deleted_and_moved_paragraphs_are_whole_marks(version, round_, city, other_city, officer, charter, ending):
    key = lambda place: factories.provision(charter, place).key.hex  # noqa: E731
    structural(round_, city, officer, charter, "insert", 5, html="Rents are public.", new_kind="subparagraph")
    structural(round_, other_city, officer, charter, "delete", 6)
    _paper, returned, base = read_back(version, ending=ending)
    assert changes_of(base, returned, str(city)) == [("insert", key(5), "Rents are public.")]
    assert changes_of(base, returned, str(other_city)) == [("delete", key(6), "")]
    assert changes_of(base, returned, None) == []


@BOTH
def test_a_move_is_a_move(version, round_, city, officer, charter, ending):
    structural(round_, city, officer, charter, "move", 6, after=factories.provision(charter, 4))
    _paper, returned, base = read_back(version, ending=ending)
    [(kind, key, _text)] = changes_of(base, returned, str(city))
    assert kind == "move" and key in {factories.provision(charter, place).key.hex for place in (5, 6)}
    assert changes_of(base, returned, None) == []


@BOTH
def test_a_split_is_a_split(version, round_, city, officer, charter, ending):
    text = factories.WORDS["en"][6]
    structural(round_, city, officer, charter, "split", 6, cut=text.index("within"))
    _paper, returned, base = read_back(version, ending=ending)
    [(kind, key, _text)] = changes_of(base, returned, str(city))
    assert (kind, key) == ("split", factories.provision(charter, 6).key.hex)
    assert changes_of(base, returned, None) == []


@BOTH
def test_a_combination_is_a_combination(version, round_, city, officer, charter, ending):
    second = factories.provision(charter, 6)
    after_base = factories.working(second, "en").wording
    structural(round_, city, officer, charter, "join", 5, after=second, after_base=after_base)
    _paper, returned, base = read_back(version, ending=ending)
    assert [change[:2] for change in changes_of(base, returned, str(city))] == [
        ("join", factories.provision(charter, 5).key.hex)
    ]
    assert changes_of(base, returned, None) == [] and not returned.left_out


@BOTH
def test_text_of_another_language_is_a_comment(version, round_, city, officer, fifth, ending):
    french = factories.WORDS["fr"][5].replace("un cinquième", "un tiers")
    factories.under_review(round_, city, officer, fifth, french, language="fr")
    _paper, returned, _base = read_back(version, ending=ending)
    assert returned.authors == () and french in returned.comments[0].text.replace(" ", " ")
    _paper, returned, base = read_back(version, language="fr", ending=ending)
    assert len(changes_of(base, returned, str(city))) == 1


def test_a_name_that_is_withheld_is_not_in_the_file(version, round_, city, officer, fifth):
    factories.under_review(round_, city, officer, fifth, HOMES.replace("one fifth", "one third"))
    name = str(city)
    city.name_withheld = True
    city.save()
    paper, returned, _base = read_back(version)
    assert returned.authors == ("A member whose name is withheld",)
    assert not any(name.encode() in part for part in parts_of(write_paper(paper, "docx")).values())


def test_nothing_is_found_where_the_public_reads_no_pending_amendment(client, version, round_, city, officer, fifth):
    address = reverse("download", args=["proposed/1/I", "docx"])
    assert client.get(address).status_code == 404
    factories.under_review(round_, city, officer, fifth, HOMES.replace("one fifth", "one third"))
    assert client.get(address).status_code == 200
    round_.pending_is_public = False
    round_.save()
    assert client.get(address).status_code == 404


def test_drafts_and_ended_amendments_are_not_in_the_file(version, round_, city, officer, moderator, fifth):
    factories.draft(round_, city, officer)
    ended = factories.under_review(round_, city, officer, fifth, HOMES.replace("one fifth", "one third"))
    ended.state = "withdrawn"
    ended.save()
    assert find_paper("proposed/1/I", "en") is None


def test_pages_lead_to_it(client, version, round_, city, officer, fifth):
    address = reverse("downloads", args=["proposed/1/I"])
    page, listed = reverse("article", args=[1, "I"]), f"{reverse('amendments')}?article=I"
    assert not any(f'href="{address}"' in client.get(path).content.decode() for path in (page, listed))
    factories.under_review(round_, city, officer, fifth, HOMES.replace("one fifth", "one third"))
    for path in (page, listed):
        assert f'href="{address}"' in client.get(path).content.decode(), path
    assert "<bdi>I</bdi>, version 1. " in client.get(address).content.decode()


def test_no_page_leads_to_it_in_a_language_without_text(client, db, city, officer):
    charter = factories.charter(languages=("en",))
    factories.language_without(charter, "fr", 5)
    factories.excepted(charter, "fr", 5)
    version = factories.version(charter)
    fifth = factories.provision(charter, 5)
    factories.under_review(factories.round_(version), city, officer, fifth, HOMES.replace("one fifth", "one third"))
    for language, count in (("en", 1), ("fr", 0)):
        for path in (f"/{language}/charter/1/I/", f"/{language}/amendments/?article=I"):
            page = client.get(path).content.decode()
            assert page.count(f'href="/{language}/proposed/1/I/download/"') == count, path


@pytest.fixture
def in_two_articles(version, round_, city, other_city, officer, charter):
    """A change of each member, in the second and in the third article, and their new texts."""
    new = {5: HOMES.replace("one fifth", "one third"), 8: factories.WORDS["en"][8].replace("fair", "low")}
    for member, place in ((city, 5), (other_city, 8)):
        factories.under_review(round_, member, officer, factories.provision(charter, place), new[place])
    return new


@BOTH
@pytest.mark.parametrize(("article", "last"), [("", ""), ("I", "II")])
def test_the_whole_charter_and_a_part_have_the_changes_of_all_their_articles(
    version, charter, city, other_city, in_two_articles, article, last, ending
):
    paper, returned, base = read_back(version, article, last=last, ending=ending)
    assert paper.long_extensions == paper.extensions and returned.authors == (str(city), str(other_city))
    assert len({re.split(r"[.,]", line.citation)[0] for line in base}) == (2 if article else 3)
    for member, place in ((city, 5), (other_city, 8)):
        key = factories.provision(charter, place).key.hex
        assert changes_of(base, returned, str(member)) == [("replace", key, in_two_articles[place])]
    assert changes_of(base, returned, None) == []
    assert [text.partition(".")[0] for text in comment_texts(returned)] == ["Amendment 1", "Amendment 2"]


def test_a_part_has_no_change_of_other_articles(version, city, in_two_articles):
    paper, returned, _base = read_back(version, "preamble", last="I")
    assert returned.authors == (str(city),) and paper.article == "preamble–I"
    assert find_paper("proposed/1/preamble", "en") is None


def test_the_reasons_of_an_amendment_to_two_articles_are_there_once(version, round_, city, officer, charter):
    amendment = factories.under_review(
        round_, city, officer, factories.provision(charter, 5), HOMES.replace("one fifth", "one third")
    )
    water = factories.WORDS["en"][8].replace("fair", "low")
    factories.change(amendment, factories.provision(charter, 8), water)
    _paper, returned, _base = read_back(version, "")
    assert ["Statement of reasons" in text for text in comment_texts(returned)] == [True, False]


@pytest.mark.parametrize("place", ["/II..I", "/I..XX", "/XX..I", "/XX"])
def test_a_part_that_is_none_is_not_found(client, version, in_two_articles, place):
    assert find_paper(f"proposed/1{place}", "en") is None
    assert client.get(f"/en/proposed/1{place}/download/").status_code == 404


def test_the_queue_makes_the_file_of_several_articles(client, version, in_two_articles, settings):
    answer = client.get(reverse("download", args=["proposed/1", "docx"]))
    assert answer.status_code == 200 and read(answer.content, "whole.docx").comments
    assert Download.objects.get().name == "proposed/1.docx"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    assert client.get(reverse("download", args=["proposed/1/I..II", "docx"])).status_code == 202


def test_what_the_file_is_made_of_changes_with_the_amendments(
    version, round_, city, officer, charter, in_two_articles
):
    before = files.made_of(find_paper("proposed/1", "en"))
    assert files.made_of(find_paper("proposed/1", "en")) == before
    factories.under_review(round_, city, officer, factories.provision(charter, 6), "Other text.")
    assert files.made_of(find_paper("proposed/1", "en")) != before


def test_the_contents_lead_to_the_whole_charter_and_from_there_to_a_part(
    client, version, round_, city, officer, fifth
):
    address, contents = reverse("downloads", args=["proposed/1"]), reverse("version", args=[1])
    assert f'href="{address}"' not in client.get(contents).content.decode()
    factories.under_review(round_, city, officer, fifth, HOMES.replace("one fifth", "one third"))
    assert f'href="{address}"' in client.get(contents).content.decode()
    assert 'name="last_article"' in client.get(address).content.decode()
    for chosen, place in ((("I", "II"), "/I..II"), (("I", ""), "/I"), (("preamble", "II"), ""), (("*", ""), "")):
        answer = client.get(address, {"article": chosen[0], "last_article": chosen[1]})
        assert answer["Location"] == reverse("downloads", args=[f"proposed/1{place}"])


def test_a_part_without_amendments_is_refused_with_a_sentence(client, version, round_, city, officer, fifth):
    factories.under_review(round_, city, officer, fifth, HOMES.replace("one fifth", "one third"))
    address = reverse("downloads", args=["proposed/1"])
    answer = client.get(address, {"article": "II", "last_article": ""})
    assert answer.status_code == 422 and "No amendment to these articles is pending." in answer.content.decode()
    answer = client.get(address, {"article": "II", "last_article": "I"})
    assert answer.status_code == 422 and "The last article is before the first article." in answer.content.decode()


@BOTH
@pytest.mark.parametrize("language", ["en", "ar"])
def test_random_amendments_are_read_back_for_each_member(db, officer, language, ending):
    consultation = Consultation(officer, language)
    for seed in range(12):
        consultation.draw(random.Random(seed))
        paper, returned, base = read_back(consultation.version, language=language, ending=ending)
        assert changes_of(base, returned, None) == [], seed
        for member in consultation.members:
            assert accepted(base, returned, [str(member)]) == alone(base, paper, [member]), (seed, str(member))
        assert accepted(base, returned, returned.authors) == alone(base, paper, consultation.members), seed


@BOTH
@pytest.mark.large
def test_libreoffice_accepts_and_rejects_the_changes(db, officer, tmp_path, ending):
    office, sent, cases = Office(tmp_path), {}, {}
    consultation = Consultation(officer, "en")
    for seed in range(6):
        consultation.draw(random.Random(seed))
        paper, _returned, base = read_back(consultation.version)
        sent[f"{seed}.{ending}"], cases[str(seed)] = write_paper(paper, ending), (paper, base)
    saved, kept, dropped = (
        office.convert(sent, ending),
        office.settle(sent, accept=True),
        office.settle(sent, accept=False),
    )
    for name, (paper, base) in cases.items():
        returned = read(saved[f"{name}.{ending}"], f"{name}.{ending}")
        for member in consultation.members:
            assert accepted(base, returned, [str(member)]) == alone(base, paper, [member]), (name, str(member))
        assert len(returned.comments) == len(paper.changes)
        assert paragraphs_in(kept[f"{name}.docx"]) == alone(base, paper, consultation.members), name
        assert paragraphs_in(dropped[f"{name}.docx"]) == [tidy(line.text) for line in base], name


class Consultation:
    """A round in which three members propose; `draw` makes other pending amendments than before."""

    def __init__(self, officer, language):
        self.officer, self.language = officer, language
        self.version = factories.version(factories.charter(languages=("en", "ar")))
        self.round = factories.round_(self.version)
        self.members = [factories.organisation(f"City {name}") for name in "ABC"]

    def draw(self, draw):
        self.round.amendments.update(state="withdrawn")
        for _n in range(draw.randint(1, 5)):
            kind = draw.choice(("replace", "replace", "replace", "delete", "insert"))
            place = draw.randint(4, 6) if kind == "replace" else draw.choice((5, 6))
            text = {"delete": "", "insert": f"New {draw.random()}."}.get(kind) or self.retyped(draw, place)
            factories.under_review(
                self.round,
                draw.choice(self.members),
                self.officer,
                factories.provision(self.version.charter, place),
                "" if kind == "delete" else text,
                kind=kind,
                language=self.language,
                **({"new_kind": "subparagraph"} if kind == "insert" else {}),
            )

    def retyped(self, draw, place):
        tokens = factories.WORDS[self.language][place].split(" ")
        for _turn in range(draw.randint(1, 2)):
            at = draw.randrange(len(tokens))
            new = draw.choices(["water", "<b>rights</b>", "2026", "مياه"], k=draw.randint(1, 2))
            tokens[at : at + draw.randrange(3)] = new
        return " ".join(tokens)


def alone(base, paper, members):
    """The paragraphs of the article with the shown changes of these members: edits carried out from the last on."""
    shown = [c for c in paper.changes if c.is_shown and c.amendment.organisation in members]
    paragraphs = []
    for line in base:
        own = [change for change in shown if change.change.provision.key.hex == line.key]
        edits = [edit for change in own for edit in change.edits]
        text = line.text
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
            text = text[: edit.start] + texts.plain_text(f"x{edit.html}x")[1:-1] + text[edit.end :]
        paragraphs += [] if any(change.kind == "delete" for change in own) else [tidy(text)]
        paragraphs += [tidy(change.change.html) for change in own if change.kind == "insert"]
    return paragraphs


def accepted(base, returned, authors):
    """The paragraphs of the article as our own reader reads them with the changes of these authors."""
    found = find_changes(base, returned, authors)
    assert not found.unplaced and not any(change.untracked for change in found.changes), found
    paragraphs = []
    for line in base:
        own = [change for change in found.changes if change.key == line.key]
        text = next((change.text for change in own if change.kind == "replace"), line.text)
        paragraphs += [] if any(change.kind == "delete" for change in own) else [tidy(text)]
        paragraphs += [tidy(change.text) for change in own if change.kind == "insert"]
    return paragraphs


def paragraphs_in(data):
    """The paragraphs of a file without changes, without their citations."""
    returned = read(data, "settled.docx")
    assert returned.authors == ()
    found = ["".join(stretch.text for stretch in paragraph.stretches) for paragraph in returned.paragraphs]
    return [text for text in (tidy(re.sub(r"^\s*\[[^\]]+\]", "", text)) for text in found) if text]


def tidy(text):
    return " ".join(text.split())
