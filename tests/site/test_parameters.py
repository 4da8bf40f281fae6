"""Whatever stands behind the question mark, at every address: an answer, never a fault, never markup of its own."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.site import asking

ROOT = Path(__file__).resolve().parents[2]
ASKED = re.compile(r'GET(?:\.get|\.getlist)?[(\[]"([a-z_]+)"')
FIELDS = re.compile(r"^    ([a-z_]+) = forms\.", re.MULTILINE)
ODD = [
    '"><svg onload=alert(1)>',
    "' OR 1=1; SELECT pg_sleep(9) --",
    "{{ 7 * 7 }}{% debug %}%s{0}",
    "\u202e\u0000\r\nSet-Cookie: a=b",
    "9" * 400,
    "9" * 5000,
    "²",
    "-1",
]

IDS = ["markup", "query", "template", "controls", "long", "longest", "superscript", "negative"]


def names() -> list[str]:
    """The parameters that any view or any form of a filter reads from an address."""
    files = [path for app in ("accounts", "charter", "cms", "consultation") for path in (ROOT / app).rglob("*.py")]
    parameters = {name for path in files for name in ASKED.findall(path.read_text(encoding="utf-8"))}
    forms = (path for path in files if "forms" in path.parts)
    return sorted(
        parameters.union(*(FIELDS.findall(path.read_text(encoding="utf-8")) for path in forms), {"per_page", "q"})
    )


@pytest.mark.parametrize("role", ["anonymous", "moderator"])
@pytest.mark.parametrize(
    "odd", [ODD[0], *(pytest.param(value, marks=pytest.mark.large) for value in ODD[1:])], ids=IDS
)
def test_no_address_stumbles_over_a_parameter(stage, role, odd):
    client, faults = asking.client_of(stage, role), {}
    parameters = dict.fromkeys(names(), odd)
    for name, url in asking.addresses(stage).items():
        with asking.undone(client):
            answer = client.get(url, parameters)
            if (answer.status_code >= 500 and not name.startswith("health")) or "Set-Cookie" in answer.headers:
                faults[name] = answer.status_code
            # Data are sent with nosniff, so that no browser draws them.
            is_data = answer.get("Content-Type", "").startswith("application/json")
            if not is_data and "<svg onload" in asking.text_of(answer):
                faults[name] = "markup"
    assert faults == {}


ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "https:evil.example",
    "https://evil.example",
    "http://evil.example/en/",
    "\\\\evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil。example",
    "//evil%E3%80%82example",
    "/\t/evil.example",
    " //evil.example",
    "//testserver@evil.example",
    "https://testserver.evil.example",
    "\u2028//evil.example",
]


@pytest.mark.parametrize("to", ELSEWHERE)
@pytest.mark.parametrize("url", ["/en/accounts/login/", "/en/accounts/logout/", "/en/accounts/reauthenticate/"])
def test_no_way_on_leads_to_another_site(client, db, url, to):
    from tests import factories

    person = factories.person()
    person.set_password("a city for everyone")
    person.save()
    if "login" not in url:
        client.force_login(person)
    answer = client.post(f"{url}", {"login": person.email, "password": "a city for everyone", "next": to})
    assert urlsplit(answer.get("Location", "")).netloc in ("", "testserver")
    assert "evil" not in answer.get("Location", "")
    page = client.get(url, {"next": to})
    assert f'href="{to}"' not in page.content.decode()


def test_a_forged_host_is_refused(client, db):
    assert client.get("/en/", headers={"Host": "evil.example"}).status_code == 400
    forged = client.get("/en/charter/", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "1.2.3.4"})
    assert "evil.example" not in forged.content.decode()
