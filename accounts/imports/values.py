"""Values of a table as people write them: by their code, or by their name in a language of the site."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import countries
from accounts.folding import fold_text
from accounts.locales import interface_languages, language_in_words
from accounts.queries.site_settings import site_settings
from accounts.states import SECTION_NAMES


@cache
def codes_by_word(choices: type[TextChoices]) -> dict[str, str]:
    """The code of each choice by the code itself and by its label in each language, without case and marks."""
    return _by_word(choices.choices)


def sections_by_word() -> dict[str, str]:
    """The code of each section by the code itself, by its standard name and by its own names."""
    names = site_settings().section_names
    own = {fold_text(name): code for code, by_language in names.items() for name in by_language.values()}
    return {**_standard_sections_by_word(), **own}


@cache
def _standard_sections_by_word() -> dict[str, str]:
    return _by_word(SECTION_NAMES.items())


@cache
def countries_by_word() -> dict[str, str]:
    """The code of each country by the code itself and by its name in each language."""
    names = [pair for language in settings.INTERFACE_LANGUAGES for pair in countries.country_names(language).items()]
    return {fold_text(word): code for code, name in names for word in (name, code)}


@cache
def languages_by_word() -> dict[str, str]:
    """The code of each language by the code itself, by its own name and by its name in each language."""
    codes = _by_word(settings.LANGUAGES)
    for language in settings.INTERFACE_LANGUAGES:
        with override(language):
            codes |= {fold_text(language_in_words(code)): code for code, _name in settings.LANGUAGES}
    return codes


def email_language(cell: str, stored: str = "") -> str:
    """The code of a language of emails that has texts or is `stored`. Raises `ValueError`, which names them."""
    offered = dict(interface_languages(stored))
    return code_in({word: code for word, code in languages_by_word().items() if code in offered}, cell)


def code_in(codes: dict[str, str], cell: str) -> str:
    """The code that the cell means. Raises `ValueError`, which names the codes."""
    code = codes.get(fold_text(cell.strip()))
    if code is None:
        words = ", ".join(dict.fromkeys(codes.values()))
        if not cell.strip():
            raise ValueError(_("the cell is empty. Enter one of these values: %(words)s.") % {"words": words})
        raise ValueError(
            _("“%(cell)s” is not possible here. Enter one of these values: %(words)s.")
            % {"cell": cell, "words": words}
        )
    return code


def _by_word(choices: Iterable[tuple[str, str | Promise]]) -> dict[str, str]:
    codes: dict[str, str] = {}
    for language in settings.INTERFACE_LANGUAGES:
        with override(language):
            for code, label in choices:
                codes |= {fold_text(word): code for word in (code, str(label))}
    return codes
