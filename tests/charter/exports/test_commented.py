"""One file prints an article or a provision with all comments in the margin."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse
from lxml import etree

from charter.actions.comments import comment_translations, comments
from charter.exports import files, paper_names
from charter.exports.tracking import W
from charter.queries.comments.comment_translations import piece_of_comment
from tests import factories


@pytest.fixture
def said(charter, round_, officer, city, stranger):
    """A comment with an answer on one provision, and a comment on another of the same article."""
    post = lambda place, text, by, **more: comments.post_comment(  # noqa: E731
        target=factories.provision(charter, place), by=by, text=text, language="en", round_=round_, **more
    )
    first = post(5, "One fifth is too little.", officer, quote="one fifth", organisation=city)
    post(5, "One fifth is what we can pay.", stranger, reply_to=first)
    return post(6, "Thirty days are long.", officer)


def taken(client, name):
    answer = client.get(reverse("download", args=[name, "html"]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_article_has_every_comment_beside_its_provision(client, version, said):
    page = taken(client, "commented/1/I")
    row = page.split("one fifth of new homes")[1].split("</tr>")[0]
    assert "One fifth is too little." in row and "One fifth is what we can pay." in row
    assert '<q dir="auto">“one fifth”</q>' in row and "Tamanrit" in row
    assert "Thirty days are long." in page and "Thirty days are long." not in row


def test_a_provision_has_its_own_comments_alone(client, charter, version, said):
    page = taken(client, f"commented/1/{factories.provision(charter, 6).short}")
    assert "Thirty days are long." in page and "One fifth is too little." not in page


def test_a_removed_comment_keeps_its_place_without_its_words(client, version, said, moderator):
    comments.remove_comment(comment=said, by=moderator, because="It names a private person.")
    other = taken(client, "commented/1/I")
    assert "Thirty days are long." not in other


@pytest.fixture
def on_amendment(round_, city, officer, charter):
    homes = factories.provision(charter, 5)
    amendment = factories.under_review(round_, city, officer, homes, "One half of new homes are social.")
    return comments.post_comment(target=amendment, by=officer, text="Half is fair.", language="en", round_=round_)


def word(paper):
    """The text and the comments of the Word file of a paper: author and words of each comment, and what it marks."""
    with zipfile.ZipFile(io.BytesIO(files.write_file(paper, "docx"))) as archive:
        body, margin = (etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "comments"))
    marked = {}
    for start in body.iter(f"{W}commentRangeStart"):
        number, words = start.get(f"{W}id"), ""
        for element in start.itersiblings():
            if element.tag == f"{W}commentRangeEnd" and element.get(f"{W}id") == number:
                break
            words += "".join(element.itertext())
        marked[number] = words
    return [
        (c.get(f"{W}author"), "\n".join("".join(p.itertext()) for p in c.iter(f"{W}p")), marked[c.get(f"{W}id")])
        for c in sorted(margin.iter(f"{W}comment"), key=lambda comment: int(comment.get(f"{W}id")))
    ]


def test_the_whole_charter_has_all_comments_and_those_on_amendments(version, said, on_amendment):
    paper = paper_names.find_paper("commented/1", "en")
    assert paper.long_extensions == paper.extensions
    page = files.write_file(paper, "html").decode()
    row = page.split("one fifth of new homes")[1].split("</tr>")[0]
    assert "Half is fair." in row and "Amendment 1" in row and "Thirty days are long." in page
    assert files.write_file(paper, "pdf").startswith(b"%PDF")


def test_an_amendment_that_is_not_shown_brings_no_comment(client, version, round_, on_amendment):
    assert "Half is fair." in taken(client, "commented/1/I")
    round_.pending_is_public = False
    round_.save()
    assert "Half is fair." not in taken(client, "commented/1/I")


def test_comments_are_in_the_margin_of_the_word_file(version, said, on_amendment):
    for name in ("commented/1/I", "commented/1"):
        first, reply, amended, last = word(paper_names.find_paper(name, "en"))
        assert first[0] == "A staff member, Tamanrit" and first[2] == "one fifth"
        assert "One fifth is too little." in first[1]
        assert "Reply" in reply[1] and "One fifth is what we can pay." in reply[1]
        assert "Amendment 1" in amended[1] and "Half is fair." in amended[1]
        assert "Thirty days are long." in last[1] and "thirty days" in last[2].lower()


def test_a_removed_comment_has_no_words_in_the_word_file(version, said, moderator):
    comments.remove_comment(comment=said, by=moderator, because="It names a private person.")
    margin = word(paper_names.find_paper("commented/1/I", "en"))
    assert [text for _who, text, _marked in margin][-1] == "ArgumentThe comment was removed."


def test_a_word_file_without_a_comment_can_be_made(version):
    assert word(paper_names.find_paper("commented/1/I", "en")) == []


def test_the_whole_charter_is_read_in_few_questions(version, said, django_assert_max_num_queries):
    paper = paper_names.find_paper("commented/1", "en")
    with django_assert_max_num_queries(40):
        assert paper.made_of


def test_pages_lead_to_it(client, charter, version, round_):
    name = reverse("downloads", args=["commented/1/I"])
    assert f'href="{name}"' in client.get("/en/charter/1/I/").content.decode()
    short = factories.provision(charter, 6).short
    whole = reverse("downloads", args=["commented/1"])
    assert f'href="{whole}"' in client.get("/en/charter/1/").content.decode()
    own = reverse("downloads", args=[f"commented/1/{short}"])
    assert f'href="{own}"' in client.get(reverse("provision", args=[short])).content.decode()


def test_nothing_is_at_the_address_of_what_the_version_does_not_have(client, version):
    for name in ("commented/1/XX", "commented/9/I", "commented/9"):
        assert client.get(reverse("downloads", args=[name])).status_code == 404


@pytest.fixture
def translated(charter, round_, officer, city):
    """A comment in French with a working translation in English."""
    comment = comments.post_comment(
        target=factories.provision(charter, 5),
        by=officer,
        text="Un cinquième, c’est trop peu.",
        language="fr",
        round_=round_,
        organisation=city,
    )
    comment_translations.save_translation(
        comment=comment,
        language="en",
        text="One fifth is too little.",
        of=piece_of_comment(comment).of,
        by=factories.holder("language_editor", "en"),
    )
    return comment


def test_a_working_translation_is_in_the_margin_before_the_original(version, translated):
    [(_author, text, _marked)] = word(paper_names.find_paper("commented/1/I", "en"))
    first, _original, last = text.partition("Original text in French")
    assert first.endswith("Working translation by a language editor: One fifth is too little.")
    assert last.strip() == "Un cinquième, c’est trop peu."


def test_a_working_translation_is_beside_its_provision_on_paper(client, version, translated):
    page = taken(client, "commented/1/I")
    assert "One fifth is too little." in page and "Original text in French" in page
    assert '<div lang="fr" dir="ltr"><p>Un cinquième, c’est trop peu.</p></div>' in page


def test_a_translation_that_comes_later_makes_another_paper(version, round_, officer, city, charter):
    comment = comments.post_comment(
        target=factories.provision(charter, 5), by=officer, text="Trop peu.", language="fr", round_=round_
    )
    before = files.made_of(paper_names.find_paper("commented/1/I", "en"))
    editor = factories.holder("language_editor", "en")
    comment_translations.save_translation(
        comment=comment, language="en", text="Too little.", of=piece_of_comment(comment).of, by=editor
    )
    assert files.made_of(paper_names.find_paper("commented/1/I", "en")) != before
