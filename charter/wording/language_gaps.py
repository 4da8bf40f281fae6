"""What a version lacks in a language, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.locales import list_citations
from charter.queries.languages.names import language_of
from charter.queries.versions.language_gaps import LanguageGaps


def gap_sentences(gaps: LanguageGaps) -> Iterator[str]:
    """One sentence on missing texts and one on outdated texts; none for a complete language version."""
    language = capfirst(language_of(gaps.language).in_words)
    if gaps.is_empty:
        yield _("%(language)s: the version has no text in this language.") % {"language": language}
        return
    if gaps.missing:
        sentence = _("%(language)s: incomplete and not authentic. No text: %(places)s.")
        yield sentence % {"language": language, "places": list_citations(gaps.missing)}
    if gaps.outdated:
        sentence = _("%(language)s: not authentic. Out of date: %(places)s.")
        yield sentence % {"language": language, "places": list_citations(gaps.outdated)}
