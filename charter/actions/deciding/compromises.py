"""Putting a counter-wording of the secretariat to the members whose amendments it would settle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts, changed_values
from accounts.models import Organisation, Person, create_localized_text_from
from accounts.rules import Refusal, Refused, require
from accounts.states import MailKind
from charter import clean, rules
from charter.actions.amending import amendment_letters
from charter.actions.amending.amendment_letters import Words
from charter.actions.deciding import decision_writing
from charter.models import Amendment, Compromise, CurrentWording, DecidedWords, Decision, Provision, Response, Round
from charter.queries.amending.member_tasks import people_who_may_bind
from charter.queries.deciding import compromise_answers
from charter.states import AmendmentState, Answer, ChangeKind, CompromiseState
from charter.wording.compromise_answers import agreement_blocker_sentence


@transaction.atomic
def propose_compromise(
    *,
    round_: Round,
    amendments: Sequence[Amendment],
    provision: Provision,
    language: str,
    html: str,
    reason: Mapping[str, str],
    by: Person,
    answer_by: datetime,
    at: datetime | None = None,
) -> Compromise:
    """Puts one wording to the members of several amendments; they answer until `answer_by`."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    base = CurrentWording.objects.filter(provision=provision, language=language).select_related("wording").first()
    words = clean.clean_inline(html)
    reasons = {code: text.strip() for code, text in reason.items() if text.strip()}
    of_round = all(a.round_id == round_.pk and a.is_public for a in amendments)
    require(base is not None or Refusal(_("The provision has no text in this language.")))
    require(bool(words) or Refusal(_("Write the compromise text.")))
    require(bool(reasons) or Refusal(_("Explain why the members could agree on this text.")))
    require(bool(amendments) or Refusal(_("Choose the amendments that the compromise text would settle.")))
    require(of_round or Refusal(_("Choose amendments of this round.")))
    require(answer_by > at or Refusal(_("The reply date must be in the future.")))
    assert base is not None
    compromise = Compromise.objects.create(
        round=round_,
        provision=provision,
        language=language,
        base=base.wording,
        html=words,
        reason=create_localized_text_from(reasons, by=by),
        answer_by=answer_by,
        by=by,
        at=at,
    )
    _put(compromise, amendments)
    _ask(compromise, at)
    _write_to_supporters(compromise, at)
    append_acts(Act("compromise put", compromise, by, content=_content(compromise)), at=at)
    return compromise


@transaction.atomic
def propose_decided_text(
    *, decision: Decision, answer_by: datetime, by: Person, at: datetime | None = None
) -> list[Compromise]:
    """Asks all proposers of an amendment whether they accept the text that a decision gives to its changes.

    Each change has its own compromise; one that was sent before is not sent again. If all accept, a merge names them
    as the proposers of this text; otherwise the text is the secretariat's.
    """
    at = at or timezone.now()
    require(rules.may_moderate(by))
    amendment = decision_writing.lock_amendment(decision.amendment)
    current_decision = amendment.decision
    if current_decision != decision or current_decision is None or amendment.state != AmendmentState.DECIDED:
        raise Refused(
            Refusal(
                _(
                    "A changed text can be sent to a member only while the decision is valid and before the text "
                    "is merged."
                )
            )
        )
    if answer_by <= at:
        raise Refused(Refusal(_("The reply date must be in the future.")))
    rows = (
        current_decision.words.exclude(html="")
        .filter(taken=True, put=None)
        .select_related("change__provision", "change__base")
    )
    new_compromises = [_of_decision(current_decision, row, answer_by, by, at) for row in rows]
    if not new_compromises:
        raise Refused(Refusal(_("All changed texts of the decision have already been sent.")))
    _write_questions_of_decision(amendment, new_compromises, at)
    acts = [Act("decided words put", compromise, by, content=_content(compromise)) for compromise in new_compromises]
    append_acts(*acts, at=at)
    return new_compromises


@transaction.atomic
def answer_compromise(
    *,
    compromise: Compromise,
    organisation: Organisation,
    by: Person,
    answer: str,
    word: str = "",
    at: datetime | None = None,
) -> Response:
    """The answer of one member; given again, it replaces the one before."""
    at = at or timezone.now()
    locked_compromise = Compromise.objects.select_for_update(no_key=True).get(pk=compromise.pk)
    require(rules.may_assent(by, organisation, locked_compromise, at))
    word = clean.clean_typed_text(word).text
    if not locked_compromise.asked.filter(pk=organisation.pk).exists():
        raise Refused(Refusal(_("The compromise text was not sent to this member."), hidden=True))
    if at > locked_compromise.answer_by:
        raise Refused(Refusal(_("The time to reply is over.")))
    if answer not in Answer.values:
        raise Refused(Refusal(_("Choose one of the replies.")))
    if answer == Answer.YES_WITH_A_WORD and not word:
        raise Refused(Refusal(_("Enter the statement for your reply “yes, with a statement”.")))
    locked_compromise.responses.filter(organisation=organisation, superseded_at=None).update(superseded_at=at)
    mandate = rules.commitment(by, organisation)
    response = Response.objects.create(
        compromise=locked_compromise,
        organisation=organisation,
        answer=answer,
        word=word,
        by=by,
        mandate=mandate,
        at=at,
    )
    append_acts(Act(f"compromise {answer}", locked_compromise, by, mandate, {"assent": response.pk}), at=at)
    if locked_compromise.decided_id and not compromise_answers.blockers_of_agreement(locked_compromise, at):
        _end(locked_compromise, True, None, at)
    return response


@transaction.atomic
def close_compromise(
    *, compromise: Compromise, by: Person, agreed: bool = True, at: datetime | None = None
) -> Compromise:
    """Closes a compromise; if it is agreed, its text replaces that of its amendments when they are merged.

    It is agreed only if the answers, and the round's rule for members without a reply, allow it.
    """
    at = at or timezone.now()
    require(rules.may_moderate(by))
    locked_compromise = (
        Compromise.objects.select_for_update(of=("self",), no_key=True).select_related("round").get(pk=compromise.pk)
    )
    if locked_compromise.state != CompromiseState.ASKED:
        raise Refused(Refusal(_("The compromise text is closed.")))
    blockers = compromise_answers.blockers_of_agreement(locked_compromise, at) if agreed else []
    against = [agreement_blocker_sentence(blocker) for blocker in blockers]
    if against:
        raise Refused(
            Refusal(
                " ".join(
                    [
                        str(
                            _(
                                "According to the replies, the members do not agree on the compromise text. "
                                "You cannot record an agreement."
                            )
                        ),
                        *against,
                    ]
                )
            )
        )
    _end(locked_compromise, agreed, by, at)
    compromise.state, compromise.agreed, compromise.closed_at = (
        locked_compromise.state,
        locked_compromise.agreed,
        locked_compromise.closed_at,
    )
    return locked_compromise


@transaction.atomic
def end_decided(*, compromise: Compromise, at: datetime) -> None:
    """The due date has passed: changed text that not all members accepted is the secretariat's."""
    locked_compromise = (
        Compromise.objects.select_for_update(of=("self",), no_key=True).select_related("round").get(pk=compromise.pk)
    )
    if locked_compromise.state == CompromiseState.ASKED and locked_compromise.decided_id:
        _end(locked_compromise, False, None, at)


def _end(compromise: Compromise, agreed: bool, by: Person | None, at: datetime) -> None:
    compromise.state, compromise.agreed, compromise.closed_at = CompromiseState.CLOSED, agreed, at
    compromise.save(update_fields=["state", "agreed", "closed_at"])
    answers = compromise_answers.answers_to(compromise)
    moved = changed_values({"state": CompromiseState.ASKED.value}, {"state": compromise.state, "agreed": agreed})
    content = {"answers": answers.counted(), "silence": answers.silence.value, **moved}
    append_acts(Act("compromise closed", compromise, by, content=content), at=at)


def _of_decision(decision: Decision, row: DecidedWords, answer_by: datetime, by: Person, at: datetime) -> Compromise:
    change = row.change
    compromise = Compromise.objects.create(
        round=decision.amendment.round,
        decided=row,
        provision=change.provision,
        language=change.language,
        base=change.base if change.kind == ChangeKind.REPLACE else None,
        html=row.html,
        reason=decision.reason,
        answer_by=answer_by,
        by=by,
        at=at,
    )
    _put(compromise, [decision.amendment])
    return compromise


def _put(compromise: Compromise, amendments: Sequence[Amendment]) -> None:
    compromise.amendments.set(amendments)
    compromise.asked.set(compromise_answers.list_proposing_members(amendments))


def _content(compromise: Compromise) -> dict[str, object]:
    return {
        "amendments": sorted(compromise.amendments.values_list("pk", flat=True)),
        "asked": sorted(compromise.asked.values_list("pk", flat=True)),
        "base": compromise.base.digest if compromise.base else None,
        "decided": compromise.decided_id,
    }


def _ask(compromise: Compromise, at: datetime) -> None:
    """One letter a member, whatever the number of its amendments."""
    for city in compromise.asked.with_names():
        subject = format_lazy(_("A compromise text for {city}"), city=city)
        body = format_lazy(
            _(
                "The secretariat proposes a compromise text on the proposals of {city} and others. Reply “yes”, "
                "“yes, with a statement” or “no”."
            ),
            city=city,
        )
        _write(compromise, city, MailKind.COMPROMISE, subject, body, at)


def _write_questions_of_decision(amendment: Amendment, new_compromises: Sequence[Compromise], at: datetime) -> None:
    """One letter a member for all changed words of one amendment; the others wait in its room."""
    for city in new_compromises[0].asked.with_names():
        subject = format_lazy(_("Amendment {name}: do you accept the changed text as your own?"), name=str(amendment))
        body = format_lazy(
            _(
                "The secretariat accepts the amendment with changes. If {city} agrees, the changed text "
                "is shown as proposed by {city}. If {city} does not agree, the changed text is shown as "
                "text of the secretariat."
            ),
            city=city,
        )
        _write(new_compromises[0], city, MailKind.COMPROMISE, subject, body, at)


def _write_to_supporters(compromise: Compromise, at: datetime) -> None:
    """An email to the supporters of the amendments, for information only."""
    for city in compromise_answers.list_unasked_supporters(compromise):
        subject = _("A compromise text was proposed for an amendment that you support")
        body = format_lazy(
            _(
                "The secretariat sent a compromise text to the members that proposed the amendments. "
                "{city} supports one of these amendments. You do not need to do anything."
            ),
            city=city,
        )
        _write(compromise, city, MailKind.COMPROMISE_TOLD, subject, body, at)


def _write(
    compromise: Compromise, city: Organisation, kind: MailKind, subject: Words, body: Words, at: datetime
) -> None:
    is_asked = kind == MailKind.COMPROMISE
    ends_at = compromise.answer_by if is_asked else None
    about = amendment_letters.About(organisation=city, provision=compromise.provision, ends_at=ends_at)
    key, address = f"{kind}:{compromise.pk}:{city.pk}", ("compromise_answer", compromise.pk)
    amendment_letters.write_letters(people_who_may_bind(city, at), kind, subject, body, key, address, about, at=at)
