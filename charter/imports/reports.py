"""What differs between a charter's first language and another one, as the page and the command both say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.cache import cache as memory
from django.db.models import Count, Max, Sum

from charter import texts
from charter.imports import findings
from charter.imports.alignment import Alignment
from charter.imports.drafts import Edition, ProvisionDraft
from charter.imports.findings import Found, Side
from charter.imports.parity import parity
from charter.imports.plan import align_by_key
from charter.imports.storing import stored
from charter.models import Acceptance, Charter, Standing, StyleNote, Term
from charter.queries import glossary, styles
from charter.queries.glossary import Words

# A charter with more wordings than this is looked at by the worker, and its figures are kept for a month.
SMALL, REMEMBERED = 2_000, 30 * 24 * 3600
# What the words themselves are asked for, provision by provision, with what else can be said of them.
BY_WORDS = frozenset({"numbers", "dates", "articles", "links"})


@dataclass(frozen=True)
class Line:
    """A finding, and the key of the provision where its words can be mended; empty where it stands nowhere."""

    key: str
    found: Found


def of_charter(charter: Charter) -> dict[str, list[Line]]:
    """Every finding by language, in the order of the first one."""
    editions = stored(charter)
    if not editions:
        return {}
    first, *others = editions
    words = glossary.words(charter, first.lang, *(one.lang for one in others))
    paired = styles.paired(charter)
    return {one.lang: list(_lines(charter, first, one, words, paired)) for one in others}


def of_language(charter: Charter, code: str) -> list[Line]:
    """The findings of one language; none for the first, which the others are compared with."""
    return of_charter(charter).get(code, [])


def counted(charter: Charter, *, at_once: bool) -> dict[str, int] | None:
    """How many findings of each language nobody has accepted, remembered until anything they are made of moves.

    Looking at a large charter takes seconds: where it is not wanted `at_once`, an unknown count is none.
    """
    key = f"findings:{charter.pk}:{_stamp(charter)}"
    known: dict[str, int] | None = memory.get(key)
    if known is None and (at_once or Standing.objects.filter(provision__charter=charter).count() <= SMALL):
        known = {code: sum(not one.found.accepted for one in lines) for code, lines in of_charter(charter).items()}
        memory.set(key, known, REMEMBERED)
    return known


def _stamp(charter: Charter) -> str:
    """What findings are made of, in a few numbers that change with it."""
    stands = Standing.objects.filter(provision__charter=charter).aggregate(Count("pk"), Sum("wording"), Max("wording"))
    newest = [
        rows.aggregate(Count("pk"), Max("pk"))
        for rows in (
            Term.objects.current().filter(concept__charter=charter),
            StyleNote.objects.current().filter(charter=charter),
            Acceptance.objects.filter(provision__charter=charter),
        )
    ]
    numbers = [int(number or 0) for number in stands.values()]  # PostgreSQL adds up in decimals
    return texts.digest([numbers, newest, charter.arrangement.digest if charter.arrangement else ""])[:24]


def accepted_at(charter: Charter, language: str) -> dict[str, dict[str, str]]:
    """The words of acceptance in a language, by provision key and by finding."""
    rows = Acceptance.objects.filter(provision__charter=charter, language=language)
    out: dict[str, dict[str, str]] = defaultdict(dict)
    for key, identity, word in rows.values_list("provision__key", "identity", "word"):
        out[str(key)][identity] = word
    return out


def _lines(
    charter: Charter, first: Edition, other: Edition, words: Mapping[str, Words], paired: Mapping[str, str]
) -> Iterator[Line]:
    aligned = align_by_key(first, other)
    accepted = accepted_at(charter, other.lang)
    by_citation = {one.citation: one.key for one in (*other.provisions(), *first.provisions())}
    found = [*_of_shape(aligned, by_citation), *_of_words(aligned, accepted, words, paired)]
    order = {one.key: place for place, one in enumerate(first.provisions())}
    yield from sorted(found, key=lambda one: order.get(one.key, len(order)))


def _of_shape(aligned: Alignment, by_citation: Mapping[str, str]) -> Iterator[Line]:
    for one in parity(aligned):
        if one.kind not in BY_WORDS:
            yield Line(by_citation.get(one.citation, ""), Found(one, ""))


def _of_words(
    aligned: Alignment,
    accepted: Mapping[str, Mapping[str, str]],
    words: Mapping[str, Words],
    paired: Mapping[str, str],
) -> Iterator[Line]:
    base, incoming = aligned.base.lang, aligned.incoming.lang
    for pair in aligned.pairs:
        source = _side(pair.base, base, words, paired)
        here = _side(pair.incoming, incoming, words, paired)
        for one in findings.of_words(source, here, pair.base.citation, accepted.get(pair.incoming.key)):
            yield Line(pair.incoming.key, one)


def _side(draft: ProvisionDraft, language: str, words: Mapping[str, Words], paired: Mapping[str, str]) -> Side:
    return Side(language, draft.text, draft.html, words[language], paired.get(language, ""))
