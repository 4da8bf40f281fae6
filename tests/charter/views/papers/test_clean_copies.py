"""The clean copy of a legal service: downloaded, imported, looked at, and used text by text."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Record
from charter.actions.merging import merges
from charter.actions.papers import clean_copies as actions
from charter.models import Article, CleanCopy, Merge, MergePaper
from charter.queries.merging import merge_views
from charter.states import MergeState
from tests import factories
from tests.charter.importing.returned import Edited
from tests.charter.views.conftest import FIFTH, QUARTER, THIRD

HALF = "The city keeps one half of new homes for people with low incomes."


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def begin(deciding, moderator):
    """Begins the merge of the second article with these amendments, accepted."""

    def begun(*amendments):
        article = Article.objects.get(slug="a-home-one-can-keep")
        merge = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)
        accepted = [factories.accepted(amendment, moderator) for amendment in amendments]
        return merges.choose_amendments(merge=merge, amendments=accepted, by=moderator)

    return begun


@pytest.fixture
def merge(begin, deciding, homes, city, officer):
    """An open merge of one amendment without a conflict."""
    return begin(factories.under_review(deciding, city, officer, homes, THIRD))


@pytest.fixture
def met(begin, deciding, homes, city, other_city, officer):
    """An open merge of two amendments that conflict."""
    texts = ((city, THIRD), (other_city, QUARTER))
    return begin(*(factories.under_review(deciding, member, officer, homes, text) for member, text in texts))


def download(desk, merge):
    return desk.post(reverse("desk_merge_copies", args=[merge.key]), {"act": "download"}).content


def clean(data, homes, text):
    """The file with all changes accepted, and other words in one provision."""
    edited = Edited(data, author=None)
    edited.settle("del", "ins")
    edited.retype(homes.key.hex, text)
    return edited.save()


def send(desk, merge, data, name="clean.docx"):
    sent = {"act": "import", "file": SimpleUploadedFile(name, data), "token": "send"}
    return desk.post(reverse("desk_merge_copies", args=[merge.key]), sent)


def use(desk, copy, provision, revision=None):
    merge = Merge.objects.get(pk=copy.paper.merge_id)
    sent = {"provision": provision.key, "revision": revision or merge.revision, "token": "use"}
    return desk.post(reverse("desk_clean_copy", args=[copy.key]), sent)


def received(desk, merge, homes, text):
    answer = send(desk, merge, clean(download(desk, merge), homes, text))
    assert answer.status_code == 302, answer.content.decode()
    return CleanCopy.objects.get()


def test_the_same_merge_is_one_paper_however_often_it_is_downloaded(desk, merge):
    first, again = (desk.post(reverse("desk_merge_copies", args=[merge.key]), {"act": "download"}) for _n in range(2))
    assert first.content == again.content and first["Content-Disposition"].endswith('"merge-I-en.docx"')
    assert MergePaper.objects.count() == Record.objects.filter(act="paper issued").count() == 1


def test_the_page_of_a_merge_offers_the_word_file_and_the_import(desk, merge):
    page = desk.get(reverse("desk_merge", args=[merge.key])).content.decode()
    assert "Merge as Word file" in page and "Import the clean copy" in page


def test_a_clean_copy_is_shown_and_changes_nothing(desk, merge, homes):
    copy = received(desk, merge, homes, HALF)
    page = desk.get(reverse("desk_clean_copy", args=[copy.key])).content.decode()
    assert "Changed" in page and "half" in page and "Use this text" in page
    merge.refresh_from_db()
    assert (merge.resolutions, merge.revision) == ({}, 2)


def test_a_file_as_merged_offers_nothing(desk, merge, homes):
    copy = received(desk, merge, homes, THIRD)
    page = desk.get(reverse("desk_clean_copy", args=[copy.key])).content.decode()
    assert "Kept" in page and "All provisions have the text of the merge." in page and "Use this text" not in page


def test_the_moderator_uses_the_text_of_one_provision_and_undoes_it(desk, merge, homes):
    copy = received(desk, merge, homes, HALF)
    answer = use(desk, copy, homes)
    assert answer["Location"] == reverse("desk_clean_copy", args=[copy.key])
    merge.refresh_from_db()
    assert merge_views.view_of_merge(merge).result.words[str(homes.key)] == HALF
    assert "The merge already has this text." in desk.get(answer["Location"]).content.decode()
    desk.post(reverse("desk_merge_undo", args=[merge.key]), {"revision": merge.revision, "token": "undo"})
    assert merge_views.view_of_merge(Merge.objects.get()).result.words[str(homes.key)] == THIRD


def test_an_applied_text_is_of_the_secretariat_and_credits_the_member_for_what_is_left_of_its_own(
    desk, merge, homes, moderator
):
    copy = received(desk, merge, homes, THIRD.replace("The city keeps", "Each city keeps"))
    use(desk, copy, homes)
    merges.apply_merge(merge=Merge.objects.get(), by=moderator)
    standing = homes.current_wordings.get(language="en").wording
    assert standing.text == "Each city keeps one third of new homes for people with low incomes."
    credited = {mark for run in standing.runs if run["text"].strip() in ("Each", "third") for mark in run["by"]}
    assert len(credited) == 2
    assert Merge.objects.get().amendments.get().state == "merged"


def test_an_amendment_that_the_text_drops_is_decided_when_the_merge_is_applied(desk, merge, homes, moderator):
    use(desk, received(desk, merge, homes, FIFTH), homes)
    merges.apply_merge(merge=Merge.objects.get(), by=moderator)
    amendment = Merge.objects.get().amendments.get()
    assert (amendment.state, amendment.decision.outcome) == ("decided", "not_accepted")


def test_a_text_of_the_secretariat_lapses_when_other_amendments_change_the_provision(
    desk, merge, homes, deciding, other_city, officer, moderator
):
    use(desk, received(desk, merge, homes, HALF), homes)
    other = factories.under_review(deciding, other_city, officer, homes, FIFTH.replace("new", "all new"))
    amendments = [*merge.amendments.all(), factories.accepted(other, moderator)]
    merges.choose_amendments(merge=merge, amendments=amendments, by=moderator)
    assert merge_views.view_of_merge(merge).result.words[str(homes.key)] == THIRD.replace("new", "all new")


def test_a_text_is_not_used_twice_or_over_a_merge_that_changed(desk, merge, homes, moderator):
    copy = received(desk, merge, homes, HALF)
    merges.choose_amendments(merge=merge, amendments=[], by=moderator)
    answer = use(desk, copy, homes)
    assert answer.status_code == 422 and "The merge has changed at this place" in answer.content.decode()


def test_a_text_for_an_open_conflict_is_ready_in_the_form_of_the_conflict(desk, met, homes):
    copy = received(desk, met, homes, HALF)
    page = desk.get(reverse("desk_clean_copy", args=[copy.key])).content.decode()
    conflict = merge_views.view_of_merge(met).conflicts[0]
    address = f"{reverse('desk_merge', args=[met.key])}?copy={copy.key}"
    assert f'href="{address}#conflict-{conflict.id}"' in page
    form = desk.get(address).content.decode()
    assert f">{HALF}</textarea>" in form and 'value="write" checked' in form
    assert use(desk, copy, homes).status_code == 422


def test_a_wording_of_the_conflict_is_chosen_beforehand(desk, met, homes):
    copy = received(desk, met, homes, QUARTER)
    form = desk.get(f"{reverse('desk_merge', args=[met.key])}?copy={copy.key}").content.decode()
    side = next(o for o in merge_views.view_of_merge(met).conflicts[0].options if o.html == QUARTER)
    assert f'value="side:{side.choice["side"]}" checked' in form


def test_the_same_file_twice_is_stored_once(desk, merge, homes):
    data = clean(download(desk, merge), homes, HALF)
    assert send(desk, merge, data)["Location"] == send(desk, merge, data)["Location"]
    answer = desk.get(reverse("desk_clean_copy", args=[CleanCopy.objects.get().key]))
    assert "The file was already imported." in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"<p>Text.</p>", "clean.html", "Only Word (DOCX) and OpenDocument (ODT)"),
        (b"%PDF-1.7", "clean.pdf", "A PDF contains pages"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(desk, merge, data, name, why):
    download(desk, merge)
    answer = send(desk, merge, data, name)
    assert answer.status_code == 422 and not CleanCopy.objects.exists()
    assert why in answer.content.decode()


def test_a_file_of_another_merge_is_refused(desk, merge, homes, charter, deciding, moderator):
    other = merges.begin_merge(
        article=Article.objects.exclude(pk=merge.article_id).first(), language="en", round_=deciding, by=moderator
    )
    answer = send(desk, merge, download(desk, other))
    assert answer.status_code == 422 and "another merge" in answer.content.decode()


def test_a_file_without_its_id_is_known_by_its_text(desk, merge, homes):
    edited = Edited(clean(download(desk, merge), homes, HALF))
    edited.without_id()
    assert send(desk, merge, edited.save()).status_code == 302


@pytest.mark.parametrize("name", ["desk_clean_copy", "desk_clean_copy_file"])
def test_nobody_but_moderators_opens_a_clean_copy(desk, client, officer, merge, homes, name):
    copy = received(desk, merge, homes, HALF)
    client.force_login(officer)
    assert client.get(reverse(name, args=[copy.key])).status_code == 404


def test_a_deleted_file_is_gone(desk, merge, homes, django_capture_on_commit_callbacks):
    copy = received(desk, merge, homes, HALF)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("desk_clean_copy", args=[copy.key]), {"act": "delete"})
    assert (CleanCopy.objects.exists(), default_storage.exists(copy.file.name)) == (False, False)


def test_copies_of_ended_merges_are_deleted_after_a_month(desk, merge, homes, moderator):
    copy = received(desk, merge, homes, HALF)
    later = copy.at + actions.KEPT * 2
    actions.forget_old_clean_copies(now=later)
    assert CleanCopy.objects.exists()
    merges.drop_merge(merge=merge, by=moderator)
    actions.forget_old_clean_copies(now=later)
    assert Merge.objects.get().state == MergeState.DROPPED and not CleanCopy.objects.exists()


def test_a_copy_that_names_an_erased_person_is_deleted(desk, merge, homes):
    received(desk, merge, homes, HALF.replace("The city", "The Rosalind"))
    actions.forget_name("Rosalind")
    assert not CleanCopy.objects.exists()
