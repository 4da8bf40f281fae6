"""Every address of the site for every role, and no secret in any answer to who may not read it."""

from __future__ import annotations

import re

import pytest
from django.urls import resolve

from tests.site import asking, permissions
from tests.site.permissions import BY_LINK, ROLES, SECRETS

# Whom a refusal names as the one who can, or who is to be asked.
OURS = ("accounts.", "charter.", "cms.", "consultation.")
WHO = re.compile(
    "Take it back|[Dd]elegate|focal point|[Mm]oderator|[Ss]ecretariat|[Aa]dministrator|[Mm]ember|[Aa]uthor|[Ee]ditor"
)


def test_the_table_names_every_address_of_the_site():
    in_table = {name.partition(":")[0] for name, _method, _role in permissions.read()}
    assert in_table == asking.named_addresses()


def test_each_address_answers_each_role_as_the_table_says_and_no_secret_leaves(stage):
    urls, found, leaks, dumb = asking.addresses(stage), {}, set(), set()
    for role in ROLES:
        client = asking.client_of(stage, role)
        for name, url in urls.items():
            for method in ("get", "post"):
                with asking.undone(client):
                    response = getattr(client, method)(url)
                    found[name, method, role] = asking.answer_of(response)
                    leaks |= {(word, role, name) for word in _secrets(response, role, name)}
                    dumb |= {(name, method, role)} if _says_nothing(response) else set()
    expected = permissions.read()
    assert {key: (said, expected.get(key)) for key, said in found.items() if said != expected.get(key)} == {}
    assert sorted(expected.keys() - found.keys()) == []
    assert leaks == set()
    assert dumb == set()


@pytest.mark.parametrize("role", ["anonymous", "delegate", "moderator"])
def test_no_address_takes_a_method_but_reading_and_sending(stage, role):
    client, taken = asking.client_of(stage, role), set()
    for name, url in asking.addresses(stage).items():
        if not resolve(url).func.__module__.startswith(OURS):
            continue
        for method in ("put", "patch", "delete"):
            with asking.undone(client):
                answer = asking.answer_of(getattr(client, method)(url))
            taken |= {(name, method, answer)} if answer in ("in", "refused") else set()
    assert taken == set()


def _says_nothing(response) -> bool:
    """A refusal without a sentence that says why and names who can."""
    return response.status_code == 403 and not WHO.search(asking.words_of(response))


def _secrets(response, role: str, name: str) -> set[str]:
    """Secret words in an answer to somebody who may not be sent them."""
    text = asking.text_of(response)
    return {word for word, may in SECRETS.items() if word in text and role not in may} - BY_LINK.get(name, set())
