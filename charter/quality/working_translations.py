"""Facts of a working translation that differ from its original, before the translation is shown to anybody."""

from __future__ import annotations

from html import escape

from charter.quality.printing import difference_in_words
from charter.queries.languages.differences import FACT_CHECKS, LanguageSide, find_differences


def facts_that_differ(original: str, source: str, language: str, text: str) -> dict[str, str]:
    """A sentence for each number, date and name in which `text` differs from `source`, by the finding's identity.

    `original` and `language` are the languages of the two. The identity is another one if either text changes.
    """
    sides = LanguageSide(original, source, escape(source)), LanguageSide(language, text, escape(text))
    # A percentage is a number too: the same values are named once, by the first check that saw them.
    found = {
        (row.base, row.incoming): (identity, difference_in_words(row))
        for row, identity in reversed(find_differences(*sides, "", FACT_CHECKS))
    }
    return dict(reversed(found.values()))
