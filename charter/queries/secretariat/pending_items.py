"""Pending items of the secretariat, kind by kind, each in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Max, Min, Q
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.locales import localize_commas
from accounts.models import Organisation, Person
from accounts.queries import joining
from charter.citations import Label
from charter.models import (
    Amendment,
    Charter,
    CharterComment,
    Compromise,
    Decision,
    Framework,
    ProposedCorrigendum,
    ProposedTimetable,
    Provision,
    Publication,
    Round,
    Ruling,
    Task,
    Upload,
    proposers_of,
)
from charter.models.comments import CommentFlag
from charter.queries.amending.translated_pieces import Translated
from charter.queries.comments.comment_translations import comments_in_other_language
from charter.queries.deciding import compromise_answers
from charter.queries.languages import language_states, tasks
from charter.queries.languages.language_states import LanguageState
from charter.queries.languages.names import language_of
from charter.queries.secretariat.handling import handling_of
from charter.states import AmendmentState, CompromiseState, FrameworkReview, LedgerState, ProposalState, WorkItemKind


@dataclass(frozen=True)
class About:
    """The subject of a pending item, as values for filters: keys are those of provisions."""

    round: int | None = None
    keys: frozenset[str] = frozenset()
    members: tuple[Organisation, ...] = ()


NOTHING = About()


class ItemReason(Enum):
    """Why something is pending. `charter/wording/pending_items.py` has the title of each."""

    AMENDMENT_UNDECIDED = "amendment undecided"
    COMMENT_REPORTED = "comment reported"
    COMMENT_HELD = "comment held"
    APPLICATION_SENT = "application sent"
    FRAMEWORK_UNCONFIRMED = "framework unconfirmed"
    AMENDMENT_ENTERED = "amendment entered"
    NOT_TRANSLATABLE = "not translatable"
    CHANGED_IN_TWO_LANGUAGES = "changed in two languages"
    FILE_IMPORTED = "file imported"
    COMPROMISE_ANSWERED = "compromise answered"
    VERSION_PROPOSED = "version proposed"
    CORRECTION_PROPOSED = "correction proposed"
    EARLIER_DATES_PROPOSED = "earlier dates proposed"
    DECISIONS_READY = "decisions ready"
    TRANSLATION_OVERDUE = "translation overdue"
    AMENDMENTS_LATE = "amendments late"


@dataclass(frozen=True)
class PendingItem:
    """One pending item. `arguments` are those of the page where it is worked on, `values` those of its title.

    `words` is the text of a person, in `language`; `since` is None if it is not known.
    """

    kind: WorkItemKind
    ref: str
    reason: ItemReason
    since: datetime | None
    arguments: tuple[object, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    language: str = ""
    assigned: Person | None = None
    due: date | None = None
    about: About = NOTHING
    translation: Translated | None = None

    @property
    def name(self) -> str:
        """By which it is chosen among others."""
        return f"{self.kind.value}:{self.ref}"


@dataclass(frozen=True)
class PendingQuery:
    """The person and the time for which the items are listed; `language` is the language of the names."""

    charter: Charter
    round_: Round | None
    person: Person
    now: datetime
    language: str

    @cached_property
    def labels(self) -> dict[str, Label]:
        return self.charter.arrangement.labels(self.language) if self.charter.arrangement else {}

    @cached_property
    def steps(self) -> list[LanguageState]:
        """The languages of provisions that are not up to date today."""
        return language_states.out_of_step(self.charter, timezone.localdate(self.now))

    def cited(self, provision: Provision) -> str:
        """The citation of a provision in the working text, otherwise its short address."""
        label = self.labels.get(str(provision.key))
        return localize_commas(label.citation) if label else provision.short


def pending_amendments(query: PendingQuery) -> Iterator[PendingItem]:
    """Under review, and nobody has decided."""
    rows = Amendment.objects.filter(round=query.round_, state=AmendmentState.UNDER_REVIEW, number__isnull=False)
    rows = rows.select_related("round", "organisation__name", "text__title", "handling__assigned_to")
    shown = (*proposers_of(), "text__title__translations", "text__changes__provision")
    for row in rows.prefetch_related(*shown).order_by("number"):
        title, handling = (
            row.text.title.in_language(query.language) if row.text and row.text.title else None,
            handling_of(row),
        )
        yield PendingItem(
            WorkItemKind.AMENDMENT,
            str(row),
            ItemReason.AMENDMENT_UNDECIDED,
            row.confirmed_at,
            (row.round.number, row.number),
            {"number": row.number, "city": row.organisation},
            title.text if title else "",
            title.language if title else "",
            handling.assigned_to if handling else None,
            handling.due_on if handling else None,
            About(row.round.number, _keys(row), tuple(row.members)),
        )


def pending_comments(query: PendingQuery) -> Iterator[PendingItem]:
    """Comments that were reported since a moderator last approved them, or that are not published yet."""
    reported = Max("flags__flag_date", filter=Q(flags__flag=CommentFlag.SUGGEST_REMOVAL))
    let_stand = Max("flags__flag_date", filter=Q(flags__flag=CommentFlag.MODERATOR_APPROVAL))
    rows = CharterComment.objects.filter(is_removed=False).annotate(reported=reported, let_stand=let_stand)
    again = Q(reported__isnull=False) & (Q(let_stand=None) | Q(reported__gt=F("let_stand")))
    rows = rows.filter(again | Q(is_public=False)).select_related("user", "organisation__name")
    comments = list(rows.prefetch_related("reports").order_by("pk"))
    about = _about_comments(comments)
    translations = comments_in_other_language(comments, query.language)
    for row in comments:
        why = tuple(report.why for report in row.reports.all() if report.why)
        yield PendingItem(
            WorkItemKind.COMMENT,
            str(row.pk),
            ItemReason.COMMENT_REPORTED if row.reported or why else ItemReason.COMMENT_HELD,
            row.reported or row.submit_date,
            (WorkItemKind.COMMENT.value, row.pk),
            {"person": row.user, "why": why},
            row.comment,
            row.language,
            about=about[row.pk],
            translation=translations.get(row.pk),
        )


def pending_applications(query: PendingQuery) -> Iterator[PendingItem]:
    """Membership applications that were sent."""
    for row in joining.complete_pledges():
        yield PendingItem(
            WorkItemKind.FORM,
            str(row.pk),
            ItemReason.APPLICATION_SENT,
            row.sent_at or row.changed_at,
            (row.pk,),
            {"name": row.name},
            language=row.name_language,
        )


def pending_frameworks(query: PendingQuery) -> Iterator[PendingItem]:
    """Entries of members that await the confirmation of the secretariat."""
    rows = Framework.objects.for_rows().filter(charter=query.charter, review=FrameworkReview.AWAITING)
    for row in rows.order_by("changed_at", "pk"):
        keys = frozenset(str(provision.key) for provision in row.provisions.all())
        yield PendingItem(
            WorkItemKind.FRAMEWORK,
            str(row.pk),
            ItemReason.FRAMEWORK_UNCONFIRMED,
            row.changed_at,
            (row.pk,),
            {"kind": row.kind, "city": row.organisation},
            row.title,
            row.language,
            about=About(keys=keys, members=(row.organisation,)),
        )


def pending_entered_amendments(query: PendingQuery) -> Iterator[PendingItem]:
    """Begun for a member by the secretariat, or declined by its delegate."""
    rows = Amendment.objects.for_rows().entered().filter(round=query.round_, state=AmendmentState.DRAFT)
    for row in rows.order_by("begun_at", "pk"):
        yield PendingItem(
            WorkItemKind.ENTERED,
            str(row.key),
            ItemReason.AMENDMENT_ENTERED,
            row.begun_at,
            (row.key,),
            {"city": row.organisation, "day": row.came_on},
            row.sent_back_with,
            about=About(row.round.number, _keys(row), (row.organisation,)),
        )


def pending_languages(query: PendingQuery) -> Iterator[PendingItem]:
    """Changes that cannot be translated into a language, and provisions that two languages changed at once."""
    for note in tasks.at_the_desk(query.charter):
        yield PendingItem(
            WorkItemKind.LANGUAGE,
            f"{note.language}/{note.provision.short}",
            ItemReason.NOT_TRANSLATABLE,
            note.at,
            (note.language, note.provision.short),
            {"cite": query.cited(note.provision), "language": language_of(note.language).in_words},
            note.text,
            note.language,
            about=_at(note.provision),
        )
    met = [step for step in query.steps if step.state == LedgerState.MEETS]
    places = Provision.objects.in_bulk([step.provision for step in met])
    for step in met:
        provision = places[step.provision]
        yield PendingItem(
            WorkItemKind.LANGUAGE,
            f"{step.language}/{provision.short}/meets",
            ItemReason.CHANGED_IN_TWO_LANGUAGES,
            None,
            (step.language, provision.short),
            {"cite": query.cited(provision), "language": language_of(step.language).in_words},
            about=_at(provision),
        )


def pending_imports(query: PendingQuery) -> Iterator[PendingItem]:
    """Files on their way in: each is its sender's alone."""
    for row in Upload.objects.filter(person=query.person).defer("reading"):
        yield PendingItem(
            WorkItemKind.IMPORT,
            str(row.key),
            ItemReason.FILE_IMPORTED,
            row.at,
            (row.key,),
            {"file": row.filename, "language": language_of(row.language).in_words},
            assigned=query.person,
        )


def pending_compromises(query: PendingQuery) -> Iterator[PendingItem]:
    """Open compromises to which all members have answered, or whose due date has passed."""
    rows = Compromise.objects.filter(round__charter=query.charter, state=CompromiseState.ASKED, decided=None)
    for row in rows.select_related("provision", "round").prefetch_related(*compromise_answers.with_answers()):
        answers = [response for response in row.responses.all() if response.superseded_at is None]
        member_ids = {member.pk for member in row.asked.all()}
        all_said = member_ids <= {response.organisation_id for response in answers}
        if not all_said and row.answer_by > query.now:
            continue
        yield PendingItem(
            WorkItemKind.COMPROMISE,
            str(row.pk),
            ItemReason.COMPROMISE_ANSWERED,
            max((response.at for response in answers), default=row.answer_by) if all_said else row.answer_by,
            (row.pk,),
            {"cite": query.cited(row.provision), "answers": len(answers), "asked": len(member_ids)},
            about=About(row.round.number, _at(row.provision).keys, tuple(row.asked.all())),
        )


def pending_second_signatures(query: PendingQuery) -> Iterator[PendingItem]:
    """Publications, corrections and earlier dates that a second person agrees to."""
    waiting = Publication.objects.filter(charter=query.charter, version=None, dropped_at=None)
    for row in waiting.select_related("proposed_by"):
        yield PendingItem(
            WorkItemKind.SECOND,
            f"version-{row.pk}",
            ItemReason.VERSION_PROPOSED,
            row.proposed_at,
            values={"person": row.proposed_by},
        )
    proposed = ProposedCorrigendum.objects.filter(
        version__charter=query.charter, corrigendum=None, dropped_at=None
    ).select_related("provision", "proposed_by")
    for proposed_corrigendum in proposed.order_by("pk"):
        yield PendingItem(
            WorkItemKind.SECOND,
            f"correction-{proposed_corrigendum.pk}",
            ItemReason.CORRECTION_PROPOSED,
            proposed_corrigendum.at,
            values={"cite": query.cited(proposed_corrigendum.provision), "person": proposed_corrigendum.proposed_by},
            about=_at(proposed_corrigendum.provision),
        )
    yield from _earlier_dates(query)


def _earlier_dates(query: PendingQuery) -> Iterator[PendingItem]:
    """New dates of a round, for everybody but the moderator who proposed them."""
    rows = ProposedTimetable.objects.filter(
        round__charter=query.charter, round__closed_at=None, state=ProposalState.PENDING
    ).exclude(proposed_by=query.person)
    for row in rows.select_related("round", "proposed_by"):
        yield PendingItem(
            WorkItemKind.SECOND,
            f"timetable-{row.pk}",
            ItemReason.EARLIER_DATES_PROPOSED,
            row.proposed_at,
            (row.pk,),
            {"number": row.round.number, "person": row.proposed_by},
            about=About(row.round.number),
        )


def passed_deadlines(query: PendingQuery) -> Iterator[PendingItem]:
    """Support has ended and decisions are not published yet; work in a language is past its due date."""
    round_ = query.round_
    if round_ is not None and round_.closed_at is None and round_.support_until <= query.now:
        decisions = Decision.objects.filter(amendment__round=round_, superseded_at=None, release=None)
        if decisions.exclude(amendment__state=AmendmentState.WITHDRAWN).exists():
            yield PendingItem(
                WorkItemKind.DEADLINE,
                f"release-{round_.number}",
                ItemReason.DECISIONS_READY,
                round_.support_until,
                (round_.number,),
                about=About(round_.number),
            )
    if round_ is not None:
        yield from _late(round_)
    today = timezone.localdate(query.now)
    late = Task.objects.filter(provision__charter=query.charter, due__lt=today).select_related("provision")
    is_open = {(step.provision, step.language) for step in query.steps if step.is_open}
    for task in late.order_by("due", "pk"):
        if task.due is None or (task.provision_id, task.language) not in is_open:
            continue
        yield PendingItem(
            WorkItemKind.DEADLINE,
            f"task-{task.pk}",
            ItemReason.TRANSLATION_OVERDUE,
            datetime.combine(task.due, time.max, timezone.get_current_timezone()),
            (task.language, task.provision.short),
            {"cite": query.cited(task.provision), "language": language_of(task.language).in_words},
            due=task.due,
            about=_at(task.provision),
        )


def _late(round_: Round) -> Iterator[PendingItem]:
    """What came late waits for one ruling on all of it."""
    if Ruling.objects.filter(round=round_).exists():
        return
    late = Amendment.objects.filter(round=round_, came_late=True, state=AmendmentState.DRAFT)
    totals = late.aggregate(n=Count("pk"), since=Min("begun_at"))
    if totals["n"]:
        yield PendingItem(
            WorkItemKind.DEADLINE,
            f"late-{round_.number}",
            ItemReason.AMENDMENTS_LATE,
            totals["since"],
            (round_.number,),
            {"n": totals["n"]},
            about=About(round_.number),
        )


def _at(provision: Provision) -> About:
    return About(keys=frozenset({str(provision.key)}))


def _keys(amendment: Amendment) -> frozenset[str]:
    changes = amendment.text.changes.all() if amendment.text else ()
    return frozenset(str(change.provision.key) for change in changes)


def _about_comments(comments: list[CharterComment]) -> dict[int, About]:
    """By id of the comment: the provisions of its place, and for whom it speaks."""
    kinds = ContentType.objects.get_for_models(Provision, Amendment)
    ids = {
        model: [comment.object_pk for comment in comments if comment.content_type_id == kind.pk]
        for model, kind in kinds.items()
    }
    places: dict[tuple[int, str], frozenset[str]] = {
        (kinds[Provision].pk, str(provision.pk)): _at(provision).keys
        for provision in Provision.objects.filter(pk__in=ids[Provision])
    }
    amendments = Amendment.objects.filter(pk__in=ids[Amendment]).select_related("text")
    for amendment in amendments.prefetch_related("text__changes__provision"):
        places[kinds[Amendment].pk, str(amendment.pk)] = _keys(amendment)
    return {
        comment.pk: About(
            keys=places.get((comment.content_type_id, comment.object_pk), frozenset()),
            members=(comment.organisation,) if comment.organisation else (),
        )
        for comment in comments
    }


SOURCES = (
    pending_amendments,
    pending_comments,
    pending_applications,
    pending_frameworks,
    pending_entered_amendments,
    pending_languages,
    pending_imports,
    pending_compromises,
    pending_second_signatures,
    passed_deadlines,
)
