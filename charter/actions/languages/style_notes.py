"""Keeping the style note of a language; earlier notes remain as its history."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from accounts.models import Person
from accounts.rules import Refusal, require
from charter import clean, rules
from charter.models import Charter, StyleNote
from charter.queries.languages import style_notes


@transaction.atomic
def save_style_note(
    *, charter: Charter, language: str, paired: str, text: str, by: Person, at: datetime | None = None
) -> StyleNote:
    """Saves how the charter is written in a language; the same again changes nothing."""
    at = at or timezone.now()
    require(rules.may_work_on_language(by, language))
    exists = charter.languages.filter(code=language).exists()
    require(exists or Refusal(_("The charter does not have this language."), hidden=True))
    text, current = clean.clean_typed_text(text).text, style_notes.current_style_note(charter, language)
    if current is not None and (current.paired, current.text) == (paired, text):
        return current
    StyleNote.objects.current().filter(charter=charter, language=language).update(superseded_at=at)
    note = StyleNote.objects.create(charter=charter, language=language, paired=paired, text=text, by=by, at=at)
    content = {"language": language, "paired": paired, "text": digest_of_json(text)}
    append_acts(Act("style note written", note, by, content=content), at=at)
    return note
