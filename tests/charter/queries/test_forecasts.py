"""What would follow from a merge is what does follow."""

from __future__ import annotations

import pytest

from charter.actions import merges
from charter.models import Amendment, Article, Change
from charter.queries.forecasts import forecast
from tests import factories

FIFTH = "The city keeps one fifth of new homes for people with low incomes."


@pytest.fixture
def asked(version, charter, city, officer, moderator):
    """One to be merged, and four others on the same words: by what becomes of them."""
    round_, homes = factories.deciding(version), factories.provision(charter, 5)
    words = {
        "merged": FIFTH.replace("fifth", "third"),
        "stays": FIFTH.replace("homes", "homes at a fair rent"),
        "falls": FIFTH.replace("fifth", "quarter"),
        "same": FIFTH.replace("fifth", "third"),
        "refused": FIFTH.replace("people", "all people"),
    }
    made = {
        name: factories.under_review(round_, factories.organisation(name), officer, homes, html)
        for name, html in words.items()
    }
    made["merged"] = factories.accepted(made["merged"], moderator)
    made["refused"] = factories.accepted(made["refused"], moderator, outcome="not_accepted")
    return made


def test_it_names_who_stays_and_who_falls_and_comes_true(asked, charter, moderator):
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin(article=article, language="en", round_=asked["merged"].round, by=moderator)
    merges.choose(merge=merge, amendments=[asked["merged"]], by=moderator)
    found = forecast(merges.preview(merge))
    assert (found.stays, found.checks) == ((asked["stays"],), ())
    assert found.falls == (asked["falls"], asked["same"])
    assert (found.languages, found.provisions) == (("fr", "es"), 1)
    merges.apply(merge=merge, by=moderator)
    carried = {
        name: Change.objects.get(text__amendment=a, text=Amendment.objects.get(pk=a.pk).text).carry
        for name, a in asked.items()
    }
    assert [carried[name] for name in ("stays", "falls", "same")] == ["clean", "void", "void"]
