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

from accounts.models import Mandate, Organisation, Person, Role, load_names, names_of
from accounts.prepared import Prepared
from accounts.rules import member_mandate, roles_of
from charter.models import CharterComment, Provision

A_PAGE = 20
# What a page shows of a comment; the rest would be ninety columns of each.
SHOWN = (
    *(
        "parent_id",
        "thread_id",
        "submit_date",
        "comment",
        "is_public",
        "is_removed",
        "removed_because",
        "kind",
        "language",
        "quote",
        "came_on",
    ),
    *("organisation_id", "wording_id", "answered_by_id"),
    *("user__name", "user__former", "user__erased_at", "user__name_is_public"),
)


@dataclass
class Node:
    """A comment with its replies in order of time. `is_orphan`: the comment that it answered is deleted."""

    comment: CharterComment
    replies: list[Node] = field(default_factory=list)
    is_orphan: bool = False
    words_changed: bool = False
    may_edit: bool = False
    may_remove: bool = False


@dataclass(frozen=True)
class Threads:
    """Every thread on an object, the oldest first: its id, and how many of its comments are shown."""

    counts: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        return sum(count for _id, count in self.counts)

    @property
    def ids(self) -> list[int]:
        return [pk for pk, _count in self.counts]

    def page_of(self, thread_id: int) -> int:
        """The number of the page that a thread is read on."""
        return self.ids.index(thread_id) // A_PAGE + 1 if thread_id in self.ids else 1


def threads_on(target: Model) -> Threads:
    """The threads on an object, in one query that loads no comment."""
    kind = ContentType.objects.get_for_model(target).pk
    return Threads(tuple((pk, standing) for pk, standing, _first in _THREADS.rows(kind, str(target.pk))))


def _threads(kind: int, pk: str) -> QuerySet[CharterComment, Any]:
    rows = (
        CharterComment.objects.filter(content_type=kind, object_pk=pk, is_public=True).order_by().values("thread_id")
    )
    threads = rows.annotate(standing=Count("pk", filter=Q(is_removed=False)), first=Min("submit_date"))
    return threads.order_by("first", "thread_id").values_list("thread_id", "standing", "first")


_THREADS = Prepared(_threads)


def comments_in_threads(target: Model, among: Iterable[int]) -> list[CharterComment]:
    """Public comments of these threads with all that a page shows of them, removed ones too (without their text).

    Data that many of them share is read once: an organisation is one object, texts and answers are columns (`about_…`,
    `answer_is_removed`).
    """
    comments = _OF.objects(ContentType.objects.get_for_model(target).pk, str(target.pk), list(among))
    organisation_ids = sorted({comment.organisation_id for comment in comments} - {None})
    organisations = {organisation.pk: organisation for organisation in _ORGANISATIONS.objects(organisation_ids)}
    load_names(organisations.values())
    for comment in comments:
        comment.organisation = organisations.get(comment.organisation_id)
    return comments


def _of(kind: int, pk: str, among: list[int]) -> QuerySet[CharterComment]:
    return (
        CharterComment.objects.filter(content_type=kind, object_pk=pk, is_public=True, thread_id__in=among)
        .annotate(
            office=office_at_writing(), answers_all=Exists(CharterComment.objects.filter(answered_by=OuterRef("pk")))
        )
        .annotate(about_language=F("wording__language"), about_text=F("wording__text"))
        .annotate(answer_is_removed=F("answered_by__is_removed"))
        .select_related(None)
        .select_related("user")
        .only(*SHOWN)
        .order_by("submit_date", "pk")
    )


def _organisations(pks: list[int]) -> QuerySet[Organisation]:
    organisations = Organisation.objects.filter(pk__in=pks).select_related("name")
    return organisations.only("name_withheld", "name__text", "name__language")


_OF, _ORGANISATIONS = Prepared(_of), Prepared(_organisations)


def office_of(person: Person, organisation: Organisation | None) -> str:
    """The kind of the person's mandate for that organisation, otherwise of the person's role; empty without both."""
    office = member_mandate(person, organisation) if organisation else next(iter(roles_of(person)), None)
    return office.kind if office else ""


def comments_concerning(provision: Model, amendments: Iterable[Model], most: int) -> list[CharterComment]:
    """Public comments on a provision and on these amendments, the newest first, at most so many."""
    targets = list(amendments)
    target_keys = [(type(target), str(target.pk)) for target in (provision, *targets)]
    where = Q()
    for model in {model for model, _pk in target_keys}:
        pks = [pk for target_model, pk in target_keys if target_model is model]
        where |= Q(content_type=ContentType.objects.get_for_model(model), object_pk__in=pks)
    rows = CharterComment.objects.filter(where, is_public=True, is_removed=False)
    rows = rows.select_related("user", "organisation__name", "content_type")
    return list(rows.prefetch_related(*names_of("organisation")).order_by("-submit_date", "-pk")[:most])


def comment_trees(
    target: Model,
    *,
    among: Iterable[int] | None = None,
    standing: Mapping[str, int] | None = None,
    person: Person | None = None,
    moderates: bool = False,
) -> list[Node]:
    """Comments as trees: those of some threads, or all. `standing`: by language the id of the current wording."""
    chosen = threads_on(target).ids if among is None else among
    nodes = {comment.pk: Node(comment) for comment in comments_in_threads(target, chosen)}
    roots: list[Node] = []
    for node in nodes.values():
        comment = node.comment
        _mark(node, standing or {}, person, moderates)
        parent = nodes.get(comment.parent_id) if comment.parent_id != comment.pk else None
        node.is_orphan = parent is None and comment.parent_id != comment.pk
        (parent.replies if parent else roots).append(node)
    return roots


def unanswered_comments(provision: Provision) -> QuerySet[CharterComment]:
    """Public comments of members and partner organizations on a provision that no note of the secretariat answers."""
    content_type = ContentType.objects.get_for_model(provision)
    comments = CharterComment.objects.filter(
        content_type=content_type, object_pk=str(provision.pk), is_public=True, is_removed=False
    )
    return comments.filter(answered_by=None, organisation__isnull=False).order_by("submit_date", "pk")


def count_comments(model: type[Model], pks: Iterable[int]) -> dict[int, int]:
    """Number of comments by primary key of what they are on; none where there are none."""
    kind = ContentType.objects.get_for_model(model).pk
    return defaultdict(int, {int(pk): number for pk, number in _COUNTS.rows(kind, [str(pk) for pk in pks])})


def _counts(kind: int, pks: list[str]) -> QuerySet[CharterComment, Any]:
    rows = CharterComment.objects.filter(content_type=kind, object_pk__in=pks, is_public=True, is_removed=False)
    return rows.order_by().values_list("object_pk").annotate(Count("pk"))


_COUNTS = Prepared(_counts)


def office_at_writing() -> Coalesce:
    """The kind of mandate, or of role, by which the author commented at that time."""
    own = {"person": OuterRef("user"), "since__lte": OuterRef("submit_date")}
    current = Q(ended=None) | Q(ended__gt=OuterRef("submit_date"))
    chosen = Mandate.objects.filter(pk=OuterRef("mandate"))
    mandates = Mandate.objects.filter(current, organisation=OuterRef("organisation"), **own).order_by("kind")
    roles = Role.objects.filter(current, **own).order_by("kind")
    return Coalesce(
        Subquery(chosen.values("kind")),
        Subquery(mandates.values("kind")[:1]),
        Subquery(roles.values("kind")[:1]),
        Value(""),
    )


def _mark(node: Node, standing: Mapping[str, int], person: Person | None, moderates: bool) -> None:
    comment = node.comment
    now_stands = standing.get(comment.about_language)
    node.words_changed = now_stands is not None and now_stands != comment.wording_id
    own = person is not None and comment.user_id == person.pk and not comment.is_removed
    node.may_edit = own and timezone.now() - comment.submit_date < timedelta(minutes=15)
    node.may_remove = (own or moderates) and not comment.is_removed


def visible_comments() -> QuerySet[CharterComment]:
    """Comments that are public and not removed, with the organisation they speak for."""
    return CharterComment.objects.filter(is_public=True, is_removed=False).select_related("organisation__name")


def find_comment(pk: int | str) -> CharterComment:
    """The comment of that id, whether pages show it or not."""
    return CharterComment.objects.get(pk=pk)
