"""Two moderators at once on one article: each is told of the other, and nothing of either is lost."""

from __future__ import annotations

import pytest

from accounts.models import Person
from charter.actions.merging import merges
from charter.models import Article, Decision, Merge
from tests import factories
from tests.journeys.walking import enter, press

pytestmark = pytest.mark.browser
FIFTH = factories.WORDS["en"][5]
DECISION, REASON = "/en/desk/amendments/1/1/", "textarea[name=reason_en]"
DECIDE = ".acts button.button:not([name])"
LOOK_NOW = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def two(transactional_db, settings):
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
    place, amendments = factories.provision(round_.charter, 5), []
    for word in ("third", "quarter"):
        city = factories.organisation()
        delegate = factories.member(city, "delegate")
        amendments.append(factories.under_review(round_, city, delegate, place, FIFTH.replace("fifth", word)))
    return amendments


@pytest.fixture
def merge(asked, round_, two):
    chosen = [factories.accepted(amendment, two[0]) for amendment in asked]
    article = Article.objects.get(slug="a-home-one-can-keep")
    new_merge = merges.begin_merge(article=article, language="en", round_=round_, by=two[0])
    return merges.choose_amendments(merge=new_merge, amendments=chosen, by=two[0])


def decide(visitor, outcome, reason):
    visitor.page.locator(f"input[name=outcome][value={outcome}]").check()
    visitor.page.locator(REASON).fill(reason)
    press(visitor, f"#decide {DECIDE}")
    return visitor.page.inner_text("main")


def test_at_one_decision_the_second_is_told_who_decided_and_keeps_the_own_words(two, asked, reader):
    ilse, nadia = (enter(reader(), person) for person in two)
    ilse.go(DECISION), nadia.go(DECISION)
    assert "Ilse Kowari also has this page open." in nadia.page.inner_text("main")
    decide(ilse, "accepted", "It is clear.")
    text = decide(nadia, "not_accepted", "It is too dear.")
    assert "Ilse Kowari decided on the amendment at" in text and "Accepted" in text
    assert nadia.page.input_value(REASON) == "It is too dear."
    assert [decision.outcome for decision in Decision.objects.all()] == ["accepted"]
    press(nadia, f"#decide {DECIDE}")
    assert [decision.outcome for decision in Decision.objects.filter(superseded_at=None)] == ["not_accepted"]
    assert Decision.objects.count() == 2


def test_in_one_merge_a_page_that_is_open_says_who_changed_it(two, merge, reader):
    ilse, nadia = (enter(reader(), person) for person in two)
    address = f"/en/desk/merges/{merge.key}/"
    ilse.go(address), nadia.go(address)
    settle(ilse, "A third is fair.")
    nadia.page.evaluate(LOOK_NOW)
    nadia.page.locator("[data-moved-said]", has_text="by Ilse Kowari").wait_for()
    press(nadia, "[data-moved-link]")
    assert "by Ilse Kowari" in nadia.page.inner_text("main")
    assert nadia.page.locator("form.conflict").count() == 0


def test_in_one_merge_the_second_to_settle_is_told_and_what_was_typed_is_shown(two, merge, reader):
    ilse, nadia = (enter(reader(), person) for person in two)
    address = f"/en/desk/merges/{merge.key}/"
    ilse.go(address), nadia.go(address)
    settle(ilse, "A third is fair.")
    before = Merge.objects.get().resolutions
    settle(nadia, "More members asked for a quarter.", last=True)
    text = nadia.page.inner_text("main")
    assert "Meanwhile, Ilse Kowari changed this merge" in text
    assert "More members asked for a quarter." in text
    assert Merge.objects.get().resolutions == before
    press(nadia, "button[formaction$='/undo/']")
    assert nadia.page.locator("form.conflict").count() == 1


def settle(visitor, why, last=False):
    form = visitor.page.locator("form.conflict")
    choices = form.locator("input[name=choice]")
    sides = [at for at in range(choices.count()) if choices.nth(at).get_attribute("value").startswith("side")]
    choices.nth(sides[-1 if last else 0]).check()
    form.locator("input[name=then][value=follows]").check()
    form.locator("textarea[name=why]").fill(why)
    with visitor.page.expect_navigation():
        form.locator(".acts button").first.click()
