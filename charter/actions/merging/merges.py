"""Bringing accepted amendments into the text, an article and a language at a time. Saved by itself, applied once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts, changed_values
from accounts.models import Person, create_localized_text
from accounts.rules import Answer, Refusal, Refused, require
from charter import clean, rules
from charter.actions.deciding import compromises, decisions
from charter.actions.deciding.decisions import Endorsed
from charter.actions.merging import merge_results, merge_steps
from charter.models import Amendment, Article, Charter, Compromise, Decision, Merge, Round
from charter.queries.merging import merge_views
from charter.queries.merging.merge_building import MergeConflict, is_about, wording_name
from charter.queries.merging.merge_views import MergeView
from charter.states import BORDER_KINDS, MergeState
from charter.wording.merges import blocker_sentence


@transaction.atomic
def begin_merge(
    *,
    article: Article,
    language: str,
    round_: Round,
    by: Person,
    amendments: Iterable[Amendment] = (),
    at: datetime | None = None,
) -> Merge:
    """The open merge of an article in a language, begun where there is none yet.

    A new one has those of `amendments` selected that can be merged here.
    """
    at = at or timezone.now()
    require(rules.may_moderate(by))
    charter = article.charter
    if charter.arrangement is None or charter.arrangement.section(article.key) is None:
        raise Refused(Refusal(_("The article is no longer in the text.")))
    open_merge = (
        Merge.objects.select_for_update(no_key=True)
        .filter(article=article, language=language, state=MergeState.OPEN)
        .first()
    )
    if open_merge is not None:
        return open_merge
    merge = Merge(charter=charter, article=article, round=round_, language=language, arrangement=charter.arrangement)
    merge.begun_by = merge.saved_by = by
    merge.begun_at = merge.saved_at = at
    merge.base, merge.seen = merge_views.saved_against(merge)
    merge.save()
    ids = {amendment.pk for amendment in amendments}
    if ids:
        merge.amendments.set(amendment for amendment in merge_views.candidates_for(merge) if amendment.pk in ids)
        merge.base, merge.seen = merge_views.saved_against(merge)
        merge.save(update_fields=["base", "seen"])
    append_acts(Act("merge begun", merge, by, content={"language": language}), at=at)
    return merge


@transaction.atomic
def choose_amendments(
    *,
    merge: Merge,
    amendments: Iterable[Amendment],
    by: Person,
    revision: int | None = None,
    at: datetime | None = None,
) -> Merge:
    """Sets which amendments are brought together; choosing the same again takes note of what moved meanwhile."""
    current_merge = _open(merge, by, revision)
    chosen = list(amendments)
    candidate_ids = {a.pk for a in merge_views.candidates_for(current_merge)}
    if any(a.pk not in candidate_ids for a in chosen):
        raise Refused(Refusal(_("Only accepted amendments on this article, in this language, can be merged here.")))
    merge_steps.remember_step(current_merge, {"amendments": merge_steps.chosen_ids(current_merge)})
    current_merge.amendments.set(chosen)
    return _save(merge, current_merge, by, at)


@transaction.atomic
def resolve_conflict(
    *,
    merge: Merge,
    conflict_id: str,
    html: str = "",
    by: Person,
    revision: int | None = None,
    choice: Mapping[str, Any] | None = None,
    why: str = "",
    compromise: Compromise | None = None,
    view: MergeView | None = None,
    at: datetime | None = None,
) -> Merge:
    """Resolves a conflict: `html` is the text of the whole block, as in one of the wordings or newly written.

    `choice` takes the base or a side instead, as the options of the conflict name it. `why` becomes the reason of the
    decisions on the losing amendments when the merge is applied. `compromise` is the one by which a newly written text
    was sent to the members. A caller that has computed the `view` of the merge passes it on.
    """
    current_merge = _open(merge, by, revision)
    view = merge_views.current_view(current_merge, view)
    conflict = _open_conflict(view, conflict_id)
    words = clean.clean_inline(html)
    same = [option.choice for option in conflict.options if choice is None and option.html == words]
    if choice is not None and all(dict(option.choice) != dict(choice) for option in conflict.options):
        raise Refused(Refusal(_("Choose one of the wordings.")))
    merge_steps.remember_step(current_merge, {"changed": {conflict_id: current_merge.resolutions.get(conflict_id)}})
    resolution = dict(choice or (same[0] if same else {"html": words}))
    if compromise is not None and "html" in resolution:
        resolution["compromise"] = compromise.pk
    if why.strip():
        resolution |= {"why": why.strip(), "language": by.language}
    elif "html" in resolution:
        resolution["amendments"] = sorted(
            {merge_change.amendment.pk for option in conflict.options for merge_change in option.merge_changes}
        )
    current_merge.resolutions = {**current_merge.resolutions, conflict_id: resolution}
    return _save(merge, current_merge, by, at, view)


@transaction.atomic
def write_wording(
    *,
    merge: Merge,
    key: str,
    html: str,
    by: Person,
    revision: int | None = None,
    view: MergeView | None = None,
    at: datetime | None = None,
) -> Merge:
    """Gives a provision without an open conflict a text of the secretariat: `html` is the text of the whole block.

    Amendments whose text is in it are credited; of the others the decisions follow when the merge is applied.
    """
    current_merge = _open(merge, by, revision)
    view = merge_views.current_view(current_merge, view)
    words = clean.clean_inline(html)
    require(may_write_wording(view, key))
    require(bool(words) or Refusal(_("Write the text of the whole provision.")))
    name = wording_name(view.merge_base, view.merge_changes, key)
    merge_steps.remember_step(current_merge, {"changed": {name: current_merge.resolutions.get(name)}})
    current_merge.resolutions = {**current_merge.resolutions, name: {"html": words}}
    return _save(merge, current_merge, by, at, view)


def may_write_wording(view: MergeView, key: str) -> Answer:
    """Whether a moderator may write the text of a provision: no conflict or compromise text, and no new border."""
    if key not in view.merge_base.words:
        return Refusal(_("The provision is not in the current text."))
    if any(conflict.key == key for conflict in view.conflicts):
        return Refusal(_("The provision has an open conflict. Resolve the conflict."))
    borders = [change for change in view.merge_changes if change.change.kind in BORDER_KINDS]
    if any(is_about(change, (key,)) for change in borders):
        return Refusal(_("An amendment splits or combines the provision. Decide on the amendment."))
    if key in view.result.written and merge_views.compromise_of(view.merge, view.result.written[key][0]) is not None:
        return Refusal(_("Members still reply to a compromise text on this provision."))
    return True


@transaction.atomic
def write_compromise(
    *,
    merge: Merge,
    conflict_id: str,
    html: str,
    reason: Mapping[str, str],
    answer_by: datetime,
    by: Person,
    revision: int | None = None,
    why: str = "",
    view: MergeView | None = None,
    at: datetime | None = None,
) -> Merge:
    """Resolves a conflict with a text of the moderator, and sends it as a compromise to the members concerned."""
    current_merge = _open(merge, by, revision)
    view = merge_views.current_view(current_merge, view)
    conflict = _open_conflict(view, conflict_id)
    if conflict.provision is None:
        raise Refused(
            Refusal(_("The text of a new provision cannot be sent as a compromise text. Choose one of the wordings."))
        )
    asking = {
        merge_change.amendment.pk: merge_change.amendment
        for option in conflict.options
        for merge_change in option.merge_changes
    }
    compromise = compromises.propose_compromise(
        round_=current_merge.round,
        amendments=list(asking.values()),
        provision=conflict.provision,
        language=current_merge.language,
        html=html,
        reason=reason,
        by=by,
        answer_by=answer_by,
        at=at,
    )
    return resolve_conflict(
        merge=merge, conflict_id=conflict_id, html=html, by=by, why=why, compromise=compromise, view=view, at=at
    )


@transaction.atomic
def refer_conflict(
    *,
    merge: Merge,
    conflict_id: str,
    reason: str,
    by: Person,
    revision: int | None = None,
    view: MergeView | None = None,
    at: datetime | None = None,
) -> Merge:
    """Leaves a conflict open: its wordings are in brackets, and their amendments are referred to the round's body.

    The reason, in the language of the moderator, becomes that of their decisions.
    """
    current_merge = _open(merge, by, revision)
    view = merge_views.current_view(current_merge, view)
    if not _open_conflict(view, conflict_id).may_stay_open:
        raise Refused(
            Refusal(
                _(
                    "The wordings cannot be shown side by side in square brackets. Choose one wording, or "
                    "write a new wording."
                )
            )
        )
    if not reason.strip():
        raise Refused(
            Refusal(_("Give the reason for leaving the conflict open. The decisions will have the same reason."))
        )
    merge_steps.remember_step(current_merge, {"changed": {conflict_id: current_merge.resolutions.get(conflict_id)}})
    choice = {"brackets": True, "reason": reason.strip(), "language": by.language}
    current_merge.resolutions = {**current_merge.resolutions, conflict_id: choice}
    return _save(merge, current_merge, by, at, view)


@transaction.atomic
def undo_step(*, merge: Merge, by: Person, revision: int | None = None, at: datetime | None = None) -> Merge:
    """Restores the choices before the last change."""
    current_merge = _open(merge, by, revision)
    if not current_merge.past:
        raise Refused(Refusal(_("There is nothing to undo.")))
    *current_merge.past, before = current_merge.past
    current_merge.future = [*current_merge.future, merge_steps.turn_step(current_merge, before)]
    return _save(merge, current_merge, by, at)


@transaction.atomic
def redo_step(*, merge: Merge, by: Person, revision: int | None = None, at: datetime | None = None) -> Merge:
    """Restores the choices that were undone last."""
    current_merge = _open(merge, by, revision)
    if not current_merge.future:
        raise Refused(Refusal(_("There is nothing to redo.")))
    *current_merge.future, after = current_merge.future
    current_merge.past = [*current_merge.past, merge_steps.turn_step(current_merge, after)]
    return _save(merge, current_merge, by, at)


@transaction.atomic
def drop_merge(*, merge: Merge, by: Person, at: datetime | None = None) -> Merge:
    """Ends a merge that is not wanted; nothing of it enters the text."""
    current_merge = _open(merge, by, None)
    current_merge.state = MergeState.DROPPED
    moved = changed_values({"state": MergeState.OPEN.value}, {"state": current_merge.state.value})
    append_acts(Act("merge dropped", current_merge, by, content=moved), at=at)
    return _save(merge, current_merge, by, at)


def preview_merge(merge: Merge) -> MergeView:
    """The result that the merge would have now."""
    return merge_views.view_of_merge(merge)


@transaction.atomic
def apply_merge(
    *, merge: Merge, by: Person, release: Endorsed | None = None, early: str = "", at: datetime | None = None
) -> Merge:
    """Brings the result into the working text, once, with all consequences in the same transaction.

    With `release`, the decisions on the chosen amendments are published in the same act. `early` is the reason why the
    text of a compromise enters before the end of its deadline; it is published beside the text.
    """
    at = at or timezone.now()
    Charter.objects.select_for_update(no_key=True).get(pk=merge.charter_id)  # one arrangement at a time
    locked_merge = _locked(merge)
    require(rules.may_apply(by, locked_merge.state, locked_merge.round, at))
    # Nobody decides otherwise on what enters until it has entered.
    locked_merge.amendments.select_for_update(of=("self",), no_key=True).order_by("pk").in_bulk()
    view = merge_views.view_of_merge(locked_merge)
    blockers = [blocker for blocker in view.blockers if release is None or not blocker.is_release]
    if blockers:
        raise Refused(Refusal(" ".join(map(blocker_sentence, blockers))))
    end_asking = _end_asking(view, locked_merge, early.strip(), by, at)
    content = merge_results.write_result(view, by, at, publishing=release is not None)
    if release is not None:
        _release(view, release, by, at)
    locked_merge.state, locked_merge.applied_by, locked_merge.applied_at = MergeState.APPLIED, by, at
    locked_merge.save(update_fields=["state", "applied_by", "applied_at", "reason"])
    merge.state, merge.applied_by, merge.applied_at = locked_merge.state, by, at
    moved = changed_values({"state": MergeState.OPEN.value}, {"state": locked_merge.state.value})
    append_acts(Act("merge applied", locked_merge, by, content=content | end_asking | moved), at=at)
    return merge


def _end_asking(view: MergeView, current_merge: Merge, early: str, by: Person, at: datetime) -> dict[str, Any]:
    """Ends the compromises that were sent to members and are applied now; before their dates only for a reason."""
    open_compromises = merge_views.list_open_compromises(view, at)
    if open_compromises and not early:
        raise Refused(
            Refusal(
                _("Members can still reply to a compromise text. Give the reason for applying it before its date.")
            )
        )
    if open_compromises:
        current_merge.reason = create_localized_text(early, by.language, by=by)
    for compromise in open_compromises:
        compromises.close_compromise(compromise=compromise, by=by, agreed=False, at=at)
    return {"early": sorted(compromise.pk for compromise in open_compromises)} if open_compromises else {}


def _release(view: MergeView, endorsed: Endorsed, by: Person, at: datetime) -> None:
    """Publishes the decisions on the chosen amendments that are not public yet."""
    chosen = [amendment.pk for amendment in view.chosen]
    waiting = Decision.objects.filter(amendment__in=chosen, superseded_at=None, release=None)
    if waiting.exists():
        decisions.release_decisions(round_=view.merge.round, by=by, endorsed=endorsed, amendments=view.chosen, at=at)


def _locked(merge: Merge) -> Merge:
    rows = Merge.objects.select_for_update(of=("self",), no_key=True).select_related(
        "charter__arrangement", "article", "round"
    )
    return rows.get(pk=merge.pk)


def _open(merge: Merge, by: Person, revision: int | None) -> Merge:
    require(rules.may_moderate(by))
    locked_merge = _locked(merge)
    if locked_merge.state != MergeState.OPEN:
        raise Refused(Refusal(_("The merge is no longer open.")))
    if revision is not None and revision != locked_merge.revision:
        why = _("%(person)s changed this merge in the meantime. The current state is shown below.")
        raise Refused(Refusal(why % {"person": locked_merge.saved_by}))
    return locked_merge


def _open_conflict(view: MergeView, conflict_id: str) -> MergeConflict:
    conflict = next((c for c in view.conflicts if c.id == conflict_id), None)
    if conflict is None:
        raise Refused(Refusal(_("The conflict has changed. Check the merge again.")))
    return conflict


def _save(merge: Merge, current_merge: Merge, by: Person, at: datetime | None, view: MergeView | None = None) -> Merge:
    """Saves the choices, with the text and the decisions that `view` shows, or with the current ones."""
    current_merge.base, current_merge.seen = (
        view.saved_against if view is not None else merge_views.saved_against(current_merge)
    )
    current_merge.arrangement = current_merge.charter.arrangement or current_merge.arrangement
    current_merge.revision += 1
    current_merge.saved_by, current_merge.saved_at = by, at or timezone.now()
    current_merge.save()
    for name in ("base", "seen", "resolutions", "past", "future", "revision", "state", "saved_by", "saved_at"):
        setattr(merge, name, getattr(current_merge, name))
    return merge
