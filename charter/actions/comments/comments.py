"""Comments: posting, editing for a quarter of an hour, and removing so that a mark and the replies remain.

django-comments-xtd only stores them. The author comes from the account, never from the form. Depth, parent and target
of a reply are checked here. The signals of the package, which publish withheld replies and count twice, are switched
off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions import records
from accounts.canonical import digest_of_json
from accounts.models import Mandate, Organisation, Person
from accounts.rules import Refusal, Refused, mandates_of, member_mandate, require
from accounts.states import MailKind
from charter import clean, rules
from charter.actions.amending import amendment_letters
from charter.models import Amendment, CharterComment, CommentTranslation, CurrentWording, Provision, Round
from charter.models.comments import CommentFlag, CommentReport
from charter.queries.comments.comments import unanswered_comments
from charter.queries.comments.quotations import is_quotation, quotable_texts
from charter.states import CommentKind
from charter.wording.comments import why_not_quoted

Target = Provision | Amendment
IN_FUTURE = _("The date is in the future. Enter the date of today or an earlier date.")
DEEPEST = 2
LONGEST = 5000
A_WHILE, MOST_IN_A_WHILE, MOST_IMPORTED_IN_A_WHILE = timedelta(minutes=10), 20, 200


@dataclass(frozen=True)
class NewComment:
    """A comment to post, with what it is on and the round in which that is open."""

    target: Target
    text: str
    kind: str
    language: str
    round_: Round | None


@transaction.atomic
def post_comment(
    *,
    target: Target,
    by: Person,
    text: str,
    kind: str = CommentKind.ARGUMENT,
    language: str,
    round_: Round | None,
    organisation: Organisation | None = None,
    mandate: Mandate | None = None,
    quote: str = "",
    reply_to: CharterComment | None = None,
    at: datetime | None = None,
) -> CharterComment:
    """A comment of a person, for an organisation of theirs or for the secretariat where none is named.

    `mandate` is needed where the person has several for the organisation. A `quote` is words of the text that the
    comment is about.
    """
    at = at or timezone.now()
    require(rules.may_comment(by, round_, at))
    require(_not_too_many(by, at))
    new = NewComment(target, text, kind, language, round_)
    return _post(new, by, organisation, mandate, at, quote=quote, reply_to=reply_to)


@transaction.atomic
def post_table(
    *,
    new_comments: Sequence[NewComment],
    by: Person,
    organisation: Organisation,
    mandate: Mandate | None = None,
    came_on: date | None = None,
    at: datetime | None = None,
) -> list[CharterComment]:
    """The comments of one table, all or none. They have one moment: with typed comments, they count as one.

    With `came_on` the secretariat enters them on behalf of the member, which sent the table on that day.
    """
    at = at or timezone.now()
    if came_on is not None:
        require(rules.may_comment_for(by, organisation))
        if came_on > timezone.localdate(at):
            raise Refused(Refusal(IN_FUTURE))
    require(bool(new_comments) or Refusal(_("Choose at least one row.")))
    require(_not_too_many(by, at))
    require(_not_too_many_imported(by, at, len(new_comments)))
    return [_post(new, by, organisation, mandate, at, came_on=came_on) for new in new_comments]


def _post(
    new: NewComment,
    by: Person,
    organisation: Organisation | None,
    mandate: Mandate | None,
    at: datetime,
    quote: str = "",
    reply_to: CharterComment | None = None,
    came_on: date | None = None,
) -> CharterComment:
    target, text, language = new.target, new.text, new.language
    require(rules.may_comment(by, new.round_, at))
    is_own = organisation is None or came_on is not None or bool(member_mandate(by, organisation))
    require(is_own or Refusal(rules.NOT_A_MEMBER, hidden=True))
    mandate = _mandate_of(by, organisation, mandate) if came_on is None else None
    require(isinstance(target, Provision) or rules.may_read(by, target))
    require(is_quotation(quote, quotable_texts(target) if quote else ()) or Refusal(why_not_quoted(target)))
    if reply_to is not None:
        require(_may_answer(reply_to, target))
        _hold_thread(reply_to)
    comment = CharterComment.objects.create(
        content_type=ContentType.objects.get_for_model(target),
        object_pk=str(target.pk),
        site_id=settings.SITE_ID,
        user=by,
        comment=text,
        submit_date=at,
        kind=new.kind,
        language=language,
        organisation=organisation,
        mandate=mandate,
        came_on=came_on,
        quote=quote,
        wording=_wording_of(target, language),
        parent_id=reply_to.pk if reply_to else 0,
        followup=False,
    )
    if reply_to is not None and reply_to.user is not None and reply_to.user != by:
        _tell(reply_to.user, comment, target, at)
    records.append_acts(
        records.Act("comment posted", comment, by, _stood_on(comment, by), _content(text, came_on)), at=at
    )
    return comment


def _content(text: str, came_on: date | None) -> dict[str, str]:
    return {"text": digest_of_json(text)} | ({"came_on": came_on.isoformat()} if came_on else {})


@transaction.atomic
def edit_comment(*, comment: CharterComment, by: Person, text: str, at: datetime | None = None) -> CharterComment:
    """Changes the text of one's own comment within fifteen minutes."""
    at = at or timezone.now()
    require(rules.may_edit_comment(by, comment, at))
    _update(comment, comment=text, edited_at=at)
    CommentTranslation.objects.filter(comment=comment).delete()
    records.append_acts(
        records.Act("comment changed", comment, by, _stood_on(comment, by), {"text": digest_of_json(text)}), at=at
    )
    return comment


@transaction.atomic
def remove_comment(
    *, comment: CharterComment, by: Person, because: str = "", at: datetime | None = None
) -> CharterComment:
    """Removes the text from the pages; a mark and the replies stay. The author of another's comment is told why."""
    at = at or timezone.now()
    require(rules.may_remove_comment(by, comment))
    is_own = comment.user_id == by.pk
    if not is_own and not because.strip():
        raise Refused(
            Refusal(
                _(
                    "Give the reason. The reason is shown instead of the comment. It is also sent to the "
                    "author of the comment."
                )
            )
        )
    if not is_own and comment.user is not None:
        _write_removal(comment.user, comment, because, at)
    _update(comment, is_removed=True, removed_at=at, removed_because=because)
    CommentTranslation.objects.filter(comment=comment).delete()
    records.append_acts(records.Act("comment removed", comment, by, _stood_on(comment, by)), at=at)
    return comment


@transaction.atomic
def report_comment(*, comment: CharterComment, by: Person, why: str = "", at: datetime | None = None) -> None:
    """Asks the moderators to review a comment, with a reason or without one. A person has one report on a comment."""
    require(rules.may_report(by))
    why = clean.clean_typed_text(why).text
    CommentFlag.objects.get_or_create(user=by, comment_id=comment.pk, flag=CommentFlag.SUGGEST_REMOVAL)
    if why:
        values = {"why": why, "at": at or timezone.now()}
        CommentReport.objects.update_or_create(comment=comment, by=by, defaults=values)
    records.append_acts(records.Act("comment reported", comment, by))


@transaction.atomic
def answer_comments(
    *, provision: Provision, by: Person, text: str, language: str, at: datetime | None = None
) -> CharterComment:
    """One public note of the secretariat that answers every comment on a provision that it has not answered yet."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    text = clean.clean_typed_text(text).text
    if not text:
        raise Refused(Refusal(_("Write your answer.")))
    comments = list(unanswered_comments(provision).select_for_update(of=("self",), no_key=True).select_related("user"))
    if not comments:
        raise Refused(Refusal(_("No comment on this provision awaits an answer.")))
    note = CharterComment.objects.create(
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
    CharterComment.objects.filter(pk__in=[comment.pk for comment in comments]).update(answered_by=note)
    for person in sorted(
        {comment.user for comment in comments if comment.user and comment.user != by}, key=lambda user: user.pk
    ):
        _tell(person, note, provision, at)
    content = {"text": digest_of_json(text), "comments": [comment.pk for comment in comments]}
    records.append_acts(records.Act("comments answered together", note, by, content=content), at=at)
    return note


@transaction.atomic
def accept_comment(*, comment: CharterComment, by: Person, at: datetime | None = None) -> CharterComment:
    """A moderator has reviewed a comment that was reported or withheld: it is shown, until it is reported again."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    comment = CharterComment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
    if comment.is_removed:
        raise Refused(Refusal(_("The comment was already removed.")))
    before = {"public": comment.is_public}
    CommentFlag.objects.update_or_create(
        comment_id=comment.pk, user=by, flag=CommentFlag.MODERATOR_APPROVAL, defaults={"flag_date": at}
    )
    _update(comment, is_public=True)
    content = {"before": before, "after": {"public": True}}
    records.append_acts(records.Act("comment let stand", comment, by, content=content), at=at)
    return comment


def _mandate_of(by: Person, organisation: Organisation | None, chosen: Mandate | None) -> Mandate | None:
    """The mandate under which a comment is made: the chosen one, or the only one for that organisation."""
    own = [row for row in mandates_of(by) if organisation is not None and row.organisation_id == organisation.pk]
    if chosen is None and len(own) > 1:
        raise Refused(Refusal(_("You have several mandates for this member. Choose the mandate for this comment.")))
    if chosen is not None and chosen not in own:
        raise Refused(Refusal(rules.NOT_A_MEMBER, hidden=True))
    return chosen or next(iter(own), None)


def _stood_on(comment: CharterComment, by: Person) -> Mandate | None:
    """The mandate by which the person speaks for the organisation that the comment names."""
    if comment.came_on is not None:
        return None
    if comment.mandate is not None and comment.mandate.person_id == by.pk:
        return comment.mandate
    return member_mandate(by, comment.organisation) if comment.organisation else None


def _write_removal(author: Person, comment: CharterComment, because: str, at: datetime) -> None:
    """To the author: which comment a moderator removed, and why."""
    target = comment.content_object
    is_provision = isinstance(target, Provision)
    page = ("provision", target.short) if is_provision else ("amendment", target.round.number, target.number)
    provision = target if is_provision else amendment_letters.letter_subject(target).provision
    amendment_letters.write_letters(
        [author],
        MailKind.COMMENT_REMOVED,
        _("Your comment was removed"),
        format_lazy(
            _("The secretariat removed your comment “{words}” for this reason: “{because}”"),
            words=Truncator(comment.comment).words(30),
            because=because,
        ),
        f"removed:{comment.pk}",
        page,
        amendment_letters.About(provision=provision),
        at=at,
    )


def _update(comment: CharterComment, /, **values: object) -> None:
    """Writes fields without the package's save, which would count and publish replies."""
    for name, value in values.items():
        setattr(comment, name, value)
    CharterComment.objects.filter(pk=comment.pk).update(**values)


def _not_too_many(by: Person, at: datetime) -> bool | Refusal:
    """All comments of one table have the same moment, so that an import counts as one comment."""
    moments = _lately(by, at).order_by().values("submit_date").distinct().count()
    return moments < MOST_IN_A_WHILE or Refusal(
        _("You wrote many comments in a short time. Your text is saved. Send it in ten minutes.")
    )


def _not_too_many_imported(by: Person, at: datetime, count: int) -> bool | Refusal:
    why = _(
        "You can import at most %(n)s comments within ten minutes. Nothing was posted. Wait ten minutes, then send "
        "the form again."
    )
    return _lately(by, at).count() + count <= MOST_IMPORTED_IN_A_WHILE or Refusal(
        why % {"n": MOST_IMPORTED_IN_A_WHILE}
    )


def _lately(by: Person, at: datetime) -> QuerySet[CharterComment]:
    return CharterComment.objects.filter(user=by, submit_date__gt=at - A_WHILE, submit_date__lte=at)


def _hold_thread(reply_to: CharterComment) -> None:
    """Replies of a thread enter one after the other: the package counts their places and holds no row meanwhile."""
    CharterComment.objects.select_for_update(of=("self",), no_key=True).get(pk=reply_to.thread_id)


def _may_answer(parent: CharterComment, target: Target) -> bool | Refusal:
    same = parent.content_type == ContentType.objects.get_for_model(target) and parent.object_pk == str(target.pk)
    if not same or parent.is_removed or not parent.is_public:
        return Refusal(_("The comment that you answer no longer exists."))
    return parent.level < DEEPEST or Refusal(
        _("Answers have at most three levels. Answer the comment above this comment.")
    )


def _wording_of(target: Target, language: str) -> object | None:
    if not isinstance(target, Provision):
        return None
    current_wordings = CurrentWording.objects.filter(provision=target).select_related("wording")
    wordings = {standing.language: standing.wording for standing in current_wordings}
    return wordings.get(language) or next(iter(wordings.values()), None)


def _tell(person: Person, comment: CharterComment, target: Target, at: datetime) -> None:
    """Under the article it is about; who wrote the comment need not belong to the amendment's member."""
    provision = target if isinstance(target, Provision) else amendment_letters.letter_subject(target).provision
    amendment_letters.write_letters(
        [person],
        "comment_answered",
        _("Your comment was answered"),
        _("Read the answer on the page of your comment."),
        f"answer:{comment.pk}",
        ("remark", comment.pk),
        amendment_letters.About(provision=provision),
        at=at,
    )
