"""The style note of a language: kept by its editors, looked at by the checks, shown at the work."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import Record
from charter.actions.languages import style_notes
from charter.models import StyleNote
from charter.quality import reports
from tests import factories

DOTTED = "La ville répond aux habitant·e·s dans les trente jours."


@pytest.fixture
def editor(client, charter):
    person = factories.holder("language_editor", "fr")
    client.force_login(person)
    return person


@pytest.fixture
def address():
    return reverse("language_style", args=["fr"])


def send(client, address, **typed):
    token = client.get(address).context["form"]["token"].value()
    return client.post(address, {"token": token, "paired": "none", "text": "Le mot ville est en minuscules.", **typed})


def test_an_editor_writes_it_and_the_record_knows(client, charter, editor, address):
    send(client, address)
    assert StyleNote.objects.current().get().paired == "none"
    assert Record.objects.order_by("-number").first().act == "style note written"


def test_a_changed_note_keeps_the_old_one_and_the_same_one_changes_nothing(client, charter, editor, address):
    send(client, address)
    send(client, address)
    send(client, address, paired="dot")
    assert StyleNote.objects.count() == 2
    assert [note.paired for note in client.get(address).context["earlier"]] == ["none"]


def test_it_stands_beside_the_work_and_the_checks_follow_it(client, charter, editor, address, moderator):
    heard = factories.provision(charter, 6)
    factories.reword(heard, DOTTED, by=moderator, language="fr")
    findings = reverse("language_findings", args=["fr"])
    assert client.get(findings).context["open"] == []
    send(client, address)
    work = client.get(reverse("alignment", args=["fr", heard.short]))
    assert "Le mot ville est en minuscules." in work.content.decode()
    assert [row["says"].startswith("“habitant·e·s”") for row in client.get(findings).context["open"]] == [True]
    assert len(work.context["checked"]["open"]) == 1


def test_an_editor_of_another_language_does_not_find_it(client, charter, address):
    client.force_login(factories.holder("language_editor", "es"))
    assert client.get(address).status_code == 404


def test_the_page_before_a_publication_counts_what_nobody_accepted(client, charter, moderator):
    style_notes.save_style_note(charter=charter, language="fr", paired="none", text="", by=moderator)
    factories.reword(factories.provision(charter, 6), DOTTED, by=moderator, language="fr")
    client.force_login(factories.secretariat("moderator"))
    [row] = client.get(reverse("desk_publish")).context["findings"]
    assert (row["language"].code, row["count"]) == ("fr", 1)
    style_notes.save_style_note(charter=charter, language="fr", paired="any", text="", by=moderator)
    assert client.get(reverse("desk_publish")).context["findings"] == []


def test_a_large_charter_is_looked_at_by_the_worker(charter, moderator, monkeypatch):
    cache.clear()
    monkeypatch.setattr(reports, "SMALL", 3)
    assert reports.count_findings(charter, at_once=False) is None
    assert reports.count_findings(charter, at_once=True) == {"fr": 0, "es": 0}
    assert reports.count_findings(charter, at_once=False) == {"fr": 0, "es": 0}
