"""Publishing: two people, checks, a frozen manifest."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from wagtail.admin.viewsets import viewsets
from wagtail.snippets.models import get_snippet_models

from accounts.models import Record
from accounts.rules import Refused
from charter import receivers
from charter.actions.amending import rounds
from charter.actions.merging import merges
from charter.actions.versions import corrigenda, versions
from charter.models import (
    Article,
    Charter,
    Provision,
    Round,
    SignedException,
    Version,
    VersionStatusAct,
    VersionWording,
    Wording,
)
from charter.queries.versions import manifests
from charter.states import VersionStatus
from charter.wording.rounds import now_possible
from tests import factories


def test_a_version_freezes_every_provision_in_every_language(version, charter):
    rows = version.manifest.values_list("language", "citation", "printed")
    assert version.number == 1
    assert len(rows) == 33
    assert ("en", "I.1", "1.") in rows
    assert ("fr", "Préambule.1", "") in rows or ("fr", "Preamble.1", "") in rows


def test_the_digest_can_be_recomputed_from_the_stored_rows(version):
    assert manifests.recompute_digest(version) == version.digest


def test_the_one_who_proposed_cannot_publish(charter, moderator):
    publication = versions.propose_version(charter=charter, by=moderator)
    with pytest.raises(Refused, match="A second person"):
        versions.publish_version(publication=publication, by=moderator)
    assert charter.versions.count() == 0


def test_one_person_is_enough_where_the_installation_says_so(charter, moderator, settings):
    settings.PUBLISH_NEEDS_TWO = False
    publication = versions.propose_version(charter=charter, by=moderator)
    assert versions.publish_version(publication=publication, by=moderator).number == 1


def test_a_stranger_cannot_publish(charter, officer):
    with pytest.raises(Refused):
        versions.propose_version(charter=charter, by=officer)


def test_a_text_that_moved_since_it_was_proposed_is_refused(charter, moderator, second_moderator):
    publication = versions.propose_version(charter=charter, by=moderator)
    for language in ("en", "fr", "es"):
        factories.reword(factories.provision(charter, 4), "New words.", by=moderator, language=language)
    with pytest.raises(Refused, match="The text has changed"):
        versions.publish_version(publication=publication, by=second_moderator)


def test_a_language_that_is_behind_is_named(charter, moderator):
    factories.adopt(factories.provision(charter, 4), "New words.", by=moderator)
    with pytest.raises(Refused, match=r"I\.1\.1 \(fr\)|I\.1 \(fr\)"):
        versions.propose_version(charter=charter, by=moderator)


def test_an_undecided_amendment_is_named_unless_it_is_carried_over(charter, round_, city, officer, moderator):
    amendment = factories.under_review(round_, city, officer, factories.provision(charter, 4), "Other words.")
    with pytest.raises(Refused, match="1/1"):
        versions.propose_version(charter=charter, by=moderator)
    assert versions.propose_version(charter=charter, by=moderator, carried_over=[amendment.pk]).carried_over == [
        amendment.pk
    ]


def test_closing_the_round_first_lets_nothing_undecided_slip_by(version, charter, city, officer, moderator):
    round_ = factories.deciding(version)
    factories.under_review(round_, city, officer, factories.provision(charter, 4), "Other words.")
    rounds.close_round(round_=round_, by=moderator)
    with pytest.raises(Refused, match="1/1"):
        versions.propose_version(charter=charter, by=moderator)


@pytest.fixture
def accepted(version, city, officer, moderator):
    """An accepted amendment on a round that is over."""
    round_ = factories.deciding(version)
    amendment = factories.under_review(
        round_, city, officer, factories.provision(version.charter, 5), "A third is kept."
    )
    return factories.accepted(amendment, moderator)


def test_an_accepted_one_that_is_not_in_the_text_is_named_unless_it_is_carried_over(accepted, charter, moderator):
    with pytest.raises(Refused, match=r"Accepted amendments that are not in the text: 1/1\."):
        versions.propose_version(charter=charter, by=moderator)
    assert versions.propose_version(charter=charter, by=moderator, carried_over=[accepted.pk])


def test_an_open_merge_keeps_a_version_back_whatever_is_carried_over(accepted, charter, moderator, second_moderator):
    publication = versions.propose_version(charter=charter, by=moderator, carried_over=[accepted.pk])
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=accepted.round, by=moderator)
    merges.choose_amendments(merge=merge, amendments=[accepted], by=moderator)
    why = r"Merges that are not applied: I \(en\)\."
    with pytest.raises(Refused, match=why):
        versions.publish_version(publication=publication, by=second_moderator)
    with pytest.raises(Refused, match=why):
        versions.propose_version(charter=charter, by=moderator, carried_over=[accepted.pk])
    merges.drop_merge(merge=merge, by=moderator)
    assert versions.publish_version(publication=publication, by=second_moderator).number == 2


def test_a_version_keeps_the_number_in_which_its_words_first_stood(version, charter, moderator, second_moderator):
    kept, moved = factories.provision(charter, 1), factories.provision(charter, 4)
    for language in ("en", "fr", "es"):
        factories.reword(moved, f"New words, {language}.", by=moderator, language=language)
    publication = versions.propose_version(charter=charter, by=moderator)
    second = versions.publish_version(publication=publication, by=second_moderator)
    assert [second.manifest.get(provision=p, language="en").first_version for p in (kept, moved)] == [1, 2]


def rows_of(version):
    """Every row that makes a published version, as the database has it."""
    rows_by_model = {}
    for rows in (version.manifest, version.statuses, type(version).objects.filter(pk=version.pk)):
        rows_by_model[rows.model] = list(rows.order_by("pk").values())
    words = version.manifest.values("wording")
    rows_by_model["words"] = list(Wording.objects.filter(pk__in=words).order_by("pk").values())
    return rows_by_model


def saved(row):
    setattr(row, FIELDS[type(row)], "other")
    row.save()


def bulk_updated(row):
    setattr(row, FIELDS[type(row)], "other")
    type(row).objects.bulk_update([row], [FIELDS[type(row)]])


def written_over(row):
    """By what the database calls an upsert."""
    setattr(row, FIELDS[type(row)], "other")
    type(row).objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["pk"], update_fields=[FIELDS[type(row)]]
    )


def copied(row):
    """One more row beside it: the same line for a provision that the version does not have."""
    row.pk, row.provision = None, Provision.objects.create(charter=row.version.charter)
    row.save(force_insert=True)


def sql(statement):
    def run(row):
        table, field = row._meta.db_table, FIELDS[type(row)]
        columns = ", ".join(f'"{f.column}"' for f in row._meta.concrete_fields if not f.primary_key)
        sql_text = statement.format(table=table, field=field, pk=row.pk, columns=columns)
        with connection.cursor() as cursor:
            cursor.execute(sql_text)

    return run


FIELDS = {Version: "digest", VersionWording: "citation", VersionStatusAct: "body", Wording: "html"}
WAYS = {
    "save": saved,
    "update": lambda row: type(row).objects.filter(pk=row.pk).update(**{FIELDS[type(row)]: "other"}),
    "bulk update": bulk_updated,
    "upsert": written_over,
    "delete": lambda row: type(row).objects.filter(pk=row.pk)._raw_delete("default"),
    "UPDATE": sql("UPDATE {table} SET {field} = 'other' WHERE id = {pk}"),
    "DELETE": sql("DELETE FROM {table} WHERE id = {pk}"),
    "DELETE of all": sql("DELETE FROM {table}"),
}
OF_ONE_DATABASE = {
    "sqlite": {
        "INSERT OR REPLACE": sql("INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = {pk}"),
        "UPDATE OR REPLACE": sql("UPDATE OR REPLACE {table} SET {field} = 'other' WHERE id = {pk}"),
    },
    "postgresql": {
        "TRUNCATE": sql("TRUNCATE {table} CASCADE"),
        "TRUNCATE of what it stands on": sql("TRUNCATE charter_charter CASCADE"),
    },
}
WAYS.update(OF_ONE_DATABASE[connection.vendor])


@pytest.mark.parametrize("way", WAYS)
def test_a_published_version_refuses_every_change(version, way):
    before, line = rows_of(version), version.manifest.exclude(wording=None).first()
    connection.check_constraints()  # what waits for the end of the transaction would keep PostgreSQL from emptying
    for row in (version, line, version.statuses.first(), line.wording):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            WAYS[way](row)
    assert rows_of(version) == before


@pytest.mark.parametrize(
    "way",
    [copied, sql("INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE id = {pk}")],
    ids=["save", "INSERT"],
)
def test_a_published_version_takes_no_further_line(version, way):
    before = rows_of(version)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        way(version.manifest.first())
    assert rows_of(version) == before


OTHER = {
    Charter: {"slug": "other"},
    Article: {"key": uuid.uuid4()},
    Provision: {"key": uuid.uuid4(), "short": "other2"},
    SignedException: {"until": date(2031, 1, 1), "language": "ar", "carries_digest": "0" * 64},
}


def test_what_the_digest_of_a_version_is_made_of_is_kept_in_rows_that_may_change_otherwise(charter):
    factories.adopt(factories.provision(charter, 4), "New words.", by=factories.holder("moderator"))
    for language in ("fr", "es"):
        factories.excepted(charter, language, 4)
    version = factories.version(charter)
    for model, values in OTHER.items():
        for name, value in values.items():
            with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
                model.objects.filter(pk=model.objects.first().pk).update(**{name: value})
        model.objects.first().save()
    SignedException.objects.update(ended=timezone.now())
    Article.objects.filter(slug="water-for-all").update(slug="water")
    assert manifests.recompute_digest(version) == version.digest


def test_no_act_upon_a_published_version_changes_it(version, charter, city, officer, moderator, second_moderator):
    before = rows_of(version)
    round_ = factories.deciding(version)
    factories.merged(round_, {5: "The city keeps a third."}, by=moderator, city=city, proposer=officer)
    wrong = {"version": version, "provision": factories.provision(charter, 4), "language": "fr"}
    proposed = corrigenda.propose_corrigendum(**wrong, html="Corrigé.", reason={"en": "A slip."}, by=moderator)
    corrigenda.agree_corrigendum(proposed=proposed, by=second_moderator)
    versions.set_status(version=version, status=VersionStatus.FOR_DECISION, by=moderator)
    after = rows_of(version)
    assert after.pop(VersionStatusAct)[:1] == before.pop(VersionStatusAct)
    assert after == before
    assert manifests.recompute_digest(version) == version.digest


def test_no_administration_holds_what_makes_a_version():
    viewsets.populate()
    administered = {
        *admin.site._registry,
        *get_snippet_models(),
        *(getattr(viewset, "model", None) for viewset in viewsets.viewsets),
    }
    assert administered & {*receivers.NEVER_CHANGE} == set()


def test_adopting_needs_a_body_and_a_day(version, moderator):
    with pytest.raises(Refused, match="Enter the body that adopted the version, and the date"):
        versions.set_status(version=version, status=VersionStatus.ADOPTED, by=moderator)
    act = versions.set_status(
        version=version, status=VersionStatus.ADOPTED, by=moderator, body="The assembly", on=date(2026, 5, 3)
    )
    assert version.statuses.last() == act


def test_a_second_proposal_takes_the_place_of_the_first(charter, moderator, second_moderator):
    first = versions.propose_version(charter=charter, by=moderator)
    versions.propose_version(charter=charter, by=second_moderator, at=timezone.now() + timedelta(minutes=1))
    with pytest.raises(Refused, match="no longer pending"):
        versions.publish_version(publication=first, by=second_moderator)


def test_the_record_names_the_digest(version):
    assert Record.objects.get(act="version published").content == {"digest": version.digest}


def published(charter, moderator, second_moderator, **more):
    publication = versions.propose_version(charter=Charter.objects.get(pk=charter.pk), by=moderator, **more)
    return versions.publish_version(publication=publication, by=second_moderator)


def test_publishing_a_version_closes_the_round(version, charter, moderator, second_moderator):
    round_ = factories.deciding(version)
    successor = published(charter, moderator, second_moderator)
    round_.refresh_from_db()
    assert round_.closed_at == successor.published_at


def test_an_amendment_without_outcome_keeps_the_round_open(accepted, charter, moderator, second_moderator):
    published(charter, moderator, second_moderator, carried_over=[accepted.pk])
    round_ = Round.objects.get()
    assert round_.closed_at is None
    assert now_possible(round_) == (
        "Version 2 is published. The round stays open because amendment 1 has no final outcome."
    )


def test_the_public_is_not_told_which_amendments_keep_a_round_open_that_hides_them(
    accepted, charter, moderator, second_moderator
):
    Round.objects.update(pending_is_public=False)
    published(charter, moderator, second_moderator, carried_over=[accepted.pk])
    assert now_possible(Round.objects.get()).endswith("stays open until every amendment has an outcome.")


def test_a_round_whose_support_period_runs_stays_open(version, charter, moderator, second_moderator):
    round_ = factories.round_(version)
    published(charter, moderator, second_moderator)
    round_.refresh_from_db()
    assert round_.closed_at is None
