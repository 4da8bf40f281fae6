"""When words move, compromises that run on them are written for the new words, or closed with a note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.records import Act, append, changed
from accounts.models import Person, Role
from accounts.states import MailKind, RoleKind
from charter import texts
from charter.actions import next_texts, notices, structure_carries
from charter.actions.carries import Moves
from charter.actions.next_texts import Carried
from charter.actions.structure_carries import Shape
from charter.models import Arrangement, Charter, Compromise, Wording
from charter.queries.city import deciders
from charter.states import PENDING_STATES, CarryState, CompromiseState, Fate

RUNNING = Q(state=CompromiseState.ASKED) | Q(agreed=True, amendments__state__in=sorted(PENDING_STATES))


@transaction.atomic
def carry(moves: Moves) -> list[Compromise]:
    """Rebases every running compromise on words that moved: asked, or agreed and not all in the text."""
    new = {old.pk: to for old, to in moves if old is not None}
    shaped = {old.pk: shape for shape in structure_carries.shapes(moves) for old in shape.before}
    held = _locked(Compromise.objects.filter(base__in=[*new, *shaped]))
    return [
        _go_with(one, one.base, shaped[one.base.pk])
        if one.base.pk in shaped
        else _carry(one, one.base, new[one.base.pk])
        for one in held
        if one.base is not None
    ]


@transaction.atomic
def close_gone(charter: Charter, old: Arrangement, new: Arrangement) -> list[Compromise]:
    """Closes every running compromise on a provision that has left the text."""
    joined = {key for key, fate in new.fates.items() if fate["fate"] == Fate.JOINED}
    gone = set(old.keys()) - set(new.keys()) - joined
    held = _locked(Compromise.objects.filter(round__charter=charter, provision__key__in=gone))
    return [_close(compromise, _("This provision has left the text."), new.made_at) for compromise in held]


def _locked(asking: QuerySet[Compromise]) -> Sequence[Compromise]:
    found = asking.filter(RUNNING).values_list("pk", flat=True).distinct()
    rows = Compromise.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(found))
    return list(rows.select_related("base", "provision").order_by("pk"))


def _carry(compromise: Compromise, old: Wording, new: Wording) -> Compromise:
    if old.html == new.html:
        return _put(compromise, compromise.html, new)
    fate = next_texts.over("replace", compromise.html, old, new)
    if fate.state == CarryState.CLEAN:
        return _follow(compromise, fate, new)
    if compromise.agreed and texts.single(compromise.html) == texts.single(new.html):
        return _follow(compromise, Carried(CarryState.CLEAN, new, new.html), new)
    return _close(compromise, fate.note, new.at)


def _go_with(compromise: Compromise, old: Wording, shape: Shape) -> Compromise:
    """To the part that it changes, or to both as one; closed where it changes both parts."""
    found = shape.over(compromise.html, old)
    touched = [w for w in shape.after if found is None or found.get(str(w.provision.key), "") != w.html]
    if found is None or len(touched) > 1:
        return _close(
            compromise, _("The provision was divided, and its words stand in both parts."), shape.after[0].at
        )
    if not touched:
        return _close(compromise, _("The text already says what it asks for."), shape.after[0].at)
    compromise.provision = touched[0].provision
    words = found.get(str(touched[0].provision.key), "")
    return _follow(compromise, Carried(CarryState.CLEAN, touched[0], words), touched[0])


def _follow(compromise: Compromise, fate: Carried, new: Wording) -> Compromise:
    """The words over the new text; answers hold for the same words alone, else they lapse and are asked again."""
    old = compromise.base
    before = {"base": compromise.base_id, "html": compromise.html, "at": new.at.isoformat()}
    compromise.earlier = [*compromise.earlier, before]
    if not fate.same_words:
        _ask_again(compromise, new.at)
    compromise.note = fate.note
    _put(compromise, fate.html, new)
    content = {"same": fate.same_words, **changed({"base": old.digest if old else None}, {"base": new.digest})}
    append(Act("compromise carried over", compromise, content=content), at=new.at)
    return compromise


def _put(compromise: Compromise, html: str, new: Wording) -> Compromise:
    compromise.base, compromise.html = new, html
    compromise.save()
    return compromise


def _ask_again(compromise: Compromise, at: datetime) -> None:
    """Members have as long again as they had; an agreement on other words holds no more."""
    compromise.assents.filter(superseded_at=None).update(superseded_at=at)
    compromise.state, compromise.agreed, compromise.closed_at = CompromiseState.ASKED, None, None
    if compromise.answer_by <= at:
        compromise.answer_by = at + (compromise.answer_by - compromise.at)
    body = gettext_lazy("The text has moved under it, and its words are not the same any more. Please answer again.")
    for city in compromise.asked.with_names():
        subject = format_lazy(gettext_lazy("A compromise that was put to {city} has new words"), city=city)
        concerns = notices.About(organisation=city, provision=compromise.provision, ends_at=compromise.answer_by)
        key = f"compromise_again:{compromise.pk}:{city.pk}:{len(compromise.earlier)}"
        address = ("compromise_answer", compromise.pk)
        notices.tell(deciders(city, at), MailKind.COMPROMISE, subject, body, key, address, concerns, at=at)


def _close(compromise: Compromise, note: str, at: datetime) -> Compromise:
    """It cannot be written for the new words: it ends without agreement, and the moderators are told why."""
    was = compromise.state
    compromise.state, compromise.agreed, compromise.note = CompromiseState.CLOSED, False, note
    compromise.closed_at = at
    compromise.save()
    moderators = Role.objects.holding(at).filter(kind=RoleKind.MODERATOR).values("person")
    notices.tell(
        Person.objects.filter(pk__in=moderators, is_active=True),
        MailKind.COMPROMISE_OVER,
        gettext_lazy("The text has moved under a compromise, and it was closed"),
        note,
        f"compromise_closed:{compromise.pk}:{at.timestamp()}",
        ("desk_compromise_answers", compromise.pk),
        notices.About(provision=compromise.provision),
        at=at,
    )
    moved = changed({"state": was}, {"state": compromise.state, "agreed": False})
    append(Act("compromise closed", compromise, content={"moved": True, **moved}), at=at)
    return compromise
