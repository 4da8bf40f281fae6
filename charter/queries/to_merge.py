"""What waits to be merged: accepted amendments, and the article's working text that they are brought into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from charter import texts
from charter.models import (
    Amendment,
    Article,
    Change,
    Charter,
    Decision,
    Merge,
    Provision,
    Section,
    Standing,
    Wording,
    askers_of,
)
from charter.queries import accepted, border_faults, translations
from charter.queries.translations import InOther, Translated
from charter.states import MERGING_OUTCOMES, AmendmentState, CarryState, ChangeKind
from charter.text import Document

Words = str | Promise


@dataclass(frozen=True)
class Ground:
    """An article's working text in one language: its place, its wordings by key, and both as a document."""

    charter: Charter
    section: Section
    language: str
    standing: Mapping[str, Wording]
    provisions: Mapping[str, Provision]

    @cached_property
    def words(self) -> dict[str, str]:
        return {key: wording.html for key, wording in self.standing.items()}

    @cached_property
    def document(self) -> Document:
        return texts.document(self.section.blocks, self.words)

    @property
    def digest(self) -> str:
        return texts.digest([self.language, self.document.html])


@dataclass(frozen=True)
class Asked:
    """One change of a chosen amendment: the words to merge, those the proposer asked for, and why it does not fit.

    `otherwise` marks words of it that the proposer did not ask for. `base` are the words that `html` changes, in the
    language of the merge; where the amendment is written in another one, `translated` says how it enters, and `own`
    how an editor says what the proposer asked for itself, where that is known.
    """

    change: Change
    amendment: Amendment
    decision: Decision | None
    html: str
    otherwise: str
    fault: Words = ""
    base: Wording | None = None
    translated: Translated | None = None
    own: Translated | None = None

    @property
    def asked(self) -> str:
        """The words the proposer asked for, in the language of the merge; none where these have no translation."""
        if self.translated is None:
            return self.change.html
        return self.own.html if self.own else ""

    @property
    def is_as_asked(self) -> bool:
        """Whether all its words are its member's: as it wrote them, or as it took them for its own in its language."""
        return self.otherwise == self.mark and (self.translated is None or self.html == self.asked)

    @property
    def mark(self) -> str:
        return f"change:{self.change.pk}"

    @property
    def new_key(self) -> str:
        return str(self.change.new_provision.key) if self.change.new_provision else ""

    @property
    def key(self) -> str:
        """The provision that the change is about; the new one where it puts one in."""
        puts_in = self.new_key and self.change.kind == ChangeKind.INSERT
        return self.new_key if puts_in else str(self.change.provision.key)


def ground(charter: Charter, article: Article, language: str) -> Ground | None:
    """The working text of an article in a language; None where the article left the text."""
    section = charter.arrangement.section(article.key) if charter.arrangement else None
    if section is None:
        return None
    keys = [block.key for block in section.blocks]
    provisions = {str(p.key): p for p in charter.provisions.filter(key__in=keys)}
    rows = Standing.objects.filter(provision__in=provisions.values(), language=language)
    standing = {str(s.provision.key): s.wording for s in rows.select_related("wording", "provision")}
    return Ground(charter, section, language, standing, provisions)


def candidates(charter: Charter, language: str | None = None) -> list[Amendment]:
    """Accepted amendments with changes that are not in the text yet, in the order of their numbers."""
    rows = _waiting(charter)
    if language:
        rows = rows.filter(text__language=language)
    return list(with_changes(rows))


def reworded(charter: Charter, language: str) -> list[Amendment]:
    """Those written in other languages to which a decision or a compromise may have given words."""
    given = Q(decisions__words__html__gt="") | Q(compromises__agreed=True)
    return list(with_changes(_waiting(charter).exclude(text__language=language).filter(given)))


def count(charter: Charter) -> int:
    """How many accepted amendments are not in the text yet."""
    return int(_waiting(charter).count())


def _waiting(charter: Charter) -> Any:
    held = {"decisions__superseded_at": None, "decisions__outcome__in": sorted(MERGING_OUTCOMES)}
    rows = Amendment.objects.filter(round__charter=charter, state=AmendmentState.DECIDED)
    return rows.filter(**held).distinct()


def with_changes(rows: Any) -> Any:
    """With all that a merge asks of an amendment, in a constant number of queries."""
    return (
        rows.select_related("round", "organisation__name", "text")
        .prefetch_related(
            *askers_of(),
            "decisions__words__put",
            "text__changes__provision",
            "text__changes__base",
            "text__changes__after",
            "text__changes__after_base",
            "text__changes__new_provision",
            "compromises",
        )
        .order_by("round__number", "number")
    )


def asked(amendments: Iterable[Amendment], found: Ground) -> list[Asked]:
    """The changes of amendments that can enter this article in this language, in the order of the amendments.

    One in another language enters by a working translation of what was accepted that an editor wrote or approved; a
    deletion or a move needs no words.
    """
    rows = list(amendments)
    read = accepted.in_other(rows, found.language)
    return [
        one
        for amendment in rows
        for change in (amendment.text.changes.all() if amendment.text else ())
        if str(change.provision.key) in found.provisions
        if (one := _asked(amendment, change, found, read.get(amendment.pk))) is not None
    ]


def merges(charter: Charter) -> Any:
    """Merges of a charter with what a list shows of them, the open ones first."""
    rows = Merge.objects.filter(charter=charter).select_related("article", "round", "saved_by", "begun_by")
    return rows.prefetch_related("amendments").order_by("state", "-saved_at")


def _asked(amendment: Amendment, change: Change, found: Ground, read: InOther | None) -> Asked | None:
    """The change with the words that were accepted; None where a decision in part left it out or it is in the text."""
    taken = accepted.of_change(amendment, change)
    if change.carry == CarryState.MERGED or taken is None:
        return None
    made: Asked | None = Asked(change, amendment, amendment.decision, taken.html, taken.otherwise, base=change.base)
    if made is not None and change.language != found.language:
        made = _from_another(made, found, read)
    return replace(made, fault=_fault(made, found)) if made is not None else None


def _from_another(made: Asked, found: Ground, read: InOther | None) -> Asked | None:
    """The same in the words of an approved translation of what was accepted; None where there is none."""
    change = made.change
    if change.kind == ChangeKind.SPLIT:  # where it cuts is said in words of its own language alone
        return None
    if change.kind not in translations.WORDED:
        return replace(made, html="", base=found.standing.get(str(change.provision.key)))
    held, own = (read.of_words(change, made.html), read.of_change(change)) if read else (None, None)
    if held is None or not held.is_approved:
        return None
    own = own if own and own.is_approved else None
    return replace(made, html=held.html, base=held.base, translated=held, own=own)


def _fault(one: Asked, found: Ground) -> Words:
    """Why a change cannot be merged into the text that stands."""
    change = one.change
    now = found.standing.get(str(change.provision.key))
    if one.decision is None or one.decision.outcome not in MERGING_OUTCOMES:
        return _("It is not accepted.")
    if change.carry == CarryState.CHECK:
        return _("The text has moved under it, and its member has not checked it yet.")
    if change.carry == CarryState.VOID:
        return _("The words it wanted to change are no longer in the text.")
    if one.base is not None and (now is None or now.html != one.base.html):
        return _("The text has moved under it.")
    if one.translated is not None and one.base is None and change.kind == ChangeKind.REPLACE:
        return _("Its translation was not written over words that say the same. An editor writes it again.")
    if change.kind == ChangeKind.INSERT and change.new_provision is None:
        return _("Its new provision has no identity yet.")
    return border_faults.fault(change, found.charter, found.section, found.words)
