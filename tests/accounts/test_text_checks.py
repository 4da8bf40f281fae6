"""What a correction of an interface text may not change of the English text."""

from __future__ import annotations

import pytest

from accounts.interface_texts import InterfaceText
from accounts.text_checks import FaultyTextError, check_forms, tidied

LINK = InterfaceText('The changes refer to the text of <a href="%(there)s">version %(number)s</a>.')
COUNTED = InterfaceText("%(n)s comment", "%(n)s comments")


def check(text, *typed, language="fr"):
    check_forms(text, tidied(text, typed), language)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        (InterfaceText("Menu"), "Carte"),
        (InterfaceText("Menu"), "L'entrée"),
        (LINK, 'Ils modifient <a href="%(there)s">la version %(number)s</a>.'),
        (InterfaceText("%(name)s and %(other)s"), "%(other)s, %(name)s et encore %(name)s"),
        (InterfaceText("{} of {}"), "{} sur {}"),
        (InterfaceText("“{}”"), "« {} »"),
        (InterfaceText("More than %(n)s%%"), "Plus de %(n)s %%"),
        (InterfaceText("Menu"), "قائمة\u200f"),
    ],
)
def test_other_words_with_the_same_parts_are_accepted(text, typed):
    check(text, typed)


@pytest.mark.parametrize(
    ("text", "typed", "words"),
    [
        (InterfaceText("Menu"), "  ", "cannot be empty"),
        (InterfaceText("Menu"), "a" * 2001, "more than 2000"),
        (InterfaceText("Menu"), "Carte\ndu site", "as many lines"),
        (InterfaceText("Menu"), "Car\u202ete", "invisible character"),
        (InterfaceText("Menu"), "Car\x00te", "invisible character"),
        (InterfaceText("Menu"), "<b>Carte</b>", "HTML tags"),
        (InterfaceText("Menu"), "Carte <script", "character <"),
        (InterfaceText("Menu"), 'Carte" onclick="x', 'character "'),
        (InterfaceText("Menu"), "&lt;b", "character &"),
        (InterfaceText("Menu"), "Carte de %(name)s", "does not have the placeholder %(name)s"),
        (InterfaceText("Menu"), "Carte à 5 %", "percent sign"),
        (InterfaceText("Menu"), "Carte {}", "placeholders must be"),
        (InterfaceText("Menu"), "Carte {name}", "does not have the placeholder {name}"),
        (InterfaceText("Menu"), "Carte {", "curly bracket"),
        (InterfaceText("Hello %(name)s"), "Bonjour", "placeholder %(name)s is missing"),
        (InterfaceText("Hello %(name)s"), "Bonjour %(nom)s", "placeholder %(name)s is missing"),
        (InterfaceText("Hello %(name)s"), "Bonjour %(name)d", "placeholder %(name)s is missing"),
        (InterfaceText("Hello {name}"), "Bonjour {name.__class__}", "placeholder {name} is missing"),
        (InterfaceText("%s of %d"), "%d sur %s", "in the same order"),
        (LINK, 'Ils modifient <a href="https://evil.example">la version %(number)s</a> %(there)s.', "HTML tags"),
        (LINK, 'Ils modifient </a>la version %(number)s<a href="%(there)s">.', "HTML tags"),
        (LINK, "Ils modifient la version %(number)s %(there)s.", "HTML tags"),
    ],
)
def test_what_would_break_a_page_or_bring_markup_is_refused_with_the_reason(text, typed, words):
    with pytest.raises(FaultyTextError) as refused:
        check(text, typed)
    assert words in str(refused.value.args[0])


def test_each_plural_form_is_needed_and_checked(db):
    check(COUNTED, "%(n)s remarque", "%(n)s remarques")
    for typed in (["%(n)s remarque"], ["%(n)s remarque", "remarques"], ["%(n)s remarque", ""]):
        with pytest.raises(FaultyTextError):
            check(COUNTED, *typed)


def test_a_form_for_one_number_alone_may_leave_the_number_out():
    forms = ["لا تعليقات", "تعليق واحد", "تعليقان", "%(n)s تعليقات", "%(n)s تعليقًا", "%(n)s تعليق"]
    check(COUNTED, *forms, language="ar")
    forms[4] = "تعليقًا"
    with pytest.raises(FaultyTextError):
        check(COUNTED, *forms, language="ar")


def test_outer_spaces_are_those_of_the_english_text():
    assert tidied(InterfaceText(", "), [" ،"]) == ("،",) or tidied(InterfaceText("a, "), ["b ،"]) == ("b ، ",)
    assert tidied(InterfaceText("Menu"), [" L'entrée\r\n"]) == ("L’entrée",)
