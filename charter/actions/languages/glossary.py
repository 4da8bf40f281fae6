"""Editing the glossary: a term is added, changed, deleted; earlier rows are its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.models import Charter, Concept, Term

# Parts of addresses that stand where the name of a concept does.
TAKEN = frozenset({"new", "import"})


@dataclass(frozen=True)
class NewTerm:
    """The approved term of one language; `concept` is its name in addresses, made of the word if it is empty.

    `row` is the line of the file from which it comes, counted from 1, or 0.
    """

    language: str
    word: str
    concept: str = ""
    definition: str = ""
    forms: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    note: str = ""
    row: int = 0


@transaction.atomic
def save_term(*, charter: Charter, new: NewTerm, by: Person, at: datetime | None = None) -> Term:
    """Writes a term, and its concept if there is none; the same term again changes nothing."""
    at = at or timezone.now()
    term, changed = _put(charter, new, by, at)
    if changed:
        append_acts(_act("term put", term, by), at=at)
    return term


@transaction.atomic
def store_terms(*, charter: Charter, rows: Iterable[NewTerm], by: Person, at: datetime | None = None) -> int:
    """Writes many terms or none of them, and returns how many changed.

    Raises `Refused`, which names each line of the file that cannot be written.
    """
    at = at or timezone.now()
    changed, refused = [], []
    for new in rows:
        try:
            term, is_new = _put(charter, new, by, at)
        except Refused as why:
            refused.append(line_fault(new.row, str(why.refusal.why)))
            continue
        changed += [term] if is_new else []
    if refused:
        raise Refused(Refusal(" ".join(refused)))
    if changed:
        append_acts(*(_act("term put", term, by) for term in changed), at=at)
    return len(changed)


def line_fault(number: int, fault: str) -> str:
    """A sentence with the line of a file and what is wrong in it."""
    return _("Line %(number)s: %(fault)s.") % {"number": number, "fault": fault.rstrip(".")}


@transaction.atomic
def remove_term(*, term: Term, by: Person, at: datetime | None = None) -> None:
    """Takes a term out of the glossary; its history stays."""
    at = at or timezone.now()
    require(rules.may_keep_terms(by, term.language))
    if not Term.objects.current().filter(pk=term.pk).update(superseded_at=at):
        return
    append_acts(_act("term taken out", term, by), at=at)


def _put(charter: Charter, new: NewTerm, by: Person, at: datetime) -> tuple[Term, bool]:
    values = _values(new)
    concept = Concept.objects.filter(charter=charter, slug=new.concept).first() if new.concept else None
    current = Term.objects.current().filter(concept=concept, language=new.language).first() if concept else None
    if current is not None and all(getattr(current, name) == value for name, value in values.items()):
        return current, False
    require(rules.may_keep_terms(by, new.language))
    require(
        charter.languages.filter(code=new.language).exists() or Refusal(_("The charter does not have this language."))
    )
    require(bool(values["word"]) or Refusal(_("Enter the approved term.")))
    if concept is None:
        slug = _free_slug(charter, new.concept or str(values["word"]))
        concept = Concept.objects.create(charter=charter, slug=slug, by=by, at=at)
    Term.objects.current().filter(concept=concept, language=new.language).update(superseded_at=at)
    return Term.objects.create(concept=concept, language=new.language, by=by, at=at, **values), True


def _values(new: NewTerm) -> dict[str, str | list[str]]:
    return {
        "word": _line(new.word)[:120],
        "definition": clean.clean_typed_text(new.definition).text,
        "forms": [form for form in map(_line, new.forms) if form],
        "forbidden": [word for word in map(_line, new.forbidden) if word],
        "note": clean.clean_typed_text(new.note).text,
    }


def _line(text: str) -> str:
    return " ".join(clean.clean_typed_text(text).text.split())


def _free_slug(charter: Charter, word: str) -> str:
    stem = slugify(word)[:50].strip("-") or "concept"
    used = TAKEN | set(Concept.objects.filter(charter=charter).values_list("slug", flat=True))
    return next(slug for n in range(1, len(used) + 2) if (slug := stem if n == 1 else f"{stem}-{n}") not in used)


def _act(name: str, term: Term, by: Person) -> Act:
    values = {"word": term.word, "definition": term.definition, "forms": term.forms, "forbidden": term.forbidden}
    content = {"concept": term.concept_id, "language": term.language, "said": digest_of_json(values)}
    return Act(name, term, by, content=content)
