"""Playing what the secretariat did in the finished round: compromise, decisions, release."""

from __future__ import annotations

from charter.actions.deciding import compromises, decisions
from charter.actions.deciding.decisions import Endorsed
from charter.models import Round
from charter.states import Outcome

from . import files
from .stage import Entry, Stage

MINUTES = "Minutes of the session, item 3"

NO_DECISION = frozenset({"withdrawn", "not_confirmed"})


def put_compromise(stage: Stage, round_: Round, entry: Entry) -> None:
    """A counter-wording with the answers that came; closed where the file says what became of it."""
    compromise = compromises.propose_compromise(
        round_=round_,
        amendments=[stage.amendments[id_] for id_ in entry["amendments"]],
        provision=stage.provisions[entry["at"]],
        language=entry["lang"],
        html=entry["words"],
        reason=entry["reason"],
        by=stage.people[entry["by"]],
        answer_by=files.end_of_day(entry["until"]),
        at=files.moment_of_day(entry["day"]),
    )
    for answer in entry["answers"]:
        if answer["answer"] != "silent":
            compromises.answer_compromise(
                compromise=compromise,
                organisation=stage.organisations[answer["organisation"]],
                by=stage.people[answer["by"]],
                answer=answer["answer"],
                word=answer["word"] or "",
                at=files.moment_of_day(answer["day"], 18),
            )
    if entry["adopted"] is not None:
        moderator = stage.people[entry["by"]]
        compromises.close_compromise(
            compromise=compromise, by=moderator, agreed=entry["adopted"], at=files.moment_of_day(entry["until"] + 1)
        )


def decide_amendment(stage: Stage, entry: Entry) -> None:
    """One decision with its reason; nothing for what was withdrawn or never confirmed."""
    if entry["outcome"] in NO_DECISION:
        return
    amendment = stage.amendments[entry["id"]]
    amendment.refresh_from_db()
    assert amendment.text is not None
    changes = list(amendment.text.changes.order_by("place"))
    words, taken_changes = _words_and_taken(entry, [change.pk for change in changes])
    decisions.decide_amendment(
        amendment=amendment,
        by=stage.people[entry["decided_by"]],
        outcome=entry["outcome"],
        reason=entry["decision_reason"],
        because_of=stage.amendments[entry["because_of"]] if entry.get("because_of") else None,
        words=words,
        taken=taken_changes,
        at=files.moment_of_day(entry["decided"], 15),
    )


def release_decisions(stage: Stage, round_: Round, by: str, day: int, body: dict[str, str]) -> None:
    at = files.moment_of_day(day, 12)
    endorsed = Endorsed(body["en"], at.date(), MINUTES, body)
    decisions.release_decisions(round_=round_, by=stage.people[by], endorsed=endorsed, at=at)


def _words_and_taken(entry: Entry, pks: list[int]) -> tuple[dict[int, str], dict[int, bool]]:
    """The secretariat's words by change, and which changes are taken, as `decide_amendment` asks for them."""
    take = entry.get("take")
    if entry["outcome"] == Outcome.WITH_CHANGES:
        return {pks[0]: entry["adopted_words"]}, {}
    if entry["outcome"] == Outcome.IN_PART and isinstance(take, list):
        return {}, {pk: place in take for place, pk in enumerate(pks)}
    if entry["outcome"] == Outcome.IN_PART:
        return {pks[0]: str(take)}, {}
    return {}, {}
