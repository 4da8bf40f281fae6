"""Comments: posting, changing for a quarter of an hour, removing so that a mark and the replies stay.

django-comments-xtd is the store alone. Who speaks comes from the account, never from the form; depth, parent and
target of a reply are checked here; its own signals, which publish held replies and count twice, are switched off.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_comments.models import CommentFlag

from accounts.actions import records
from accounts.models import Mandate, Organisation, Person
from accounts.rules import Refusal, Refused, member_mandate, require
from charter import clean, rules
from charter.actions import notices
from charter.models import Amendment, Provision, Remark, Round, Standing
from charter.queries.remarks import unanswered
from charter.states import RemarkKind
from charter.texts import digest

Target = Provision | Amendment
DEEPEST = 2
A_WHILE, MOST_IN_A_WHILE = timedelta(minutes=10), 20


@transaction.atomic
def post(
    *,
    target: Target,
    by: Person,
    text: str,
    kind: str = RemarkKind.ARGUMENT,
    language: str,
    round_: Round | None,
    organisation: Organisation | None = None,
    quote: str = "",
    reply_to: Remark | None = None,
    at: datetime | None = None,
) -> Remark:
    """A comment of a person, for an organisation of theirs or for the secretariat where none is named."""
    at = at or timezone.now()
    require(rules.may_comment(by, round_, at))
    require(organisation is None or bool(member_mandate(by, organisation)) or Refusal(rules.NOT_A_MEMBER, hidden=True))
    require(_not_too_many(by, at))
    if reply_to is not None:
        require(_may_answer(reply_to, target))
        _hold_thread(reply_to)
    remark = Remark.objects.create(
        content_type=ContentType.objects.get_for_model(target),
        object_pk=str(target.pk),
        site_id=settings.SITE_ID,
        user=by,
        comment=text,
        submit_date=at,
        kind=kind,
        language=language,
        organisation=organisation,
        quote=quote,
        wording=_wording_of(target, language),
        parent_id=reply_to.pk if reply_to else 0,
        followup=False,
    )
    if reply_to is not None and reply_to.user is not None and reply_to.user != by:
        _tell(reply_to.user, remark, target, at)
    records.append(records.Act("comment posted", remark, by, _stood_on(remark, by), {"text": digest(text)}), at=at)
    return remark


@transaction.atomic
def edit(*, remark: Remark, by: Person, text: str, at: datetime | None = None) -> Remark:
    """Changes the words of one's own comment within fifteen minutes."""
    at = at or timezone.now()
    require(rules.may_edit_remark(by, remark, at))
    _update(remark, comment=text, edited_at=at)
    records.append(records.Act("comment changed", remark, by, _stood_on(remark, by), {"text": digest(text)}), at=at)
    return remark


@transaction.atomic
def remove(*, remark: Remark, by: Person, because: str = "", at: datetime | None = None) -> Remark:
    """Takes the words off the pages; a mark and the replies stay."""
    at = at or timezone.now()
    require(rules.may_remove_remark(by, remark))
    _update(remark, is_removed=True, removed_at=at, removed_because=because)
    records.append(records.Act("comment removed", remark, by, _stood_on(remark, by)), at=at)
    return remark


@transaction.atomic
def report(*, remark: Remark, by: Person) -> None:
    """Asks the moderators to look at a comment; asked twice it stays one request."""
    require(rules.may_report(by))
    CommentFlag.objects.get_or_create(user=by, comment_id=remark.pk, flag=CommentFlag.SUGGEST_REMOVAL)
    records.append(records.Act("comment reported", remark, by))


@transaction.atomic
def answer_all(*, provision: Provision, by: Person, text: str, language: str, at: datetime | None = None) -> Remark:
    """One public note of the secretariat that answers every comment on a provision that it has not answered yet."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    text = clean.typed(text).text
    if not text:
        raise Refused(Refusal(_("Write your answer.")))
    asked = list(unanswered(provision).select_for_update(of=("self",), no_key=True).select_related("user"))
    if not asked:
        raise Refused(Refusal(_("No comment on this provision waits for an answer.")))
    note = Remark.objects.create(
        content_type=ContentType.objects.get_for_model(provision),
        object_pk=str(provision.pk),
        site_id=settings.SITE_ID,
        user=by,
        comment=text,
        submit_date=at,
        language=language,
        wording=_wording_of(provision, language),
        followup=False,
    )
    Remark.objects.filter(pk__in=[one.pk for one in asked]).update(answered_by=note)
    for person in sorted({one.user for one in asked if one.user and one.user != by}, key=lambda one: one.pk):
        _tell(person, note, provision, at)
    content = {"text": digest(text), "comments": [one.pk for one in asked]}
    records.append(records.Act("comments answered together", note, by, content=content), at=at)
    return note


@transaction.atomic
def let_stand(*, remark: Remark, by: Person, at: datetime | None = None) -> Remark:
    """A moderator has looked at a comment that was reported, or held back: it is shown, until it is reported anew."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    held = Remark.objects.select_for_update(of=("self",), no_key=True).get(pk=remark.pk)
    if held.is_removed:
        raise Refused(Refusal(_("This comment was removed already.")))
    before = {"public": held.is_public}
    CommentFlag.objects.update_or_create(
        comment_id=held.pk, user=by, flag=CommentFlag.MODERATOR_APPROVAL, defaults={"flag_date": at}
    )
    _update(held, is_public=True)
    content = {"before": before, "after": {"public": True}}
    records.append(records.Act("comment let stand", held, by, content=content), at=at)
    return held


def _stood_on(remark: Remark, by: Person) -> Mandate | None:
    """The mandate by which the person speaks for the organisation that the comment names."""
    return member_mandate(by, remark.organisation) if remark.organisation else None


def _update(remark: Remark, **values: object) -> None:
    """Writes fields without the package's save, which would count and publish replies."""
    for name, value in values.items():
        setattr(remark, name, value)
    Remark.objects.filter(pk=remark.pk).update(**values)


def _not_too_many(by: Person, at: datetime) -> bool | Refusal:
    if Remark.objects.filter(user=by, submit_date__gt=at - A_WHILE, submit_date__lte=at).count() < MOST_IN_A_WHILE:
        return True
    return Refusal(_("You wrote many comments in a short time. Your text is kept. Send it in ten minutes."))


def _hold_thread(reply_to: Remark) -> None:
    """Replies of a thread enter one after the other: the package counts their places and holds no row meanwhile."""
    Remark.objects.select_for_update(of=("self",), no_key=True).get(pk=reply_to.thread_id)


def _may_answer(parent: Remark, target: Target) -> bool | Refusal:
    same = parent.content_type == ContentType.objects.get_for_model(target) and parent.object_pk == str(target.pk)
    if not same or parent.is_removed or not parent.is_public:
        return Refusal(_("The comment you answer is not there any more."))
    return parent.level < DEEPEST or Refusal(_("Answers go three levels deep. Answer the comment above this one."))


def _wording_of(target: Target, language: str) -> object | None:
    if not isinstance(target, Provision):
        return None
    standings = Standing.objects.filter(provision=target).select_related("wording")
    found = {standing.language: standing.wording for standing in standings}
    return found.get(language) or next(iter(found.values()), None)


def _tell(person: Person, remark: Remark, target: Target, at: datetime) -> None:
    """Under the article it is about; who wrote the comment need not belong to the amendment's member."""
    provision = target if isinstance(target, Provision) else notices.about(target).provision
    notices.tell(
        [person],
        "comment_answered",
        _("Your comment was answered"),
        _("There is an answer to a comment of yours."),
        f"answer:{remark.pk}",
        ("remark", remark.pk),
        notices.About(provision=provision),
        at=at,
    )
