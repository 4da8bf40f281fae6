"""Importing a language version from a file: the first one, a further language, or a later one of a language."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.actions import records
from accounts.models import LocalizedText, Person, create_localized_text
from accounts.rules import Answer, Refusal, Refused, require
from charter import rules
from charter.actions.languages import editions
from charter.actions.languages.editions import Edition, NewSection
from charter.models import (
    Adoption,
    Article,
    Block,
    Charter,
    CharterLanguage,
    CurrentWording,
    Provision,
    Section,
    Wording,
    as_tree,
)
from charter.queries.amending import rounds
from charter.states import Numerals, Phase

FROZEN = _("No file can be imported between the opening of a round and the publication of its version.")
LATER = _("A newer file was imported: %(document)s.")
ONE_CHARTER = _(
    "The site has the charter “%(slug)s”. One site has one charter. Leave out --charter to import other languages of "
    "it. For another charter, set up a second site: manage.py setup --beside NAME."
)
NEW_SLUG = "charter"
NAMELESS = _("The file changes text that other languages follow. State who imports the file.")


@dataclass(frozen=True)
class IntakeResult:
    """The result of an import.

    `sections` are the articles of the language version, with their present keys; `changed`: whether any text changed.
    """

    charter: Charter
    sections: tuple[Section, ...]
    changed: bool


@dataclass(frozen=True)
class _Step:
    """What taking an edition in would write: the order after it, and the words by key that are not there already."""

    sections: tuple[Section, ...]
    after: tuple[Section, ...]
    words: Mapping[str, str]
    arranged: bool
    retitled: bool
    is_new: bool

    @property
    def changes(self) -> bool:
        return bool(self.words) or self.arranged or self.retitled or self.is_new


def may_take_in(charter: Charter, at: datetime) -> Answer:
    """Whether a file may change the charter then: not from a round's opening until its version is out."""
    round_ = rounds.round_holding_text(charter)
    is_still = round_ is not None and round_.phase(at) != Phase.ANNOUNCED
    return Refusal(FROZEN) if is_still else True


def charter_slug() -> str:
    """The short name of the charter of the site; before there is one, the usual one."""
    return Charter.objects.values_list("slug", flat=True).first() or NEW_SLUG


def may_import_as(slug: str) -> Answer:
    """Whether a text may be imported under that short name: a site has one charter, and no page shows a second one."""
    first = Charter.objects.values_list("slug", flat=True).first()
    return True if first in (None, slug) else Refusal(ONE_CHARTER % {"slug": first})


@transaction.atomic
def take_in(
    *,
    slug: str,
    edition: Edition,
    by: Person | None,
    at: datetime,
    numerals: str = Numerals.ROMAN,
    gone: Collection[str] = (),
    required: bool = True,
) -> IntakeResult:
    """Makes the charter the same as the language version; a block without text has none in this language.

    `gone` are keys that leave the text in every language; other keys that the file does not name keep their place. If
    nothing differs, nothing is written. `by` is None only for the installation of the site. A new language that is not
    `required` prevents no version.
    """
    if by is not None:
        require(rules.may_import(by))
    require(may_import_as(slug))
    charter = Charter.objects.select_for_update(no_key=True).filter(slug=slug).first()
    if charter is None:
        new_charter = editions.create_charter(slug=slug, edition=edition, by=by, at=at, numerals=numerals)
        return IntakeResult(new_charter, _sections(new_charter), True)
    require(may_take_in(charter, at))
    step = _step(charter, edition, gone)
    if step.changes:
        _write(charter, edition, step, by, at, required)
    return IntakeResult(charter, step.sections, step.changes)


def _sections(charter: Charter) -> tuple[Section, ...]:
    return charter.arrangement.sections if charter.arrangement else ()


def _step(charter: Charter, edition: Edition, gone: Collection[str]) -> _Step:
    sections = tuple(_keyed(section) for section in edition.sections)
    after = merge_sections(_sections(charter), sections, gone)
    news = [new for section in edition.sections for new in section.blocks]
    blocks = [block for section in sections for block in section.blocks]
    current = current_wordings(charter, edition.language)
    words = {b.key: new.html for b, new in zip(blocks, news, strict=True) if new.html}
    return _Step(
        sections=sections,
        after=after,
        words={key: html for key, html in words.items() if key not in current or current[key].html != html},
        arranged=as_tree(after) != as_tree(_sections(charter)),
        retitled=bool(edition.title) and edition.title != charter.title.in_language(edition.language).text,
        is_new=not charter.languages.filter(code=edition.language).exists(),
    )


def _keyed(section: NewSection) -> Section:
    blocks = tuple(Block(new.key or str(uuid.uuid4()), new.kind, new.depth) for new in section.blocks)
    return Section(section.key or str(uuid.uuid4()), section.kind, section.slug, blocks)


def current_wordings(charter: Charter, language: str) -> dict[str, Wording]:
    """The current wordings in a language, by key of their provision."""
    rows = CurrentWording.objects.filter(provision__charter=charter, language=language)
    return {str(row.provision.key): row.wording for row in rows.select_related("provision", "wording")}


def _write(charter: Charter, edition: Edition, step: _Step, by: Person | None, at: datetime, required: bool) -> None:
    _make(charter, step.sections)
    if step.arranged:
        editions.arrange_charter(
            charter=charter, sections=step.after, at=at, fates=structural_effects(_sections(charter), step.after)
        )
    if step.is_new:
        place = charter.languages.count()
        CharterLanguage.objects.create(charter=charter, code=edition.language, place=place, required=required)
    if step.retitled:
        _retitle(charter.title, edition)
    adoptions = _adoptions(charter, edition, step.words, by, at)
    editions.write_words(charter, edition, list(step.words.items()), by, at, adoptions)
    act = "language added" if step.is_new else "edition taken in"
    records.append_acts(records.Act(act, charter, by, content=editions.edition_content(edition)), at=at)


def _make(charter: Charter, sections: Iterable[Section]) -> None:
    """Rows for the articles and provisions that the charter does not have yet."""
    sections = tuple(sections)
    articles = {str(key) for key in charter.articles.values_list("key", flat=True)}
    for section in sections:
        if section.key not in articles:
            Article.objects.create(charter=charter, key=section.key, slug=section.slug)
    provision_keys = {str(key) for key in charter.provisions.values_list("key", flat=True)}
    keys = [block.key for section in sections for block in section.blocks if block.key not in provision_keys]
    Provision.objects.bulk_create(Provision(charter=charter, key=key) for key in keys)


def _adoptions(
    charter: Charter, edition: Edition, words: Mapping[str, str], by: Person | None, at: datetime
) -> dict[str, Adoption]:
    """Where words of the first language change, the others have to follow: an adoption for each provision."""
    provisions = _followed(charter, edition.language, words)
    if not provisions:
        return {}
    if by is None:
        raise Refused(Refusal(NAMELESS))
    reason = create_localized_text(str(LATER % {"document": edition.origin.document}), get_language() or "en", by=by)
    return {
        str(provision.key): Adoption.objects.create(
            provision=provision,
            language=edition.language,
            by=by,
            asked_by_words=edition.origin.body,
            reason=reason,
            at=at,
        )
        for provision in provisions
    }


def _followed(charter: Charter, language: str, words: Mapping[str, str]) -> list[Provision]:
    """Of the provisions that change, those with words in this language, the charter's first, and in another."""
    first = charter.languages.first()
    if first is None or first.code != language:
        return []
    standing_ = CurrentWording.objects.filter(provision__charter=charter, provision__key__in=words)
    own, others = standing_.filter(language=language), standing_.exclude(language=language)
    provisions = Provision.objects.filter(pk__in=own.values("provision")).filter(pk__in=others.values("provision"))
    return list(provisions)


def _retitle(title: LocalizedText, edition: Edition) -> None:
    if title.language == edition.language:
        title.text = edition.title
        title.save(update_fields=["text"])
    else:
        title.translations.update_or_create(language=edition.language, defaults={"text": edition.title})


def merge_sections(before: Sequence[Section], after: Sequence[Section], gone: Collection[str]) -> tuple[Section, ...]:
    """The new sections, with each old provision that they do not name after the one that it followed before."""
    named = {block.key for section in after for block in section.blocks} | set(gone)
    out = list(after)
    for place, section in enumerate(before):
        kept = [block for block in section.blocks if block.key not in named]
        at = next((n for n, other in enumerate(out) if other.key == section.key), None)
        if kept and at is None:
            earlier = [other.key for other in before[:place]]
            at = max((n + 1 for n, other in enumerate(out) if other.key in earlier), default=0)
            out.insert(at, replace(section, number="", blocks=tuple(kept)))
        elif kept and at is not None:
            out[at] = replace(out[at], blocks=_woven(out[at].blocks, section.blocks, kept))
    return tuple(out)


def _woven(blocks: Sequence[Block], before: Sequence[Block], kept: Sequence[Block]) -> tuple[Block, ...]:
    out = list(blocks)
    for block in kept:
        earlier = {other.key for other in before[: before.index(block)]}
        out.insert(max((n + 1 for n, other in enumerate(out) if other.key in earlier), default=0), block)
    return tuple(out)


def structural_effects(before: Sequence[Section], after: Sequence[Section]) -> dict[str, dict[str, object]]:
    """What became of each key between two arrangements; one that kept its place among the others has no fate."""
    old, new = _homes(before), _homes(after)
    effects = {key: "moved" for key in moved_keys(old, new)}
    effects |= {key: "inserted" for key in new if key not in old}
    effects |= {key: "deleted" for key in old if key not in new}
    return {key: {"fate": effect, "into": []} for key, effect in effects.items()}


def _homes(sections: Iterable[Section]) -> dict[str, str]:
    return {block.key: section.key for section in sections for block in section.blocks}


def moved_keys(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """Keys that are in another article than before, or in another order in it; both map keys to their article."""
    stayed = {key: article for key, article in after.items() if before.get(key) == article}
    kept: set[str] = set()
    for article in set(stayed.values()):
        old = [key for key, home in before.items() if home == article and key in stayed]
        new = [key for key, home in stayed.items() if home == article]
        match = SequenceMatcher(None, old, new, autojunk=False)
        kept |= {key for stretch in match.get_matching_blocks() for key in old[stretch.a : stretch.a + stretch.size]}
    return {key for key in after if key in before and key not in kept}
