"""What is there already for the rows of an imported table of comments: their targets, and comments like them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from accounts.models import Organisation
from charter.models import Amendment, Charter, CharterComment, Provision

Target = Provision | Amendment
OF_AMENDMENT = re.compile(r"amendment-(\d{1,9})-(\d{1,9})")


def key_of_target(target: Target) -> str:
    """The key of a provision, or the number of an amendment in a form that no spreadsheet reads as a date."""
    if isinstance(target, Provision):
        return str(target.key)
    return f"amendment-{target.round.number}-{target.number}"


def targets_by_key(charter: Charter, keys: Collection[str]) -> dict[str, Target]:
    """Provisions and amendments of a charter by such keys, in any state: the caller checks who may read them."""
    provisions = [key for key in map(_uuid, keys) if key is not None]
    numbers: dict[int, list[int]] = defaultdict(list)
    for key in keys:
        if match := OF_AMENDMENT.fullmatch(key):
            numbers[int(match[1])].append(int(match[2]))
    targets: list[Target] = list(Provision.objects.filter(charter=charter, key__in=provisions))
    if numbers:
        wanted = Q()
        for round_number, of_round in numbers.items():
            wanted |= Q(round__number=round_number, number__in=of_round)
        targets += Amendment.objects.filter(wanted, round__charter=charter).select_related("round", "organisation")
    return {key_of_target(target): target for target in targets}


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None


def comments_by_id(ids: Iterable[int]) -> dict[int, CharterComment]:
    """Comments by their ids, removed and withheld ones too."""
    return {comment.pk: comment for comment in CharterComment.objects.filter(pk__in=list(ids)).select_related(None)}


def ids_with_amendments(ids: Iterable[int]) -> set[int]:
    """Those of the comments from which an amendment was made."""
    rows = Amendment.objects.filter(suggested_by__in=list(ids)).order_by()
    return set(rows.values_list("suggested_by", flat=True))


def texts_of_member(organisation: Organisation, targets: Iterable[Target]) -> dict[tuple[int, str], set[str]]:
    """The comments of a member that were not removed, by what each is on, with spaces made alike."""
    wanted = {place_of_comment(target) for target in targets}
    rows = CharterComment.objects.filter(
        organisation=organisation, is_removed=False, object_pk__in=[pk for _kind, pk in wanted]
    )
    texts: dict[tuple[int, str], set[str]] = defaultdict(set)
    for kind, pk, text in rows.order_by().values_list("content_type_id", "object_pk", "comment"):
        texts[kind, pk].add(" ".join(text.split()))
    return texts


def place_of_comment(target: Target) -> tuple[int, str]:
    """The columns by which a comment names what it is on."""
    return ContentType.objects.get_for_model(target).pk, str(target.pk)
