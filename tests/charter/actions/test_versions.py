"""Publishing: two people, checks, a frozen manifest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Record
from accounts.rules import Refused
from charter.actions import versions
from charter.models import VersionWording
from charter.queries import manifests
from charter.states import VersionStatus
from tests import factories


def test_a_version_freezes_every_provision_in_every_language(version, charter):
    rows = version.manifest.values_list("language", "citation", "printed")
    assert version.number == 1
    assert len(rows) == 33
    assert ("en", "I.1", "1.") in rows
    assert ("fr", "Préambule.1", "") in rows or ("fr", "Preamble.1", "") in rows


def test_the_digest_can_be_recomputed_from_the_stored_rows(version):
    assert manifests.recomputed(version) == version.digest


def test_the_one_who_proposed_cannot_publish(charter, moderator):
    publication = versions.propose(charter=charter, by=moderator)
    with pytest.raises(Refused, match="A second person"):
        versions.publish(publication=publication, by=moderator)
    assert charter.versions.count() == 0


def test_one_person_is_enough_where_the_installation_says_so(charter, moderator, settings):
    settings.PUBLISH_NEEDS_TWO = False
    publication = versions.propose(charter=charter, by=moderator)
    assert versions.publish(publication=publication, by=moderator).number == 1


def test_a_stranger_cannot_publish(charter, officer):
    with pytest.raises(Refused):
        versions.propose(charter=charter, by=officer)


def test_a_text_that_moved_since_it_was_proposed_is_refused(charter, moderator, second_moderator):
    publication = versions.propose(charter=charter, by=moderator)
    for language in ("en", "fr", "es"):
        factories.reword(factories.provision(charter, 4), "New words.", by=moderator, language=language)
    with pytest.raises(Refused, match="The text has moved"):
        versions.publish(publication=publication, by=second_moderator)


def test_a_language_that_is_behind_is_named(charter, moderator):
    factories.adopt(factories.provision(charter, 4), "New words.", by=moderator)
    with pytest.raises(Refused, match=r"I\.1\.1 \(fr\)|I\.1 \(fr\)"):
        versions.propose(charter=charter, by=moderator)


def test_an_undecided_amendment_is_named_unless_it_is_carried_over(charter, round_, city, officer, moderator):
    amendment = factories.under_review(round_, city, officer, factories.provision(charter, 4), "Other words.")
    with pytest.raises(Refused, match="1/1"):
        versions.propose(charter=charter, by=moderator)
    assert versions.propose(charter=charter, by=moderator, carried_over=[amendment.pk]).carried_over == [amendment.pk]


def test_a_version_keeps_the_number_in_which_its_words_first_stood(version, charter, moderator, second_moderator):
    kept, moved = factories.provision(charter, 1), factories.provision(charter, 4)
    for language in ("en", "fr", "es"):
        factories.reword(moved, f"New words, {language}.", by=moderator, language=language)
    publication = versions.propose(charter=charter, by=moderator)
    second = versions.publish(publication=publication, by=second_moderator)
    assert [second.manifest.get(provision=p, language="en").first_version for p in (kept, moved)] == [1, 2]


def test_a_version_and_its_manifest_refuse_every_change(version):
    for row, field in (
        (version, "digest"),
        (version.manifest.first(), "citation"),
        (version.statuses.first(), "body"),
    ):
        setattr(row, field, "other")
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**{field: "other"})
    with pytest.raises(DatabaseError), transaction.atomic():
        VersionWording.objects.filter(version=version)._raw_delete("default")


def test_adopting_needs_a_body_and_a_day(version, moderator):
    with pytest.raises(Refused, match="which body"):
        versions.set_status(version=version, status=VersionStatus.ADOPTED, by=moderator)
    act = versions.set_status(
        version=version, status=VersionStatus.ADOPTED, by=moderator, body="The assembly", on=date(2026, 5, 3)
    )
    assert version.statuses.last() == act


def test_a_second_proposal_takes_the_place_of_the_first(charter, moderator, second_moderator):
    first = versions.propose(charter=charter, by=moderator)
    versions.propose(charter=charter, by=second_moderator, at=timezone.now() + timedelta(minutes=1))
    with pytest.raises(Refused, match="does not wait"):
        versions.publish(publication=first, by=second_moderator)


def test_the_record_names_the_digest(version):
    assert Record.objects.get(act="version published").content == {"digest": version.digest}
