"""Handing work over, and what editors and the desk say to each other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter
from accounts.rules import Refused
from charter.actions.languages import tasks
from charter.models import Task, TaskNote
from charter.queries.languages import tasks as task_queries
from tests import factories


@pytest.fixture
def editor(db):
    return factories.holder("language_editor", "fr")


@pytest.fixture
def colleague(db):
    return factories.holder("language_editor", "fr")


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


def told(person):
    return [letter.subject for letter in Letter.objects.filter(to=person, kind="alignment_note")]


def test_work_is_handed_over_and_the_editor_is_told(homes, editor, colleague):
    due = timezone.localdate() + timedelta(days=3)
    tasks.assign_translation(provision=homes, language="fr", editor=colleague, due=due, by=editor)
    assert (Task.objects.get().editor, Task.objects.get().due) == (colleague, due)
    assert told(colleague) == ["A task was assigned to you"]


def test_work_goes_to_editors_of_the_language_and_to_a_day_that_comes(homes, editor, moderator):
    with pytest.raises(Refused):
        tasks.assign_translation(provision=homes, language="fr", editor=moderator, due=None, by=editor)
    with pytest.raises(Refused):
        yesterday = timezone.localdate() - timedelta(days=1)
        tasks.assign_translation(provision=homes, language="fr", editor=None, due=yesterday, by=editor)


def test_what_cannot_be_said_goes_to_the_desk_until_it_answers(homes, editor, moderator):
    tasks.write_note(provision=homes, language="fr", kind="unsayable", text="No such word.", by=editor)
    assert told(moderator) == ["A wording was reported as untranslatable"]
    assert [note.text for note in task_queries.at_the_desk(homes.charter)] == ["No such word."]
    tasks.write_note(provision=homes, language="fr", kind="answer", text="Say “foyer”.", by=moderator)
    assert task_queries.at_the_desk(homes.charter) == []
    assert told(editor) == ["The secretariat answered a note"]


def test_a_comment_reaches_who_took_part(homes, editor, colleague):
    tasks.write_note(provision=homes, language="fr", kind="comment", text="A question.", by=editor)
    tasks.write_note(provision=homes, language="fr", kind="comment", text="An answer.", by=colleague)
    assert (told(editor), told(colleague)) == (["A note from another editor"], [])
    assert [note.text for note in task_queries.task_notes(homes, "fr")] == ["A question.", "An answer."]


@pytest.mark.parametrize(("kind", "text"), [("answer", "Say “foyer”."), ("comment", " ")])
def test_an_editor_does_not_answer_for_the_desk_nor_say_nothing(homes, editor, kind, text):
    with pytest.raises(Refused):
        tasks.write_note(provision=homes, language="fr", kind=kind, text=text, by=editor)
    assert not TaskNote.objects.exists()


def test_an_editor_of_another_language_has_no_word_here(homes):
    with pytest.raises(Refused):
        spanish = factories.holder("language_editor", "es")
        tasks.write_note(provision=homes, language="fr", kind="comment", text="Hm.", by=spanish)
