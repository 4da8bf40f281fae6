"""The charter that is made for measuring: articles of a title and twelve provisions, in English and French."""

from __future__ import annotations

from dataclasses import replace

from accounts.canonical import digest_of_json
from charter.actions.languages import editions
from charter.actions.languages.editions import Edition, NewBlock, NewSection, Origin
from charter.models import Charter, Provision
from charter.states import ArticleKind, ProvisionKind
from consultation.demo import files

from . import words
from .size import Size

PROVISIONS = 12
DAY_OF_FOUNDING = -900


def create_charter(size: Size) -> tuple[Charter, tuple[tuple[Provision, ...], ...]]:
    """The charter with its provisions by article; French need not be in step for a version to go out."""
    at = files.moment_of_day(DAY_OF_FOUNDING)
    charter = editions.create_charter(slug="charter", edition=_edition("en", size), by=None, at=at)
    editions.add_language(charter=charter, edition=_beside(charter, size), by=None, at=at, required=False)
    by_key = {str(provision.key): provision for provision in charter.provisions.all()}
    assert charter.arrangement is not None
    sections = charter.arrangement.sections
    return charter, tuple(tuple(by_key[block.key] for block in section.blocks[1:]) for section in sections)


def _edition(language: str, size: Size) -> Edition:
    sections = tuple(_section(language, article) for article in range(size.articles))
    document = f"congress.{language}"
    return Edition(language, words.TITLE[language], sections, Origin(document, digest_of_json(document)))


def _section(language: str, article: int) -> NewSection:
    first = article * PROVISIONS
    blocks = [
        NewBlock(ProvisionKind.PARAGRAPH, words.provision_words(language, first + place))
        for place in range(PROVISIONS)
    ]
    title = NewBlock(ProvisionKind.TITLE, words.heading_of(language, article))
    return NewSection(ArticleKind.ARTICLE, f"measured-{article + 1}", (title, *blocks))


def _beside(charter: Charter, size: Size) -> Edition:
    """The French edition, each block with the key of the English one at its place."""
    assert charter.arrangement is not None
    keys = iter(charter.arrangement.keys())
    edition = _edition("fr", size)
    keyed = (tuple(replace(block, key=next(keys)) for block in section.blocks) for section in edition.sections)
    sections = tuple(replace(section, blocks=blocks) for section, blocks in zip(edition.sections, keyed, strict=True))
    return replace(edition, sections=sections)
