"""The daily mail to readers who follow something: what happened since the last one, up to this morning."""

from __future__ import annotations

from datetime import datetime
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import override

from accounts.actions import following
from accounts.actions.following import News
from accounts.models import Follow, Follower
from accounts.queries import following as following_queries
from charter.exports import news
from charter.exports.news import NewsEntry, Subject
from charter.models import Charter
from charter.queries.reading import charters

A_TURN = 200
MOST = 20


def email_followers(now: datetime) -> int:
    """Writes what up to so many followers have not been told; says how many letters. Asked again it does no more."""
    charter = charters.current_charter()
    edge = following.last_morning(now)
    if charter is None:
        return 0
    subjects: dict[tuple[str, str], Subject | None] = {}
    return sum(_tell(follower, charter, edge, subjects) for follower in following_queries.due_followers(edge, A_TURN))


def _tell(
    follower: Follower, charter: Charter, edge: datetime, subjects: dict[tuple[str, str], Subject | None]
) -> int:
    language = follower.language
    late: list[Follow] = follower.late  # type: ignore[attr-defined]  # prefetched by `held.due`
    follow_news = []
    with override(language):
        for follow in late:
            if (follow.about, language) not in subjects:
                subjects[follow.about, language] = news.news_about(follow.about, charter, language)
            subject = subjects[follow.about, language]
            new = _new(subject, follow, edge) if subject else []
            follow_news.append((follow, subject.title if subject else "", new))
        return following.write_news(follower=follower, news=follow_news, until=edge)


def _new(subject: Subject, follow: Follow, edge: datetime) -> list[News]:
    """What happened since the follower was told, the newest first."""
    assert follow.told_until is not None
    entries = [entry for entry in subject.entries if follow.told_until < entry.at <= edge]
    return [_news(entry) for entry in sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST]]


def _news(entry: NewsEntry) -> News:
    return News(unescape(strip_tags(entry.title)), unescape(strip_tags(entry.text)), entry.page, entry.identity)
