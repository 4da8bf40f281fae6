"""Texts of the charter from before this site."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from charter import texts
from charter.citations import labels_of_blocks
from charter.models import Charter, EarlierLine, EarlierText, Provision, Version, Wording
from charter.queries.reading.articles import TextLine, anchor_of
from charter.queries.reading.comparing import ArticleVersion, Comparison, articles_by_key
from charter.states import ProvisionKind
from charter.text import origins

# Fewer words in a row can be in two texts by chance.
PASSAGE = 4


@dataclass(frozen=True)
class SharedText:
    """The parts of a text that an earlier text has word for word: all of it, or these passages."""

    line: EarlierLine
    is_whole: bool
    passages: tuple[str, ...]


def public_texts(charter: Charter) -> QuerySet[EarlierText]:
    """All that are public, the oldest first."""
    return charter.earlier_texts.filter(published_at__isnull=False)


def public_text(charter: Charter, pk: int) -> EarlierText | None:
    return public_texts(charter).filter(pk=pk).first()


def texts_of_charter(charter: Charter) -> QuerySet[EarlierText]:
    """All, also those that are not public yet, the oldest first."""
    return charter.earlier_texts.all()


def lines_by_article(text: EarlierText) -> list[list[EarlierLine]]:
    """The provisions of an earlier text in its own order, article by article."""
    lines = text.lines.select_related("provision")
    return [list(lines_of_article) for _number, lines_of_article in groupby(lines, key=lambda line: line.article)]


def lines_of_provision(charter: Charter, provision: Provision | int) -> list[EarlierLine]:
    """The provisions of public earlier texts that correspond to a provision, the newest text first."""
    lines = EarlierLine.objects.filter(provision=provision, text__in=public_texts(charter))
    return list(lines.select_related("text").order_by("-text__dated", "-text", "place"))


def public_lines_by_provision(charter: Charter, language: str) -> dict[int, list[EarlierLine]]:
    """The provisions of public earlier texts in the language, by the id of the provision that they correspond to."""
    lines = EarlierLine.objects.filter(
        provision__isnull=False, text__in=public_texts(charter), text__language=language
    )
    by_provision: dict[int, list[EarlierLine]] = defaultdict(list)
    for line in lines.select_related("text").order_by("text__dated", "text", "place"):
        by_provision[line.provision_id or 0].append(line)
    return dict(by_provision)


def compare_with_version(text: EarlierText, version: Version) -> list[Comparison]:
    """Every article of an earlier text and of a version in the language of the text, in the order of the version.

    Articles that the version does not have are at the end.
    """
    after = articles_by_key(version, text.language)
    homes = {line.provision.pk: key for key, article in after.items() for line in article.lines}
    before = _articles_by_key(text, homes)
    keys = [*after, *(key for key in before if key not in after)]
    return [Comparison(before.get(key), after.get(key), f"change-{n}") for n, key in enumerate(keys, 1)]


def _articles_by_key(text: EarlierText, homes: Mapping[int, str]) -> dict[str, ArticleVersion]:
    """The articles of an earlier text: each has the key of the one that most of its provisions are in now.

    An article is in one pair at most; one in none has a key of its own.
    """
    articles: dict[str, ArticleVersion] = {}
    used: set[int] = set()
    for lines in lines_by_article(text):
        votes = Counter(homes[pk] for line in lines if (pk := line.provision_id) is not None and pk in homes)
        likely = (key for key, _count in votes.most_common() if key not in articles)
        key = next(likely, f"earlier-{lines[0].article}")
        articles[key] = _article_version(key, lines, text.language, used)
    return articles


def _article_version(key: str, lines: list[EarlierLine], language: str, used: set[int]) -> ArticleVersion:
    first = lines[0]
    kinds, depths = [line.kind for line in lines], [line.depth for line in lines]
    labels = labels_of_blocks(first.article_kind, first.article_number, kinds, language, depths)
    text_lines = tuple(
        _text_line(line, label.style, language, used) for line, label in zip(lines, labels, strict=True)
    )
    title = next((line.wording for line in text_lines if line.kind == ProvisionKind.TITLE), None)
    return ArticleVersion(key, first.article_kind, first.article_number, first.article_kind, text_lines, title)


def _text_line(line: EarlierLine, style: str, language: str, used: set[int]) -> TextLine:
    """A provision of an earlier text as comparisons take it.

    It has no stored wording. A provision that the charter does not have, or that two correspond to, is a new one with
    an id below zero.
    """
    provision = line.provision
    if provision is None or provision.pk in used:
        provision = Provision(pk=-line.pk, key=uuid.uuid5(uuid.NAMESPACE_OID, str(line.pk)), short="")
    used.add(provision.pk)
    return TextLine(
        provision=provision,
        kind=line.kind,
        depth=line.depth,
        printed=line.printed,
        citation=line.citation,
        anchor=f"earlier-{anchor_of(line.citation)}",
        language=language,
        wording=Wording(pk=-line.pk, provision=provision, language=language, html=line.html, text=line.words),
        style=style,
    )


def shared_with(html: str, lines: Iterable[EarlierLine]) -> list[SharedText]:
    """For each of the lines what of a text it has word for word, the oldest first; those that have nothing of it not.

    Where one line has the whole text, passages of others are left out.
    """
    shared = [_shared(html, line) for line in sorted(lines, key=lambda line: (line.text.dated, line.text_id))]
    wholes = [text for text in shared if text.is_whole]
    return wholes or [text for text in shared if text.passages]


def _shared(html: str, line: EarlierLine) -> SharedText:
    pieces = origins([("earlier", texts.single_block(line.html)), ("now", texts.single_block(html))])
    rest = "".join(piece.text for piece in pieces if piece.marks != ("earlier",))
    kept = [piece.text.strip() for piece in pieces if piece.marks == ("earlier",)]
    is_whole = bool(kept) and not any(letter.isalnum() for letter in rest)
    return SharedText(line, is_whole, tuple(text for text in kept if _words_in(text) >= PASSAGE))


def _words_in(text: str) -> int:
    """Words; in scripts without spaces, characters."""
    return len(text) if text and texts.runs_on(text[-1]) else len(text.split())
