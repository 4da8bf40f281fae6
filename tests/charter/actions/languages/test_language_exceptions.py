"""A signed exception lets a version out although a language is behind, and is printed in it."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from django.utils import timezone

from accounts.actions.members import start_of_day
from accounts.rules import Refused
from charter.actions.languages import language_exceptions
from charter.actions.versions import versions
from charter.queries.versions import manifests
from tests import factories


@pytest.fixture
def until():
    return timezone.localdate() + timedelta(days=60)


def test_an_excepted_language_goes_out_and_the_version_says_so(charter, moderator, second_moderator, until):
    provision = factories.provision(charter, 4)
    factories.adopt(provision, "New words.", by=moderator)
    for language in ("fr", "es"):
        language_exceptions.sign_exception(
            provision=provision, language=language, reason="No editor.", until=until, by=moderator
        )
    publication = versions.propose_version(charter=charter, by=moderator)
    version = versions.publish_version(publication=publication, by=second_moderator)
    line = version.manifest.get(provision=provision, language="fr")
    assert line.exception.reason.text == "No editor."
    assert manifests.recompute_digest(version) == version.digest


def test_its_last_day_ends_with_the_midnight_of_the_site(charter, moderator, second_moderator):
    provision, today = factories.provision(charter, 4), timezone.localdate()
    factories.adopt(provision, "New words.", by=moderator)
    after = (start_of_day(today + timedelta(days=1)) + timedelta(minutes=1)).astimezone(UTC)
    arguments = {"provision": provision, "reason": "No editor.", "until": today, "by": moderator}
    for language in ("fr", "es"):
        language_exceptions.sign_exception(language=language, **arguments)
    with pytest.raises(Refused, match="has not passed"):
        language_exceptions.sign_exception(language="fr", at=after, **arguments)
    publication = versions.propose_version(charter=charter, by=moderator, at=after)
    version = versions.publish_version(publication=publication, by=second_moderator, at=after)
    assert version.manifest.get(provision=provision, language="fr").exception is None


def test_an_exception_does_not_cover_what_came_after_it(charter, moderator, until):
    provision = factories.provision(charter, 4)
    factories.adopt(provision, "New words.", by=moderator)
    for language in ("fr", "es"):
        language_exceptions.sign_exception(
            provision=provision, language=language, reason="No editor.", until=until, by=moderator
        )
    factories.adopt(provision, "Newer words.", by=moderator)
    with pytest.raises(Refused, match="Languages that are out of date"):
        versions.propose_version(charter=charter, by=moderator)


def test_a_language_in_step_needs_none(charter, moderator, until):
    with pytest.raises(Refused, match="up to date"):
        language_exceptions.sign_exception(
            provision=factories.provision(charter, 4), language="fr", reason="x", until=until, by=moderator
        )


def test_a_reason_and_a_day_to_come_are_needed(charter, moderator, until):
    provision = factories.provision(charter, 4)
    for arguments in ({"reason": " ", "until": until}, {"reason": "x", "until": until - timedelta(days=90)}):
        with pytest.raises(Refused):
            language_exceptions.sign_exception(provision=provision, language="fr", by=moderator, **arguments)
