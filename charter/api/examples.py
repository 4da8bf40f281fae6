"""One address of each kind that works on this site today; a test asks every one of them."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.queries.site_settings import site_settings
from charter.api.addresses import ROOT
from charter.models import Charter
from charter.queries.amending import amendments, rounds
from charter.queries.city import campaign_report, help_entries, initiatives, members, waves
from charter.queries.comments import public_comments
from charter.queries.reading import articles, charters


def examples() -> dict[str, str]:
    """By path of the description an address with things of this site in it; none where there is no such thing yet."""
    charter = charters.current_charter()
    if charter is None:
        return {}
    return {f"{ROOT}{path}": f"{ROOT}{example}" for path, example in _each(charter)}


def _each(charter: Charter) -> Iterator[tuple[str, str]]:
    last = charters.charter_languages()[-1]
    yield "charters", "charters"
    yield "charters/{slug}", f"charters/{charter.slug}?language={last}"
    yield "versions", "versions"
    yield from _in_version(charter, last)
    yield "rounds", "rounds"
    yield "amendments", "amendments?state=under_review&size=5"
    yield "decisions", "decisions?outcome=accepted&size=5"
    yield "comments", "comments?size=5"
    yield "cities", "cities?size=5"
    yield "frameworks", "frameworks?kind=ordinance&size=5"
    yield "initiatives", "initiatives?size=5"
    yield "offers", "offers?kind=offer&size=5"
    yield "waves", "waves?size=5"
    yield "events", "events?size=5"
    yield "processes", "processes?size=5"
    yield "milestones", "milestones?size=5"
    if waves.has_campaign():
        initiative = initiatives.public_initiatives(charter).first()
        if initiative:
            yield "initiatives/{number}", f"initiatives/{initiative.pk}"
        help_entry = help_entries.public_entries(charter).first()
        if help_entry:
            yield "offers/{number}", f"offers/{help_entry.pk}"
        if campaign_report.has_report():
            yield "campaign-report", "campaign-report"
        if site_settings().has_pledge:
            yield "pledge-to-text", "pledge-to-text?order=words&size=5"
    round_ = next(iter(rounds.rounds_with_counts(charter)), None)
    if round_:
        yield "rounds/{number}", f"rounds/{round_.number}"
    amendment = amendments.listed_amendments(None).filter(round__charter=charter).first()
    if amendment:
        yield "amendments/{round}/{number}", f"amendments/{amendment.round.number}/{amendment.number}"
    comment = public_comments.public_comments(charter).first()
    if comment:
        yield "comments/{number}", f"comments/{comment.pk}"
    city = members.member_directory().first()
    if city:
        yield "cities/{slug}", f"cities/{city.slug}"


def _in_version(charter: Charter, language: str) -> Iterator[tuple[str, str]]:
    latest = next(iter(articles.published_versions(charter)), None)
    if latest is None:
        return
    row = articles.version_lines(latest, charters.first_language()).last()
    assert row is not None
    article, short = row.article_number or row.article.slug, row.provision.short
    yield "versions/{number}", f"versions/{latest.number}"
    yield "provisions", f"provisions?version={latest.number}&article={article}&language={language}"
    yield "provisions/{short}", f"provisions/{short}"
    yield "provisions/{short}/wordings", f"provisions/{short}/wordings?language={language}"
    yield "provisions/{short}/origins", f"provisions/{short}/origins"
