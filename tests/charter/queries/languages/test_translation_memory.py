"""Earlier words of the same sentence."""

from __future__ import annotations

from charter.queries.languages import translation_memory
from tests import factories

AGAIN = "The city answers each request within twenty days."


def test_a_like_sentence_comes_with_the_words_that_were_in_step_with_it(charter, moderator):
    water = factories.provision(charter, 8)
    before, source = factories.working(water).wording, factories.adopt(water, AGAIN, by=moderator)
    [similar] = translation_memory.similar_earlier_wordings(
        charter, source, before, "fr", {str(factories.provision(charter, 6).key): "I.1.2"}
    )
    assert (similar.there, similar.here) == (factories.WORDS["en"][6], factories.WORDS["fr"][6])
    assert (similar.citation, similar.share) == ("I.1.2", 88)


def test_nothing_alike_is_nothing_said(charter, moderator):
    source = factories.adopt(factories.provision(charter, 8), "Trees grow tall.", by=moderator)
    assert translation_memory.similar_earlier_wordings(charter, source, None, "fr", {}) == []


def test_only_new_sentences_are_looked_for(charter, moderator):
    water = factories.provision(charter, 8)
    before = factories.working(water).wording
    source = factories.adopt(water, f"{before.text} {AGAIN}", by=moderator)
    [similar] = translation_memory.similar_earlier_wordings(charter, source, before, "fr", {})
    assert similar.there == factories.WORDS["en"][6]
