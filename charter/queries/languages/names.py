"""How a language is named and written, by its code."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language_info

SCRIPTS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


@dataclass(frozen=True)
class Language:
    """`code` as in addresses, `tag` for `lang`, `name` in the language itself, `dir` of its script."""

    code: str
    tag: str
    name: str
    dir: str


def language_of(code: str) -> Language:
    """The language with that code; an unknown code is its own name."""
    try:
        info = get_language_info(code)
    except KeyError:
        return Language(code, code, code, "ltr")
    name = dict(settings.LANGUAGES).get(code) or str(info["name_local"])
    return Language(code, SCRIPTS.get(code, code), name[:1].upper() + name[1:], "rtl" if info["bidi"] else "ltr")
