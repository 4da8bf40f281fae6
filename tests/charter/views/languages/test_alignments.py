"""The page on which one provision of one language is brought in step."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from charter.actions.languages import alignments, glossary, structure
from charter.actions.languages.glossary import NewTerm
from charter.actions.languages.structure import Why
from charter.models import Alignment, Change
from tests import factories

THIRD = "The city keeps one third of new homes for people with low incomes."
TIERS = "La ville réserve un tiers des logements neufs aux personnes à faibles revenus."


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def source(homes, moderator):
    return factories.adopt(homes, THIRD, by=moderator)


@pytest.fixture
def address(homes, source):
    return reverse("alignment", args=["fr", homes.short])


@pytest.fixture
def editor(client):
    person = factories.holder("language_editor", "fr")
    client.force_login(person)
    return person


def fields(client, address, form="form"):
    """The values of the hidden fields of the page, as a browser would send them."""
    return {
        name: "" if field.value() is None else field.value()
        for name, field in hidden(client.get(address).context[form])
    }


def hidden(form):
    return [(field.html_name, field) for field in form.hidden_fields()]


def test_the_page_shows_what_changed_and_the_present_words(client, address, editor):
    answer = client.get(address)
    assert answer.status_code == 200
    assert "<ins" in answer.content.decode()
    assert factories.WORDS["fr"][5] in answer.content.decode()
    assert answer.context["may_write"]


def test_sending_puts_the_words_before_a_second_editor(client, address, editor):
    client.post(address, {**fields(client, address), "words": TIERS, "act": "send"})
    assert Alignment.objects.get().state == "to_approve"


def test_two_forms_without_a_token_are_both_saved(client, address, editor, homes, charter, moderator):
    sent = {**fields(client, address), "words": TIERS, "act": "send"}
    client.post(address, {name: value for name, value in sent.items() if name != "token"})
    other = factories.provision(charter, 4)
    factories.adopt(other, "Everyone has the right to a warm home.", by=moderator)
    other_address = reverse("alignment", args=["fr", other.short])
    sent = {**fields(client, other_address), "words": "Toute personne a droit à un logement chauffé.", "act": "send"}
    client.post(other_address, {name: value for name, value in sent.items() if name != "token"})
    assert {alignment.provision for alignment in Alignment.objects.all()} == {homes, other}


def test_checking_saves_the_words_and_shows_the_redline(client, address, editor):
    answer = client.post(address, {**fields(client, address), "words": TIERS, "act": "check"}, follow=True)
    assert Alignment.objects.get().state == "writing"
    assert "tiers" in answer.context["proposed_redline"]


def test_no_change_needed_is_sent_without_words(client, address, editor):
    client.post(address, {**fields(client, address), "words": "", "act": "same"})
    assert Alignment.objects.get().html == factories.WORDS["fr"][5]


def test_a_refusal_stands_beside_the_box_and_keeps_what_was_typed(client, address, editor):
    answer = client.post(address, {**fields(client, address), "words": factories.WORDS["fr"][5], "act": "send"})
    assert "If no change is needed, choose" in answer.context["form"].errors["words"][0]
    assert answer.context["form"]["words"].value() == factories.WORDS["fr"][5]


def test_a_form_sent_twice_counts_once(client, address, editor):
    sent = {**fields(client, address), "words": TIERS, "act": "send"}
    first = client.post(address, sent)
    again = client.post(address, {**sent, "revision": "1"})
    assert again.url == first.url
    assert Alignment.objects.get().revision == 1


def test_words_saved_by_another_meanwhile_are_not_written_over(client, address, editor, homes, source):
    sent = {**fields(client, address), "words": "Autre chose.", "act": "send"}
    other = factories.holder("language_editor", "fr")
    alignments.write_alignment(provision=homes, language="fr", source=source, words=TIERS, by=other)
    answer = client.post(address, sent)
    assert "Another editor" in answer.context["form"].errors["words"][0]
    assert Alignment.objects.get().html == TIERS


def test_the_second_editor_approves(client, address, homes, source):
    first = factories.holder("language_editor", "fr")
    written = alignments.write_alignment(provision=homes, language="fr", source=source, words=TIERS, by=first)
    alignments.submit_alignment(alignment=written, by=first)
    client.force_login(factories.holder("language_editor", "fr"))
    token = client.get(address).context["form"]["token"].value()
    client.post(address, {"token": token, "revision": "1", "act": "approve"})
    assert factories.working(homes, "fr").wording.html == TIERS


def test_returning_asks_for_a_word(client, address, homes, source):
    first = factories.holder("language_editor", "fr")
    written = alignments.write_alignment(provision=homes, language="fr", source=source, words=TIERS, by=first)
    alignments.submit_alignment(alignment=written, by=first)
    client.force_login(factories.holder("language_editor", "fr"))
    back = fields(client, address, "back")
    answer = client.post(address, {**back, "back-word": "", "act": "return"})
    assert answer.context["back"].errors["word"] == ["Write comments that tell the editor what to change."]
    client.post(address, {**back, "back-word": "Quel tiers ?", "act": "return"})
    assert Alignment.objects.get().returned_with == "Quel tiers ?"


@pytest.mark.parametrize("role", [("language_editor", "es"), ("drafter", ""), ("body_member", "")])
def test_the_page_is_not_there_for_others(client, address, role):
    client.force_login(factories.with_second_factor(factories.holder(*role)))
    assert client.get(address).status_code == 404


def test_where_languages_meet_no_box_is_shown(client, address, editor, homes, moderator):
    factories.adopt(homes, TIERS, by=moderator, language="fr")
    answer = client.get(address)
    assert not answer.context["may_write"]
    assert "The secretariat decides first" in answer.content.decode()


def test_terms_and_earlier_words_stand_beside_the_work(client, address, editor, charter, moderator):
    glossary.save_term(charter=charter, new=NewTerm("en", "home", forms=("homes",)), by=moderator)
    new = NewTerm("fr", "logement", "home", forms=("logements",), forbidden=("habitation",))
    glossary.save_term(charter=charter, new=new, by=moderator)
    answer = client.get(address)
    assert [(term["there"], term["here"].word) for term in answer.context["agreed"]] == [("home", "logement")]
    assert 'class="term"' in answer.context["source_redline"]
    assert 'class="term"' in answer.context["present_words"]


def test_a_term_that_is_not_used_is_a_finding(client, address, editor, charter, moderator):
    glossary.save_term(charter=charter, new=NewTerm("en", "home", forms=("homes",)), by=moderator)
    glossary.save_term(charter=charter, new=NewTerm("fr", "foyer", "home"), by=moderator)
    findings = [finding["says"] for finding in client.get(address).context["checked"]["open"]]
    assert findings == [
        "numbers: “one third” in the source text, “un cinquième” here",
        "the glossary has “foyer” for “home”, but this text does not use it",
    ]


def test_a_word_to_the_desk_and_handing_over_are_done_on_the_page(client, address, editor):
    sent = fields(client, address, "note_form")
    client.post(address, {**sent, "note-kind": "unsayable", "note-text": "No such word.", "act": "note"})
    sent = fields(client, address, "hand_form")
    client.post(address, {**sent, "hand-editor": editor.pk, "hand-due": "2999-01-31", "act": "hand"})
    answer = client.get(address)
    assert [note.text for note in answer.context["notes"]] == ["No such word."]
    assert answer.context["task"].editor == editor
    assert answer.context["task"].due == date(2999, 1, 31)


def test_a_word_left_out_is_asked_for(client, address, editor):
    answer = client.post(address, {**fields(client, address, "note_form"), "note-kind": "comment", "act": "note"})
    assert answer.context["note_form"].errors["text"] == ["Write a note."]


@pytest.fixture
def second(homes, moderator):
    """English was divided here."""
    words = factories.WORDS["en"][5].replace(" for people", "\n\nfor people")
    base = factories.working(homes).wording
    why = Why("Two duties.")
    return structure.split_provision(provision=homes, language="en", base=base, words=words, by=moderator, why=why)


def test_the_page_of_the_second_part_leads_to_the_whole(client, homes, second, editor):
    answer = client.get(reverse("alignment", args=["fr", second.short]))
    assert answer.url == reverse("alignment", args=["fr", homes.short])


def test_an_editor_divides_by_an_empty_line(client, homes, second, editor):
    address = reverse("alignment", args=["fr", homes.short])
    page = client.get(address).content.decode()
    assert "Provision split in English" in page and "for people with low incomes." in page
    assert "No change needed" not in page
    words = factories.WORDS["fr"][5].replace(" aux ", "\r\n\r\naux ")
    client.post(address, {**fields(client, address), "words": words, "act": "check"})
    page = client.get(address).content.decode()
    assert "neufs\n\naux" in page
    client.post(address, {**fields(client, address), "words": words, "act": "send"})
    running = Alignment.objects.get()
    assert (running.state, running.division.other) == ("to_approve", second)


def test_changed_words_divide_nothing_and_come_back(client, homes, second, editor):
    address = reverse("alignment", args=["fr", homes.short])
    answer = client.post(address, {**fields(client, address), "words": "La ville\n\nréserve", "act": "send"})
    page = answer.content.decode()
    assert "Leave one empty line between two words, where the" in page and "La ville\n\nréserve" in page


def test_both_are_one_piece_of_work(client, homes, second, editor):
    page = client.get(reverse("alignment", args=["fr", homes.short])).context
    assert (page["place"], page["total"]) == (1, 1)


def test_the_text_as_proposed_comes_first_and_a_translation_update_is_marked(client, homes, moderator):
    """The French text was made of the Spanish one, so an English editor translates from the Spanish one."""
    spanish = factories.adopt(
        homes, "La ciudad reserva un tercio de las viviendas nuevas.", by=moderator, language="es"
    )
    writer, reader = (factories.holder("language_editor", "fr") for _ in range(2))
    written = alignments.write_alignment(provision=homes, language="fr", source=spanish, words=TIERS, by=writer)
    alignments.submit_alignment(alignment=written, by=writer)
    alignments.approve_alignment(alignment=written, by=reader)
    client.force_login(factories.holder("language_editor", "en"))
    answer = client.get(reverse("alignment", args=["en", homes.short]))
    page = answer.content.decode()
    assert answer.context["line"].source == spanish
    assert page.index("What changed in Spanish") < page.index("Translation update in French") < page.index(TIERS)


def test_the_text_of_an_amendment_is_shown_in_its_own_language(client, homes, moderator, version):
    arguments = {"html": "La ciudad reserva la mitad.", "language": "es"}
    round_ = factories.round_(version)
    factories.under_review(round_, factories.organisation(), moderator, homes, **arguments)
    change = Change.objects.get()
    wording = factories.adopt(homes, THIRD, by=moderator)
    wording.carries.update(change=change)
    client.force_login(factories.holder("language_editor", "fr"))
    page = client.get(reverse("alignment", args=["fr", homes.short])).content.decode()
    assert (
        page.index("as proposed, in Spanish") < page.index("La ciudad reserva la mitad.") < page.index("What changed")
    )


def test_a_wrong_number_in_a_text_that_is_up_to_date_is_corrected_on_the_page(client, charter, moderator, editor):
    place = factories.provision(charter, 6)
    address = reverse("alignment", args=["fr", place.short])
    page = client.get(address)
    assert (page.context["may_write"], page.context["line"].counterpart.language) == (True, "en")
    assert factories.WORDS["en"][6] in page.content.decode()
    sent = {**fields(client, address), "words": "Un texte corrigé.", "act": "send"}
    assert client.post(address, sent).status_code == 302
    client.force_login(factories.holder("language_editor", "fr"))
    answer = client.get(address)
    assert (answer.context["may_approve"], "corrigé" in answer.content.decode()) == (True, True)
