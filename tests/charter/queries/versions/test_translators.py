"""Who is named as a translator of a language version: who agreed, and whose text is left in it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.actions import accounts, erasures
from charter.actions.languages import alignments
from charter.exports import files
from charter.exports.texts import Text
from charter.models import TranslationCredit
from charter.queries.versions.translators import names_of_translators
from tests import factories

THIRD = "The city keeps one third of new homes for people with low incomes."
TIERS = "La ville réserve un tiers des logements neufs aux personnes à faibles revenus."
RIGHT = "La ville réserve un tiers des logements neufs à toute personne à faible revenu."
OTHER = "Chaque commune garde des maisons pour celles et ceux qui gagnent peu."


def editor(name, *, agrees):
    person = factories.holder("language_editor", "fr")
    accounts.change_account(
        person=person, name=name, language="fr", zone="", name_is_public=False, name_in_credits=agrees
    )
    return person


@pytest.fixture
def ines(db):
    return editor("Ines Costa", agrees=True)


@pytest.fixture
def second(db):
    return editor("Joana Reis", agrees=True)


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def source(homes, version, moderator):
    return factories.adopt(homes, THIRD, by=moderator)


def approved(alignment, *, by, second):
    return alignments.approve_alignment(alignment=alignments.submit_alignment(alignment=alignment, by=by), by=second)


def translate(homes, source, *, by, second, **words):
    return approved(
        alignments.write_alignment(provision=homes, language="fr", source=source, by=by, **words),
        by=by,
        second=second,
    )


def correct(homes, source, words, *, by, second):
    alignment = alignments.write_correction(provision=homes, language="fr", source=source, words=words, by=by)
    return approved(alignment, by=by, second=second)


def publish(charter, moderator):
    """Version 2; the Spanish translation follows by somebody who does not agree."""
    homes = factories.provision(charter, 5)
    spaniards = [factories.holder("language_editor", "es") for _ in range(2)]
    alignment = alignments.write_alignment(
        provision=homes,
        language="es",
        source=factories.working(homes).wording,
        words="La ciudad reserva un tercio de las viviendas nuevas.",
        by=spaniards[0],
    )
    approved(alignment, by=spaniards[0], second=spaniards[1])
    factories.confirm_differences(charter, by=factories.holder("moderator"))
    return factories.next_version(charter, by=moderator)


def names(version):
    return {language: named for language, named in names_of_translators([version])[version.pk].items() if named}


def test_who_wrote_and_agrees_is_named_and_who_approved_is_not(charter, homes, source, ines, second, moderator):
    translate(homes, source, words=TIERS, by=ines, second=second)
    assert names(publish(charter, moderator)) == {"fr": ["Ines Costa"]}


def test_a_correction_adds_its_writer(charter, homes, source, ines, second, moderator):
    translate(homes, source, words=TIERS, by=ines, second=second)
    correct(homes, source, RIGHT, by=second, second=ines)
    assert names(publish(charter, moderator)) == {"fr": ["Ines Costa", "Joana Reis"]}


def test_nobody_is_named_whose_text_was_replaced(charter, homes, source, ines, second, moderator):
    translate(homes, source, words=TIERS, by=ines, second=second)
    correct(homes, source, OTHER, by=second, second=ines)
    assert names(publish(charter, moderator)) == {"fr": ["Joana Reis"]}


def test_nobody_is_named_who_wrote_no_text(charter, homes, source, ines, second, moderator):
    translate(homes, source, no_change_needed=True, by=ines, second=second)
    assert names(publish(charter, moderator)) == {}


def test_the_next_version_names_the_same_person(charter, homes, source, ines, second, moderator):
    translate(homes, source, words=TIERS, by=ines, second=second)
    publish(charter, moderator)
    factories.reword(factories.provision(charter, 4), "Everyone has a right to a home.", by=moderator)
    assert names(factories.next_version(charter, by=moderator)) == {"fr": ["Ines Costa"]}


def test_who_agrees_later_is_in_no_version_from_before(charter, homes, source, ines, moderator):
    silent = editor("Paula Nunes", agrees=False)
    translate(homes, source, words=TIERS, by=silent, second=ines)
    version = publish(charter, moderator)
    accounts.change_account(
        person=silent, name="Paula Nunes", language="fr", zone="", name_is_public=True, name_in_credits=True
    )
    assert (names(version), TranslationCredit.objects.count()) == ({}, 0)


def withdraw(person):
    accounts.change_account(
        person=person, name=person.name, language="fr", zone="", name_is_public=True, name_in_credits=False
    )


def erase(person):
    erasures.erase_person(person=person)


@pytest.mark.parametrize("happens", [withdraw, erase])
def test_who_changes_their_mind_or_is_erased_is_named_nowhere(
    client, charter, homes, source, ines, second, moderator, happens
):
    translate(homes, source, words=TIERS, by=ines, second=second)
    version = publish(charter, moderator)
    text = Text(charter, version, "fr")
    addresses = [reverse("version", args=[2]), reverse("api_version", args=[2])]
    pages = [f"/fr{addresses[0][3:]}", addresses[1]]
    before = files.made_of(text)
    assert "Ines Costa" in files.write_file(text, "html").decode()
    assert all("Ines Costa" in client.get(page).content.decode() for page in pages)
    happens(ines)
    again = Text(charter, version, "fr")
    assert files.made_of(again) != before
    assert "Ines Costa" not in files.write_file(again, "html").decode()
    assert not any("Ines Costa" in client.get(page).content.decode() for page in pages)
    assert TranslationCredit.objects.get().person == ines


def test_the_record_of_a_version_refuses_changes_and_later_rows(charter, homes, source, ines, second, moderator):
    translate(homes, source, words=TIERS, by=ines, second=second)
    version = publish(charter, moderator)
    credits = TranslationCredit.objects.all()
    for act in (
        lambda: credits.update(person=second),
        lambda: credits.order_by()._raw_delete("default"),
        lambda: TranslationCredit.objects.create(version=version, language="fr", person=second),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            act()
