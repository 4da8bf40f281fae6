"""What would follow from a merge is what does follow."""

from __future__ import annotations

import pytest

from charter.actions.merging import merges
from charter.models import Amendment, Article, Change
from charter.queries.merging.forecasts import forecast_merge
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
    amendments = {
        name: factories.under_review(round_, factories.organisation(name), officer, homes, html)
        for name, html in words.items()
    }
    amendments["merged"] = factories.accepted(amendments["merged"], moderator)
    amendments["refused"] = factories.accepted(amendments["refused"], moderator, outcome="not_accepted")
    return amendments


def test_it_names_who_stays_and_who_falls_and_comes_true(asked, charter, moderator):
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=asked["merged"].round, by=moderator)
    merges.choose_amendments(merge=merge, amendments=[asked["merged"]], by=moderator)
    forecast = forecast_merge(merges.preview_merge(merge))
    assert (forecast.stays, forecast.checks) == ((asked["stays"],), ())
    assert (forecast.falls, forecast.grants) == ((asked["falls"],), (asked["same"],))
    assert (forecast.languages, forecast.provisions) == (("fr", "es"), 1)
    merges.apply_merge(merge=merge, by=moderator)
    carried = {
        name: Change.objects.get(text__amendment=a, text=Amendment.objects.get(pk=a.pk).text).carry
        for name, a in asked.items()
    }
    assert [carried[name] for name in ("stays", "falls", "same")] == ["clean", "void", "adopted"]
