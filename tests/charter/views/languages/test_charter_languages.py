"""A language is added in one act: missing everywhere, brought in by a file, and waited for once it is required."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Record
from charter.models import CharterLanguage, Provision
from charter.queries.languages import ledger
from charter.queries.versions import publication_checks
from charter.wording.publication_checks import obstacle_text
from tests import factories

ONE = """<h1>Charter of the sample city</h1><h2>Article I. Water</h2>
<p>1. Water is for all who live here.</p><p>2. Nobody pays for the first cup.</p>"""
UM = """<h1>Carta da cidade modelo</h1><h2>Artigo I. Água</h2>
<p>1. A água é de todos os que vivem aqui.</p><p>2. Ninguém paga o primeiro copo.</p>"""
NOW = "Water is for all who live or work here."


@pytest.fixture
def moderator(client, db):
    person = factories.secretariat("moderator")
    client.force_login(person)
    return person


def take_in(client, words, language):
    file = SimpleUploadedFile(f"charter.{language}.html", words.encode())
    look = client.post(reverse("desk_import"), {"file": file, "language": language}).url
    token = client.get(look).context["apply"]["token"].value()
    return client.post(look, {"act": "apply", "token": token}, follow=True)


def send(client, act, **typed):
    page = client.get(reverse("editions"))
    token = page.context["new" if act == "add" else "form"]["token"].value()
    name = "new-token" if act == "add" else "token"
    return client.post(reverse("editions"), {"act": act, name: token, **typed})


def waits_for(charter):
    checks = publication_checks.checks_of_publication(charter)
    return next(tuple(map(obstacle_text, check.open)) for check in checks if check.name == "languages")


def states(charter):
    return [line.state for line in ledger.ledger_lines(charter) if line.language == "pt"]


def test_portuguese_comes_to_the_charter(client, moderator):
    take_in(client, ONE, "en")
    assert send(client, "add", **{"new-code": "pt"}).status_code == 302
    charter = Provision.objects.first().charter
    assert states(charter) == ["missing"] * 3
    assert "Português" in client.get(reverse("languages")).content.decode()
    assert "Missing: 3" in client.get(reverse("languages")).content.decode()
    assert waits_for(charter) == ()
    take_in(client, UM, "pt")
    assert states(charter) == ["in_step"] * 3
    assert CharterLanguage.objects.get(code="pt").required is False
    factories.adopt(factories.provision(charter, 1), NOW, by=moderator)
    assert states(charter) == ["in_step", "behind", "in_step"]
    assert waits_for(charter) == ()
    form = {"required-en": "on", "authentic-en": "on", "required-pt": "on"}
    send(client, "change", **form)
    assert waits_for(charter) == ("I.1 (pt): Out of date",)
    assert Record.objects.order_by("-number").first().act == "languages changed"


def test_a_language_is_added_once(client, charter, moderator):
    send(client, "add", **{"new-code": "pt"})
    answer = send(client, "add", **{"new-code": "pt"})
    assert answer.status_code == 422 and "<title>Error: " in answer.content.decode()
    assert CharterLanguage.objects.filter(code="pt").count() == 1


def test_one_language_stays_required(client, charter, moderator):
    assert send(client, "change").status_code == 422
    assert CharterLanguage.objects.filter(required=True).count() == 3


def test_readers_are_told_which_editions_are_authentic(client, version, moderator):
    send(client, "change", **{"required-en": "on", "authentic-en": "on", "required-fr": "on", "authentic-fr": "on"})
    client.logout()
    for code in ("en", "es"):
        page = client.get(f"/{code}/charter/1/")
        assert [language.code for language in page.context["authentic"]] == ["en", "fr"]
