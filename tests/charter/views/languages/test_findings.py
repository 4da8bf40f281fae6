"""Findings of a language, at the work and on their own page."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.actions.languages import style_notes
from charter.models import Acceptance
from tests import factories

DAYS = "La ville répond dans les 40 jours."


@pytest.fixture
def heard(charter, moderator):
    provision = factories.provision(charter, 6)
    factories.reword(provision, DAYS, by=moderator, language="fr")
    return provision


@pytest.fixture
def editor(client):
    person = factories.holder("language_editor", "fr")
    client.force_login(person)
    return person


@pytest.fixture
def address():
    return reverse("language_findings", args=["fr"])


def accept(client, heard, word):
    work = reverse("alignment", args=["fr", heard.short])
    [finding] = client.get(work).context["checked"]["open"]
    sent = {field.html_name: field.value() or "" for field in finding["form"].hidden_fields()}
    return client.post(
        work, {**sent, f"{finding['form'].prefix}-word": word, "finding": finding["form"].prefix, "act": "accept"}
    )


def test_a_finding_leads_to_its_provision(client, heard, editor, address):
    [row] = client.get(address).context["open"]
    assert (row["cite"], row["says"]) == ("I.1.2", "numbers: “thirty” in the source text, “40” here")
    assert row["url"] == reverse("alignment", args=["fr", heard.short])


def test_accepted_with_a_word_it_stands_apart_until_the_words_change(client, heard, editor, address, moderator):
    accept(client, heard, "The rest is in the annex.")
    assert [row["accepted"] for row in client.get(address).context["accepted"]] == ["The rest is in the annex."]
    factories.reword(heard, DAYS.replace("40", "50"), by=moderator, language="fr")
    assert len(client.get(address).context["open"]) == 1


def test_without_a_word_it_is_not_accepted(client, heard, editor):
    assert accept(client, heard, " ").status_code == 302
    assert not Acceptance.objects.exists()


def test_the_page_is_not_there_for_a_city(client, heard, officer, address):
    client.force_login(officer)
    assert client.get(address).status_code == 404


def test_the_page_asks_as_much_for_three_as_for_one(client, heard, editor, address, moderator, charter):
    client.get(address)
    with CaptureQueriesContext(connection) as for_one:
        client.get(address)
    for place in (4, 5):
        factories.reword(factories.provision(charter, place), DAYS, by=moderator, language="fr")
    with CaptureQueriesContext(connection) as for_three:
        client.get(address)
    assert len(for_three) == len(for_one)


def test_the_command_says_what_the_page_says(client, heard, editor, address, charter, moderator):
    style_notes.save_style_note(charter=charter, language="fr", paired="none", text="", by=moderator)
    other = factories.provision(charter, 8)
    factories.reword(other, "La ville aide les habitant·e·s; elle compte.", by=moderator, language="fr")
    accept(client, heard, "The rest is in the annex.")
    out = StringIO()
    call_command("parity_report", "--format=json", stdout=out)
    findings = json.loads(out.getvalue())["languages"]["fr"]
    page = client.get(address).context
    shown = [(f"{row['cite']}: {row['says']}", row["accepted"]) for row in page["open"] + page["accepted"]]
    assert sorted((row["sentence"], row["accepted"]) for row in findings) == sorted(shown)
    assert {row["kind"] for row in findings} == {"numbers", "spaces", "paired"}
    assert [row["accepted"] for row in findings if row["kind"] == "numbers"] == ["The rest is in the annex."]
