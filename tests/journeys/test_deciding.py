"""The secretariat at work: the first row is near, a decision takes few moves, fields show where they are needed."""

from __future__ import annotations

import pytest

from accounts.models import Person
from charter.actions.merging import merges
from charter.models import Article, Decision
from tests import factories
from tests.journeys.hands import Keyboard
from tests.journeys.walking import enter

pytestmark = pytest.mark.browser
FIFTH = factories.WORDS["en"][5]
DECISION = "/en/desk/amendments/1/1/"
NEAR, MOVES, CARD = 480, 8, 520
SCREEN = {"width": 1280, "height": 900}
HAS_FOCUS = "selector => document.activeElement.matches(selector)"


@pytest.fixture
def moderator(transactional_db, settings):
    settings.DEMONSTRATION = True
    person = factories.holder("moderator")
    Person.objects.filter(pk=person.pk).update(is_demonstration=True)
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def asked(moderator):
    """Two wordings of one paragraph."""
    round_ = factories.deciding(factories.version(factories.charter()))
    place, amendments = factories.provision(round_.charter, 5), []
    for word in ("third", "quarter"):
        city = factories.organisation()
        delegate = factories.member(city, "delegate")
        amendments.append(factories.under_review(round_, city, delegate, place, FIFTH.replace("fifth", word)))
    return amendments


@pytest.fixture
def merge(asked, moderator):
    chosen = [factories.accepted(amendment, moderator) for amendment in asked]
    article = Article.objects.get(slug="a-home-one-can-keep")
    new_merge = merges.begin_merge(article=article, language="en", round_=asked[0].round, by=moderator)
    return merges.choose_amendments(merge=new_merge, amendments=chosen, by=moderator)


def has_focus(page, selector):
    return page.evaluate(HAS_FOCUS, selector)


@pytest.mark.parametrize("address", ["/en/desk/", "/en/desk/waiting/"])
def test_the_first_row_of_work_is_near_the_top(asked, moderator, reader, address):
    page = enter(reader(viewport=SCREEN), moderator).go(address)
    assert page.locator("main tbody tr").first.bounding_box()["y"] <= NEAR


def test_a_decision_takes_few_moves_and_its_message_has_the_focus(asked, moderator, reader):
    hand = Keyboard(reader(), moderator)
    hand.go(DECISION)
    hand.moves = 1
    hand.page.keyboard.press("d")
    assert has_focus(hand.page, "#decide [name=outcome][value=accepted]")
    hand.page.keyboard.press("Space")
    hand.write("#decide textarea[name=reason_en]", "It is clear.")
    hand.press("#decide .acts button:not([name])")
    assert hand.moves <= MOVES
    assert Decision.objects.get().outcome == "accepted"
    assert has_focus(hand.page, ".notices")


def test_the_keys_of_a_provision_lead_to_the_first_outcome(asked, moderator, reader):
    page = enter(reader(), moderator).go(
        f"/en/desk/provisions/{factories.provision(asked[0].round.charter, 5).short}/"
    )
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("d")
    page.locator("#decide [name=outcome][value=accepted]:focus").wait_for()


def test_fields_of_an_outcome_show_under_it_once_it_is_chosen(asked, moderator, reader):
    page = enter(reader(), moderator).go(DECISION)
    text, number = page.locator("#decide .of-words textarea"), page.locator("#decide [name=because_of]")
    seen = {}
    for outcome in ("accepted", "accepted_with_changes", "falls"):
        page.locator(f"#decide [name=outcome][value={outcome}]").check()
        seen[outcome] = (text.is_visible(), number.is_visible())
    assert seen == {
        "accepted": (False, False),
        "accepted_with_changes": (True, False),
        "falls": (False, True),
    }


def test_a_conflict_is_low_and_asks_only_for_what_its_choice_needs(merge, moderator, reader):
    page = enter(reader(viewport=SCREEN), moderator).go(f"/en/desk/merges/{merge.key}/")
    card = page.locator("form.conflict")
    assert card.bounding_box()["height"] <= CARD
    assert not card.locator("textarea:visible").count()
    card.locator("[name=choice][value=write]").check()
    assert card.locator("[name=words]").is_visible() and not card.locator("[name=then]").first.is_visible()
    card.locator("[name=choice][value^=side]").first.check()
    card.locator("[name=then][value=follows]").check()
    assert card.locator("[name=why]").is_visible() and not card.locator("[name=words]").is_visible()


def test_an_error_of_a_conflict_is_at_its_field(merge, moderator, reader):
    visitor = enter(reader(), moderator)
    page = visitor.go(f"/en/desk/merges/{merge.key}/")
    page.locator("form.conflict [name=choice][value^=side]").first.check()
    page.locator("form.conflict [name=then][value=follows]").check()
    visitor.press("Resolve this conflict")
    wrong = page.locator("form.conflict .field.wrong")
    assert "Give the reason." in wrong.inner_text() and wrong.locator("[name=why]").is_visible()
