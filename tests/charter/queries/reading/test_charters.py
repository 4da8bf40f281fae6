"""What is kept of the charter follows a change in any process."""

from __future__ import annotations

from django.core.cache import cache

from charter.models import CharterLanguage
from charter.queries.reading import charters
from charter.structure import DEFAULT_STRUCTURE
from tests import factories


def test_a_further_language_is_seen_at_once_in_another_process(charter, django_capture_on_commit_callbacks):
    assert charters.charter_languages() == ("en", "fr", "es")
    kept = cache.get(charters.LANGUAGES_KEY)
    with django_capture_on_commit_callbacks(execute=True):
        CharterLanguage.objects.create(charter=charter, code="ar", place=9)
    # The other process still has what it kept.
    cache.set(charters.LANGUAGES_KEY, kept)
    assert charters.charter_languages() == ("en", "fr", "es", "ar")


def test_another_structure_is_seen_at_once_in_another_process(db, django_capture_on_commit_callbacks):
    charter = factories.charter()
    assert charters.text_structure() == DEFAULT_STRUCTURE
    kept = cache.get(charters.STRUCTURE_KEY)
    charter.structure = {**charter.structure, "points": ["1", "a", "i"]}
    with django_capture_on_commit_callbacks(execute=True):
        charter.save()
    cache.set(charters.STRUCTURE_KEY, kept)
    assert charters.text_structure() != DEFAULT_STRUCTURE
