"""What a returned Word file changes: the laws, random files, and the cases of the design."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from lxml import etree

from charter.actions.papers import issued_papers, received_papers
from charter.exports import working_papers
from charter.exports.office_details import parts_of
from charter.exports.tracking import W
from charter.files.refusals import Unreadable
from charter.importing import returned_papers
from charter.importing.returned_changes import find_changes
from charter.importing.returned_lines import Returned, read
from charter.queries.papers.issued_papers import find_by_signed_id
from charter.queries.papers.working_papers import Scope, article_at, lines_in
from tests import factories
from tests.charter.importing.returned import Edited, EditedOpen

NEW_WORDS = ("public", "water", "and the council", "every year", "nobody", "2026", "الماء", "水")


@pytest.fixture
def paper(version, city, officer):
    """The first article in English: title, heading, three paragraphs."""
    return issued_papers.issue_paper(
        version=version, article=article_at(version, "I"), language="en", organisation=city, by=officer
    )


@pytest.fixture
def keys(paper):
    return [line.provision.key.hex for line in lines_in(paper.version, paper.article, paper.language)]


@pytest.fixture
def words(paper):
    return [line.wording.text for line in lines_in(paper.version, paper.article, paper.language)]


@pytest.fixture
def changes(paper, charter, city, officer):
    """What a file changes, as the page has it."""

    def compare(data, authors=None, article=None, language="", name="returned.docx"):
        returned = read(data, name)
        source = returned_papers.identify(charter, returned, Scope(article) if article else None, language)
        received = received_papers.receive_paper(
            organisation=city,
            by=officer,
            file=ContentFile(data),
            filename=name,
            digest=f"{random.random()}",
            reading=returned.as_json(),
            version=source.version,
            article=source.article,
            language=source.language,
            paper=source.paper,
        )
        return returned_papers.compare(received, authors)

    return compare


def told(found):
    """Each change in short: its kind, its citation, whether nobody tracked it, its text."""
    return [(one.kind, one.citation, one.untracked, one.html) for one in found.changes]


def test_a_file_that_nobody_changed_has_no_change(paper, changes):
    found = changes(working_papers.docx(paper))
    assert (found.changes, found.unplaced, found.left_out) == ((), (), ())


def test_other_words_a_new_paragraph_and_a_deleted_one(paper, changes, keys, words):
    file = Edited(working_papers.docx(paper))
    file.retype(keys[3], words[3].replace("fifth", "third"))
    file.add(keys[3], "Nobody is cut off.")
    file.delete(keys[4])
    found = changes(file.save())
    assert told(found) == [
        ("replace", "I.1.1", False, words[3].replace("fifth", "third")),
        ("insert", "I.1.1", False, "Nobody is cut off."),
        ("delete", "I.1.2", False, ""),
    ]
    assert {one.authors for one in found.changes} == {("A colleague",)}


def test_the_same_without_tracking_is_marked(paper, changes, keys, words):
    file = Edited(working_papers.docx(paper), author=None)
    file.retype(keys[3], words[3].replace("fifth", "third"))
    file.add(keys[3], "Nobody is cut off.")
    file.delete(keys[4])
    assert [(kind, untracked) for kind, _citation, untracked, _html in told(changes(file.save()))] == [
        ("replace", True),
        ("insert", True),
        ("delete", True),
    ]


def test_without_bookmarks_paragraphs_are_aligned_by_their_text(paper, changes, keys, words):
    file = Edited(working_papers.docx(paper))
    file.retype(keys[3], words[3].replace("fifth", "third"))
    file.without_bookmarks()
    assert told(changes(file.save())) == [("replace", "I.1.1", False, words[3].replace("fifth", "third"))]


def test_without_id_and_bookmarks_the_article_must_be_chosen(paper, changes, keys, words):
    file = Edited(working_papers.docx(paper))
    file.without_bookmarks()
    file.without_id()
    with pytest.raises(Unreadable, match="cannot identify the article"):
        changes(file.save())
    assert changes(file.save(), article=paper.article, language="en").changes == ()


def test_another_text_is_refused(paper, changes, version):
    file = Edited(working_papers.docx(paper))
    file.without_bookmarks()
    file.without_id()
    with pytest.raises(Unreadable, match="Less than half"):
        changes(file.save(), article=article_at(version, "II"), language="en")


def test_the_changes_of_another_author_are_listed_and_left_out(paper, changes, keys, words):
    first = Edited(working_papers.docx(paper), author="City")
    first.retype(keys[3], f"{words[3]} Always.")
    second = Edited(first.save(), author="Somebody else")
    second.retype(keys[4], f"{words[4]} Never.")
    found = changes(second.save(), authors=["City"])
    assert told(found) == [("replace", "I.1.1", False, f"{words[3]} Always.")]
    assert [(one.what, one.words) for one in found.left_out] == [("other", "Never.")]


def test_an_older_version_is_carried_over_to_the_current_text(paper, charter, changes, keys, words, moderator):
    fifth = factories.provision(charter, 5)
    factories.reword(fifth, f"{words[3][:-1]} and families.", by=moderator)
    file = Edited(working_papers.docx(paper))
    file.retype(keys[3], words[3].replace("The city", "Each city"))
    [change] = changes(file.save()).changes
    assert change.html == f"{words[3][:-1]} and families.".replace("The city", "Each city")


def test_a_change_that_meets_another_one_is_not_made_but_listed(paper, charter, changes, keys, words, moderator):
    factories.reword(factories.provision(charter, 5), words[3].replace("fifth", "half"), by=moderator)
    file = Edited(working_papers.docx(paper))
    file.retype(keys[3], words[3].replace("fifth", "third"))
    found = changes(file.save())
    assert (found.changes, [one.text for one in found.unplaced]) == ((), [words[3].replace("fifth", "third")])


def test_a_change_of_which_a_part_meets_another_one_is_to_be_checked(paper, charter, changes, keys, words, moderator):
    factories.reword(factories.provision(charter, 5), words[3].replace("fifth", "half"), by=moderator)
    file = Edited(working_papers.docx(paper))
    asked = words[3].replace("fifth", "third").replace("The city", "Each city")
    file.retype(keys[3], asked)
    found = changes(file.save())
    [change] = found.changes
    assert (change.in_file, found.unplaced) == (asked, ())
    assert change.html == words[3].replace("fifth", "half").replace("The city", "Each city")


def test_what_is_in_the_text_already_is_said_to_be(paper, charter, changes, keys, words, moderator):
    factories.reword(factories.provision(charter, 5), words[3].replace("fifth", "third"), by=moderator)
    file = Edited(working_papers.docx(paper))
    file.retype(keys[3], words[3].replace("fifth", "third"))
    found = changes(file.save())
    assert (found.changes, [one.what for one in found.left_out]) == ((), ["already"])


@pytest.mark.parametrize("seed", range(20))
def test_random_files_give_the_proposed_text_and_their_base(paper, changes, keys, words, seed):
    """All accepted, the file has the text that its changes propose; all rejected, it changes nothing."""
    draw = random.Random(seed)
    file = Edited(working_papers.docx(paper))
    proposed = {key: text for key, text in zip(keys, words, strict=True)}
    for key in keys[2:]:
        match draw.randrange(4):
            case 0:
                tokens = proposed[key].split()
                tokens[draw.randrange(len(tokens))] = draw.choice(NEW_WORDS)
                tokens.insert(draw.randrange(len(tokens) + 1), draw.choice(NEW_WORDS))
                proposed[key] = " ".join(tokens)
                file.retype(key, proposed[key])
            case 1:
                added = " ".join(draw.choices(NEW_WORDS, k=4))
                proposed[f"after {key}"] = added
                file.add(key, added)
            case 2 if key != keys[-1]:
                del proposed[key]
                file.delete(key)
    found = changes(file.save())
    assert (resulting(found, keys, words), found.unplaced) == (proposed, ())
    assert not any(one.untracked for one in found.changes)
    rejected = Edited(file.save())
    rejected.settle(gone="ins", kept="del")
    assert changes(rejected.save()).changes == ()
    accepted = Edited(file.save())
    accepted.settle(gone="del", kept="ins")
    again = changes(accepted.save())
    assert resulting(again, keys, words) == proposed
    assert [replace(one, untracked=False, authors=()) for one in again.changes] == [
        replace(one, authors=()) for one in found.changes
    ]


def resulting(found, keys, words):
    text = dict(zip(keys, words, strict=True))
    for one in found.changes:
        key = one.provision.key.hex
        if one.kind == "delete":
            del text[key]
        else:
            text[f"after {key}" if one.kind == "insert" else key] = one.html
    return text


@pytest.mark.parametrize("article", ["preamble", "I", "II"])
@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_no_article_changes_by_being_downloaded_in_any_language(article, language, ending, city, officer, db):
    """Points, recitals, narrow spaces before signs, and text from right to left come back as they were."""
    version = factories.version(factories.charter(languages=("en", "fr", "ar")))
    paper = issued_papers.issue_paper(
        version=version, article=article_at(version, article), language=language, organisation=city, by=officer
    )
    returned = read(working_papers.WRITERS[ending](paper), f"returned.{ending}")
    base = returned_papers.base_lines(lines_in(version, paper.article, language))
    found = find_changes(base, returned, returned.authors)
    assert (found.changes, found.unplaced, found.left_out, found.share) == ((), (), (), 1)
    assert find_by_signed_id(returned.ids[0]) == paper


def test_an_opendocument_text_is_read_with_its_tracked_changes_and_comments(paper, changes, keys, words):
    file = EditedOpen(working_papers.odt(paper), author="City")
    file.replace(keys[2], "safe", "warm")
    file.comment(keys[2], "Winters are cold.", "City")
    file.comment(keys[4], "Why thirty?", "Omar")
    file.add(keys[3], "Nobody is cut off.")
    found = changes(file.save(), name="returned.odt")
    assert told(found) == [
        ("replace", "I.1", False, words[2].replace("safe", "warm")),
        ("insert", "I.1.1", False, "Nobody is cut off."),
    ]
    assert [one.reason for one in found.changes] == ["Winters are cold.", ""]
    assert [(one.text, one.citation) for one in found.comments] == [("Why thirty?", "I.1.2")]
    assert ({one.authors for one in found.changes}, found.unplaced) == ({("City",)}, ())


def test_paragraphs_that_were_combined_in_an_opendocument_text_are(paper, changes, keys, words):
    file = EditedOpen(working_papers.odt(paper), author="City")
    file.join(keys[3], keys[4])
    [change] = changes(file.save(), name="returned.odt").changes
    assert (change.kind, change.citation, change.after_citation, change.untracked) == ("join", "I.1.1", "I.1.2", False)


def test_an_opendocument_text_tracks_changes_and_is_the_same_each_time(paper):
    data = working_papers.odt(paper)
    assert data == working_papers.odt(paper)
    assert b'track-changes="true"' in parts_of(data)["content.xml"]


def test_a_comment_of_the_same_author_at_a_change_is_its_reason(paper, changes, keys, words):
    file = Edited(working_papers.docx(paper), author="City")
    file.retype(keys[3], words[3].replace("fifth", "third"))
    file.comment(keys[3], "third", "Families need homes.\nSee the plan of 2025.", "City")
    file.comment(keys[3], "third", "Who wrote this?", "Somebody else")
    found = changes(file.save())
    assert [one.reason for one in found.changes] == ["Families need homes.\nSee the plan of 2025."]
    assert [(one.author, one.text, one.citation, one.passage) for one in found.comments] == [
        ("Somebody else", "Who wrote this?", "I.1.1", "third"),
    ]
    assert not any(one.what == "comment" for one in found.left_out)


def test_replies_resolved_comments_and_comments_on_unchanged_text_are_listed(paper, changes, keys, words):
    file = Edited(working_papers.docx(paper), author="City")
    file.retype(keys[3], words[3].replace("fifth", "third"))
    file.comment(keys[3], "third", "Settled long ago.", "City", done=True)
    asked = file.comment(keys[4], words[4], "Is this enough?", "City")
    file.comment(keys[4], words[4], "It is.", "Legal office", reply_to=asked)
    found = changes(file.save())
    assert [one.reason for one in found.changes] == [""]
    assert [(one.text, one.citation, one.is_done, one.reply_to) for one in found.comments] == [
        ("Settled long ago.", "I.1.1", True, None),
        ("Is this enough?", "I.1.2", False, None),
        ("It is.", "I.1.2", False, "City"),
    ]


def test_a_comment_is_no_reason_for_an_author_whose_changes_do_not_count(paper, changes, keys, words):
    file = Edited(working_papers.docx(paper), author="City")
    file.retype(keys[3], words[3].replace("fifth", "third"))
    file.comment(keys[3], "third", "Families need homes.", "City")
    found = changes(file.save(), authors=[])
    assert (found.changes, [one.text for one in found.comments]) == ((), ["Families need homes."])


def test_a_comment_on_a_deleted_or_a_new_paragraph_is_its_reason(paper, changes, keys, words):
    file = Edited(working_papers.docx(paper), author="City")
    file.delete(keys[4])
    file.comment(keys[4], words[4], "The law says it already.", "City")
    file.add(keys[3], "Nobody is cut off.")
    [new] = [one for one in file.root.iter(f"{W}p") if "Nobody" in "".join(map(str, one.itertext()))]
    file.comments.append(("People die.", "City", False, -1))
    mark = new.find(f"{W}ins/{W}r")
    etree.SubElement(mark, f"{W}commentReference", {f"{W}id": "1"})
    assert [(one.kind, one.reason) for one in changes(file.save()).changes] == [
        ("insert", "People die."),
        ("delete", "The law says it already."),
    ]


def test_a_comment_without_place_is_listed(paper, changes, keys, words):
    file = Edited(working_papers.docx(paper), author="City")
    file.comments.append(("Thank you for the file.", "City", False, -1))
    found = changes(file.save())
    assert [(one.text, one.citation, one.passage) for one in found.comments] == [("Thank you for the file.", "", "")]


def test_a_file_with_too_many_comments_is_refused(paper, changes, keys, words):
    file = Edited(working_papers.docx(paper), author="City")
    file.comments.extend(("Again.", "City", False, -1) for _number in range(501))
    with pytest.raises(Unreadable, match="more than 500 comments"):
        changes(file.save())


def test_a_reading_that_was_stored_before_comments_were_read_can_be_shown(paper, changes, keys, words):
    stored = read(working_papers.docx(paper), "returned.docx").as_json()
    del stored["comments"]
    for paragraph in stored["paragraphs"]:
        del paragraph["comments"]
        for stretch in paragraph["stretches"]:
            del stretch["comments"]
    assert Returned.from_json(stored) == read(working_papers.docx(paper), "returned.docx")
