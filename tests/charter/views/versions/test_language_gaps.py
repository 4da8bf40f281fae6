"""The front page of a version states what each language version lacks, and calls only complete ones authentic."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from charter.actions.versions import versions
from charter.models import CharterLanguage, CurrentWording
from tests import factories


def publish(charter, moderator):
    publication = versions.propose_version(charter=charter, by=moderator, at=timezone.now())
    return versions.publish_version(publication=publication, by=factories.holder("moderator"), at=timezone.now())


@pytest.fixture
def gappy(charter, moderator):
    """Version 1: French lacks the article on water and one provision more."""
    CharterLanguage.objects.filter(charter=charter, code="fr").update(required=False)
    lost = [factories.provision(charter, place) for place in (5, 7, 8, 9, 10)]
    CurrentWording.objects.filter(language="fr", provision__in=lost).delete()
    return publish(charter, moderator)


def test_a_language_version_with_gaps_names_them_and_is_not_authentic(client, gappy):
    page = client.get("/en/charter/1/")
    assert [language.code for language in page.context["authentic"]] == ["en", "es"]
    cite = gappy.manifest.get(language="fr", provision=factories.provision(gappy.charter, 5)).citation
    sentence = f"French: incomplete and not authentic. No text: {cite} and Article II."
    assert sentence in page.content.decode()


def test_the_paper_and_the_api_state_the_same(client, gappy):
    from charter.exports.texts import version_facts

    lines = [fact["text"] for fact in version_facts(gappy, gappy.charter, "fr", "x")]
    assert any("incomplete and not authentic" in line for line in lines)
    assert not any("The text is authentic" in line for line in lines)
    assert any("The text is authentic" in fact["text"] for fact in version_facts(gappy, gappy.charter, "es", "x"))
    answer = client.get(reverse("api_version", args=[1])).json()
    assert answer["authentic"] == ["en", "es"] and list(answer["missing"]) == ["fr"]


def test_a_complete_version_lacks_nothing(client, version):
    page = client.get("/en/charter/1/")
    assert page.context["lacks"] == [] and len(page.context["authentic"]) == 3


def test_text_that_is_out_of_date_is_not_authentic(client, charter, moderator):
    words = factories.WORDS["en"][5].replace("fifth", "third")
    factories.adopt(factories.provision(charter, 5), words, by=moderator)
    for code in ("fr", "es"):
        factories.excepted(charter, code, 5)
    publish(charter, moderator)
    page = client.get("/en/charter/1/")
    assert [language.code for language in page.context["authentic"]] == ["en"]
    assert "French: not authentic. Out of date:" in page.content.decode()
