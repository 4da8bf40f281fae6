"""Correcting interface texts: one editor proposes, a second one accepts; anybody who is signed in reports.

The other editors of the language get an email about a proposal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from django.db import transaction
from django.db.models import Model, QuerySet
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions import letters, records
from accounts.interface_texts import InterfaceText, current_forms
from accounts.models import Person, Role, SiteSettings, TextCorrection, TextReport
from accounts.queries.site_settings import forget_settings
from accounts.rules import Refusal, require
from accounts.states import CorrectionState, MailKind, RoleKind
from accounts.text_checks import FaultyTextError, check_forms, tidied

ALREADY_PROPOSED = _(
    "Another correction of this text is pending. A second editor must accept or refuse that correction first."
)
Row = TypeVar("Row", bound=Model)
UNANSWERED = _("Write an answer. The author of the report will read it.")
NO_REASON = _("State the reason. The editor who proposed the correction reads it.")
NOT_PROPOSED = _("An editor has already answered the correction. Open the page again to read the answer.")


@transaction.atomic
def propose_correction(
    *,
    text: InterfaceText,
    language: str,
    forms: Sequence[str],
    by: Person,
    reason: str = "",
    at: datetime | None = None,
) -> TextCorrection:
    """The words of an editor for a text; an own proposal that waits is replaced."""
    require(rules.may_correct_texts(by, language))
    tidy, before = tidied(text, forms), current_forms(text, language)
    try:
        check_forms(text, tidy, language)
    except FaultyTextError as faulty:
        raise rules.Refused(Refusal(faulty.args[0])) from None
    require(
        tidy != before
        or Refusal(
            _("The correction is the same as the current text. Change the text before you send the correction.")
        )
    )
    at = at or timezone.now()
    waiting = _lock(
        TextCorrection.objects.filter(language=language, digest=text.digest, state=CorrectionState.PROPOSED)
    )
    for row in waiting:
        require(row.written_by_id == by.pk or Refusal(ALREADY_PROPOSED))
        _answer(row, CorrectionState.REPLACED, by, at)
    correction = TextCorrection.objects.create(
        language=language,
        digest=text.digest,
        context=text.context,
        source=text.source,
        plural=text.plural,
        forms=list(tidy),
        replaced_forms=list(before),
        reason=reason.strip(),
        written_by=by,
        written_at=at,
    )
    _record("correction of a text proposed", correction, by, at)
    _write_to_editors(correction, at)
    return correction


@transaction.atomic
def accept_correction(*, correction: TextCorrection, by: Person, at: datetime | None = None) -> None:
    """A second person accepts: from now on pages show the correction, and reports of the text are closed."""
    correction, at = _waiting(correction), at or timezone.now()
    require(rules.may_answer_correction(by, correction))
    same = TextCorrection.objects.filter(language=correction.language, digest=correction.digest)
    same.filter(state=CorrectionState.ACCEPTED).update(state=CorrectionState.REPLACED)
    _answer(correction, CorrectionState.ACCEPTED, by, at)
    reports = TextReport.objects.filter(language=correction.language, digest=correction.digest, closed_at=None)
    reports.update(correction=correction, closed_by=by, closed_at=at)
    _show_from_now_on()
    _record("correction of a text accepted", correction, by, at)


@transaction.atomic
def refuse_correction(*, correction: TextCorrection, because: str, by: Person, at: datetime | None = None) -> None:
    """A second person refuses, with the reason."""
    correction, at = _waiting(correction), at or timezone.now()
    require(rules.may_answer_correction(by, correction))
    require(bool(because.strip()) or Refusal(NO_REASON))
    _answer(correction, CorrectionState.REFUSED, by, at, because.strip())
    _record("correction of a text refused", correction, by, at)


@transaction.atomic
def withdraw_correction(*, correction: TextCorrection, by: Person, at: datetime | None = None) -> None:
    """Who proposed a correction takes it back."""
    correction, at = _waiting(correction), at or timezone.now()
    require(rules.may_withdraw_correction(by, correction))
    _answer(correction, CorrectionState.WITHDRAWN, by, at)
    _record("correction of a text withdrawn", correction, by, at)


@transaction.atomic
def report_text(
    *, text: InterfaceText, language: str, note: str, by: Person, at: datetime | None = None
) -> TextReport:
    """A person says what is wrong with a text."""
    require(bool(note.strip()) or Refusal(_("State what is wrong with the text.")))
    mine = TextReport.objects.filter(language=language, digest=text.digest, by=by, closed_at=None)
    require(not mine.exists() or Refusal(_("You have already reported this text. The editors will answer.")))
    report = TextReport.objects.create(
        language=language,
        digest=text.digest,
        context=text.context,
        source=text.source,
        plural=text.plural,
        note=note.strip(),
        by=by,
        at=at or timezone.now(),
    )
    records.append_acts(records.Act("text reported", report, by, content={"language": language}), at=at)
    return report


@transaction.atomic
def answer_report(*, report: TextReport, answer: str, by: Person, at: datetime | None = None) -> None:
    """Closes a report without a correction, with an answer to the person."""
    require(rules.may_read_texts(by, report.language))
    require(bool(answer.strip()) or Refusal(UNANSWERED))
    report = _lock(TextReport.objects.filter(pk=report.pk))[0]
    require(
        report.closed_at is None
        or Refusal(_("An editor has already answered the report. Open the page again to read the answer."))
    )
    report.answer, report.closed_by, report.closed_at = answer.strip(), by, at or timezone.now()
    report.save()
    records.append_acts(records.Act("report of a text answered", report, by), at=at)


def _write_to_editors(correction: TextCorrection, at: datetime) -> None:
    """One notification to each other editor and named reader who may answer."""
    kinds = [RoleKind.LANGUAGE_EDITOR, RoleKind.LANGUAGE_READER]
    roles = Role.objects.holding(at).filter(kind__in=kinds, language__in=["", correction.language])
    people = {role.person for role in roles.select_related("person")}
    letters.write_letters(
        to=sorted(
            (person for person in people if rules.may_answer_correction(person, correction) is True),
            key=lambda person: person.pk,
        ),
        kind=MailKind.TEXT_CORRECTION,
        subject=_("Correction of an interface text awaiting your answer"),
        body=format_lazy(
            _(
                "An editor of your language proposed a correction. Accept or refuse it.\n"
                "Current text: {now}\nProposed text: {proposed}"
            ),
            now=correction.replaced_forms[-1],
            proposed=correction.forms[-1],
        ),
        link=reverse_lazy("interface_text", args=[correction.language, correction.digest]),
        key=_key(correction),
        at=at,
    )


def _key(correction: TextCorrection) -> str:
    return f"text correction:{correction.pk}"


def _lock(rows: QuerySet[Row]) -> list[Row]:
    return list(rows.select_for_update(no_key=True))


def _waiting(correction: TextCorrection) -> TextCorrection:
    row: TextCorrection = _lock(TextCorrection.objects.filter(pk=correction.pk))[0]
    require(row.state == CorrectionState.PROPOSED or Refusal(NOT_PROPOSED))
    return row


def _answer(row: TextCorrection, state: CorrectionState, by: Person, at: datetime, answer: str = "") -> None:
    row.state, row.answered_by, row.answered_at, row.answer = state, by, at, answer
    row.save()
    letters.cancel_letters(_key(row))


def _show_from_now_on() -> None:
    """A new mark in the settings, by which every process sees that the corrections are others."""
    settings_row = SiteSettings.objects.select_for_update(no_key=True).first() or SiteSettings(pk=1)
    settings_row.corrections_mark = uuid4().hex
    settings_row.save()
    transaction.on_commit(forget_settings)


def _record(act: str, correction: TextCorrection, by: Person, at: datetime) -> None:
    content = {"language": correction.language, "text": correction.digest}
    records.append_acts(records.Act(act, correction, by, content=content), at=at)
