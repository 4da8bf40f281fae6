"""Translations of initiatives by a machine that an operator connects, where the member wrote no text of its own."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from charter import clean
from charter.actions.amending.translations import Hook, connected_machine
from charter.models import Charter, Initiative, InitiativeTranslation
from charter.queries.city.initiatives import initiatives_without_translation
from charter.queries.city.waves import has_campaign

log = logging.getLogger(__name__)


def draft_missing_translations(*, charter: Charter, languages: tuple[str, ...], most: int, at: datetime) -> int:
    """Asks the connected machine about public initiatives that lack a language.

    One that fails is left for the next time. Returns how many were translated.
    """
    hook = connected_machine()
    if hook is None or not has_campaign():
        return 0
    count = 0
    for language in languages:
        for initiative in initiatives_without_translation(charter, language)[:most]:
            try:
                count += draft_by_machine(initiative=initiative, language=language, hook=hook, at=at)
            except Exception:
                log.exception("The machine gave no translation of initiative %s into %s", initiative.pk, language)
    return count


def draft_by_machine(*, initiative: Initiative, language: str, hook: Hook, at: datetime) -> bool:
    """Asks the machine outside of any transaction; if the initiative changes meanwhile, nothing is stored."""
    parts = {"title": initiative.title, "summary": initiative.summary, "text": initiative.text}
    drafts = {
        name: clean.clean_typed_text(hook(part.text, part.language, language)).text if part else ""
        for name, part in parts.items()
    }
    with transaction.atomic():
        Initiative.objects.select_for_update(of=("self",), no_key=True).get(pk=initiative.pk)
        present = initiatives_without_translation(initiative.charter, language).filter(pk=initiative.pk).first()
        if present is None or present.revision != initiative.revision:
            return False
        InitiativeTranslation.objects.create(initiative=present, language=language, at=at, **drafts)
        content = {"language": language, "text": digest_of_json(drafts)}
        append_acts(Act("initiative translated by a machine", present, content=content), at=at)
    return True
