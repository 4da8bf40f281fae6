"""After a merge in an open editing week, readers, delegates and the API see the text of the published version."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts import tasks
from accounts.models import Person
from charter.models import Provision
from charter.states import Stance
from tests import factories
from tests.journeys.hands import Mouse

pytestmark = pytest.mark.browser

FIFTH = factories.WORDS["en"][5]
THIRD, QUARTER = FIFTH.replace("fifth", "third"), FIFTH.replace("fifth", "quarter")
APART = FIFTH.replace("low incomes", "very low incomes")
PUBLISHED, WORKING = "I.1.1", "I.1.2"
CITIES = ("Tamanrit", "Velmora", "Ashmere", "Kisumbai", "Tres Sauces")


@pytest.fixture
def delegates(transactional_db, settings):
    """A delegate of each city, on a site that asks nobody for a second factor."""
    settings.DEMONSTRATION = True
    return {name: factories.member(factories.organisation(name), "delegate") for name in CITIES}


@pytest.fixture
def homes(delegates):
    """The provision on homes of a charter whose round has ended; nothing of it is merged yet."""
    round_ = factories.deciding(factories.version(factories.charter(languages=("en",))))
    return factories.provision(round_.charter, 5)


@pytest.fixture
def proposed(delegates, homes):
    """Four amendments: a new provision before homes and "third" are accepted, "very" and "quarter" are pending."""
    round_, moderator = homes.charter.rounds.get(), factories.holder("moderator")
    cities = {name: delegate.mandates.get().organisation for name, delegate in delegates.items()}
    fresh = {
        "kind": "insert",
        "new_kind": "subparagraph",
        "new_provision": Provision.objects.create(charter=homes.charter),
    }
    above = factories.provision(homes.charter, 4)
    asked = [
        factories.under_review(round_, cities[name], delegates[name], place, html, **more)
        for name, place, html, more in (
            ("Tamanrit", above, "It counts the homes that are empty.", fresh),
            ("Tamanrit", homes, THIRD, {}),
            ("Velmora", homes, APART, {}),
            ("Ashmere", homes, QUARTER, {}),
        )
    ]
    for amendment, name in ((asked[2], "Kisumbai"), (asked[3], "Tres Sauces")):
        by = delegates[name]
        told = {"organisation": cities[name], "by": by, "mandate": by.mandates.get(), "stance": Stance.SUPPORT}
        amendment.text.positions.create(at=amendment.confirmed_at, **told)
    for amendment in asked[:2]:
        factories.accepted(amendment, moderator)
    Person.objects.update(is_demonstration=True)
    return asked


@pytest.fixture
def merged(proposed, reader):
    """A moderator merges the accepted ones on the secretariat pages; the version is not published."""
    by = Person.objects.filter(roles__kind="moderator").order_by("-pk").first()
    moderator = Mouse(reader(), by)
    mail.outbox.clear()
    moderator.go("/en/desk/merges/")
    moderator.press("form:has(input[name=article]) button")
    moderator.press("#forecast button")
    assert "one third" in moderator.go("/en/charter/working/I/")
    return proposed


def part(text: str, start: str, end: str = "") -> str:
    """The text after one sentence, before another one."""
    assert start in text, text
    after = text.split(start, 1)[1]
    return after.split(end, 1)[0] if end else after


def test_public_pages_show_the_published_text_and_name_the_working_text(merged, homes, reader):
    public = Mouse(reader())
    page = public.go("/en/amendments/1/3/")
    proposal, working = page.split("The amendment applied to the working text")
    assert PUBLISHED in proposal and "one fifth" in proposal and WORKING not in proposal and "third" not in proposal
    assert "version 1" in proposal
    assert f"{WORKING} in the working text, not adopted" in working and "one third" in working

    rows = part(public.go("/en/amendments/"), "1/1")
    assert PUBLISHED in rows and WORKING not in rows and "one third" not in part(rows, "1/3")

    head, working = public.go(f"/en/provisions/{homes.short}/").split("Working text, not adopted", 1)
    assert (
        f"History of {PUBLISHED}" in head and "one fifth" in head and WORKING not in head and "one third" not in head
    )
    assert WORKING in working and "third" in working


def test_the_api_gives_the_published_text(merged, homes, reader):
    page = reader().page
    shapes = {row["number"]: row for row in json.loads(page.request.get("/api/v1/amendments").text())["items"]}
    for number, html in ((2, THIRD), (3, APART), (4, QUARTER)):
        [change] = shapes[number]["changes"]
        given = (shapes[number]["version"], change["citation"], change["before_html"], change["html"])
        assert given == (1, PUBLISHED, FIFTH, html)
    life = json.loads(page.request.get(f"/api/v1/provisions/{homes.short}").text())
    assert life["citation"] == PUBLISHED and "one third" not in json.dumps(life["standing"])


def test_my_city_shows_the_published_text_and_asks_only_whose_text_must_be_checked(merged, delegates, reader):
    calm = Mouse(reader(), delegates["Velmora"]).go("/en/city/")
    assert "No action required" in calm
    row = part(calm, "Our amendments and their outcome")
    assert PUBLISHED in row and WORKING not in row and "third" not in row

    touched = Mouse(reader(), delegates["Ashmere"]).go("/en/city/")
    to_check, row = touched.split("Our amendments and their outcome")
    assert WORKING in to_check and "working text" in to_check and "not adopted" in to_check
    assert PUBLISHED in row and WORKING not in row and "third" not in row


def test_only_those_whose_text_a_person_must_check_get_an_email(merged, delegates):
    mail.outbox.clear()
    tasks.send_waiting(now=timezone.now() + timedelta(days=2))
    sent = {(message.to[0], message.subject.split(":")[0]) for message in mail.outbox}
    by_subject = {subject: {to for to, about in sent if about == subject} for _to, subject in sent}
    assert by_subject.get("Check your amendment 1/4") == {delegates["Ashmere"].email}
    # The time for positions is over: a supporter could not confirm its position again.
    for member in ("Tres Sauces", "Kisumbai", "Velmora"):
        assert not [subject for to, subject in sent if to == delegates[member].email]
