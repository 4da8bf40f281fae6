"""Interface texts are corrected and reported from the page that shows them, and a second editor accepts."""

from __future__ import annotations

import os
import subprocess
import sys

import polib
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.interface_texts import InterfaceText
from accounts.models import Record, SiteSettings, TextCorrection, TextReport
from accounts.states import CorrectionState
from tests import factories

SEARCH = InterfaceText("Search")
COMMENTS = InterfaceText("%(n)s comment", "%(n)s comments")


@pytest.fixture
def editor(db):
    return factories.holder("language_editor", "fr")


@pytest.fixture
def second_editor(db):
    return factories.holder("language_editor", "fr")


@pytest.fixture
def as_person(client, django_capture_on_commit_callbacks):
    """Opens or sends as that person, and does what follows a commit."""

    def ask(person, name, *args, post=None, **query):
        client.force_login(person)
        with override("fr"):
            address = reverse(name, args=args, query=query)
        with django_capture_on_commit_callbacks(execute=True):
            return client.get(address) if post is None else client.post(address, post)

    return ask


@pytest.fixture
def proposed(as_person, editor):
    """A correction of `Search` in French that awaits a second editor."""
    typed = {"form_0": "Chercher", "reason": "Shorter."}
    assert as_person(editor, "interface_text", "fr", SEARCH.digest, post=typed).status_code == 302
    return TextCorrection.objects.get()


def words(response):
    return response.content.decode()


def test_a_page_lists_its_interface_texts_in_its_order_with_links(client, charter, editor):
    factories.site(charter)
    client.force_login(editor)
    way = words(client.get("/fr/charter/"))
    begin = f"{'/fr/texts/page/'}?of=%2Ffr%2Fcharter%2F"
    assert begin in way
    answer = client.get(begin)
    assert answer["Location"] == "/fr/charter/?texts="
    page = words(client.get("/fr/charter/?texts="))
    assert page.index(f"/fr/texts/fr/{SEARCH.digest}/") < page.index(InterfaceText("Accessibility").digest)
    assert "of=%2Ffr%2Fcharter%2F" in page and 'lang="en" dir="ltr">Search' in page
    found = words(client.get("/fr/charter/?texts=recherch"))
    assert SEARCH.digest in found and InterfaceText("Accessibility").digest not in found
    assert '<input type="hidden" name="view" value="x">' in words(client.get("/fr/charter/?view=x&texts="))


def test_only_who_is_signed_in_gets_the_list_and_only_of_what_they_may_read(client, charter, stranger):
    factories.site(charter)
    assert "/texts/" not in words(client.get("/fr/charter/?texts="))
    client.force_login(stranger)
    assert SEARCH.digest in words(client.get("/fr/charter/?texts="))
    assert client.get("/fr/desk/settings/?texts=").status_code == 404
    assert client.get("/fr/charter/nothing/?texts=").status_code == 404
    assert client.get("/robots.txt?texts=")["Content-Type"].startswith("text/plain")
    for foreign in ("https://evil.example/fr/", "//evil.example/fr/", "/static/x", ""):
        assert client.get("/fr/texts/page/", {"of": foreign}).status_code == 404


def test_a_correction_is_seen_when_a_second_editor_accepts_it(client, as_person, editor, second_editor, proposed):
    assert "Chercher" not in words(client.get("/fr/accounts/login/"))
    refused = as_person(editor, "text_correction", proposed.pk, "accept", post={})
    assert refused.status_code == 403
    page = words(as_person(second_editor, "interface_texts", "fr"))
    assert "Chercher" in page and "Shorter." in page
    assert as_person(second_editor, "text_correction", proposed.pk, "accept", post={}).status_code == 302
    client.logout()
    assert "Chercher" in words(client.get("/fr/charter/"))
    assert "Chercher" not in words(client.get("/es/accounts/login/"))
    acts = Record.objects.filter(about__startswith="textcorrection").values_list("act", flat=True)
    assert list(acts) == ["correction of a text proposed", "correction of a text accepted"]


def test_every_plural_form_is_corrected(client, as_person, editor, second_editor):
    page = words(as_person(editor, "interface_text", "fr", COMMENTS.digest))
    assert "0, 1" in page and 'name="form_1"' in page
    typed = {"form_0": "%(n)s remarque", "form_1": "%(n)s remarques"}
    as_person(editor, "interface_text", "fr", COMMENTS.digest, post=typed)
    as_person(second_editor, "text_correction", TextCorrection.objects.get().pk, "accept", post={})
    client.get("/fr/accounts/login/")
    with override("fr"):
        from django.utils.translation import ngettext

        assert ngettext("%(n)s comment", "%(n)s comments", 2) == "%(n)s remarques"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"form_0": "<b>Chercher</b>"}, "balises HTML"),
        ({"form_0": 'Chercher" onclick="x'}, "Chercher&quot; onclick"),
        ({"form_0": "Chercher %(name)s"}, "%(name)s"),
        ({"form_0": "Rechercher"}, "identique"),
        ({"form_0": ""}, "Erreur"),
    ],
)
def test_what_would_break_a_page_comes_back_with_the_reason(as_person, editor, typed, sentence):
    answer = as_person(editor, "interface_text", "fr", SEARCH.digest, post=typed)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not TextCorrection.objects.exists()


def test_nobody_else_corrects_accepts_or_reads(as_person, proposed, stranger, second_editor):
    moderator = factories.secretariat()
    spanish = factories.holder("language_editor", "es")
    for person in (spanish, stranger, moderator):
        post = {"form_0": "Trouver"}
        assert as_person(person, "interface_text", "fr", SEARCH.digest, post=post).status_code == 404
        assert as_person(person, "text_correction", proposed.pk, "accept", post={}).status_code == 404
    for person in (spanish, stranger):
        assert as_person(person, "interface_texts", "fr").status_code == 404
        assert as_person(person, "interface_texts_file", "fr").status_code == 404
        assert "Chercher" not in words(as_person(person, "interface_text", "fr", SEARCH.digest))
    assert as_person(second_editor, "text_correction", proposed.pk, "withdraw", post={}).status_code == 404
    assert as_person(second_editor, "text_correction", proposed.pk, "burn", post={}).status_code == 404
    proposed.refresh_from_db()
    assert proposed.state == CorrectionState.PROPOSED


def test_where_a_language_has_one_editor_a_moderator_accepts(as_person, proposed):
    moderator = factories.secretariat()
    assert as_person(moderator, "text_correction", proposed.pk, "accept", post={}).status_code == 302
    proposed.refresh_from_db()
    assert (proposed.state, proposed.answered_by) == (CorrectionState.ACCEPTED, moderator)


def test_a_correction_is_refused_with_a_reason_withdrawn_or_replaced(as_person, editor, second_editor, proposed):
    assert as_person(second_editor, "text_correction", proposed.pk, "refuse", post={"answer": " "}).status_code == 403
    too_long = as_person(second_editor, "text_correction", proposed.pk, "refuse", post={"answer": "a" * 501})
    assert too_long.status_code == 403 and "501" in words(too_long)
    as_person(second_editor, "text_correction", proposed.pk, "refuse", post={"answer": "Unclear."})
    proposed.refresh_from_db()
    assert (proposed.state, proposed.answer) == (CorrectionState.REFUSED, "Unclear.")
    assert as_person(second_editor, "text_correction", proposed.pk, "accept", post={}).status_code == 403
    for word in ("Trouver", "Quérir"):
        as_person(editor, "interface_text", "fr", SEARCH.digest, post={"form_0": word})
    first, second = TextCorrection.objects.exclude(pk=proposed.pk).order_by("pk")
    assert (first.state, second.state) == (CorrectionState.REPLACED, CorrectionState.PROPOSED)
    other = as_person(second_editor, "interface_text", "fr", SEARCH.digest, post={"form_0": "Chercher"})
    assert other.status_code == 422
    as_person(editor, "text_correction", second.pk, "withdraw", post={})
    second.refresh_from_db()
    assert second.state == CorrectionState.WITHDRAWN


def test_the_database_refuses_a_correction_that_its_writer_accepted(proposed, editor):
    fields = {"state": CorrectionState.ACCEPTED, "answered_by": editor, "answered_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        TextCorrection.objects.update(**fields)


def test_anybody_who_is_signed_in_reports_and_reads_the_answer(as_person, stranger, editor):
    typed = {"note": "The word is too formal."}
    assert as_person(stranger, "interface_text_report", "fr", SEARCH.digest, post=typed).status_code == 302
    again = as_person(stranger, "interface_text_report", "fr", SEARCH.digest, post=typed)
    assert again.status_code == 422 and "too formal" in words(again)
    assert as_person(stranger, "interface_text_report", "fr", SEARCH.digest, post={"note": " "}).status_code == 422
    report = TextReport.objects.get()
    assert "too formal" in words(as_person(editor, "interface_texts", "fr"))
    assert as_person(stranger, "text_report", report.pk, post={"answer": "No."}).status_code == 404
    assert as_person(editor, "text_report", report.pk, post={"answer": ""}).status_code == 403
    as_person(editor, "text_report", report.pk, post={"answer": "It is the usual word."})
    assert "It is the usual word." in words(as_person(stranger, "interface_text", "fr", SEARCH.digest))
    assert "too formal" not in words(as_person(editor, "interface_texts", "fr"))


def test_an_accepted_correction_closes_the_reports_of_its_text(as_person, stranger, second_editor, proposed):
    as_person(stranger, "interface_text_report", "fr", SEARCH.digest, post={"note": "Too long."})
    as_person(second_editor, "text_correction", proposed.pk, "accept", post={})
    assert TextReport.objects.get().correction == proposed


def test_accepted_corrections_are_a_po_file(as_person, editor, second_editor, proposed, tmp_path):
    typed = {"form_0": "%(n)s remarque", "form_1": "%(n)s remarques"}
    as_person(editor, "interface_text", "fr", COMMENTS.digest, post=typed)
    for correction in TextCorrection.objects.all():
        as_person(second_editor, "text_correction", correction.pk, "accept", post={})
    answer = as_person(second_editor, "interface_texts_file", "fr")
    assert answer["Content-Disposition"] == 'attachment; filename="corrections-fr.po"'
    file = tmp_path / "corrections.po"
    file.write_bytes(answer.content)
    entries = {entry.msgid: entry for entry in polib.pofile(str(file), wrapwidth=0)}
    assert entries["Search"].msgstr == "Chercher"
    assert entries["%(n)s comment"].msgstr_plural == {0: "%(n)s remarque", 1: "%(n)s remarques"}
    assert answer.content == as_person(second_editor, "interface_texts_file", "fr").content


def test_a_correction_costs_no_query_a_page_and_lists_cost_the_same_for_many(client, charter, as_person, editor):
    factories.site(charter)
    second_editor = factories.holder("language_editor", "fr")

    def cost(person, address):
        client.force_login(person)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    def accept(*words):
        for text in map(InterfaceText, words):
            typed = {"form_0": f"Mot {text.digest}"}
            as_person(editor, "interface_text", "fr", text.digest, post=typed)
        for correction in TextCorrection.objects.filter(state=CorrectionState.PROPOSED):
            as_person(second_editor, "text_correction", correction.pk, "accept", post={})

    accept("Rounds")
    pages = [(editor, "/fr/charter/"), (second_editor, "/fr/texts/fr/"), (editor, "/fr/charter/?texts=")]
    costs = [cost(*page) for page in pages]
    accept("Search", "Menu", "Accessibility")
    assert [cost(*page) for page in pages] == costs


def test_another_process_shows_the_correction_at_once(transactional_db, client, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    editor = factories.holder("language_editor", "fr")
    TextCorrection.objects.create(
        language="fr",
        digest=SEARCH.digest,
        source="Search",
        forms=["Chercher"],
        replaced_forms=["Rechercher"],
        written_by=editor,
        written_at=timezone.now(),
    )
    assert "Chercher" not in words(client.get("/fr/accounts/login/"))
    accept = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "from django.db import connection\n"
        f"connection.settings_dict['NAME'] = {str(connection.settings_dict['NAME'])!r}\n"
        "from accounts.actions.interface_texts import accept_correction\n"
        "from accounts.models import TextCorrection\n"
        "from tests import factories\n"
        "by = factories.holder('language_editor', 'fr')\n"
        "accept_correction(correction=TextCorrection.objects.get(), by=by)\n"
    )
    env = {**os.environ, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run([sys.executable, "-c", accept], env=env, check=True)
    assert SiteSettings.objects.get().corrections_mark
    assert "Chercher" in words(client.get("/fr/accounts/login/"))


def test_the_footer_says_that_no_native_reader_has_approved_a_language(client, charter):
    factories.site(charter)
    sentence = "Aucune personne dont c’est la langue maternelle"
    assert sentence in words(client.get("/fr/charter/"))
    assert "native reader" not in words(client.get("/en/charter/"))
