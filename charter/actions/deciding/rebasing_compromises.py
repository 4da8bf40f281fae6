"""When text changes, open compromises are carried over to the new text, or closed with a note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.records import Act, append_acts, changed_values
from accounts.models import Person, Role
from accounts.states import MailKind, RoleKind
from charter import texts
from charter.actions.amending import amendment_letters, next_texts, rebasing_structure
from charter.actions.amending.amendment_letters import Words
from charter.actions.amending.next_texts import RebasedChange
from charter.actions.amending.rebasing import Moves
from charter.actions.amending.rebasing_structure import StructureChange
from charter.models import Arrangement, Charter, Compromise, CurrentWording, Merge, Wording
from charter.queries.amending.member_tasks import people_who_may_bind
from charter.states import PENDING_STATES, CompromiseState, RebaseState, StructuralEffect

RUNNING = Q(state=CompromiseState.ASKED) | Q(agreed=True, amendments__state__in=sorted(PENDING_STATES))


@transaction.atomic
def rebase_compromises(moves: Moves) -> list[Compromise]:
    """Rebases every open compromise on the text that changed: pending, or agreed and not yet merged completely."""
    new = {old.pk: to for old, to in moves if old is not None}
    shaped = {old.pk: shape for shape in rebasing_structure.splits_and_combinations(moves) for old in shape.before}
    compromises = _locked(Compromise.objects.filter(base__in=[*new, *shaped]))
    return [
        _go_with(compromise, compromise.base, shaped[compromise.base.pk])
        if compromise.base.pk in shaped
        else _rebase(compromise, compromise.base, new[compromise.base.pk])
        for compromise in compromises
        if compromise.base is not None
    ]


@transaction.atomic
def close_orphaned_compromises(charter: Charter, old: Arrangement, new: Arrangement) -> list[Compromise]:
    """Closes every running compromise on a provision that has left the text."""
    joined = {key for key, effect in new.fates.items() if effect["fate"] == StructuralEffect.JOINED}
    gone = set(old.keys()) - set(new.keys()) - joined
    compromises = _locked(Compromise.objects.filter(round__charter=charter, provision__key__in=gone))
    return [
        _close(compromise, _("The provision is no longer in the text."), new.made_at) for compromise in compromises
    ]


def _locked(asking: QuerySet[Compromise]) -> Sequence[Compromise]:
    ids = asking.filter(RUNNING).values_list("pk", flat=True).distinct()
    rows = Compromise.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(ids))
    return list(rows.select_related("base", "provision").order_by("pk"))


def _rebase(compromise: Compromise, old: Wording, new: Wording) -> Compromise:
    if old.html == new.html:
        return _put(compromise, compromise.html, new)
    before = _text_before(compromise, old, new)
    if before is not None:
        return _follow(compromise, RebasedChange(RebaseState.CLEAN, new, before), new)
    effect = next_texts.rebase_change("replace", compromise.html, old, new)
    if effect.state == RebaseState.CLEAN:
        return _follow(compromise, effect, new)
    if compromise.agreed and texts.single_block(compromise.html) == texts.single_block(new.html):
        return _follow(compromise, RebasedChange(RebaseState.CLEAN, new, new.html), new)
    return _close(compromise, effect.note, new.at)


def _text_before(compromise: Compromise, old: Wording, new: Wording) -> str | None:
    """The text of an agreed compromise before its merge, if the reversal writes the text before the merge again."""
    if not compromise.agreed or compromise.html != old.html:
        return None
    bases = Wording.objects.in_bulk([row["base"] for row in compromise.earlier])
    rows = [row for row in compromise.earlier if row["base"] in bases and bases[row["base"]].html == new.html]
    return rows[-1]["html"] if rows else None


def _go_with(compromise: Compromise, old: Wording, shape: StructureChange) -> Compromise:
    """To the part that it changes, or to both as one; closed where it changes both parts."""
    rebased = shape.over(compromise.html, old)
    touched = [w for w in shape.after if rebased is None or rebased.get(str(w.provision.key), "") != w.html]
    if rebased is None or len(touched) > 1:
        return _close(
            compromise, _("The provision was split. Both parts contain some of its text."), shape.after[0].at
        )
    if not touched:
        return _close(compromise, _("The text already contains the proposed change."), shape.after[0].at)
    compromise.provision = touched[0].provision
    words = rebased.get(str(touched[0].provision.key), "")
    return _follow(compromise, RebasedChange(RebaseState.CLEAN, touched[0], words), touched[0])


def _follow(compromise: Compromise, fate: RebasedChange, new: Wording) -> Compromise:
    """The words over the new text; answers hold for the same words alone, else they lapse and are asked again."""
    old = compromise.base
    before = {"base": compromise.base_id, "html": compromise.html, "at": new.at.isoformat()}
    compromise.earlier = [*compromise.earlier, before]
    if not fate.same_words:
        _repeat_questions(compromise, new.at)
    compromise.note = fate.note
    _put(compromise, fate.html, new)
    content = {"same": fate.same_words, **changed_values({"base": old.digest if old else None}, {"base": new.digest})}
    append_acts(Act("compromise carried over", compromise, content=content), at=new.at)
    return compromise


def _put(compromise: Compromise, html: str, new: Wording) -> Compromise:
    compromise.base, compromise.html = new, html
    compromise.save()
    return compromise


def _repeat_questions(compromise: Compromise, at: datetime) -> None:
    """Members have as long again as they had; an agreement on other words holds no more."""
    compromise.responses.filter(superseded_at=None).update(superseded_at=at)
    compromise.state, compromise.agreed, compromise.closed_at = CompromiseState.ASKED, None, None
    if compromise.answer_by <= at:
        compromise.answer_by = at + (compromise.answer_by - compromise.at)
    body = gettext_lazy(
        "The text of the provision and the compromise text have changed. Reply to the new compromise text."
    )
    for city in compromise.asked.with_names():
        subject = format_lazy(gettext_lazy("A compromise text sent to {city} has changed"), city=city)
        concerns = amendment_letters.About(
            organisation=city, provision=compromise.provision, ends_at=compromise.answer_by
        )
        key = f"compromise_again:{compromise.pk}:{city.pk}:{len(compromise.earlier)}"
        address = ("compromise_answer", compromise.pk)
        amendment_letters.write_letters(
            people_who_may_bind(city, at), MailKind.COMPROMISE, subject, body, key, address, concerns, at=at
        )


def _close(compromise: Compromise, note: str, at: datetime) -> Compromise:
    """It cannot be written for the new words: it ends without agreement, and the moderators are told why."""
    state_before = compromise.state
    closed_at = compromise.closed_at.isoformat() if compromise.closed_at else None
    before = {"base": compromise.base_id, "html": compromise.html, "at": at.isoformat()}
    compromise.earlier = [*compromise.earlier, {**before, "agreed": compromise.agreed, "closed_at": closed_at}]
    compromise.state, compromise.agreed, compromise.note = CompromiseState.CLOSED, False, note
    compromise.closed_at = at
    compromise.save()
    subject = gettext_lazy("A compromise text was closed because the provision has changed")
    _write_to_moderators(compromise, subject, note, f"compromise_closed:{compromise.pk}:{at.timestamp()}", at)
    moved = changed_values({"state": state_before}, {"state": compromise.state, "agreed": False})
    append_acts(Act("compromise closed", compromise, content={"moved": True, **moved}), at=at)
    return compromise


def reopen_compromises(merge: Merge, at: datetime) -> list[Compromise]:
    """When a merge is reversed: those that it closed are again as they were, agreed or with as much time to reply."""
    closed = Compromise.objects.filter(round=merge.round, state=CompromiseState.CLOSED, closed_at=merge.applied_at)
    rows = closed.select_for_update(of=("self",), no_key=True).select_related("base", "provision").order_by("pk")
    return [compromise for compromise in rows if _reopen(compromise, at)]


def _reopen(compromise: Compromise, at: datetime) -> bool:
    rows = CurrentWording.objects.filter(provision=compromise.provision, language=compromise.language)
    same = rows.filter(wording__html=compromise.before).select_related("wording").first()
    last = compromise.earlier[-1] if compromise.earlier else {}
    if same is None or compromise.closed_at is None or last.get("at") != compromise.closed_at.isoformat():
        return False
    if "agreed" not in last:
        return False
    ended = {"state": compromise.state, "agreed": compromise.agreed}
    if last["agreed"]:
        compromise.agreed, compromise.closed_at = True, datetime.fromisoformat(last["closed_at"])
    else:
        compromise.answer_by = max(compromise.answer_by, at + (compromise.answer_by - compromise.closed_at))
        compromise.state, compromise.agreed, compromise.closed_at = CompromiseState.ASKED, None, None
    compromise.base, compromise.note, compromise.earlier = same.wording, "", compromise.earlier[:-1]
    compromise.save()
    subject = gettext_lazy("A compromise text is open or agreed again because a merge was reversed")
    body = gettext_lazy(
        "The earlier text of the provision is valid again. The replies of the members are also valid again."
    )
    _write_to_moderators(compromise, subject, body, f"compromise_reopened:{compromise.pk}:{at.timestamp()}", at)
    moved = changed_values(ended, {"state": compromise.state, "agreed": compromise.agreed})
    append_acts(Act("compromise carried over", compromise, content={"same": True, **moved}), at=at)
    return True


def _write_to_moderators(compromise: Compromise, subject: Words, body: Words, key: str, at: datetime) -> None:
    moderators = Role.objects.holding(at).filter(kind=RoleKind.MODERATOR).values("person")
    people = Person.objects.filter(pk__in=moderators, is_active=True)
    address, about = (
        ("desk_compromise_answers", compromise.pk),
        amendment_letters.About(provision=compromise.provision),
    )
    amendment_letters.write_letters(people, MailKind.COMPROMISE_OVER, subject, body, key, address, about, at=at)
