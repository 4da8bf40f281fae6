"""Leaving wordings that conflict open for the body that the round names, by mouse and by the keyboard alone."""

from __future__ import annotations

import pytest

from accounts.models import Person
from charter.actions.merging import merges
from charter.models import Article
from tests import factories
from tests.journeys.hands import Keyboard, Mouse

pytestmark = pytest.mark.browser
FIFTH = factories.WORDS["en"][5]


@pytest.fixture
def merge(transactional_db, settings):
    """Two accepted wordings of one paragraph, chosen and not settled."""
    settings.DEMONSTRATION = True
    round_ = factories.deciding(factories.version(factories.charter()))
    moderator, place = factories.holder("moderator"), factories.provision(round_.charter, 5)
    chosen = []
    for word in ("third", "quarter"):
        city = factories.organisation()
        delegate = factories.member(city, "delegate")
        amendment = factories.under_review(round_, city, delegate, place, FIFTH.replace("fifth", word))
        chosen.append(factories.accepted(amendment, moderator))
    article = Article.objects.get(slug="a-home-one-can-keep")
    new_merge = merges.begin_merge(article=article, language="en", round_=round_, by=moderator)
    Person.objects.update(is_demonstration=True)
    return merges.choose_amendments(merge=new_merge, amendments=chosen, by=moderator)


@pytest.mark.parametrize("hand", [Mouse, Keyboard])
def test_the_text_says_all_wordings_in_brackets_and_the_decision_says_to_whom(merge, reader, hand):
    moderator = hand(reader(), merge.begun_by)
    moderator.go(f"/en/desk/merges/{merge.key}/")
    moderator.unfold(".refer > summary")
    moderator.write("textarea[name=reason]", "The members are divided.")
    moderator.press("details.refer button")
    moderator.press("#forecast button")
    public = Mouse(reader())
    assert "one [fifth] [third] [quarter] of" in moderator.go("/en/charter/working/I/")
    text = public.go("/en/amendments/1/2/")
    assert "Referred to the assembly of members" in text and "The members are divided." in text
