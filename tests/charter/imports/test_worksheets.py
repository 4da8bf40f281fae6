"""Open work as a file, and the words that come back in it."""

from __future__ import annotations

import pytest

from charter.actions.worksheets import Sent
from charter.imports import worksheets
from charter.imports.refusals import Unreadable
from charter.queries import ledger
from tests import factories

THIRD = "The city keeps one third of new homes & flats for people with low incomes."


@pytest.fixture
def work(charter, moderator):
    factories.adopt(factories.provision(charter, 5), THIRD, by=moderator)
    return ledger.work(charter, "fr")


@pytest.mark.parametrize("ending", ["docx", "xlf"])
def test_a_file_comes_back_as_it_went_out(work, ending, pandoc_here):
    [line] = work
    data = worksheets.write(work, {}, "en", "fr", ending)
    assert worksheets.read(data, f"work.{ending}") == [
        Sent(line.provision.short, line.source.pk, factories.WORDS["fr"][5])
    ]


def test_xliff_says_its_languages_and_the_words_to_follow(work):
    data = worksheets.write(work, {str(work[0].provision.key): "I.1.1"}, "en", "fr", "xlf").decode()
    assert '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="fr">' in data
    assert "<note>I.1.1</note>" in data
    assert "<source>The city keeps one third of new homes &amp; flats" in data


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<xliff", "a.xlf"),
        (b"no archive", "a.docx"),
        (b"<x/>", "a.xlf"),
        (b'<!DOCTYPE x [<!ENTITY e "e">]><x/>', "a.xlf"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_sentence(data, name):
    with pytest.raises(Unreadable):
        worksheets.read(data, name)
