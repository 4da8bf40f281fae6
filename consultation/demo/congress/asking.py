"""Amendments of a round, entered together: each changes one sentence of one provision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.actions import records
from accounts.actions.records import Act
from accounts.models import LocalizedText
from charter.actions.amending import changes
from charter.actions.reading import search_index
from charter.models import Amendment, AmendmentText, Change, CurrentWording, Position, Provision, Round, Wording
from charter.states import AmendmentState, ChangeKind, Stance

from . import words
from .founding import PROVISIONS
from .stage import City, RoundAmendments, Stage

STANCES = (Stance.SUPPORT, Stance.SUPPORT, Stance.RESERVATION, Stance.OBJECTION)
SAID = 4
ROUND_TRIP = 3 * PROVISIONS
# In the open round every so many amendments are of the first city, whose room is measured.
OF_THE_FIRST_CITY = 20


def create_amendments(stage: Stage, round_: Round, places: Sequence[Provision], at: datetime) -> RoundAmendments:
    """An amendment for each place, confirmed and numbered in this order, with what four cities say to it."""
    current_wordings = _current_wordings(places)
    proposers = [_proposer(stage, round_, n) for n in range(len(places))]
    amendments = Amendment.objects.bulk_create(
        [_amendment(round_, number, city, at) for number, city in enumerate(proposers, 1)], batch_size=500
    )
    texts = _texts(amendments, proposers, at)
    Change.objects.bulk_create(
        [
            _change(text, current_wordings[place.pk], n)
            for n, (text, place) in enumerate(zip(texts, places, strict=True))
        ],
        batch_size=500,
    )
    _close(round_, amendments, texts)
    _speak(stage, texts, at + timedelta(days=1))
    acts = (act for amendment, city in zip(amendments, proposers, strict=True) for act in _acts(amendment, city))
    records.append_acts(*acts, at=at)
    return RoundAmendments(round_, tuple(amendments))


def _current_wordings(places: Sequence[Provision]) -> dict[int, Wording]:
    rows = CurrentWording.objects.filter(provision__in={place.pk for place in places}, language="en")
    return {row.provision_id: row.wording for row in rows.select_related("wording")}


def _proposer(stage: Stage, round_: Round, n: int) -> City:
    first = round_.number == stage.size.versions and n % OF_THE_FIRST_CITY == 0
    return stage.cities[0 if first else (round_.number * 97 + n) % len(stage.cities)]


def _amendment(round_: Round, number: int, city: City, at: datetime) -> Amendment:
    return Amendment(
        round=round_,
        number=number,
        organisation=city.organisation,
        state=AmendmentState.UNDER_REVIEW,
        begun_by_id=city.officer.person_id,
        begun_at=at,
        sent_at=at,
        confirmed_at=at,
    )


def _texts(amendments: Sequence[Amendment], proposers: Sequence[City], at: datetime) -> list[AmendmentText]:
    titles = _write_texts([f"Another time, {amendment}" for amendment in amendments])
    reasons = _write_texts([f"People wait too long, {amendment}." for amendment in amendments])
    rows = zip(amendments, proposers, titles, reasons, strict=True)
    return AmendmentText.objects.bulk_create(
        [
            AmendmentText(
                amendment=amendment,
                number=1,
                language="en",
                title=title,
                reason=reason,
                prepared_by_id=city.officer.person_id,
                prepared_on=city.officer,
                confirmed_by_id=city.delegate.person_id,
                confirmed_on=city.delegate,
                at=at,
                fixed_at=at,
            )
            for amendment, city, title, reason in rows
        ],
        batch_size=500,
    )


def _write_texts(texts: list[str]) -> list[LocalizedText]:
    return LocalizedText.objects.bulk_create(
        [LocalizedText(text=text, language="en") for text in texts], batch_size=500
    )


def _change(text: AmendmentText, base: Wording, n: int) -> Change:
    """Those that come round to a provision again ask for the same sentence twice, so that they meet, then another."""
    return Change(
        text=text,
        place=0,
        kind=ChangeKind.REPLACE,
        provision_id=base.provision_id,
        language="en",
        base=base,
        html=words.words_with_other_time(base.html, n + n // ROUND_TRIP, n),
    )


def _close(round_: Round, amendments: Sequence[Amendment], texts: Sequence[AmendmentText]) -> None:
    """Texts get their digests, amendments their texts, the round its last number; search finds them."""
    for amendment, text in zip(amendments, texts, strict=True):
        text.digest, amendment.text = changes.text_digest(text), text
        search_index.enter_amendment(amendment)
    AmendmentText.objects.bulk_update(texts, ["digest"], batch_size=200)
    Amendment.objects.bulk_update(amendments, ["text"], batch_size=200)
    round_.last_number = len(amendments)
    round_.save(update_fields=["last_number"])


def _speak(stage: Stage, texts: Sequence[AmendmentText], at: datetime) -> None:
    """Positions of the cities that come after the proposer, and their acts."""
    rows = [
        _position(stage.cities[(text.pk * SAID + n) % len(stage.cities)], text, n, at)
        for text in texts
        for n in range(min(SAID, len(stage.cities) - 1))
    ]
    own = {text.pk: text.amendment.organisation_id for text in texts}
    new_positions = Position.objects.bulk_create(
        [row for row in rows if row.organisation_id != own[row.text_id]], batch_size=500
    )
    digests = {text.pk: text.digest for text in texts}
    acts = (
        Act(f"position {row.stance}", row.text.amendment, row.by, row.mandate, {"text": digests[row.text_id]})
        for row in new_positions
    )
    records.append_acts(*acts, at=at)


def _position(city: City, text: AmendmentText, n: int, at: datetime) -> Position:
    return Position(
        organisation=city.organisation,
        text=text,
        stance=STANCES[n],
        by=city.delegate.person,
        mandate=city.delegate,
        at=at,
    )


def _acts(amendment: Amendment, city: City) -> tuple[Act, Act, Act]:
    assert amendment.text is not None
    officer, delegate, text = city.officer, city.delegate, amendment.text.digest
    return (
        Act("amendment begun", amendment, officer.person, officer),
        Act("amendment sent", amendment, officer.person, officer, {"text": text}),
        Act("amendment confirmed", amendment, delegate.person, delegate, {"number": amendment.number, "text": text}),
    )
