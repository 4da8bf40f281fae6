"""Importing a language version of a charter: the first language creates provisions, later ones give them text."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.actions import records
from accounts.canonical import digest_of_json
from accounts.models import Person, create_localized_text
from charter.actions.languages import wordings
from charter.models import (
    Adoption,
    Arrangement,
    Article,
    Block,
    Charter,
    CharterLanguage,
    CurrentWording,
    Provision,
    Section,
    Source,
    Wording,
    as_tree,
)
from charter.states import CameFrom, Numerals


@dataclass(frozen=True)
class NewBlock:
    """A provision to import: clean inner HTML; `key` if it is known already, otherwise a new one is given.

    Empty HTML: the provision has no text in this language.
    """

    kind: str
    html: str
    depth: int = 0
    key: str = ""


@dataclass(frozen=True)
class NewSection:
    """An article to import; `key` if it is known already."""

    kind: str
    slug: str
    blocks: tuple[NewBlock, ...]
    key: str = ""


@dataclass(frozen=True)
class Origin:
    """The source of a text: shown as the origin of the first text."""

    document: str
    digest: str
    body: str = ""
    dated: str | None = None


@dataclass(frozen=True)
class Edition:
    """A complete language version, its blocks in order."""

    language: str
    title: str
    sections: tuple[NewSection, ...]
    origin: Origin = field(default_factory=lambda: Origin("", ""))


@transaction.atomic
def create_charter(
    *, slug: str, edition: Edition, by: Person | None, at: datetime, numerals: str = Numerals.ROMAN
) -> Charter:
    """A new charter from its first language version: articles, provisions, the first arrangement and wordings."""
    charter = Charter.objects.create(
        slug=slug, title=create_localized_text(edition.title, edition.language), numerals=numerals
    )
    CharterLanguage.objects.create(charter=charter, code=edition.language)
    sections = tuple(_new_section(charter, section) for section in edition.sections)
    arrange_charter(charter=charter, sections=sections, at=at)
    keyed = [
        (block.key, new.html)
        for section, news in zip(sections, edition.sections, strict=True)
        for block, new in zip(section.blocks, news.blocks, strict=True)
    ]
    write_words(charter, edition, keyed, by, at)
    records.append_acts(records.Act("charter founded", charter, by, content=edition_content(edition)), at=at)
    return charter


@transaction.atomic
def add_language(
    *, charter: Charter, edition: Edition, by: Person | None, at: datetime, required: bool = True
) -> None:
    """Text in one more language for existing provisions: every block carries the key with which it was matched.

    Languages that a person placed side by side start equal: each wording has the adoptions of the first language.
    """
    place = charter.languages.count()
    CharterLanguage.objects.get_or_create(
        charter=charter, code=edition.language, defaults={"place": place, "required": required}
    )
    if edition.title and edition.title != charter.title.text:
        _translate_title(charter, edition)
    keyed = [(block.key, block.html) for section in edition.sections for block in section.blocks]
    write_words(charter, edition, keyed, by, at)
    records.append_acts(records.Act("language added", charter, by, content=edition_content(edition)), at=at)


def arrange_charter(
    *,
    charter: Charter,
    sections: tuple[Section, ...],
    at: datetime,
    fates: dict | None = None,
    exclude: Collection[int] = (),
) -> Arrangement:
    """Creates a new working arrangement; sends `wordings.arrangement_moved` if there was one before."""
    old = charter.arrangement
    tree = as_tree(sections)
    new = Arrangement.objects.create(
        charter=charter, previous=old, tree=tree, fates=fates or {}, digest=digest_of_json(tree), made_at=at
    )
    charter.arrangement = new
    charter.save(update_fields=["arrangement"])
    if old is not None:
        wordings.arrangement_moved.send(sender=Arrangement, charter=charter, old=old, new=new, exclude=exclude)
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
    """Writes the source of the language version, and a wording for each key whose text is not the current one."""
    source = _source(charter, edition, by, at)
    provisions = {str(p.key): p for p in charter.provisions.all()}
    beside, current_wordings = _first_wordings(charter, edition.language), _current_wordings(charter, edition.language)
    news = []
    for key, html in keyed:
        old = current_wordings.get(key)
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
    wordings.make_current(wordings.write_wordings(news))


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
    return {} if first is None or first.code == language else _current_wordings(charter, first.code)


def _current_wordings(charter: Charter, language: str) -> dict[str, Wording]:
    """The current wordings of a language, by key."""
    current_wordings = CurrentWording.objects.filter(provision__charter=charter, language=language)
    return {str(s.provision.key): s.wording for s in current_wordings.select_related("provision", "wording")}


def _translate_title(charter: Charter, edition: Edition) -> None:
    charter.title.translations.update_or_create(language=edition.language, defaults={"text": edition.title})


def edition_content(edition: Edition) -> dict[str, str]:
    """The content of a language version for the audit log: its language and the digest of its file."""
    return {"language": edition.language, "document": edition.origin.digest}
