"""Papers by their name, as it stands in addresses."""

from __future__ import annotations

import re

from django.db.models import Count

from charter.exports import campaign_report, comment_tables
from charter.exports.campaign_report import ReportPaper
from charter.exports.comment_tables import CommentTable
from charter.exports.commented import Commented
from charter.exports.comparisons import Changes
from charter.exports.critical_editions import CriticalEdition
from charter.exports.decisions import DecisionTable
from charter.exports.papers import Paper
from charter.exports.proposed import BETWEEN, Proposed
from charter.exports.referred import Referred
from charter.exports.release_manifests import Release
from charter.exports.texts import Text
from charter.models import Charter, Round, Version
from charter.queries.amending import amendments
from charter.queries.city import campaign_report as report_queries
from charter.queries.papers import proposed_changes
from charter.queries.reading import articles, charters
from charter.queries.reading.published_labels import latest_version

NAME = (
    rf"{campaign_report.NAME}|"
    rf"{comment_tables.NAME}(?:/[\w-]+)?|"
    r"charter/[0-9]{1,6}(?:\.\.[0-9]{1,6})?(?:/[\w-]+)?"
    r"|(?:decisions|referred|release)/[0-9]{1,6}"
    r"|commented/[0-9]{1,6}(?:/[\w-]+)?"
    r"|edition/[0-9]{1,6}(?:/[\w-]+)?"
    r"|proposed/[0-9]{1,6}(?:/[\w-]+(?:\.\.[\w-]+)?)?"
)
_TEXT = re.compile(r"charter/(?P<old>\d+)(?:\.\.(?P<new>\d+))?(?:/(?P<article>[\w-]+))?")


def find_paper(name: str, language: str) -> Paper | None:
    """The paper of that name in that language; None where nothing of it is published."""
    charter = charters.current_charter()
    if charter is None:
        return None
    if name == campaign_report.NAME:
        report = report_queries.campaign_report(charter, language)
        return ReportPaper(report, language) if report else None
    room, _slash, number = name.partition("/")
    if room == comment_tables.NAME:
        return _comment_table(charter, language, number)
    if room in ("decisions", "referred"):
        find = _table if room == "decisions" else find_referred
        return find(charter, int(number), language)
    versions = {version.number: version for version in articles.published_versions(charter)}
    if room == "release":
        return Release(charter, versions[int(number)]) if int(number) in versions else None
    if room == "commented":
        version, _slash, place = number.partition("/")
        return _commented(charter, versions.get(int(version)), language, place)
    if room == "edition":
        version, _slash, place = number.partition("/")
        text = _text(charter, versions[int(version)], language, place) if int(version) in versions else None
        return CriticalEdition(text) if text else None
    if room == "proposed":
        version, _slash, place = number.partition("/")
        return _proposed(charter, versions.get(int(version)), language, place)
    match = _TEXT.fullmatch(name)
    assert match is not None
    old, new = versions.get(int(match["old"])), versions.get(int(match["new"] or match["old"]))
    if old is None or new is None:
        return None
    article = match["article"] or ""
    return _changes(charter, old, new, language, article) if match["new"] else _text(charter, new, language, article)


def _text(charter: Charter, version: Version, language: str, article: str) -> Text | None:
    text = Text(charter, version, language, article)
    return text if text.stands else None


def _commented(charter: Charter, version: Version | None, language: str, place: str) -> Commented | None:
    """All articles, one by its address, or a provision by its permanent one, with the comments on it."""
    if version is None:
        return None
    whole = _text(charter, version, language, place)
    if whole is not None:
        return Commented(whole, place)
    row = version.manifest.filter(language=language, provision__short=place).select_related("article").first()
    if row is None:
        return None
    return Commented(Text(charter, version, language, row.article_number or row.article.slug), place, place)


def _comment_table(charter: Charter, language: str, article: str) -> CommentTable | None:
    """The comments on all articles, or on one of the latest version."""
    version = latest_version(charter)
    if version is None or (article and not amendments.keys_in(charter, article)):
        return None
    return CommentTable(charter, version, language, article)


def _proposed(charter: Charter, version: Version | None, language: str, place: str) -> Proposed | None:
    """Articles of the latest version with the pending amendments that everybody may read."""
    first, between, last = place.partition(BETWEEN)
    text = _text(charter, version, language, "" if between else first) if version else None
    round_ = proposed_changes.open_round(version) if version else None
    paper = Proposed(text, round_, (first, last) if between else ()) if text and round_ else None
    return paper if paper and proposed_changes.has_pending(paper.round, paper.keys) else None


def _changes(charter: Charter, old: Version, new: Version, language: str, article: str) -> Changes | None:
    changes = Changes(charter, old, new, language, article)
    return changes if old.number < new.number and changes.stands else None


def find_referred(charter: Charter, number: int, language: str) -> Referred | None:
    """The paper for the body of a round; None where nothing is referred to it, or no more."""
    table = _table(charter, number, language)
    referred = Referred(charter, table.round, language) if table else None
    return referred if referred and referred.questions else None


def _table(charter: Charter, number: int, language: str) -> DecisionTable | None:
    rounds = Round.objects.annotate(released=Count("releases")).filter(charter=charter, number=number, released__gt=0)
    round_ = rounds.select_related("version__arrangement__charter").first()
    return DecisionTable(charter, round_, language) if round_ else None
