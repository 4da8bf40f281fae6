"""The staff of a section opens what other people of the site open, one page more, and reads no secret."""

from __future__ import annotations

from tests.site import asking, permissions

BESIDE = "drafter"
OTHERWISE = {("section", "get"): "in", ("section", "post"): "no", ("languages", "get"): "hidden"}
OTHERWISE |= {("languages", "post"): "no", ("language_findings", "get"): "hidden"}


def test_each_address_answers_the_staff_of_a_section(stage):
    client, expected, found, leaks = asking.client_of(stage, "section staff"), permissions.read(), {}, set()
    for name, url in asking.addresses(stage).items():
        for method in ("get", "post"):
            with asking.undone(client):
                response = getattr(client, method)(url)
                found[name, method] = asking.answer_of(response)
                text = asking.text_of(response)
                leaks |= {(name, word) for word in permissions.SECRETS if word in text} - allowed(name)
    should = {key: OTHERWISE.get(key) or expected[*key, BESIDE] for key in found}
    assert {key: (found[key], said) for key, said in should.items() if said != found[key]} == {}
    assert leaks == set()


def allowed(name: str) -> set[tuple[str, str]]:
    return {(name, word) for word in permissions.BY_LINK.get(name, ())}
