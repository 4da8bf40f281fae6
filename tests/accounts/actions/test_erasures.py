"""One's own data: the copy is complete, the erasure leaves nothing but what was done."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from wagtail.users.models import UserProfile

from accounts.actions import erasures, invitations, members, records
from accounts.models import Letter, Mandate, Person
from accounts.rules import Refused
from tests import factories

NAME, EMAIL = "Zoraida Quintanilla", "zoraida.quintanilla@example.org"


@pytest.fixture
def zoraida(city, delegate):
    """An officer who accepted an invitation, invited another, and is named in letters."""
    _, token = factories.invited(city, delegate, email=EMAIL)
    person = invitations.accept_invitation(token=token, name=NAME, password="a river through the town").person
    members.give_mandate(person=person, organisation=city, kind="focal_point", since=city.mandates.first().since)
    factories.invited(city, person, email="other@example.org")
    return Person.objects.get(pk=person.pk)


def everywhere(words: str) -> list[str]:
    """Columns of any table in which the words stand."""
    columns = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
            columns += [f"{table}.{n}" for row in rows for n, v in zip(names, row, strict=True) if words in str(v)]
    return columns


def test_the_copy_names_every_table_tied_to_the_person(zoraida):
    copy = erasures.export_person(zoraida)
    tied = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model is Person
    }
    assert tied - copy.keys() == set()
    assert [row["kind"] for row in copy["accounts.Mandate.person"]] == ["officer", "focal_point"]
    assert copy["person"]["password"] == "(secret)"


def test_erased_nothing_of_name_and_address_is_in_any_table(zoraida):
    assert everywhere(NAME) != [] and everywhere(EMAIL) != []
    erasures.erase_person(person=zoraida)
    assert everywhere(NAME) == []
    assert everywhere(EMAIL) == []


def test_the_acts_stay_and_are_a_former_focal_points(zoraida, city):
    erasures.erase_person(person=zoraida)
    person = Person.objects.get(pk=zoraida.pk)
    assert str(person) in ("a former focal point of Tamanrit", "a former staff member of Tamanrit")
    assert Mandate.objects.filter(person=person, ended=None).count() == 0
    assert Mandate.objects.filter(person=person).count() == 2
    assert Letter.objects.get(address="other@example.org").body.startswith(str(person))


def test_the_record_holds_after_it(zoraida):
    erasures.erase_person(person=zoraida)
    assert list(records.faults_of_record()) == []


def test_who_is_erased_cannot_sign_in(client, zoraida):
    client.force_login(zoraida)
    erasures.erase_person(person=zoraida)
    assert client.get("/en/account/").status_code == 302
    assert Person.objects.get(pk=zoraida.pk).has_usable_password() is False


def test_erased_twice_it_is_one_act(zoraida):
    erasures.erase_person(person=zoraida)
    first = Person.objects.get(pk=zoraida.pk).erased_at
    erasures.erase_person(person=zoraida)
    assert Person.objects.get(pk=zoraida.pk).erased_at == first


def test_a_colleague_erases_nobody(zoraida, officer):
    with pytest.raises(Refused, match="Only the owner of an account"):
        erasures.erase_person(person=zoraida, by=officer)


def test_a_withheld_member_is_not_named_by_an_erased_person(zoraida, city):
    city.name_withheld = True
    city.save()
    erasures.erase_person(person=zoraida)
    assert str(Person.objects.get(pk=zoraida.pk)) == "a former user"


@pytest.fixture
def with_files(zoraida):
    """Names of two stored files: evidence of a mandate, and the picture in the profile of the administration."""
    mandate = zoraida.mandates.first()
    mandate.evidence_file.save("evidence.pdf", ContentFile(b"%PDF"))
    profile = UserProfile.get_for_user(zoraida)
    profile.avatar.save("zoraida.png", ContentFile(b"a picture"))
    return mandate.evidence_file.name, profile.avatar.name


def kept(names) -> list[bool]:
    return [default_storage.exists(name) for name in names]


@pytest.mark.parametrize("name", [NAME, "Zo"])
def test_erased_the_files_of_the_person_are_gone(zoraida, with_files, name, django_capture_on_commit_callbacks):
    Person.objects.filter(pk=zoraida.pk).update(name=name)
    with django_capture_on_commit_callbacks(execute=True):
        erasures.erase_person(person=zoraida)
        assert kept(with_files) == [True, True]
    assert kept(with_files) == [False, False]
    assert not Mandate.objects.filter(person=zoraida).exclude(evidence_file="").exists()
    assert not UserProfile.objects.get(user=zoraida).avatar


def test_an_erasure_that_is_undone_leaves_the_files(zoraida, with_files, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        erasures.erase_person(person=zoraida)
        raise ZeroDivisionError
    assert kept(with_files) == [True, True]
