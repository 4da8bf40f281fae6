"""Taking an edition of a charter in: the first language founds provisions, later ones give them words."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.actions import records
from accounts.models import Person, say
from charter import texts
from charter.actions import wordings
from charter.models import (
    Adoption,
    Arrangement,
    Article,
    Block,
    Charter,
    CharterLanguage,
    Provision,
    Section,
    Source,
    Standing,
    Wording,
    as_tree,
)
from charter.states import CameFrom, Numerals


@dataclass(frozen=True)
class NewBlock:
    """A provision to take in: clean inner HTML; `key` where it is known already, else a new one is given.

    Empty HTML: the provision has no words in this language.
    """

    kind: str
    html: str
    depth: int = 0
    key: str = ""


@dataclass(frozen=True)
class NewSection:
    """An article to take in; `key` where it is known already."""

    kind: str
    slug: str
    blocks: tuple[NewBlock, ...]
    key: str = ""


@dataclass(frozen=True)
class Origin:
    """Where the text came from: shown by "Who asked for this?" for the first text's words."""

    document: str
    digest: str
    body: str = ""
    dated: str | None = None


@dataclass(frozen=True)
class Edition:
    """A whole edition in one language, its blocks in order."""

    language: str
    title: str
    sections: tuple[NewSection, ...]
    origin: Origin = field(default_factory=lambda: Origin("", ""))


@transaction.atomic
def found(*, slug: str, edition: Edition, by: Person | None, at: datetime, numerals: str = Numerals.ROMAN) -> Charter:
    """A new charter from its first edition: articles, provisions, the first arrangement and wordings."""
    charter = Charter.objects.create(slug=slug, title=say(edition.title, edition.language), numerals=numerals)
    CharterLanguage.objects.create(charter=charter, code=edition.language)
    sections = tuple(_new_section(charter, section) for section in edition.sections)
    arrange(charter=charter, sections=sections, at=at)
    keyed = [
        (block.key, new.html)
        for section, news in zip(sections, edition.sections, strict=True)
        for block, new in zip(section.blocks, news.blocks, strict=True)
    ]
    write_words(charter, edition, keyed, by, at)
    records.append(records.Act("charter founded", charter, by, content=content(edition)), at=at)
    return charter


@transaction.atomic
def add_language(
    *, charter: Charter, edition: Edition, by: Person | None, at: datetime, required: bool = True
) -> None:
    """Words in one more language for provisions that exist: every block carries the key it was aligned with.

    Languages that a person placed side by side start equal: each wording carries what the first language's does.
    """
    place = charter.languages.count()
    CharterLanguage.objects.get_or_create(
        charter=charter, code=edition.language, defaults={"place": place, "required": required}
    )
    if edition.title and edition.title != charter.title.text:
        _translate_title(charter, edition)
    keyed = [(block.key, block.html) for section in edition.sections for block in section.blocks]
    write_words(charter, edition, keyed, by, at)
    records.append(records.Act("language added", charter, by, content=content(edition)), at=at)


def arrange(
    *,
    charter: Charter,
    sections: tuple[Section, ...],
    at: datetime,
    fates: dict | None = None,
    but: Collection[int] = (),
) -> Arrangement:
    """A new working arrangement; says so by `wordings.arrangement_moved` where there was one before."""
    old = charter.arrangement
    tree = as_tree(sections)
    new = Arrangement.objects.create(
        charter=charter, previous=old, tree=tree, fates=fates or {}, digest=texts.digest(tree), made_at=at
    )
    charter.arrangement = new
    charter.save(update_fields=["arrangement"])
    if old is not None:
        wordings.arrangement_moved.send(sender=Arrangement, charter=charter, old=old, new=new, but=but)
    return new


def _new_section(charter: Charter, section: NewSection) -> Section:
    article = Article.objects.create(charter=charter, slug=section.slug, key=section.key or uuid.uuid4())
    keys = [block.key or str(uuid.uuid4()) for block in section.blocks]
    Provision.objects.bulk_create(Provision(charter=charter, key=key) for key in keys)
    blocks = tuple(Block(key, new.kind, new.depth) for key, new in zip(keys, section.blocks, strict=True))
    return Section(str(article.key), section.kind, section.slug, blocks)


def write_words(
    charter: Charter,
    edition: Edition,
    keyed: Sequence[tuple[str, str]],
    by: Person | None,
    at: datetime,
    adoptions: Mapping[str, Adoption] | None = None,
) -> None:
    """Writes the edition's source, and a wording for each key whose words are not those that stand."""
    source = _source(charter, edition, by, at)
    provisions = {str(p.key): p for p in charter.provisions.all()}
    beside, standing = _first_wordings(charter, edition.language), _standing(charter, edition.language)
    news = []
    for key, html in keyed:
        old = standing.get(key)
        if html and (old is None or old.html != html):
            new = wordings.NewWording(
                provision=provisions[key],
                language=edition.language,
                html=html,
                came_from=CameFrom.IMPORT,
                by=by,
                at=at,
                parent=old,
                aligned_to=beside.get(key),
                source=source,
                adoptions=[adoptions[key]] if adoptions and key in adoptions else (),
            )
            news.append(new)
    wordings.stand(wordings.write_all(news))


def _source(charter: Charter, edition: Edition, by: Person | None, at: datetime) -> Source:
    origin = edition.origin
    return Source.objects.create(
        charter=charter,
        language=edition.language,
        document=origin.document,
        digest=origin.digest,
        body=origin.body,
        dated=origin.dated,
        by=by,
        at=at,
    )


def _first_wordings(charter: Charter, language: str) -> dict[str, Wording]:
    """The wordings of the charter's first language, by key; none where that language itself is taken in."""
    first = charter.languages.first()
    return {} if first is None or first.code == language else _standing(charter, first.code)


def _standing(charter: Charter, language: str) -> dict[str, Wording]:
    """The wordings that stand in a language, by key."""
    standings = Standing.objects.filter(provision__charter=charter, language=language)
    return {str(s.provision.key): s.wording for s in standings.select_related("provision", "wording")}


def _translate_title(charter: Charter, edition: Edition) -> None:
    charter.title.translations.update_or_create(language=edition.language, defaults={"text": edition.title})


def content(edition: Edition) -> dict[str, str]:
    """What the record keeps of an edition: its language and the digest of its file."""
    return {"language": edition.language, "document": edition.origin.digest}
