"""Which text a comment may quote: only text of the provision or amendment that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from charter import texts
from charter.models import Amendment, CurrentWording, Provision, VersionWording


def quotable_texts(target: Provision | Amendment) -> list[str]:
    """The texts of a provision in all languages, published and current; all texts of an amendment."""
    quotable = _of_provision(target) if isinstance(target, Provision) else _of_amendment(target)
    return [" ".join(text.split()) for text in quotable if text]


def is_quotation(quote: str, quotable: Iterable[str]) -> bool:
    """Whether the quote consists of whole words of one of these texts, letter by letter; spaces are ignored."""
    words = " ".join(quote.split())
    if not words:
        return True
    before = "" if texts.runs_on(words[0]) else r"(?<!\w)"
    after = "" if texts.runs_on(words[-1]) else r"(?!\w)"
    pattern = re.compile(f"{before}{re.escape(words)}{after}")
    return any(pattern.search(text) for text in quotable)


def _of_provision(provision: Provision) -> Iterator[str]:
    rows = CurrentWording.objects.filter(provision=provision).order_by("pk")
    yield from rows.values_list("wording__text", flat=True)
    published = VersionWording.objects.filter(provision=provision, wording__isnull=False).order_by("-version__number")
    yield from published.values_list("wording__text", flat=True)


def _of_amendment(amendment: Amendment) -> Iterator[str]:
    text = amendment.text
    if text is None:
        return
    yield from (words.text for words in (text.title, text.reason) if words is not None)
    yield text.source
    for change in text.changes.select_related("base", "after_base"):
        yield texts.plain_text(change.html)
        for base in (change.base, change.after_base):
            yield base.text if base else ""
