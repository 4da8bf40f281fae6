"""Runs of words and who asked for them."""

from __future__ import annotations

from charter.models import Source, Wording
from charter.queries.reading import articles, word_sources
from tests import factories


def wording(charter, html, *runs):
    provision = factories.provision(charter, 5)
    stored = [{"text": text, "by": by} for text, by in runs]
    return Wording(provision=provision, language="en", html=html, text="".join(t for t, _ in runs), runs=stored)


def test_runs_spell_the_words_with_their_formats(charter):
    credited_runs = word_sources.runs_with_askers(
        wording(charter, "Ask <i>before any</i> move.", ("Ask before", ["a"]), (" any move.", ["b"])), {}
    )
    assert [run.html for run in credited_runs] == ["Ask <i>before</i>", "<i> any</i> move."]


def test_runs_of_one_asker_with_only_a_space_between_are_one(charter):
    runs = (("planned", ["a"]), (" ", ["s"]), ("or", ["a"]), (" not", ["s"]))
    credited_runs = word_sources.runs_with_askers(wording(charter, "planned or not", *runs), {})
    assert [run.text for run in credited_runs] == ["planned or", " not"]


def test_a_space_between_two_askers_stays_with_its_own(charter):
    runs = (("planned", ["a"]), (" ", ["s"]), ("or", ["b"]))
    credited_runs = word_sources.runs_with_askers(wording(charter, "planned or", *runs), {})
    assert [run.text for run in credited_runs] == ["planned", " ", "or"]


def test_marks_are_resolved_to_what_they_stand_for(charter):
    source = Source.objects.get(language="en")
    askers = word_sources.sources_by_mark({f"source:{source.pk}", "adoption:999", "nonsense"})
    assert {mark: asker.source for mark, asker in askers.items()} == {f"source:{source.pk}": source}


def test_taken_in_words_were_brought_by_nobody(charter):
    new = factories.working(factories.provision(charter, 5)).wording
    assert word_sources.adoptions_between({}, {new.provision_id: new}) == {}


def test_words_are_told_from_the_version_before_they_took_their_shape(db, city, officer, moderator):
    charter = factories.charter(languages=("en",))
    acting = {"by": moderator, "city": city, "proposer": officer}
    first = factories.version(charter)
    second = factories.second_version(first, {5: "The city keeps one third of new homes."}, **acting)
    third = factories.second_version(second, {6: "The city answers each request within ten days."}, **acting)
    lines = articles.read_article(third, "en", "I").lines
    adoptions_of = word_sources.adoptions_by_provision(lines, third)
    rounds = {
        pk: [adoption.change.text.amendment.round.number for adoption in adoptions]
        for pk, adoptions in adoptions_of.items()
    }
    assert rounds == {factories.provision(charter, 5).pk: [1], factories.provision(charter, 6).pk: [2]}
