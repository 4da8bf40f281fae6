"""The glossary: concepts with their terms, and the places of the terms in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import escape

from lxml import html as lxml_html

from accounts.folding import places_of_whole_words
from accounts.prepared import Prepared
from charter.models import Charter, Concept, CurrentWording, Term, Version
from charter.queries.reading import articles

# Before the name of a concept in the address of its place on a page that explains it.
EXPLAINED = "term-"


@dataclass(frozen=True)
class GlossaryEntry:
    """A concept with its current terms by language, and the earlier ones of all languages, the newest first."""

    concept: Concept
    terms: dict[str, Term]
    earlier: tuple[Term, ...] = field(default=())


@dataclass(frozen=True)
class Use:
    """A provision whose text has a term: its citation, its short address, its text."""

    citation: str
    short: str
    text: str


@dataclass(frozen=True)
class LanguageTerms:
    """The current terms of one language, ready to be looked for in texts."""

    terms: tuple[Term, ...]

    @cached_property
    def _spelt(self) -> dict[str, Term]:
        return {spelling: term for term in self.terms for spelling in term.spellings}

    @cached_property
    def _banned(self) -> dict[str, Term]:
        return {word: term for term in self.terms for word in term.forbidden}

    def places_of_terms(self, text: str) -> list[tuple[int, int, Term]]:
        """The places of terms in the text: start, end, the term."""
        return [(start, end, self._spelt[word]) for start, end, word in places_of_whole_words(text, self._spelt)]

    def terms_in(self, text: str) -> list[Term]:
        """The terms that a text contains, each once, in the order of the text."""
        return list({term.pk: term for _start, _end, term in self.places_of_terms(text)}.values())

    def forbidden(self, text: str) -> list[tuple[str, Term]]:
        """The forbidden variants in a text, each with the term to use instead."""
        return [(word, self._banned[word]) for _start, _end, word in places_of_whole_words(text, self._banned)]

    def marked(self, html: str, address: str) -> str:
        """The HTML with every term as a link to its concept; text that is a link already stays as it is."""
        return _marked(self, html, f"{address}#", once=False)

    def explained(self, html: str) -> str:
        """The HTML in which the first occurrence of each term is a link to its explanation on the same page."""
        return _marked(self, html, f"#{EXPLAINED}", once=True)

    def _tree(self, html: str, prefix: str, once: bool) -> str:
        root = lxml_html.fragment_fromstring(html, create_parent="span")
        for element in list(root.iter()):
            if isinstance(element.tag, str) and not _within_link(element):
                self._mark(element, prefix)
        if once:
            _only_first(root)
        inner = escape(root.text or "", quote=False)
        return inner + "".join(lxml_html.tostring(child, encoding="unicode", method="html") for child in root)

    def _mark(self, element: lxml_html.HtmlElement, prefix: str) -> None:
        for child in reversed(list(element)):
            before, links = self._links(child.tail or "", prefix)
            child.tail = before
            place = element.index(child) + 1
            for link in reversed(links):
                element.insert(place, link)
        element.text, links = self._links(element.text or "", prefix)
        for link in reversed(links):
            element.insert(0, link)

    def _links(self, text: str, prefix: str) -> tuple[str, list[lxml_html.HtmlElement]]:
        """The words before the first term, and a link a term with the words after it as its tail."""
        places = self.places_of_terms(text)
        links = []
        for n, (start, end, term) in enumerate(places):
            link = lxml_html.Element("a", {"class": "term", "href": f"{prefix}{term.concept.slug}"})
            link.text = text[start:end]
            link.tail = text[end : places[n + 1][0] if n + 1 < len(places) else len(text)]
            links.append(link)
        return (text[: places[0][0]] if places else text), links


@lru_cache(maxsize=8192)
def _marked(words: LanguageTerms, html: str, prefix: str, once: bool) -> str:
    """Marking the same words again is a look-up: a changed term is a new row, so other terms are another key."""
    return words._tree(html, prefix, once) if words.terms and html else html


def _only_first(root: lxml_html.HtmlElement) -> None:
    seen: set[str] = set()
    for link in list(root.iter("a")):
        if link.get("class") == "term":
            if link.get("href") in seen:
                link.drop_tag()
            seen.add(link.get("href"))


def _within_link(element: lxml_html.HtmlElement) -> bool:
    return element.tag == "a" or any(parent.tag == "a" for parent in element.iterancestors())


def glossary_entries(charter: Charter) -> list[GlossaryEntry]:
    """Every concept that has a term, in the order of their names in addresses."""
    terms: dict[int, dict[str, Term]] = defaultdict(dict)
    for term in Term.objects.current().filter(concept__charter=charter).select_related("concept"):
        terms[term.concept_id][term.language] = term
    return [
        GlossaryEntry(concept, terms[concept.pk])
        for concept in Concept.objects.filter(charter=charter)
        if terms[concept.pk]
    ]


def glossary_entry(charter: Charter, slug: str) -> GlossaryEntry | None:
    """One concept with its history, even if all its terms were deleted."""
    concept = Concept.objects.filter(charter=charter, slug=slug).first()
    if concept is None:
        return None
    rows = list(concept.terms.select_related("by").order_by("-id"))
    current = {row.language: row for row in rows if row.superseded_at is None}
    return GlossaryEntry(concept, current, tuple(row for row in rows if row.superseded_at is not None))


def words_by_language(charter: Charter, *languages: str) -> dict[str, LanguageTerms]:
    """The terms of some languages with their concepts, ready to be looked for."""
    terms_by_language: dict[str, list[Term]] = {code: [] for code in languages}
    for term in _TERMS.objects(charter.pk, languages):
        terms_by_language[term.language].append(term)
    return {code: LanguageTerms(tuple(terms)) for code, terms in terms_by_language.items()}


_TERMS = Prepared(
    lambda charter, languages: (
        Term.objects.current().filter(concept__charter=charter, language__in=languages).select_related("concept")
    )
)


def uses_of_term(version: Version, term: Term) -> list[Use]:
    """The provisions of a version that contain the term in its language, in reading order."""
    rows = articles.version_lines(version, term.language)
    return [
        Use(row.citation, row.provision.short, row.wording.text)
        for row in rows
        if row.wording is not None and places_of_whole_words(row.wording.text, term.spellings)
    ]


def working_uses(charter: Charter, language: str, terms: Sequence[str]) -> list[Use]:
    """The provisions of the working text that have any of these terms in that language, in reading order."""
    if not terms or charter.arrangement is None:
        return []
    rows = CurrentWording.objects.filter(provision__charter=charter, language=language)
    current_wordings = {
        str(row.provision.key): row
        for row in rows.select_related("wording", "provision")
        if places_of_whole_words(row.wording.text, terms)
    }
    labels = charter.arrangement.labels(language) if current_wordings else {}
    return [
        Use(label.citation, current_wordings[key].provision.short, current_wordings[key].wording.text)
        for key, label in labels.items()
        if key in current_wordings
    ]
