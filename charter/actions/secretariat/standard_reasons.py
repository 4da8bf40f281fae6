"""Keeping the library of reasons, and saying reasons in the languages that lack them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from accounts.models import LocalizedText, Person, create_localized_text_from
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.actions.reading import search_index
from charter.models import Decision, StandardReason
from charter.queries.secretariat import standard_reasons


@transaction.atomic
def add_reason(*, words: Mapping[str, str], by: Person, at: datetime | None = None) -> StandardReason:
    """A standard reason by language, at the end of the list; the first language given is the original."""
    require(rules.may_moderate(by))
    texts_by_language = {code: text for code, typed in words.items() if (text := clean.clean_typed_text(typed).text)}
    if not texts_by_language:
        raise Refused(Refusal(_("Write the standard reason in at least one language.")))
    last = StandardReason.objects.aggregate(last=Max("place"))["last"] or 0
    phrase = StandardReason.objects.create(text=create_localized_text_from(texts_by_language, by=by), place=last + 1)
    append_acts(
        Act("phrase added", phrase, by, content={"text": digest_of_json(list(texts_by_language.values()))}),
        at=at or timezone.now(),
    )
    return phrase


@transaction.atomic
def retire_reason(*, phrase: StandardReason, by: Person, at: datetime | None = None) -> StandardReason:
    """Stops offering a standard reason; decisions that used it keep their text."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    if phrase.retired_at is None:
        phrase.retired_at = at
        phrase.save(update_fields=["retired_at"])
        append_acts(Act("phrase retired", phrase, by), at=at)
    return phrase


@transaction.atomic
def translate_reason(
    *, reason: LocalizedText, language: str, text: str, by: Person, at: datetime | None = None
) -> LocalizedText:
    """A reason or a standard reason in a language that lacks it; existing texts stay."""
    require(rules.may_translate(by, language))
    text = clean.clean_typed_text(text).text
    if not text:
        raise Refused(Refusal(_("Write the text in your language.")))
    if not standard_reasons.untranslated_reasons(language).filter(pk=reason.pk).exists():
        raise Refused(Refusal(_("Another person changed this text in the meantime. Open the list again.")))
    translation = LocalizedText.objects.create(text=text, language=language, original=reason, by=by)
    for decision in Decision.objects.filter(reason=reason).select_related("reason"):
        search_index.enter_decision(decision)
    content = {"language": language, "text": digest_of_json(text)}
    append_acts(Act("reason translated", reason, by, content=content), at=at or timezone.now())
    return translation
