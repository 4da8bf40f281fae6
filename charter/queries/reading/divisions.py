"""Provisions that were divided or joined: where words are cut, and which languages have still to follow.

A division cuts the words of one language. The other languages keep the whole under the first key, and the second has
none there, until an editor cuts theirs in the same way: until then their words do not carry the division's adoption.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from charter.models import Adoption, Block, Charter, CurrentWording, Provision, Section, Wording
from charter.states import HEADINGS, StructuralEffect
from charter.texts import runs_on

Where = tuple[int, str]


def cut_of(text: str, typed: str) -> int | None:
    """Where an empty line that was typed cuts the words; None where there is not one, or where a word was changed.

    Line ends alone change nothing, and no word is cut in two.
    """
    lines = typed.replace("\r\n", "\n").strip().split("\n")
    empty = [n for n, line in enumerate(lines) if not line.strip()]
    if not empty or empty[-1] - empty[0] >= len(empty):
        return None
    first, second = (_run(lines[: empty[0]]), _run(lines[empty[-1] + 1 :]))
    if _run([text]) not in (f"{first} {second}", f"{first}{second}"):
        return None
    return _after(text, len(first.replace(" ", "")))


def is_inside_word(text: str, place: int) -> bool:
    """Whether a place has a letter or digit on either side, in a script with spaces between words."""
    before, after = text[place - 1 : place], text[place : place + 1]
    return before.isalnum() and after.isalnum() and not runs_on(before)


def next_combinable_block(section: Section | None, key: str) -> Block | None:
    """The next provision, where both can be joined: of one kind and one depth, and no headings."""
    blocks = section.blocks if section else ()
    place = next((n for n, block in enumerate(blocks[:-1]) if block.key == key), None)
    if place is None:
        return None
    first, other = blocks[place], blocks[place + 1]
    alike = (first.kind, first.depth) == (other.kind, other.depth)
    return other if alike and first.kind not in HEADINGS else None


def open_divisions(charter: Charter) -> dict[Where, Adoption]:
    """Splits that a language has not followed yet, by the second provision, which has no text there, and language."""
    divided = list(Adoption.objects.filter(provision__charter=charter, fate=StructuralEffect.SPLIT).order_by("pk"))
    if not divided or charter.arrangement is None:
        return {}
    ids = {pk for adoption in divided for pk in (adoption.provision_id, adoption.other_id) if pk is not None}
    rows = CurrentWording.objects.filter(provision__in=ids).values_list("provision", "language", "wording")
    stand = {(pk, code): wording for pk, code, wording in rows}
    through = Wording.carries.through.objects.filter(wording__in=stand.values(), adoption__in=divided)
    carried = set(through.values_list("wording_id", "adoption_id"))
    keys = set(charter.arrangement.keys())
    in_text = {pk for pk, key in Provision.objects.filter(pk__in=ids).values_list("pk", "key") if str(key) in keys}
    unfollowed: dict[Where, Adoption] = {}
    for adoption in divided:
        if adoption.other_id in in_text and adoption.provision_id in in_text:
            for (pk, code), wording in stand.items():
                lacks = pk == adoption.provision_id and (wording, adoption.pk) not in carried
                if lacks and (adoption.other_id, code) not in stand:
                    unfollowed[adoption.other_id, code] = adoption  # type: ignore[index]
    return unfollowed


def split_to_follow(charter: Charter, provision: Provision, language: str) -> Adoption | None:
    """The first split that a language has to follow at a provision, which is its first or its second part."""
    for (other, code), adoption in sorted(open_divisions(charter).items(), key=lambda item: item[1].pk):
        if code == language and provision.pk in (other, adoption.provision_id):
            return adoption
    return None


def divisions_and_joins(charter_id: int) -> list[Adoption]:
    """Every split and combination of a charter, in their order."""
    rows = Adoption.objects.filter(provision__charter=charter_id).exclude(fate="")
    return list(rows.select_related("provision", "other").order_by("pk"))


def divisions_of_provision(provision: Provision) -> list[Adoption]:
    """The splits and combinations that concern a provision, the latest first."""
    rows = Adoption.objects.exclude(fate="").filter(Q(provision=provision) | Q(other=provision))
    return list(rows.select_related("provision", "other").order_by("-pk"))


def related_provisions(charter_id: int, provisions: Iterable[int]) -> set[int]:
    """Provisions, and all that shared text with them at any time through a split or a combination."""
    related = set(provisions)
    rows = Adoption.objects.filter(provision__charter=charter_id).exclude(fate="").order_by()
    pairs = [set(pair) for pair in rows.values_list("provision", "other")]
    while more := [pair for pair in pairs if pair & related and not pair <= related]:
        related.update(pk for pair in more for pk in pair if pk is not None)
    return related


def lineage_of(adoptions: Iterable[Adoption]) -> tuple[dict[int, int], dict[int, int]]:
    """By provision id: the provision from which a second part was split, and the one with which it was combined."""
    from_: dict[int, int] = {}
    into: dict[int, int] = {}
    for adoption in adoptions:
        if adoption.other_id is not None:
            (from_ if adoption.fate == StructuralEffect.SPLIT else into)[adoption.other_id] = adoption.provision_id
    return from_, into


def _run(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def _after(text: str, letters: int) -> int | None:
    """The place after so many characters that are no spaces; None at an end of the text and inside a word."""
    places = [place for place, char in enumerate(text) if not char.isspace()]
    if not 0 < letters < len(places):
        return None
    place = places[letters - 1] + 1
    return None if is_inside_word(text, place) else place
