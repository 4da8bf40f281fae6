"""Comments that everybody may read, for tables and data: their targets, answers, and the amendments made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import Theme, load_names
from accounts.queries.themes import themes_in_use
from accounts.states import BESIDE_SECRETARIAT, RoleKind
from charter.models import (
    Amendment,
    Change,
    Charter,
    CharterComment,
    Provision,
    VersionWording,
    load_amendment_texts,
)
from charter.queries.amending import amendments
from charter.queries.comments.comments import office_at_writing

# Offices whose holders answer for the secretariat.
OFFICES = frozenset(RoleKind) - BESIDE_SECRETARIAT


@dataclass(frozen=True)
class PublicComment:
    """A comment with its target, a provision or an amendment.

    `answers` are the answers of the secretariat to it, `proposals` the public amendments that members made of it.
    """

    comment: CharterComment
    target: Provision | Amendment
    answers: tuple[CharterComment, ...] = ()
    proposals: tuple[Amendment, ...] = ()

    @property
    def reply_to(self) -> int | None:
        """The id of the comment to which this one replies."""
        parent = self.comment.parent_id
        return None if parent in (0, self.comment.pk) else parent

    @property
    def decided(self) -> tuple[Amendment, ...]:
        """The amendments whose outcome is an outcome of the comment: the one that it is on, and those made of it."""
        return (*((self.target,) if isinstance(self.target, Amendment) else ()), *self.proposals)


@dataclass(frozen=True)
class CommentFilter:
    """What narrows public comments; `keys` are those of provisions, `provision` is the short address of one, and
    `theme` the code of a theme of theirs.

    A comment on an amendment is on the provisions that it changes. With `is_removed`, removed ones are there too:
    their place is shown, and never their text.
    """

    kind: str = ""
    keys: Iterable[str] | None = None
    provision: str = ""
    city: str = ""
    theme: str = ""
    is_removed: bool = False


def public_comments(charter: Charter, wanted: CommentFilter = CommentFilter()) -> QuerySet[CharterComment]:
    """Comments on provisions of published versions and on public amendments, in order of time."""
    published = VersionWording.objects.filter(provision=OuterRef("pk"))
    provisions = Provision.objects.filter(Exists(published), charter=charter)
    shown = amendments.amendments_in_order(None).filter(round__charter=charter).order_by()
    where = _on(Provision, provisions) | _on(Amendment, shown)
    rows = CharterComment.objects.filter(where, is_public=True)
    if not wanted.is_removed:
        rows = rows.filter(is_removed=False)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.city:
        rows = rows.filter(organisation__slug=wanted.city, organisation__name_withheld=False)
    if wanted.keys is not None:
        rows = rows.filter(_concerning(Provision.objects.filter(key__in=list(wanted.keys))))
    if wanted.provision:
        rows = rows.filter(_concerning(Provision.objects.filter(short=wanted.provision)))
    if wanted.theme:
        rows = rows.filter(_concerning(Provision.objects.filter(themes__code=wanted.theme)))
    return rows.select_related(None).order_by("submit_date", "pk")


def _concerning(provisions: QuerySet[Provision]) -> Q:
    """Comments on these provisions, and on amendments that change one of them."""
    touching = Change.objects.filter(provision__in=provisions).values("text")
    return _on(Provision, provisions) | _on(Amendment, Amendment.objects.filter(text__in=touching))


def comments_between(
    comments: QuerySet[CharterComment], since: datetime | None, until: datetime
) -> QuerySet[CharterComment]:
    """Those written after the one moment, or from the beginning, and until the other."""
    comments = comments.filter(submit_date__lte=until)
    return comments.filter(submit_date__gt=since) if since else comments


def read_public_comments(comments: Iterable[CharterComment]) -> list[PublicComment]:
    """These public comments with all that a row shows, in a constant number of queries."""
    pks = [comment.pk for comment in comments]
    rows = list(_with_authors(CharterComment.objects.filter(pk__in=pks)).order_by("submit_date", "pk"))
    answers = _answers_to(rows)
    concerned = _amendments_of(rows)
    targets = _targets_of(rows, concerned)
    made_of: dict[int | None, list[Amendment]] = defaultdict(list)
    for amendment in concerned:
        made_of[amendment.suggested_by_id].append(amendment)
    load_names(row.organisation for row in rows if row.organisation)
    return [
        PublicComment(row, target, tuple(answers[row.pk]), tuple(made_of[row.pk]))
        for row in rows
        if (target := targets.get((row.content_type_id, row.object_pk))) is not None
    ]


def themes_of_comments(comments: Iterable[PublicComment]) -> dict[int, list[Theme]]:
    """By the id of a comment, the themes in use of the provisions that it is about, in the order of their codes."""
    rows = list(comments)
    on: dict[type[Model], set[int]] = {Provision: set(), Amendment: set()}
    for row in rows:
        on[type(row.target)].add(row.target.pk)
    provisions = Provision.objects.filter(pk__in=on[Provision], themes__retired_at=None, themes__isnull=False)
    of_amendment = "text__changes__provision__themes"
    in_use = {f"{of_amendment}__retired_at": None, f"{of_amendment}__isnull": False}
    amended = Amendment.objects.filter(pk__in=on[Amendment], **in_use)
    links = {
        Provision: set(provisions.order_by().values_list("pk", "themes")),
        Amendment: set(amended.order_by().values_list("pk", of_amendment)),
    }
    themes = themes_in_use() if any(links.values()) else []
    return {
        row.comment.pk: [theme for theme in themes if (row.target.pk, theme.pk) in links[type(row.target)]]
        for row in rows
    }


def _on(model: type[Model], objects: QuerySet[Any]) -> Q:
    names = objects.annotate(name=Cast("pk", CharField())).values("name")
    return Q(content_type=ContentType.objects.get_for_model(model), object_pk__in=names)


def _with_authors(comments: QuerySet[CharterComment]) -> QuerySet[CharterComment]:
    return comments.annotate(office=office_at_writing()).select_related("user", "organisation__name")


def _answers_to(rows: list[CharterComment]) -> dict[int, list[CharterComment]]:
    """By the id of a comment: the note that answers it with others, and replies of the secretariat, by time."""
    pks = [row.pk for row in rows]
    notes = Q(answered__in=pks)
    replies = Q(parent_id__in=pks, organisation=None) & ~Q(pk=F("parent_id"))
    written = CharterComment.objects.filter(notes | replies, is_public=True, is_removed=False).distinct()
    answers: dict[int, list[CharterComment]] = defaultdict(list)
    noted: dict[int | None, list[int]] = defaultdict(list)
    for row in rows:
        noted[row.answered_by_id].append(row.pk)
    for answer in _with_authors(written).order_by("submit_date", "pk"):
        is_reply = answer.organisation_id is None and answer.office in OFFICES
        for pk in dict.fromkeys([*noted[answer.pk], *([answer.parent_id] if is_reply else [])]):
            answers[pk].append(answer)
    return answers


def _amendments_of(rows: list[CharterComment]) -> list[Amendment]:
    """The public amendments that these comments are on, and those that were made of them."""
    on = [int(row.object_pk) for row in rows if row.content_type_id == _kind(Amendment)]
    wanted = Q(pk__in=on) | Q(suggested_by__in=[row.pk for row in rows])
    concerned = list(amendments.amendments_with_reasons(None).filter(wanted))
    load_amendment_texts(concerned)
    return concerned


def _targets_of(
    rows: list[CharterComment], concerned: list[Amendment]
) -> dict[tuple[int, str], Provision | Amendment]:
    on = {int(row.object_pk) for row in rows if row.content_type_id == _kind(Provision)}
    provisions = {(_kind(Provision), str(row.pk)): row for row in Provision.objects.filter(pk__in=on)}
    return {**provisions, **{(_kind(Amendment), str(row.pk)): row for row in concerned}}


def _kind(model: type[Model]) -> int:
    return int(ContentType.objects.get_for_model(model).pk)
