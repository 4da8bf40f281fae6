"""Publishing a draft article: the only way to change text without an amendment."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import records
from accounts.models import LocalizedText, Organisation, Person, create_localized_text
from accounts.rules import Refusal, Refused, require
from charter import clean, rules, texts
from charter.actions.languages import agreed_words, editions, wordings
from charter.models import Adoption, Article, Block, Charter, CurrentWording, Provision, Section, Wording
from charter.queries.amending import rounds
from charter.queries.reading import order_changes
from charter.states import AdoptionScope, CameFrom, ProvisionKind


@dataclass(frozen=True)
class SectionBlock:
    """A provision as an editor left it: inner HTML, and the wording it was written over (none for a new one)."""

    key: str
    kind: str
    depth: int
    html: str
    base_wording_id: int | None = None


@dataclass(frozen=True)
class DraftConflict:
    """A text that an editor wrote over another one that has changed since."""

    key: str
    yours: str
    theirs: str


class Stale(Refused):
    """Some text was written over wordings that are not current any more; `meetings` has both texts of each."""

    def __init__(self, meetings: Sequence[DraftConflict]) -> None:
        self.meetings = tuple(meetings)
        both = " ".join(
            _("Your text: “%(yours)s” Current text: “%(theirs)s”")
            % {"yours": texts.plain_text(m.yours), "theirs": texts.plain_text(m.theirs)}
            for m in meetings
        )
        why = gettext_lazy("The text has changed while you were writing. Compare both texts.")
        super().__init__(Refusal(format_lazy("{why} {both}", why=why, both=both)))


@dataclass(frozen=True)
class Published:
    """The result of a publication. `stand` is false if the text enters only when the support period ends."""

    wordings: tuple[Wording, ...] = ()
    arranged: bool = False
    stand: bool = True

    def __bool__(self) -> bool:
        return bool(self.wordings) or self.arranged


@dataclass(frozen=True)
class _CurrentArticle:
    """The article before the publication."""

    section: Section
    provisions: Mapping[str, Provision]
    wordings: Mapping[str, Wording]


@dataclass(frozen=True)
class _Why:
    """Who publishes, why, for whom: the same for every change of one publication."""

    by: Person
    agreed_by: Person | None
    reason: LocalizedText
    asked_by: Organisation | None
    asked_by_words: str
    scope: str
    language: str
    at: datetime


@transaction.atomic
def publish_section(
    *,
    article: Article,
    language: str,
    blocks: Sequence[SectionBlock],
    by: Person,
    reason: str,
    asked_by: Organisation | None = None,
    asked_by_words: str = "",
    scope: str = AdoptionScope.ALL_LANGUAGES,
    agreed_by: Person | None = None,
    at: datetime | None = None,
) -> Published:
    """Writes a wording for each block that changed, provisions for new ones, an arrangement where the order did.

    `scope` "one" is a misprint of this language, which a second person agrees to at any time; other changes are
    refused from the opening of a round until its version is out. Where nothing changed, nothing is written.
    """
    at = at or timezone.now()
    charter = (
        Charter.objects.select_for_update(of=("self",), no_key=True)
        .select_related("arrangement")
        .get(pk=article.charter_id)
    )
    _ask(charter, article, by, agreed_by, scope, at)
    current = _read_article(charter, article, language)
    blocks = [replace(block, html=clean.clean_inline(block.html)) for block in blocks]
    _check_keys(charter, current, blocks)
    changed = [b for b in blocks if b.html != _html(current.wordings.get(b.key))]
    _check_words(current, blocks, changed)
    agreed_words.refuse_over_waiting((current.provisions.get(block.key) for block in changed), [language])
    after = tuple(Block(b.key, b.kind, b.depth) for b in blocks)
    if not changed and after == current.section.blocks:
        return Published()
    _check_scope(scope, after, current)
    asker = clean.clean_typed_text(asked_by_words).text[:300]
    why = _Why(by, agreed_by, require_reason(reason, by), asked_by, asker, scope, language, at)
    return _publish(charter, article, current, changed, after, why)


def _publish(
    charter: Charter,
    article: Article,
    current: _CurrentArticle,
    changed: Sequence[SectionBlock],
    after: tuple[Block, ...],
    why: _Why,
) -> Published:
    moved = order_changes.structural_effects_of(current.section.blocks, after)
    provisions = _with_new(charter, current.provisions, after)
    written = [_write(provisions[block.key], current.wordings.get(block.key), block.html, why) for block in changed]
    rewritten = {block.key for block in changed}
    for key in moved.keys() - rewritten:
        _adopt(provisions[key], why)
    arranged = after != current.section.blocks
    if arranged:
        assert charter.arrangement is not None
        sections = tuple(
            replace(section, blocks=after) if section.key == current.section.key else section
            for section in charter.arrangement.sections
        )
        editions.arrange_charter(charter=charter, sections=sections, at=why.at, fates=moved)
    stand = agreed_words.admit_wordings(charter=charter, words=written, at=why.at) if written else True
    records.append_acts(_act(article, written, charter, why), at=why.at)
    return Published(tuple(written), arranged, stand)


def _ask(charter: Charter, article: Article, by: Person, agreed_by: Person | None, scope: str, at: datetime) -> None:
    if scope == AdoptionScope.THIS_LANGUAGE:
        require(rules.may_correct_a_misprint(by, agreed_by, charter, str(article.key)))
    else:
        require(rules.may_draft(by, charter, str(article.key), rounds.round_holding_text(charter), at))


def _read_article(charter: Charter, article: Article, language: str) -> _CurrentArticle:
    section = charter.arrangement.section(article.key) if charter.arrangement else None
    if section is None:
        raise Refused(Refusal(_("The article is no longer in the text.")))
    rows = CurrentWording.objects.select_for_update(of=("self",), no_key=True).filter(
        provision__charter=charter, language=language
    )
    keys = {block.key for block in section.blocks}
    current_wordings = {str(row.provision.key): row.wording for row in rows.select_related("wording", "provision")}
    return _CurrentArticle(
        section=section,
        provisions={str(p.key): p for p in Provision.objects.filter(charter=charter, key__in=keys)},
        wordings={key: wording for key, wording in current_wordings.items() if key in keys},
    )


def _check_keys(charter: Charter, current: _CurrentArticle, blocks: Sequence[SectionBlock]) -> None:
    """Each block has a key of its own, this article's or new to all charters."""
    keys = [block.key for block in blocks]
    if len(set(keys)) < len(keys):
        raise Refused(Refusal(_("Two blocks have the same identifier. Delete one of them and add its text again.")))
    if any(block.kind not in ProvisionKind.values or not _is_key(block.key) for block in blocks):
        raise Refused(Refusal(_("The type of a block is not known.")))
    if foreign_keys(current.section, keys):
        raise Refused(Refusal(ELSEWHERE))


ELSEWHERE = gettext_lazy(
    "A block belongs to another place, or is no longer in the text. Delete it and add its text again."
)


def foreign_keys(section: Section, keys: Sequence[str]) -> list[str]:
    """Keys that belong to provisions, but to none in this article."""
    own_keys = {block.key for block in section.blocks}
    outside = [key for key in keys if key not in own_keys and _is_key(key)]
    return [str(key) for key in Provision.objects.filter(key__in=outside).values_list("key", flat=True)]


def _is_key(key: str) -> bool:
    try:
        return str(uuid.UUID(key)) == key
    except ValueError:
        return False


def _check_words(current: _CurrentArticle, blocks: Sequence[SectionBlock], changed: Sequence[SectionBlock]) -> None:
    stale = [
        DraftConflict(block.key, block.html, _html(current.wordings.get(block.key)))
        for block in changed
        if block.key in current.wordings and block.base_wording_id != current.wordings[block.key].pk
    ]
    if stale:
        raise Stale(stale)
    without_words = current.provisions.keys() - current.wordings.keys()
    if any(not block.html and block.key not in without_words for block in blocks):
        raise Refused(Refusal(_("A block has no text. Write the text, or delete the block.")))


def _check_scope(scope: str, after: tuple[Block, ...], current: _CurrentArticle) -> None:
    if scope == AdoptionScope.THIS_LANGUAGE and after != current.section.blocks:
        raise Refused(
            Refusal(_("The correction of a misprint changes only wording, never the order or the type of blocks."))
        )


def require_reason(reason: str, by: Person) -> LocalizedText:
    """The reason as it is printed; refused where there is none."""
    words = clean.clean_typed_text(reason).text
    if not words:
        raise Refused(Refusal(_("Give the reason for the change. It is printed with the version.")))
    return create_localized_text(words, by.language, by=by)


def _html(wording: Wording | None) -> str:
    return wording.html if wording else ""


def _with_new(charter: Charter, provisions: Mapping[str, Provision], after: Sequence[Block]) -> dict[str, Provision]:
    created = {b.key: Provision.objects.create(charter=charter, key=b.key) for b in after if b.key not in provisions}
    return {**provisions, **created}


def _write(provision: Provision, parent: Wording | None, html: str, why: _Why) -> Wording:
    return wordings.write_wording(
        provision=provision,
        language=why.language,
        html=html,
        came_from=CameFrom.EDITOR,
        by=why.by,
        at=why.at,
        parent=parent,
        adoptions=[_adopt(provision, why)],
        approved_by=why.agreed_by,
    )


def _adopt(provision: Provision, why: _Why) -> Adoption:
    return Adoption.objects.create(
        provision=provision,
        scope=why.scope,
        language=why.language,
        by=why.by,
        agreed_by=why.agreed_by,
        asked_by=why.asked_by,
        asked_by_words=why.asked_by_words,
        reason=why.reason,
        at=why.at,
    )


def _act(article: Article, written: Sequence[Wording], charter: Charter, why: _Why) -> records.Act:
    assert charter.arrangement is not None
    content = {
        "language": why.language,
        "scope": why.scope,
        "wordings": [[wording.pk, wording.digest] for wording in written],
        "arrangement": charter.arrangement.digest,
        "agreed_by": why.agreed_by.pk if why.agreed_by else None,
    }
    return records.Act("section published", article, why.by, content=content)
