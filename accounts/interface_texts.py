"""The texts of the interface: what catalogues contain, what editors corrected, and which texts a page used.

A text is named by its key, as gettext names it: the English text, after its context where it has one. A correction
overlays the catalogue of its language in each process, so that no release is needed.
"""

from __future__ import annotations

import gettext as files
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from typing import Any, TypeVar

import polib
from django.conf import settings
from django.utils.translation import to_locale, trans_real

CONTEXT_END = trans_real.CONTEXT_SEPARATOR
BORROWED = "-x-"
"""Ends the interface's own language in a code such as `en-x-pt`, which is an English interface around Portuguese."""
# Among these numbers are some for each plural form of every language that the site may speak.
NUMBERS = (*range(200), 1_000_000)
Key = str
Forms = tuple[str, ...]
Made = TypeVar("Made")


@dataclass(frozen=True)
class InterfaceText:
    """One text as the code has it; `plural` is empty where no number decides between forms."""

    source: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> Key:
        return f"{self.context}{CONTEXT_END}{self.source}" if self.context else self.source

    @property
    def digest(self) -> str:
        """Names the text in addresses."""
        return digest_of_key(self.key)


def digest_of_key(key: Key) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


@cache
def catalogued_texts() -> Mapping[str, InterfaceText]:
    """Every text that a catalogue of the site has in any language, by digest."""
    texts: dict[str, InterfaceText] = {}
    for folder in trans_real.all_locale_paths():
        for code in settings.INTERFACE_LANGUAGES:
            path = files.find("django", folder, [to_locale(code)])
            for entry in polib.mofile(path) if path else ():
                text = InterfaceText(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")
                # The catalogues of Django come first, and a text without a plural hides none that has one.
                if text.plural or text.digest not in texts:
                    texts[text.digest] = text
    return texts


# Corrections

_corrections: Mapping[str, Mapping[Key, Forms]] = {}
_caches: list[Callable[[], None]] = []


class CorrectedTranslation(trans_real.DjangoTranslation):
    """A catalogue under the corrections of its language, which notes the texts that a page uses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = interface_code(self.language())
        self.corrections: Mapping[Key, Forms] = _corrections.get(self.code, {})

    def gettext(self, message: str) -> str:
        self._note(message)
        forms = self.corrections.get(message)
        if forms is None:
            return super().gettext(message)
        return forms[0] if len(forms) == 1 else self._form(message, forms, 1)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self._note(msgid1)
        forms = self.corrections.get(msgid1)
        return super().ngettext(msgid1, msgid2, n) if forms is None else self._form(msgid1, forms, n)

    def rule_of(self, key: Key) -> Callable[[int], int]:
        """Which plural form a number takes: by the catalogue that has the text, else by the site's own."""
        catalog: Any = self._catalog  # type: ignore[attr-defined]
        rules: list[Callable[[int], int]] = catalog._plurals
        rules_of_text = (rule for words, rule in zip(catalog._catalogs, rules, strict=True) if (key, rule(1)) in words)
        return next(rules_of_text, rules[0])

    def _form(self, key: Key, forms: Forms, number: int) -> str:
        return forms[min(self.rule_of(key)(number), len(forms) - 1)]

    def _note(self, key: Key) -> None:
        record = _record.get()
        if record is not None and record.language == self.code:
            record.keys.setdefault(key)


def interface_code(language: str) -> str:
    """The language of the interface in a code that is active."""
    return language.partition(BORROWED)[0]


def install() -> None:
    """From now on each catalogue of this process can be corrected."""
    trans_real.DjangoTranslation = CorrectedTranslation  # type: ignore[misc]
    trans_real._translations.clear()  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]
    trans_real.deactivate()


def set_corrections(corrections: Mapping[str, Mapping[Key, Forms]]) -> None:
    """Lays corrections over the catalogues of this process: by language and key, the forms of each text."""
    global _corrections
    _corrections = corrections
    for translation in trans_real._translations.values():  # type: ignore[attr-defined]
        translation.corrections = corrections.get(translation.code, {})
    for clear in _caches:
        clear()


def current_forms(text: InterfaceText, language: str) -> Forms:
    """The text as pages show it in that language now: one form, or one for each of its plural forms."""
    translation = trans_real.translation(language)
    if not text.plural:
        return (_untold(translation.gettext(text.key)),)
    plural_key = f"{text.context}{CONTEXT_END}{text.plural}" if text.context else text.plural
    numbers = [examples[0] for examples in plural_examples(text, language)]
    return tuple(_untold(translation.ngettext(text.key, plural_key, number)) for number in numbers)


def plural_examples(text: InterfaceText, language: str) -> list[list[int]]:
    """For each plural form of the language, the first numbers that take it; nothing for a text without plural."""
    if not text.plural:
        return []
    rule = trans_real.translation(language).rule_of(text.key)  # type: ignore[attr-defined]
    examples: dict[int, list[int]] = {}
    for number in NUMBERS:
        examples.setdefault(rule(number), []).append(number)
    return [examples[form][:3] for form in sorted(examples)]


def _untold(text: str) -> str:
    """A text that no catalogue has comes back as its key, with its context."""
    return text.rpartition(CONTEXT_END)[2]


# The texts of a page


class Record:
    """The keys that were used in one language, in the order of their use."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.keys: dict[Key, None] = {}

    def texts(self) -> list[InterfaceText]:
        """What catalogues know of the keys: other words that were looked up are no texts of the interface."""
        catalogued = catalogued_texts()
        return [catalogued[digest] for digest in map(digest_of_key, self.keys) if digest in catalogued]


_record: ContextVar[Record | None] = ContextVar("interface_texts", default=None)


@contextmanager
def recorded_texts(language: str) -> Iterator[Record]:
    """Notes the texts of that language that are used inside."""
    record = Record(interface_code(language))
    token = _record.set(record)
    try:
        yield record
    finally:
        _record.reset(token)


def is_recording() -> bool:
    return _record.get() is not None


def cache_with_texts(maxsize: int) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """`lru_cache` for what contains interface texts: cleared by a correction, and unused while texts are noted."""

    def decorate(make: Callable[..., Made]) -> Callable[..., Made]:
        kept = lru_cache(maxsize=maxsize)(make)
        _caches.append(kept.cache_clear)

        @wraps(make)
        def wrapped(*args: Any, **kwargs: Any) -> Made:
            return make(*args, **kwargs) if is_recording() else kept(*args, **kwargs)

        wrapped.cache_clear = kept.cache_clear  # type: ignore[attr-defined]
        wrapped.cache_info = kept.cache_info  # type: ignore[attr-defined]
        return wrapped

    return decorate
