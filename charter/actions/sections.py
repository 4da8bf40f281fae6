"""Publishing a draft section: the one way by which words change without an amendment."""

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
from accounts.models import Organisation, Person, Said, say
from accounts.rules import Refusal, Refused, require
from charter import clean, rules, texts
from charter.actions import editions, entries, wordings
from charter.models import Adoption, Article, Block, Charter, Provision, Section, Standing, Wording
from charter.queries import fates, rounds
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
class Meeting:
    """Words that an editor wrote over others that have moved since."""

    key: str
    yours: str
    theirs: str


class Stale(Refused):
    """Some words were written over others that do not stand any more; `meetings` holds both texts of each."""

    def __init__(self, meetings: Sequence[Meeting]) -> None:
        self.meetings = tuple(meetings)
        both = " ".join(
            _("Yours: “%(yours)s” As it stands now: “%(theirs)s”")
            % {"yours": texts.plain(m.yours), "theirs": texts.plain(m.theirs)}
            for m in meetings
        )
        why = gettext_lazy("The text has moved under your words. Compare both texts.")
        super().__init__(Refusal(format_lazy("{why} {both}", why=why, both=both)))


@dataclass(frozen=True)
class Published:
    """What a publication did. `stand` is false where the words wait until support ends."""

    wordings: tuple[Wording, ...] = ()
    arranged: bool = False
    stand: bool = True

    def __bool__(self) -> bool:
        return bool(self.wordings) or self.arranged


@dataclass(frozen=True)
class _Found:
    """What the section is before the publication."""

    section: Section
    provisions: Mapping[str, Provision]
    standing: Mapping[str, Wording]


@dataclass(frozen=True)
class _Why:
    """Who publishes, why, for whom: the same for every change of one publication."""

    by: Person
    agreed_by: Person | None
    reason: Said
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
    found = _find(charter, article, language)
    blocks = [replace(block, html=clean.inline(block.html)) for block in blocks]
    _check_keys(charter, found, blocks)
    changed = [b for b in blocks if b.html != _html(found.standing.get(b.key))]
    _check_words(found, blocks, changed)
    entries.refuse_over_waiting((found.provisions.get(block.key) for block in changed), [language])
    after = tuple(Block(b.key, b.kind, b.depth) for b in blocks)
    if not changed and after == found.section.blocks:
        return Published()
    _check_scope(scope, after, found)
    who = clean.typed(asked_by_words).text[:300]
    why = _Why(by, agreed_by, said_why(reason, by), asked_by, who, scope, language, at)
    return _publish(charter, article, found, changed, after, why)


def _publish(
    charter: Charter,
    article: Article,
    found: _Found,
    changed: Sequence[SectionBlock],
    after: tuple[Block, ...],
    why: _Why,
) -> Published:
    moved = fates.of(found.section.blocks, after)
    provisions = _with_new(charter, found.provisions, after)
    written = [_write(provisions[block.key], found.standing.get(block.key), block.html, why) for block in changed]
    rewritten = {block.key for block in changed}
    for key in moved.keys() - rewritten:
        _adopt(provisions[key], why)
    arranged = after != found.section.blocks
    if arranged:
        assert charter.arrangement is not None
        sections = tuple(
            replace(section, blocks=after) if section.key == found.section.key else section
            for section in charter.arrangement.sections
        )
        editions.arrange(charter=charter, sections=sections, at=why.at, fates=moved)
    stand = entries.admit(charter=charter, words=written, at=why.at) if written else True
    records.append(_act(article, written, charter, why), at=why.at)
    return Published(tuple(written), arranged, stand)


def _ask(charter: Charter, article: Article, by: Person, agreed_by: Person | None, scope: str, at: datetime) -> None:
    if scope == AdoptionScope.THIS_LANGUAGE:
        require(rules.may_correct_a_misprint(by, agreed_by, charter, str(article.key)))
    else:
        require(rules.may_draft(by, charter, str(article.key), rounds.holding(charter), at))


def _find(charter: Charter, article: Article, language: str) -> _Found:
    section = charter.arrangement.section(article.key) if charter.arrangement else None
    if section is None:
        raise Refused(Refusal(_("This article does not stand in the text any more.")))
    rows = Standing.objects.select_for_update(of=("self",), no_key=True).filter(
        provision__charter=charter, language=language
    )
    keys = {block.key for block in section.blocks}
    standing = {str(row.provision.key): row.wording for row in rows.select_related("wording", "provision")}
    return _Found(
        section=section,
        provisions={str(p.key): p for p in Provision.objects.filter(charter=charter, key__in=keys)},
        standing={key: wording for key, wording in standing.items() if key in keys},
    )


def _check_keys(charter: Charter, found: _Found, blocks: Sequence[SectionBlock]) -> None:
    """Each block has a key of its own, this article's or new to all charters."""
    keys = [block.key for block in blocks]
    if len(set(keys)) < len(keys):
        raise Refused(Refusal(_("Two blocks have the same identity. Delete one of them and add its words anew.")))
    if any(block.kind not in ProvisionKind.values or not _is_key(block.key) for block in blocks):
        raise Refused(Refusal(_("A block is of no kind that the charter knows.")))
    if strangers(found.section, keys):
        raise Refused(Refusal(ELSEWHERE))


ELSEWHERE = gettext_lazy("A block belongs to another place, or has left the text. Delete it and add its words anew.")


def strangers(section: Section, keys: Sequence[str]) -> list[str]:
    """Keys that are a provision's already, but of none that stands in this section."""
    here = {block.key for block in section.blocks}
    outside = [key for key in keys if key not in here and _is_key(key)]
    return [str(key) for key in Provision.objects.filter(key__in=outside).values_list("key", flat=True)]


def _is_key(key: str) -> bool:
    try:
        return str(uuid.UUID(key)) == key
    except ValueError:
        return False


def _check_words(found: _Found, blocks: Sequence[SectionBlock], changed: Sequence[SectionBlock]) -> None:
    stale = [
        Meeting(block.key, block.html, _html(found.standing.get(block.key)))
        for block in changed
        if block.key in found.standing and block.base_wording_id != found.standing[block.key].pk
    ]
    if stale:
        raise Stale(stale)
    without_words = found.provisions.keys() - found.standing.keys()
    if any(not block.html and block.key not in without_words for block in blocks):
        raise Refused(Refusal(_("A block has no words. Write them, or delete the block.")))


def _check_scope(scope: str, after: tuple[Block, ...], found: _Found) -> None:
    if scope == AdoptionScope.THIS_LANGUAGE and after != found.section.blocks:
        raise Refused(
            Refusal(_("A misprint of one language changes words only, never the order or the kind of blocks."))
        )


def said_why(reason: str, by: Person) -> Said:
    """The reason as it is printed; refused where there is none."""
    words = clean.typed(reason).text
    if not words:
        raise Refused(Refusal(_("Say why the words change. The reason is printed with the version.")))
    return say(words, by.language, by=by)


def _html(wording: Wording | None) -> str:
    return wording.html if wording else ""


def _with_new(charter: Charter, known: Mapping[str, Provision], after: Sequence[Block]) -> dict[str, Provision]:
    made = {b.key: Provision.objects.create(charter=charter, key=b.key) for b in after if b.key not in known}
    return {**known, **made}


def _write(provision: Provision, parent: Wording | None, html: str, why: _Why) -> Wording:
    return wordings.write(
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
