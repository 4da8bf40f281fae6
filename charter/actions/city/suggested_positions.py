"""Positions that staff members prepare: suggested with a note, and confirmed, changed or declined by the delegate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.records import Act, append_acts
from accounts.models import Organisation, Person
from accounts.rules import member_mandate, require
from charter import rules
from charter.actions.amending import positions
from charter.actions.amending.amendments import lock_amendment
from charter.actions.amending.changes import Fault, Faults
from charter.actions.amending.positions import LONGEST_LINE
from charter.actions.city import suggestion_letters
from charter.models import AmendmentText, Position, SuggestedPosition
from charter.states import Stance, SuggestionState


@dataclass(frozen=True)
class ChosenPosition:
    """A suggestion as the delegate sends it off: its stance and its public line may be other ones."""

    suggestion: SuggestedPosition
    stance: str
    line: str = ""


@transaction.atomic
def suggest_position(
    *,
    organisation: Organisation,
    text: AmendmentText,
    by: Person,
    stance: str,
    word: str = "",
    line: str = "",
    at: datetime | None = None,
) -> SuggestedPosition:
    """Suggests a stance to the delegate; it replaces a pending suggestion for the same text."""
    at = at or timezone.now()
    amendment = lock_amendment(text.amendment)
    require(rules.may_advise(by, organisation, amendment, at))
    if amendment.text_id != text.pk:
        raise Faults(Fault("", _("The text changed since you opened this page. Read it again first.")))
    for name, words in (("word", word), ("line", line)):
        if len(words) > LONGEST_LINE:
            raise Faults(Fault(name, _("The text is longer than 500 characters. Shorten it.")))
    positions.answer_advice(organisation, text, SuggestionState.REPLACED, at)
    mandate = member_mandate(by, organisation)
    assert mandate is not None
    suggestion = SuggestedPosition.objects.create(
        organisation=organisation,
        text=text,
        stance=Stance(stance),
        word=word.strip(),
        line=line.strip(),
        by=by,
        mandate=mandate,
        at=at,
    )
    suggestion_letters.write_suggestion(suggestion, amendment, at)
    append_acts(Act(f"{stance} suggested", amendment, by, mandate, {"text": text.digest}), at=at)
    return suggestion


@transaction.atomic
def confirm_suggestions(
    *, chosen: Sequence[ChosenPosition], by: Person, language: str = "", at: datetime | None = None
) -> list[Position]:
    """Takes the chosen positions together: all of them, or none where one of them cannot be taken."""
    at = at or timezone.now()
    if not chosen:
        raise Faults(Fault("", _("Choose at least one item.")))
    new_positions = []
    for chosen_position in chosen:
        arguments = {
            "stance": chosen_position.stance,
            "line": chosen_position.line,
            "language": language if chosen_position.line.strip() else "",
        }
        city, text = chosen_position.suggestion.organisation, chosen_position.suggestion.text
        new_positions.append(positions.take_position(organisation=city, text=text, by=by, at=at, **arguments))
        if chosen_position.stance != chosen_position.suggestion.stance:
            suggestion_letters.write_other_stance(chosen_position.suggestion, chosen_position.stance, by, at)
    return new_positions


@transaction.atomic
def decline_suggestion(*, suggestion: SuggestedPosition, by: Person, at: datetime | None = None) -> SuggestedPosition:
    """The delegate takes no position; the person who suggested it is told."""
    at = at or timezone.now()
    amendment = lock_amendment(suggestion.text.amendment)
    require(rules.may_commit(by, suggestion.organisation))
    suggestion = (
        SuggestedPosition.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation__name", "by")
        .get(pk=suggestion.pk)
    )
    if suggestion.state != SuggestionState.WAITING:
        return suggestion
    suggestion.state, suggestion.answered_at = SuggestionState.DECLINED, at
    suggestion.save(update_fields=["state", "answered_at"])
    suggestion_letters.write_declined_suggestion(suggestion, amendment, by, at)
    mandate = rules.commitment(by, suggestion.organisation)
    append_acts(Act("suggestion declined", amendment, by, mandate, {"advice": suggestion.pk}), at=at)
    return suggestion
