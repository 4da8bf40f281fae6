"""Pending items of the secretariat, kind by kind, each in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Max, Min, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    askers_of,
)
from charter.models.comments import CommentFlag
from charter.queries.deciding import compromise_answers
from charter.queries.languages import language_states, tasks
from charter.queries.languages.language_states import LanguageState
from charter.queries.languages.names import language_of
from charter.queries.secretariat.handling import handling_of
from charter.states import AmendmentState, CompromiseState, FrameworkReview, LedgerState, ProposalState, WorkItemKind


@dataclass(frozen=True)
class About:
    """What a pending item concerns, so that a list of them can be filtered: keys are those of provisions."""

    round: int | None = None
    keys: frozenset[str] = frozenset()
    members: tuple[Organisation, ...] = ()


NOTHING = About()


@dataclass(frozen=True)
class Waiting:
    """One pending item. `address` is the name of the page for it, with the arguments of the page.

    `words` is the text of a person, in `language`; `since` is None if it is not known.
    """

    kind: WorkItemKind
    ref: str
    title: str
    since: datetime | None
    address: tuple[object, ...]
    words: str = ""
    language: str = ""
    assigned: Person | None = None
    due: date | None = None
    about: About = NOTHING

    @property
    def name(self) -> str:
        """By which it is chosen among others."""
        return f"{self.kind.value}:{self.ref}"


@dataclass(frozen=True)
class PendingQuery:
    """For whom it is listed, and when; `language` is the one that names are said in."""

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
        """The citation of a provision in the working text, else its short address."""
        label = self.labels.get(str(provision.key))
        return label.citation if label else provision.short


def pending_amendments(query: PendingQuery) -> Iterator[Waiting]:
    """Under review, and nobody has decided."""
    rows = Amendment.objects.filter(round=query.round_, state=AmendmentState.UNDER_REVIEW, number__isnull=False)
    rows = rows.select_related("round", "organisation__name", "text__title", "handling__assigned_to")
    shown = (*askers_of(), "text__title__translations", "text__changes__provision")
    for row in rows.prefetch_related(*shown).order_by("number"):
        title, handling = (
            row.text.title.in_language(query.language) if row.text and row.text.title else None,
            handling_of(row),
        )
        yield Waiting(
            WorkItemKind.AMENDMENT,
            str(row),
            _("No. %(number)s, %(city)s") % {"number": row.number, "city": row.organisation},
            row.confirmed_at,
            ("desk_decide", row.round.number, row.number),
            title.text if title else "",
            title.language if title else "",
            handling.assigned_to if handling else None,
            handling.due_on if handling else None,
            About(row.round.number, _keys(row), tuple(row.members)),
        )


def pending_comments(query: PendingQuery) -> Iterator[Waiting]:
    """Reported since a moderator last let it stand, or held back."""
    reported = Max("flags__flag_date", filter=Q(flags__flag=CommentFlag.SUGGEST_REMOVAL))
    let_stand = Max("flags__flag_date", filter=Q(flags__flag=CommentFlag.MODERATOR_APPROVAL))
    rows = CharterComment.objects.filter(is_removed=False).annotate(reported=reported, let_stand=let_stand)
    again = Q(reported__isnull=False) & (Q(let_stand=None) | Q(reported__gt=F("let_stand")))
    rows = rows.filter(again | Q(is_public=False)).select_related("user", "organisation__name")
    comments = list(rows.prefetch_related("reports").order_by("pk"))
    about = _about_comments(comments)
    for row in comments:
        yield Waiting(
            WorkItemKind.COMMENT,
            str(row.pk),
            _comment_title(row),
            row.reported or row.submit_date,
            ("desk_matter", WorkItemKind.COMMENT.value, row.pk),
            row.comment,
            row.language,
            about=about[row.pk],
        )


def _comment_title(comment: CharterComment) -> str:
    """Whose comment it is, and why those who reported it ask for a review."""
    values: dict[str, object] = {"person": comment.user or _("A former member")}
    why = [report.why for report in comment.reports.all() if report.why]
    if why:
        return _("Comment of %(person)s, reported because: “%(why)s”") % {**values, "why": "; ".join(why)}
    if comment.reported:
        return _("Comment of %(person)s, reported") % values
    return _("Comment of %(person)s, held for review") % values


def pending_applications(query: PendingQuery) -> Iterator[Waiting]:
    """Sent by a government that wants to join."""
    for row in joining.complete_pledges():
        address = ("desk_pledge", row.pk)
        since = row.sent_at or row.changed_at
        yield Waiting(WorkItemKind.FORM, str(row.pk), row.name, since, address, "", row.name_language)


def pending_frameworks(query: PendingQuery) -> Iterator[Waiting]:
    """Entries of members that await the confirmation of the secretariat."""
    rows = Framework.objects.for_rows().filter(charter=query.charter, review=FrameworkReview.AWAITING)
    for row in rows.order_by("changed_at", "pk"):
        title = _("%(city)s: %(kind)s") % {"kind": row.get_kind_display(), "city": row.organisation}
        keys = frozenset(str(provision.key) for provision in row.provisions.all())
        yield Waiting(
            WorkItemKind.FRAMEWORK,
            str(row.pk),
            title,
            row.changed_at,
            ("desk_framework", row.pk),
            row.title,
            row.language,
            about=About(keys=keys, members=(row.organisation,)),
        )


def pending_entered_amendments(query: PendingQuery) -> Iterator[Waiting]:
    """Begun for a member by the secretariat, or declined by its delegate."""
    rows = Amendment.objects.for_rows().entered().filter(round=query.round_, state=AmendmentState.DRAFT)
    for row in rows.order_by("begun_at", "pk"):
        values = {"city": row.organisation, "day": date_format(row.came_on) if row.came_on else ""}
        title = _("For %(city)s, of %(day)s") % values
        address = ("draft", row.key)
        words = row.sent_back_with
        about = About(row.round.number, _keys(row), (row.organisation,))
        yield Waiting(WorkItemKind.ENTERED, str(row.key), title, row.begun_at, address, words, about=about)


def pending_languages(query: PendingQuery) -> Iterator[Waiting]:
    """What cannot be said in a language, and provisions that two languages changed at once."""
    for note in tasks.at_the_desk(query.charter):
        address = ("alignment", note.language, note.provision.short)
        values = {"cite": query.cited(note.provision), "language": language_of(note.language).name}
        title = _("%(cite)s in %(language)s: not translatable") % values
        ref = f"{note.language}/{note.provision.short}"
        about = _at(note.provision)
        yield Waiting(WorkItemKind.LANGUAGE, ref, title, note.at, address, note.text, note.language, about=about)
    met = [step for step in query.steps if step.state == LedgerState.MEETS]
    places = Provision.objects.in_bulk([step.provision for step in met])
    for step in met:
        provision = places[step.provision]
        values = {"cite": query.cited(provision), "language": language_of(step.language).name}
        title = _("%(cite)s in %(language)s: changed in two languages at once") % values
        ref, address = f"{step.language}/{provision.short}/meets", ("alignment", step.language, provision.short)
        yield Waiting(WorkItemKind.LANGUAGE, ref, title, None, address, about=_at(provision))


def pending_imports(query: PendingQuery) -> Iterator[Waiting]:
    """Files on their way in: each is its sender's alone."""
    for row in Upload.objects.filter(person=query.person).defer("reading"):
        address = ("desk_import_look", row.key)
        values = {"file": row.filename, "language": language_of(row.language).name}
        title = _("%(file)s, %(language)s") % values
        yield Waiting(WorkItemKind.IMPORT, str(row.key), title, row.at, address, assigned=query.person)


def pending_compromises(query: PendingQuery) -> Iterator[Waiting]:
    """Put to members and not closed, where all have answered or the time is over."""
    rows = Compromise.objects.filter(round__charter=query.charter, state=CompromiseState.ASKED, decided=None)
    for row in rows.select_related("provision", "round").prefetch_related(*compromise_answers.with_answers()):
        answers = [response for response in row.responses.all() if response.superseded_at is None]
        member_ids = {member.pk for member in row.asked.all()}
        all_said = member_ids <= {response.organisation_id for response in answers}
        if not all_said and row.answer_by > query.now:
            continue
        values = {"cite": query.cited(row.provision), "answers": len(answers), "asked": len(member_ids)}
        title = _("Compromise text on %(cite)s: %(answers)s of %(asked)s replies received") % values
        since = max((response.at for response in answers), default=row.answer_by) if all_said else row.answer_by
        address = ("desk_compromise_answers", row.pk)
        about = About(row.round.number, _at(row.provision).keys, tuple(row.asked.all()))
        yield Waiting(WorkItemKind.COMPROMISE, str(row.pk), title, since, address, about=about)


def pending_second_signatures(query: PendingQuery) -> Iterator[Waiting]:
    """Publications, corrections and earlier dates that a second person agrees to."""
    waiting = Publication.objects.filter(charter=query.charter, version=None, dropped_at=None)
    for row in waiting.select_related("proposed_by"):
        title = _("A new version, proposed by %(person)s") % {"person": row.proposed_by}
        yield Waiting(WorkItemKind.SECOND, f"version-{row.pk}", title, row.proposed_at, ("desk_publish",))
    proposed = ProposedCorrigendum.objects.filter(
        version__charter=query.charter, corrigendum=None, dropped_at=None
    ).select_related("provision", "proposed_by")
    for proposed_corrigendum in proposed.order_by("pk"):
        values = {"cite": query.cited(proposed_corrigendum.provision), "person": proposed_corrigendum.proposed_by}
        title = _("A correction of %(cite)s, proposed by %(person)s") % values
        ref, about = f"correction-{proposed_corrigendum.pk}", _at(proposed_corrigendum.provision)
        yield Waiting(WorkItemKind.SECOND, ref, title, proposed_corrigendum.at, ("desk_corrigenda",), about=about)

    yield from _earlier_dates(query)


def _earlier_dates(query: PendingQuery) -> Iterator[Waiting]:
    """New dates of a round, for everybody but the moderator who proposed them."""
    rows = ProposedTimetable.objects.filter(
        round__charter=query.charter, round__closed_at=None, state=ProposalState.PENDING
    ).exclude(proposed_by=query.person)
    for row in rows.select_related("round", "proposed_by"):
        values = {"number": row.round.number, "person": row.proposed_by}
        title = _("Earlier dates of round %(number)s, proposed by %(person)s") % values
        ref, about = f"timetable-{row.pk}", About(row.round.number)
        yield Waiting(WorkItemKind.SECOND, ref, title, row.proposed_at, ("desk_timetable", row.pk), about=about)


def passed_deadlines(query: PendingQuery) -> Iterator[Waiting]:
    """Support has ended and decisions are not published yet; work in a language is past its due date."""
    round_ = query.round_
    if round_ is not None and round_.closed_at is None and round_.support_until <= query.now:
        decisions = Decision.objects.filter(amendment__round=round_, superseded_at=None, release=None)
        if decisions.exclude(amendment__state=AmendmentState.WITHDRAWN).exists():
            title = _("Support has ended: decisions are ready to be published")
            ref, where = f"release-{round_.number}", ("desk_release", round_.number)
            about = About(round_.number)
            yield Waiting(WorkItemKind.DEADLINE, ref, title, round_.support_until, where, about=about)
    if round_ is not None:
        yield from _late(round_)
    today = timezone.localdate(query.now)
    late = Task.objects.filter(provision__charter=query.charter, due__lt=today).select_related("provision")
    is_open = {(step.provision, step.language) for step in query.steps if step.is_open}
    for task in late.order_by("due", "pk"):
        if task.due is None or (task.provision_id, task.language) not in is_open:
            continue
        values = {"cite": query.cited(task.provision), "language": language_of(task.language).name}
        title = _("%(cite)s in %(language)s is overdue") % values
        since = datetime.combine(task.due, time.max, timezone.get_current_timezone())
        ref, address = f"task-{task.pk}", ("alignment", task.language, task.provision.short)
        about = _at(task.provision)
        yield Waiting(WorkItemKind.DEADLINE, ref, title, since, address, due=task.due, about=about)


def _late(round_: Round) -> Iterator[Waiting]:
    """What came late waits for one ruling on all of it."""
    if Ruling.objects.filter(round=round_).exists():
        return
    late = Amendment.objects.filter(round=round_, came_late=True, state=AmendmentState.DRAFT)
    totals = late.aggregate(n=Count("pk"), since=Min("begun_at"))
    if totals["n"]:
        sentence = ngettext(
            "%(n)d late amendment: decide on its admission",
            "%(n)d late amendments: decide on their admission",
            totals["n"],
        )
        title, address = sentence % {"n": totals["n"]}, ("desk_late", round_.number)
        ref, about = f"late-{round_.number}", About(round_.number)
        yield Waiting(WorkItemKind.DEADLINE, ref, title, totals["since"], address, about=about)


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
