"""Playing how accepted amendments came into the text: a merge an article, conflicts settled, languages aligned."""

from __future__ import annotations

from datetime import datetime

from charter import texts
from charter.actions.languages import alignments
from charter.actions.merging import merges
from charter.models import Article, CurrentWording, Merge, Round

from . import files
from .stage import Entry, Stage


def prepare_all(stage: Stage, round_: Round, data: Entry, by: str) -> list[Merge]:
    """The merges of all articles for which something was accepted; conflicts are settled before anything is public."""
    at = files.moment_of_day(data["round"]["released"] - 1, 11)
    each = [(article, language) for article in stage.charter.articles.all() for language in files.LANGUAGES]
    prepared = (_prepare(stage, round_, article, language, data, by, at) for article, language in each)
    return [merge for merge in prepared if merge is not None]


def apply_all(stage: Stage, prepared: list[Merge], data: Entry, by: str) -> None:
    """Brings what was prepared into the text, without what a merge before it brought in already."""
    moderator, at = stage.people[by], files.moment_of_day(data["round"]["merged"], 11)
    for prepared_merge in prepared:
        merge = Merge.objects.select_related("charter__arrangement", "article", "round").get(pk=prepared_merge.pk)
        able = {amendment.pk for amendment in merges.merge_views.candidates_for(merge)}
        left = [amendment for amendment in merge.amendments.all() if amendment.pk in able]
        if not left:
            merges.drop_merge(merge=merge, by=moderator, at=at)
            continue
        merges.choose_amendments(merge=merge, amendments=left, by=moderator, at=at)
        merges.apply_merge(merge=merge, by=moderator, at=at)


def _prepare(
    stage: Stage, round_: Round, article: Article, language: str, data: Entry, by: str, at: datetime
) -> Merge | None:
    moderator = stage.people[by]
    article.charter.refresh_from_db()
    merge = merges.begin_merge(article=article, language=language, round_=round_, by=moderator, at=at)
    chosen = merges.merge_views.candidates_for(merge)
    if not chosen:
        merges.drop_merge(merge=merge, by=moderator, at=at)
        return None
    merges.choose_amendments(merge=merge, amendments=chosen, by=moderator, at=at)
    _settle(stage, merge, data)
    return merge


def _settle(stage: Stage, merge: Merge, data: Entry) -> None:
    """Each open conflict gets the words that the file says were agreed for its provision."""
    written = {str(stage.provisions[resolution["at"]].key): resolution for resolution in data["resolutions"]}
    while conflicts := merges.preview_merge(merge).conflicts:
        conflict = conflicts[0]
        settled = written[conflict.key]
        merges.resolve_conflict(
            merge=merge,
            conflict_id=conflict.id,
            html=settled["words"],
            by=stage.people[settled["by"]],
            at=files.moment_of_day(settled["day"], 12),
        )


def align_all(stage: Stage, data: Entry) -> None:
    """The other languages of every changed provision: written by one editor, approved by another."""
    at = files.moment_of_day(data["round"]["merged"] + 2, 11)
    for id_, entry in data["alignments"].items():
        provision = stage.provisions[id_]
        for language, words in entry["words"].items():
            source = CurrentWording.objects.get(provision=provision, language=entry["from"]).wording
            alignment = alignments.write_alignment(
                provision=provision,
                language=language,
                source=source,
                words=texts.plain_text(words),
                by=stage.people[entry["by"][language]],
                at=at,
            )
            alignments.submit_alignment(alignment=alignment, by=stage.people[entry["by"][language]], at=at)
            alignments.approve_alignment(alignment=alignment, by=stage.people[entry["approved_by"][language]], at=at)
