"""Tags and filters of `charter/wording/amendments.py` for templates."""

from __future__ import annotations

from django import template

from accounts.locales import language_in_words
from charter.quality.working_translations import facts_that_differ
from charter.states import TranslatedBy
from charter.wording import amendments

register = template.Library()
register.filter(language_in_words)
register.filter("came", amendments.describe_entry)
register.filter(amendments.public_name)
register.filter("suggested", amendments.name_suggester)
register.filter(amendments.name_office)


@register.simple_tag
def differences_to_check(made_by: str, original: str, source: str, language: str, text: str) -> list[str]:
    """What a machine changed of the facts of the original; people confirm theirs before they are stored."""
    if made_by != TranslatedBy.MACHINE:
        return []
    return list(facts_that_differ(original, source, language, text).values())
