"""Keeping the library of reasons, and saying reasons in the languages that lack them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.models import Person, Said, say_in_each
from accounts.rules import Refusal, Refused, require
from charter import clean, rules
from charter.actions import indexing
from charter.models import Decision, Phrase
from charter.queries import phrases
from charter.texts import digest


@transaction.atomic
def add(*, words: Mapping[str, str], by: Person, at: datetime | None = None) -> Phrase:
    """A phrase by language, at the end of the library; the first language given is the original."""
    require(rules.may_moderate(by))
    given = {code: text for code, typed in words.items() if (text := clean.typed(typed).text)}
    if not given:
        raise Refused(Refusal(_("Write the phrase in at least one language.")))
    last = Phrase.objects.aggregate(last=Max("place"))["last"] or 0
    phrase = Phrase.objects.create(said=say_in_each(given, by=by), place=last + 1)
    append(Act("phrase added", phrase, by, content={"text": digest(list(given.values()))}), at=at or timezone.now())
    return phrase


@transaction.atomic
def retire(*, phrase: Phrase, by: Person, at: datetime | None = None) -> Phrase:
    """Offers a phrase no more; decisions that were given with it keep their words."""
    at = at or timezone.now()
    require(rules.may_moderate(by))
    if phrase.retired_at is None:
        phrase.retired_at = at
        phrase.save(update_fields=["retired_at"])
        append(Act("phrase retired", phrase, by), at=at)
    return phrase


@transaction.atomic
def translate(*, said: Said, language: str, text: str, by: Person, at: datetime | None = None) -> Said:
    """A reason or a phrase in a language that lacks it; what is said already stays."""
    require(rules.may_translate(by, language))
    text = clean.typed(text).text
    if not text:
        raise Refused(Refusal(_("Write the words in your language.")))
    if not phrases.untranslated(language).filter(pk=said.pk).exists():
        raise Refused(Refusal(_("Somebody wrote this in the meantime. Open the list again.")))
    made = Said.objects.create(text=text, language=language, original=said, by=by)
    for decision in Decision.objects.filter(reason=said).select_related("reason"):
        indexing.enter_decision(decision)
    content = {"language": language, "text": digest(text)}
    append(Act("reason translated", said, by, content=content), at=at or timezone.now())
    return made
