"""The mark of a demonstration stands in its database, and tells whether somebody has worked there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts import tasks
from charter import tasks as due
from consultation import demonstrations
from consultation.archives import loading
from consultation.archives.reading import Unsound
from consultation.demonstrations import Demonstration
from tests import factories
from tests.crash.upgrades import packed

NOW = timezone.now()


@pytest.mark.parametrize(
    ("made", "is_old"),
    [
        (Demonstration(NOW - timedelta(hours=23), "", is_renewed=True), False),
        (Demonstration(NOW - timedelta(hours=24), "", is_renewed=True), True),
        (Demonstration(NOW - timedelta(days=9), "", is_renewed=False), False),
        (Demonstration(None, "", is_renewed=True), False),
    ],
)
def test_data_are_old_after_a_day_unless_they_are_kept(made, is_old):
    assert made.is_old(NOW) is is_old


def test_a_database_is_a_demonstration_by_its_mark_alone(db):
    assert (demonstrations.is_marked(), demonstrations.read_mark()) == (False, None)
    demonstrations.mark_database()
    assert demonstrations.read_mark() == Demonstration(None, "", is_renewed=True)


@pytest.fixture
def made(db, officer, round_, city):
    """A demonstration that was made two days ago, with letters that wait."""
    factories.sent(round_, city, officer)
    demonstrations.mark_database()
    demonstrations.note_complete(NOW - timedelta(days=2), is_renewed=True)


def test_what_the_worker_does_by_itself_is_no_work(made):
    due.run_due(timezone.now())
    tasks.send_waiting()
    assert not demonstrations.is_worked_in(demonstrations.read_mark())


def test_one_word_of_somebody_is_work(made, officer):
    officer.name = "Another Name"
    officer.save()
    assert demonstrations.is_worked_in(demonstrations.read_mark())


def test_a_table_of_another_program_is_work(made):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_another_program (n integer)")
    assert demonstrations.is_worked_in(demonstrations.read_mark())


def test_data_that_are_kept_are_never_old(made):
    demonstrations.keep_data()
    assert not demonstrations.read_mark().is_old(NOW)


def test_nothing_is_deleted_without_the_mark(db, officer):
    with pytest.raises(ValueError, match="not marked"):
        demonstrations.delete_data()


def test_a_backup_is_not_restored_into_a_demonstration(db, tmp_path):
    demonstrations.mark_database()
    with pytest.raises(Unsound, match="is a demonstration's"):
        loading.restore_backup(packed(tmp_path))


def test_the_demonstration_is_not_loaded_twice(made, settings):
    settings.DEMONSTRATION = True
    with pytest.raises(CommandError, match="There is data already"):
        call_command("load_demo")
