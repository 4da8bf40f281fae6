"""Each form of the site as a page offers it, so that it can be sent again by somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from django.test import Client
from lxml import html as parsing

from tests.site import asking, attacking, smuggling, sweeping
from tests.site.stage import Stage

# What a page fills in by itself, each time anew or as it stood then: it gives no right.
FILLED_IN = ("csrfmiddlewaretoken", "token", "revision", "seen", "next", "back", "trap", "key", "bases", "until")
# By the end of an address, boxes that the site does not read from who has no such box: the team of a member invites
# its staff alone, and only who may bind the member confirms while sending.
READ_WITH_THE_RIGHT = {"/send/": {"confirm"}, "/invite/": {"kind", "evidence"}}
# Written for whoever sends anything: how often somebody tried, and that this sheet was sent.
NOTED_OF_SENDERS = {"accounts_count", "accounts_requesttoken"}
# Who may send a form that no page of theirs has, with the reason.
ALLOWED_BESIDE = {"/suggest/": {"delegate", "standing in"}}  # their page offers the position itself


@dataclass(frozen=True)
class Form:
    """A form of a page: where it goes, what it sends, and what its reader may choose in each box that has a choice."""

    path: str
    data: tuple[tuple[str, Any], ...]
    choices: dict[str, frozenset[str]] = field(compare=False, hash=False)

    def allows(self, other: Form) -> bool:
        """Whether the other one could have been sent from this one."""
        unread = next((names for end, names in READ_WITH_THE_RIGHT.items() if self.path.endswith(end)), set())
        data = [(name, value) for name, value in other.data if name in self.choices or name not in unread]
        if self.path != other.path or not {name for name, _value in data} <= self.choices.keys():
            return False
        return all(str(value) in self.choices[name] for name, value in data if self.choices[name])


def offered(client: Client, stage: Stage) -> Iterator[Form]:
    """Each form of each page that the client may open, once a button."""
    for url in sweeping.addresses(stage).values():
        with asking.undone(client):
            answer = client.get(url)
        if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
            yield from forms_of(url, asking.text_of(answer))


def forms_of(url: str, html: str) -> Iterator[Form]:
    """The forms of a page that are sent by POST, filled in with harmless words."""
    for form in (form for form in parsing.fromstring(html).forms if form.method == "POST"):
        data, choices = attacking.filled(form, smuggling.HARMLESS), _choices(form)
        for button in form.xpath(".//button[@name or @formaction]") or [None]:
            named = button is not None and button.get("name")
            pressed = {named: button.get("value", "")} if named else {}
            to = (button is not None and button.get("formaction")) or form.action or url
            # The header of `Browser` has the token against forgery; in the data it would make each form another one.
            sent = {name: value for name, value in (data | pressed).items() if name != "csrfmiddlewaretoken"}
            yield Form(urljoin(url, to).partition("#")[0], tuple(sorted(sent.items())), choices)


def _choices(form: Any) -> dict[str, frozenset[str]]:
    """By name of a box: what its reader may choose there; nothing where words are typed or the page fills it in."""
    choices: dict[str, set[str]] = {}
    for box in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name] | .//button[@name]"):
        values = choices.setdefault(box.get("name"), set())
        kind = box.get("type", "")
        if box.get("name").rpartition("-")[2].startswith(FILLED_IN):
            continue
        if box.tag == "select":
            values |= set(box.value_options)
        elif box.tag == "button" or kind in ("hidden", "radio", "checkbox"):
            values.add(box.get("value", "on"))
    return {name: frozenset(values) for name, values in choices.items()}


def send(client: Client, form: Form) -> tuple[set[str], str]:
    """The tables that the form writes to when this client sends it, and the class of the answer; taken back."""
    with asking.undone(client), asking.writes() as tables:
        answer = asking.answer_of(client.post(form.path, dict(form.data)))
    notes = sweeping.NOTED_BY_WAGTAIL | {"wagtailadmin_editingsession"} if sweeping.is_wagtails(form.path) else set()
    return tables - NOTED_OF_SENDERS - notes, answer
