"""Strings that attack, in several languages and to everybody: pages are made of what they are made of without them."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.site import asking, attacking
from tests.site import stage as stages
from tests.site.attacking import Words

pytestmark = pytest.mark.large
HARMLESS = ["a city", "A home for everyone.", "water"]
OF_THE_GLOSSARY = {"dt id"}  # where a new word of it stands in the text


@pytest.mark.parametrize(("prefix", "start"), [("/en/", 0), ("/fr/", 95), ("/ar/", 190)])
def test_the_site_has_no_other_marks_than_with_harmless_words(db, prefix, start):
    with_them = marks_of(Words(attacking.STORABLE, start), prefix)
    expected_marks = set().union(*marks_of(Words(HARMLESS), prefix).values(), OF_THE_GLOSSARY)
    assert {name: new for name, marks in with_them.items() if (new := marks - expected_marks)} == {}


def marks_of(words, prefix):
    """By address, what the page is made of for a moderator after each form was sent with those words."""
    with transaction.atomic():
        cache.clear()
        stage = stages.build()
        list(attacking.attack(stage, words, prefix))
        client, marks_by_page = asking.client_of(stage, "moderator"), {}
        for name, url in asking.addresses(stage).items():
            with asking.undone(client):
                marks_by_page[name] = attacking.marks(client.get(url.replace("/en/", prefix, 1)))
        transaction.set_rollback(True)
    return marks_by_page


def test_every_form_with_a_box_for_words_is_tried(stage):
    tried, with_forms = {name for names in attacking.FORMS.values() for name in names.split()}, set()
    for role in ("anonymous", "officer", "delegate", "partner", "moderator", "editor", "administrator"):
        client = asking.client_of(stage, role)
        for name, url in asking.addresses(stage).items():
            with asking.undone(client):
                with_forms |= {name} if attacking.forms(client, url) else set()
    assert with_forms - tried == set()
