"""Dividing a provision and joining it with the next: what one language shows, in the order that all share.

A division cuts the words of the language it is made in. The first key keeps the part before, a new key has the part
after; the other languages keep the whole under the first key until they follow (`alignments.divide`). A join puts the
words of both one behind the other in each language; the second key leaves the text. No word is anybody's new one.
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
from accounts.models import Organisation, Person
from accounts.rules import Refusal, Refused, require
from charter import clean, rules, texts, tracing
from charter.actions import editions, entries, sections, wordings
from charter.actions.wordings import NewWording
from charter.models import Adoption, Block, Charter, Provision, Remark, Section, Standing, Theme, Wording
from charter.queries import divisions, rounds
from charter.states import HEADINGS, CameFrom, Fate, Followed

MOVED = gettext_lazy("The words moved since you opened this page. Look at them and divide them again.")


@dataclass(frozen=True)
class Why:
    """Why provisions are divided or joined, and for whom."""

    reason: str
    asked_by: Organisation | None = None
    asked_by_words: str = ""


@transaction.atomic
def split(
    *,
    provision: Provision,
    language: str,
    base: Wording | None,
    words: str,
    by: Person,
    why: Why,
    at: datetime | None = None,
) -> Provision:
    """Divides a provision where an empty line stands in the words of one language; gives the second part.

    `base` is the wording that the person saw; where another stands now, or a word was changed, this is refused.
    """
    at = at or timezone.now()
    charter, section = _ask(provision, by, at)
    block = next(b for b in section.blocks if b.key == str(provision.key))
    if block.kind in HEADINGS:
        raise Refused(Refusal(_("A title or a heading is not divided.")))
    if divisions.to_follow(charter, provision, language) is not None:
        raise Refused(Refusal(_("In this language these words have still to be divided as another language was.")))
    whole = _standing([provision], [language]).get((provision.pk, language))
    if whole is None or whole != base:
        raise Refused(Refusal(MOVED))
    entries.refuse_over_waiting([provision], [language])
    cut = cut_at(whole, words)
    second = Provision.objects.create(charter=charter)
    adoption = _adopt(provision, second, Fate.SPLIT, language, by, why, at)
    made = divide(charter, section, adoption, whole, cut)
    records.append(_act("provision divided", adoption, made, charter), at=at)
    return second


def divide(
    charter: Charter, section: Section, adoption: Adoption, whole: Wording, cut: int, but: Collection[int] = ()
) -> list[Wording]:
    """Carries a division out that is adopted: order, words, themes and comments; inside the caller's transaction.

    `section` is the article as it stands; `but` are ids of the amendments that asked for it.
    """
    provision, second = adoption.provision, adoption.other
    assert second is not None
    made = wordings.write_all(parts(whole, cut, adoption, by=adoption.by, at=adoption.at))
    place = next(n for n, block in enumerate(section.blocks) if block.key == str(provision.key)) + 1
    fresh = replace(section.blocks[place - 1], key=str(second.key))
    blocks = (*section.blocks[:place], fresh, *section.blocks[place:])
    fate = {str(provision.key): {"fate": Fate.SPLIT, "into": [str(provision.key), str(second.key)]}}
    _arrange(charter, section, blocks, fate, adoption.at, but)
    wordings.stand(made, but=but)
    _index_too(second, provision)
    _move_comments(made)
    following.share(about=f"{Followed.PROVISION}/{provision.short}", also=f"{Followed.PROVISION}/{second.short}")
    return made


@transaction.atomic
def join(*, provision: Provision, other: Provision, by: Person, why: Why, at: datetime | None = None) -> Provision:
    """Joins a provision with the next one, in every language at once.

    `other` is the next one that the person saw. A language that lacks the words of one is behind afterwards; one that
    had not followed the division of these very two has its words whole as they are.
    """
    at = at or timezone.now()
    charter, section = _ask(provision, by, at)
    behind = divisions.next_of(section, str(provision.key))
    if behind is None or behind.key != str(other.key):
        raise Refused(Refusal(_("Only two provisions of one kind that stand one behind the other can be joined.")))
    _require_divided(charter, provision, other)
    adoption = _adopt(provision, other, Fate.JOINED, charter.languages.all()[0].code, by, why, at)
    entries.refuse_over_waiting([provision, other], charter.languages.values_list("code", flat=True))
    made = unite(charter, section, adoption)
    records.append(_act("provisions joined", adoption, made, charter), at=at)
    return provision


def unite(charter: Charter, section: Section, adoption: Adoption, but: Collection[int] = ()) -> list[Wording]:
    """Carries a join out that is adopted, in every language; what `divide` says holds here too."""
    provision, other = adoption.provision, adoption.other
    assert other is not None
    whole_in = _require_divided(charter, provision, other)
    codes = list(charter.languages.values_list("code", flat=True))
    standing = _standing([provision, other], codes)
    made = wordings.write_all(
        [
            new
            for code in codes
            if (new := _in_one(provision, other, code, standing, whole_in.get(code), adoption)) is not None
        ]
    )
    gone = str(other.key)
    blocks = tuple(block for block in section.blocks if block.key != gone)
    fate = {gone: {"fate": Fate.JOINED, "into": [str(provision.key)]}}
    _arrange(charter, section, blocks, fate, adoption.at, but)
    wordings.stand(made, but=but)
    _index_too(provision, other)
    _hand_comments(str(other.pk), provision)
    following.move(about=f"{Followed.PROVISION}/{other.short}", to=f"{Followed.PROVISION}/{provision.short}")
    return made


def cut_at(whole: Wording, words: str) -> int:
    """Where the typed words cut those of a wording; refused where they change a word or say no one place."""
    cut = divisions.cut_of(whole.text, clean.typed(words).text)
    if cut is None:
        why = _("Put one empty line where the provision is to be divided, between two words, and change no word.")
        raise Refused(Refusal(why))
    return cut


def parts(
    whole: Wording, cut: int, division: Adoption, *, by: Person, at: datetime, **more: object
) -> list[NewWording]:
    """The two wordings that a division makes of one: they carry what it carried, each word with who asked for it."""
    assert division.other is not None
    first, second = texts.parts(whole.html, cut)
    size = len(texts.plain(first))
    start = len(whole.text) - len(texts.plain(second))
    runs = tracing.cut(whole.runs, 0, size), tracing.cut(whole.runs, start, len(whole.text))
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
        raise Refused(Refusal(_("This provision has left the text.")))
    require(rules.may_divide(by, charter, section.key, rounds.holding(charter), at))
    return charter, section


def _standing(provisions: Sequence[Provision], codes: Collection[str]) -> dict[tuple[int, str], Wording]:
    rows = Standing.objects.select_for_update(of=("self",), no_key=True).filter(
        provision__in=provisions, language__in=codes
    )
    return {(row.provision_id, row.language): row.wording for row in rows.select_related("wording__provision")}


def _require_divided(charter: Charter, provision: Provision, other: Provision) -> dict[str, Adoption]:
    """By language: the division of these two that it has not followed. Any other one has to be followed first."""
    found = {}
    for (_pk, code), division in divisions.open_divisions(charter).items():
        if {division.provision_id, division.other_id} == {provision.pk, other.pk}:
            found[code] = division
        elif {division.provision_id, division.other_id} & {provision.pk, other.pk}:
            raise Refused(Refusal(_("In a language these words have still to be divided. Its editors do that first.")))
    return found


def _in_one(
    provision: Provision,
    other: Provision,
    code: str,
    standing: dict[tuple[int, str], Wording],
    division: Adoption | None,
    adoption: Adoption,
) -> NewWording | None:
    """The words of both in one language; what it lacks it does not carry, so that the ledger says it is behind."""
    first, second = (standing.get((one.pk, code)) for one in (provision, other))
    if second is None and division is None:
        return None
    html = first.html if first else ""
    runs = first.runs if first else []
    if second is not None:
        html = texts.in_one(html, second.html)
        space = texts.between(first.html if first else "", second.html)
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
    provision: Provision, other: Provision, fate: Fate, language: str, by: Person, why: Why, at: datetime
) -> Adoption:
    return Adoption.objects.create(
        provision=provision,
        other=other,
        fate=fate,
        language=language,
        by=by,
        asked_by=why.asked_by,
        asked_by_words=clean.typed(why.asked_by_words).text[:300],
        reason=sections.said_why(why.reason, by),
        at=at,
    )


def _arrange(
    charter: Charter,
    section: Section,
    blocks: tuple[Block, ...],
    fates: dict[str, dict],
    at: datetime,
    but: Collection[int],
) -> None:
    assert charter.arrangement is not None
    changed = tuple(replace(s, blocks=blocks) if s.key == section.key else s for s in charter.arrangement.sections)
    editions.arrange(charter=charter, sections=changed, at=at, fates=fates, but=but)


def _index_too(provision: Provision, beside: Provision) -> None:
    """A provision belongs to the themes of the one whose words it has."""
    for theme in Theme.objects.filter(provisions=beside):
        theme.provisions.add(provision)


def _move_comments(made: Sequence[Wording]) -> None:
    """Threads that begin with a quote from the second part alone go with it."""
    first, second = made
    own = Remark.objects.filter(content_type=_kind(), object_pk=str(first.provision_id), language=second.language)
    threads = [r.thread_id for r in own.exclude(quote="") if r.quote in second.text and r.quote not in first.text]
    moved = Remark.objects.filter(content_type=_kind(), object_pk=str(first.provision_id), thread_id__in=threads)
    moved.update(object_pk=str(second.provision_id))


def _hand_comments(gone: str, to: Provision) -> None:
    Remark.objects.filter(content_type=_kind(), object_pk=gone).update(object_pk=str(to.pk))


def _kind() -> ContentType:
    return ContentType.objects.get_for_model(Provision)


def _act(name: str, adoption: Adoption, made: Iterable[Wording], charter: Charter) -> records.Act:
    assert charter.arrangement is not None
    content = {
        "adoption": adoption.pk,
        "other": adoption.other_id,
        "language": adoption.language,
        "wordings": [[wording.pk, wording.digest] for wording in made],
        "arrangement": charter.arrangement.digest,
    }
    return records.Act(name, adoption.provision, adoption.by, content=content)
