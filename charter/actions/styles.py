"""Keeping the style note of a language; what it said before stays as its history."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.models import Person
from accounts.rules import Refusal, require
from charter import clean, rules, texts
from charter.models import Charter, StyleNote
from charter.queries import styles


@transaction.atomic
def put(
    *, charter: Charter, language: str, paired: str, text: str, by: Person, at: datetime | None = None
) -> StyleNote:
    """Says how the charter is written in a language; the same again changes nothing."""
    at = at or timezone.now()
    require(rules.may_work_on_language(by, language))
    known = charter.languages.filter(code=language).exists()
    require(known or Refusal(_("The charter has no such language."), hidden=True))
    text, current = clean.typed(text).text, styles.note(charter, language)
    if current is not None and (current.paired, current.text) == (paired, text):
        return current
    StyleNote.objects.current().filter(charter=charter, language=language).update(superseded_at=at)
    made = StyleNote.objects.create(charter=charter, language=language, paired=paired, text=text, by=by, at=at)
    content = {"language": language, "paired": paired, "text": texts.digest(text)}
    append(Act("style note written", made, by, content=content), at=at)
    return made
