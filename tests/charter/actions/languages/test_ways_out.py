"""Other ways out of work on a language: asking the member, later, and who approves where one editor is alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Letter
from accounts.rules import Refused
from charter.actions.languages import alignments, tasks
from charter.models import Task, TaskNote
from charter.queries.languages import ledger
from tests import factories

HOMES = 5
THIRD = factories.WORDS["en"][HOMES].replace("one fifth", "one third")
TIERS = factories.WORDS["fr"][HOMES].replace("un cinquième", "un tiers")


@pytest.fixture
def homes(charter):
    return factories.provision(charter, HOMES)


@pytest.fixture
def editor(db):
    return factories.holder("language_editor", "fr")


@pytest.fixture
def merged(version, city, delegate, moderator):
    """An amendment of the city stands in English, and French is behind."""
    round_ = factories.deciding(version)
    return factories.merged(round_, {HOMES: THIRD}, by=moderator, city=city, proposer=delegate)[0]


def test_the_member_is_asked_and_any_of_its_people_answers_in_the_task(client, merged, homes, editor, city, officer):
    client.force_login(editor)
    address = reverse("alignment", args=["fr", homes.short])
    form = client.get(address).context["note_form"]
    sent = {field.html_name: field.value() or "" for field in form}
    client.post(address, {**sent, "note-kind": "question", "note-text": "Un tiers de quoi ?", "act": "note"})
    question = TaskNote.objects.get()
    assert (question.kind, question.member) == ("question", city)
    assert officer in {letter.to for letter in Letter.objects.filter(kind="language_question")}
    client.force_login(officer)
    question_url = reverse("language_question", args=[question.pk])
    assert [row["url"] for row in client.get(reverse("city")).context["questions"]] == [question_url]
    token = client.get(question_url).context["form"]["token"].value()
    client.post(question_url, {"token": token, "text": "De tous les logements neufs."})
    assert client.get(reverse("city")).context["questions"] == []
    client.force_login(editor)
    assert "De tous les logements neufs." in client.get(address).content.decode()
    assert editor in {letter.to for letter in Letter.objects.filter(kind="alignment_note")}


def test_a_member_without_an_amendment_here_is_not_asked(merged, homes, editor, other_city):
    with pytest.raises(Refused, match="No amendment of this member"):
        tasks.send_question(provision=homes, language="fr", member=other_city, text="?", by=editor)


def test_a_stranger_does_not_find_the_question(client, merged, homes, editor, city, stranger):
    question = tasks.send_question(provision=homes, language="fr", member=city, text="Quoi ?", by=editor)
    client.force_login(stranger)
    assert client.get(reverse("language_question", args=[question.pk])).status_code == 404
    with pytest.raises(Refused):
        tasks.reply_to_question(question=question, text="Rien.", by=stranger)


def test_the_first_answer_stands(merged, homes, editor, city, officer, delegate):
    question = tasks.send_question(provision=homes, language="fr", member=city, text="Quoi ?", by=editor)
    tasks.reply_to_question(question=question, text="Ceci.", by=officer)
    with pytest.raises(Refused, match="One of your colleagues has already answered this"):
        tasks.reply_to_question(question=question, text="Cela.", by=delegate)


def test_a_question_to_a_member_does_not_wait_at_the_desk(merged, homes, editor, city):
    from charter.queries.languages import tasks as task_queries

    tasks.send_question(provision=homes, language="fr", member=city, text="Quoi ?", by=editor)
    assert task_queries.at_the_desk(homes.charter) == []


def test_later_puts_the_work_at_the_end_of_the_row(client, charter, homes, editor, moderator):
    factories.adopt(homes, THIRD, by=moderator)
    other = factories.provision(charter, 6)
    factories.adopt(other, "The city answers within ten days.", by=moderator)
    client.force_login(editor)
    address = reverse("alignment", args=["fr", homes.short])
    page = client.get(address)
    assert page.context["place"] == 1
    answer = client.post(address, {"act": "later", "token": page.context["later"].value()})
    assert answer.url == reverse("alignment", args=["fr", other.short])
    assert client.get(address).context["place"] == 2
    assert [line.provision for line in ledger.lines_to_do(charter, "fr")] == [homes, other]


def test_work_that_is_done_is_not_late_any_more(homes, editor, moderator):
    source = factories.adopt(homes, THIRD, by=moderator)
    tasks.postpone_translation(provision=homes, language="fr", by=editor)
    written = alignments.write_alignment(provision=homes, language="fr", source=source, words=TIERS, by=editor)
    alignments.approve_alignment(
        alignment=alignments.submit_alignment(alignment=written, by=editor),
        by=factories.holder("language_editor", "fr"),
    )
    assert Task.objects.get().put_off_at is None


@pytest.fixture
def waiting(homes, editor, moderator):
    source = factories.adopt(homes, THIRD, by=moderator)
    written = alignments.write_alignment(provision=homes, language="fr", source=source, words=TIERS, by=editor)
    return written


def reader_of(city, language="fr"):
    from django.utils import timezone

    from accounts.models import Role

    person = factories.member(city, "officer")
    Role.objects.create(person=person, kind="language_reader", language=language, since=timezone.now())
    return person


def test_a_named_reader_of_a_member_approves_where_the_editor_is_alone(client, waiting, homes, editor, city):
    reader = reader_of(city)
    alignments.submit_alignment(alignment=waiting, by=editor)
    assert reader in {letter.to for letter in Letter.objects.filter(kind="alignment_to_approve")}
    client.force_login(reader)
    address = reverse("alignment", args=["fr", homes.short])
    page = client.get(address)
    assert not page.context["may_write"]
    token = page.context["form"]["token"].value()
    client.post(address, {"token": token, "revision": "1", "act": "approve"})
    assert factories.working(homes, "fr").wording.html == TIERS


def test_with_two_editors_the_reader_has_no_part_in_it(client, waiting, homes, editor, city):
    reader = reader_of(city)
    factories.holder("language_editor", "fr")
    alignments.submit_alignment(alignment=waiting, by=editor)
    client.force_login(reader)
    assert client.get(reverse("alignment", args=["fr", homes.short])).status_code == 404
    with pytest.raises(Refused):
        alignments.approve_alignment(alignment=waiting, by=reader)


def test_a_reader_of_another_language_or_without_a_member_may_not(waiting, editor, city):
    alignments.submit_alignment(alignment=waiting, by=editor)
    for person in (reader_of(city, "es"), factories.holder("language_reader", "fr")):
        with pytest.raises(Refused):
            alignments.approve_alignment(alignment=waiting, by=person)


def test_the_reader_returns_words_with_a_word(waiting, editor, city):
    alignments.submit_alignment(alignment=waiting, by=editor)
    back = alignments.return_(alignment=waiting, word="On dit « le tiers ».", by=reader_of(city))
    assert (back.state, back.returned_with) == ("writing", "On dit « le tiers ».")
