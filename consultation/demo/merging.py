"""Playing how accepted amendments came into the text: a merge an article, clashes settled, languages aligned."""

from __future__ import annotations

from datetime import datetime

from charter import texts
from charter.actions import alignments, merges
from charter.models import Article, Merge, Round, Standing

from . import files
from .stage import Entry, Stage


def merge_all(stage: Stage, round_: Round, data: Entry, by: str) -> None:
    """Every article for which something was accepted, in the language of its amendments."""
    at = files.day(data["round"]["merged"], 11)
    for article in stage.charter.articles.all():
        for language in files.LANGUAGES:
            _merge(stage, round_, article, language, data, by, at)


def _merge(
    stage: Stage, round_: Round, article: Article, language: str, data: Entry, by: str, at: datetime
) -> Merge | None:
    moderator = stage.people[by]
    article.charter.refresh_from_db()
    merge = merges.begin(article=article, language=language, round_=round_, by=moderator, at=at)
    chosen = merges.merge_views.candidates(merge)
    if not chosen:
        merges.drop(merge=merge, by=moderator, at=at)
        return None
    merges.choose(merge=merge, amendments=chosen, by=moderator, at=at)
    _settle(stage, merge, data)
    return merges.apply(merge=merge, by=moderator, at=at)


def _settle(stage: Stage, merge: Merge, data: Entry) -> None:
    """Each open conflict gets the words that the file says were agreed for its provision."""
    written = {str(stage.provisions[one["at"]].key): one for one in data["resolutions"]}
    while clashes := merges.preview(merge).clashes:
        clash = clashes[0]
        settled = written[clash.key]
        merges.resolve(
            merge=merge,
            conflict_id=clash.id,
            html=settled["words"],
            by=stage.people[settled["by"]],
            at=files.day(settled["day"], 12),
        )


def align_all(stage: Stage, data: Entry) -> None:
    """The other languages of every changed provision: written by one editor, approved by another."""
    at = files.day(data["round"]["merged"] + 2, 11)
    for id_, entry in data["alignments"].items():
        provision = stage.provisions[id_]
        for language, words in entry["words"].items():
            source = Standing.objects.get(provision=provision, language=entry["from"]).wording
            made = alignments.write(
                provision=provision,
                language=language,
                source=source,
                words=texts.plain(words),
                by=stage.people[entry["by"][language]],
                at=at,
            )
            alignments.submit(alignment=made, by=stage.people[entry["by"][language]], at=at)
            alignments.approve(alignment=made, by=stage.people[entry["approved_by"][language]], at=at)
