"""What waits to be merged: accepted amendments, and the article's working text that they are brought into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from accounts.canonical import digest_of_json
from charter import texts
from charter.models import (
    Amendment,
    Article,
    Change,
    Charter,
    CurrentWording,
    Decision,
    Merge,
    Provision,
    Section,
    Wording,
    proposers_of,
)
from charter.queries.amending import accepted_words, translations
from charter.queries.amending.translated_pieces import Translated
from charter.queries.amending.translations import InOther
from charter.queries.merging import border_faults
from charter.queries.merging.border_faults import MergeFault
from charter.states import MERGING_OUTCOMES, AmendmentState, ChangeKind, RebaseState
from charter.text import Document


@dataclass(frozen=True)
class MergeBase:
    """An article's working text in one language: its place, its wordings by key, and both as a document."""

    charter: Charter
    section: Section
    language: str
    wordings: Mapping[str, Wording]
    provisions: Mapping[str, Provision]

    @cached_property
    def words(self) -> dict[str, str]:
        return {key: wording.html for key, wording in self.wordings.items()}

    @cached_property
    def document(self) -> Document:
        return texts.document_of(self.section.blocks, self.words)

    @property
    def digest(self) -> str:
        return digest_of_json([self.language, self.document.html])


@dataclass(frozen=True)
class MergeChange:
    """One change of a chosen amendment: the text to merge, the text that was proposed, and why it does not fit.

    `otherwise` marks text in it that the proposer did not propose. `base` is the text that `html` changes, in the
    language of the merge. If the amendment is written in another language, `translated` states how it enters, and
    `own` is the translation by an editor of the proposed text itself, if there is one.
    """

    change: Change
    amendment: Amendment
    decision: Decision | None
    html: str
    otherwise: str
    fault: MergeFault | None = None
    base: Wording | None = None
    translated: Translated | None = None
    own: Translated | None = None

    @property
    def proposed_html(self) -> str:
        """The text as proposed, in the language of the merge; none where these have no translation."""
        if self.translated is None:
            return self.change.html
        return self.own.html if self.own else ""

    @property
    def is_in_own_words(self) -> bool:
        """Whether all its words are its member's: as it wrote them, or as it took them for its own in its language."""
        return self.otherwise == self.mark and (self.translated is None or self.html == self.proposed_html)

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


def merge_base_of(charter: Charter, article: Article, language: str) -> MergeBase | None:
    """The working text of an article in a language; None where the article left the text."""
    section = charter.arrangement.section(article.key) if charter.arrangement else None
    if section is None:
        return None
    keys = [block.key for block in section.blocks]
    provisions = {str(p.key): p for p in charter.provisions.filter(key__in=keys)}
    rows = CurrentWording.objects.filter(provision__in=provisions.values(), language=language)
    current_wordings = {str(s.provision.key): s.wording for s in rows.select_related("wording", "provision")}
    return MergeBase(charter, section, language, current_wordings, provisions)


def merge_candidates(charter: Charter, language: str | None = None) -> list[Amendment]:
    """Accepted amendments with changes that are not in the text yet, in the order of their numbers."""
    rows = _waiting(charter)
    if language:
        rows = rows.filter(text__language=language)
    return list(amendments_with_changes(rows))


def reworded_candidates(charter: Charter, language: str) -> list[Amendment]:
    """Those written in other languages to which a decision or a compromise may have given a text."""
    reworded = Q(decisions__words__html__gt="") | Q(compromises__agreed=True)
    return list(amendments_with_changes(_waiting(charter).exclude(text__language=language).filter(reworded)))


def count_candidates(charter: Charter) -> int:
    """How many accepted amendments are not in the text yet."""
    return int(_waiting(charter).count())


def _waiting(charter: Charter) -> Any:
    arguments = {"decisions__superseded_at": None, "decisions__outcome__in": sorted(MERGING_OUTCOMES)}
    rows = Amendment.objects.filter(round__charter=charter, state=AmendmentState.DECIDED)
    return rows.filter(**arguments).distinct()


def amendments_with_changes(rows: Any) -> Any:
    """With all that a merge asks of an amendment, in a constant number of queries."""
    return (
        rows.select_related("round", "organisation__name", "text")
        .prefetch_related(
            *proposers_of(),
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


def changes_for_article(amendments: Iterable[Amendment], merge_base: MergeBase) -> list[MergeChange]:
    """The changes of amendments that can enter this article in this language, in the order of the amendments.

    An amendment in another language enters by a working translation of its accepted text that an editor wrote or
    approved; a deletion or a move needs no translation.
    """
    rows = list(amendments)
    read = accepted_words.accepted_translations(rows, merge_base.language)
    return [
        merge_change
        for amendment in rows
        for change in (amendment.text.changes.all() if amendment.text else ())
        if str(change.provision.key) in merge_base.provisions
        if (merge_change := _merge_change(amendment, change, merge_base, read.get(amendment.pk))) is not None
    ]


def merges_of(charter: Charter) -> Any:
    """Merges of a charter with the values of a list, the open ones first."""
    rows = Merge.objects.filter(charter=charter).select_related("article", "round", "saved_by", "begun_by")
    return rows.prefetch_related("amendments").order_by("state", "-saved_at")


def _merge_change(
    amendment: Amendment, change: Change, merge_base: MergeBase, read: InOther | None
) -> MergeChange | None:
    """The change with the words that were accepted; None where a decision in part left it out or it is in the text."""
    accepted = accepted_words.accepted_text(amendment, change)
    if change.carry == RebaseState.MERGED or accepted is None:
        return None
    merge_change: MergeChange | None = MergeChange(
        change, amendment, amendment.decision, accepted.html, accepted.otherwise, base=change.base
    )
    if merge_change is not None and change.language != merge_base.language:
        merge_change = _from_another(merge_change, merge_base, read)
    return replace(merge_change, fault=_fault(merge_change, merge_base)) if merge_change is not None else None


def _from_another(merge_change: MergeChange, merge_base: MergeBase, read: InOther | None) -> MergeChange | None:
    """The same in the words of an approved translation of what was accepted; None where there is none."""
    change = merge_change.change
    if change.kind == ChangeKind.SPLIT:  # where it cuts is said in words of its own language alone
        return None
    if change.kind not in translations.WORDED:
        return replace(merge_change, html="", base=merge_base.wordings.get(str(change.provision.key)))
    translation, own = (read.of_words(change, merge_change.html), read.of_change(change)) if read else (None, None)
    if translation is None or not translation.is_approved:
        return None
    own = own if own and own.is_approved else None
    return replace(merge_change, html=translation.html, base=translation.base, translated=translation, own=own)


def _fault(merge_change: MergeChange, merge_base: MergeBase) -> MergeFault | None:
    """The reason why a change cannot be merged into the current text."""
    change = merge_change.change
    now = merge_base.wordings.get(str(change.provision.key))
    if merge_change.decision is None or merge_change.decision.outcome not in MERGING_OUTCOMES:
        return MergeFault.NOT_ACCEPTED
    if change.carry == RebaseState.CHECK:
        return MergeFault.NOT_CHECKED
    if change.carry == RebaseState.VOID:
        return MergeFault.TEXT_GONE
    if merge_change.base is not None and (now is None or now.html != merge_change.base.html):
        return MergeFault.TEXT_CHANGED
    if merge_change.translated is not None and merge_change.base is None and change.kind == ChangeKind.REPLACE:
        return MergeFault.TRANSLATION_OUTDATED
    if change.kind == ChangeKind.INSERT and change.new_provision is None:
        return MergeFault.WITHOUT_IDENTITY
    return border_faults.fault_of_border(change, merge_base.charter, merge_base.section, merge_base.words)


def merges_for_page() -> QuerySet[Merge]:
    """With all that the page of one merge shows of it."""
    return Merge.objects.select_related("charter__arrangement", "article", "round__version", "saved_by", "applied_by")


def merge_that_undid(merge: Merge) -> Merge | None:
    """The merge that reversed this one; None if it was not reversed."""
    return Merge.objects.filter(undoes=merge).first()
