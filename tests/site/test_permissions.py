"""Every address of the site for every role, and no secret in any answer to who may not read it."""

from __future__ import annotations

import re

import pytest
from django.urls import resolve

from charter.states import Phase
from tests.site import asking, permissions
from tests.site.permissions import BY_LINK, EVERYBODY, LIKE, SECRETS

# Whom a refusal names as the one who can, or who is to be asked; or until when it could be done, or from when.
OFTEN = {"anonymous", "delegate", "stranger", "moderator"}
EACH = [pytest.param(role, marks=() if role in OFTEN else pytest.mark.large) for role in EVERYBODY]
"""The others are asked in `make check`."""
OURS = ("accounts.", "charter.", "cms.", "consultation.")
WHO = re.compile(
    "Take it back|[Dd]elegate|focal point|[Mm]oderator|[Ss]ecretariat|[Aa]dministrator|[Mm]ember|[Aa]uthor|[Ee]ditor"
    "|is over|next one opens|next round"
)


@pytest.fixture
def stage(one_stage, db):
    return one_stage


def test_the_table_names_every_address_of_the_site():
    in_table = {name.partition(":")[0] for name, _method, _role in permissions.read()}
    assert in_table == asking.named_addresses()


@pytest.mark.parametrize("role", EACH)
def test_each_address_answers_each_role_as_the_table_says_and_no_secret_leaves(stage, role):
    expected = {place: said for place, said in permissions.read().items() if place[2] == role}
    if role in LIKE:  # what is open to all is asked as these in `make check`
        open_to_all = {
            name for name, _method, _role in expected if permissions.read()[name, "get", "anonymous"] == "in"
        }
        expected = {place: said for place, said in expected.items() if place[0] not in open_to_all}
    found = _ask(stage, role, Phase.OPEN, {name for name, _method, _role in expected})
    assert {place: (said, expected.get(place)) for place, said in found.items() if said != expected.get(place)} == {}
    assert sorted(expected.keys() - found.keys()) == []


@pytest.mark.large
@pytest.mark.parametrize("role", EVERYBODY)
def test_in_a_closed_round_each_address_answers_the_same_but_for_what_the_table_of_it_says(stage, role):
    expected = permissions.read(closed=True)
    found = _ask(stage, role, Phase.CLOSED, {name for name, _method, _role in expected})
    assert {place: (said, expected[place]) for place, said in found.items() if said != expected[place]} == {}


@pytest.mark.parametrize("role", ["anonymous", "delegate", "moderator"])
def test_no_address_takes_a_method_but_reading_and_sending(stage, role):
    taken = set()
    with asking.as_role(stage, role) as client:
        for name, url in asking.addresses(stage).items():
            if not resolve(url).func.__module__.startswith(OURS):
                continue
            for method in ("put", "patch", "delete"):
                with asking.undone(client):
                    answer = asking.answer_of(getattr(client, method)(url))
                taken |= {(name, method, answer)} if answer in ("in", "refused") else set()
    assert taken == set()


def _ask(stage, role: str, phase: Phase, names: set[str]) -> dict[tuple[str, str, str], str]:
    """The answer of these addresses; on the way, no secret is sent to who may not read it, and no refusal is dumb."""
    found, leaks, dumb = {}, set(), set()
    with asking.as_role(stage, role, phase) as client:
        for name, url in asking.addresses(stage).items():
            for method in ("get", "post") if name in names else ():
                with asking.undone(client):
                    response = getattr(client, method)(url)
                    found[name, method, role] = asking.answer_of(response)
                    leaks |= {(word, name) for word in _secrets(response, role, name)}
                    dumb |= {(name, method)} if _says_nothing(response) else set()
    assert (leaks, dumb) == (set(), set())
    return found


def _says_nothing(response) -> bool:
    """A refusal without a sentence that says why and names who can."""
    return response.status_code == 403 and not WHO.search(asking.words_of(response))


def _secrets(response, role: str, name: str) -> set[str]:
    """Secret words in an answer to somebody who may not be sent them."""
    text = asking.text_of(response)
    return {word for word, may in SECRETS.items() if word in text and role not in may} - BY_LINK.get(name, set())
