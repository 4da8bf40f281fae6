"""The daily mail to readers who follow something: what happened since the last one, up to this morning."""

from __future__ import annotations

from datetime import datetime
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import override

from accounts.actions import following
from accounts.actions.following import News
from accounts.models import Follow, Follower
from accounts.queries import following as held
from charter.exports import news
from charter.exports.news import Entry, Told
from charter.models import Charter
from charter.queries import charters

A_TURN = 200
MOST = 20


def tell_all(now: datetime) -> int:
    """Writes what up to so many followers have not been told; says how many letters. Asked again it does no more."""
    charter = charters.current()
    edge = following.last_morning(now)
    if charter is None:
        return 0
    known: dict[tuple[str, str], Told | None] = {}
    return sum(_tell(follower, charter, edge, known) for follower in held.due(edge, A_TURN))


def _tell(follower: Follower, charter: Charter, edge: datetime, known: dict[tuple[str, str], Told | None]) -> int:
    language = follower.language
    late: list[Follow] = follower.late  # type: ignore[attr-defined]  # prefetched by `held.due`
    found = []
    with override(language):
        for follow in late:
            if (follow.about, language) not in known:
                known[follow.about, language] = news.of(follow.about, charter, language)
            told = known[follow.about, language]
            new = _new(told, follow, edge) if told else []
            found.append((follow, told.title if told else "", new))
        return following.tell(follower=follower, news=found, until=edge)


def _new(told: Told, follow: Follow, edge: datetime) -> list[News]:
    """What happened since the follower was told, the newest first."""
    assert follow.told_until is not None
    entries = [entry for entry in told.entries if follow.told_until < entry.at <= edge]
    return [_news(entry) for entry in sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST]]


def _news(entry: Entry) -> News:
    return News(unescape(strip_tags(entry.title)), unescape(strip_tags(entry.text)), entry.page, entry.identity)
