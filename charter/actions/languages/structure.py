"""Splitting a provision and combining it with the next: text of one language, in the order that all share.

A split divides the text of the language in which it is made. The first key keeps the first part, a new key has the
second part; the other languages keep the whole under the first key until they follow (`alignments.split_alignment`). A
combination puts both texts one after the other in each language; the second key leaves the text. No part of the text
gets a new proposer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import following, records
from accounts.models import Organisation, Person, Theme
from accounts.rules import Refusal, Refused, require
from charter import clean, rules, texts, tracing
from charter.actions.languages import agreed_words, draft_sections, editions, wordings
from charter.actions.languages.wordings import NewWording
from charter.models import (
    Adoption,
    Block,
    Charter,
    CharterComment,
    CurrentWording,
    Provision,
    Section,
    Wording,
)
from charter.queries.amending import rounds
from charter.queries.reading import divisions
from charter.states import HEADINGS, CameFrom, Followed, StructuralEffect

MOVED = gettext_lazy("The text changed since you opened this page. Check it and split it again.")


@dataclass(frozen=True)
class Why:
    """Why provisions are split or combined, and for whom."""

    reason: str
    asked_by: Organisation | None = None
    asked_by_words: str = ""


@transaction.atomic
def split_provision(
    *,
    provision: Provision,
    language: str,
    base: Wording | None,
    words: str,
    by: Person,
    why: Why,
    at: datetime | None = None,
) -> Provision:
    """Splits a provision at the empty line in the text of one language; returns the second part.

    `base` is the wording that the person saw; if another one is current, or if the text was changed, this is refused.
    """
    at = at or timezone.now()
    charter, section = _ask(provision, by, at)
    block = next(b for b in section.blocks if b.key == str(provision.key))
    if block.kind in HEADINGS:
        raise Refused(Refusal(_("A title or a heading cannot be split. Choose another provision.")))
    if divisions.split_to_follow(charter, provision, language) is not None:
        raise Refused(
            Refusal(
                _(
                    "The provision was split in another language. The editors must first split the text in "
                    "this language in the same way."
                )
            )
        )
    whole = _current_wordings([provision], [language]).get((provision.pk, language))
    if whole is None or whole != base:
        raise Refused(Refusal(MOVED))
    agreed_words.refuse_over_waiting([provision], [language])
    cut = cut_at(whole, words)
    second = Provision.objects.create(charter=charter)
    adoption = _adopt(provision, second, StructuralEffect.SPLIT, language, by, why, at)
    new_wordings = carry_out_split(charter, section, adoption, whole, cut)
    records.append_acts(_act("provision divided", adoption, new_wordings, charter), at=at)
    return second


def carry_out_split(
    charter: Charter, section: Section, adoption: Adoption, whole: Wording, cut: int, exclude: Collection[int] = ()
) -> list[Wording]:
    """Carries out an adopted split: order, text, themes and comments; inside the caller's transaction.

    `section` is the current article; `exclude` are ids of the amendments that proposed the split.
    """
    provision, second = adoption.provision, adoption.other
    assert second is not None
    new_wordings = wordings.write_wordings(parts_of_split(whole, cut, adoption, by=adoption.by, at=adoption.at))
    place = next(n for n, block in enumerate(section.blocks) if block.key == str(provision.key)) + 1
    fresh = replace(section.blocks[place - 1], key=str(second.key))
    blocks = (*section.blocks[:place], fresh, *section.blocks[place:])
    effect = {str(provision.key): {"fate": StructuralEffect.SPLIT, "into": [str(provision.key), str(second.key)]}}
    _arrange(charter, section, blocks, effect, adoption.at, exclude)
    wordings.make_current(new_wordings, exclude=exclude)
    _index_too(second, provision)
    _move_comments(new_wordings)
    following.share_follows(
        about=f"{Followed.PROVISION}/{provision.short}", also=f"{Followed.PROVISION}/{second.short}"
    )
    return new_wordings


@transaction.atomic
def combine_provisions(
    *, provision: Provision, other: Provision, by: Person, why: Why, at: datetime | None = None
) -> Provision:
    """Combines a provision with the next one, in every language at once.

    `other` is the next one that the person saw. A language that lacks the text of one is out of date afterwards; a
    language that had not followed the split of these two has its text whole already.
    """
    at = at or timezone.now()
    charter, section = _ask(provision, by, at)
    behind = divisions.next_combinable_block(section, str(provision.key))
    if behind is None or behind.key != str(other.key):
        raise Refused(Refusal(_("Only two consecutive provisions of the same type can be combined.")))
    _require_divided(charter, provision, other)
    adoption = _adopt(provision, other, StructuralEffect.JOINED, charter.languages.all()[0].code, by, why, at)
    agreed_words.refuse_over_waiting([provision, other], charter.languages.values_list("code", flat=True))
    new_wordings = carry_out_combination(charter, section, adoption)
    records.append_acts(_act("provisions joined", adoption, new_wordings, charter), at=at)
    return provision


def carry_out_combination(
    charter: Charter, section: Section, adoption: Adoption, exclude: Collection[int] = ()
) -> list[Wording]:
    """Carries out an adopted combination, in every language; the rules of `carry_out_split` apply here too."""
    provision, other = adoption.provision, adoption.other
    assert other is not None
    whole_in = _require_divided(charter, provision, other)
    codes = list(charter.languages.values_list("code", flat=True))
    current_wordings = _current_wordings([provision, other], codes)
    new_wordings = wordings.write_wordings(
        [
            new
            for code in codes
            if (new := _combine_texts(provision, other, code, current_wordings, whole_in.get(code), adoption))
            is not None
        ]
    )
    gone = str(other.key)
    blocks = tuple(block for block in section.blocks if block.key != gone)
    effect = {gone: {"fate": StructuralEffect.JOINED, "into": [str(provision.key)]}}
    _arrange(charter, section, blocks, effect, adoption.at, exclude)
    wordings.make_current(new_wordings, exclude=exclude)
    _index_too(provision, other)
    _hand_comments(str(other.pk), provision)
    following.move_follows(about=f"{Followed.PROVISION}/{other.short}", to=f"{Followed.PROVISION}/{provision.short}")
    return new_wordings


def cut_at(whole: Wording, words: str) -> int:
    """The place where the typed text splits that of a wording; refused if the text changed or the place is unclear."""
    cut = divisions.cut_of(whole.text, clean.clean_typed_text(words).text)
    if cut is None:
        why = _("Leave one empty line between two words, where the second part begins. Do not change the wording.")
        raise Refused(Refusal(why))
    return cut


def parts_of_split(
    whole: Wording, cut: int, division: Adoption, *, by: Person, at: datetime, **more: object
) -> list[NewWording]:
    """The two wordings that a split makes of one: both carry its adoptions, and all text keeps its proposers."""
    assert division.other is not None
    first, second = texts.split_html(whole.html, cut)
    size = len(texts.plain_text(first))
    start = len(whole.text) - len(texts.plain_text(second))
    runs = tracing.cut_runs(whole.runs, 0, size), tracing.cut_runs(whole.runs, start, len(whole.text))
    return [
        NewWording(
            provision=place,
            language=whole.language,
            html=html,
            came_from=CameFrom.SPLIT,
            by=by,
            at=at,
            parent=whole,
            adoptions=[division],
            runs=own,
            **more,  # type: ignore[arg-type]
        )
        for place, html, own in zip((division.provision, division.other), (first, second), runs, strict=True)
    ]


def _ask(provision: Provision, by: Person, at: datetime) -> tuple[Charter, Section]:
    rows = Charter.objects.select_for_update(of=("self",), no_key=True).select_related("arrangement")
    charter = rows.get(pk=provision.charter_id)
    section = charter.arrangement.section_of(provision.key) if charter.arrangement else None
    if section is None:
        raise Refused(Refusal(_("The provision is no longer in the text.")))
    require(rules.may_divide(by, charter, section.key, rounds.round_holding_text(charter), at))
    return charter, section


def _current_wordings(provisions: Sequence[Provision], codes: Collection[str]) -> dict[tuple[int, str], Wording]:
    rows = CurrentWording.objects.select_for_update(of=("self",), no_key=True).filter(
        provision__in=provisions, language__in=codes
    )
    return {(row.provision_id, row.language): row.wording for row in rows.select_related("wording__provision")}


def _require_divided(charter: Charter, provision: Provision, other: Provision) -> dict[str, Adoption]:
    """By language: the division of these two that it has not followed. Any other one has to be followed first."""
    unfollowed = {}
    for (_pk, code), division in divisions.open_divisions(charter).items():
        if {division.provision_id, division.other_id} == {provision.pk, other.pk}:
            unfollowed[code] = division
        elif {division.provision_id, division.other_id} & {provision.pk, other.pk}:
            raise Refused(
                Refusal(
                    _(
                        "The text must still be split in another language. The editors of that language must do "
                        "this first."
                    )
                )
            )
    return unfollowed


def _combine_texts(
    provision: Provision,
    other: Provision,
    code: str,
    current_wordings: dict[tuple[int, str], Wording],
    division: Adoption | None,
    adoption: Adoption,
) -> NewWording | None:
    """The text of both in one language. It carries only the adoptions that it has, and may be out of date."""
    first, second = (current_wordings.get((part.pk, code)) for part in (provision, other))
    if second is None and division is None:
        return None
    html = first.html if first else ""
    runs = first.runs if first else []
    if second is not None:
        html = texts.in_one(html, second.html)
        space = texts.separator_between(first.html if first else "", second.html)
        runs = tracing.in_one(runs, second.runs, space)
    followed = [division] if division else []
    return NewWording(
        provision=provision,
        language=code,
        html=html,
        came_from=CameFrom.JOIN,
        by=adoption.by,
        at=adoption.at,
        parent=first,
        adoptions=[*followed, *([adoption] if first else []), *(second.carries.all() if second else ())],
        runs=runs,
    )


def _adopt(
    provision: Provision, other: Provision, fate: StructuralEffect, language: str, by: Person, why: Why, at: datetime
) -> Adoption:
    return Adoption.objects.create(
        provision=provision,
        other=other,
        fate=fate,
        language=language,
        by=by,
        asked_by=why.asked_by,
        asked_by_words=clean.clean_typed_text(why.asked_by_words).text[:300],
        reason=draft_sections.require_reason(why.reason, by),
        at=at,
    )


def _arrange(
    charter: Charter,
    section: Section,
    blocks: tuple[Block, ...],
    fates: dict[str, dict],
    at: datetime,
    exclude: Collection[int],
) -> None:
    assert charter.arrangement is not None
    changed = tuple(replace(s, blocks=blocks) if s.key == section.key else s for s in charter.arrangement.sections)
    editions.arrange_charter(charter=charter, sections=changed, at=at, fates=fates, exclude=exclude)


def _index_too(provision: Provision, beside: Provision) -> None:
    """A provision belongs to the themes of the one whose words it has."""
    for theme in Theme.objects.filter(provisions=beside):
        theme.provisions.add(provision)


def _move_comments(new_wordings: Sequence[Wording]) -> None:
    """Threads that begin with a quote from the second part alone go with it."""
    first, second = new_wordings
    own = CharterComment.objects.filter(
        content_type=_kind(), object_pk=str(first.provision_id), language=second.language
    )
    threads = [r.thread_id for r in own.exclude(quote="") if r.quote in second.text and r.quote not in first.text]
    moved = CharterComment.objects.filter(
        content_type=_kind(), object_pk=str(first.provision_id), thread_id__in=threads
    )
    moved.update(object_pk=str(second.provision_id))


def _hand_comments(gone: str, to: Provision) -> None:
    CharterComment.objects.filter(content_type=_kind(), object_pk=gone).update(object_pk=str(to.pk))


def _kind() -> ContentType:
    return ContentType.objects.get_for_model(Provision)


def _act(name: str, adoption: Adoption, new_wordings: Iterable[Wording], charter: Charter) -> records.Act:
    assert charter.arrangement is not None
    content = {
        "adoption": adoption.pk,
        "other": adoption.other_id,
        "language": adoption.language,
        "wordings": [[wording.pk, wording.digest] for wording in new_wordings],
        "arrangement": charter.arrangement.digest,
    }
    return records.Act(name, adoption.provision, adoption.by, content=content)
