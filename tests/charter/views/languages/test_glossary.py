"""The pages of the glossary."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.actions.languages import glossary
from charter.actions.languages.glossary import NewTerm
from charter.models import Term
from tests import factories

HEAD = "concept,language,term,forms,forbidden,definition,note\n"


@pytest.fixture
def home(charter, moderator):
    new = NewTerm("en", "home", definition="Where one lives.", forms=("homes",), forbidden=("dwelling",))
    return glossary.save_term(charter=charter, new=new, by=moderator)


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
    assert answer.context["form"].errors["word"] == ["Enter the approved term."]
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
        ("home,fr,=1+1,,,,\n", "Line 2: term: the cell contains a formula. Enter the value itself."),
        ("", "The file does not contain a term."),
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
    words = page.content.decode()
    first, rest = words.index('<a class="term" href="#term-home">'), words.index('<dt id="term-home">')
    assert first < rest
    assert reverse("glossary_concept", args=["home"]) in words[rest:]


def test_a_word_is_marked_once_a_provision_and_never_in_a_heading(client, home, version):
    page = client.get(reverse("article", args=[1, "I"])).content.decode()
    assert [page.count(f'href="#term-{slug}"') for slug in ("home",)] == [2]
    assert "A home one can keep" in page


def test_words_with_their_askers_are_not_marked_too(client, home, version):
    page = client.get(reverse("article", args=[1, "I"]), {"who": "I.1"}).content.decode()
    assert page.count('href="#term-home"') == 1


def test_comments_of_the_kind_and_amendments_lead_to_the_word_and_back(
    client, home, round_, city, delegate, other_delegate
):
    from charter.actions.comments import comments

    place = factories.provision(home.concept.charter, 4)
    words = factories.WORDS["en"][4]
    touching = factories.confirmed(round_, city, delegate, words.replace("a home", "a dwelling"), 4)
    factories.confirmed(round_, city, delegate, words.replace("safe", "dry"), 4)
    arguments = {"target": place, "by": other_delegate, "language": "en", "round_": round_}
    comments.post_comment(text="Is a home more than a roof?", kind="terminology", **arguments)
    comments.post_comment(text="Another home remark, of another kind.", kind="argument", **arguments)
    concept = client.get(reverse("glossary_concept", args=["home"]))
    assert concept.context["talk"].amendments == (touching,)
    assert [comment.comment for comment in concept.context["talk"].comments] == ["Is a home more than a roof?"]
    shown = client.get(reverse("amendment", args=[round_.number, touching.number])).content.decode()
    assert reverse("glossary_concept", args=["home"]) in shown
    life = client.get(reverse("provision", args=[place.short])).content.decode()
    assert life.count(f'href="{reverse("glossary")}">') >= 1


def test_the_glossary_asks_as_much_for_three_as_for_one(client, home, moderator):
    client.get(reverse("glossary"))
    with CaptureQueriesContext(connection) as for_one:
        client.get(reverse("glossary"))
    for word in ("city", "water"):
        glossary.save_term(charter=home.concept.charter, new=NewTerm("en", word), by=moderator)
    with CaptureQueriesContext(connection) as for_three:
        client.get(reverse("glossary"))
    assert len(for_three) == len(for_one)


def test_each_line_of_a_table_that_is_refused_is_named(client, charter, keeper):
    address = reverse("glossary_import")
    lines = f"{HEAD}home,fr,logement,,,,\nhome,xx,casa,,,,\nhome,yy,casa,,,,\n"
    answer = sent(client, address, file=SimpleUploadedFile("terms.csv", lines.encode()))
    [error] = answer.context["form"].non_field_errors()
    assert error == "Line 3: The charter does not have this language. Line 4: The charter does not have this language."
    assert not Term.objects.exists()


def test_the_link_to_a_new_term_says_so(client, home, keeper):
    page = client.get(reverse("glossary")).content.decode()
    assert f'<a href="{reverse("glossary_new")}">Add a term</a>' in page
