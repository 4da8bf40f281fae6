"""Whether amendments in different languages want the same part of a provision."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.actions.amending import translations
from charter.actions.merging import merges
from charter.models import Article, Change
from charter.queries.amending.translations import pieces_of_text
from charter.queries.merging import merge_views
from charter.queries.merging.forecasts import forecast_merge
from charter.queries.secretariat import cross_language_conflicts
from charter.text import diff, parse
from charter.views.desk_frame import address_of
from charter.views.merging.merge_languages import in_other_languages
from tests import factories

HOMES = 5
TERCIO = factories.WORDS["es"][HOMES].replace("una quinta parte", "un tercio")
PEOPLE = factories.WORDS["es"][HOMES].replace("con bajos ingresos", "sin techo")
THIRD = factories.WORDS["en"][HOMES].replace("one fifth", "one third")
TWO = {
    "en": "The city listens. The city answers within thirty days.",
    "es": "La ciudad escucha a quien llega, de día y de noche. La ciudad responde en treinta días.",
}


def asked(round_, city, by, words, language, place=HOMES, **more):
    return factories.under_review(
        round_, city, by, factories.provision(round_.charter, place), words, language=language, **more
    )


def change_of(amendment):
    return Change.objects.select_related("base", "text__amendment").get(text=amendment.text_id)


def collide(first, other):
    return cross_language_conflicts.may_collide(change_of(first), change_of(other))


def test_what_is_touched_is_told_in_characters_of_the_old_text():
    before, other = parse("<p>One fifth of homes.</p>"), parse("<p>One third of homes.</p>")
    assert diff(before, other).touched == ((4, 9),)
    assert diff(before, parse("")).touched == ((0, 19),)


def test_the_same_part_in_two_languages_may_collide(round_, city, other_city, delegate):
    english = asked(round_, city, delegate, THIRD, "en")
    assert collide(english, asked(round_, other_city, delegate, TERCIO, "es"))


def test_another_part_does_not(round_, city, other_city, delegate):
    english = asked(round_, city, delegate, THIRD, "en")
    assert not collide(english, asked(round_, other_city, delegate, PEOPLE, "es"))


def test_a_deletion_meets_every_part(round_, city, other_city, delegate):
    deletion = asked(round_, city, delegate, "", "en", kind="delete")
    assert collide(deletion, asked(round_, other_city, delegate, PEOPLE, "es"))


def test_sentences_are_counted_where_the_languages_cut_alike(round_, city, other_city, delegate, moderator):
    """The second sentence begins after two thirds of the Spanish words, and after one third of the English ones."""
    place = factories.provision(round_.charter, HOMES)
    for language, words in TWO.items():
        factories.reword(place, words, by=moderator, language=language)
    english = asked(round_, city, delegate, TWO["en"].replace("The city answers", "It answers"), "en")
    late = asked(round_, other_city, delegate, TWO["es"].replace("La ciudad responde", "Ella responde"), "es")
    early = asked(round_, other_city, delegate, TWO["es"].replace("de noche", "de madrugada"), "es")
    assert collide(english, late)
    assert not collide(english, early)


def test_the_desk_shows_both_together_and_flags_them(client, round_, city, other_city, delegate):
    english = asked(round_, city, delegate, THIRD, "en")
    asked(round_, other_city, delegate, TERCIO, "es")
    client.force_login(factories.secretariat("moderator"))
    page = client.get(reverse("desk_provision", args=[change_of(english).provision.short])).content.decode()
    for number in (1, 2):
        link = f'<a href="/en/desk/amendments/{round_.number}/{number}/">{number}</a>'
        assert f"Possible conflict with {link}, in another language" in page


def test_the_merge_names_what_is_accepted_in_another_language(client, version, city, other_city, delegate):
    round_ = factories.deciding(version)
    moderator = factories.secretariat("moderator")
    english = factories.accepted(asked(round_, city, delegate, THIRD, "en"), moderator)
    spanish = asked(round_, other_city, delegate, TERCIO, "es")
    words = {pieces_of_text(spanish.text)[-1].of: "The city keeps a third of them."}
    translations.save_translation(amendment=spanish, language="en", words=words, by=moderator)
    factories.accepted(spanish, moderator)
    factories.accepted(asked(round_, other_city, delegate, PEOPLE, "es"), moderator)
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=round_, by=moderator)
    merge = merges.choose_amendments(merge=merge, amendments=[english], by=moderator)
    conflicts = cross_language_conflicts.conflicts_elsewhere(merge_views.view_of_merge(merge))
    assert [[a.number for a in each.meets] for each in conflicts] == [[1], []]
    client.force_login(moderator)
    page = client.get(reverse("desk_merge", args=[merge.key])).content.decode()
    assert page.count(f'Possible conflict with <a href="{address_of(english)}">1</a><') == 1
    assert page.count('class="translated"') == 1


def test_a_merge_looks_for_what_meets_the_words_that_were_accepted(version, city, other_city, delegate, moderator):
    """The proposer spoke of the people; the decision changed the share, as another amendment does."""
    round_ = factories.deciding(version)
    chosen = factories.accepted(asked(round_, city, delegate, THIRD, "en"), moderator)
    changed = asked(round_, other_city, delegate, PEOPLE, "es")
    words = {change_of(changed).pk: TERCIO}
    factories.accepted(changed, moderator, outcome="accepted_with_changes", words=words)
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=round_, by=moderator)
    merge = merges.choose_amendments(merge=merge, amendments=[chosen], by=moderator)
    assert [each.meets for each in cross_language_conflicts.conflicts_elsewhere(merge_views.view_of_merge(merge))] == [
        (chosen,)
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_questions_do_not_grow(round_, city, other_city, delegate, count, django_assert_num_queries):
    for _n in range(count):
        asked(round_, city, delegate, THIRD, "en")
        asked(round_, other_city, delegate, TERCIO, "es")
    changes = list(Change.objects.select_related("base", "text__amendment"))
    with django_assert_num_queries(0):
        assert len(cross_language_conflicts.conflicts_across_languages(changes)) == 2 * count


def test_a_merge_asks_as_much_for_three_in_other_languages_as_for_one(version, city, other_city, delegate, moderator):
    round_ = factories.deciding(version)
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=round_, by=moderator)
    counts = []
    for more in (1, 2):
        for _n in range(more):
            factories.accepted(asked(round_, other_city, delegate, TERCIO, "es"), moderator)
        view = merge_views.view_of_merge(merge)
        with CaptureQueriesContext(connection) as asked_for:
            rows = in_other_languages(view)
        counts.append((len(rows), len(asked_for)))
    assert [rows for rows, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1] > 0


def test_one_with_an_editor_s_translation_can_be_chosen_and_says_so(client, version, other_city, delegate):
    round_ = factories.deciding(version)
    moderator = factories.secretariat("moderator")
    spanish = asked(round_, other_city, delegate, TERCIO, "es")
    words = {pieces_of_text(spanish.text)[-1].of: THIRD}
    translations.save_translation(
        amendment=spanish, language="en", words=words, by=factories.holder("language_editor", "en")
    )
    factories.accepted(spanish, moderator)
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=round_, by=moderator)
    client.force_login(moderator)
    merge_url = reverse("desk_merge", args=[merge.key])
    page = client.get(merge_url).content.decode()
    assert "The translation is approved: the amendment can be selected." in page and "1 Velmora, Spanish" in page
    client.post(f"{merge_url}choose/", {"amendments": [spanish.pk], "token": "t", "revision": merge.revision})
    page = client.get(merge_url).content.decode()
    assert "translated from Spanish" in page and ">third<" in page
    assert forecast_merge(merge_views.view_of_merge(merge)).languages == ("fr",)
