"""What a correction of an interface text must keep of the English text: its placeholders, its markup, its lines."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.interface_texts import Forms, InterfaceText, plural_examples

PERCENT = re.compile(r"%%|%\([^)]*\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%[sdifrxc]|%")
BRACES = re.compile(r"\{[^{}]*\}|[{}]")
TAG = re.compile(r"<[^<>]*>")
VOID = re.compile(r"<(?:br|hr|img|wbr)\b")
SPECIAL = "<>&\"'`"
"""Characters that can begin markup or end an attribute, where a template inserts the text as it is."""
# Joiners and marks of direction, which Arabic and other scripts need; no other invisible character.
INVISIBLE = frozenset("\u200c\u200d\u200e\u200f\u061c\u00ad")
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
LONGEST = 2_000


class FaultyTextError(ValueError):
    """A correction that would break a page; `args[0]` is the sentence that says so."""


def tidied(text: InterfaceText, typed: Iterable[str]) -> Forms:
    """The typed forms with the line ends and the outer spaces of the English text; typographic apostrophes."""
    return tuple(_tidied(text.source, form) for form in typed)


def check_forms(text: InterfaceText, forms: Forms, language: str) -> None:
    """Passes where every form keeps what it must keep; raises `FaultyTextError` with the reason otherwise."""
    examples = plural_examples(text, language) or [[]]
    if len(forms) != len(examples):
        raise FaultyTextError(_("Write the text. An interface text cannot be empty."))
    for form, numbers in zip(forms, examples, strict=True):
        _check_form(text, form, names_its_number=len(numbers) == 1)


def _tidied(source: str, typed: str) -> str:
    inner = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    if "'" not in source:
        inner = APOSTROPHE.sub("’", inner)
    before = source[: len(source) - len(source.lstrip())]
    after = source[len(source.rstrip()) :]
    return f"{before}{inner}{after}" if inner else ""


def _check_form(text: InterfaceText, form: str, names_its_number: bool) -> None:
    if not form.strip():
        raise FaultyTextError(_("Write the text. An interface text cannot be empty."))
    if len(form) > LONGEST:
        sentence = ngettext_lazy(
            "The text has more than %(n)s character. Shorten the text.",
            "The text has more than %(n)s characters. Shorten the text.",
            LONGEST,
        )
        raise FaultyTextError(sentence % {"n": LONGEST})
    if form.count("\n") != text.source.count("\n"):
        raise FaultyTextError(_("The text must have as many lines as the English text."))
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs") and sign not in INVISIBLE | {"\n"} for sign in form):
        raise FaultyTextError(_("The text contains an invisible character. Delete it or type the text again."))
    sources = [text.source, text.plural or text.source]
    spare = int(names_its_number)
    _check_percents(sources, form, spare)
    _check_braces(sources, form, spare)
    _check_markup(sources, form)


def _check_percents(sources: list[str], form: str, spare: int) -> None:
    own = PERCENT.findall(form)
    _check_placeholders([PERCENT.findall(source) for source in sources], own, spare)
    formatted = any(set(PERCENT.findall(source)) - {"%"} for source in sources)
    strays = max(PERCENT.findall(source).count("%") for source in sources)
    if own.count("%") > strays or ("%%" in own and not formatted):
        raise FaultyTextError(_("Write a percent sign as in the English text: %(sign)s.") % {"sign": "%%"})


def _check_braces(sources: list[str], form: str, spare: int) -> None:
    own = BRACES.findall(form)
    _check_placeholders([BRACES.findall(source) for source in sources], own, spare)
    for brace in "{}":
        if own.count(brace) > max(BRACES.findall(source).count(brace) for source in sources):
            raise FaultyTextError(
                _("The text has a curly bracket that the English text does not have. Delete the bracket.")
            )


def _check_placeholders(of_sources: list[list[str]], own: list[str], spare: int) -> None:
    """Named ones as a set, since one may come twice; others by number, since their order decides.

    A form for a single number may leave this number out: `spare` names may be missing.
    """
    needed = set.intersection(*(set(_named(tokens)) for tokens in of_sources))
    allowed = set.union(*(set(_named(tokens)) for tokens in of_sources))
    missing, new = sorted(needed - set(_named(own))), sorted(set(_named(own)) - allowed)
    if len(missing) > spare:
        sentence = _("The placeholder %(name)s is missing. Copy it from the English text.")
        raise FaultyTextError(sentence % {"name": missing[0]})
    if new:
        sentence = _("The English text does not have the placeholder %(name)s. Delete the placeholder.")
        raise FaultyTextError(sentence % {"name": new[0]})
    if _unnamed(own) not in [_unnamed(tokens) for tokens in of_sources]:
        raise FaultyTextError(_("The placeholders must be those of the English text, in the same order."))


def _named(tokens: list[str]) -> list[str]:
    return [token for token in tokens if token.startswith("%(") or re.fullmatch(r"\{[^{}]+\}", token)]


def _unnamed(tokens: list[str]) -> list[str]:
    return [token for token in tokens if re.fullmatch(r"\{\}|%[a-z]", token)]


def _check_markup(sources: list[str], form: str) -> None:
    tags = TAG.findall(form)
    if Counter(tags) not in [Counter(TAG.findall(source)) for source in sources] or not _is_nested(tags):
        raise FaultyTextError(_("The text must have the same HTML tags as the English text. Delete all other tags."))
    rest = TAG.sub("", form)
    for sign in SPECIAL:
        if rest.count(sign) > max(TAG.sub("", source).count(sign) for source in sources):
            sentence = _("The character %(sign)s cannot be used in this text. Use typographic quotation marks.")
            raise FaultyTextError(sentence % {"sign": sign})


def _is_nested(tags: list[str]) -> bool:
    """Whether each tag is closed by its own end."""
    waiting: list[str] = []
    for tag in tags:
        name = re.split(r"[\s/>]", tag.lstrip("</"), maxsplit=1)[0]
        if VOID.match(tag) or tag.endswith("/>"):
            continue
        if not tag.startswith("</"):
            waiting.append(name)
        elif not waiting or waiting.pop() != name:
            return False
    return not waiting
