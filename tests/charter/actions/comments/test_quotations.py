"""A comment quotes only words of the text that it is about."""

from __future__ import annotations

import pytest

from accounts.rules import Refused
from charter.actions.comments import comments
from charter.models import CharterComment
from tests import factories

HOME = factories.WORDS["en"][4]


@pytest.fixture
def provision(charter):
    return factories.provision(charter, 4)


def post(target, by, round_, **fields):
    return comments.post_comment(target=target, by=by, round_=round_, **{"text": "So.", "language": "en", **fields})


@pytest.mark.parametrize("quote", ["a home that is safe", "  a home   that is safe", "un logement sûr", HOME])
def test_words_of_the_text_are_quoted_in_any_of_its_languages(quote, provision, officer, round_):
    assert post(provision, officer, round_, quote=quote).pk


@pytest.mark.parametrize("quote", ["a home that is free", "a hom", "A HOME that is safe", "one fifth of new homes"])
def test_other_words_are_not_quoted(quote, provision, officer, round_):
    with pytest.raises(Refused, match="The charter does not contain this text"):
        post(provision, officer, round_, quote=quote)
    assert not CharterComment.objects.exists()


def test_an_amendment_is_quoted_only_with_its_own_words(provision, city, officer, delegate, round_):
    amendment = factories.confirmed(round_, city, delegate)
    assert post(amendment, officer, round_, quote="one third of new homes").pk
    with pytest.raises(Refused, match="The amendment does not contain this text"):
        post(amendment, officer, round_, quote="one half of new homes")
