"""The data package of a version, opened again and compared with what it was made of."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import jsonschema_rs
import pytest
from django.utils import timezone

from accounts.models import Organisation, Wave, create_localized_text
from charter import texts
from charter.actions.city import frameworks, initiatives
from charter.actions.city.frameworks import FrameworkEntry
from charter.actions.city.initiatives import InitiativeEntry
from charter.actions.comments import comments
from charter.exports import packages, verify
from charter.exports.packages import build_package, package_of
from charter.exports.tables import TABLES
from charter.models import (
    Amendment,
    CharterComment,
    CommentTranslation,
    ProposedTimetable,
    Ruling,
    TimetableMove,
    Version,
)
from charter.queries.reading import origins
from charter.states import FrameworkKind, FrameworkState, OriginKind, ProposalState
from tests import factories

THIRD = factories.WORDS["en"][5].replace("fifth", "third")


@pytest.fixture
def second(db, moderator):
    charter, city = factories.charter(languages=("en",)), factories.organisation("Tamanrit")
    proposer = factories.member(city, "officer")
    version = factories.second_version(
        factories.version(charter), {5: THIRD}, by=moderator, city=city, proposer=proposer
    )
    factories.answered([Amendment.objects.get()], moderator, {city: "yes"}, agreed=True)
    round_, by = Amendment.objects.get().round, {"by": moderator, "at": timezone.now()}
    reason = create_localized_text("Cities asked for time.", "en")
    dates = [{"support_until": day} for day in ("2026-10-01T12:00:00+00:00", "2026-10-08T12:00:00+00:00")]
    TimetableMove.objects.create(round=round_, note=reason, before=dates[0], after=dates[1], **by)
    Ruling.objects.create(round=round_, admitted=True, reason=reason, **by)
    factories.wave()
    framework = enter(charter, city, proposer, "Plan for homes")
    frameworks.confirm_framework(framework=framework, by=moderator, revision=1)
    Organisation.objects.filter(pk=city.pk).update(staff_publishes_initiatives=True)
    publish(charter, city, proposer, "Keys before winter")
    comment = write_comment(version, proposer, "One third is fair.", organisation=city)
    translated = {"language": "fr", "text": "Un tiers.", "made_by": "desk", "by": moderator, "at": timezone.now()}
    CommentTranslation.objects.create(comment=comment, **translated)
    return version


def write_comment(version, by, text, place=5, **fields):
    """A comment in the round that led to the version, of the moment of its publication."""
    round_ = Amendment.objects.get().round
    written = {"text": text, "language": "en", "round_": round_, "at": round_.opens_at + timedelta(days=1), **fields}
    comment = comments.post_comment(target=factories.provision(version.charter, place), by=by, **written)
    CharterComment.objects.filter(pk=comment.pk).update(submit_date=version.published_at)
    return comment


def publish(charter, city, by, title):
    texts = {"summaries": {"en": "Empty flats."}, "texts": {"en": "The city buys flats."}, "place": "Tamanrit"}
    entry = InitiativeEntry({"en": title}, **texts, observance="12-10", typed="I.1.1")
    made = initiatives.write_initiative(charter=charter, organisation=city, entry=entry, by=by)
    return initiatives.send_initiative(initiative=made, by=by, revision=1)


def enter(charter, city, by, title):
    entry = FrameworkEntry(
        FrameworkKind.PLAN,
        FrameworkState.ADOPTED,
        title,
        "en",
        adopted_on=date(2025, 5, 1),
        themes=("housing",),
        typed="I.1.1",
    )
    return frameworks.enter_framework(charter=charter, organisation=city, entry=entry, by=by)


def opened(version, data=b""):
    """The files of a package, as it is made from what is stored now if no `data` of a zip are given."""
    archive = zipfile.ZipFile(io.BytesIO(data or build_package(version)[1]))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_version_gives_the_same_bytes(second):
    assert package_of(second) == package_of(Version.objects.get(pk=second.pk))


def test_the_manifest_lists_every_other_file_with_its_digest(second):
    files = opened(second, package_of(second))
    manifest = json.loads(files.pop("manifest.json"))
    listed = {}
    for part in verify.PARTS:
        listed |= manifest["parts"][part].get("files", {})
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert (manifest["version"], manifest["parts"]["text"]["digest"]) == (2, second.digest)
    assert manifest["parts"]["history"] == {
        "record_head": second.record_head,
        "previous": second.charter.versions.get(number=1).fingerprint,
    }


def test_what_happens_after_the_publication_changes_nothing_in_the_package(second, moderator):
    released = package_of(second)
    factories.answered(
        [Amendment.objects.get()], moderator, {Amendment.objects.get().organisation: "no"}, agreed=False
    )
    assert package_of(second) == released != build_package(second)[1]


def test_changes_name_the_amendment_that_brought_them(second):
    [change] = json.loads(opened(second)["changes.json"])
    assert [change[name] for name in ("round", "amendment", "brought_by", "language", "effect")] == [
        *(1, 1, "Tamanrit", "en"),
        None,
    ]


def test_words_and_their_digests_are_those_of_the_version(second):
    rows = json.loads(opened(second)["wordings.json"])
    assert [row["text"] for row in rows][5] == THIRD
    assert all(row["digest"] == texts.digest_of_words(row["language"], row["html"]) for row in rows)


def test_amendments_and_decisions_are_those_of_the_round_before(second):
    files = opened(second)
    [amendment], [decided] = json.loads(files["amendments.json"]), json.loads(files["decisions.json"])
    assert (amendment["member"], amendment["state"], amendment["asked"]) == ("Tamanrit", "accepted", THIRD)
    assert (decided["outcome"], decided["reason"], decided["in_the_text"]) == ("accepted", "It is clear.", True)
    fifth = str(factories.provision(second.charter, 5).key)
    assert [amendment[name] for name in ("key", "after_key", "new_kind", "joined_key", "cut")] == [fifth, *[None] * 4]
    first = opened(second.charter.versions.get(number=1))
    assert (json.loads(first["amendments.json"]), json.loads(first["decisions.json"])) == ([], [])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_table_reads_alike_in_both_forms_and_every_column_is_explained(second, table):
    files = opened(second)
    rows = json.loads(files[f"{table.name}.json"])
    sheet = list(csv.DictReader(io.StringIO(files[f"{table.name}.csv"].decode("utf-8-sig"))))
    assert len(rows) == len(sheet) > 0
    assert list(rows[0]) == list(sheet[0]) == list(table.columns)
    assert all(
        f"| `{name}` | {description} |" in files["README.md"].decode() for name, description in table.columns.items()
    )


def test_amendments_and_decisions_have_the_types_of_their_schemas(second):
    files = opened(second)
    for name in ("amendments", "decisions"):
        schema, rows = (json.loads(files[f"{name}.{ending}"]) for ending in ("schema.json", "json"))
        validator = jsonschema_rs.validator_for(schema, validate_formats=True)
        assert list(validator.iter_errors(rows)) == []
        wrong = [{**rows[0], "number": "1"}, {key: rows[0][key] for key in list(rows[0])[1:]}, {**rows[0], "more": 1}]
        assert [validator.is_valid([row]) for row in wrong] == [False] * 3


def test_who_answered_a_compromise_stands_beside_the_decision(second):
    [answer] = json.loads(opened(second)["answers.json"])
    assert [answer[name] for name in ("round", "number", "about", "agreed", "member", "answer", "silence")] == [
        *(1, 1, "amendments", True),
        *("Tamanrit", "yes", "neither"),
    ]


def test_a_change_of_dates_is_in_the_package_with_its_reason(second):
    [row] = json.loads(opened(second)["timetables.json"])
    assert [row[name] for name in ("round", "date", "before", "after", "reason", "confirmed_by")] == [
        *(1, "support_until", "2026-10-01T12:00:00+00:00", "2026-10-08T12:00:00+00:00"),
        *("Cities asked for time.", None),
    ]


def test_a_confirmed_earlier_date_names_both_moderators_and_a_proposed_one_is_not_in_the_package(second, moderator):
    round_, other = Amendment.objects.get().round, factories.holder("moderator")
    move = TimetableMove.objects.get()
    values = {"round": round_, "note": move.note, "before": move.before, "after": move.after}
    proposed = {**values, "proposed_by": moderator, "proposed_at": move.at}
    ProposedTimetable.objects.create(
        **proposed, state=ProposalState.CONFIRMED, answered_by=other, answered_at=move.at, move=move
    )
    secret = create_localized_text("Not confirmed yet.", "en")
    ProposedTimetable.objects.create(**{**proposed, "note": secret})
    files = opened(second)
    [row] = json.loads(files["timetables.json"])
    assert (row["proposed_by"], row["confirmed_by"]) == (moderator.pk, other.pk)
    assert b"Not confirmed yet." not in b"".join(files.values())


def test_only_frameworks_that_everybody_may_read_are_in_the_package(second, city, officer):
    enter(second.charter, city, officer, "Awaiting plan")
    files = opened(second)
    [row] = json.loads(files["frameworks.json"])
    assert (row["member"], row["title"], row["adopted_on"]) == ("Tamanrit", "Plan for homes", "2025-05-01")
    assert row["themes"] == ["housing"] and row["document_url"] is row["document_sha256"] is None
    assert row["provisions"] == [factories.provision(second.charter, 5).short]
    assert b"Awaiting plan" not in b"".join(files.values())
    Organisation.objects.update(name_withheld=True)
    assert json.loads(opened(second)["frameworks.json"]) == []


def test_only_published_initiatives_are_in_the_package(second, city):
    entry = InitiativeEntry({"en": "A draft"}, {"en": "Not sent."}, "Tamanrit")
    officer = factories.member(city, "officer")
    initiatives.write_initiative(charter=second.charter, organisation=city, entry=entry, by=officer)
    files = opened(second)
    [row] = json.loads(files["initiatives.json"])
    assert (row["member"], row["title"], row["un_day"]) == ("Tamanrit", "Keys before winter", "12-10")
    assert row["provisions"] == [factories.provision(second.charter, 5).short]
    assert b"A draft" not in b"".join(files.values())


def test_the_figures_of_the_campaign_are_those_of_the_package(second):
    files = opened(second)
    total = json.loads(files["campaign.json"])[0]
    counted = [len(json.loads(files[f"{name}.json"])) for name in ("frameworks", "initiatives")]
    assert [total[name] for name in ("by", "frameworks", "initiatives")] == ["total", *counted]
    first = json.loads(opened(second.charter.versions.get(number=1))["campaign.json"])[0]
    assert (first["words"], total["words"]) == (0, origins.shares_of_version(second, "en")[OriginKind.MEMBERS])
    Wave.objects.all().delete()
    assert json.loads(opened(second)["campaign.json"]) == []


def test_comments_before_the_publication_are_in_the_package_without_removed_ones(second, moderator, officer, city):
    [row] = json.loads(opened(second)["comments.json"])
    assert (row["member"], row["kind"], row["text"]) == ("Tamanrit", "argument", "One third is fair.")
    assert (row["provision"], row["written_as"]) == (factories.provision(second.charter, 5).short, "officer")
    removed = write_comment(second, officer, "Removed words.", organisation=city)
    comments.remove_comment(comment=removed, by=moderator, because="It names a person.")
    late = write_comment(second, officer, "Too late.", organisation=city)
    CharterComment.objects.filter(pk=late.pk).update(submit_date=timezone.now() + timedelta(days=1))
    assert len(json.loads(opened(second)["comments.json"])) == 1
    assert json.loads(opened(second.charter.versions.get(number=1))["comments.json"]) == []


def test_a_comment_that_is_removed_later_leaves_the_package_with_its_translations(second, moderator):
    CharterComment.objects.update(submit_date=timezone.now())
    third = factories.next_version(second.charter, by=moderator)
    assert b"One third is fair." in opened(third, package_of(third))["comments.csv"]
    [row] = json.loads(opened(third, package_of(third))["comment_translations.json"])
    assert (row["text"], row["language"], row["made_by"]) == ("Un tiers.", "fr", "desk")
    comments.remove_comment(comment=CharterComment.objects.get(), by=moderator, because="It names a person.")
    files = opened(third, package_of(third))
    assert b"One third is fair." not in b"".join(files.values()) and json.loads(files["comments.json"]) == []
    assert b"Un tiers." not in b"".join(files.values())
    names = [f"{name}.{ending}" for name in ("comment_translations", "comments") for ending in ("csv", "json")]
    assert list(verify.package_faults(files)) == [f"Changed: the file {name}" for name in names]


def test_a_package_that_was_sealed_without_a_column_keeps_its_columns(second, moderator):
    CharterComment.objects.update(submit_date=timezone.now())
    third = factories.next_version(second.charter, by=moderator)
    files = opened(third, package_of(third))
    old = [{name: row[name] for name in ("id", "text")} for row in json.loads(files["comments.json"])]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("comments.json", json.dumps(old))
    comments.remove_comment(comment=CharterComment.objects.get(), by=moderator, because="It names a person.")
    left = opened(third, packages._without_removed_comments(third, archive.getvalue()))
    assert (left["comments.csv"].decode("utf-8-sig").split(), left["comments.json"]) == (["id,text"], b"[]\n")


def test_a_comment_on_behalf_of_a_member_has_the_day_on_which_it_was_sent(second):
    CharterComment.objects.update(came_on=date(2026, 3, 5))
    assert [row["came_on"] for row in json.loads(opened(second)["comments.json"])] == ["2026-03-05"]


def test_a_member_that_withholds_its_name_is_not_named(second):
    Organisation.objects.update(name_withheld=True)
    files = opened(second, package_of(second))
    assert b"Tamanrit" not in b"".join(files.values())
    assert "Changed: the file amendments.json" in list(verify.package_faults(files, second.fingerprint))


def test_the_page_of_a_version_leads_to_it(client, version):
    assert b'href="/en/charter/1/data.zip"' in client.get("/en/charter/1/").content
    answer = client.get("/en/charter/1/data.zip")
    assert (answer["Content-Type"], answer.content) == ("application/zip", package_of(version))
    assert answer["Content-Disposition"] == 'attachment; filename="charter-1-data.zip"'
    assert client.get("/en/charter/9/data.zip").status_code == 404


def test_the_licence_is_said_to_people_and_to_machines(second, settings):
    settings.DATA_LICENCE, settings.DATA_LICENCE_URL = "ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"
    files = opened(second)
    package = json.loads(files["datapackage.json"])
    assert package["licenses"] == [{"name": "ODbL-1.0", "title": "ODbL 1.0", "path": settings.DATA_LICENCE_URL}]
    assert files["LICENCE.txt"].decode() == f"ODbL 1.0\n{settings.DATA_LICENCE_URL}\n"
    assert f"Licence: ODbL 1.0, {settings.DATA_LICENCE_URL}" in files["README.md"].decode()


def test_each_table_is_described_as_it_stands(second):
    files = opened(second)
    for resource in json.loads(files["datapackage.json"])["resources"]:
        head = next(csv.reader(io.StringIO(files[resource["path"]].decode("utf-8-sig"))))
        assert head == [column["name"] for column in resource["schema"]["fields"]]


def test_the_page_of_the_version_names_the_licence(client, second):
    page = client.get("/en/charter/2/").content.decode()
    assert '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>' in page
