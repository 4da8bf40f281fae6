"""The open work of a language as a page and as files."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.actions.languages import structure
from charter.actions.languages.structure import Why
from charter.files import pandoc
from charter.models import Alignment, CurrentWording
from charter.views.languages import worksheets as worksheet_views
from tests import factories
from tests.charter.importing.made import docx, paragraph

THIRD = "The city keeps one third of new homes for people with low incomes."
TIERS = "La ville réserve un tiers des logements neufs aux personnes à faibles revenus."


@pytest.fixture
def homes(charter, moderator):
    homes = factories.provision(charter, 5)
    factories.adopt(homes, THIRD, by=moderator)
    return homes


@pytest.fixture
def editor(client):
    person = factories.holder("language_editor", "fr")
    client.force_login(person)
    return person


@pytest.fixture
def address():
    return reverse("language_work", args=["fr"])


def xliff(client):
    return client.get(reverse("language_work_file", args=["fr", "xlf"]), {"from": "en"}).content.decode()


def preview(client, address, text, name="work.xlf"):
    return client.post(address, {"file": SimpleUploadedFile(name, text.encode()), "act": "check"})


def confirm(client, address, page):
    form = page.context["rows_form"]
    return client.post(address, {"act": "send", "table": form["table"].value(), "rows": form["rows"].value()})


def send(client, address, text):
    return confirm(client, address, preview(client, address, text))


def test_words_come_back_and_wait_for_approval(client, homes, editor, address):
    text = xliff(client).replace(factories.WORDS["fr"][5], TIERS)
    assert send(client, address, text).context["changed"] == 1
    assert (Alignment.objects.get().html, Alignment.objects.get().state) == (TIERS, "to_approve")


def test_both_versions_of_xliff_are_offered_and_the_older_one_comes_back_too(client, homes, editor, address):
    files = client.get(address).context["files"]
    assert [file["word"] for file in files] == ["DOCX", "XLIFF 2.0 (en)", "XLIFF 1.2 (en)"]
    text = client.get(files[2]["url"]).content.decode()
    assert 'version="1.2"' in text
    assert send(client, address, text.replace(factories.WORDS["fr"][5], TIERS)).context["changed"] == 1
    unknown = client.get(reverse("language_work_file", args=["fr", "xlf"]), {"from": "en", "version": "1.1"})
    assert unknown.status_code == 404


def test_the_same_file_again_changes_nothing(client, homes, editor, address):
    text = xliff(client).replace(factories.WORDS["fr"][5], TIERS)
    page = preview(client, address, text)
    confirm(client, address, page)
    answer = confirm(client, address, page)
    assert (answer.context["changed"], answer.context["same"]) == (0, 1)
    assert Alignment.objects.get().revision == 1
    again = preview(client, address, text)
    assert again.context["planned"] == [] and len(again.context["plan"].unchanged) == 1


def test_a_preview_shows_each_change_and_stores_nothing(client, homes, editor, address):
    answer = preview(client, address, xliff(client).replace(factories.WORDS["fr"][5], TIERS))
    [row] = answer.context["planned"]
    assert (row["cite"], row["short"], row["ticked"], row["replaces"]) == ("I.1.1", homes.short, True, False)
    assert "<ins" in row["redline"] and "<del" in row["redline"] and row["redline"] in answer.content.decode()
    assert not Alignment.objects.exists()


def test_tags_in_a_returned_text_are_text(client, homes, editor, address):
    text = xliff(client).replace(factories.WORDS["fr"][5], "Un &lt;script&gt;tiers&lt;/script&gt;.")
    answer = preview(client, address, text)
    assert "<script>tiers" not in answer.content.decode()


def test_a_line_that_is_not_chosen_is_not_sent(client, homes, editor, address, moderator, charter):
    requests = factories.provision(charter, 6)
    factories.adopt(requests, "The city answers each request at once.", by=moderator)
    text = xliff(client).replace(factories.WORDS["fr"][5], TIERS).replace(factories.WORDS["fr"][6], "Sans délai.")
    form = preview(client, address, text).context["rows_form"]
    table = form["table"].value()
    assert form["rows"].value() == [homes.short, requests.short]
    answer = client.post(address, {"act": "send", "table": table, "rows": [requests.short]})
    assert answer.context["changed"] == 1 and Alignment.objects.get().provision == requests
    none = client.post(address, {"act": "send", "table": table})
    assert none.status_code == 422 and none.context["rows_form"].errors["rows"] == ["Choose at least one row."]
    assert [row["short"] for row in none.context["planned"]] == [homes.short]


def test_a_line_that_changed_since_the_preview_is_shown_again(client, homes, editor, address, moderator):
    page = preview(client, address, xliff(client).replace(factories.WORDS["fr"][5], TIERS))
    factories.adopt(homes, THIRD.replace("new", "all new"), by=moderator)
    answer = confirm(client, address, page)
    assert answer.status_code == 422 and not Alignment.objects.exists()
    assert [line.sent.words for line in answer.context["plan"].refused] == [TIERS]


@pytest.mark.parametrize("words", ["", "x" * 20_001])
def test_a_text_that_cannot_be_written_is_refused_in_the_preview(client, homes, editor, address, words):
    plan = preview(client, address, xliff(client).replace(factories.WORDS["fr"][5], words)).context["plan"]
    assert (plan.translations, len(plan.refused)) == ([], 1)


def test_a_second_text_for_a_provision_is_refused(client, homes, editor, address):
    text = xliff(client).replace(factories.WORDS["fr"][5], TIERS)
    unit = text[text.index("<unit") : text.index("</unit>") + len("</unit>")]
    plan = preview(client, address, text.replace("</file>", f"{unit}</file>")).context["plan"]
    assert len(plan.translations) == len(plan.refused) == 1


@pytest.mark.parametrize("table", ["", "[", "[[1]]", "{}", '[["a", "b", "c"]]', "3", "null"])
def test_a_damaged_preview_is_refused(client, homes, editor, address, table):
    answer = client.post(address, {"act": "send", "table": table, "rows": ["a"]})
    content = answer.content.decode()
    assert "The preview was damaged" in content or "The rows have changed since the preview." in content
    assert answer.status_code in (403, 422) and not Alignment.objects.exists()


def test_a_file_with_too_many_changes_is_refused(client, homes, editor, address, monkeypatch):
    monkeypatch.setattr(worksheet_views, "MOST_ROWS", 0)
    answer = preview(client, address, xliff(client).replace(factories.WORDS["fr"][5], TIERS))
    assert answer.status_code == 422 and answer.context["form"].errors["file"]


def test_a_line_whose_source_moved_is_refused_and_its_words_are_shown(client, homes, editor, address, moderator):
    text = xliff(client).replace(factories.WORDS["fr"][5], TIERS)
    factories.adopt(homes, THIRD.replace("new", "all new"), by=moderator)
    answer = preview(client, address, text)
    assert [line.sent.words for line in answer.context["plan"].refused] == [TIERS]
    assert TIERS in answer.content.decode()
    assert not Alignment.objects.exists()


def test_another_editors_words_are_not_written_over(client, homes, editor, address):
    text = xliff(client)
    send(client, address, text.replace(factories.WORDS["fr"][5], TIERS))
    client.force_login(factories.holder("language_editor", "fr"))
    answer = preview(client, address, text.replace(factories.WORDS["fr"][5], "Autre chose."))
    assert "Another editor" in answer.context["plan"].refused[0].refused
    assert Alignment.objects.get().html == TIERS


def test_a_broken_file_is_said_beside_the_field(client, homes, editor, address):
    answer = preview(client, address, "nothing")
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


@pytest.mark.skipif(pandoc.find_pandoc() is None, reason="There is no pandoc here.")
def test_a_table_for_word_holds_the_work(client, homes, editor):
    answer = client.get(reverse("language_work_file", args=["fr", "docx"]))
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize("ending", ["pdf", "xlf"])
def test_no_file_where_there_is_nothing_to_write(client, charter, editor, ending):
    assert client.get(reverse("language_work_file", args=["fr", ending])).status_code == 404


def test_editors_of_another_language_do_not_see_it(client, homes, address):
    client.force_login(factories.holder("language_editor", "es"))
    assert client.get(address).status_code == 404


def test_the_page_asks_as_much_for_three_as_for_one(client, homes, editor, address, moderator, charter):
    client.get(address)
    with CaptureQueriesContext(connection) as for_one:
        client.get(address)
    for place in (4, 6):
        factories.adopt(factories.provision(charter, place), THIRD, by=moderator)
    with CaptureQueriesContext(connection) as for_three:
        client.get(address)
    assert len(for_three) == len(for_one)


def test_each_line_says_what_changed_and_who_asked(client, homes, editor, address):
    [row] = client.get(address).context["rows"]
    assert "third" in row["redline"]
    assert [amendment["url"] for amendment in row["asked"]] == [""]


def test_where_nothing_is_open_no_file_is_asked_for(client, charter, editor):
    page = client.get("/en/languages/fr/work/").content.decode()
    assert "No pending work in this language." in page and 'type="file"' not in page


PARTS = ("La ville réserve un cinquième des logements neufs", "aux personnes à faibles revenus.")
WHOLE = " ".join(PARTS)


@pytest.fixture
def second(charter, moderator):
    place = factories.provision(charter, 5)
    words = factories.WORDS["en"][5].replace(" for people", "\n\nfor people")
    base = factories.working(place).wording
    return structure.split_provision(
        provision=place, language="en", base=base, words=words, by=moderator, why=Why("Two duties.")
    )


def divided(client, first=PARTS[0], rest=PARTS[1]):
    """The exported file with the text of the provision in its two segments."""
    text = xliff(client)
    assert WHOLE in text and text.count("<target></target>") == 1
    return text.replace(WHOLE, first).replace("<target></target>", f"<target>{rest}</target>")


def test_an_untouched_file_with_a_split_changes_nothing(client, second, editor, address):
    plan = preview(client, address, xliff(client)).context["plan"]
    assert (plan.translations, plan.refused, len(plan.unchanged)) == ([], [], 1)


def test_the_split_of_the_source_is_previewed_at_the_empty_line_and_followed(client, second, editor, address):
    page = preview(client, address, divided(client))
    [row] = page.context["planned"]
    assert row["splits"] and (not row["runs_on"]) and "<ins" in row["redline"]
    assert "The provision is split here, as in the other language." in page.content.decode()
    assert confirm(client, address, page).context["changed"] == 1
    alignment = Alignment.objects.get()
    assert (alignment.division.other, alignment.cut, alignment.state) == (second, len(PARTS[0]), "to_approve")


def test_a_newline_pair_splits_in_the_older_version_of_xliff(client, second, editor, address):
    query = {"from": "en", "version": "1.2"}
    text = client.get(reverse("language_work_file", args=["fr", "xlf"]), query).content.decode()
    assert send(client, address, text.replace(WHOLE, "\n\n".join(PARTS))).context["changed"] == 1
    assert Alignment.objects.get().cut == len(PARTS[0])


def test_the_same_split_again_changes_nothing(client, second, editor, address):
    text = divided(client)
    send(client, address, text)
    plan = preview(client, address, text).context["plan"]
    assert (plan.translations, plan.refused, len(plan.unchanged)) == ([], [], 1)
    moved = text.replace(PARTS[0], "La ville réserve").replace(PARTS[1], WHOLE.removeprefix("La ville réserve "))
    assert send(client, address, moved).context["changed"] == 1
    assert Alignment.objects.get().cut == len("La ville réserve")


def test_one_editor_is_enough_where_the_site_says_so(client, second, editor, address, settings):
    settings.ALIGNMENT_NEEDS_TWO = False
    assert send(client, address, divided(client)).context["changed"] == 1
    assert CurrentWording.objects.get(provision=second, language="fr").wording.html == PARTS[1]


@pytest.mark.parametrize("words", [("La ville réserve tout", PARTS[1]), ("La ville réserve tout aux personnes.", "")])
def test_a_split_with_other_words_is_refused(client, second, editor, address, words):
    plan = preview(client, address, divided(client, *words)).context["plan"]
    assert plan.translations == [] and "Leave one empty line" in plan.refused[0].refused


def test_a_split_whose_source_moved_is_refused(client, second, editor, address, moderator, charter):
    text = divided(client)
    place = factories.provision(charter, 5)
    factories.adopt(place, factories.working(place).wording.html + ", always", by=moderator)
    plan = preview(client, address, text).context["plan"]
    assert plan.translations == [] and "changed since" in plan.refused[0].refused


def test_an_empty_line_without_a_split_of_the_source_is_read_as_a_space(client, homes, editor, address):
    text = xliff(client).replace(factories.WORDS["fr"][5], "La ville réserve\n\nun tiers.")
    page = preview(client, address, text)
    [row] = page.context["planned"]
    assert row["runs_on"]
    assert "The paragraphs become one: the provision is not split in the other language." in page.content.decode()
    confirm(client, address, page)
    assert Alignment.objects.get().html == "La ville réserve un tiers."


def test_a_refused_line_names_the_unit_of_the_file(client, homes, editor, address):
    text = xliff(client).replace(factories.WORDS["fr"][5], TIERS)
    unit = text[text.index("<unit") : text.index("</unit>") + len("</unit>")]
    name = f"{homes.short}.{factories.working(homes).wording.pk}"
    lost = unit.replace(name, "lost")
    page = preview(client, address, text.replace("</file>", f"{unit}{lost}</file>")).content.decode()
    assert f'<bdi dir="ltr">{name}</bdi>: An earlier line of the file has a text for the same provision.' in page
    assert '<bdi dir="ltr">lost</bdi>: No exported line has this name. Copy the name from the exported file.' in page


def test_a_refused_row_of_a_table_is_named_by_its_number_before_and_after_it_is_sent(client, homes, editor, address):
    name = f"{homes.short}.{factories.working(homes).wording.pk}"
    rows = [("Line", "Location", "Source", "Text"), (name, "I.1.1", THIRD, TIERS), ("I.1.1", "", THIRD, TIERS)]
    cells = ["".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in row) for row in rows]
    table = docx("<w:tbl>{}</w:tbl>".format("".join(f"<w:tr>{row}</w:tr>" for row in cells)))
    page = client.post(address, {"file": SimpleUploadedFile("work.docx", table), "act": "check"})
    why = 'Row 3, <bdi dir="ltr">I.1.1</bdi>: No exported line has this name.'
    assert why in page.content.decode()
    assert why in confirm(client, address, page).content.decode()
