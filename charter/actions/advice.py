"""Positions that officers prepare: suggested with a word, and confirmed, changed or declined by the delegate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.records import Act, append
from accounts.models import Organisation, Person
from accounts.rules import member_mandate, require
from charter import rules
from charter.actions import advice_notices, positions
from charter.actions.amendments import lock
from charter.actions.changes import Fault, Faults
from charter.actions.positions import LONGEST_LINE
from charter.models import Advice, AmendmentText, Position
from charter.states import AdviceState, Stance


@dataclass(frozen=True)
class Chosen:
    """A suggestion as the delegate sends it off: its stance and its public line may be other ones."""

    advice: Advice
    stance: str
    line: str = ""


@transaction.atomic
def give(
    *,
    organisation: Organisation,
    text: AmendmentText,
    by: Person,
    stance: str,
    word: str = "",
    line: str = "",
    at: datetime | None = None,
) -> Advice:
    """Suggests a stance to the delegate; it takes the place of one that waits for the same words."""
    at = at or timezone.now()
    held = lock(text.amendment)
    require(rules.may_advise(by, organisation, held, at))
    if held.text_id != text.pk:
        raise Faults(Fault("", _("The words changed since you opened this page. Read them again first.")))
    for name, words in (("word", word), ("line", line)):
        if len(words) > LONGEST_LINE:
            raise Faults(Fault(name, _("This is longer than 500 characters. Shorten it.")))
    positions.answer_advice(organisation, text, AdviceState.REPLACED, at)
    mandate = member_mandate(by, organisation)
    assert mandate is not None
    advice = Advice.objects.create(
        organisation=organisation,
        text=text,
        stance=Stance(stance),
        word=word.strip(),
        line=line.strip(),
        by=by,
        mandate=mandate,
        at=at,
    )
    advice_notices.suggested(advice, held, at)
    append(Act(f"{stance} suggested", held, by, mandate, {"text": text.digest}), at=at)
    return advice


@transaction.atomic
def confirm(*, chosen: Sequence[Chosen], by: Person, language: str = "", at: datetime | None = None) -> list[Position]:
    """Takes the chosen positions together: all of them, or none where one of them cannot be taken."""
    at = at or timezone.now()
    if not chosen:
        raise Faults(Fault("", _("Choose at least one.")))
    taken = []
    for one in chosen:
        said = {"stance": one.stance, "line": one.line, "language": language if one.line.strip() else ""}
        city, text = one.advice.organisation, one.advice.text
        taken.append(positions.take(organisation=city, text=text, by=by, at=at, **said))
        if one.stance != one.advice.stance:
            advice_notices.changed(one.advice, one.stance, by, at)
    return taken


@transaction.atomic
def decline(*, advice: Advice, by: Person, at: datetime | None = None) -> Advice:
    """The delegate says nothing to it; who suggested it is told."""
    at = at or timezone.now()
    held = lock(advice.text.amendment)
    require(rules.may_commit(by, advice.organisation))
    advice = (
        Advice.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation__name", "by")
        .get(pk=advice.pk)
    )
    if advice.state != AdviceState.WAITING:
        return advice
    advice.state, advice.answered_at = AdviceState.DECLINED, at
    advice.save(update_fields=["state", "answered_at"])
    advice_notices.declined(advice, held, by, at)
    mandate = rules.commitment(by, advice.organisation)
    append(Act("suggestion declined", held, by, mandate, {"advice": advice.pk}), at=at)
    return advice
