"""Working translations of comments, by the rules of those of amendments: written by people, or by a machine."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from accounts.models import Person
from accounts.rules import Refusal, require
from charter import clean, rules
from charter.actions.amending.translations import LONGEST, TOO_LONG, Hook, connected_machine, maker_of
from charter.models import Charter, CharterComment, CommentTranslation, Provision
from charter.queries.comments.comment_translations import (
    comments_without_translation,
    find_translation,
    piece_of_comment,
)
from charter.queries.reading import charters
from charter.states import TranslatedBy

log = logging.getLogger(__name__)
CHANGED = _("The text of this comment changed. Open the page again.")


@transaction.atomic
def save_translation(
    *, comment: CharterComment, language: str, text: str, of: str, by: Person, at: datetime | None = None
) -> bool:
    """Stores what a person wrote, and returns whether it is new; an empty text deletes the translation.

    `of` is the digest of the text that the person read.
    """
    comment = _lock_comment(comment)
    require(rules.may_translate_comment(by, comment, language))
    target = comment.content_object
    require(isinstance(target, Provision) or rules.may_read(by, target))
    require(
        language in charters.charter_languages() or Refusal(_("The charter does not have this language."), hidden=True)
    )
    require(
        comment.language != language
        or Refusal(_("The comment is written in this language. Choose another language."), hidden=True)
    )
    require(piece_of_comment(comment).of == of or Refusal(CHANGED))
    return _put(comment, language, text, maker_of(by, language), by, at or timezone.now())


def draft_missing_translations(*, charter: Charter, languages: tuple[str, ...], most: int, at: datetime) -> int:
    """Asks the connected machine about comments that lack a language; one that fails is left for the next time."""
    hook = connected_machine()
    if hook is None:
        return 0
    count = 0
    for language in languages:
        for comment in comments_without_translation(charter, language)[:most]:
            try:
                count += draft_by_machine(comment=comment, language=language, hook=hook, at=at)
            except Exception:
                log.exception("The machine gave no translation of comment %s into %s", comment.pk, language)
    return count


def draft_by_machine(*, comment: CharterComment, language: str, hook: Hook, at: datetime) -> bool:
    """Asks the machine outside of any transaction; what people write or change meanwhile stays."""
    draft = hook(comment.comment, comment.language, language)
    with transaction.atomic():
        present = _lock_comment(comment)
        is_shown = present.is_public and not present.is_removed
        if not is_shown or present.comment != comment.comment or find_translation(present, language):
            return False
        return _put(present, language, draft, TranslatedBy.MACHINE, None, at)


def _lock_comment(comment: CharterComment) -> CharterComment:
    """The comment as it is stored once nobody else changes it: the locked row alone may have the earlier text."""
    CharterComment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
    return CharterComment.objects.get(pk=comment.pk)


def _put(
    comment: CharterComment, language: str, typed: str, made_by: TranslatedBy, by: Person | None, at: datetime
) -> bool:
    text = clean.clean_typed_text(typed).text
    require(len(text) <= LONGEST or Refusal(TOO_LONG))
    current = find_translation(comment, language)
    approves = current is not None and made_by == TranslatedBy.EDITOR and current.made_by != TranslatedBy.EDITOR
    if (current.text if current else "") == text and not approves:
        return False
    if current is not None:
        current.delete()
    if text:
        CommentTranslation.objects.create(comment=comment, language=language, text=text, made_by=made_by, by=by, at=at)
    name = "comment translated by a machine" if by is None else "comment translated"
    content = {"language": language, "text": digest_of_json(text) if text else ""}
    append_acts(Act(name, comment, by, content=content), at=at)
    return True
