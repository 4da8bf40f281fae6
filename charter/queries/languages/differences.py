"""Statements that differ between two languages of one provision: numbers, dates, negations, terms, and less sure ones.

A finding is valid only for the present text of both languages (`finding_identity`): another text has another finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from accounts.canonical import digest_of_json
from charter.facts import lists, measures, names, negations, number_words, permissions
from charter.facts.figures import Figures, figures_in, is_spelt, percentages_in, surplus_of
from charter.facts.finding import Finding
from charter.facts.number_words import Mention
from charter.queries.languages.glossary import LanguageTerms

NO_TERMS = LanguageTerms(())


@dataclass(frozen=True)
class LanguageSide:
    """The text of a provision in one language, with the glossary's terms in it and how it writes paired forms."""

    language: str
    text: str
    html: str
    terms: LanguageTerms = NO_TERMS
    paired: str = ""


Check = Callable[[LanguageSide, LanguageSide], Iterator[tuple[str, str, str]]]


def find_differences(
    source: LanguageSide, other: LanguageSide, citation: str, checks: Sequence[Check]
) -> list[tuple[Finding, str]]:
    """The findings of the checks between two languages, each with its identity; none if a text is empty."""
    if not source.text or not other.text:
        return []
    ground = (source.language, source.text, other.language, other.html)
    findings = [
        Finding(kind, citation, base, incoming) for check in checks for kind, base, incoming in check(source, other)
    ]
    return [(finding, finding_identity(finding, ground)) for finding in findings]


def finding_identity(finding: Finding, ground: tuple[str, str, str, str]) -> str:
    """The digest of a finding and of both texts: with another text it is another finding."""
    return digest_of_json({"kind": finding.kind, "sides": [finding.base, finding.incoming], "ground": list(ground)})


def dates_and_citations(source: LanguageSide, other: LanguageSide) -> Iterator[tuple[str, str, str]]:
    """Dates, cited articles and addresses of links."""
    source_figures, other_figures = _figures(source), _figures(other)
    for kind in ("dates", "articles", "links"):
        if getattr(source_figures, kind) != getattr(other_figures, kind):
            yield kind, ", ".join(getattr(source_figures, kind)), ", ".join(getattr(other_figures, kind))


def check_numbers(source: LanguageSide, other: LanguageSide) -> Iterator[tuple[str, str, str]]:
    """Numbers in digits and in words, percentages, ordinals."""
    source_percentages, other_percentages = _percentages(source), _percentages(other)
    if source_percentages != other_percentages:
        yield (
            "percentages",
            ", ".join(surplus_of(source_percentages, other_percentages)),
            ", ".join(surplus_of(other_percentages, source_percentages)),
        )
    if not (number_words.has_table(source.language) and number_words.has_table(other.language)):
        yield from _digits(source, other)
        return
    more, fewer = number_words.unmatched_mentions(_mentions(source), _mentions(other))
    if more or fewer:
        sure = [mention for mention in (*more, *fewer) if not mention.ordinal]
        yield "numbers" if sure else "ordinals", _written(more), _written(fewer)


def _digits(source: LanguageSide, other: LanguageSide) -> Iterator[tuple[str, str, str]]:
    """Of a language whose number words are not known only digits are compared, and its words excuse a difference."""
    source_figures, other_figures = _figures(source), _figures(other)
    more = [
        n
        for n in surplus_of(source_figures.numbers, other_figures.numbers)
        if not is_spelt(n, other.text, other.language)
    ]
    fewer = [
        n
        for n in surplus_of(other_figures.numbers, source_figures.numbers)
        if not is_spelt(n, source.text, source.language)
    ]
    if more or fewer:
        yield "numbers", ", ".join(more), ", ".join(fewer)


def _written(mentions: Sequence[Mention]) -> str:
    return ", ".join(sorted(mention.written for mention in mentions))


def check_denials(source: LanguageSide, other: LanguageSide) -> Iterator[tuple[str, str, str]]:
    """A text with another number of negations than the other language."""
    source_negations = negations.negations_in(source.text, source.language)
    other_negations = negations.negations_in(other.text, other.language)
    if source_negations and other_negations and negations.negations_differ(source_negations, other_negations):
        yield "negations", ", ".join(source_negations.sure), ", ".join(other_negations.sure)


def check_terms(source: LanguageSide, other: LanguageSide) -> Iterator[tuple[str, str, str]]:
    """A term that the source uses must be there in its approved word, and a forbidden word never."""
    terms = {term.concept_id: term for term in other.terms.terms}
    used = {term.concept_id for term in other.terms.terms_in(other.text)} if terms else set()
    for term in source.terms.terms_in(source.text) if terms else ():
        if term.concept_id in terms and term.concept_id not in used:
            yield "term", term.word, terms[term.concept_id].word
    for word, term in other.terms.forbidden(other.text):
        yield "forbidden", term.word, word


def check_permissions(source: LanguageSide, other: LanguageSide) -> Iterator[tuple[str, str, str]]:
    """A text that has a permission where the other one has an obligation."""
    source_permissions = permissions.permissions_in(source.text, source.language)
    other_permissions = permissions.permissions_in(other.text, other.language)
    if (
        source_permissions
        and other_permissions
        and permissions.permissions_differ(source_permissions, other_permissions)
    ):
        yield "permissions", str(source_permissions[0]), str(other_permissions[0])


def check_measures(source: LanguageSide, other: LanguageSide) -> Iterator[tuple[str, str, str]]:
    """Units and currencies that one language names and the other does not."""
    if not (number_words.has_table(source.language) and number_words.has_table(other.language)):
        return
    money, other_money = measures.currencies_in(source.text), measures.currencies_in(other.text)
    if set(money) != set(other_money):
        yield "currencies", ", ".join(surplus_of(money, other_money)), ", ".join(surplus_of(other_money, money))
    if any(mention.required for mention in (*_mentions(source), *_mentions(other))):
        units = measures.units_in(source.text, source.language)
        two = measures.units_in(other.text, other.language)
        if units - two and two - units:
            yield "units", ", ".join(sorted(units - two)), ", ".join(sorted(two - units))


def check_lists(source: LanguageSide, other: LanguageSide) -> Iterator[tuple[str, str, str]]:
    """Lists of which one language has more parts."""
    source_length, other_length = (
        lists.list_length(source.text, source.language),
        lists.list_length(other.text, other.language),
    )
    if source_length and other_length and source_length != other_length:
        yield "list", str(source_length), str(other_length)


def check_names(source: LanguageSide, other: LanguageSide) -> Iterator[tuple[str, str, str]]:
    """Names of which each language has its own."""
    if replaced := names.replaced_name(source.text, source.language, other.text, other.language):
        yield ("names", *replaced)


# Every check that may find what blocks a publication, and the rest, which a person only looks at.
GATE_CHECKS: tuple[Check, ...] = (dates_and_citations, check_numbers, check_denials, check_terms)
SOFT_CHECKS: tuple[Check, ...] = (check_permissions, check_measures, check_lists, check_names)
# What any translation must state as its original does, also one that is for information only.
FACT_CHECKS: tuple[Check, ...] = (dates_and_citations, check_numbers, check_names)


def _figures(side: LanguageSide) -> Figures:
    return _figures_of(side.text, side.html if "<a " in side.html else "", side.language)


@lru_cache(maxsize=20_000)
def _figures_of(text: str, html: str, language: str) -> Figures:
    return figures_in(text, html, language)


def _mentions(side: LanguageSide) -> tuple[Mention, ...]:
    return number_words.number_mentions(_figures(side).rest, side.language)


def _percentages(side: LanguageSide) -> tuple[str, ...]:
    digits = percentages_in(side.text)
    if not number_words.has_table(side.language):
        return digits
    words = [mention for mention in _mentions(side) if mention.percent and not mention.written[0].isdigit()]
    return tuple(sorted([*digits, *(str(max(mention.values)) for mention in words)]))
