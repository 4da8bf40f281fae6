"""Putting a counter-wording of the secretariat to the members whose amendments it would settle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.models import Organisation, Person, say_in_each
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.actions import notices
from charter.models import Amendment, Assent, Compromise, Provision, Round, Standing
from charter.queries.city import deciders
from charter.states import Answer, CompromiseState


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
    compromise.amendments.set(amendments)
    _ask(compromise, amendments, at)
    content = {"amendments": sorted(a.pk for a in amendments), "base": base.wording.digest}
    append(Act("compromise put", compromise, by, content=content), at=at)
    return compromise


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
    held = Compromise.objects.select_for_update().get(pk=compromise.pk)
    require(rules.may_assent(by, organisation, held, at))
    word = clean.typed(word).text
    if not held.amendments.filter(organisation=organisation).exists():
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
    return assent


@transaction.atomic
def close(*, compromise: Compromise, by: Person, agreed: bool = True, at: datetime | None = None) -> Compromise:
    """Ends the asking; where it is agreed, its words stand in for those of its amendments when they are merged."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    held = Compromise.objects.select_for_update().get(pk=compromise.pk)
    if held.state != CompromiseState.ASKED:
        raise Refused(Refusal(_("This compromise is closed.")))
    held.state, held.agreed, held.closed_at = CompromiseState.CLOSED, agreed, at
    held.save(update_fields=["state", "agreed", "closed_at"])
    compromise.state, compromise.agreed, compromise.closed_at = held.state, held.agreed, held.closed_at
    append(Act("compromise closed", held, by, content={"agreed": agreed}), at=at)
    return held


def _ask(compromise: Compromise, amendments: Sequence[Amendment], at: datetime) -> None:
    """One letter a member, whatever the number of its amendments."""
    for city in {a.organisation_id: a.organisation for a in amendments}.values():
        subject = format_lazy(_("A compromise is put to {city}"), city=city)
        body = format_lazy(
            _("The secretariat proposes a wording for what {city} and others asked. Say yes, yes with a word, or no."),
            city=city,
        )
        key = f"compromise:{compromise.pk}:{city.pk}"
        address = ("compromise_answer", compromise.pk)
        people = deciders(city, at)
        about = notices.About(organisation=city, provision=compromise.provision, ends_at=compromise.answer_by)
        notices.tell(people, "compromise", subject, body, key, address, about, at=at)
