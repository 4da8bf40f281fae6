"""The resolution of a council on an amendment: attached by its team, read by who may read the amendment."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.amending import amendments, resolutions
from charter.exports import news
from charter.exports.city_letters import CityLetter
from charter.exports.decisions import DecisionTable
from charter.exports.drafts import write_draft_docx
from charter.exports.tables import TABLES
from charter.models import Amendment, CoProposal, Resolution
from charter.queries.amending import amendments as amendment_queries
from charter.queries.deciding import amendment_events
from tests import factories

DIGEST = "5f" * 32
PDF = b"%PDF-1.7 the resolution of the council"
DAY = date(2026, 3, 5)
SHOWN = "Number <bdi>2026/114</bdi>, 5 March 2026"


def pdf(content=PDF, name="The mayor signed.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def typed(**fields):
    return {"number": "2026/114", "adopted_on": DAY.isoformat(), "file": pdf(), "act": "save", **fields}


@pytest.fixture
def draft(round_, city, officer):
    return factories.draft(round_, city, officer, "Other words.", 4)


@pytest.fixture
def public(round_, city, officer, charter):
    return factories.under_review(round_, city, officer, factories.provision(charter, 4), "Other words.")


@pytest.fixture
def resolution(public, officer):
    return resolutions.attach_resolution(amendment=public, number="2026/114", adopted_on=DAY, file=pdf(), by=officer)


def form_of(amendment):
    return reverse("amendment_resolution", args=[amendment.key])


def file_of(amendment):
    return reverse("amendment_resolution_file", args=[amendment.key])


def page_of(amendment):
    return reverse("amendment", args=[amendment.round.number, amendment.number])


def content_of(answer):
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("who", ["officer", "delegate"])
def test_the_team_attaches_a_resolution_which_everybody_reads_with_the_amendment(client, request, who, public):
    client.force_login(request.getfixturevalue(who))
    assert form_of(public) in client.get(page_of(public)).content.decode()
    assert client.post(form_of(public), typed())["Location"] == page_of(public)
    client.logout()
    page = client.get(page_of(public)).content.decode()
    assert SHOWN in page and file_of(public) in page and form_of(public) not in page
    answer = client.get(file_of(public))
    assert (content_of(answer), answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="resolution-{public.round.number}-1.pdf"'
    assert "mayor" not in Resolution.objects.get().file.name


def test_the_audit_log_names_the_act_and_has_digests_only(resolution, public, officer, client):
    act = Record.objects.get(act="resolution attached")
    assert (act.person, act.content["after"]["file"]) == (officer.pk, resolution.digest)
    assert "2026/114" not in str(act.content)


def test_the_resolution_of_a_draft_is_private_until_the_amendment_is_public(
    client, draft, officer, stranger, delegate
):
    client.force_login(officer)
    assert client.post(form_of(draft), typed())["Location"] == reverse("draft_check", args=[draft.key])
    assert SHOWN in client.get(reverse("draft_check", args=[draft.key])).content.decode()
    assert content_of(client.get(file_of(draft))) == PDF
    for person in (stranger, factories.secretariat()):
        client.force_login(person)
        assert client.get(file_of(draft)).status_code == 404
        assert client.post(form_of(draft), typed(number="9")).status_code == 404
    client.logout()
    assert client.get(file_of(draft)).status_code == 404
    amendments.send_to_delegate(amendment=draft, by=officer)
    sent = Amendment.objects.get(pk=draft.pk)
    amendments.confirm_amendment(amendment=sent, by=delegate, seen_text=sent.text_id)
    assert content_of(client.get(file_of(draft))) == PDF
    assert Resolution.objects.get().number == "2026/114"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"number": " "}, "Enter the number of the resolution."),
        ({"adopted_on": ""}, "Enter the date of the resolution."),
        ({"adopted_on": "2999-01-01"}, "The date is in the future."),
        ({"file": ""}, "Choose the file of the resolution."),
        ({"file": pdf(b"\x89PNG the resolution", "a.png")}, "The file is not a PDF file."),
        ({"file": pdf(b"GIF8 the resolution", "a.pdf")}, "The file is not a PDF file."),
        ({"file": pdf(PDF + b" " * 5 * 1024 * 1024)}, "The file is larger than 5 MB."),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(client, officer, public, fields, why):
    client.force_login(officer)
    answer = client.post(form_of(public), typed(**fields))
    page = answer.content.decode()
    assert (answer.status_code, why in page, Resolution.objects.exists()) == (422, True, False)
    assert "number" in fields or 'value="2026/114"' in page


def test_another_file_replaces_the_first_and_without_a_file_the_first_stays(
    client, officer, resolution, public, django_capture_on_commit_callbacks
):
    client.force_login(officer)
    client.post(form_of(public), typed(number="2026/115", file=""))
    assert content_of(client.get(file_of(public))) == PDF
    old = Resolution.objects.get().file
    with django_capture_on_commit_callbacks(execute=True):
        client.post(form_of(public), typed(number="2026/115", file=pdf(PDF + b" again")))
    assert content_of(client.get(file_of(public))) == PDF + b" again"
    assert not old.storage.exists(old.name)


def test_the_team_removes_the_resolution_with_its_file(
    client, delegate, resolution, public, django_capture_on_commit_callbacks
):
    client.force_login(delegate)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(form_of(public), {"act": "remove"}).status_code == 302
    assert not Resolution.objects.exists()
    assert not resolution.file.storage.exists(resolution.file.name)
    assert client.get(file_of(public)).status_code == 404
    assert Record.objects.filter(act="resolution removed").count() == 1


def test_the_resolution_stays_as_it_is_once_the_decision_is_public_and_not_before(
    client, version, city, officer, charter, moderator
):
    deciding = factories.deciding(version)
    public = factories.under_review(deciding, city, officer, factories.provision(charter, 4), "Other words.")
    resolutions.attach_resolution(amendment=public, number="1", adopted_on=DAY, file=pdf(), by=officer)
    client.force_login(officer)
    factories.accepted(public, moderator, release=False)
    assert client.post(form_of(public), typed(number="2", file="")).status_code == 302
    factories.accepted(Amendment.objects.get(pk=public.pk), moderator)
    answer = client.post(form_of(public), {"act": "remove"})
    assert (answer.status_code, Resolution.objects.get().number) == (403, "2")
    assert "Nobody can change its resolution any more." in answer.content.decode()
    assert form_of(public) not in client.get(page_of(public)).content.decode()
    with pytest.raises(Refused, match="Nobody can change"):
        resolutions.remove_resolution(amendment=public, by=officer)


def test_others_attach_nothing(client, public, stranger, moderator):
    for person in (stranger, factories.with_second_factor(moderator)):
        client.force_login(person)
        assert client.post(form_of(public), typed()).status_code == 404
        with pytest.raises(Refused):
            resolutions.attach_resolution(amendment=public, number="1", adopted_on=DAY, file=pdf(), by=person)


def test_a_partner_has_no_council(round_, charter):
    partner = factories.organisation("League", kind="partner")
    person = factories.member(partner, "officer")
    amendment = factories.under_review(round_, partner, person, factories.provision(charter, 4), "Other words.")
    with pytest.raises(Refused, match="Only the team of a local government"):
        resolutions.attach_resolution(amendment=amendment, number="1", adopted_on=DAY, file=pdf(), by=person)


def test_moderators_attach_one_to_an_amendment_that_they_entered(client, round_, city):
    moderator = factories.secretariat()
    amendment = factories.entered(round_, city, moderator, 4)
    client.force_login(moderator)
    assert client.post(form_of(amendment), typed()).status_code == 302
    assert Resolution.objects.get().by == moderator


def test_a_member_that_withholds_its_name_shows_its_resolution_to_its_team_only(
    client, resolution, public, city, officer, charter
):
    city.name_withheld = True
    city.save()
    assert client.get(file_of(public)).status_code == 404
    assert "2026/114" not in client.get(page_of(public)).content.decode()
    assert client.get(f"/api/v1/amendments/{public.round.number}/1").json()["resolution"] is None
    assert "2026/114" not in str(list(DecisionTable(charter, public.round, "en").cells()))
    client.force_login(officer)
    assert content_of(client.get(file_of(public))) == PDF


def test_the_api_and_files_have_number_date_and_address(client, resolution, public, charter, city, officer):
    data = client.get(f"/api/v1/amendments/{public.round.number}/1").json()["resolution"]
    assert (data["number"], data["date"]) == ("2026/114", "2026-03-05")
    assert data["url"].endswith(file_of(public))
    table = DecisionTable(charter, public.round, "en")
    head, row = list(table.cells())
    assert head[-3:] == ["Number of the resolution", "Date of the resolution", "File of the resolution"]
    assert row[-3:-1] == ["2026/114", "2026-03-05"] and row[-1].endswith(file_of(public))
    assert "number <bdi>2026/114</bdi>, 5 March 2026" in table.page()
    package = next(table for table in TABLES if table.name == "amendments")
    names = ["resolution_number", "resolution_date", "resolution_sha256", "resolution_url"]
    assert list(package.columns)[-4:] == names
    before = table.made_of
    resolutions.attach_resolution(amendment=public, number="115", adopted_on=DAY, by=officer)
    assert DecisionTable(charter, public.round, "en").made_of != before


def test_the_history_of_the_amendment_names_it_and_the_feed_of_its_followers_too(
    client, resolution, public, city, officer
):
    [event, _confirmed] = client.get(page_of(public)).context["story"]
    assert (event.kind, event.values["resolution"], event.at) == ("resolved", resolution, resolution.at)
    page = client.get(page_of(public)).content.decode()
    assert "Resolution of the council attached" in page and page.count(SHOWN) == 2
    feed = news.of_amendment(public.round.charter, f"{public.round.number}-1", "en")
    assert "Resolution of the council attached" in [entry.title for entry in feed.entries]
    city.name_withheld = True
    city.save()
    assert [event.kind for event in client.get(page_of(public)).context["story"]] == ["confirmed"]
    feed = news.of_amendment(public.round.charter, f"{public.round.number}-1", "en")
    assert "Resolution of the council attached" not in [entry.title for entry in feed.entries]
    client.force_login(officer)
    assert [event.kind for event in client.get(page_of(public)).context["story"]] == ["resolved", "confirmed"]


def test_a_resolution_of_a_draft_is_in_the_history_from_the_confirmation_on(draft, officer, delegate, round_):
    attached = resolutions.attach_resolution(amendment=draft, number="1", adopted_on=DAY, file=pdf(), by=officer)
    assert amendment_events.events_of(draft, None, resolution=attached) == []
    Amendment.objects.filter(pk=draft.pk).update(confirmed_at=attached.at + timedelta(days=1))
    draft.refresh_from_db()
    events = amendment_events.events_of(draft, None, resolution=attached)
    assert {event.at for event in events} == {draft.confirmed_at} and len(events) == 2


NAMED = "number <bdi>2026/114</bdi>, 5 March 2026"


@pytest.fixture
def decided(version, city, officer, charter, moderator):
    """A decided amendment that has a resolution."""
    round_ = factories.deciding(version)
    amendment = factories.under_review(round_, city, officer, factories.provision(charter, 4), "Other words.")
    resolutions.attach_resolution(amendment=amendment, number="2026/114", adopted_on=DAY, file=pdf(), by=officer)
    factories.accepted(amendment, moderator)
    return Amendment.objects.get(pk=amendment.pk)


def letter_of(amendment, organisation):
    return CityLetter(amendment.round.charter, amendment.round, "en", organisation).page()


def test_the_letter_on_the_outcome_names_the_resolution(decided, city):
    page = letter_of(decided, city)
    assert NAMED in page and f"{settings.SITE_URL}{file_of(decided)}" in page


def test_a_withheld_name_keeps_the_resolution_in_the_letter_to_its_own_member_only(decided, city, other_city):
    other = factories.member(other_city, "officer")
    joined = {"text": decided.text, "state": "joined", "by": other, "at": timezone.now()}
    CoProposal.objects.create(amendment=decided, organisation=other_city, **joined)
    assert NAMED in letter_of(decided, other_city)
    city.name_withheld = True
    city.save()
    decided.refresh_from_db()
    assert NAMED in letter_of(decided, city) and "2026/114" not in letter_of(decided, other_city)


def test_the_data_package_has_the_digest_and_the_public_address(db, city, officer, moderator):
    first = factories.version(factories.charter(languages=("en",)))
    second = factories.second_version(first, {5: "Other words."}, by=moderator, city=city, proposer=officer)
    amendment = Amendment.objects.get()
    Resolution.objects.create(
        amendment=amendment,
        number="2026/114",
        adopted_on=DAY,
        file=pdf(),
        digest=DIGEST,
        by=officer,
        at=timezone.now(),
    )
    table = next(table for table in TABLES if table.name == "amendments")
    [row] = table.rows(second)
    public = {"resolution_sha256": DIGEST, "resolution_url": f"{settings.SITE_URL}{file_of(amendment)}"}
    assert {name: row[name] for name in public} == public
    city.name_withheld = True
    city.save()
    [row] = table.rows(second)
    assert [row[name] for name in (*public, "resolution_number")] == [None, None, None]


def test_the_word_file_of_a_draft_names_the_resolution(draft, officer):
    resolutions.attach_resolution(amendment=draft, number="2026/114", adopted_on=DAY, file=pdf(), by=officer)
    amendment = Amendment.objects.get(pk=draft.pk)
    labels = amendment_queries.working_labels(amendment.round, "en")
    changes = amendment_queries.shown_changes(amendment.text, labels, "en")
    data = write_draft_docx(amendment, amendment.text, changes, "en")
    assert "2026/114" in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


def test_a_discarded_draft_leaves_no_file(draft, officer, django_capture_on_commit_callbacks):
    kept = resolutions.attach_resolution(amendment=draft, number="1", adopted_on=DAY, file=pdf(), by=officer)
    with django_capture_on_commit_callbacks(execute=True):
        amendments.discard_draft(amendment=draft, by=officer)
    assert not Resolution.objects.exists()
    assert not kept.file.storage.exists(kept.file.name)


def test_the_date_of_today_is_no_future(public, officer):
    today = timezone.localdate()
    resolutions.attach_resolution(amendment=public, number="1", adopted_on=today, file=pdf(), by=officer)
    with pytest.raises(Refused, match="in the future"):
        resolutions.attach_resolution(
            amendment=public, number="1", adopted_on=today + timedelta(days=1), file=pdf(), by=officer
        )
