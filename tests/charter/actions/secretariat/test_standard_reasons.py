"""The library of reasons, and reasons said in the languages that lack them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.rules import Refused
from charter.actions.deciding import decisions
from charter.actions.secretariat import standard_reasons
from charter.models import SearchText, StandardReason
from charter.queries.reading import searching
from charter.queries.secretariat import standard_reasons as phrase_queries
from tests import factories

FIRST = "For the reason the city gave."


@pytest.fixture
def reason(round_, charter, city, officer, moderator):
    """The reason of a public decision, in English alone."""
    amendment = factories.under_review(round_, city, officer, factories.provision(charter, 5), "Other words.")
    later = round_.support_until + timedelta(days=1)
    decisions.decide_amendment(amendment=amendment, by=moderator, outcome="not_accepted", reason={"en": "Too costly."})
    decisions.release_decisions(round_=round_, by=moderator, at=later)
    return amendment.decisions.get().reason


@pytest.fixture
def editor(db):
    return factories.holder("language_editor", "fr")


def test_the_library_begins_with_the_reason_of_the_city(db):
    (first,) = phrase_queries.offered_reasons()
    assert [phrase_queries.reason_in_language(first, code) for code in ("en", "fr", "zh")] == [
        FIRST,
        "Pour la raison que la ville a donnée.",
        "",
    ]
    assert phrase_queries.missing_languages(first, ("en", "ar", "zh")) == ["zh"]


def test_phrases_are_added_at_the_end_and_retired(moderator, officer):
    added = standard_reasons.add_reason(words={"en": " ", "fr": "Déjà dans le texte."}, by=moderator)
    assert [str(phrase) for phrase in phrase_queries.offered_reasons()] == [FIRST, "Déjà dans le texte."]
    standard_reasons.retire_reason(phrase=phrase_queries.offered_reasons()[0], by=moderator)
    assert phrase_queries.offered_reasons() == [added]
    assert StandardReason.objects.count() == 2
    for words, by in (({"en": " "}, moderator), ({"en": "No."}, officer)):
        with pytest.raises(Refused):
            standard_reasons.add_reason(words=words, by=by)


def test_a_reason_is_said_once_in_a_language_that_lacks_it(reason, editor):
    assert list(phrase_queries.untranslated_reasons("fr")) == [reason]
    assert list(phrase_queries.untranslated_reasons("en")) == []
    standard_reasons.translate_reason(reason=reason, language="fr", text="Trop coûteux.", by=editor)
    assert list(phrase_queries.untranslated_reasons("fr")) == []
    assert [d.reason for d in searching.search_decisions("couteux")[:2]] == [reason]
    with pytest.raises(Refused, match="in the meantime"):
        standard_reasons.translate_reason(reason=reason, language="fr", text="Encore.", by=editor)


@pytest.mark.parametrize("text", ["", "   "])
def test_a_reason_needs_words(reason, editor, text):
    with pytest.raises(Refused, match="Write the text"):
        standard_reasons.translate_reason(reason=reason, language="fr", text=text, by=editor)


def test_only_editors_of_the_language_and_moderators_say_it(reason, officer, moderator):
    for by in (officer, factories.holder("language_editor", "es")):
        with pytest.raises(Refused):
            standard_reasons.translate_reason(reason=reason, language="fr", text="Trop coûteux.", by=by)
    standard_reasons.translate_reason(reason=reason, language="fr", text="Trop coûteux.", by=moderator)
    assert SearchText.objects.get(kind="decision").text == "too costly. \ntrop couteux."


def test_what_is_not_public_is_not_asked_from_editors(round_, charter, city, officer, moderator, editor):
    amendment = factories.under_review(round_, city, officer, factories.provision(charter, 5), "Other words.")
    decisions.decide_amendment(amendment=amendment, by=moderator, outcome="accepted", reason={"en": "Yes."})
    reason = amendment.decisions.get().reason
    assert list(phrase_queries.untranslated_reasons("fr")) == []
    with pytest.raises(Refused):
        standard_reasons.translate_reason(reason=reason, language="fr", text="Oui.", by=editor)


def test_a_reason_names_its_decisions(reason):
    assert [str(d.amendment) for d in phrase_queries.decisions_for([reason])[reason.pk]] == ["1/1"]
