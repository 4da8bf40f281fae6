"""Comments as they are read: five queries for the threads of a page, whatever their size, and one for all counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, Min, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Mandate, Organisation, Person, Role, names_of
from accounts.prepared import Prepared
from accounts.rules import member_mandate, roles_of
from charter.models import Provision, Remark

A_PAGE = 20
# What a page shows of a comment; the rest would be ninety columns of each.
SHOWN = (
    *(
        "parent_id",
        "thread_id",
        "submit_date",
        "comment",
        "is_removed",
        "removed_because",
        "kind",
        "language",
        "quote",
    ),
    *("organisation_id", "wording_id", "answered_by_id"),
    *("user__name", "user__former", "user__erased_at", "user__name_is_public"),
)


@dataclass
class Node:
    """A comment with its replies in order of time. `is_orphan` where what it answered is gone."""

    remark: Remark
    replies: list[Node] = field(default_factory=list)
    is_orphan: bool = False
    words_changed: bool = False
    may_edit: bool = False
    may_remove: bool = False


@dataclass(frozen=True)
class Threads:
    """Every thread on a thing, the oldest first: its id, and how many of its comments stand."""

    found: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        return sum(standing for _id, standing in self.found)

    @property
    def ids(self) -> list[int]:
        return [pk for pk, _standing in self.found]

    def page_of(self, thread_id: int) -> int:
        """The number of the page that a thread is read on."""
        return self.ids.index(thread_id) // A_PAGE + 1 if thread_id in self.ids else 1


def threads(target: Model) -> Threads:
    """The threads on a thing, by one question that loads no comment."""
    kind = ContentType.objects.get_for_model(target).pk
    return Threads(tuple((pk, standing) for pk, standing, _first in _THREADS.rows(kind, str(target.pk))))


def _threads(kind: int, pk: str) -> QuerySet[Remark, Any]:
    rows = Remark.objects.filter(content_type=kind, object_pk=pk, is_public=True).order_by().values("thread_id")
    found = rows.annotate(standing=Count("pk", filter=Q(is_removed=False)), first=Min("submit_date"))
    return found.order_by("first", "thread_id").values_list("thread_id", "standing", "first")


_THREADS = Prepared(_threads)


def of(target: Model, among: Iterable[int]) -> list[Remark]:
    """Public comments of these threads with all that a page shows of them, removed ones too (without their words).

    What many of them share is read once: an organisation is one object, words and answers are columns (`about_…`,
    `answer_is_removed`).
    """
    found = _OF.objects(ContentType.objects.get_for_model(target).pk, str(target.pk), list(among))
    asked = sorted({remark.organisation_id for remark in found} - {None})
    known = {one.pk: one for one in _ORGANISATIONS.objects(asked)}
    for remark in found:
        remark.organisation = known.get(remark.organisation_id)
    return found


def _of(kind: int, pk: str, among: list[int]) -> QuerySet[Remark]:
    return (
        Remark.objects.filter(content_type=kind, object_pk=pk, is_public=True, thread_id__in=among)
        .annotate(office=_office(), answers_all=Exists(Remark.objects.filter(answered_by=OuterRef("pk"))))
        .annotate(about_language=F("wording__language"), about_text=F("wording__text"))
        .annotate(answer_is_removed=F("answered_by__is_removed"))
        .select_related(None)
        .select_related("user")
        .only(*SHOWN)
        .order_by("submit_date", "pk")
    )


def _organisations(pks: list[int]) -> QuerySet[Organisation]:
    found = Organisation.objects.filter(pk__in=pks).select_related("name")
    found = found.only("name_withheld", "name__text", "name__language")
    return found.prefetch_related("name__translations", "former_names__name__translations")


_OF, _ORGANISATIONS = Prepared(_of), Prepared(_organisations)


def office_of(person: Person, organisation: Organisation | None) -> str:
    """As what the person comments now: a kind of mandate for that organisation, else of role; empty for neither."""
    held = member_mandate(person, organisation) if organisation else next(iter(roles_of(person)), None)
    return held.kind if held else ""


def concerning(provision: Model, amendments: Iterable[Model], most: int) -> list[Remark]:
    """Public comments on a provision and on these amendments, the newest first, at most so many."""
    asked = list(amendments)
    there = [(type(target), str(target.pk)) for target in (provision, *asked)]
    where = Q()
    for model in {model for model, _pk in there}:
        pks = [pk for one, pk in there if one is model]
        where |= Q(content_type=ContentType.objects.get_for_model(model), object_pk__in=pks)
    rows = Remark.objects.filter(where, is_public=True, is_removed=False)
    rows = rows.select_related("user", "organisation__name", "content_type")
    return list(rows.prefetch_related(*names_of("organisation")).order_by("-submit_date", "-pk")[:most])


def thread(
    target: Model,
    *,
    among: Iterable[int] | None = None,
    standing: Mapping[str, int] | None = None,
    person: Person | None = None,
    moderates: bool = False,
) -> list[Node]:
    """Comments as trees: those of some threads, or all. `standing`: by language the id of the wording that stands."""
    chosen = threads(target).ids if among is None else among
    nodes = {remark.pk: Node(remark) for remark in of(target, chosen)}
    roots: list[Node] = []
    for node in nodes.values():
        remark = node.remark
        _mark(node, standing or {}, person, moderates)
        parent = nodes.get(remark.parent_id) if remark.parent_id != remark.pk else None
        node.is_orphan = parent is None and remark.parent_id != remark.pk
        (parent.replies if parent else roots).append(node)
    return roots


def unanswered(provision: Provision) -> QuerySet[Remark]:
    """Public comments of members and partners on a provision that no note of the secretariat answers."""
    here = ContentType.objects.get_for_model(provision)
    found = Remark.objects.filter(content_type=here, object_pk=str(provision.pk), is_public=True, is_removed=False)
    return found.filter(answered_by=None, organisation__isnull=False).order_by("submit_date", "pk")


def counts(model: type[Model], pks: Iterable[int]) -> dict[int, int]:
    """Number of comments by primary key of what they are on; none where there are none."""
    kind = ContentType.objects.get_for_model(model).pk
    return defaultdict(int, {int(pk): number for pk, number in _COUNTS.rows(kind, [str(pk) for pk in pks])})


def _counts(kind: int, pks: list[str]) -> QuerySet[Remark, Any]:
    rows = Remark.objects.filter(content_type=kind, object_pk__in=pks, is_public=True, is_removed=False)
    return rows.order_by().values_list("object_pk").annotate(Count("pk"))


_COUNTS = Prepared(_counts)


def _office() -> Coalesce:
    """The kind of mandate, or of role, by which the author commented at that time."""
    own = {"person": OuterRef("user"), "since__lte": OuterRef("submit_date")}
    held = Q(ended=None) | Q(ended__gt=OuterRef("submit_date"))
    mandates = Mandate.objects.filter(held, organisation=OuterRef("organisation"), **own).order_by("kind")
    roles = Role.objects.filter(held, **own).order_by("kind")
    return Coalesce(Subquery(mandates.values("kind")[:1]), Subquery(roles.values("kind")[:1]), Value(""))


def _mark(node: Node, standing: Mapping[str, int], person: Person | None, moderates: bool) -> None:
    remark = node.remark
    now_stands = standing.get(remark.about_language)
    node.words_changed = now_stands is not None and now_stands != remark.wording_id
    own = person is not None and remark.user_id == person.pk and not remark.is_removed
    node.may_edit = own and timezone.now() - remark.submit_date < timedelta(minutes=15)
    node.may_remove = (own or moderates) and not remark.is_removed
