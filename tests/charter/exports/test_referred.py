"""The paper for the body: wordings in brackets, the redline, what is asked of it, in every language."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from charter.actions.deciding import decisions
from charter.actions.merging import merges
from charter.exports import files, paper_names
from charter.exports.decisions import DecisionTable, is_open
from charter.models import Amendment, Article
from charter.queries.deciding import decisions as decision_queries
from tests import factories

FIFTH = factories.WORDS["en"][5]
HIDDEN, TAGS = re.compile(r'<span class="vh".*?</span>'), re.compile("<[^>]*>")
WHY = "The assembly alone can choose between them."


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def referred(deciding, city, other_city, officer, moderator):
    """Two wordings left open in brackets by a merge, and one amendment referred as it is."""
    homes, heard = (factories.provision(deciding.charter, place) for place in (5, 6))
    proposed = [
        factories.under_review(deciding, organisation, officer, homes, FIFTH.replace("fifth", word))
        for organisation, word in ((city, "third"), (other_city, "quarter"))
    ]
    chosen = [factories.accepted(amendment, moderator) for amendment in proposed]
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)
    merge = merges.choose_amendments(merge=merge, amendments=chosen, by=moderator)
    conflict = merges.preview_merge(merge).conflicts[0]
    merges.refer_conflict(merge=merge, conflict_id=conflict.id, reason=WHY, by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    alone = factories.under_review(deciding, city, officer, heard, "The city answers at once.")
    factories.accepted(alone, moderator, outcome="referred")
    return [Amendment.objects.get(pk=item.pk) for item in (*proposed, alone)]


def test_the_paper_has_alternatives_in_brackets_and_what_is_to_decide(client, referred, deciding):
    page = client.get(reverse("round_referred", args=[deciding.number])).content.decode()
    assert "[third] [quarter]" in TAGS.sub("", HIDDEN.sub("", page))
    assert "Choose one of the wordings of amendments 1 and 2, or the current text." in page
    assert "Decide whether to accept amendment 3." in page
    assert WHY in page


def test_it_stands_beside_the_words_in_every_language(client, referred, deciding):
    for code in ("en", "fr"):
        page = client.get(f"/{code}/rounds/{deciding.number}/referred/").content.decode()
        assert "réserve un cinquième" in page
        assert "quarter" in page


@pytest.mark.parametrize("ending", ["html", "docx", "pdf"])
def test_it_can_be_taken_away(referred, deciding, ending):
    paper = paper_names.find_paper(f"referred/{deciding.number}", "en")
    assert ending in paper.extensions
    assert len(files.write_file(paper, ending)) > 1000


def test_it_asks_the_same_for_one_and_for_three(
    client, referred, deciding, city, officer, moderator, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = reverse("round_referred", args=[deciding.number])
    client.get(url)
    with CaptureQueriesContext(connection) as before:
        client.get(url)
    for place in (8, 9):
        provision = factories.provision(deciding.charter, place)
        more = factories.under_review(deciding, city, officer, provision, "Other words stand here.")
        factories.accepted(more, moderator, outcome="referred")
    with django_assert_num_queries(len(before)):
        client.get(url)


def test_a_referred_amendment_is_open_until_the_body_has_decided(client, referred, deciding, moderator):
    alone = referred[2]
    rows = {row.amendment.number: is_open(row) for row in DecisionTable(deciding.charter, deciding, "en").rows}
    assert rows == {1: True, 2: True, 3: True}
    assert decision_queries.tally_decisions(deciding).open_numbers == (1, 2, 3)
    arguments = {"reason": {"en": "The assembly said no."}, "note": "The assembly decided on 3 May."}
    decisions.correct_decision(decision=alone.decision, by=moderator, outcome="not_accepted", **arguments)
    assert decision_queries.tally_decisions(deciding).open_numbers == (1, 2)
    page = client.get(reverse("round_referred", args=[deciding.number])).content.decode()
    assert "Decide whether to accept amendment 3." not in page
    assert "Amendments without a published outcome" in client.get(reverse("decisions")).content.decode()


def test_nothing_referred_is_no_paper(client, deciding, city, officer, moderator):
    amendment = factories.under_review(
        deciding, city, officer, factories.provision(deciding.charter, 5), "Other words."
    )
    factories.accepted(amendment, moderator, outcome="referred", release=False)
    assert client.get(reverse("round_referred", args=[deciding.number])).status_code == 404
    assert paper_names.find_paper(f"referred/{deciding.number}", "en") is None
