"""The demonstration: played through people's acts, whole and sound, and never beside real data."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.utils import is_mfa_enabled
from django.core.management import CommandError, call_command

from accounts.models import Person
from charter.models import Adoption, Amendment, Change, Charter, Decision, Provision, Remark, Round, Version
from charter.queries import ledger
from charter.states import LedgerState, Outcome
from consultation.demo import factors, files
from tests import factories

ROLES = {
    *("officer", "delegate", "substitute", "moderator1", "moderator2", "drafter", "body1", "partner1", "admin"),
    *(f"editor_{code}{n}" for code in ("en", "fr", "es") for n in (1, 2)),
}


def listed() -> list[dict[str, str]]:
    out = StringIO()
    call_command("demo_people", "--json", stdout=out)
    return json.loads(out.getvalue())


def test_it_does_not_load_where_the_site_is_no_demonstration(db):
    with pytest.raises(CommandError, match="DEMONSTRATION=1"):
        call_command("load_demo")


def test_it_does_not_load_beside_data(db, settings):
    settings.DEMONSTRATION = True
    factories.person()
    with pytest.raises(CommandError, match="There is data already"):
        call_command("load_demo")
    assert Person.objects.count() == 1


def test_everybody_who_is_promised_is_listed(settings):
    settings.DEMONSTRATION = True
    assert {person["role"] for person in listed()} >= ROLES
    assert {person["email"].rpartition("@")[2] for person in listed()} == {"demo.example"}


def test_a_secret_is_listed_where_a_second_factor_is_asked(settings):
    settings.DEMONSTRATION, settings.DEMO_SECOND_FACTOR = True, True
    secrets = {person["role"]: person.get("secret") for person in listed()}
    assert secrets["moderator1"] == factors.secret_of("nadia.rahmani@demo.example")
    assert secrets["officer"] is None


WRITES = {"save", "create", "create_user", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}


def test_it_is_built_by_acts_and_writes_no_table():
    sources = sorted(Path(files.__file__).parent.glob("*.py"))
    called = {
        (path.name, node.func.attr)
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert len(sources) > 10
    written = {(name, call) for name, call in called if call in WRITES | {"update", "raw", "execute"}}
    # Devices that the setting asks for no more, and a picture in memory.
    assert written == {("factors.py", "delete"), ("campaigning.py", "save")}


@pytest.mark.parametrize("is_one", [True, False])
def test_every_page_says_that_it_is_a_demonstration_where_it_is_one(client, charter, settings, is_one):
    settings.DEMONSTRATION = is_one
    for address in ("/en/charter/", "/en/rounds/", "/en/accounts/login/", "/en/nowhere/"):
        assert ("This is a demonstration." in client.get(address).content.decode()) is is_one


def test_a_second_factor_is_kept_as_long_as_it_is_asked_for(db, settings):
    moderator = factories.holder("moderator")
    Person.objects.update(is_demonstration=True)
    for asked in (True, True, False):
        settings.DEMO_SECOND_FACTOR = asked
        factors.settle()
        assert is_mfa_enabled(moderator) is asked


def of_files() -> dict[str, object]:
    """What the files hold, counted."""
    governments = [one for one in files.load("organisations.json") if one["type"] == "government"]
    first, second = (files.load(f"round{n}.json")["amendments"] for n in (1, 2))
    changes = [(one["id"], change) for one in second for change in one["changes"]]
    asked = Counter((c["at"], c["kind"], c.get("words")) for _id, c in changes)
    places = {c["at"]: {w for (at, _kind, w) in asked if at == c["at"]} for _id, c in changes}
    return {
        "governments": len(governments),
        "continents": len({one["continent"] for one in governments}),
        "people": len(files.load("people.json")),
        "first": len(first),
        "outcomes": {one["outcome"] for one in first},
        "second": len(second),
        "states": {one["state"] for one in second},
        "identical": max(asked.values()),
        "kinds": {c["kind"] for one in (*first, *second) for c in one["changes"]},
        "clashing": max(len(words) for words in places.values()),
        "languages": {one["lang"] for one in files.load("comments.json") if one["day"] >= -40},
    }


def test_the_files_hold_what_was_promised():
    found = of_files()
    assert (found["governments"], found["continents"]) == (24, 6)
    assert 55 <= found["people"] <= 70
    assert 38 <= found["first"] <= 48 and 28 <= found["second"] <= 35
    assert found["outcomes"] == {*Outcome.values, "withdrawn", "not_confirmed"}
    assert found["states"] >= {"under_review", "sent", "sent_back", "draft"}
    assert found["identical"] > 1 and found["clashing"] > 1
    assert found["kinds"] >= {"replace", "delete", "insert_after", "move_after", "split", "join"}
    assert found["languages"] >= {"en", "fr", "es", "ar"}


def test_each_required_language_has_the_whole_charter_and_arabic_two_articles():
    keys = {
        code: re.findall(r' id="([\w-]+)"', files.charter_file(code).read_text("utf-8")) for code in files.LANGUAGES
    }
    for code in files.REQUIRED:
        assert (len(keys[code]) >= 110, keys[code]) == (True, keys["en"])
    assert {key.partition("-")[0] for key in keys["ar"]} - {"title"} == {"vi", "xi"}


@pytest.mark.parametrize("number", [-30, -1, 0])
def test_no_day_of_the_past_is_later_than_now(number):
    from django.utils import timezone

    assert files.day(number, 23, 59) <= timezone.now()


@pytest.mark.large
def test_the_whole_demonstration_is_sound(db, settings):
    settings.DEMONSTRATION = True
    call_command("load_demo", stdout=StringIO())
    call_command("check_consultation", stdout=StringIO())
    call_command("verify_record", stdout=StringIO())
    assert list(Version.objects.values_list("number", flat=True)) == [1, 2]
    assert list(Round.objects.values_list("number", flat=True)) == [1, 2]
    assert Provision.objects.count() >= 110
    assert set(Decision.objects.values_list("outcome", flat=True)) == set(Outcome.values)
    lines = ledger.lines(Charter.objects.get())
    assert {line.language for line in lines if line.state == LedgerState.BEHIND} == {"ar"}
    assert set(Change.objects.values_list("text__amendment__round__number", "kind")) >= {(1, "join"), (2, "split")}
    joined = Adoption.objects.get(fate="joined")
    stands = Charter.objects.get().arrangement.keys()
    assert [str(one.key) in stands for one in (joined.provision, joined.other)] == [True, False]
    assert {"withdrawn", "not_confirmed", "sent", "draft"} <= set(Amendment.objects.values_list("state", flat=True))
    assert set(Remark.objects.values_list("language", flat=True)) >= {"en", "fr", "es", "ar"}
