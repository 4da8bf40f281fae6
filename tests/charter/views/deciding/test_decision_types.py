"""Types of decision that the secretariat defines: their page, the decision panel, and where a decision is named."""

from __future__ import annotations

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Letter, Record
from accounts.models.localized_texts import create_localized_text
from accounts.rules import Refused
from charter.actions.deciding import decision_types, decisions
from charter.exports.decisions import DecisionTable
from charter.exports.tables import TABLES
from charter.models import Amendment, Decision, DecisionType, Round
from charter.queries.versions import data_faults
from charter.states import Outcome
from tests import factories

TYPED = {"name_en": "Outside the scope", "name_fr": "Hors du champ", "outcome": "not_accepted", "place": "5"}
OFFERED = {**TYPED, "is_offered": "on"}
LABEL, LABEL_FR = "Outside the scope (Not accepted)", "Hors du champ (Non accepté)"


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def amendment(deciding, city, officer, charter):
    return factories.under_review(deciding, city, officer, factories.provision(charter, 4), "Other words.")


@pytest.fixture
def scope(moderator):
    names = {"en": "Outside the scope", "fr": "Hors du champ"}
    return decision_types.add_type(names=names, outcome=Outcome.NOT_ACCEPTED, by=moderator)


@pytest.fixture
def decided(amendment, scope, moderator):
    return decisions.decide_amendment(
        amendment=amendment, by=moderator, outcome=Outcome.NOT_ACCEPTED, reason={"en": "Other law."}, type_=scope
    )


@pytest.fixture
def released(decided, deciding, moderator):
    decisions.release_decisions(round_=deciding, by=moderator)
    decided.refresh_from_db()
    return decided


def page_of(amendment):
    return reverse("desk_decide", args=[amendment.round.number, amendment.number])


def read(client, address, language="en"):
    return client.get(address.replace("/en/", f"/{language}/", 1)).content.decode()


def decide(desk, amendment, **fields):
    amendment = Amendment.objects.get(pk=amendment.pk)
    sent = {"outcome": "not_accepted", "reason_en": "Other law.", "revision": amendment.revision, **fields}
    return desk.post(page_of(amendment), sent)


def test_a_type_is_added_under_settings_and_its_history_is_shown(desk, moderator):
    assert desk.post(reverse("desk_decision_types"), OFFERED).status_code == 302
    added = DecisionType.objects.get()
    assert (added.names, added.outcome) == ({"en": "Outside the scope", "fr": "Hors du champ"}, "not_accepted")
    page = read(desk, reverse("desk_decision_types"))
    assert "Outside the scope" in page
    assert "Added: Outside the scope" in page
    assert reverse("desk_decision_types") in read(desk, reverse("desk_settings"))
    act = Record.objects.get(act="decision type added")
    assert act.content["after"]["outcome"] == "not_accepted"
    assert "Outside" not in str(act.content)


def test_a_form_without_a_name_comes_back_with_what_was_typed(desk):
    answer = desk.post(reverse("desk_decision_types"), {**OFFERED, "name_en": " ", "name_fr": "", "place": "42"})
    page = answer.content.decode()
    assert (answer.status_code, "Give the name in at least one language." in page) == (422, True)
    assert 'value="42"' in page
    assert not DecisionType.objects.exists()


def test_names_are_corrected_and_a_retired_type_is_no_longer_offered(desk, decided, scope):
    address = reverse("desk_decision_type", args=[scope.pk])
    assert desk.post(address, {"name_en": "Beyond the scope", "place": "1", "act": "save"}).status_code == 302
    scope.refresh_from_db()
    assert (scope.names, scope.is_offered) == ({"en": "Beyond the scope"}, False)
    assert "Changed: Beyond the scope" in read(desk, reverse("desk_decision_types"))
    assert "Beyond the scope (Not accepted)" in read(desk, page_of(decided.amendment))


def test_a_type_in_use_cannot_be_deleted_and_another_one_can(desk, decided, scope, moderator):
    answer = desk.post(reverse("desk_decision_type", args=[scope.pk]), {"act": "delete"})
    assert (answer.status_code, DecisionType.objects.filter(pk=scope.pk).exists()) == (422, True)
    assert "1 decision has this type." in answer.content.decode()
    with pytest.raises(models.ProtectedError):
        scope.delete()
    spare = decision_types.add_type(names={"en": "Spare"}, outcome=Outcome.ACCEPTED, by=moderator)
    assert desk.post(reverse("desk_decision_type", args=[spare.pk]), {"act": "delete"}).status_code == 302
    assert not DecisionType.objects.filter(pk=spare.pk).exists()
    assert f"Deleted: type No. {spare.pk}" in read(desk, reverse("desk_decision_types"))


def test_only_the_secretariat_defines_types(client, delegate, scope):
    client.force_login(delegate)
    for address in (reverse("desk_decision_types"), reverse("desk_decision_type", args=[scope.pk])):
        assert client.get(address).status_code == 404
        assert client.post(address, OFFERED).status_code == 404
    with pytest.raises(Refused):
        decision_types.add_type(names={"en": "x"}, outcome=Outcome.ACCEPTED, by=delegate)
    with pytest.raises(Refused):
        decision_types.delete_type(type_=scope, by=delegate)


def test_the_panel_offers_types_by_outcome_and_stores_the_chosen_one(desk, amendment, scope):
    page = read(desk, page_of(amendment))
    assert f'<option value="{scope.pk}">Outside the scope</option>' in page
    assert '<optgroup label="Not accepted">' in page
    assert decide(desk, amendment, type=scope.pk).status_code == 302
    decision = Decision.objects.get(amendment=amendment)
    assert (decision.outcome, decision.type) == ("not_accepted", scope)
    assert f'<option value="{scope.pk}" selected>' in read(desk, page_of(amendment))


def test_a_panel_without_types_has_no_field_for_them(desk, amendment):
    assert 'name="type"' not in read(desk, page_of(amendment))


def test_a_type_of_another_outcome_is_refused_and_the_typed_reason_stays(desk, amendment, scope, moderator):
    answer = decide(desk, amendment, outcome="accepted", type=scope.pk, reason_en="My typed reason.")
    page = answer.content.decode()
    assert (answer.status_code, Decision.objects.count()) == (422, 0)
    assert "The type “Outside the scope” belongs to “Not accepted”." in page
    assert "My typed reason." in page
    with pytest.raises(Refused, match="belongs to another decision"):
        decisions.decide_amendment(
            amendment=amendment, by=moderator, outcome=Outcome.ACCEPTED, reason={"en": "x"}, type_=scope
        )


def test_a_retired_type_stays_with_its_decision_and_is_refused_for_another(
    desk, decided, scope, moderator, deciding, city, officer, charter
):
    DecisionType.objects.update(is_offered=False)
    assert f'value="{scope.pk}" selected' in read(desk, page_of(decided.amendment))
    assert decide(desk, decided.amendment, type=scope.pk, reason_en="Better said.").status_code == 302
    scope.refresh_from_db()
    other = factories.under_review(deciding, city, officer, factories.provision(charter, 5), "Other words.")
    assert 'name="type"' not in read(desk, page_of(other))
    with pytest.raises(Refused, match="no longer offered"):
        decisions.decide_amendment(
            amendment=other, by=moderator, outcome=Outcome.NOT_ACCEPTED, reason={"en": "x"}, type_=scope
        )


def test_a_type_that_is_not_public_yet_is_on_no_public_page(client, decided, amendment):
    public = reverse("amendment", args=[amendment.round.number, amendment.number])
    assert "Outside the scope" not in read(client, public)
    assert "Outside the scope" not in client.get(f"/api/v1/amendments/{amendment.round.number}/1").content.decode()


def test_pages_name_the_type_with_its_outcome_in_the_language_of_the_page(client, released, amendment):
    public = reverse("amendment", args=[amendment.round.number, amendment.number])
    assert LABEL in read(client, public)
    assert LABEL in read(client, reverse("amendments") + f"?round={amendment.round.number}")
    assert LABEL in read(client, reverse("decisions") + f"?round={amendment.round.number}")
    assert LABEL_FR in read(client, public, "fr")
    assert "Outside the scope (No aceptada)" in read(client, public, "es")


def test_emails_name_the_type(delegate, released):
    assert f"1/1: {LABEL}. Other law." in Letter.objects.get(to=delegate, kind="decisions").body


def test_files_and_the_api_have_the_type_in_a_column_of_its_own_at_the_end(client, released, deciding, charter):
    table = DecisionTable(charter, deciding, "en")
    head, row = list(table.cells())
    assert (head[14], row[14], row[7]) == ("Type of decision", "Outside the scope", LABEL)
    assert LABEL in table.page()
    answer = client.get(
        f"/api/v1/decisions?round={deciding.number}&language=fr",
    ).json()
    decision = next(iter(answer["items"]))
    assert (decision["outcome"], decision["label"], decision["type"]) == ("not_accepted", LABEL_FR, "Hors du champ")
    package = next(table for table in TABLES if table.name == "decisions")
    assert list(package.columns)[-1] == "type"


def test_a_table_of_decisions_is_made_again_when_a_name_is_corrected(released, deciding, charter, scope, moderator):
    before = DecisionTable(charter, deciding, "en").made_of
    decision_types.change_type(type_=scope, names={"en": "Beyond"}, by=moderator, place=1, is_offered=True)
    assert DecisionTable(charter, deciding, "en").made_of != before


def test_a_corrected_decision_can_have_no_type_and_its_history_names_both(desk, client, released, amendment):
    answer = decide(desk, amendment, outcome="accepted", note="A vote was left out.", type="")
    assert answer.status_code == 302
    client.logout()
    page = read(client, reverse("amendment", args=[amendment.round.number, amendment.number]))
    assert f"Decision changed: Accepted, before: {LABEL}" in page


def test_the_audit_log_of_the_amendment_names_the_type(desk, decided, amendment):
    page = read(desk, reverse("desk_history", args=[amendment.round.number, amendment.number]))
    assert "Type of decision" in page
    assert "Outside the scope" in page


def test_a_batch_gives_all_its_amendments_the_type(desk, amendment, scope, deciding, city, officer, charter):
    other = factories.under_review(deciding, city, officer, factories.provision(charter, 5), "Other words.")
    fields = {"act": "decide", "chosen": [amendment.pk, other.pk], "outcome": "not_accepted", "type": scope.pk}
    assert desk.post(reverse("desk_decide_together"), {**fields, "reason_en": "Other law."}).status_code == 302
    assert [decision.type for decision in Decision.objects.all()] == [scope, scope]


def test_a_type_of_another_outcome_is_a_fault_of_the_data(decided):
    assert list(data_faults.types_fit_their_decisions()) == []
    DecisionType.objects.update(outcome=Outcome.ACCEPTED)
    assert list(data_faults.types_fit_their_decisions()) == [
        f"The decision on amendment {decided.amendment} is not_accepted, and its type belongs to accepted."
    ]


def test_typed_decisions_cost_no_more_queries(client, released, deciding, scope, moderator, city, officer, charter):
    address = reverse("decisions") + f"?round={deciding.number}"

    def count():
        read(client, address)
        with CaptureQueriesContext(connection) as caught:
            list(DecisionTable(charter, deciding, "en").cells())
            client.get(address)
        return len(caught)

    count()
    before = count()
    other = factories.under_review(deciding, city, officer, factories.provision(charter, 5), "Other words.")
    factories.accepted(other, moderator, outcome=Outcome.NOT_ACCEPTED, type_=scope)
    assert count() == before


def test_the_choice_of_a_referral_names_the_body_in_the_language_of_the_page(desk, amendment):
    body = create_localized_text("the assembly of members", "en", fr="l’assemblée des membres")
    Round.objects.filter(pk=amendment.round_id).update(body=body)
    assert "Renvoyé pour examen (l’assemblée des membres)" in read(desk, page_of(amendment), "fr")
