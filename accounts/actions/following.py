"""Following an item by email without an account: request, confirmation by a button behind a link, news, end.

Following is reading, so the audit log, which is permanent, gets nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions import strangers
from accounts.actions.letters import HOUR, one_line, plain_text
from accounts.actions.notices import in_language
from accounts.models import Follow, Follower, Letter
from accounts.queries import following
from accounts.states import OF_FOLLOWERS, LetterState, MailKind

MOST_UNCONFIRMED = 5
KEPT = ("title", "language", "asked_at", "confirmed_at", "told_until")


@dataclass(frozen=True)
class News:
    """One event about a followed item; `part` identifies it among all events of that item."""

    title: str
    text: str
    link: str
    part: str


@transaction.atomic
def email_confirmation_link(
    *, address: str, language: str, about: str, title: str, at: datetime | None = None
) -> None:
    """Emails a link to a page with a button; at most one such email a day for each item.

    Only the address itself is told whether it follows the item already.
    """
    at, address = at or timezone.now(), address.strip().lower()
    follower = Follower.objects.get_or_create(address=address, defaults={"language": language})[0]
    follow = follower.follows.filter(about=about).first()
    if follow is not None and follow.confirmed_at:
        _email_link(follow, at)
        return
    if follow is None and follower.follows.filter(confirmed_at=None).count() >= MOST_UNCONFIRMED:
        return
    values = {"title": title[:300], "language": language, "asked_at": at}
    follow = Follow.objects.update_or_create(follower=follower, about=about, defaults=values)[0]
    days = settings.KEEP_DAYS["unconfirmed follows"]
    body = _(
        "Somebody (perhaps you) asked us to send news of “{title}” to this address. "
        "To receive the news, open the link."
    )
    rest = _("If you did not ask for this, do nothing. Your address will be deleted after {days} days.")
    strangers.write_to_address(
        address=address,
        language=language,
        kind=MailKind.FOLLOW_ASKED,
        subject=format_lazy(_("Confirm that you follow: {title}"), title=title),
        body=format_lazy("{}\n\n{}", format_lazy(body, title=title), format_lazy(rest, days=days)),
        link=in_language(language, "follow_confirm", following.confirm_token(follow)),
        key=_key(follow, f"asked:{timezone.localdate(at)}"),
    )


def _email_link(follow: Follow, at: datetime) -> None:
    """Mailed once a day, whatever is asked for: its link shows all that the address follows."""
    follower, again = follow.follower, f"known:{timezone.localdate(at)}"
    letters = Letter.objects.filter(to=None, address=follower.address, kind=MailKind.FOLLOW_ASKED)
    if letters.filter(key__endswith=again).exists():
        return
    strangers.write_to_address(
        address=follower.address,
        language=follower.language,
        kind=MailKind.FOLLOW_ASKED,
        subject=format_lazy(_("You already follow: {title}"), title=follow.title),
        body=_(
            "You do not need to do anything. The link opens the list of everything that you follow. "
            "On that page you can stop following."
        ),
        link=in_language(follower.language, "follow_end", following.end_token(follower.address)),
        key=_key(follow, again),
    )


@transaction.atomic
def confirm_follow(*, follow: Follow, at: datetime | None = None) -> None:
    """From now on it is told; confirmed twice it does no more."""
    locked_follow = (
        Follow.objects.select_for_update(of=("self",), no_key=True).select_related("follower").get(pk=follow.pk)
    )
    if locked_follow.confirmed_at:
        return
    locked_follow.confirmed_at = locked_follow.told_until = at or timezone.now()
    locked_follow.save(update_fields=["confirmed_at", "told_until"])
    Follower.objects.filter(pk=locked_follow.follower_id).update(language=locked_follow.language)


@transaction.atomic
def end_follow(*, follow: Follow) -> None:
    """Ends one, and deletes what was written about it; an address that follows nothing more is deleted too."""
    Letter.objects.exclude(state=LetterState.SENDING).filter(key__startswith=_key(follow, "")).delete()
    follow.delete()
    delete_followers_of_nothing()


@transaction.atomic
def end_all_follows(*, address: str) -> None:
    """Ends everything that an address follows or was asked to confirm."""
    letters = Letter.objects.filter(to=None, address__iexact=address, kind__in=OF_FOLLOWERS)
    letters.exclude(state=LetterState.SENDING).delete()
    Follower.objects.filter(address__iexact=address).delete()


@transaction.atomic
def move_follows(*, about: str, to: str) -> None:
    """What went on under one name goes on under another: who followed it follows that, once.

    Where an address had asked for both, one confirmation holds for what is left. News that waits is still mailed.
    """
    doubled = Follow.objects.select_for_update(of=("self",), no_key=True).filter(
        about=about, follower__follows__about=to
    )
    for follow in doubled:
        if follow.confirmed_at:
            arguments = {"confirmed_at": follow.confirmed_at, "told_until": follow.told_until}
            Follow.objects.filter(follower=follow.follower_id, about=to, confirmed_at=None).update(**arguments)
        letters = Letter.objects.filter(kind=MailKind.FOLLOW_ASKED, key__startswith=_key(follow, ""))
        letters.exclude(state=LetterState.SENDING).delete()
        follow.delete()
    Follow.objects.filter(about=about).update(about=to)


@transaction.atomic
def share_follows(*, about: str, also: str) -> None:
    """What went on under one name goes on under another beside it: who confirmed that it follows one follows both."""
    rows = Follow.objects.confirmed().filter(about=about)
    more = [
        Follow(follower_id=follow.follower_id, about=also, **{name: getattr(follow, name) for name in KEPT})
        for follow in rows
    ]
    Follow.objects.bulk_create(more, ignore_conflicts=True, batch_size=500)


def delete_followers_of_nothing() -> None:
    Follower.objects.filter(follows=None).delete()


@transaction.atomic
def write_news(*, follower: Follower, news: Sequence[tuple[Follow, str, Sequence[News]]], until: datetime) -> int:
    """Writes what is new into the outbox, a letter each under the title of what is followed; says how many."""
    locked = set(
        Follow.objects.select_for_update(no_key=True)
        .filter(follower=follower, told_until__lt=until)
        .values_list("pk", flat=True)
    )
    letters = []
    for place, (follow, title, entries) in enumerate(news):
        if follow.pk in locked:
            letters += [_letter(follower, follow, title, place, entry, until) for entry in entries]
    Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=500)
    Follow.objects.filter(pk__in=[follow.pk for follow, _title, _entries in news]).update(told_until=until)
    _rename([(follow, title) for follow, title, _entries in news])
    return len(letters)


def _rename(titles: Sequence[tuple[Follow, str]]) -> None:
    """Numbers change with the text: what is followed is shown as it is called now."""
    renamed = [(follow, title[:300]) for follow, title in titles if title and follow.title != title[:300]]
    for follow, title in renamed:
        follow.title = title
    Follow.objects.bulk_update([follow for follow, _title in renamed], ["title"])


def _letter(follower: Follower, follow: Follow, title: str, place: int, news: News, at: datetime) -> Letter:
    return Letter(
        address=follower.address,
        language=follower.language,
        kind=MailKind.FOLLOWED,
        subject=one_line(news.title),
        body=plain_text(news.text),
        link=news.link[:500],
        heading=one_line(title)[:200],
        place=place,
        key=_key(follow, f"{at.timestamp():.0f}:{news.part}")[:200],
        written_at=at,
        due_at=at,
    )


def last_morning(now: datetime) -> datetime:
    """The latest seven o’clock of the site that has passed: what happened until then is told."""
    local = timezone.localtime(now)
    morning = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return morning if morning <= local else morning - timedelta(days=1)


def _key(follow: Follow, rest: str) -> str:
    return f"follow:{follow.pk}:{rest}"
