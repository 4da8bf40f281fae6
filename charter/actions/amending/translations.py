"""Working translations of an amendment: written by people, or by a machine that an operator connects."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from accounts.models import Person
from accounts.rules import Refusal, is_language_editor, is_moderator, require
from charter import clean, rules
from charter.models import Amendment, Charter, CurrentWording, Wording, WorkingTranslation
from charter.queries.amending import accepted_words, translations
from charter.queries.amending.translations import REASON, TranslatablePiece
from charter.states import ChangeKind, TranslatedBy

log = logging.getLogger(__name__)
# From a text, its language and another language to the text in that language.
Hook = Callable[[str, str, str], str]
LONGEST = 20_000
TOO_LONG = _("The text is too long. A provision has at most 20,000 characters.")


@transaction.atomic
def save_translation(
    *, amendment: Amendment, language: str, words: Mapping[str, str], by: Person, at: datetime | None = None
) -> int:
    """Stores what a person wrote, by the digest of each piece, and returns how many pieces changed.

    An empty text deletes the translation of its piece. A text that is in the language already is no translation of a
    change, and is left out. The text of a compromise is translated once for all its amendments.
    """
    at = at or timezone.now()
    require(rules.may_translate_amendment(by, amendment, language))
    pieces = (*_pieces(amendment, language), *_accepted(amendment, language, by))
    digests = {piece.of for piece in pieces}
    require(words.keys() <= digests or Refusal(_("The text of this amendment changed. Open the page again.")))
    made_by = maker_of(by, language)
    changed = [
        _put(each, language, piece, words[piece.of], made_by, by, at)
        for piece in pieces
        if piece.of in words
        for each in (amendment, *_settled_with(amendment, piece))
    ]
    kept = [row for row in changed if row is not None]
    for named in {row.amendment_id: row.amendment for row in kept}.values():
        own = [row for row in kept if row.amendment_id == named.pk]
        append_acts(_act("working translation written", named, language, own, by), at=at)
    return len({row.of for row in kept})


def draft_by_machine(*, amendment: Amendment, language: str, hook: Hook, at: datetime | None = None) -> int:
    """Asks the connected machine for every piece without a translation, and returns how many it translated.

    The machine is asked outside of any transaction; what people write meanwhile stays.
    """
    at = at or timezone.now()
    if amendment.text is None or amendment.text.language == language:
        return 0
    existing = translations.translation_of_text(amendment.text, language)
    pieces = [
        translatable_piece
        for translatable_piece in _pieces(amendment, language)
        if existing is None or translatable_piece.of not in existing.translations
    ]
    drafts = {
        translatable_piece.of: hook(translatable_piece.text, amendment.text.language, language)
        for translatable_piece in pieces
    }
    return _keep_of_machine(amendment, language, pieces, drafts, at)


@transaction.atomic
def _keep_of_machine(
    amendment: Amendment, language: str, pieces: list[TranslatablePiece], drafts: Mapping[str, str], at: datetime
) -> int:
    translated = set(
        WorkingTranslation.objects.current().filter(amendment=amendment, language=language).values_list("of")
    )
    untranslated = [translatable_piece for translatable_piece in pieces if (translatable_piece.of,) not in translated]
    rows = [
        _put(amendment, language, translatable_piece, drafts[translatable_piece.of], TranslatedBy.MACHINE, None, at)
        for translatable_piece in untranslated
        if drafts[translatable_piece.of].strip()
    ]
    kept = [row for row in rows if row is not None]
    if kept:
        append_acts(_act("working translation made by a machine", amendment, language, kept, None), at=at)
    return len(kept)


def connected_machine() -> Hook | None:
    """The machine that the operator connected; None, as it is without a setting."""
    return import_string(settings.MACHINE_TRANSLATION) if settings.MACHINE_TRANSLATION else None


def draft_missing_translations(*, charter: Charter, languages: tuple[str, ...], most: int, at: datetime) -> int:
    """Asks the connected machine about amendments that lack a language; one that fails is left for the next time."""
    hook = connected_machine()
    if hook is None:
        return 0
    count = 0
    for language in languages:
        for amendment in translations.amendments_without_translation(charter, language).select_related(
            "text__title", "text__reason"
        )[:most]:
            try:
                count += bool(draft_by_machine(amendment=amendment, language=language, hook=hook, at=at))
            except Exception:
                log.exception("The machine gave no translation of amendment %s into %s", amendment.pk, language)
    return count


def _pieces(amendment: Amendment, language: str) -> tuple[TranslatablePiece, ...]:
    codes = amendment.round.charter.languages.values_list("code", flat=True)
    require(language in codes or Refusal(_("The charter does not have this language."), hidden=True))
    text = amendment.text
    require(
        (text is not None and text.language != language)
        or Refusal(_("The amendment is written in this language. Choose another language."))
    )
    return translations.pieces_of_text(text) if text else ()


def _accepted(amendment: Amendment, language: str, by: Person) -> tuple[TranslatablePiece, ...]:
    """The words that a decision or a compromise gave it, for who may know of these; as they are stored now."""
    if not rules.may_translate_accepted(by, amendment, language):
        return ()
    return accepted_words.accepted_pieces(Amendment.objects.select_related("text").get(pk=amendment.pk))


def _settled_with(amendment: Amendment, piece: TranslatablePiece) -> list[Amendment]:
    """The other amendments that the compromise settles whose words a piece is."""
    return list(piece.compromise.amendments.exclude(pk=amendment.pk)) if piece.compromise else []


def _put(
    amendment: Amendment,
    language: str,
    piece: TranslatablePiece,
    typed: str,
    made_by: TranslatedBy,
    by: Person | None,
    at: datetime,
) -> WorkingTranslation | None:
    """The new row, or the one that was deleted; None if nothing changed."""
    text = (
        clean.clean_typed_text(typed).text
        if piece.kind == REASON
        else " ".join(clean.clean_typed_text(typed).text.split())
    )
    require(len(text) <= LONGEST or Refusal(TOO_LONG))
    rows = WorkingTranslation.objects.current().filter(amendment=amendment, language=language, of=piece.of)
    current = rows.select_for_update(of=("self",), no_key=True).select_related("base").first()
    base = _base(piece, language)
    in_charter = _current_wording(piece, language)
    says_nothing = in_charter is not None and text == in_charter.text
    approves = current is not None and made_by == TranslatedBy.EDITOR and _is_new(current, base)
    if ((current.text if current else "") == text and not approves) or (says_nothing and current is None):
        return None
    if current is not None:
        current.superseded_at = at
        current.save(update_fields=["superseded_at"])
    if not text or says_nothing:
        return current
    return WorkingTranslation.objects.create(
        amendment=amendment,
        language=language,
        of=piece.of,
        text=text,
        base=base,
        made_by=made_by,
        by=by,
        at=at,
        accepted_in=piece.accepted_in,
    )


def _is_new(current: WorkingTranslation, base: Wording | None) -> bool:
    """Whether an editor who keeps a translation approves more than an editor did before."""
    return current.made_by != TranslatedBy.EDITOR or current.base != base


def _current_wording(piece: TranslatablePiece, language: str) -> Wording | None:
    if piece.change is None or piece.change.kind != ChangeKind.REPLACE:
        return None
    rows = CurrentWording.objects.filter(provision=piece.change.provision, language=language)
    row = rows.select_related("wording").first()
    return row.wording if row else None


def _base(piece: TranslatablePiece, language: str) -> Wording | None:
    """The current wording of the language, if it is up to date with the text that the amendment changes."""
    current, base = _current_wording(piece, language), piece.change.base if piece.change else None
    return current if current and base and current.carries_digest == base.carries_digest else None


def maker_of(by: Person, language: str) -> TranslatedBy:
    """As whom a person translates into that language."""
    if is_language_editor(by, language):
        return TranslatedBy.EDITOR
    return TranslatedBy.DESK if is_moderator(by) else TranslatedBy.MEMBER


def _act(name: str, amendment: Amendment, language: str, rows: list[WorkingTranslation], by: Person | None) -> Act:
    digests = {row.of: "" if row.superseded_at else digest_of_json(row.text) for row in rows}
    return Act(name, amendment, by, content={"language": language, "pieces": digests})
