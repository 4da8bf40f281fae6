"""Where the words of the glossary are talked about: comments of that kind, and amendments that touch a term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from accounts.folding import whole
from charter.models import Amendment, AmendmentText, Change, Charter, Provision, Remark, Term
from charter.queries.glossary import Entry, Words
from charter.states import BORDER_KINDS, ChangeKind, RemarkKind

MOST = 50


@dataclass(frozen=True)
class Talk:
    """What is said about a concept, the newest first."""

    remarks: tuple[Remark, ...]
    amendments: tuple[Amendment, ...]

    @property
    def any(self) -> bool:
        return bool(self.remarks or self.amendments)


def touched(text: AmendmentText, words: Words) -> list[Term]:
    """The terms that a text brings in or takes out, in the order of its changes; reads prefetched `changes`."""
    found: dict[int, Term] = {}
    for change in text.changes.all():
        if words.terms and change.kind not in (ChangeKind.MOVE, *BORDER_KINDS):
            before = Counter(term.pk for _s, _e, term in words.said(change.base.text if change.base else ""))
            after = Counter(term.pk for _s, _e, term in words.said(change.html))
            moved = (before - after) + (after - before)
            found |= {term.pk: term for term in words.terms if term.pk in moved}
    return list(found.values())


def talk(charter: Charter, entry: Entry) -> Talk:
    """Comments of kind terminology that name the concept in any language, and open amendments that touch its words."""
    spellings = [one for term in entry.terms.values() for one in (*term.spellings, *term.forbidden)]
    if not spellings:
        return Talk((), ())
    return Talk(tuple(_remarks(charter, spellings)), tuple(_amendments(charter, entry)))


def _remarks(charter: Charter, spellings: Iterable[str]) -> list[Remark]:
    on_provisions = Provision.objects.filter(charter=charter).values_list("pk", flat=True)
    rows = Remark.objects.filter(kind=RemarkKind.TERMINOLOGY, is_public=True, is_removed=False)
    rows = rows.filter(content_type=ContentType.objects.get_for_model(Provision)).order_by("-submit_date", "-pk")
    known = set(map(str, on_provisions))
    named = [one for one in rows if one.object_pk in known and whole(f"{one.comment}\n{one.quote}", spellings)]
    return named[:MOST]


def _amendments(charter: Charter, entry: Entry) -> list[Amendment]:
    said = Q(pk__in=[])
    for term in entry.terms.values():
        for word in term.spellings:
            here = Q(html__icontains=word) | Q(base__text__icontains=word)
            said |= Q(language=term.language) & here
    pending = Amendment.objects.open_to_all().pending().filter(round__charter=charter)
    changes = Change.objects.filter(said, text__amendment__in=pending.values("pk")).values("text")
    rows = pending.filter(text__in=changes).select_related("round", "organisation__name", "text__title")
    rows = rows.prefetch_related("text__title__translations", "organisation__name__translations")
    rows = rows.prefetch_related("text__changes__base").order_by("-round__number", "-number")
    words = {term.language: Words((term,)) for term in entry.terms.values()}
    found = [
        one for one in rows if one.text and one.text.language in words and touched(one.text, words[one.text.language])
    ]
    return found[:MOST]
