"""The whole loop as five people walk it: propose, confirm, support, decide, merge, align, publish, ask who asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Person
from charter.models import Round
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THIRD = "The city keeps one third of new homes for people with low incomes."
QUARTER = "The city keeps one quarter of new homes for people with low incomes."
FRENCH = "La ville réserve un tiers des logements neufs aux personnes à faibles revenus."
SPANISH = "La ciudad reserva una tercera parte de las viviendas nuevas a personas con bajos ingresos."


@pytest.fixture
def stage(guarded_tables, settings):
    """Two cities, a round open for proposals, the secretariat and two editors a language."""
    settings.DEMONSTRATION = True
    charter = factories.charter()
    round_ = factories.round_(factories.version(charter))
    city, other = factories.organisation("Tamanrit"), factories.organisation("Velmora")
    people = {
        "officer": factories.member(city, "officer"),
        "delegate": factories.member(city, "delegate"),
        "other officer": factories.member(other, "officer"),
        "other": factories.member(other, "delegate"),
        "moderator": factories.holder("moderator"),
        "second": factories.holder("moderator"),
        **{f"{code}{n}": factories.holder("language_editor", code) for code in ("fr", "es") for n in (1, 2)},
    }
    Person.objects.update(is_demonstration=True)
    return charter, round_, people


def propose(officer, delegate, short, words, why, name):
    """An officer writes and sends, the delegate confirms."""
    officer.go(f"/en/provisions/{short}/propose/")
    officer.page.get_by_label("The words you propose").fill(words)
    officer.page.get_by_label("Why do you ask for this?").fill(why)
    officer.press("See what changes")
    officer.press("Send to the delegate")
    delegate.go("/en/city/")
    delegate.press(f"Confirm for {name}")


def time_passes(round_):
    """The time for support is over."""
    now = timezone.now()
    Round.objects.filter(pk=round_.pk).update(
        opens_at=now - timedelta(days=60),
        proposals_until=now - timedelta(days=30),
        confirm_until=now - timedelta(days=20),
        support_until=now - timedelta(days=1),
    )


def decide(moderator, number, outcome, reason):
    moderator.go(f"/en/desk/amendments/1/{number}/")
    moderator.page.get_by_label(outcome, exact=True).check()
    moderator.page.get_by_label("Reason, English").fill(reason)
    moderator.press("Decide", exact=True)


def align(writer, approver, code, short, words):
    writer.go(f"/en/languages/{code}/{short}/")
    writer.page.locator("textarea[name=words]").fill(words)
    writer.press("Send for approval")
    approver.go(f"/en/languages/{code}/{short}/")
    approver.press("Approve", exact=True)


def test_an_amendment_becomes_words_that_say_who_asked_for_them(stage, reader):
    charter, round_, people = stage
    provision = factories.provision(charter, 5)
    officer, delegate = reader(people["officer"]), reader(people["delegate"])
    other_officer, other = reader(people["other officer"]), reader(people["other"])

    propose(officer, delegate, provision.short, THIRD, "One fifth leaves too many outside.", "Tamanrit")
    propose(other_officer, other, provision.short, QUARTER, "A quarter has passed here.", "Velmora")
    other.go("/en/amendments/1/1/")
    other.press("Support", exact=True)
    assert "Velmora" in other.go("/en/amendments/1/1/").inner_text("main")

    time_passes(round_)
    moderator, second = reader(people["moderator"]), reader(people["second"])
    decide(moderator, 1, "Accepted", "Most cities can bear it.")
    decide(moderator, 2, "Accepted", "Taken together with number 1.")
    moderator.go("/en/desk/release/1/")
    moderator.press("Release the decisions")

    moderator.go("/en/desk/merges/")
    moderator.press("Begin a merge")
    moderator.page.locator("input[name=amendments]").first.check()
    moderator.page.locator("input[name=amendments]").nth(1).check()
    moderator.press("Choose these")
    moderator.page.locator("input[name=choice]").nth(1).check()
    moderator.press("Settle this conflict")
    moderator.press("Apply the merge")
    assert "one third" in moderator.go("/en/charter/working/I/").inner_text("main")

    assert "cannot go out yet" in moderator.go("/en/desk/publish/").inner_text("main")
    align(reader(people["fr1"]), reader(people["fr2"]), "fr", provision.short, FRENCH)
    align(reader(people["es1"]), reader(people["es2"]), "es", provision.short, SPANISH)
    moderator.go("/en/desk/amendments/1/2/")
    moderator.page.locator("input[value=falls]").check()
    moderator.page.locator("input[name=because_of]").fill("1")
    moderator.page.get_by_label("Reason, English").fill("The text says one third.")
    moderator.page.locator("[name=note]").fill("Number 1 was taken at the merge.")
    moderator.press("Correct the decision")
    moderator.go("/en/desk/publish/")
    moderator.page.get_by_label("Text for decision").check()
    moderator.press("Propose this version")
    second.go("/en/desk/publish/")
    second.press("Agree and publish")

    public = reader()
    page = public.go("/en/charter/2/I/?who=I.1.1")
    assert "Tamanrit" in page.inner_text("main")
    assert "One fifth leaves too many outside." in page.inner_text("main")
    assert "un tiers des logements" in public.go("/fr/charter/2/I/").inner_text("main")
    assert "amendment 1" in public.go("/en/charter/1..2/I/").inner_text("main")
