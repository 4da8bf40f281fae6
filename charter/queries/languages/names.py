"""How a language is named and written, by its code."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language_info

from accounts.locales import language_in_words

SCRIPTS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


@dataclass(frozen=True)
class Language:
    """`code` as in addresses, `tag` for `lang`, `name` in the language itself, `dir` of its script.

    `name` is for a name on its own, with `lang`; `in_words` is for a name within a sentence of the page.
    """

    code: str
    tag: str
    name: str
    dir: str

    @property
    def in_words(self) -> str:
        """The name in the language of the page."""
        return language_in_words(self.code)


def language_of(code: str) -> Language:
    """The language with that code; an unknown code is its own name."""
    try:
        info = get_language_info(code)
    except KeyError:
        return Language(code, code, code, "ltr")
    name = dict(settings.LANGUAGES).get(code) or str(info["name_local"])
    return Language(code, SCRIPTS.get(code, code), name[:1].upper() + name[1:], "rtl" if info["bidi"] else "ltr")
