"""Who acted everywhere and is erased: neither name nor address is left, and the record still holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from accounts.actions import erasures
from accounts.models import Person, Record
from tests.accounts.actions.test_erasures import everywhere


def files(folder: str = "") -> Iterator[str]:
    """Every stored file, by its path."""
    folders, names = default_storage.listdir(folder)
    yield from (f"{folder}{name}" for name in names)
    for each in folders:
        yield from files(f"{folder}{each}/")


def in_files(words: str) -> list[str]:
    """Files in whose name or bytes the words stand."""
    return [path for path in files() if words in path or words.encode() in default_storage.open(path).read()]


@pytest.mark.parametrize("role", ["officer", "delegate", "moderator"])
def test_nothing_of_name_and_address_is_left_in_any_table_or_file(stage, role, capsys):
    person = stage.people[role]
    name, email = person.name, person.email
    assert Record.objects.filter(person=person.pk).count() > 2
    assert everywhere(name) != [] and everywhere(email) != []
    erasures.erase_person(person=person)
    assert (everywhere(name), everywhere(email)) == ([], [])
    assert (everywhere(name.split()[-1]), in_files(name), in_files(email)) == ([], [], [])
    assert str(Person.objects.get(pk=person.pk)).startswith("a former")
    call_command("verify_record")
    call_command("check_consultation")
