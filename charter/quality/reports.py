"""The differences between a charter's first language and another one, for the page and the command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.cache import cache as memory
from django.db.models import Count, Max, Sum

from accounts.canonical import digest_of_json
from charter.importing.alignment import Alignment
from charter.importing.drafts import Edition, ProvisionDraft
from charter.importing.language_parity import find_disparities
from charter.importing.plan import align_by_key
from charter.importing.storing import stored_editions
from charter.models import Acceptance, Charter, CurrentWording, StyleNote, Term
from charter.quality import findings
from charter.quality.findings import IdentifiedFinding
from charter.queries.languages import confirmations, glossary, style_notes
from charter.queries.languages.differences import LanguageSide
from charter.queries.languages.glossary import LanguageTerms

# A charter with more wordings than this is looked at by the worker, and its figures are kept for a month.
SMALL, REMEMBERED = 2_000, 30 * 24 * 3600
# What the words themselves are asked for, provision by provision, with what else can be said of them.
BY_WORDS = frozenset({"numbers", "dates", "articles", "links"})


@dataclass(frozen=True)
class ReportLine:
    """A finding, and the key of the provision in which its text can be corrected; empty if it is in none."""

    key: str
    finding: IdentifiedFinding


def of_charter(charter: Charter) -> dict[str, list[ReportLine]]:
    """Every finding by language, in the order of the first one."""
    editions = stored_editions(charter)
    if not editions:
        return {}
    first, *others = editions
    words = glossary.words_by_language(charter, first.lang, *(edition.lang for edition in others))
    paired, accepted = style_notes.paired_forms(charter), confirmations.valid_acceptances(charter)
    return {
        edition.lang: list(_lines(first, edition, accepted.get(edition.lang, {}), words, paired)) for edition in others
    }


def of_language(charter: Charter, code: str) -> list[ReportLine]:
    """The findings of one language; none for the first, which the others are compared with."""
    return of_charter(charter).get(code, [])


def count_findings(charter: Charter, *, at_once: bool) -> dict[str, int] | None:
    """How many findings of each language nobody has accepted, remembered until anything they are made of moves.

    Looking at a large charter takes seconds: where it is not wanted `at_once`, an unknown count is none.
    """
    key = f"findings:{charter.pk}:{_stamp(charter)}"
    counts: dict[str, int] | None = memory.get(key)
    if counts is None and (at_once or CurrentWording.objects.filter(provision__charter=charter).count() <= SMALL):
        counts = {
            code: sum(not line.finding.accepted for line in lines) for code, lines in of_charter(charter).items()
        }
        memory.set(key, counts, REMEMBERED)
    return counts


def _stamp(charter: Charter) -> str:
    """What findings are made of, in a few numbers that change with it."""
    stands = CurrentWording.objects.filter(provision__charter=charter).aggregate(
        Count("pk"), Sum("wording"), Max("wording")
    )
    newest = [
        rows.aggregate(Count("pk"), Max("pk"))
        for rows in (
            Term.objects.current().filter(concept__charter=charter),
            StyleNote.objects.current().filter(charter=charter),
            Acceptance.objects.filter(provision__charter=charter),
        )
    ]
    numbers = [int(number or 0) for number in stands.values()]  # PostgreSQL adds up in decimals
    return digest_of_json([numbers, newest, charter.arrangement.digest if charter.arrangement else ""])[:24]


def _lines(
    first: Edition,
    other: Edition,
    accepted: Mapping[str, Mapping[str, str]],
    words: Mapping[str, LanguageTerms],
    paired: Mapping[str, str],
) -> Iterator[ReportLine]:
    aligned = align_by_key(first, other)
    by_citation = {provision.citation: provision.key for provision in (*other.provisions(), *first.provisions())}
    lines = [*_of_shape(aligned, by_citation), *_of_words(aligned, accepted, words, paired)]
    order = {provision.key: place for place, provision in enumerate(first.provisions())}
    yield from sorted(lines, key=lambda line: order.get(line.key, len(order)))


def _of_shape(aligned: Alignment, by_citation: Mapping[str, str]) -> Iterator[ReportLine]:
    for finding in find_disparities(aligned):
        if finding.kind not in BY_WORDS:
            yield ReportLine(by_citation.get(finding.citation, ""), IdentifiedFinding(finding, ""))


def _of_words(
    aligned: Alignment,
    accepted: Mapping[str, Mapping[str, str]],
    words: Mapping[str, LanguageTerms],
    paired: Mapping[str, str],
) -> Iterator[ReportLine]:
    base, incoming = aligned.base.lang, aligned.incoming.lang
    for pair in aligned.pairs:
        source = _side(pair.base, base, words, paired)
        incoming_side = _side(pair.incoming, incoming, words, paired)
        for identified_finding in findings.of_words(
            source, incoming_side, pair.base.citation, accepted.get(pair.incoming.key)
        ):
            yield ReportLine(pair.incoming.key, identified_finding)


def _side(
    draft: ProvisionDraft, language: str, words: Mapping[str, LanguageTerms], paired: Mapping[str, str]
) -> LanguageSide:
    return LanguageSide(language, draft.text, draft.html, words[language], paired.get(language, ""))
