"""The pages of the glossary."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.actions import glossary as acts
from charter.actions.glossary import NewTerm
from charter.models import Term
from tests import factories

HEAD = "concept,language,term,forms,forbidden,definition,note\n"


@pytest.fixture
def home(charter, moderator):
    new = NewTerm("en", "home", definition="Where one lives.", forms=("homes",), forbidden=("dwelling",))
    return acts.put(charter=charter, new=new, by=moderator)


@pytest.fixture
def keeper(client):
    person = factories.secretariat("moderator")
    client.force_login(person)
    return person


@pytest.fixture
def editor(client):
    person = factories.holder("language_editor", "fr")
    client.force_login(person)
    return person


def sent(client, address, **values):
    form = client.get(address).context["form"]
    return client.post(address, {"token": form["token"].value(), **values})


def test_everybody_reads_the_words_and_their_meaning(client, home):
    page = client.get(reverse("glossary")).content.decode()
    assert "Where one lives." in page
    assert reverse("glossary_new") not in page


def test_a_concept_lists_the_provisions_of_the_version_that_say_it(client, home, version):
    answer = client.get(reverse("glossary_concept", args=["home"]))
    assert [use.citation for use in answer.context["uses"]] == ["I, title", "I.1", "I.1.1"]


def test_an_editor_adds_the_word_of_the_own_language(client, home, editor):
    sent(client, reverse("glossary_term", args=["home", "fr"]), language="fr", word="logement")
    assert Term.objects.current().get(language="fr").word == "logement"


@pytest.mark.parametrize("code", ["en", "es", "xx"])
def test_an_editor_cannot_change_another_language(client, home, editor, code):
    assert client.get(reverse("glossary_term", args=["home", code])).status_code == 404


def test_a_changed_word_lists_where_the_earlier_one_still_stands(client, home, keeper):
    sent(client, reverse("glossary_term", args=["home", "en"]), language="en", word="dwelling")
    answer = client.get(reverse("glossary_concept", args=["home"]))
    assert [use.citation for use in answer.context["otherwise"]] == ["I, title", "I.1", "I.1.1"]


def test_a_word_is_taken_out(client, home, keeper):
    sent(client, reverse("glossary_term", args=["home", "en"]), act="out")
    assert not Term.objects.current().exists()


def test_a_new_term_without_a_word_keeps_what_was_typed(client, charter, editor):
    answer = sent(client, reverse("glossary_new"), language="fr", word="", definition="Où l’on vit.")
    assert answer.status_code == 422
    assert answer.context["form"].errors["word"] == ["Write the approved word."]
    assert answer.context["form"]["definition"].value() == "Où l’on vit."


def test_the_table_goes_out_and_comes_in_again_unchanged(client, home, keeper):
    table = client.get(reverse("glossary_table")).content
    file = SimpleUploadedFile("glossary.csv", table)
    assert sent(client, reverse("glossary_import"), file=file).status_code == 302
    assert Term.objects.get() == home


def test_a_table_brings_new_terms(client, home, editor):
    file = SimpleUploadedFile("g.csv", (HEAD + "home,fr,logement,logements; un logement,habitation,,\n").encode())
    sent(client, reverse("glossary_import"), file=file)
    term = Term.objects.current().get(language="fr")
    assert (term.word, term.forms, term.forbidden) == ("logement", ["logements", "un logement"], ["habitation"])


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("home,fr,,,,,\n", "Line 2: the column “term” is empty."),
        ("home,fr,=1+1,,,,\n", "Line 2: term: a formula. Write the value itself."),
        ("", "The file holds no term."),
    ],
)
def test_a_line_that_cannot_be_taken_is_named(client, home, editor, lines, why):
    file = SimpleUploadedFile("g.csv", (HEAD + lines).encode())
    answer = sent(client, reverse("glossary_import"), file=file)
    assert answer.context["form"].errors["file"] == [why]
    assert Term.objects.count() == 1


def test_an_article_leads_to_the_words_it_uses(client, home, version):
    page = client.get(reverse("article", args=[1, "I"]))
    assert page.context["terms"] == [home]
    assert f"{reverse('glossary')}#home" in page.content.decode()


def test_the_glossary_asks_as_much_for_three_as_for_one(client, home, moderator):
    client.get(reverse("glossary"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("glossary"))
    for word in ("city", "water"):
        acts.put(charter=home.concept.charter, new=NewTerm("en", word), by=moderator)
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("glossary"))
    assert len(three) == len(one)
