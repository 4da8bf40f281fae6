"""Public comments as a table with the columns of the ISO template: who, where, what, and the answer."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Theme
from charter.actions.comments import comment_translations, comments
from charter.actions.comments.taken_up_comments import begin_draft_from_comment
from charter.models import CharterComment
from charter.queries.comments.comment_translations import piece_of_comment
from tests import factories

LAST = {"place": 5, "type": 6, "comment": 7, "proposed": 8, "observations": 9, "key": 10}


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def post(round_, officer, city):
    """Posts a comment of the city in English unless told otherwise."""

    def _post(target, text, by=officer, **more):
        values = {"organisation": city, "language": "en", "round_": round_, **more}
        return comments.post_comment(target=target, by=by, text=text, **values)

    return _post


def rows(client, name="comment-table"):
    """The lines of the CSV file below its head."""
    answer = client.get(f"/en/{name}.csv")
    assert answer.status_code == 200
    [_head, *lines] = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    return lines


def texts(client, name="comment-table"):
    return [line[LAST["comment"]] for line in rows(client, name)]


def test_a_comment_has_its_member_its_place_and_its_key(client, post, homes):
    comment = post(homes, "One fifth is too little.", quote="one fifth")
    [line] = rows(client)
    assert line[:3] == [str(comment.pk), "Tamanrit", "A staff member"]
    assert line[3:7] == [timezone.localdate().isoformat(), "en", "I.1.1", "Argument"]
    assert line[7:11] == ["About the text: “one fifth”\nOne fifth is too little.", "", "", str(homes.key)]
    assert line[11:] == ["", "", "", ""]


def test_a_working_translation_into_the_language_of_the_table_is_marked(client, post, homes, moderator):
    comment = post(homes, "Un cinquième est trop peu.", language="fr")
    for language, text in (("en", "One fifth is too little."), ("es", "Un quinto es poco.")):
        translate(comment, moderator, language, text)
    [line] = rows(client)
    assert line[LAST["comment"]] == "Un cinquième est trop peu."
    assert line[11:13] == ["One fifth is too little.", "Working translation by the secretariat"]
    data = client.get("/en/comment-table.docx").content
    document = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert "Working translation by the secretariat" in document and "Un quinto" not in document
    assert document.index("Un cinquième") < document.index("One fifth is too little.")


def test_an_answer_in_another_language_is_followed_by_its_translation(client, post, homes, moderator):
    post(homes, "One fifth is too little.")
    note = comments.answer_comments(provision=homes, by=moderator, text="C’est un début.", language="fr")
    translate(note, moderator, "en", "It is a start.")
    [line] = rows(client)
    assert line[LAST["observations"]] == "C’est un début.\nWorking translation by the secretariat: It is a start."


def test_a_comment_on_behalf_of_a_member_has_the_day_on_which_it_was_received(client, homes, moderator, city, round_):
    new, day = comments.NewComment(homes, "By letter.", "argument", "en", round_), date(2026, 3, 5)
    comments.post_table(new_comments=[new], by=moderator, organisation=city, came_on=day)
    [line] = rows(client)
    assert line[13] == "2026-03-05"


def test_a_comment_has_the_themes_of_the_provisions_that_it_is_about(
    client, post, homes, charter, round_, city, delegate
):
    """The name of a theme may have a comma. The theme of an amendment is that of the provision that it changes."""
    homes.themes.set(Theme.objects.filter(code__in=["housing", "water"]))
    Theme.objects.filter(code="work").update(retired_at=timezone.now())
    other = factories.provision(charter, 8)
    other.themes.set(Theme.objects.filter(code="work"))
    amendment = factories.confirmed(round_, city, delegate, "One half", 5)
    for target in (homes, amendment, other):
        post(target, "A word.")
    assert [line[14] for line in rows(client)] == ["Housing; Water, sanitation and energy"] * 2 + [""]
    french = client.get("/fr/comment-table.csv").content.decode("utf-8-sig")
    assert "Logement\u202f; " in french and french.partition("\n")[0].strip().endswith("Thèmes")
    shown = [comment["themes"] for comment in client.get("/api/v1/comments").json()["items"]]
    assert shown == [["housing", "water"]] * 2 + [[]]


def translate(comment, by, language, text):
    of = piece_of_comment(comment).of
    comment_translations.save_translation(comment=comment, language=language, text=text, of=of, by=by)


def test_comments_are_in_the_order_of_the_text_and_on_an_article_alone(client, charter, post):
    for place in (8, 5, 6):
        post(factories.provision(charter, place), f"On {place}.")
    assert texts(client)[:2] == ["On 5.", "On 6."] and len(texts(client)) == 3
    assert client.get("/en/comment-table/XX/download/").status_code == 404
    assert "On 5." in texts(client, "comment-table/I")


def test_comments_that_the_public_may_not_read_are_in_no_table(client, post, homes, moderator, round_, city, officer):
    removed, held = post(homes, "Removed."), post(homes, "Held back.")
    comments.remove_comment(comment=removed, by=moderator, because="It names a person.")
    CharterComment.objects.filter(pk=held.pk).update(is_public=False)
    draft = factories.draft(round_, city, officer, "One half")
    CharterComment.objects.filter(pk=post(homes, "On a draft.").pk).update(
        content_type=ContentType.objects.get_for_model(draft), object_pk=str(draft.pk)
    )
    post(homes, "Shown.")
    assert texts(client) == ["Shown."]
    data = client.get("/en/comment-table.docx").content
    assert b"Removed" not in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")


def test_pending_amendments_that_the_round_does_not_show_bring_no_comment(client, post, round_, city, officer, homes):
    amendment = factories.under_review(round_, city, officer, homes, "One half of new homes are social.")
    post(amendment, "Half is fair.")
    assert texts(client) == ["Half is fair."]
    round_.pending_is_public = False
    round_.save()
    assert texts(client) == []


def test_observations_have_the_answer_and_no_line_of_its_own(client, post, homes, moderator):
    post(homes, "Why one fifth?", kind="question")
    comments.answer_comments(provision=homes, by=moderator, text="It is the mean of the cities.", language="en")
    [line] = rows(client)
    assert (line[LAST["type"]], line[LAST["observations"]]) == ("Question", "It is the mean of the cities.")


def test_a_removed_answer_is_not_in_observations(client, post, homes, moderator):
    post(homes, "Why one fifth?")
    note = comments.answer_comments(provision=homes, by=moderator, text="Nobody knows.", language="en")
    comments.remove_comment(comment=note, by=moderator)
    [line] = rows(client)
    assert line[LAST["observations"]] == ""


def test_replies_say_to_what_they_reply(client, post, homes, moderator, round_):
    first = post(homes, "Why one fifth?")
    reply = post(homes, "We asked for it.", reply_to=first)
    post(homes, "It is the mean.", by=moderator, reply_to=first, organisation=None)
    asked, replied = rows(client)
    assert asked[LAST["observations"]] == "It is the mean."
    assert replied[0] == str(reply.pk) and replied[6] == f"Argument, reply to comment {first.pk}"


def test_a_comment_on_an_amendment_has_its_public_outcome(client, post, city, officer, moderator, round_):
    homes = factories.provision(round_.charter, 5)
    amendment = factories.under_review(round_, city, officer, homes, "One half of new homes are social.")
    comments.post_comment(target=amendment, by=officer, text="Half is fair.", language="en", round_=round_)
    factories.deciding_now(round_)
    factories.accepted(amendment, moderator, release=False)
    [line] = rows(client)
    assert line[LAST["place"]] == "I.1.1, amendment 1/1" and line[LAST["key"]] == "amendment-1-1"
    assert line[LAST["observations"]] == ""


def test_a_released_decision_is_in_observations(client, post, city, officer, moderator, round_):
    homes = factories.provision(round_.charter, 5)
    amendment = factories.under_review(round_, city, officer, homes, "One half of new homes are social.")
    comments.post_comment(target=amendment, by=officer, text="Half is fair.", language="en", round_=round_)
    factories.deciding_now(round_)
    factories.accepted(amendment, moderator)
    [line] = rows(client)
    assert line[LAST["observations"]] == "Amendment 1/1: Accepted. It is clear."


def test_an_amendment_made_of_a_comment_is_its_proposed_change(client, post, homes, round_, other_city, stranger):
    comment = post(homes, "One half would be fair.")
    draft = begin_draft_from_comment(
        comment=comment, round_=round_, organisation=other_city, by=stranger, language="en"
    )
    [line] = rows(client)
    assert line[LAST["proposed"]] == ""
    factories.under_review(round_, other_city, stranger, homes, "One half of new homes are social.")
    made = draft.__class__.objects.exclude(pk=draft.pk).get()
    made.suggested_by = comment
    made.save()
    [line] = rows(client)
    assert line[LAST["proposed"]] == "Amendment 1/1: One half of new homes are social."


def test_no_cell_is_a_formula_and_a_withheld_name_is_nowhere(client, post, homes, city):
    city.name_withheld = True
    city.save()
    for text in ("=1+1", "+A1", "-A1", "@SUM(A1)"):
        post(homes, text)
    assert texts(client) == ["'=1+1", "'+A1", "'-A1", "'@SUM(A1)"]
    data = client.get("/en/comment-table.xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value is not None} == {"s"}
    assert all("Tamanrit" not in str(line) for line in sheet.iter_rows(values_only=True))


def test_the_word_file_is_a_table_on_its_side(client, post, homes):
    post(homes, "One fifth is too little.")
    data = client.get("/en/comment-table.docx").content
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert 'w:orient="landscape"' in body and "<w:tbl>" in body
    for words in ("Observations of the secretariat", "Proposed change", "One fifth is too little.", str(homes.key)):
        assert words in body


def test_a_table_of_many_comments_costs_what_a_short_one_costs(client, post, homes, moderator):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            rows(client)
        return len(captured)

    first = post(homes, "One.")
    comments.answer_comments(provision=homes, by=moderator, text="Yes.", language="en")
    rows(client)
    before = queries()
    for number in range(4):
        post(homes, f"{number}.", reply_to=first)
    assert queries() <= before


def test_pages_lead_to_the_tables(client, charter, version, round_, homes, moderator):
    whole, article = (reverse("downloads", args=[name]) for name in ("comment-table", "comment-table/I"))
    assert f'href="{article}"' in client.get("/en/charter/1/I/").content.decode()
    assert f'href="{whole}"' in client.get("/en/charter/1/").content.decode()
    assert f'href="{whole}"' in client.get(reverse("provision_comments", args=[homes.short])).content.decode()
    client.force_login(factories.with_second_factor(moderator))
    assert f'href="{whole}"' in client.get(reverse("desk_comments", args=[homes.short])).content.decode()


def test_the_download_page_has_no_link_to_itself_and_nothing_to_print(client, post, homes):
    post(homes, "One fifth is too little.")
    for name in ("comment-table", "comment-table/I"):
        there = reverse("downloads", args=[name])
        page = client.get(there).content.decode().partition("<main")[2].partition("</main>")[0]
        assert f'href="{there}"' not in page
        assert "<h2>Print</h2>" not in page and "fingerprint" not in page
        assert all(f'href="{reverse("download", args=[name, ending])}"' in page for ending in ("csv", "xlsx", "docx"))


def test_the_page_of_the_table_of_an_article_leads_to_the_whole_table(client, version):
    page = client.get(reverse("downloads", args=["comment-table/I"])).content.decode()
    assert f'href="{reverse("downloads", args=["comment-table"])}"' in page
