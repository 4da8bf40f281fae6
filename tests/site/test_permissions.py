"""Every address of the site for every role, and no secret in any answer to who may not read it."""

from __future__ import annotations

from tests.site import asking, permissions
from tests.site.permissions import BY_LINK, ROLES, SECRETS


def test_the_table_names_every_address_of_the_site():
    in_table = {name.partition(":")[0] for name, _method, _role in permissions.read()}
    assert in_table == asking.named_addresses()


def test_each_address_answers_each_role_as_the_table_says_and_no_secret_leaves(stage):
    urls, found, leaks = asking.addresses(stage), {}, set()
    for role in ROLES:
        client = asking.client_of(stage, role)
        for name, url in urls.items():
            for method in ("get", "post"):
                with asking.undone(client):
                    response = getattr(client, method)(url)
                    found[name, method, role] = asking.answer_of(response)
                    leaks |= {(word, role, name) for word in _secrets(response, role, name)}
    expected = permissions.read()
    assert {key: (said, expected.get(key)) for key, said in found.items() if said != expected.get(key)} == {}
    assert sorted(expected.keys() - found.keys()) == []
    assert leaks == set()


def _secrets(response, role: str, name: str) -> set[str]:
    """Secret words in an answer to somebody who may not be sent them."""
    text = asking.text_of(response)
    return {word for word, may in SECRETS.items() if word in text and role not in may} - BY_LINK.get(name, set())
