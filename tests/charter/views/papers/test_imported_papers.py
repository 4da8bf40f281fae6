"""A file that a member sent to the secretariat: a moderator imports it, and the drafts are those of the member."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import erasures
from accounts.models import Letter, Record
from charter import tasks
from charter.actions.amending import amendments
from charter.actions.papers import issued_papers, received_papers
from charter.exports import working_papers
from charter.models import Amendment, ReceivedPaper
from charter.queries.papers.working_papers import article_at
from tests import factories
from tests.charter.importing.made import docx
from tests.charter.importing.returned import Edited

FIFTH, SIXTH = factories.WORDS["en"][5], factories.WORDS["en"][6]
THIRD = FIFTH.replace("fifth", "third")
OURS, THEIRS = "Aminata of Tamanrit", "Luis of Velmora"
MARK = "Imported by the secretariat from a file of"


@pytest.fixture
def address():
    return reverse("desk_papers")


@pytest.fixture
def issued(version, round_, city, officer, charter):
    """The first article as the member downloaded it."""
    return issued_papers.issue_paper(
        version=version, article=article_at(version, "I"), language="en", organisation=city, by=officer
    )


@pytest.fixture
def data(issued, charter):
    file = Edited(working_papers.docx(issued), author=OURS)
    file.retype(factories.provision(charter, 5).key.hex, THIRD)
    return file.save()


@pytest.fixture
def several(issued, charter):
    """A file with a change of one member, and a provision that a person of another member deletes."""
    file = Edited(working_papers.docx(issued), author=OURS)
    file.retype(factories.provision(charter, 5).key.hex, THIRD)
    file.author = THEIRS
    file.delete(factories.provision(charter, 6).key.hex)
    return file.save()


@pytest.fixture
def desk(client, db):
    client.force_login(factories.secretariat())
    return client


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def send(client, address, data, **more):
    values = {"act": "import", "came_on": timezone.localdate().isoformat(), **more}
    return client.post(address, {**values, "file": SimpleUploadedFile("law.docx", data)})


def shown(client, address):
    return client.get(address).content.decode()


def make(client, there, **more):
    names = client.get(there).context["form"]["changes"].value()
    values = {"changes": names, "as_drafts": "together", "title": "Homes", "reason": "Families."}
    return client.post(there, values | more)


def state(client, there, *slugs, **more):
    """Chooses the members of the authors; the box for other members is ticked."""
    owners = {f"authors-owner-{number}": slug for number, slug in enumerate(slugs)}
    return client.post(there, {"act": "authors", "authors-for_others": "on", **owners, **more})


@pytest.fixture
def there(desk, address, data):
    return send(desk, address, data)["Location"]


def test_the_page_on_behalf_leads_to_the_import(desk, round_, version, address):
    assert f'href="{address}"' in shown(desk, reverse("desk_on_behalf"))
    assert "As in the file" in shown(desk, address)


def test_the_file_names_its_member_and_the_changes_become_drafts_of_its_team(there, desk, city, officer, delegate):
    received = ReceivedPaper.objects.get()
    assert (received.organisation, received.came_on, received.authors) == (city, timezone.localdate(), None)
    preview = shown(desk, there)
    assert "Imported by the secretariat for Tamanrit" in preview and "third" in preview
    answer = make(desk, there)
    assert (answer.status_code, answer["Location"]) == (302, there)
    draft = Amendment.objects.get()
    assert (draft.organisation, draft.state, draft.came_by, draft.number) == (city, "draft", "", None)
    assert [(one.kind, one.html) for one in draft.text.changes.all()] == [("replace", THIRD)]
    assert (draft.text.title.text, draft.text.reason.text) == ("Homes", "Families.")
    assert [*received.drafts.all()] == [draft] and amendments.faults_of(draft) == ()
    team = signed_in(officer)
    for address in (reverse("city"), reverse("draft", args=[draft.key]), reverse("draft_check", args=[draft.key])):
        assert MARK in shown(team, address), address


def test_the_audit_log_has_the_moderator_and_the_day_of_the_file(there, desk):
    make(desk, there)
    acts = {row.act: row for row in Record.objects.filter(act__contains="import")}
    assert set(acts) == {"amendment imported for its member", "paper imported"}
    row = acts["amendment imported for its member"]
    assert row.content["came_on"] == timezone.localdate().isoformat()


def test_the_team_is_told_by_email_with_the_way_to_the_draft(there, desk, officer, delegate):
    make(desk, there)
    draft = Amendment.objects.get()
    letters = Letter.objects.filter(kind="drafts_imported")
    assert {letter.to for letter in letters} == {officer, delegate}
    link = reverse("draft_check", args=[draft.key])
    assert all(letter.link.endswith(link) and "1 draft was made" in letter.body for letter in letters)
    assert MARK in shown(signed_in(delegate), link)


def test_the_secretariat_can_neither_read_nor_send_nor_confirm_the_draft(there, desk):
    make(desk, there)
    draft = Amendment.objects.get()
    for name in ("draft", "draft_check"):
        assert desk.get(reverse(name, args=[draft.key])).status_code == 404
    for act in ("send", "confirm", "discard"):
        assert desk.post(reverse("amendment_act", args=[draft.key, act])).status_code == 404
    page_of_file = shown(desk, there)
    assert "only the team of the member can read" in page_of_file and str(draft.key) not in page_of_file


def test_the_delegate_confirms_as_always_and_answers_go_to_the_team(there, desk, officer, delegate):
    make(desk, there)
    draft = Amendment.objects.get()
    sent = amendments.send_to_delegate(amendment=draft, by=officer)
    assert (sent.text.prepared_by, sent.text.prepared_on) == (officer, officer.mandates.get())
    assert MARK in shown(signed_in(delegate), reverse("city"))
    public = amendments.confirm_amendment(amendment=sent, by=delegate, seen_text=sent.text_id)
    assert (public.number, public.text.confirmed_by) == (1, delegate)


def test_the_same_file_twice_is_reported_and_makes_no_second_draft(there, desk, address, data):
    make(desk, there)
    answer = send(desk, address, data)
    again = shown(desk, answer["Location"])
    assert answer["Location"] == there and ReceivedPaper.objects.count() == 1
    assert "The file was already sent." in again and "Drafts that were made from this file" in again
    assert desk.post(there, {"changes": ["0-replace"], "as_drafts": "together"}).status_code == 422
    assert Amendment.objects.count() == 1


def test_a_file_of_one_member_for_another_needs_a_tick(desk, address, data, city, other_city, officer):
    answer = send(desk, address, data, member=other_city.slug)
    text = answer.content.decode()
    assert (answer.status_code, ReceivedPaper.objects.exists()) == (422, False)
    assert "Tamanrit downloaded the file, and you chose Velmora." in text
    assert f'name="for_another" value="{city.slug}"' in text
    assert send(desk, address, data, member=other_city.slug, for_another=other_city.slug).status_code == 422
    there = send(desk, address, data, member=other_city.slug, for_another=city.slug)["Location"]
    assert ReceivedPaper.objects.get().organisation == other_city
    assert "The file was downloaded by Tamanrit. The drafts become drafts of Velmora." in shown(desk, there)


def test_a_file_without_a_name_needs_a_member(desk, address, data, other_city, issued):
    file = Edited(data)
    file.without_id()
    known = {"article": "I", "language": "en"}
    answer = send(desk, address, file.save(), **known)
    assert answer.status_code == 422 and "The file does not name a member." in answer.content.decode()
    send(desk, address, file.save(), member=other_city.slug, **known)
    assert ReceivedPaper.objects.get().organisation == other_city


def test_typed_clauses_of_an_email_become_drafts_too(desk, address, city, version, round_):
    clauses = "In paragraph I.1.1, replace “fifth” with “third”."
    values = {"clauses": clauses, "article": "I", "language": "en", "member": city.slug}
    answer = desk.post(address, {"act": "import", "came_on": timezone.localdate().isoformat(), **values})
    make(desk, answer["Location"])
    assert Amendment.objects.get().organisation == city


@pytest.mark.parametrize(
    "more, why",
    [
        ({"came_on": "2999-01-01"}, "The date is in the future. Enter the date of today or an earlier date."),
        ({"came_on": ""}, "This field is required."),
        ({"member": "nowhere"}, "Select a valid choice."),
    ],
)
def test_a_fault_is_beside_its_field_and_nothing_is_stored(more, why, desk, address, data):
    answer = send(desk, address, data, **more)
    assert (answer.status_code, ReceivedPaper.objects.exists()) == (422, False)
    assert why in answer.content.decode()


def test_a_file_that_cannot_be_read_is_refused(desk, address, issued):
    answer = send(desk, address, b"%PDF-1.7 a paper")
    assert (answer.status_code, ReceivedPaper.objects.exists()) == (422, False)


def test_after_the_proposal_period_no_member_is_offered(desk, address, data, round_):
    there = send(desk, address, data)["Location"]
    type(round_).objects.update(proposals_until=timezone.now() - timedelta(hours=1))
    answer = send(desk, address, data)
    assert answer.status_code == 422 and "cannot propose amendments in this round" in answer.content.decode()
    answer = desk.post(there, {"changes": ["0-replace"], "as_drafts": "together"})
    assert answer.status_code == 422 and "The proposal period is over." in answer.content.decode()
    assert not Amendment.objects.exists()


def test_without_a_round_the_page_says_when_files_can_be_imported(desk, address, version):
    assert "No round is open now." in shown(desk, address)


# --- Rights --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "delegate", "stranger"])
def test_only_the_secretariat_imports_for_members(who, request, address, data):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address).status_code == 404
    assert send(client, address, data).status_code == 404
    assert not ReceivedPaper.objects.exists()


def test_the_team_reads_the_file_once_it_has_drafts(there, desk, officer, stranger, data):
    team, other, file = signed_in(officer), signed_in(stranger), f"{there}file/"
    assert [team.get(address).status_code for address in (there, file)] == [404, 404]
    assert "law.docx" not in shown(team, reverse("city_papers"))
    make(desk, there)
    assert b"".join(team.get(file).streaming_content) == data
    assert "law.docx" in shown(team, reverse("city_papers")) and "Homes" in shown(team, there)
    assert [other.get(address).status_code for address in (there, file)] == [404, 404]


def test_a_file_of_the_team_stays_with_the_team(desk, address, data, officer):
    team = signed_in(officer)
    file = SimpleUploadedFile("law.docx", data)
    team.post(reverse("city_papers"), {"act": "import", "returned-file": file})
    there = send(desk, address, data)["Location"]
    text = shown(desk, there)
    assert "The file was already sent." in text and "Save as drafts" not in text
    assert desk.post(there, {"changes": ["0-replace"], "as_drafts": "together"}).status_code == 404
    assert (ReceivedPaper.objects.get().came_on, Amendment.objects.exists()) == (None, False)


def test_the_team_sends_the_file_too_and_makes_the_drafts_itself(
    there, desk, data, officer, django_capture_on_commit_callbacks
):
    team = signed_in(officer)
    with django_capture_on_commit_callbacks(execute=True):
        team.post(reverse("city_papers"), {"act": "import", "returned-file": SimpleUploadedFile("ours.docx", data)})
    received = ReceivedPaper.objects.get()
    assert (received.came_on, received.by, received.filename) == (None, officer, "ours.docx")
    with received.file.open() as file:
        assert file.read() == data
    make(team, there)
    assert MARK not in shown(team, reverse("city"))
    assert desk.get(there).status_code == 200


# --- Evidence ------------------------------------------------------------------------------------------------------


def test_the_file_is_kept_with_its_drafts_and_the_mark_stays(there, desk, officer):
    make(desk, there)
    received = ReceivedPaper.objects.get()
    tasks.delete_old_files(received.at + received_papers.KEPT * 2)
    received.refresh_from_db()
    assert received.file and default_storage.exists(received.file.name)
    Amendment.objects.update(state="withdrawn")
    tasks.delete_old_files(received.at + received_papers.KEPT * 2)
    received.refresh_from_db()
    assert (received.file.name, received.reading, received.came_on) == ("", None, timezone.localdate())
    assert desk.get(there).status_code == 200


def test_a_moderator_deletes_the_file(there, desk, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(there, {"act": "delete"})
    assert (answer["Location"], ReceivedPaper.objects.exists()) == (reverse("desk_papers"), False)


# --- Several members -----------------------------------------------------------------------------------------------


@pytest.fixture
def shared(desk, address, several):
    return send(desk, address, several)["Location"]


def test_before_drafts_the_moderator_states_the_member_of_each_author(shared, desk):
    text = shown(desk, shared)
    assert OURS in text and THEIRS in text and "Leave out" in text and "Save as drafts" not in text
    names = [one.name for one in desk.get(shared).context["form"].returned_changes]
    answer = desk.post(shared, {"changes": names, "as_drafts": "together"})
    assert answer.status_code == 422 and "First choose a member for each author" in answer.content.decode()
    assert not Amendment.objects.exists()


def test_each_member_gets_drafts_of_its_own_changes_and_nothing_of_the_other(
    shared, desk, city, other_city, officer, stranger, several
):
    answer = state(desk, shared, city.slug, other_city.slug)
    assert answer["Location"] == shared
    ours, theirs = (ReceivedPaper.objects.get(organisation=member) for member in (city, other_city))
    assert (ours.authors, theirs.authors, ours.is_shared, theirs.is_shared) == ([OURS], [THEIRS], True, True)
    there = reverse("city_paper", args=[theirs.key])
    assert there in shown(desk, shared)
    make(desk, shared)
    make(desk, there, title="Less text")
    found = {draft.organisation: [one.kind for one in draft.text.changes.all()] for draft in Amendment.objects.all()}
    assert found == {city: ["replace"], other_city: ["delete"]}
    for person, address in ((officer, shared), (stranger, there)):
        team = signed_in(person)
        assert [team.get(to).status_code for to in (shared, there, f"{address}file/")] == [404, 404, 404]
        assert "law.docx" not in shown(team, reverse("city_papers")) and MARK in shown(team, reverse("city"))
    with theirs.file.open() as file:
        assert file.read() == several


def test_an_author_who_is_left_out_gives_no_change(shared, desk, city):
    state(desk, shared, city.slug, "*")
    make(desk, shared)
    assert [one.kind for one in Amendment.objects.get().text.changes.all()] == ["replace"]


def test_all_authors_of_one_member_give_all_changes_and_its_team_reads_the_file(shared, desk, city, officer):
    state(desk, shared, city.slug, city.slug)
    make(desk, shared)
    assert [one.kind for one in Amendment.objects.get().text.changes.all()] == ["replace", "delete"]
    assert signed_in(officer).get(shared).status_code == 200


def test_the_members_of_authors_can_be_corrected_before_drafts(shared, desk, city, other_city, stranger):
    state(desk, shared, city.slug, other_city.slug)
    form = desk.get(shared).context["question"]
    assert [form[name].value() for name in ("owner-0", "owner-1")] == [city.slug, other_city.slug]
    there = state(desk, shared, other_city.slug, other_city.slug)["Location"]
    received = ReceivedPaper.objects.get()
    assert (received.organisation, received.authors, received.is_shared) == (other_city, [OURS, THEIRS], False)
    assert there == reverse("city_paper", args=[received.key])


def test_changes_in_a_file_of_one_member_go_to_another_only_with_a_tick(shared, desk, city, other_city):
    for slugs in ((city.slug, other_city.slug), (other_city.slug, "*")):
        answer = state(desk, shared, *slugs, **{"authors-for_others": ""})
        text = answer.content.decode()
        assert answer.status_code == 422 and "Tamanrit downloaded the file, and you chose other members." in text
    assert ReceivedPaper.objects.get().authors is None
    assert state(desk, shared, city.slug, "*", **{"authors-for_others": ""}).status_code == 302


@pytest.mark.parametrize(
    "slugs, why", [(("", ""), "Choose a member, or “Leave out”."), (("*", "*"), "for at least one author")]
)
def test_an_author_without_an_answer_is_refused(slugs, why, shared, desk):
    answer = state(desk, shared, *slugs)
    assert (answer.status_code, why in answer.content.decode()) == (422, True)
    assert ReceivedPaper.objects.get().authors is None


def test_a_member_that_has_the_file_already_gets_it_no_second_time(shared, desk, city, other_city, stranger, several):
    file = SimpleUploadedFile("law.docx", several)
    signed_in(stranger).post(reverse("city_papers"), {"act": "import", "returned-file": file})
    answer = state(desk, shared, city.slug, other_city.slug)
    assert answer.status_code == 422 and "Velmora already has the same file." in answer.content.decode()
    assert ReceivedPaper.objects.get(organisation=city).authors is None


def test_the_team_of_a_shared_file_is_told_that_its_changes_were_imported(
    shared, desk, city, other_city, stranger, several
):
    state(desk, shared, city.slug, other_city.slug)
    make(desk, reverse("city_paper", args=[ReceivedPaper.objects.get(organisation=other_city).key]))
    file = SimpleUploadedFile("law.docx", several)
    answer = signed_in(stranger).post(reverse("city_papers"), {"act": "import", "returned-file": file})
    assert answer.status_code == 422 and "The secretariat already imported this file." in answer.content.decode()


def test_what_nobody_tracked_is_not_chosen_for_a_member_of_several(issued, charter, desk, address, city, other_city):
    file = Edited(working_papers.docx(issued), author=None)
    file.retype(factories.provision(charter, 4).key.hex, "Water that is safe.")
    for author, place in ((OURS, 5), (THEIRS, 6)):
        file.author = author
        file.delete(factories.provision(charter, place).key.hex)
    there = send(desk, address, file.save())["Location"]
    state(desk, there, city.slug, other_city.slug)
    form = desk.get(there).context["form"]
    untracked = [one.name for one in form.returned_changes if one.untracked]
    assert untracked and not set(untracked) & set(form["changes"].value())
    assert "The change was not tracked" in shown(desk, there)


def test_an_erased_person_leaves_the_list_of_authors(
    shared, desk, city, other_city, delegate, django_capture_on_commit_callbacks
):
    state(desk, shared, city.slug, other_city.slug)
    make(desk, shared)
    delegate.name = OURS
    delegate.save()
    with django_capture_on_commit_callbacks(execute=True):
        erasures.erase_person(person=delegate)
    [received] = ReceivedPaper.objects.all()
    assert (received.organisation, received.authors, received.is_shared) == (city, [], True)
    assert desk.get(shared).status_code == 200


def test_a_long_list_costs_the_same_queries(desk, address, version, round_, city, other_city, officer):
    counts = []
    moderator = factories.holder("moderator")
    for number in range(3):
        received_papers.receive_paper(
            organisation=city,
            by=moderator,
            file=SimpleUploadedFile("a.docx", docx("")),
            filename="a.docx",
            digest=f"{number:064x}",
            reading={"paragraphs": []},
            version=version,
            article=None,
            language="en",
            came_on=timezone.localdate(),
        )
        with CaptureQueriesContext(connection) as queries:
            assert "a.docx" in shown(desk, address)
        counts.append(len(queries))
    assert counts[1] == counts[2]


def send_all(client, address, *files, **more):
    """Several files at once, each with its name."""
    values = {"act": "import", "came_on": timezone.localdate().isoformat(), **more}
    return client.post(address, {**values, "file": [SimpleUploadedFile(name, data) for name, data in files]})


def test_several_files_have_a_row_each(desk, address, data, several, city):
    answer = send_all(desk, address, ("one.docx", data), ("broken.docx", b"no file"), ("two.docx", several))
    results = answer.context["results"]
    assert [result.filename for result in results] == ["one.docx", "broken.docx", "two.docx"]
    assert [bool(result.received) for result in results] == [True, False, True] and answer.status_code == 200
    page = answer.content.decode()
    assert results[1].faults and results[1].faults[0] in page
    assert {received.filename for received in ReceivedPaper.objects.all()} == {"one.docx", "two.docx"}
    for received in ReceivedPaper.objects.all():
        assert f'href="{reverse("city_paper", args=[received.key])}"' in page and received.organisation == city


def test_files_that_are_all_refused_store_nothing(desk, address, issued):
    answer = send_all(
        desk, address, ("a.docx", b"no file"), ("b.docx", docx("<w:p><w:r><w:t>Another text.</w:t></w:r></w:p>"))
    )
    assert (answer.status_code, ReceivedPaper.objects.exists()) == (422, False)
    assert all(result.faults for result in answer.context["results"])


def test_one_of_several_files_that_was_sent_before_is_told(desk, address, data, several):
    send(desk, address, data)
    answer = send_all(desk, address, ("again.docx", data), ("two.docx", several))
    assert [result.is_new for result in answer.context["results"]] == [False, True]
    assert "The file was already sent." in answer.content.decode() and ReceivedPaper.objects.count() == 2


def test_what_was_chosen_for_several_files_stays_in_the_form(desk, address, data, several, city):
    day = timezone.localdate() - timedelta(days=3)
    answer = send_all(desk, address, ("one.docx", data), ("two.docx", several), member=city.slug, came_on=day)
    form = answer.context["form"]
    assert (form["member"].value(), form["came_on"].value()) == (city.slug, day.isoformat())
    assert {received.came_on for received in ReceivedPaper.objects.all()} == {day}


def test_too_many_files_are_refused_together(desk, address, data):
    answer = send_all(desk, address, *((f"{number}.docx", data) for number in range(11)))
    assert answer.status_code == 422 and "Choose at most 10 files at the same time." in answer.content.decode()
    assert not ReceivedPaper.objects.exists()
