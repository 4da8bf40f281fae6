"""Several things named at once, by the rules of each language."""

from __future__ import annotations

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import override

from accounts.locales import (
    interface_languages,
    isolate_quotations,
    join_in_words,
    list_citations,
    listed_html,
)

SAID = {
    "en": "Tamanrit, Velmora, and Zorilla",
    "fr": "Tamanrit, Velmora et Zorilla",
    "es": "Tamanrit, Velmora y Zorilla",
    "ar": "Tamanrit وVelmora وZorilla",
    "zh-hans": "Tamanrit、Velmora和Zorilla",
    "en-x-tlh": "Tamanrit, Velmora, and Zorilla",
}


@pytest.mark.parametrize("language", SAID)
def test_names_are_joined_as_the_language_does_it(language):
    with override(language):
        assert join_in_words(["Tamanrit", "Velmora", "Zorilla"]) == SAID[language]


def test_each_is_named_once_and_none_is_nothing():
    assert join_in_words([4, 9, 4]) == "4 and 9"
    assert (join_in_words(["Velmora"]), join_in_words([])) == ("Velmora", "")


def test_marks_stay_marks_and_what_is_not_safe_is_escaped():
    assert listed_html([mark_safe("<bdi>A</bdi>"), "<b>"]) == "<bdi>A</bdi> and &lt;b&gt;"


def test_languages_without_texts_are_not_offered_but_a_stored_one_stays():
    offered = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية")]
    assert interface_languages() == interface_languages("fr") == offered
    assert interface_languages("zh-hans") == [*offered, ("zh-hans", "简体中文")]
    assert interface_languages("xx") == [*offered, ("xx", "xx")]


def test_citations_with_commas_are_separated_by_semicolons():
    with override("ar"):
        assert list_citations(["XI.3, plan, a", "XII"]) == "XI.3، plan، a؛ XII"
        assert list_citations(["XI", "XII"]) == "XI وXII"


def test_a_quotation_is_isolated_on_a_page_from_right_to_left_alone():
    with override("ar"):
        assert isolate_quotations("بعد «, quiet»؟ <") == "بعد «<bdi>, quiet</bdi>»؟ &lt;"
    with override("es"):
        assert isolate_quotations("tras «, quiet» <") == "tras «, quiet» &lt;"
