"""Accepted words that are not the member's own, in another language: who writes them, who reads them, what lacks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from charter.actions.amending import translations as translation_actions
from charter.actions.deciding import compromises, decisions
from charter.actions.merging import merges
from charter.models import Article, WorkingTranslation
from charter.queries.amending import accepted_words, translations
from charter.queries.merging import merge_views
from charter.views.merging.merge_languages import in_other_languages
from tests import factories

HOMES = 5
SPANISH, ENGLISH = (factories.WORDS[code][HOMES] for code in ("es", "en"))
TERCIO = SPANISH.replace("una quinta parte", "un tercio")
LICENCIA = TERCIO.replace("viviendas nuevas", "viviendas nuevas que autoriza")
PERMITTED = ENGLISH.replace("one fifth of new homes", "one third of new homes that it permits")
WORDS = {"outcome": "accepted_with_changes", "reason": {"en": "It is clear."}}


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def editor(db):
    return factories.holder("language_editor", "en")


@pytest.fixture
def waiting(deciding, city, officer, homes, moderator):
    """Accepted in the words of a decision that is not public."""
    amendment = factories.under_review(deciding, city, officer, homes, TERCIO, language="es")
    return decide(amendment, moderator)


@pytest.fixture
def released(waiting, moderator):
    decisions.release_decisions(round_=waiting.round, by=moderator)
    return type(waiting).objects.get(pk=waiting.pk)


@pytest.fixture
def merge(deciding, moderator):
    article = Article.objects.get(slug="a-home-one-can-keep")
    return merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)


def decide(amendment, moderator, words=LICENCIA):
    texts = {amendment.text.changes.get().pk: words}
    return factories.accepted(amendment, moderator, outcome="accepted_with_changes", words=texts, release=False)


def say(amendment, by):
    [piece] = accepted_words.accepted_pieces(amendment)
    translation_actions.save_translation(amendment=amendment, language="en", words={piece.of: PERMITTED}, by=by)


def write(amendment, language="en"):
    return reverse("amendment_translation", args=[amendment.round.number, amendment.number, language])


def read(client, amendment, language="en", view="decided"):
    with translation.override(language):
        address = reverse("amendment", args=[amendment.round.number, amendment.number])
    return client.get(f"{address}?view={view}")


def test_an_editor_reads_the_words_of_the_decision_and_writes_them(client, waiting, homes, editor):
    client.force_login(editor)
    page = client.get(write(waiting))
    shown = page.content.decode()
    assert "que autoriza" in shown and "The decision is not public yet." in shown
    form = page.context["form"]
    [box] = [name for name, field in form.fields.items() if field.label == "Text of the decision"]
    typed = {field.name: field.value() or "" for field in form}
    assert client.post(write(waiting), {**typed, box: PERMITTED}).status_code == 302
    row = WorkingTranslation.objects.get()
    assert (row.text, row.accepted_in, row.made_by) == (PERMITTED, homes, "editor")


def test_the_own_people_translate_their_words_and_read_nothing_of_the_decision(client, waiting, officer):
    client.force_login(officer)
    page = client.get(write(waiting))
    assert page.status_code == 200
    assert "autoriza" not in page.content.decode()
    assert "Text of the decision" not in [str(field.label) for field in page.context["form"].fields.values()]


@pytest.mark.parametrize("reader", ["nobody", "own", "other"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_before_the_release_nobody_else_reads_that_there_is_a_translation(
    client, waiting, editor, officer, stranger, reader, language
):
    say(waiting, editor)
    if reader != "nobody":
        client.force_login(officer if reader == "own" else stranger)
    page = read(client, waiting, language)
    assert (page.context["read_in"], "permits" in page.content.decode()) == ([], False)
    assert "permits" not in client.get(write(waiting)).content.decode()


def test_what_is_translated_of_a_decision_leaves_the_amendment_among_those_that_lack_a_language(
    waiting, charter, editor, moderator
):
    say(waiting, editor)
    decisions.reopen_amendment(amendment=waiting, by=moderator)
    assert list(translations.amendments_without_translation(charter, "en")) == [waiting]


def test_once_released_all_read_it_beneath_the_words_of_the_decision(client, released, editor):
    say(released, editor)
    shown = read(client, released).content.decode()
    assert shown.index("que autoriza") < shown.index('class="translated"') < shown.index("permits")
    assert "permits" not in read(client, released, view="asked").content.decode()
    assert [translated["language"].code for translated in read(client, released, "es").context["read_in"]] == ["en"]


def test_the_merge_says_what_is_lacking_and_leads_there_who_may_write_it(client, desk, released, merge, moderator):
    page = desk.get(reverse("desk_merge", args=[merge.key])).content.decode()
    assert "No editor of English has translated the text of the decision yet." in page
    assert "que autoriza" in page and f'href="{write(released)}"' in page
    client.force_login(factories.secretariat("body_member"))
    page = client.get(reverse("desk_merge", args=[merge.key])).content.decode()
    assert "translated the text of the decision yet" in page and write(released) not in page


def test_the_merge_says_that_accepted_words_changed_and_the_editor_sees_both(desk, released, merge, editor, moderator):
    say(released, editor)
    merges.choose_amendments(merge=merge, amendments=[released], by=moderator)
    change, other = released.text.changes.get().pk, TERCIO.replace("nuevas", "vacías")
    decisions.correct_decision(
        decision=released.decision, words={change: other}, note="A slip.", by=moderator, **WORDS
    )
    page = desk.get(reverse("desk_merge", args=[merge.key])).content.decode()
    assert "The accepted text changed after it was translated. An editor of English must translate it again." in page
    assert "No part of this amendment can be merged." in page
    desk.force_login(editor)
    page = desk.get(write(released)).content.decode()
    assert "vac" in page and "The accepted text changed after it was translated." in page and PERMITTED in page


def test_the_merge_says_whose_words_they_are_where_the_member_s_own_are_not_told(
    desk, released, merge, editor, moderator
):
    say(released, editor)
    merges.choose_amendments(merge=merge, amendments=[released], by=moderator)
    page = desk.get(reverse("desk_merge", args=[merge.key])).content.decode()
    assert "in the text of the decision" in page
    lacks = "The text of the member has no approved translation into English"
    assert lacks in page
    own = translations.pieces_of_text(released.text)[-1].of
    third = ENGLISH.replace("one fifth", "one third")
    translation_actions.save_translation(amendment=released, language="en", words={own: third}, by=editor)
    assert lacks not in desk.get(reverse("desk_merge", args=[merge.key])).content.decode()


def test_editors_are_told_what_waits_and_what_is_not_public(client, waiting, editor):
    client.force_login(editor)
    work = reverse("language_work", args=["en"])
    page = client.get(work)
    assert [row["url"] for row in page.context["accepted"]] == [write(waiting)]
    assert "Not public yet" in page.content.decode()
    say(waiting, editor)
    assert client.get(work).context["accepted"] == []


def test_members_that_were_asked_read_how_a_compromise_is_translated(client, waiting, editor, delegate, moderator):
    until = timezone.now() + timedelta(days=5)
    [compromise] = compromises.propose_decided_text(decision=waiting.decision, answer_by=until, by=moderator)
    say(waiting, editor)
    client.force_login(delegate)
    assert "permits" in client.get(reverse("compromise_answer", args=[compromise.pk])).content.decode()


def test_the_list_of_what_waits_asks_as_much_for_three_as_for_one(
    client, waiting, deciding, homes, other_city, delegate, editor, moderator
):
    client.force_login(editor)
    client.get(reverse("language_work", args=["en"]))
    counts = []
    for more in (0, 2):
        for _n in range(more):
            other = factories.under_review(deciding, other_city, delegate, homes, TERCIO, language="es")
            decide(other, moderator)
        with CaptureQueriesContext(connection) as queries:
            rows = client.get(reverse("language_work", args=["en"])).context["accepted"]
        counts.append((len(rows), len(queries)))
    assert [rows for rows, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1] > 0


def test_once_it_is_merged_its_accepted_words_stand_beside_the_box(client, released, homes, editor, moderator):
    article = Article.objects.get(slug="a-home-one-can-keep")
    spanish = merges.begin_merge(article=article, language="es", round_=released.round, by=moderator)
    say(released, editor)
    merges.apply_merge(
        merge=merges.choose_amendments(merge=spanish, amendments=[released], by=moderator), by=moderator
    )
    client.force_login(editor)
    page = client.get(reverse("alignment", args=["en", homes.short]))
    assert [translated.text for translated in page.context["translated"]] == [PERMITTED]


def test_what_a_merge_says_of_accepted_words_asks_as_much_for_three_as_for_one(
    waiting, deciding, homes, other_city, delegate, merge, moderator
):
    counts = []
    for more in (0, 2):
        for _n in range(more):
            other = factories.under_review(deciding, other_city, delegate, homes, TERCIO, language="es")
            decide(other, moderator)
        view = merge_views.view_of_merge(merge)
        with CaptureQueriesContext(connection) as queries:
            rows = in_other_languages(view, moderator)
        counts.append((len(rows), len(queries)))
    assert [rows for rows, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1] > 0
