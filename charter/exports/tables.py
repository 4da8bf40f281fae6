"""The tables of a version's data package: what stands in each column, and the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from charter import texts
from charter.exports.frameworks import address_of_document
from charter.exports.papers import full_address
from charter.models import (
    Adoption,
    Amendment,
    CharterComment,
    Decision,
    Framework,
    Initiative,
    Round,
    Version,
    VersionWording,
)
from charter.queries.amending import amendments, change_keys, rounds, timetables
from charter.queries.amending.resolutions import visible_resolution
from charter.queries.city import campaign_report, frameworks, initiatives
from charter.queries.comments import public_comments
from charter.queries.comments.comment_translations import translations_of_comments
from charter.queries.deciding import compromise_answers, decisions
from charter.queries.reading import charters, word_sources
from charter.states import AmendmentState, ReportGroup, ReportSubject
from charter.wording.charter_text import co_proposers, name_source, proposer_of, public_name_of

Row = dict[str, Any]  # a value that is a list stands in one cell in CSV


@dataclass(frozen=True)
class Table:
    """A file's name, what it holds, each column with its meaning, and its rows for a version."""

    name: str
    about: str
    columns: dict[str, str]
    rows: Callable[[Version], Iterator[Row]]


def _provisions(version: Version) -> Iterator[Row]:
    by_key = {str(provision.key): provision.short for provision in version.charter.provisions.all()}
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
    found_amendments = amendments.listed_amendments(None).filter(
        round__charter=version.charter, round__version__number=version.number - 1
    )
    rows = found_amendments.select_related("text__reason", "text__prepared_on", "text__confirmed_on", "resolution")
    for amendment in rows.order_by("round__number", "number"):
        for change in amendment.text.changes.all() if amendment.text else ():
            yield {
                **_named(amendment),
                "member": proposer_of(amendment),
                "co_proposers": co_proposers(amendment),
                **_by("prepared", amendment),
                **_by("confirmed", amendment),
                "state": amendments.known_state(amendment),
                "title": amendment.text.title.text if amendment.text and amendment.text.title else None,
                "reason": amendment.text.reason.text if amendment.text and amendment.text.reason else None,
                "kind": change.kind,
                "provision": change.provision.short,
                "language": change.language,
                "before": texts.change_as_html(change)[0] if change.base else None,
                "asked": texts.change_as_html(change)[1],
                **change_keys.keys_of_change(change),
                **_resolution(amendment),
            }


def _resolution(amendment: Amendment) -> Row:
    resolution = visible_resolution(None, amendment)
    return {
        "resolution_number": resolution.number if resolution else None,
        "resolution_date": resolution.adopted_on.isoformat() if resolution else None,
        "resolution_sha256": resolution.digest if resolution else None,
        "resolution_url": full_address("amendment_resolution_file", amendment.key) if resolution else None,
    }


def _by(act: str, amendment: Amendment) -> Row:
    """The office and the number of who did it; nothing of the people of a member that withholds its name."""
    text = amendment.text
    if text is None or amendment.organisation.name_withheld:
        return {f"{act}_as": None, f"{act}_by": None}
    mandate = getattr(text, f"{act}_on")
    return {f"{act}_as": mandate.kind if mandate else None, f"{act}_by": getattr(text, f"{act}_by_id")}


def _decisions(version: Version) -> Iterator[Row]:
    found_decisions = decisions.released_decisions(charter=version.charter)
    return map(_decision, found_decisions.filter(amendment__round__version__number=version.number - 1))


def _decision(decision: Decision) -> Row:
    assert decision.release is not None
    return {
        **_named(decision.amendment),
        "outcome": decision.outcome,
        "because_of": decision.because_of.number if decision.because_of else None,
        "reason": decision.reason.text,
        "reason_language": decision.reason.language,
        "released_at": decision.release.at.isoformat(),
        "decided_by": decision.by_id,
        "in_the_text": decision.amendment.state == AmendmentState.MERGED,
        "type": decision.type.in_language(settings.INTERFACE_LANGUAGES[0]) if decision.type else None,
    }


def _changes(version: Version) -> Iterator[Row]:
    """What was taken into the text after the version before and until this one."""
    before = Version.objects.filter(charter=version.charter, number=version.number - 1).first()
    if before is None:
        return
    between = Adoption.objects.filter(
        provision__charter=version.charter, at__gt=before.published_at, at__lte=version.published_at
    )
    for adoption in word_sources.adoptions_by_id(sorted(between.values_list("pk", flat=True))):
        amendment = adoption.change.text.amendment if adoption.change else None
        yield {
            "number": adoption.pk,
            "provision": adoption.provision.short,
            "scope": adoption.scope,
            "language": adoption.language,
            "effect": adoption.fate or None,
            "other_provision": adoption.other.short if adoption.other else None,
            "round": amendment.round.number if amendment else None,
            "amendment": amendment.number if amendment else None,
            "brought_by": name_source(adoption),
            "reason": adoption.reason.text if adoption.reason else None,
            "at": adoption.at.isoformat(),
        }


def _answers(version: Version) -> Iterator[Row]:
    """Who answered what, for each amendment of a closed compromise whose decision is public."""
    found_decisions = decisions.released_decisions(charter=version.charter).filter(
        amendment__round__version__number=version.number - 1
    )
    amendments_by_id = {decision.amendment_id: decision.amendment for decision in found_decisions}
    for pk, closed in sorted(
        compromise_answers.closed_compromises(amendments_by_id).items(),
        key=lambda item: amendments_by_id[item[0]].number or 0,
    ):
        for answers in closed:
            compromise = answers.compromise
            for row in answers.rows:
                yield {
                    **_named(amendments_by_id[pk]),
                    "about": answers.about,
                    "provision": compromise.provision.short,
                    "language": compromise.language,
                    "agreed": compromise.agreed,
                    "closed_at": compromise.closed_at.isoformat() if compromise.closed_at else None,
                    "silence": answers.silence.value,
                    "member": public_name_of(row.organisation, compromise.closed_at),
                    "answer": row.answer_code,
                }


def _comments_before(version: Version) -> QuerySet[CharterComment]:
    """Comments between the publication of the version before and that of this one."""
    before = Version.objects.filter(charter=version.charter, number=version.number - 1).first()
    rows = public_comments.public_comments(version.charter)
    return public_comments.comments_between(rows, before.published_at if before else None, version.published_at)


def _comments(version: Version) -> Iterator[Row]:
    rows = public_comments.read_public_comments(_comments_before(version))
    themes = public_comments.themes_of_comments(rows)
    for row in rows:
        comment, target = row.comment, row.target
        withheld = comment.organisation is not None and comment.organisation.name_withheld
        yield {
            "id": comment.pk,
            "provision": None if isinstance(target, Amendment) else target.short,
            "round": target.round.number if isinstance(target, Amendment) else None,
            "amendment": target.number if isinstance(target, Amendment) else None,
            "member": public_name_of(comment.organisation, comment.submit_date) or None,
            "written_as": None if withheld else comment.office or None,
            "written_by": None if withheld else comment.user_id,
            "kind": comment.kind,
            "language": comment.language,
            "text": comment.comment,
            "quote": comment.quote or None,
            "at": comment.submit_date.isoformat(),
            "came_on": comment.came_on.isoformat() if comment.came_on else None,
            "reply_to": row.reply_to,
            "answers": [answer.pk for answer in row.answers],
            "proposals": [str(amendment) for amendment in row.proposals],
            "themes": [theme.code for theme in themes[comment.pk]],
        }


def _comment_translations(version: Version) -> Iterator[Row]:
    comments = list(_comments_before(version))
    translations = translations_of_comments(comments)
    for row in (row for comment in comments for row in translations[comment.pk]):
        yield {
            "comment": row.comment_id,
            "language": row.language,
            "text": row.text,
            "made_by": row.made_by,
            "at": row.at.isoformat(),
        }


def _timetables(version: Version) -> Iterator[Row]:
    """Dates of the rounds that were changed. Proposals that were not confirmed are not public."""
    for round_ in _rounds_before(version):
        for move in reversed(timetables.timetable_moves(round_)):
            proposal = getattr(move, "proposal", None)
            for name in sorted(move.after):
                yield {
                    "round": round_.number,
                    "date": name,
                    "before": move.before.get(name),
                    "after": move.after[name],
                    "reason": move.note.text,
                    "reason_language": move.note.language,
                    "at": move.at.isoformat(),
                    "proposed_by": proposal.proposed_by_id if proposal else move.by_id,
                    "confirmed_by": proposal.answered_by_id if proposal else None,
                }


def _rulings(version: Version) -> Iterator[Row]:
    for round_ in _rounds_before(version):
        ruling = rounds.ruling_on_late_amendments(round_)
        if ruling is not None:
            yield {
                "round": round_.number,
                "admitted": ruling.admitted,
                "reason": ruling.reason.text,
                "reason_language": ruling.reason.language,
                "at": ruling.at.isoformat(),
                "decided_by": ruling.by_id,
            }


def _rounds_before(version: Version) -> list[Round]:
    """The rounds that led to a version, by number."""
    return list(Round.objects.filter(charter=version.charter, version__number=version.number - 1).order_by("number"))


def _frameworks(version: Version) -> Iterator[Row]:
    return map(_framework, frameworks.public_frameworks(version.charter))


def _framework(framework: Framework) -> Row:
    provisions = sorted(framework.provisions.all(), key=lambda provision: provision.pk)
    days = ("adopted_on", "in_force_on", "replaced_on")
    return {
        "member": public_name_of(framework.organisation),
        "country": framework.organisation.country,
        "kind": framework.kind,
        "state": framework.state,
        "title": framework.title,
        "language": framework.language,
        **{name: day.isoformat() if (day := getattr(framework, name)) else None for name in days},
        "link": framework.link or None,
        "provisions": [provision.short for provision in provisions],
        "confirmed_at": framework.reviewed_at.isoformat() if framework.reviewed_at else None,
        "themes": [theme.code for theme in framework.themes.all()],
        "document_sha256": framework.document_digest or None,
        "document_url": address_of_document(framework) or None,
    }


def _initiatives(version: Version) -> Iterator[Row]:
    public = initiatives.public_initiatives(version.charter).order_by("published_at", "pk")
    return map(_initiative, public.select_related("text").prefetch_related("provisions"))


def _initiative(initiative: Initiative) -> Row:
    provisions = sorted(initiative.provisions.all(), key=lambda provision: provision.pk)
    return {
        "member": public_name_of(initiative.organisation),
        "country": initiative.organisation.country,
        "title": initiative.title.text,
        "summary": initiative.summary.text,
        "text": initiative.text.text if initiative.text else None,
        "language": initiative.title.language,
        "place": initiative.place,
        "link": initiative.link or None,
        "un_day": initiative.observance or None,
        "themes": [theme.code for theme in initiative.themes.all()],
        "provisions": [provision.short for provision in provisions],
        "published_at": initiative.published_at.isoformat() if initiative.published_at else None,
        "featured": initiative.featured_at is not None,
    }


def _campaign(version: Version) -> Iterator[Row]:
    report = campaign_report.campaign_report(version.charter, charters.first_language(), version)
    if report is None:
        return
    yield {"by": "total", "value": None, **_by_subject(report.totals)}
    for group in ReportGroup:
        for line in report.lines(group):
            yield {"by": str(group), "value": line.value or None, **_by_subject(line.counts)}


def _by_subject(counts: dict[ReportSubject, int]) -> Row:
    return {str(subject): number for subject, number in counts.items()}


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
            **change_keys.ABOUT,
            "resolution_number": "number of the resolution of its council, where one is attached",
            "resolution_date": "date of that resolution",
            "resolution_sha256": "SHA-256 of the PDF file of that resolution",
            "resolution_url": "public address of that file",
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
            "type": "name of the type of decision that the secretariat defined; empty where it has none",
        },
        _decisions,
    ),
    Table(
        "changes",
        "One row for each change that came into the text after the version before this one, in the order it came.",
        {
            "number": "number of the change; `wordings` and the pages of the site tell changes apart by it",
            "provision": "short address of the provision",
            "scope": "all: for all languages; this: for one language alone, a misprint",
            "language": "language in which it was made",
            "effect": "split or join where it divided or joined provisions, else empty",
            "other_provision": "short address of the other provision that it divided or joined",
            "round": "number of the round of the amendment that brought it; empty where none did",
            "amendment": "number of that amendment in its round",
            "brought_by": "who asked for it, as on public pages",
            "reason": "why, where it was not an amendment",
            "at": "when it came into the text",
        },
        _changes,
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
    Table(
        "comments",
        "One row for each public comment that was written after the version before this one and was not removed.",
        {
            "id": "number of the comment; the pages of the site have it under the same number",
            "provision": "short address of the provision that it is on; empty for a comment on an amendment",
            "round": "number of the round of the amendment that it is on; empty for a comment on a provision",
            "amendment": "number of that amendment in its round",
            "member": "for whom it was written, as on public pages; empty for the secretariat",
            "written_as": "office of who wrote it",
            "written_by": "number of that person; names come from accounts alone",
            "kind": "question, argument, wording, terminology, translation or experience",
            "language": "code of its language",
            "text": "the comment",
            "quote": "the words of the text that it is about; empty where it is about the whole",
            "at": "when it was written",
            "came_on": "day on which the member sent it, if the secretariat entered it on behalf of the member",
            "reply_to": "number of the comment to which it replies",
            "answers": "numbers of the comments with which the secretariat answered it; in CSV parted by semicolons",
            "proposals": "round and number of amendments that members made of it; in CSV parted by semicolons",
            "themes": "addresses of the themes of the provisions that it is about; in CSV parted by semicolons",
        },
        _comments,
    ),
    Table(
        "comment_translations",
        "One row for each working translation of a comment in `comments`. It is for information; the comment counts.",
        {
            "comment": "number of the comment",
            "language": "code of the language of the translation",
            "text": "the translation",
            "made_by": "editor, desk (the secretariat), member or machine (not reviewed)",
            "at": "when it was made",
        },
        _comment_translations,
    ),
    Table(
        "timetables",
        "One row for each date of the round that led to this version that was changed, in the order of the changes.",
        {
            "round": AMENDMENT["round"],
            "date": "opens_at, proposals_until, confirm_until or support_until",
            "before": "the date before the change",
            "after": "the date after it",
            "reason": "the public reason, in the original language",
            "reason_language": "code of that language",
            "at": "when the change was made",
            "proposed_by": "number of the moderator who changed or proposed it; names come from accounts alone",
            "confirmed_by": "number of the second moderator who confirmed an earlier date; else empty",
        },
        _timetables,
    ),
    Table(
        "rulings",
        "One row if it was decided whether late amendments of the round that led to this version are admitted.",
        {
            "round": AMENDMENT["round"],
            "admitted": "whether late amendments are admitted: one decision for all of them",
            "reason": "the public reason, in the original language",
            "reason_language": "code of that language",
            "at": "when it was decided",
            "decided_by": "number of the moderator who decided; names come from accounts alone",
        },
        _rulings,
    ),
    Table(
        "frameworks",
        "One row for each local human rights framework of a member that the secretariat has confirmed.",
        {
            "member": "whose it is, as on public pages",
            "country": "ISO code of the country of the member",
            "kind": "what it is: a charter, an ordinance, a plan, an office …",
            "state": "how far it is",
            "title": "its title, in its language",
            "language": "code of that language",
            "adopted_on": "when it was adopted",
            "in_force_on": "since when it is in force",
            "replaced_on": "when another one replaced it",
            "link": "where it is published",
            "provisions": "short addresses of the provisions that it implements; in CSV parted by semicolons",
            "confirmed_at": "when the secretariat confirmed it",
            "themes": "addresses of its own themes; in CSV parted by semicolons",
            "document_sha256": "SHA-256 of the document that the member uploaded, if there is one",
            "document_url": "public address of that document",
        },
        _frameworks,
    ),
    Table(
        "initiatives",
        "One row for each published initiative of a member of the campaign.",
        {
            "member": "whose it is, as on public pages",
            "country": "ISO code of the country of the member",
            "title": "its title, in the original language",
            "summary": "its summary, in the original language",
            "text": "its full text, in its original language",
            "language": "code of the original language",
            "place": "where it takes place",
            "link": "where more is published",
            "un_day": "month and day of the day of the United Nations to which it belongs",
            "themes": "addresses of its themes; in CSV parted by semicolons",
            "provisions": "short addresses of the provisions that it implements; in CSV parted by semicolons",
            "published_at": "when the member first published it",
            "featured": "whether the secretariat features it",
        },
        _initiatives,
    ),
    Table(
        "campaign",
        "The report of the campaign: one row for each year, wave, section and theme, and one for the total.",
        {
            "by": "total, year, wave, section or theme",
            "value": "the year, or the code of the wave, section or theme; empty for what has none",
            "members": "how many members of the campaign there are; members without a public name are left out",
            "frameworks": "how many local frameworks the secretariat has confirmed",
            "initiatives": "how many initiatives are published, those written by the secretariat included",
            "amendments": "how many public amendments of all rounds members proposed",
            "words": "how many words of this version members proposed first, alone or together",
        },
        _campaign,
    ),
)
