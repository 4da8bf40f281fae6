"""Where terms of the glossary are discussed: comments on terminology, and amendments that affect a term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from accounts.folding import places_of_whole_words
from charter.models import Amendment, AmendmentText, Change, Charter, CharterComment, Provision, Term
from charter.queries.languages.glossary import GlossaryEntry, LanguageTerms
from charter.states import BORDER_KINDS, ChangeKind, CommentKind

MOST = 50


@dataclass(frozen=True)
class Talk:
    """Comments and amendments about a concept, the newest first."""

    comments: tuple[CharterComment, ...]
    amendments: tuple[Amendment, ...]

    @property
    def any(self) -> bool:
        return bool(self.comments or self.amendments)


def touched_terms(text: AmendmentText, words: LanguageTerms) -> list[Term]:
    """The terms that a text inserts or deletes, in the order of its changes; reads prefetched `changes`."""
    touched: dict[int, Term] = {}
    for change in text.changes.all():
        if words.terms and change.kind not in (ChangeKind.MOVE, *BORDER_KINDS):
            before = Counter(
                term.pk for _s, _e, term in words.places_of_terms(change.base.text if change.base else "")
            )
            after = Counter(term.pk for _s, _e, term in words.places_of_terms(change.html))
            moved = (before - after) + (after - before)
            touched |= {term.pk: term for term in words.terms if term.pk in moved}
    return list(touched.values())


def mentions_of_concept(charter: Charter, entry: GlossaryEntry) -> Talk:
    """Comments on terminology that name the concept in any language, and open amendments that affect its terms."""
    spellings = [spelling for term in entry.terms.values() for spelling in (*term.spellings, *term.forbidden)]
    if not spellings:
        return Talk((), ())
    return Talk(tuple(_comments(charter, spellings)), tuple(_amendments(charter, entry)))


def _comments(charter: Charter, spellings: Iterable[str]) -> list[CharterComment]:
    on_provisions = Provision.objects.filter(charter=charter).values_list("pk", flat=True)
    rows = CharterComment.objects.filter(kind=CommentKind.TERMINOLOGY, is_public=True, is_removed=False)
    rows = rows.filter(content_type=ContentType.objects.get_for_model(Provision)).order_by("-submit_date", "-pk")
    provision_ids = set(map(str, on_provisions))
    named = [
        comment
        for comment in rows
        if comment.object_pk in provision_ids
        and places_of_whole_words(f"{comment.comment}\n{comment.quote}", spellings)
    ]
    return named[:MOST]


def _amendments(charter: Charter, entry: GlossaryEntry) -> list[Amendment]:
    mentioned = Q(pk__in=[])
    for term in entry.terms.values():
        for word in term.spellings:
            contained = Q(html__icontains=word) | Q(base__text__icontains=word)
            mentioned |= Q(language=term.language) & contained
    pending = Amendment.objects.open_to_all().pending().filter(round__charter=charter)
    changes = Change.objects.filter(mentioned, text__amendment__in=pending.values("pk")).values("text")
    rows = pending.filter(text__in=changes).select_related("round", "organisation__name", "text__title")
    rows = rows.prefetch_related("text__title__translations", "organisation__name__translations")
    rows = rows.prefetch_related("text__changes__base").order_by("-round__number", "-number")
    words = {term.language: LanguageTerms((term,)) for term in entry.terms.values()}
    amendments = [
        amendment
        for amendment in rows
        if amendment.text
        and amendment.text.language in words
        and touched_terms(amendment.text, words[amendment.text.language])
    ]
    return amendments[:MOST]
