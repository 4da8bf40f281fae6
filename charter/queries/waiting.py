"""What waits for the secretariat, kind by kind, each in a constant number of queries."""

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
from django_comments.models import CommentFlag

from accounts.models import Organisation, Person
from accounts.queries import joining
from charter.citations import Label
from charter.models import (
    Amendment,
    Charter,
    Compromise,
    Decision,
    ProposedCorrigendum,
    Provision,
    Publication,
    Remark,
    Round,
    Ruling,
    Task,
    Upload,
    askers_of,
)
from charter.queries import assents, steps, tasks
from charter.queries.handling import of
from charter.queries.steps import Step
from charter.queries.tongues import tongue
from charter.states import AmendmentState, CompromiseState, LedgerState, MatterKind


@dataclass(frozen=True)
class About:
    """What a thing that waits concerns, so that a list of them can be narrowed: keys are those of provisions."""

    round: int | None = None
    keys: frozenset[str] = frozenset()
    members: tuple[Organisation, ...] = ()


NOTHING = About()


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. `address` is the name of the page where it is worked on, with what the page is given.

    `words` are what somebody said, in `language`; `since` is None where nobody knows.
    """

    kind: MatterKind
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
class Asked:
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
    def steps(self) -> list[Step]:
        """The languages of provisions that are not in step today."""
        return steps.out_of_step(self.charter, timezone.localdate(self.now))

    def cited(self, provision: Provision) -> str:
        """The citation of a provision in the working text, else its short address."""
        label = self.labels.get(str(provision.key))
        return label.citation if label else provision.short


def amendments(asked: Asked) -> Iterator[Waiting]:
    """Under review, and nobody has decided."""
    rows = Amendment.objects.filter(round=asked.round_, state=AmendmentState.UNDER_REVIEW, number__isnull=False)
    rows = rows.select_related("round", "organisation__name", "text__title", "handling__assigned_to")
    shown = (*askers_of(), "text__title__translations", "text__changes__provision")
    for row in rows.prefetch_related(*shown).order_by("number"):
        title, held = row.text.title.in_language(asked.language) if row.text and row.text.title else None, of(row)
        yield Waiting(
            MatterKind.AMENDMENT,
            str(row),
            _("No. %(number)s, %(city)s") % {"number": row.number, "city": row.organisation},
            row.confirmed_at,
            ("desk_decide", row.round.number, row.number),
            title.text if title else "",
            title.language if title else "",
            held.assigned_to if held else None,
            held.due_on if held else None,
            About(row.round.number, _keys(row), tuple(row.members)),
        )


def comments(asked: Asked) -> Iterator[Waiting]:
    """Reported since a moderator last let it stand, or held back."""
    reported = Max("flags__flag_date", filter=Q(flags__flag=CommentFlag.SUGGEST_REMOVAL))
    let_stand = Max("flags__flag_date", filter=Q(flags__flag=CommentFlag.MODERATOR_APPROVAL))
    rows = Remark.objects.filter(is_removed=False).annotate(reported=reported, let_stand=let_stand)
    again = Q(reported__isnull=False) & (Q(let_stand=None) | Q(reported__gt=F("let_stand")))
    found = list(rows.filter(again | Q(is_public=False)).select_related("user", "organisation__name").order_by("pk"))
    about = _about_remarks(found)
    for row in found:
        who = row.user or _("A former member")
        title = _("Comment of %(person)s, reported") if row.reported else _("Comment of %(person)s, held back")
        yield Waiting(
            MatterKind.COMMENT,
            str(row.pk),
            title % {"person": who},
            row.reported or row.submit_date,
            ("desk_matter", MatterKind.COMMENT.value, row.pk),
            row.comment,
            row.language,
            about=about[row.pk],
        )


def forms(asked: Asked) -> Iterator[Waiting]:
    """Sent by a government that wants to join."""
    for row in joining.complete():
        address = ("desk_pledge", row.pk)
        since = row.sent_at or row.changed_at
        yield Waiting(MatterKind.FORM, str(row.pk), row.name, since, address, "", row.name_language)


def entered(asked: Asked) -> Iterator[Waiting]:
    """Begun for a member at the desk, or refused by its delegate."""
    rows = Amendment.objects.for_rows().entered().filter(round=asked.round_, state=AmendmentState.DRAFT)
    for row in rows.order_by("begun_at", "pk"):
        said = {"city": row.organisation, "day": date_format(row.came_on) if row.came_on else ""}
        title = _("For %(city)s, of %(day)s") % said
        address = ("draft", row.key)
        words = row.sent_back_with
        about = About(row.round.number, _keys(row), (row.organisation,))
        yield Waiting(MatterKind.ENTERED, str(row.key), title, row.begun_at, address, words, about=about)


def languages(asked: Asked) -> Iterator[Waiting]:
    """What cannot be said in a language, and provisions that two languages changed at once."""
    for note in tasks.at_the_desk(asked.charter):
        address = ("alignment", note.language, note.provision.short)
        said = {"cite": asked.cited(note.provision), "language": tongue(note.language).name}
        title = _("%(cite)s in %(language)s: it cannot be said") % said
        ref = f"{note.language}/{note.provision.short}"
        about = _at(note.provision)
        yield Waiting(MatterKind.LANGUAGE, ref, title, note.at, address, note.text, note.language, about=about)
    met = [step for step in asked.steps if step.state == LedgerState.MEETS]
    places = Provision.objects.in_bulk([step.provision for step in met])
    for step in met:
        provision = places[step.provision]
        said = {"cite": asked.cited(provision), "language": tongue(step.language).name}
        title = _("%(cite)s in %(language)s: changed in two languages at once") % said
        ref, address = f"{step.language}/{provision.short}/meets", ("alignment", step.language, provision.short)
        yield Waiting(MatterKind.LANGUAGE, ref, title, None, address, about=_at(provision))


def imports(asked: Asked) -> Iterator[Waiting]:
    """Files on their way in: each is its sender's alone."""
    for row in Upload.objects.filter(person=asked.person).defer("data"):
        address = ("desk_import_look", row.key)
        said = {"file": row.filename, "language": tongue(row.language).name}
        title = _("%(file)s, %(language)s") % said
        yield Waiting(MatterKind.IMPORT, str(row.key), title, row.at, address, assigned=asked.person)


def compromises(asked: Asked) -> Iterator[Waiting]:
    """Put to members and not closed, where all have answered or the time is over."""
    rows = Compromise.objects.filter(round__charter=asked.charter, state=CompromiseState.ASKED, decided=None)
    for row in rows.select_related("provision", "round").prefetch_related(*assents.with_answers()):
        answers = [one for one in row.assents.all() if one.superseded_at is None]
        wanted = {one.pk for one in row.asked.all()}
        all_said = wanted <= {one.organisation_id for one in answers}
        if not all_said and row.answer_by > asked.now:
            continue
        said = {"cite": asked.cited(row.provision), "answers": len(answers), "asked": len(wanted)}
        title = _("Compromise on %(cite)s: %(answers)s of %(asked)s answered") % said
        since = max((one.at for one in answers), default=row.answer_by) if all_said else row.answer_by
        address = ("desk_compromise_answers", row.pk)
        about = About(row.round.number, _at(row.provision).keys, tuple(row.asked.all()))
        yield Waiting(MatterKind.COMPROMISE, str(row.pk), title, since, address, about=about)


def seconds(asked: Asked) -> Iterator[Waiting]:
    """Publications and corrections that a second person agrees to."""
    waiting = Publication.objects.filter(charter=asked.charter, version=None, dropped_at=None)
    for row in waiting.select_related("proposed_by"):
        title = _("A new version, proposed by %(person)s") % {"person": row.proposed_by}
        yield Waiting(MatterKind.SECOND, f"version-{row.pk}", title, row.proposed_at, ("desk_publish",))
    proposed = ProposedCorrigendum.objects.filter(
        version__charter=asked.charter, corrigendum=None, dropped_at=None
    ).select_related("provision", "proposed_by")
    for one in proposed.order_by("pk"):
        said = {"cite": asked.cited(one.provision), "person": one.proposed_by}
        title = _("A correction of %(cite)s, proposed by %(person)s") % said
        ref, about = f"correction-{one.pk}", _at(one.provision)
        yield Waiting(MatterKind.SECOND, ref, title, one.at, ("desk_corrigenda",), about=about)


def deadlines(asked: Asked) -> Iterator[Waiting]:
    """Support has ended and decisions wait for their release; work in a language is past its day."""
    round_ = asked.round_
    if round_ is not None and round_.closed_at is None and round_.support_until <= asked.now:
        held = Decision.objects.filter(amendment__round=round_, superseded_at=None, release=None)
        if held.exclude(amendment__state=AmendmentState.WITHDRAWN).exists():
            title = _("Support has ended: decisions wait for their release")
            ref, where = f"release-{round_.number}", ("desk_release", round_.number)
            about = About(round_.number)
            yield Waiting(MatterKind.DEADLINE, ref, title, round_.support_until, where, about=about)
    if round_ is not None:
        yield from _late(round_)
    today = timezone.localdate(asked.now)
    late = Task.objects.filter(provision__charter=asked.charter, due__lt=today).select_related("provision")
    is_open = {(step.provision, step.language) for step in asked.steps if step.is_open}
    for task in late.order_by("due", "pk"):
        if task.due is None or (task.provision_id, task.language) not in is_open:
            continue
        said = {"cite": asked.cited(task.provision), "language": tongue(task.language).name}
        title = _("%(cite)s in %(language)s is past its day") % said
        since = datetime.combine(task.due, time.max, timezone.get_current_timezone())
        ref, address = f"task-{task.pk}", ("alignment", task.language, task.provision.short)
        about = _at(task.provision)
        yield Waiting(MatterKind.DEADLINE, ref, title, since, address, due=task.due, about=about)


def _late(round_: Round) -> Iterator[Waiting]:
    """What came late waits for one ruling on all of it."""
    if Ruling.objects.filter(round=round_).exists():
        return
    late = Amendment.objects.filter(round=round_, came_late=True, state=AmendmentState.DRAFT)
    found = late.aggregate(n=Count("pk"), since=Min("begun_at"))
    if found["n"]:
        said = ngettext(
            "%(n)d amendment came late: rule on it", "%(n)d amendments came late: rule on them", found["n"]
        )
        title, address = said % {"n": found["n"]}, ("desk_late", round_.number)
        ref, about = f"late-{round_.number}", About(round_.number)
        yield Waiting(MatterKind.DEADLINE, ref, title, found["since"], address, about=about)


def _at(provision: Provision) -> About:
    return About(keys=frozenset({str(provision.key)}))


def _keys(amendment: Amendment) -> frozenset[str]:
    changes = amendment.text.changes.all() if amendment.text else ()
    return frozenset(str(change.provision.key) for change in changes)


def _about_remarks(remarks: list[Remark]) -> dict[int, About]:
    """By id of the comment: the provisions of its place, and for whom it speaks."""
    kinds = ContentType.objects.get_for_models(Provision, Amendment)
    ids = {kind: [one.object_pk for one in remarks if one.content_type_id == kinds[kind].pk] for kind in kinds}
    places: dict[tuple[int, str], frozenset[str]] = {
        (kinds[Provision].pk, str(one.pk)): _at(one).keys for one in Provision.objects.filter(pk__in=ids[Provision])
    }
    asked = Amendment.objects.filter(pk__in=ids[Amendment]).select_related("text")
    for one in asked.prefetch_related("text__changes__provision"):
        places[kinds[Amendment].pk, str(one.pk)] = _keys(one)
    return {
        one.pk: About(
            keys=places.get((one.content_type_id, one.object_pk), frozenset()),
            members=(one.organisation,) if one.organisation else (),
        )
        for one in remarks
    }


SOURCES = (amendments, comments, forms, entered, languages, imports, compromises, seconds, deadlines)
