"""Who follows what, found only by the private links of emails."""

from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.db.models import Prefetch

from accounts.models import Follow, Follower

CONFIRM, END = "accounts.follow.confirm", "accounts.follow.end"


def confirm_token(follow: Follow) -> str:
    """What the link carries that confirms one follow: signed, good for nothing else."""
    return signing.dumps(follow.pk, salt=CONFIRM)


def follow_to_confirm(token: str) -> Follow | None:
    """The follow of such a link; None where it was not made here, or the follow has ended."""
    pk = _read(token, CONFIRM)
    return Follow.objects.select_related("follower").filter(pk=pk).first() if pk else None


def end_token(address: str) -> str:
    """What the link carries by which an address ends what it follows; empty where it follows nothing."""
    pk = Follower.objects.filter(address=address).values_list("pk", flat=True).first()
    return signing.dumps(pk, salt=END) if pk else ""


def follower_of_link(token: str) -> tuple[bool, Follower | None]:
    """Whether such a link was made here, and the follower, who may have ended everything since."""
    pk = _read(token, END)
    return pk is not None, Follower.objects.filter(pk=pk).first() if pk else None


def due_followers(edge: datetime, most: int) -> list[Follower]:
    """Followers who were not told yet what happened until then, with their confirmed follows."""
    late = Follow.objects.confirmed().filter(told_until__lt=edge)
    rows = Follower.objects.filter(pk__in=late.values("follower"))
    return list(rows.prefetch_related(Prefetch("follows", late, to_attr="late")).order_by("pk")[:most])


def _read(token: str, salt: str) -> int | None:
    try:
        return int(signing.loads(token, salt=salt))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def find_follow(follower: Follower, pk: int) -> Follow | None:
    """One item that the address follows."""
    return Follow.objects.filter(follower=follower, pk=pk).first()
