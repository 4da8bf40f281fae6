"""The tables of a version's data package: what stands in each column, and the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from charter import texts
from charter.models import Amendment, Decision, Version, VersionWording
from charter.queries import amendments, assents, decisions
from charter.states import AmendmentState
from charter.templatetags.charter_text import co_proposers, naming, proposer

Row = dict[str, Any]  # a value that is a list stands in one cell in CSV


@dataclass(frozen=True)
class Table:
    """A file's name, what it holds, each column with its meaning, and its rows for a version."""

    name: str
    about: str
    columns: dict[str, str]
    rows: Callable[[Version], Iterator[Row]]


def _provisions(version: Version) -> Iterator[Row]:
    by_key = {str(one.key): one.short for one in version.charter.provisions.all()}
    place = 0
    for section in version.arrangement.sections:
        for block in section.blocks:
            place += 1
            yield {
                "provision": by_key[block.key],
                "key": block.key,
                "place": place,
                "article": section.address,
                "article_key": section.key,
                "article_kind": section.kind,
                "kind": block.kind,
                "depth": block.depth,
            }


def _wordings(version: Version) -> Iterator[Row]:
    rows = version.manifest.order_by("id").select_related("provision", "wording", "exception__reason")
    return map(_wording, rows)


def _wording(row: VersionWording) -> Row:
    words = row.wording
    return {
        "provision": row.provision.short,
        "language": row.language,
        "citation": row.citation,
        "printed": row.printed,
        "html": words.html if words else None,
        "text": words.text if words else None,
        "digest": words.digest if words else None,
        "came_from": words.came_from if words else None,
        "first_version": row.first_version,
        "exception": row.exception.reason.text if row.exception else None,
        "exception_until": row.exception.until.isoformat() if row.exception else None,
    }


def _amendments(version: Version) -> Iterator[Row]:
    found = amendments.listed(None).filter(round__charter=version.charter, round__version__number=version.number - 1)
    rows = found.select_related("text__reason", "text__prepared_on", "text__confirmed_on")
    for one in rows.order_by("round__number", "number"):
        for change in one.text.changes.all() if one.text else ():
            yield {
                **_named(one),
                "member": proposer(one),
                "co_proposers": co_proposers(one),
                **_by("prepared", one),
                **_by("confirmed", one),
                "state": amendments.known_state(one),
                "title": one.text.title.text if one.text and one.text.title else None,
                "reason": one.text.reason.text if one.text and one.text.reason else None,
                "kind": change.kind,
                "provision": change.provision.short,
                "language": change.language,
                "before": texts.told(change)[0] if change.base else None,
                "asked": texts.told(change)[1],
            }


def _by(act: str, amendment: Amendment) -> Row:
    """The office and the number of who did it; nothing of the people of a member that withholds its name."""
    text = amendment.text
    if text is None or amendment.organisation.name_withheld:
        return {f"{act}_as": None, f"{act}_by": None}
    mandate = getattr(text, f"{act}_on")
    return {f"{act}_as": mandate.kind if mandate else None, f"{act}_by": getattr(text, f"{act}_by_id")}


def _decisions(version: Version) -> Iterator[Row]:
    found = decisions.released(charter=version.charter)
    return map(_decision, found.filter(amendment__round__version__number=version.number - 1))


def _decision(one: Decision) -> Row:
    assert one.release is not None
    return {
        **_named(one.amendment),
        "outcome": one.outcome,
        "because_of": one.because_of.number if one.because_of else None,
        "reason": one.reason.text,
        "reason_language": one.reason.language,
        "released_at": one.release.at.isoformat(),
        "decided_by": one.by_id,
        "in_the_text": one.amendment.state == AmendmentState.MERGED,
    }


def _answers(version: Version) -> Iterator[Row]:
    """Who answered what, for each amendment of a closed compromise whose decision is public."""
    found = decisions.released(charter=version.charter).filter(amendment__round__version__number=version.number - 1)
    made = {one.amendment_id: one.amendment for one in found}
    for pk, closed in sorted(assents.closed_of(made).items(), key=lambda one: made[one[0]].number or 0):
        for answers in closed:
            put = answers.compromise
            for row in answers.rows:
                yield {
                    **_named(made[pk]),
                    "about": answers.about,
                    "provision": put.provision.short,
                    "language": put.language,
                    "agreed": put.agreed,
                    "closed_at": put.closed_at.isoformat() if put.closed_at else None,
                    "silence": answers.silence.value,
                    "member": naming(row.organisation, put.closed_at),
                    "answer": row.said,
                }


def _named(amendment: Amendment) -> Row:
    return {"round": amendment.round.number, "number": amendment.number}


AMENDMENT = {"round": "number of the round", "number": "number of the amendment in its round"}
TABLES = (
    Table(
        "provisions",
        "One row for each provision, in reading order: order and kind, the same in every language.",
        {
            "provision": "its permanent short address",
            "key": "its permanent identity, as in the version's canonical bytes",
            "place": "its place in reading order, from 1",
            "article": "printed number of its article, else the article's slug",
            "article_key": "permanent identity of the article",
            "article_kind": "preamble, general, article or final",
            "kind": "what the block is: title, heading, paragraph, point …",
            "depth": "how deep it stands, from 0",
        },
        _provisions,
    ),
    Table(
        "wordings",
        "One row for each provision and language: its words as this version prints them.",
        {
            "provision": "short address of the provision",
            "language": "code of the language",
            "citation": "how the provision is cited in this language",
            "printed": "number or letter printed before it",
            "html": "its words with formats; empty where the language has none",
            "text": "its plain words",
            "digest": "SHA-256 over the canonical JSON of language and html",
            "came_from": "import, editor, merge, alignment, split or join",
            "first_version": "the version in which these words first stood",
            "exception": "why the language went out although it was behind",
            "exception_until": "until when",
        },
        _wordings,
    ),
    Table(
        "amendments",
        "One row for each change of each public amendment of the round that led to this version.",
        {
            **AMENDMENT,
            "member": "whose it is, as on public pages",
            "co_proposers": "who asks for it together with that one; in CSV parted by semicolons",
            "prepared_as": "office of who prepared it; empty where the secretariat entered it",
            "prepared_by": "number of that person; names come from accounts alone",
            "confirmed_as": "office of who confirmed it",
            "confirmed_by": "number of that person",
            "state": "under_review, withdrawn, or the outcome of its public decision",
            "title": "what is asked, in one line, in the original language",
            "reason": "why, in the original language",
            "kind": "replace, delete, insert, move, split or join",
            "provision": "short address of the provision",
            "language": "language of the words",
            "before": "the words it was written against",
            "asked": "the words that were asked for",
        },
        _amendments,
    ),
    Table(
        "decisions",
        "One row for each released decision of the round that led to this version.",
        {
            **AMENDMENT,
            "outcome": "one of the fixed outcomes",
            "because_of": "number of the other amendment that it names",
            "reason": "why, in the original language",
            "reason_language": "code of that language",
            "released_at": "when it was made public",
            "decided_by": "number of the moderator who decided; names come from accounts alone",
            "in_the_text": "whether its words were merged",
        },
        _decisions,
    ),
    Table(
        "answers",
        "One row for each member that was asked about a compromise, and each decided amendment that it is about.",
        {
            **AMENDMENT,
            "about": "amendments: a wording put for several; decision: the words that the decision gave to this one",
            "provision": "short address of the provision",
            "language": "language of the words",
            "agreed": "whether it was agreed",
            "closed_at": "when the asking ended",
            "silence": "what it counts as when a member does not answer: neither, assent or refusal",
            "member": "who was asked, as on public pages",
            "answer": "yes, yes_with_a_word, no or silent",
        },
        _answers,
    ),
)
