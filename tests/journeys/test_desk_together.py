"""Two moderators at once on one article: each is told of the other, and nothing of either is lost."""

from __future__ import annotations

import pytest

from accounts.models import Person
from charter.actions import merges
from charter.models import Article, Decision, Merge
from tests import factories
from tests.journeys.walking import enter, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
FIFTH = factories.WORDS["en"][5]
DECISION, REASON = "/en/desk/amendments/1/1/", "textarea[name=reason_en]"
DECIDE = ".acts button.button:not([name])"
LOOK_NOW = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def two(guarded_tables, settings):
    settings.DEMONSTRATION = True
    names = ("Ilse Kowari", "Nadia Ben")
    people = [factories.holder("moderator") for _name in names]
    for person, name in zip(people, names, strict=True):
        Person.objects.filter(pk=person.pk).update(name=name, is_demonstration=True)
    return [Person.objects.get(pk=person.pk) for person in people]


@pytest.fixture
def round_(two):
    return factories.deciding(factories.version(factories.charter()))


@pytest.fixture
def asked(round_):
    """Two wordings of one paragraph."""
    place, found = factories.provision(round_.charter, 5), []
    for word in ("third", "quarter"):
        city = factories.organisation()
        who = factories.member(city, "delegate")
        found.append(factories.under_review(round_, city, who, place, FIFTH.replace("fifth", word)))
    return found


@pytest.fixture
def merge(asked, round_, two):
    chosen = [factories.accepted(one, two[0]) for one in asked]
    article = Article.objects.get(slug="a-home-one-can-keep")
    made = merges.begin(article=article, language="en", round_=round_, by=two[0])
    return merges.choose(merge=made, amendments=chosen, by=two[0])


def decide(one, outcome, reason):
    one.page.locator(f"input[name=outcome][value={outcome}]").check()
    one.page.locator(REASON).fill(reason)
    press(one, f"#decide {DECIDE}")
    return one.page.inner_text("main")


def test_at_one_decision_the_second_is_told_who_decided_and_keeps_the_own_words(two, asked, reader):
    ilse, nadia = (enter(reader(), person) for person in two)
    ilse.go(DECISION), nadia.go(DECISION)
    assert "Ilse Kowari has this open too." in nadia.page.inner_text("main")
    decide(ilse, "accepted", "It is clear.")
    told = decide(nadia, "not_accepted", "It is too dear.")
    assert "Ilse Kowari decided on it at" in told and "Accepted" in told
    assert nadia.page.input_value(REASON) == "It is too dear."
    assert [one.outcome for one in Decision.objects.all()] == ["accepted"]
    press(nadia, f"#decide {DECIDE}")
    assert [one.outcome for one in Decision.objects.filter(superseded_at=None)] == ["not_accepted"]
    assert Decision.objects.count() == 2


def test_in_one_merge_a_page_that_is_open_says_who_changed_it(two, merge, reader):
    ilse, nadia = (enter(reader(), person) for person in two)
    here = f"/en/desk/merges/{merge.key}/"
    ilse.go(here), nadia.go(here)
    settle(ilse, "A third is fair.")
    nadia.page.evaluate(LOOK_NOW)
    nadia.page.locator("[data-moved-said]", has_text="by Ilse Kowari").wait_for()
    press(nadia, "[data-moved-link]")
    assert "by Ilse Kowari" in nadia.page.inner_text("main")
    assert nadia.page.locator("form.conflict").count() == 0


def test_in_one_merge_the_second_to_settle_is_told_and_what_was_typed_is_shown(two, merge, reader):
    ilse, nadia = (enter(reader(), person) for person in two)
    here = f"/en/desk/merges/{merge.key}/"
    ilse.go(here), nadia.go(here)
    settle(ilse, "A third is fair.")
    before = Merge.objects.get().resolutions
    settle(nadia, "More members asked for a quarter.", last=True)
    told = nadia.page.inner_text("main")
    assert "Ilse Kowari changed this merge meanwhile" in told
    assert "More members asked for a quarter." in told
    assert Merge.objects.get().resolutions == before
    press(nadia, "button[name=act][value=undo]")
    assert nadia.page.locator("form.conflict").count() == 1


def settle(one, why, last=False):
    form = one.page.locator("form.conflict")
    choices = form.locator("input[name=choice]")
    sides = [at for at in range(choices.count()) if choices.nth(at).get_attribute("value").startswith("side")]
    choices.nth(sides[-1 if last else 0]).check()
    form.locator("input[name=then][value=follows]").check()
    form.locator("textarea[name=why]").fill(why)
    with one.page.expect_navigation():
        form.locator(".acts button").first.click()
