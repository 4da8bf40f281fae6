"""Texts from before the site: stored, corrected, matched, published and deleted, each with an act."""

from __future__ import annotations

import pytest

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.versions import earlier_texts
from charter.actions.versions.earlier_texts import EarlierDetails
from charter.models import EarlierLine, EarlierText, Provision
from charter.queries.reading import charters
from charter.queries.versions import manifests
from tests import factories

pytestmark = pytest.mark.django_db
DETAILS = EarlierDetails("2008-05", "The first draft", "The working group", "Its minutes", note="Found in a box.")


def acts() -> list[str]:
    return [record.act for record in Record.objects.order_by("number") if record.act.startswith("earlier text")]


def line_of(text: EarlierText, begins: str) -> EarlierLine:
    return text.lines.select_related("provision").get(words__startswith=begins)


def test_the_provisions_are_stored_with_those_of_the_charter_they_match(charter, moderator):
    text = factories.earlier_text(charter, moderator)
    assert line_of(text, "Everyone has the right").provision == factories.provision(charter, 4)
    assert line_of(text, "The city keeps one tenth").provision == factories.provision(charter, 5)
    assert line_of(text, "The city gives every household").provision == factories.provision(charter, 8)
    assert line_of(text, "No carriage").provision is None


def test_after_a_publication_the_first_version_is_what_a_text_is_matched_with(version, moderator):
    factories.reword(factories.provision(version.charter, 4), "Nothing of it is left here.", by=moderator)
    text = factories.earlier_text(version.charter, moderator)
    assert line_of(text, "Everyone has the right").provision == factories.provision(version.charter, 4)


def test_a_text_in_another_language_than_the_charters_is_matched_by_its_shape(charter, moderator):
    html = """<h1>Carta</h1><h2>Article I. Un habitatge</h2><p>1. Tothom té dret a un habitatge segur i estable.</p>
    <h2>Article II. Aigua per a tothom</h2><p>1. La ciutat dona aigua neta a cada llar a un preu just.</p>"""
    text = factories.earlier_text(charter, moderator, html=html, language="ca")
    assert line_of(text, "La ciutat dona").provision == factories.provision(charter, 8)


def test_details_are_corrected_once_for_each_state_seen(charter, moderator):
    text = factories.earlier_text(charter, moderator, publish=False)
    change = {"earlier_text": text, "details": DETAILS, "by": moderator, "revision": 0}
    changed = earlier_texts.change_earlier_text(**change)
    assert (changed.dated, changed.title, changed.note) == ("2008-05", "The first draft", "Found in a box.")
    with pytest.raises(Refused, match="Somebody else has changed this text"):
        earlier_texts.change_earlier_text(**change)
    assert acts() == ["earlier text imported", "earlier text changed"]


def test_a_moderator_matches_a_provision_or_none(charter, moderator):
    text = factories.earlier_text(charter, moderator)
    carriage, water = line_of(text, "No carriage"), line_of(text, "The city gives every household")
    matches = {carriage.pk: str(factories.provision(charter, 6).key), water.pk: ""}
    earlier_texts.match_lines(earlier_text=text, matches=matches, by=moderator, revision=0)
    assert line_of(text, "No carriage").provision == factories.provision(charter, 6)
    assert line_of(text, "The city gives every household").provision is None
    assert acts()[-1] == "earlier text matched"


def test_deleting_a_text_leaves_the_charter_and_an_act(charter, moderator):
    text = factories.earlier_text(charter, moderator)
    before = Provision.objects.count()
    earlier_texts.delete_earlier_text(earlier_text=text, by=moderator)
    assert (EarlierText.objects.count(), EarlierLine.objects.count(), Provision.objects.count()) == (0, 0, before)
    assert acts() == ["earlier text imported", "earlier text published", "earlier text deleted"]


def test_publishing_twice_is_one_act(charter, moderator):
    text = factories.earlier_text(charter, moderator)
    again = earlier_texts.publish_earlier_text(earlier_text=text, by=moderator)
    assert again.published_at == text.published_at
    assert acts().count("earlier text published") == 1


def test_nobody_but_a_moderator_changes_one(charter, moderator, delegate):
    text = factories.earlier_text(charter, moderator, publish=False)
    for act in (
        lambda: earlier_texts.publish_earlier_text(earlier_text=text, by=delegate),
        lambda: earlier_texts.delete_earlier_text(earlier_text=text, by=delegate),
        lambda: earlier_texts.match_lines(earlier_text=text, matches={}, by=delegate, revision=0),
        lambda: earlier_texts.change_earlier_text(earlier_text=text, details=DETAILS, by=delegate, revision=0),
    ):
        with pytest.raises(Refused):
            act()
    assert acts() == ["earlier text imported"]


def test_what_a_file_holds_is_cleaned_before_it_is_stored(charter, moderator):
    html = '<h1>T</h1><h2>Article I. A</h2><p>1. Water <a href="javascript:alert(1)">for</a> <b>all</b>.</p>'
    text = factories.earlier_text(charter, moderator, html=html)
    assert line_of(text, "Water for all").html == "Water for <b>all</b>."


def test_the_charter_says_without_a_query_whether_one_is_public(charter, moderator, django_assert_num_queries):
    assert not charters.has_earlier_texts(charters.current_charter())
    text = factories.earlier_text(charter, moderator, publish=False)
    assert not charters.has_earlier_texts(charters.current_charter())
    earlier_texts.publish_earlier_text(earlier_text=text, by=moderator)
    with django_assert_num_queries(1):
        assert charters.has_earlier_texts(charters.current_charter())


def test_the_proof_of_a_version_does_not_know_earlier_texts(version, moderator):
    factories.earlier_text(version.charter, moderator)
    assert manifests.recompute_digest(version) == version.digest
