"""Help and errors of every field are tied to it, on every page and on every answer to a form that is sent empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.urls import resolve
from lxml import html as parsing

from tests.site import asking, attacking, permissions
from tests.site.descriptions import untied
from tests.site.permissions import ROLES
from tests.site.stage import Stage


def answers(stage: Stage) -> Iterator[tuple[str, Any]]:
    """The page of each address for the first role that may open it, and the answers to its forms, left empty."""
    table, urls = permissions.read(), asking.addresses(stage)
    clients = {role: asking.just_proved(asking.client_of(stage, role)) for role in ROLES}
    sent: set[tuple[str, ...]] = set()
    for name, url in sorted(urls.items()):
        role = next((role for role in ROLES if table[name, "get", role] == "in"), None)
        page = page_of(clients[role], "get", url) if role else None
        if role is None or page is None:
            continue
        yield f"{role} {name}", page
        for form in page.xpath("//form[@method='post']"):
            action = urljoin(url, form.action or "")
            data = {box.name: box.value or "" for box in form.xpath(".//input[@name][@type='hidden']")}
            for button in form.xpath(".//button"):
                to = urljoin(action, button.get("formaction", ""))
                pressed = {button.get("name"): button.get("value", "")} if button.get("name") else {}
                kind = (resolve(urlsplit(to).path).view_name, *pressed.values(), *sorted(map(str, form.fields.keys())))
                answer = None if kind in sent else page_of(clients[role], "post", to, data | pressed)
                sent.add(kind)
                if answer is not None:
                    yield f"{role} {name} sends {' '.join(kind[:2])}", answer


def page_of(client: Any, method: str, url: str, data: Any = None) -> Any:
    """The page that an address answers with, or None where it leads on, refuses or is a file; taken back."""
    cache.clear()
    with asking.undone(client):
        answer = getattr(client, method)(url, data)
    is_page = answer.status_code in (200, 422) and "html" in answer.get("Content-Type", "")
    return attacking.page_of(answer) if is_page else None


BAD = """<p class="hint" id="a">Help</p><input name="a"><p class="error" id="b">Wrong</p>
<input name="b" aria-describedby="b"><select name="c" aria-invalid="true"></select>
<input name="d" aria-describedby="nowhere">"""


def test_each_kind_of_fault_is_listed():
    assert list(untied(parsing.document_fromstring(BAD))) == [
        "help of no field: Help",
        "b: its field is not marked",
        "c: marked, without an error that describes it",
        "nowhere: described by nothing",
    ]


@pytest.mark.large
def test_help_and_errors_are_tied_to_their_fields(one_stage, db):
    pages = dict(answers(one_stage))
    faults = {name: problems for name, page in pages.items() if (problems := list(untied(page)))}
    marked = [name for name, page in pages.items() if page.xpath("//*[@aria-invalid='true']")]
    print(len(pages), len(marked), *(f"{name}: {problems}" for name, problems in faults.items()), sep="\n")
    assert (len(pages) > 150, len(marked) > 40, faults) == (True, True, {})
