"""The demonstration: played through people's acts, whole and sound, and never beside real data."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.utils import is_mfa_enabled
from django.core.management import CommandError, call_command

from accounts.models import Person
from charter.exports import packages, replay
from charter.models import Adoption, Amendment, Change, Charter, CharterComment, Decision, Provision, Round, Version
from charter.queries.languages import ledger
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
    assert written == {("factors.py", "delete"), ("drawings.py", "save")}


@pytest.mark.parametrize("is_one", [True, False])
def test_every_page_says_that_it_is_a_demonstration_where_it_is_one(client, charter, settings, is_one):
    settings.DEMONSTRATION = is_one
    for address in ("/en/charter/", "/en/rounds/", "/en/accounts/login/", "/en/nowhere/"):
        assert (
            "the cities, the people and the charter are invented" in client.get(address).content.decode()
        ) is is_one


def test_a_second_factor_is_kept_as_long_as_it_is_asked_for(db, settings):
    moderator = factories.holder("moderator")
    Person.objects.update(is_demonstration=True)
    for is_required in (True, True, False):
        settings.DEMO_SECOND_FACTOR = is_required
        factors.settle_second_factors()
        assert is_mfa_enabled(moderator) is is_required


def of_files() -> dict[str, object]:
    """What the files hold, counted."""
    governments = [row for row in files.load_data("organisations.json") if row["type"] == "government"]
    first, second = (files.load_data(f"round{n}.json")["amendments"] for n in (1, 2))
    changes = [(row["id"], change) for row in second for change in row["changes"]]
    times = Counter((c["at"], c["kind"], c.get("words")) for _id, c in changes)
    places = {c["at"]: {w for (at, _kind, w) in times if at == c["at"]} for _id, c in changes}
    return {
        "governments": len(governments),
        "continents": len({row["continent"] for row in governments}),
        "people": len(files.load_data("people.json")),
        "first": len(first),
        "outcomes": {row["outcome"] for row in first},
        "second": len(second),
        "states": {row["state"] for row in second},
        "identical": max(times.values()),
        "kinds": {c["kind"] for row in (*first, *second) for c in row["changes"]},
        "conflicting": max(len(words) for words in places.values()),
        "translated": [
            row["lang"] for row in files.load_data("comments.json") for _each in row.get("translations", ())
        ],
        "languages": {row["lang"] for row in files.load_data("comments.json") if row["day"] >= -40},
    }


def test_the_files_hold_what_was_promised():
    counts = of_files()
    assert (counts["governments"], counts["continents"]) == (24, 6)
    assert 55 <= counts["people"] <= 70
    assert 38 <= counts["first"] <= 48 and 28 <= counts["second"] <= 35
    assert counts["outcomes"] == {*Outcome.values, "withdrawn", "not_confirmed"}
    assert counts["states"] >= {"under_review", "sent", "sent_back", "draft"}
    assert counts["identical"] > 1 and counts["conflicting"] > 1
    assert counts["kinds"] >= {"replace", "delete", "insert_after", "move_after", "split", "join"}
    assert counts["translated"] == ["ar", "ar", "es"]
    assert counts["languages"] >= {"en", "fr", "es", "ar"}


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

    assert files.moment_of_day(number, 23, 59) <= timezone.now()


def replayed(version: Version, folder: Path) -> int:
    """The exit code of `replay.py`, run alone on the data package of a version."""
    (folder / "data.zip").write_bytes(packages.package_of(version))
    command = [sys.executable, "-I", "-S", replay.__file__, str(folder / "data.zip")]
    return subprocess.run(command, capture_output=True, check=False).returncode


@pytest.mark.large
def test_the_whole_demonstration_is_sound(db, settings, tmp_path):
    settings.DEMONSTRATION = True
    call_command("load_demo", stdout=StringIO())
    call_command("check_consultation", stdout=StringIO())
    call_command("verify_record", stdout=StringIO())
    assert list(Version.objects.values_list("number", flat=True)) == [1, 2]
    assert [replayed(version, tmp_path) for version in Version.objects.all()] == [0, 0]
    assert list(Round.objects.values_list("number", flat=True)) == [1, 2]
    assert Provision.objects.count() >= 110
    assert set(Decision.objects.values_list("outcome", flat=True)) == set(Outcome.values)
    lines = ledger.ledger_lines(Charter.objects.get())
    assert {line.language for line in lines if line.state == LedgerState.BEHIND} == {"ar"}
    assert set(Change.objects.values_list("text__amendment__round__number", "kind")) >= {(1, "join"), (2, "split")}
    joined = Adoption.objects.get(fate="joined")
    stands = Charter.objects.get().arrangement.keys()
    assert [str(provision.key) in stands for provision in (joined.provision, joined.other)] == [True, False]
    assert {"withdrawn", "not_confirmed", "sent", "draft"} <= set(Amendment.objects.values_list("state", flat=True))
    assert set(CharterComment.objects.values_list("language", flat=True)) >= {"en", "fr", "es", "ar"}
