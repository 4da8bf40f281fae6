"""Putting a counter-wording of the secretariat to the members whose amendments it would settle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append, changed
from accounts.models import Organisation, Person, say_in_each
from accounts.rules import Refusal, Refused, require
from accounts.states import MailKind
from charter import clean, rules
from charter.actions import deciding, notices
from charter.actions.notices import Words
from charter.models import Amendment, Assent, Compromise, DecidedWords, Decision, Provision, Round, Standing
from charter.queries import assents
from charter.queries.city import deciders
from charter.states import AmendmentState, Answer, ChangeKind, CompromiseState


@transaction.atomic
def put(
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
    base = Standing.objects.filter(provision=provision, language=language).select_related("wording").first()
    words = clean.inline(html)
    given = {code: text.strip() for code, text in reason.items() if text.strip()}
    of_round = all(a.round_id == round_.pk and a.is_public for a in amendments)
    require(base is not None or Refusal(_("This provision has no words in this language.")))
    require(bool(words) or Refusal(_("Write the words of the compromise.")))
    require(bool(given) or Refusal(_("Say why these words could bring the members together.")))
    require(bool(amendments) or Refusal(_("Choose the amendments that it would settle.")))
    require(of_round or Refusal(_("Choose amendments of this round.")))
    require(answer_by > at or Refusal(_("The day to answer by must be in the future.")))
    assert base is not None
    compromise = Compromise.objects.create(
        round=round_,
        provision=provision,
        language=language,
        base=base.wording,
        html=words,
        reason=say_in_each(given, by=by),
        answer_by=answer_by,
        by=by,
        at=at,
    )
    _put(compromise, amendments)
    _ask(compromise, at)
    _tell_supporters(compromise, at)
    append(Act("compromise put", compromise, by, content=_content(compromise)), at=at)
    return compromise


@transaction.atomic
def put_decided(
    *, decision: Decision, answer_by: datetime, by: Person, at: datetime | None = None
) -> list[Compromise]:
    """Puts the words that a decision gives to changes to all who asked for the amendment: are they theirs?

    A change of its own each; one that was put before is not put again. Where all say yes, a merge names them as who
    asked for these words; else they stand as the secretariat's.
    """
    at = at or timezone.now()
    require(rules.may_moderate(by))
    amendment = deciding.locked(decision.amendment)
    held = amendment.decision
    if held != decision or held is None or amendment.state != AmendmentState.DECIDED:
        raise Refused(Refusal(_("Words are put to a member while the decision holds, before they are in the text.")))
    if answer_by <= at:
        raise Refused(Refusal(_("The day to answer by must be in the future.")))
    rows = held.words.exclude(html="").filter(taken=True, put=None).select_related("change__provision", "change__base")
    made = [_of_decision(held, row, answer_by, by, at) for row in rows]
    if not made:
        raise Refused(Refusal(_("This decision has no changed words that were not put yet.")))
    _ask_about_decision(amendment, made, at)
    acts = [Act("decided words put", one, by, content=_content(one)) for one in made]
    append(*acts, at=at)
    return made


@transaction.atomic
def answer(
    *,
    compromise: Compromise,
    organisation: Organisation,
    by: Person,
    answer: str,
    word: str = "",
    at: datetime | None = None,
) -> Assent:
    """The answer of one member; given again, it replaces the one before."""
    at = at or timezone.now()
    held = Compromise.objects.select_for_update(no_key=True).get(pk=compromise.pk)
    require(rules.may_assent(by, organisation, held, at))
    word = clean.typed(word).text
    if not held.asked.filter(pk=organisation.pk).exists():
        raise Refused(Refusal(_("This compromise was not put to this member."), hidden=True))
    if at > held.answer_by:
        raise Refused(Refusal(_("The time to answer is over.")))
    if answer not in Answer.values:
        raise Refused(Refusal(_("Choose one of the answers.")))
    if answer == Answer.YES_WITH_A_WORD and not word:
        raise Refused(Refusal(_("Write the word that belongs to your yes.")))
    held.assents.filter(organisation=organisation, superseded_at=None).update(superseded_at=at)
    mandate = rules.commitment(by, organisation)
    assent = Assent.objects.create(
        compromise=held, organisation=organisation, answer=answer, word=word, by=by, mandate=mandate, at=at
    )
    append(Act(f"compromise {answer}", held, by, mandate, {"assent": assent.pk}), at=at)
    if held.decided_id and not assents.hindrances(held, at):
        _end(held, True, None, at)
    return assent


@transaction.atomic
def close(*, compromise: Compromise, by: Person, agreed: bool = True, at: datetime | None = None) -> Compromise:
    """Ends the asking; where it is agreed, its words stand in for those of its amendments when they are merged.

    It is called agreed only where the answers, and the round's rule for silence, bear it.
    """
    at = at or timezone.now()
    require(rules.may_moderate(by))
    held = (
        Compromise.objects.select_for_update(of=("self",), no_key=True).select_related("round").get(pk=compromise.pk)
    )
    if held.state != CompromiseState.ASKED:
        raise Refused(Refusal(_("This compromise is closed.")))
    against = assents.hindrances(held, at) if agreed else []
    if against:
        raise Refused(Refusal(" ".join([str(_("The answers do not bear it.")), *map(str, against)])))
    _end(held, agreed, by, at)
    compromise.state, compromise.agreed, compromise.closed_at = held.state, held.agreed, held.closed_at
    return held


@transaction.atomic
def end_decided(*, compromise: Compromise, at: datetime) -> None:
    """The day has passed: changed words to which not all said yes stand as the secretariat's."""
    held = (
        Compromise.objects.select_for_update(of=("self",), no_key=True).select_related("round").get(pk=compromise.pk)
    )
    if held.state == CompromiseState.ASKED and held.decided_id:
        _end(held, False, None, at)


def _end(held: Compromise, agreed: bool, by: Person | None, at: datetime) -> None:
    held.state, held.agreed, held.closed_at = CompromiseState.CLOSED, agreed, at
    held.save(update_fields=["state", "agreed", "closed_at"])
    answers = assents.of(held)
    moved = changed({"state": CompromiseState.ASKED.value}, {"state": held.state, "agreed": agreed})
    content = {"answers": answers.counted(), "silence": answers.silence.value, **moved}
    append(Act("compromise closed", held, by, content=content), at=at)


def _of_decision(decision: Decision, row: DecidedWords, answer_by: datetime, by: Person, at: datetime) -> Compromise:
    change = row.change
    made = Compromise.objects.create(
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
    _put(made, [decision.amendment])
    return made


def _put(compromise: Compromise, amendments: Sequence[Amendment]) -> None:
    compromise.amendments.set(amendments)
    compromise.asked.set(assents.asked_of(amendments))


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
        subject = format_lazy(_("A compromise is put to {city}"), city=city)
        body = format_lazy(
            _("The secretariat proposes a wording for what {city} and others asked. Say yes, yes with a word, or no."),
            city=city,
        )
        _write(compromise, city, MailKind.COMPROMISE, subject, body, at)


def _ask_about_decision(amendment: Amendment, made: Sequence[Compromise], at: datetime) -> None:
    """One letter a member for all changed words of one amendment; the others wait in its room."""
    for city in made[0].asked.with_names():
        subject = format_lazy(_("Amendment {name}: are these words yours?"), name=str(amendment))
        body = format_lazy(
            _("The secretariat accepts it in other words. If {city} agrees, they are named as its own, else not."),
            city=city,
        )
        _write(made[0], city, MailKind.COMPROMISE, subject, body, at)


def _tell_supporters(compromise: Compromise, at: datetime) -> None:
    """Who supports one of its amendments reads what became of it, and is asked for nothing."""
    for city in assents.supporters(compromise):
        subject = _("A compromise was put on an amendment that you support")
        body = format_lazy(
            _("The secretariat put other words to those who asked. {city} supports one of them. You need do nothing."),
            city=city,
        )
        _write(compromise, city, MailKind.COMPROMISE_TOLD, subject, body, at)


def _write(
    compromise: Compromise, city: Organisation, kind: MailKind, subject: Words, body: Words, at: datetime
) -> None:
    is_asked = kind == MailKind.COMPROMISE
    ends_at = compromise.answer_by if is_asked else None
    about = notices.About(organisation=city, provision=compromise.provision, ends_at=ends_at)
    key, address = f"{kind}:{compromise.pk}:{city.pk}", ("compromise_answer", compromise.pk)
    notices.tell(deciders(city, at), kind, subject, body, key, address, about, at=at)
