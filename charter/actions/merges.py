"""Bringing accepted amendments into the text, an article and a language at a time. Saved by itself, applied once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append, changed
from accounts.models import Person, say
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.actions import compromises, decisions, merge_results, merge_steps
from charter.actions.decisions import Endorsed
from charter.models import Amendment, Article, Charter, Compromise, Decision, Merge, Round
from charter.queries import merge_views
from charter.queries.merge_views import MergeView
from charter.queries.merging import Clash
from charter.states import MergeState


@transaction.atomic
def begin(*, article: Article, language: str, round_: Round, by: Person, at: datetime | None = None) -> Merge:
    """The open merge of an article in a language, begun where there is none yet."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    charter = article.charter
    if charter.arrangement is None or charter.arrangement.section(article.key) is None:
        raise Refused(Refusal(_("This article has left the text.")))
    here = (
        Merge.objects.select_for_update(no_key=True)
        .filter(article=article, language=language, state=MergeState.OPEN)
        .first()
    )
    if here is not None:
        return here
    merge = Merge(charter=charter, article=article, round=round_, language=language, arrangement=charter.arrangement)
    merge.begun_by = merge.saved_by = by
    merge.begun_at = merge.saved_at = at
    merge.base, merge.seen = merge_views.saved_against(merge)
    merge.save()
    append(Act("merge begun", merge, by, content={"language": language}), at=at)
    return merge


@transaction.atomic
def choose(
    *,
    merge: Merge,
    amendments: Iterable[Amendment],
    by: Person,
    revision: int | None = None,
    at: datetime | None = None,
) -> Merge:
    """Says which amendments are brought together; choosing the same again takes note of what moved meanwhile."""
    held = _open(merge, by, revision)
    chosen = list(amendments)
    known = {a.pk for a in merge_views.candidates(held)}
    if any(a.pk not in known for a in chosen):
        raise Refused(Refusal(_("Only accepted amendments on this article, in this language, can be merged here.")))
    merge_steps.remember(held, {"amendments": merge_steps.chosen(held)})
    held.amendments.set(chosen)
    return _save(merge, held, by, at)


@transaction.atomic
def resolve(
    *,
    merge: Merge,
    conflict_id: str,
    html: str = "",
    by: Person,
    revision: int | None = None,
    choice: Mapping[str, Any] | None = None,
    why: str = "",
    compromise: Compromise | None = None,
    at: datetime | None = None,
) -> Merge:
    """Settles a conflict: `html` are the whole block's words, as one of the wordings has them or as written anew.

    `choice` takes the base or a side instead, as the options of the conflict name it. `why` is said where those who
    lose are decided on when the merge is applied: it is the reason of their decisions. `compromise` is the one that
    words written anew were put to the members by.
    """
    held = _open(merge, by, revision)
    clash = _clash(held, conflict_id)
    words = clean.inline(html)
    same = [option.choice for option in clash.options if choice is None and option.html == words]
    if choice is not None and all(dict(option.choice) != dict(choice) for option in clash.options):
        raise Refused(Refusal(_("Choose one of the wordings.")))
    merge_steps.remember(held, {"changed": {conflict_id: held.resolutions.get(conflict_id)}})
    made = dict(choice or (same[0] if same else {"html": words}))
    if compromise is not None and "html" in made:
        made["compromise"] = compromise.pk
    if why.strip():
        made |= {"why": why.strip(), "language": by.language}
    held.resolutions = {**held.resolutions, conflict_id: made}
    return _save(merge, held, by, at)


@transaction.atomic
def write(
    *,
    merge: Merge,
    conflict_id: str,
    html: str,
    reason: Mapping[str, str],
    answer_by: datetime,
    by: Person,
    revision: int | None = None,
    why: str = "",
    at: datetime | None = None,
) -> Merge:
    """Settles a conflict by words of the moderator's own, and puts these as a compromise to the members concerned."""
    held = _open(merge, by, revision)
    clash = _clash(held, conflict_id)
    if clash.provision is None:
        raise Refused(Refusal(_("Words for a new provision are not put as a compromise. Choose one of the wordings.")))
    asking = {one.amendment.pk: one.amendment for option in clash.options for one in option.asked}
    put = compromises.put(
        round_=held.round,
        amendments=list(asking.values()),
        provision=clash.provision,
        language=held.language,
        html=html,
        reason=reason,
        by=by,
        answer_by=answer_by,
        at=at,
    )
    return resolve(merge=merge, conflict_id=conflict_id, html=html, by=by, why=why, compromise=put, at=at)


@transaction.atomic
def refer(
    *,
    merge: Merge,
    conflict_id: str,
    reason: str,
    by: Person,
    revision: int | None = None,
    at: datetime | None = None,
) -> Merge:
    """Leaves a conflict open: its wordings stand in brackets, and their amendments are referred to the round's body.

    The reason, in the language of the one who settles, becomes that of their decisions.
    """
    held = _open(merge, by, revision)
    if not _clash(held, conflict_id).may_stay_open:
        raise Refused(Refusal(_("These wordings cannot stand side by side in brackets. Choose one, or write one.")))
    if not reason.strip():
        raise Refused(Refusal(_("Say why it stays open. It is the reason of the decisions.")))
    merge_steps.remember(held, {"changed": {conflict_id: held.resolutions.get(conflict_id)}})
    choice = {"brackets": True, "reason": reason.strip(), "language": by.language}
    held.resolutions = {**held.resolutions, conflict_id: choice}
    return _save(merge, held, by, at)


@transaction.atomic
def undo(*, merge: Merge, by: Person, revision: int | None = None, at: datetime | None = None) -> Merge:
    """Goes back to the choices before the last one."""
    held = _open(merge, by, revision)
    if not held.past:
        raise Refused(Refusal(_("There is nothing to undo.")))
    *held.past, before = held.past
    held.future = [*held.future, merge_steps.turn(held, before)]
    return _save(merge, held, by, at)


@transaction.atomic
def redo(*, merge: Merge, by: Person, revision: int | None = None, at: datetime | None = None) -> Merge:
    """Takes up again what was undone last."""
    held = _open(merge, by, revision)
    if not held.future:
        raise Refused(Refusal(_("There is nothing to do again.")))
    *held.future, after = held.future
    held.past = [*held.past, merge_steps.turn(held, after)]
    return _save(merge, held, by, at)


@transaction.atomic
def drop(*, merge: Merge, by: Person, at: datetime | None = None) -> Merge:
    """Ends a merge that is not wanted; nothing of it enters the text."""
    held = _open(merge, by, None)
    held.state = MergeState.DROPPED
    moved = changed({"state": MergeState.OPEN.value}, {"state": held.state.value})
    append(Act("merge dropped", held, by, content=moved), at=at)
    return _save(merge, held, by, at)


def preview(merge: Merge) -> MergeView:
    """What the merge gives as things stand now."""
    return merge_views.view(merge)


@transaction.atomic
def apply(
    *, merge: Merge, by: Person, release: Endorsed | None = None, early: str = "", at: datetime | None = None
) -> Merge:
    """Brings the result into the working text, once, and all that follows from it in the same transaction.

    With `release` the decisions on what is chosen become public in the same act. `early` is why words of a compromise
    enter before its members had to answer; it is printed beside them.
    """
    at = at or timezone.now()
    Charter.objects.select_for_update(no_key=True).get(pk=merge.charter_id)  # one arrangement at a time
    held = _locked(merge)
    require(rules.may_apply(by, held.state, held.round, at))
    # Nobody decides otherwise on what enters until it has entered.
    held.amendments.select_for_update(of=("self",), no_key=True).order_by("pk").in_bulk()
    view = merge_views.view(held)
    hindrances = [one for one in view.hindrances if release is None or not one.is_release]
    if hindrances:
        raise Refused(Refusal(" ".join(str(reason.why) for reason in hindrances)))
    asked = _end_asking(view, held, early.strip(), by, at)
    content = merge_results.write(view, by, at)
    if release is not None:
        _release(view, release, by, at)
    held.state, held.applied_by, held.applied_at = MergeState.APPLIED, by, at
    held.save(update_fields=["state", "applied_by", "applied_at", "reason"])
    merge.state, merge.applied_by, merge.applied_at = held.state, by, at
    moved = changed({"state": MergeState.OPEN.value}, {"state": held.state.value})
    append(Act("merge applied", held, by, content=content | asked | moved), at=at)
    return merge


def _end_asking(view: MergeView, held: Merge, early: str, by: Person, at: datetime) -> dict[str, Any]:
    """Ends what was put to members and is applied now; before its date only for a reason."""
    asked = merge_views.still_asked(view, at)
    if asked and not early:
        raise Refused(Refusal(_("Members may still answer a compromise. Say why it is applied before its date.")))
    if asked:
        held.reason = say(early, by.language, by=by)
    for compromise in asked:
        compromises.close(compromise=compromise, by=by, agreed=False, at=at)
    return {"early": sorted(compromise.pk for compromise in asked)} if asked else {}


def _release(view: MergeView, endorsed: Endorsed, by: Person, at: datetime) -> None:
    """Makes public what is decided on the chosen amendments and is not yet."""
    chosen = [amendment.pk for amendment in view.chosen]
    waiting = Decision.objects.filter(amendment__in=chosen, superseded_at=None, release=None)
    if waiting.exists():
        decisions.release(round_=view.merge.round, by=by, endorsed=endorsed, amendments=view.chosen, at=at)


def _locked(merge: Merge) -> Merge:
    rows = Merge.objects.select_for_update(of=("self",), no_key=True).select_related(
        "charter__arrangement", "article", "round"
    )
    return rows.get(pk=merge.pk)


def _open(merge: Merge, by: Person, revision: int | None) -> Merge:
    require(rules.may_moderate(by))
    held = _locked(merge)
    if held.state != MergeState.OPEN:
        raise Refused(Refusal(_("This merge is not open any more.")))
    if revision is not None and revision != held.revision:
        why = _("%(person)s changed this merge meanwhile. It stands below as it is now.")
        raise Refused(Refusal(why % {"person": held.saved_by}))
    return held


def _clash(held: Merge, conflict_id: str) -> Clash:
    clash = next((c for c in merge_views.view(held).clashes if c.id == conflict_id), None)
    if clash is None:
        raise Refused(Refusal(_("This conflict is no longer the same. Look at the merge again.")))
    return clash


def _save(merge: Merge, held: Merge, by: Person, at: datetime | None) -> Merge:
    """Saves what was chosen, against the text and the decisions as they stand now."""
    held.base, held.seen = merge_views.saved_against(held)
    held.arrangement = held.charter.arrangement or held.arrangement
    held.revision += 1
    held.saved_by, held.saved_at = by, at or timezone.now()
    held.save()
    for name in ("base", "seen", "resolutions", "past", "future", "revision", "state", "saved_by", "saved_at"):
        setattr(merge, name, getattr(held, name))
    return merge
