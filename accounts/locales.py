"""What a language does by its own rules, as Babel knows them: its locale, and how it names several things at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from django.conf import settings
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

_QUOTATION = re.compile("«([^«»]*)»")


@lru_cache(maxsize=64)
def locale_of(code: str) -> Locale:
    """The locale of a language; English where nobody knows it."""
    try:
        return Locale.parse(code.partition("-")[0])
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def interface_languages(stored: str = "") -> list[tuple[str, str]]:
    """Code and own name of each language that has texts of pages and emails, then of `stored` if it has none."""
    names = dict(settings.LANGUAGES)
    further = [stored] if stored and stored not in settings.INTERFACE_LANGUAGES else []
    return [(code, names.get(code, code)) for code in (*settings.INTERFACE_LANGUAGES, *further)]


def language_in_words(code: str) -> str:
    """A language as the language of the page names it within a sentence; an unknown code is its own name."""
    try:
        locale = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return code
    return locale.get_display_name(locale_of(get_language() or "en")) or code


def time_zone_place(zone: str, given: str = "") -> str:
    """The place after which a time zone is named, `Africa/Cairo`, in the language of the page: `Le Caire`.

    A `given` name of another place, as Barcelona in `Europe/Madrid`, stays as it is.
    """
    if given and given not in _names_of_place(zone):
        return given
    return _name_of_place(zone, get_language() or "en")


def text_attributes(code: str) -> dict[str, str]:
    """`lang` and `dir` of a field or an element whose text is in that language."""
    return {"lang": code, "dir": locale_of(code).text_direction}


def join_in_words(words: Iterable[object]) -> str:
    """`Tamanrit, Velmora and Zorilla`, each once, as the language of the page joins them; nothing for none."""
    return str(format_list(list(dict.fromkeys(map(str, words))), locale=locale_of(get_language() or "en")))


def listed_html(parts: Iterable[str]) -> SafeString:
    """The same with marks within; what is not safe is escaped."""
    return mark_safe(join_in_words(conditional_escape(part) for part in parts))


def comma() -> str:
    """The comma between two items, with the space after it."""
    return _(", ")


def localize_commas(citation: str) -> str:
    """A citation, `VI.3, plan, short-term, a`, with the commas of the language of the page."""
    return citation.replace(", ", comma())


def isolate_citation(citation: str) -> SafeString:
    """The same for HTML, apart from the text around it; its Latin number does not turn a page from right to left."""
    direction = locale_of(get_language() or "en").text_direction
    shown = localize_commas(citation)
    return format_html('<bdi dir="rtl">{}</bdi>', shown) if direction == "rtl" else format_html("<bdi>{}</bdi>", shown)


def list_citations(citations: Iterable[str]) -> str:
    """Several citations in a sentence; semicolons separate them where one has commas of its own."""
    shown = [localize_commas(citation) for citation in citations]
    return semicolon().join(shown) if any(comma() in citation for citation in shown) else join_in_words(shown)


def isolate_quotations(text: str) -> SafeString:
    """A sentence for HTML: on a page from right to left, marks at the ends of a Latin quotation stay at its ends."""
    shown = conditional_escape(text)
    if locale_of(get_language() or "en").text_direction != "rtl":
        return shown
    return mark_safe(_QUOTATION.sub(r"«<bdi>\1</bdi>»", shown))


def colon() -> str:
    """The colon after a label, with the space that the language of the page puts before it."""
    return pgettext("after a label", ":")


def semicolon() -> str:
    """The mark between two items that may contain commas, with its spaces."""
    return pgettext("between items", "; ")


def labelled(label: object, value: object) -> str:
    """`Support: 3`, as the language of the page writes it."""
    return f"{label}{colon()} {value}"


def in_quotes(text: object) -> str:
    """A text in the quotation marks of the page's language."""
    return pgettext("a quotation", "“{}”").format(text)


def in_quotes_html(text: object) -> SafeString:
    """The same for a page; what is not safe is escaped."""
    return format_html(pgettext("a quotation", "“{}”"), text)


@lru_cache(maxsize=256)
def _names_of_place(zone: str) -> frozenset[str]:
    """The names of the place in every language of the site."""
    return frozenset(_name_of_place(zone, code) for code, _name in settings.LANGUAGES)


def _name_of_place(zone: str, code: str) -> str:
    names = locale_of(code).time_zones.get(zone, {})
    return str(names.get("city") or zone.rpartition("/")[2].replace("_", " "))
