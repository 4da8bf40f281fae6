"""A Word file that comes back: from the download to drafts, for the team of the member alone."""

from __future__ import annotations

import re

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.actions import erasures
from accounts.models import Record
from charter import tasks
from charter.actions.amending import amendments
from charter.actions.papers import issued_papers, received_papers
from charter.exports import working_papers
from charter.models import Amendment, ReceivedPaper
from charter.queries.papers.working_papers import article_at
from tests import factories
from tests.charter.importing.made import docx, paragraph
from tests.charter.importing.returned import Edited
from tests.charter.importing.tables import word_table

FIFTH = factories.WORDS["en"][5]
THIRD = FIFTH.replace("fifth", "third")


@pytest.fixture
def page(version, round_, city, officer, client):
    client.force_login(officer)
    return reverse("city_papers")


@pytest.fixture
def data(version, city, officer, charter):
    """The first article with other words for one provision, and one that is deleted."""
    paper = issued_papers.issue_paper(
        version=version, article=article_at(version, "I"), language="en", organisation=city, by=officer
    )
    file = Edited(working_papers.docx(paper), author="Aminata of the legal office")
    file.retype(factories.provision(charter, 5).key.hex, THIRD)
    file.delete(factories.provision(charter, 6).key.hex)
    return file.save()


def send(client, page, data):
    file = SimpleUploadedFile("law.docx", data)
    return client.post(page, {"act": "import", "returned-file": file})


@pytest.fixture
def received(page, client, data):
    send(client, page, data)
    return ReceivedPaper.objects.get()


@pytest.fixture
def there(received):
    return reverse("city_paper", args=[received.key])


def test_the_page_shows_every_change_before_anything_is_made(there, client):
    shown = client.get(there).content.decode()
    assert re.search(r"<del[^>]*>.*?fifth.*?</del>", shown) and re.search(r"<ins[^>]*>.*?third.*?</ins>", shown)
    assert "Delete this provision:" in shown and "Aminata of the legal office" in shown
    assert Amendment.objects.count() == 0


def test_the_changes_become_one_draft_of_the_member(there, client, received, city, officer):
    form = client.get(there).context["form"]
    values = {"changes": form["changes"].value(), "as_drafts": "together", "title": "Homes", "reason": "Families."}
    answer = client.post(there, values)
    assert (answer.status_code, answer["Location"]) == (302, there)
    draft = Amendment.objects.get()
    assert (draft.organisation, draft.begun_by, draft.state) == (city, officer, "draft")
    changes = [(one.kind, one.html, one.base.text) for one in draft.text.changes.all()]
    assert changes == [("replace", THIRD, FIFTH), ("delete", "", factories.WORDS["en"][6])]
    assert (list(received.drafts.all()), amendments.faults_of(draft)) == ([draft], ())
    assert Record.objects.filter(act__in=["paper received", "paper imported"]).count() == 2


def test_a_change_can_be_discarded_and_each_provision_can_have_its_draft(there, client):
    names = client.get(there).context["form"]["changes"].value()
    client.post(there, {"changes": names[:1], "as_drafts": "each"})
    draft = Amendment.objects.get()
    assert [one.kind for one in draft.text.changes.all()] == ["replace"]


def test_nothing_chosen_is_said_beside_the_form_and_the_reasons_stay(there, client):
    answer = client.post(there, {"as_drafts": "together", "reason": "Families leave the city."})
    assert (answer.status_code, Amendment.objects.count()) == (422, 0)
    assert "Choose at least one change." in answer.content.decode()
    assert "Families leave the city." in answer.content.decode()


def test_the_same_file_twice_leads_to_what_came_of_it(there, received, page, client, data):
    names = client.get(there).context["form"]["changes"].value()
    client.post(there, {"changes": names, "as_drafts": "together", "title": "Homes for all"})
    answer = send(client, page, data)
    shown = client.get(answer["Location"]).content.decode()
    assert answer["Location"] == there and ReceivedPaper.objects.count() == 1
    assert "The file was already sent." in shown and "Homes for all" in shown
    assert client.post(there, {"changes": names, "as_drafts": "together"}).status_code == 422
    assert Amendment.objects.count() == 1


def test_a_file_that_cannot_be_read_is_refused_beside_its_field(page, client):
    answer = send(client, page, b"%PDF-1.7 a paper")
    assert (answer.status_code, ReceivedPaper.objects.count()) == (422, 0)
    assert "pages, not paragraphs" in answer.content.decode()


@pytest.mark.parametrize("name", ["city_paper", "city_paper_file"])
def test_another_member_finds_nothing(received, client, stranger, name):
    client.force_login(stranger)
    assert client.get(reverse(name, args=[received.key])).status_code == 404


def test_a_moderator_reads_and_makes_no_draft(there, received, client, moderator, settings):
    settings.DEMONSTRATION = True
    moderator.is_demonstration = True
    moderator.save()
    client.force_login(moderator)
    shown = client.get(there)
    assert shown.status_code == 200 and "Save as drafts" not in shown.content.decode()
    names = [one.name for one in shown.context["form"].returned_changes]
    assert client.post(there, {"changes": names, "as_drafts": "together"}).status_code in (404, 422)
    assert Amendment.objects.count() == 0


def test_the_team_gets_the_file_back_and_deletes_it(there, received, client, data, django_capture_on_commit_callbacks):
    answer = client.get(reverse("city_paper_file", args=[received.key]))
    assert b"".join(answer.streaming_content) == data
    with django_capture_on_commit_callbacks(execute=True):
        client.post(there, {"act": "delete"})
    assert (ReceivedPaper.objects.count(), default_storage.exists(received.file.name)) == (0, False)


def test_an_erased_person_is_not_named_by_a_file(
    received, officer, delegate, data, django_capture_on_commit_callbacks
):
    delegate.name = "Aminata of the legal office"
    delegate.save()
    with django_capture_on_commit_callbacks(execute=True):
        erasures.erase_person(person=delegate)
    assert (ReceivedPaper.objects.count(), default_storage.exists(received.file.name)) == (0, False)


def test_a_file_without_drafts_is_deleted_after_thirty_days(received, there, client):
    tasks.delete_old_files(received.at + received_papers.KEPT)
    assert ReceivedPaper.objects.count() == 1
    tasks.delete_old_files(received.at + received_papers.KEPT * 2)
    assert ReceivedPaper.objects.count() == 0


def test_a_file_is_kept_with_its_draft_until_that_has_ended(received, there, client):
    names = client.get(there).context["form"]["changes"].value()
    client.post(there, {"changes": names, "as_drafts": "together"})
    tasks.delete_old_files(received.at + received_papers.KEPT * 2)
    received.refresh_from_db()
    assert received.file
    Amendment.objects.update(state="withdrawn")
    tasks.delete_old_files(received.at + received_papers.KEPT * 2)
    received.refresh_from_db()
    assert (received.file.name, received.reading, len(received.digest)) == ("", None, 64)
    assert client.get(there).status_code == 200


@pytest.fixture
def commented(data, charter, page, client):
    """The page of the file with a reason for the first change and a comment on a provision that has no change."""
    file = Edited(data, author="Aminata of the legal office")
    file.comment(factories.provision(charter, 5).key.hex, "third", "Families need homes.", file.author)
    file.comment(factories.provision(charter, 4).key.hex, "", "Why this heading?", "Omar")
    return send(client, page, file.save())["Location"]


def test_a_comment_fills_the_reasons_of_its_change_and_the_others_are_listed(commented, client):
    shown = client.get(commented)
    form, page = shown.context["form"], shown.content.decode()
    [first, second] = form.returned_changes
    assert (form.reason_of(first).value(), form.reason_of(second).value()) == ("Families need homes.", "")
    assert "Comments that are not used as reasons" in page and "Why this heading?" in page and "Omar" in page
    values = {f"reason-{first.name}": "Families need them.", f"reason-{second.name}": "", "reason": "For all."}
    client.post(commented, {"changes": [first.name, second.name], "as_drafts": "together", **values})
    assert Amendment.objects.get().text.reason.text == f"For all.\n\n{first.citation} – Families need them."


def test_each_draft_has_the_reasons_of_its_own_change(commented, client):
    form = client.get(commented).context["form"]
    values = {form.reason_of(one).html_name: form.reason_of(one).value() for one in form.returned_changes}
    client.post(commented, {"changes": form["changes"].value(), "as_drafts": "each", **values})
    reasons = [one.text.reason and one.text.reason.text for one in Amendment.objects.order_by("pk")]
    assert reasons == ["Families need homes.", None]


def test_typed_reasons_of_a_change_stay_when_nothing_is_chosen(commented, client):
    name = client.get(commented).context["form"].returned_changes[1].name
    answer = client.post(commented, {"as_drafts": "together", f"reason-{name}": "It costs too much."})
    assert (answer.status_code, "It costs too much." in answer.content.decode()) == (422, True)


@pytest.fixture
def homes(round_, city, officer):
    """A draft of the member that changes another article."""
    return factories.draft(round_, city, officer, "The city gives every household clean water.", place=8)


def test_the_changes_are_added_to_a_draft_after_its_own(homes, there, client, received):
    page = f"{there}?draft={homes.key}"
    form = client.get(page).context["form"]
    assert form["draft"].value() == str(homes.key)
    assert dict(form.fields["draft"].choices)[str(homes.key)] == "More homes (II.1)"
    values = {"changes": form["changes"].value(), "as_drafts": "together", "reason": "They pay too much."}
    assert client.post(page, {**values, "draft": homes.key}).status_code == 302
    homes.refresh_from_db()
    kinds = [(one.kind, one.provision) for one in homes.text.changes.order_by("place")]
    assert [kind for kind, _provision in kinds] == ["replace", "replace", "delete"] and len(set(kinds)) == 3
    assert homes.text.reason.text == "Families still leave the city.\n\nThey pay too much."
    assert (homes.text.title.text, list(received.drafts.all())) == ("More homes", [homes])
    assert amendments.faults_of(homes) == () and Amendment.objects.count() == 1


def test_a_provision_that_the_draft_changes_already_is_refused(round_, city, officer, there, client, received):
    own = factories.draft(round_, city, officer)
    form = client.get(there).context["form"]
    values = {"changes": form["changes"].value(), "as_drafts": "together", "draft": own.key}
    answer = client.post(there, values)
    assert "already changes one of these provisions" in answer.content.decode()
    assert own.text.changes.count() == 1 and not received.drafts.exists()


def test_only_drafts_of_the_member_in_that_language_are_offered(round_, other_city, city, officer, there, client):
    factories.draft(round_, city, officer, language="fr")
    factories.draft(round_, other_city, factories.member(other_city, "officer"))
    assert "draft" not in client.get(there).context["form"].fields


def test_a_draft_leads_to_the_import_and_keeps_its_name(homes, page, client, data):
    link = f"{page}?as={homes.organisation.slug}&amp;draft={homes.key}#import"
    assert link in client.get(reverse("draft", args=[homes.key])).content.decode()
    file = SimpleUploadedFile("law.docx", data)
    answer = client.post(f"{page}?draft={homes.key}", {"act": "import", "returned-file": file})
    assert answer["Location"].endswith(f"?draft={homes.key}")


def send_foreign(client, page, data, **more):
    file = SimpleUploadedFile("council.docx", data)
    values = {"act": "import", "returned-file": file, "returned-article": "I", "returned-language": "en"}
    client.post(page, values | more)
    return reverse("city_paper", args=[ReceivedPaper.objects.get().key])


def test_a_table_of_text_in_force_and_text_proposed_becomes_a_draft(page, client):
    sixth, older = factories.WORDS["en"][6], factories.WORDS["en"][4].replace("that is safe and ", "")
    rows = [(FIFTH, THIRD), ("", "Nobody is cut off."), (sixth, ""), (older, f"{older} Always.")]
    there = send_foreign(client, page, word_table(("Text in force", "Text proposed"), *rows, ("Trams.", "Buses.")))
    answer = client.get(there)
    shown = answer.content.decode()
    assert "have different texts in force" in shown and older in shown and "Trams. | Buses." in shown
    assert "Row 6" in shown and "Each row of a table" not in shown
    names = answer.context["form"]["changes"].value()
    client.post(there, {"changes": names, "as_drafts": "together", "title": "Homes", "reason": "Families."})
    changes = [(one.kind, one.html) for one in Amendment.objects.get().text.changes.all()]
    assert changes == [("replace", THIRD), ("insert", "Nobody is cut off."), ("delete", "")]


def test_a_table_without_an_article_asks_for_it(page, client):
    data = word_table((FIFTH, THIRD))
    answer = send(client, page, data)
    assert answer.status_code == 422 and "cannot identify the article" in answer.content.decode()


CLAUSES = (
    "In paragraph I.1.1, replace “fifth” with “third”.",
    "After paragraph I.1.2, insert “Nobody is cut off.”",
    "The council thanks everyone.",
    "Delete paragraph 9.",
)


def check_clauses(client, there):
    answer = client.get(there)
    shown = answer.content.decode()
    assert CLAUSES[0] in shown and "Line 3" in shown and "did not recognize an amending clause" in shown
    assert "Line 4" in shown and "was not found" in shown
    names = answer.context["form"]["changes"].value()
    client.post(there, {"changes": names, "as_drafts": "together", "title": "Homes", "reason": "Families."})
    changes = [(one.kind, one.html) for one in Amendment.objects.get().text.changes.all()]
    assert changes == [("replace", THIRD), ("insert", "Nobody is cut off.")]


def test_amending_clauses_in_a_file_become_a_draft(page, client):
    check_clauses(client, send_foreign(client, page, docx("".join(map(paragraph, CLAUSES)))))


def test_typed_amending_clauses_become_a_draft(page, client):
    values = {"returned-clauses": "\n".join(CLAUSES), "returned-article": "I", "returned-language": "en"}
    answer = client.post(page, {"act": "import"} | values)
    check_clauses(client, answer["Location"])
    received = ReceivedPaper.objects.get()
    file = client.get(reverse("city_paper_file", args=[received.key]))
    assert b"".join(file.streaming_content).decode().splitlines() == [*CLAUSES]
    assert received.file.name.endswith(".txt")


def test_typed_clauses_without_an_article_are_refused_and_kept(page, client):
    answer = client.post(page, {"act": "import", "returned-clauses": CLAUSES[0]})
    content = answer.content.decode()
    assert answer.status_code == 422 and "cannot identify the article" in content
    assert "replace “fifth” with “third”" in content


def test_a_doubted_change_is_not_chosen_before_somebody_checks_it(page, client):
    there = send_foreign(client, page, docx(paragraph("In paragraph I.1.1, replace “FIFTH” with “third”.")))
    answer = client.get(there)
    assert answer.context["form"]["changes"].value() == []
    assert "slightly different from the text" in answer.content.decode()


def test_clauses_that_fit_no_provision_and_an_empty_form_are_refused(page, client):
    values = {"act": "import", "returned-article": "I", "returned-language": "en"}
    answer = client.post(page, values | {"returned-clauses": "Delete paragraph 9."})
    assert answer.status_code == 422 and "No amending clause corresponds to the text" in answer.content.decode()
    answer = client.post(page, values)
    assert answer.status_code == 422 and "You cannot send a file and amending clauses" in answer.content.decode()
