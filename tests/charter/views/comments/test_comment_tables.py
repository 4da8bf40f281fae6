"""The page on which the team of a member imports a table of comments."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from lxml import html

from accounts.models import Mandate, Record
from accounts.rules import Refused
from charter.actions.comments import comments
from charter.actions.papers import received_papers
from charter.exports.comment_tables import CommentTable
from charter.models import CharterComment, ReceivedPaper
from charter.queries.reading.published_labels import latest_version
from tests import factories

HEAD = ["Place", "Comment", "Proposed change"]


@pytest.fixture
def page(version, round_, city, officer, client):
    client.force_login(officer)
    return reverse("city_comments")


def table(*rows):
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *rows])
    return SimpleUploadedFile("table.csv", out.getvalue().encode())


def check(client, page, *rows, **fields):
    return client.post(page, {"act": "check", "file": table(*rows), "language": "en", **fields})


def sent(answer, act="post", **changed):
    """What the form of the preview sends: all of its fields, and the ticked rows."""
    root = html.fromstring(answer.content.decode())
    [form] = root.xpath(f"//form[.//button[@value='{act}']]")
    ticked = [box.get("value") for box in form.xpath(".//input[@name='rows'][@checked]")]
    hidden = {box.get("name"): box.get("value", "") for box in form.xpath(".//input[@type='hidden']")}
    return {**hidden, "rows": ticked, "act": act, **changed}


def texts():
    return [*CharterComment.objects.order_by("pk").values_list("comment", flat=True)]


def test_nothing_is_posted_before_the_preview_is_confirmed(page, client, charter, city, officer):
    answer = check(client, page, ["I.1.1", "Why?", ""], ["I.1.2", "How?", ""], ["XL", "Lost.", ""])
    assert (answer.status_code, texts()) == (200, [])
    assert "The charter has no provision “XL”." in answer.content.decode()
    answer = client.post(page, sent(answer), follow=True)
    assert "2 comments were posted." in answer.content.decode() and texts() == ["Why?", "How?"]
    posted = CharterComment.objects.order_by("pk")
    assert {(comment.user, comment.organisation) for comment in posted} == {(officer, city)}
    assert [comment.content_object for comment in posted] == [factories.provision(charter, place) for place in (5, 6)]
    acts = Record.objects.filter(act="comment posted").order_by("pk")
    assert [act.about for act in acts] == [f"remark:{comment.pk}" for comment in posted]


def test_rows_that_are_not_ticked_are_not_posted(page, client):
    answer = check(client, page, ["I.1.1", "Why?", ""], ["I.1.2", "How?", ""])
    client.post(page, sent(answer, rows=["3"]))
    assert texts() == ["How?"]


def test_without_a_ticked_row_the_preview_comes_back(page, client):
    answer = client.post(page, sent(check(client, page, ["I.1.1", "Why?", ""]), rows=[]))
    assert (answer.status_code, texts()) == (422, [])
    shown = answer.content.decode()
    assert "Choose at least one row." in shown and "Why?" in shown


def test_the_same_file_says_that_its_comments_were_posted(page, client):
    rows = (["I.1.1", "Why?", ""], ["I.1.2", "How?", ""])
    client.post(page, sent(check(client, page, *rows)))
    again = check(client, page, *rows).content.decode()
    assert "The file has no new comment that can be posted." in again
    assert "Rows 2–3: The comment was already posted." in again


def test_a_preview_that_is_confirmed_twice_counts_once(page, client):
    data = sent(check(client, page, ["I.1.1", "Why?", ""]))
    first, second = client.post(page, data), client.post(page, data)
    assert (first.url, len(texts())) == (second.url, 1)


def test_all_rows_are_posted_or_none(page, client, round_):
    answer = check(client, page, ["I.1.1", "Why?", ""], ["I.1.2", "How?", ""])
    round_.comments_open = False
    round_.save()
    answer = client.post(page, sent(answer))
    assert (answer.status_code, texts()) == (422, [])
    assert "Comments are closed now." in answer.content.decode()


def test_a_proposed_change_leads_to_an_amendment(page, client, charter):
    answer = check(client, page, ["I.1.1", "Too little.", "One half."]).content.decode()
    assert "The proposed change becomes part of the comment." in answer
    assert f'href="{reverse("propose", args=[factories.provision(charter, 5).short])}"' in answer
    client.post(page, sent(check(client, page, ["I.1.1", "Too little.", "One half."])))
    assert texts() == ["Too little.\n\nProposed change: One half."]


def test_who_has_two_mandates_states_one(page, client, city, officer):
    since = timezone.now() - timedelta(days=9)
    second = Mandate.objects.create(person=officer, organisation=city, kind="alternate", since=since)
    answer = check(client, page, ["I.1.1", "Why?", ""])
    assert answer.status_code == 422 and "Choose the mandate under which you write." in answer.content.decode()
    client.post(page, sent(check(client, page, ["I.1.1", "Why?", ""], mandate=str(second.pk))))
    assert CharterComment.objects.get().mandate == second


def test_the_language_of_rows_is_chosen(page, client):
    client.post(page, sent(check(client, page, ["I.1.1", "Pourquoi ?", ""], language="fr")))
    assert CharterComment.objects.get().language == "fr"


def test_a_person_of_two_members_chooses_one(page, client, officer, other_city):
    since = timezone.now() - timedelta(days=9)
    Mandate.objects.create(person=officer, organisation=other_city, kind="officer", since=since)
    assert "?as=velmora" in client.get(page).content.decode()
    there = f"{page}?as={other_city.slug}"
    client.post(there, sent(check(client, there, ["I.1.1", "Why?", ""])))
    assert CharterComment.objects.get().organisation == other_city
    assert client.get(f"{page}?as=nowhere").status_code == 404


def test_a_file_with_too_many_new_rows_is_refused_whole(page, client):
    rows = [["I.1.1", f"Comment {number}.", ""] for number in range(comments.MOST_IMPORTED_IN_A_WHILE + 1)]
    answer = check(client, page, *rows)
    assert answer.status_code == 422 and "The table has 201 new rows." in answer.content.decode()


def test_a_damaged_preview_posts_nothing(page, client):
    data = sent(check(client, page, ["I.1.1", "Why?", ""]))
    for damage in ({"table": "["}, {"table": "[[1, 2]]"}, {"language": "xx"}):
        assert client.post(page, {**data, **damage}).status_code == 403
    assert texts() == []


def test_a_file_that_is_no_table_is_refused_beside_its_field(page, client):
    for name, data in (("a.pdf", b"%PDF-1.7"), ("a.docx", b"no file"), ("a.csv", b"Name\nLyon"), ("a.csv", b"")):
        answer = client.post(page, {"act": "check", "file": SimpleUploadedFile(name, data), "language": "en"})
        assert answer.status_code == 422 and "There is a problem" in answer.content.decode()


def test_while_comments_are_closed_there_is_no_form(page, client, round_):
    assert f'href="{page}?as=' in client.get(reverse("city")).content.decode()
    round_.comments_open = False
    round_.save()
    answer = client.get(page)
    assert answer.status_code == 403 and "Comments are closed now." in answer.content.decode()
    assert page not in client.get(reverse("city")).content.decode()


def test_the_download_page_leads_teams_to_the_import(page, client, version):
    there = reverse("downloads", args=["comment-table"])
    assert f'href="{page}"' in client.get(there).content.decode()
    client.logout()
    assert page not in client.get(there).content.decode()


@pytest.fixture
def desk(page, client):
    """A moderator who imports for a member; the page of the member."""
    person = factories.secretariat("moderator")
    client.force_login(person)
    return person


def test_a_moderator_chooses_a_member_and_imports_on_its_behalf(page, desk, client, city, officer):
    choice = client.get(page).content.decode()
    assert f'<option value="{city.slug}">{city}</option>' in choice
    there, day = f"{page}?as={city.slug}", timezone.localdate() - timedelta(days=3)
    assert "entered it on behalf of the member" in client.get(there).content.decode()
    answer = check(client, there, ["I.1.1", "Why?", ""], came_on=day.isoformat())
    assert texts() == []
    assert "1 comment was posted." in client.post(there, sent(answer), follow=True).content.decode()
    comment = CharterComment.objects.get()
    assert (comment.user, comment.organisation, comment.mandate, comment.came_on) == (desk, city, None, day)
    record = Record.objects.get(act="comment posted")
    assert (record.person, record.content["came_on"]) == (desk.pk, day.isoformat())


def test_the_comment_says_who_entered_it_on_its_page_in_tables_and_in_the_interface(page, desk, client, city, charter):
    there = f"{page}?as={city.slug}"
    client.post(there, sent(check(client, there, ["I.1.1", "Why?", ""], came_on="2026-03-05")))
    client.logout()
    signed = "Secretariat, on behalf of the member (received on 5 March 2026)"
    provision = factories.provision(charter, 5)
    shown = client.get(reverse("provision_comments", args=[provision.short])).content.decode()
    assert signed in shown and str(city) in shown and str(desk) not in shown
    [entry] = client.get("/api/v1/comments").json()["items"]
    assert entry["author"] == signed
    cells = list(CommentTable(charter, latest_version(charter), "en").cells())
    assert signed in str(cells)


def test_a_day_in_the_future_and_a_missing_one_are_refused(page, desk, client, city):
    there = f"{page}?as={city.slug}"
    assert check(client, there, ["I.1.1", "Why?", ""]).context["form"].errors["came_on"]
    later = timezone.localdate() + timedelta(days=1)
    answer = check(client, there, ["I.1.1", "Why?", ""], came_on=later.isoformat())
    assert "The date is in the future." in answer.context["form"].errors["came_on"][0]
    today = check(client, there, ["I.1.1", "Why?", ""], came_on=timezone.localdate().isoformat())
    assert client.post(there, sent(today, came_on=later.isoformat())).status_code == 422 and texts() == []


def test_only_moderators_import_for_a_member_that_is_not_theirs(page, client, city, other_city, officer):
    client.force_login(officer)
    assert client.get(page, {"as": other_city.slug}).status_code == 404
    new = comments.NewComment(None, "Why?", "argument", "en", None)
    with pytest.raises(Refused):
        comments.post_table(new_comments=[new], by=officer, organisation=city, came_on=timezone.localdate())


@pytest.fixture
def imported(page, desk, client, city):
    """The stored file of a table that the secretariat imported for a member, with its comments."""
    there, day = f"{page}?as={city.slug}", timezone.localdate().isoformat()
    client.post(there, sent(check(client, there, ["I.1.1", "Why?", ""], came_on=day)))
    return ReceivedPaper.objects.get()


def test_the_table_that_the_secretariat_imports_is_kept_with_its_comments(imported, desk, client, city):
    comment = CharterComment.objects.get()
    assert (imported.organisation, imported.by, list(imported.comments.all())) == (city, desk, [comment])
    assert b"Why?" in b"".join(client.get(reverse("city_paper_file", args=[imported.key])).streaming_content)
    shown = client.get(reverse("city_paper", args=[imported.key])).content.decode()
    assert "It is kept as evidence." in shown and "Why?" in shown and "Save as drafts" not in shown
    assert Record.objects.get(act="paper imported").content == {"comments": [comment.pk]}


def test_the_team_of_the_member_and_moderators_alone_open_the_table(imported, client, officer, stranger):
    url = reverse("city_paper_file", args=[imported.key])
    for person, status in ((officer, 200), (stranger, 404)):
        client.force_login(person)
        assert client.get(url).status_code == status
        assert client.get(reverse("city_paper", args=[imported.key])).status_code == status


def test_a_table_without_comments_is_for_moderators_and_is_deleted_after_a_month(page, desk, client, city, officer):
    check(client, f"{page}?as={city.slug}", ["I.1.1", "Why?", ""], came_on=timezone.localdate().isoformat())
    received, now = ReceivedPaper.objects.get(), timezone.now()
    client.force_login(officer)
    assert client.get(reverse("city_paper_file", args=[received.key])).status_code == 404
    received_papers.forget_old_papers(now=now + timedelta(days=29))
    assert ReceivedPaper.objects.count() == 1
    received_papers.forget_old_papers(now=now + timedelta(days=31))
    assert ReceivedPaper.objects.count() == 0


def test_the_table_is_kept_until_its_comments_are_removed(imported, desk):
    received_papers.forget_old_papers(now=timezone.now() + timedelta(days=400))
    imported.refresh_from_db()
    assert imported.file
    comments.remove_comment(comment=CharterComment.objects.get(), by=desk, because="It names a private person.")
    received_papers.forget_old_papers(now=timezone.now() + timedelta(days=400))
    imported.refresh_from_db()
    assert not imported.file and imported.reading is None


def test_a_team_that_imports_its_own_table_leaves_no_file(page, client, officer):
    client.force_login(officer)
    client.post(page, sent(check(client, page, ["I.1.1", "Why?", ""])))
    assert CharterComment.objects.count() == 1 and ReceivedPaper.objects.count() == 0


def test_an_erased_person_is_in_no_stored_table(imported):
    received_papers.forget_name("Why?", "Somebody")
    imported.refresh_from_db()
    assert not imported.file
