"""The texts of an amendment: one is written over while a draft, closed when sent, and followed by the next one."""

from __future__ import annotations

from datetime import datetime

from accounts.models import LocalizedText, Person
from charter.actions.amending import changes
from charter.models import Amendment, AmendmentText, Change, Provision
from charter.states import ChangeKind

COPIED = (
    "place",
    "kind",
    "provision_id",
    "language",
    "base_id",
    "html",
    "new_kind",
    "after_id",
    "after_base_id",
    "cut",
    "carry",
    "carry_note",
)


def open_(amendment: Amendment, by: Person, language: str, at: datetime) -> AmendmentText:
    """The text that is still being written: the last one, or a new one where the last is fixed."""
    last = amendment.texts.order_by("-number").select_related("title", "reason").first()
    if last is not None and last.fixed_at is None:
        return last
    number = last.number + 1 if last else 1
    text = AmendmentText.objects.create(
        amendment=amendment, number=number, language=language, prepared_by=by, at=at, carried_from=None
    )
    amendment.text = text
    amendment.save(update_fields=["text"])
    return text


def write_text(localized_text: LocalizedText | None, words: str, language: str, by: Person) -> LocalizedText | None:
    """Overwrites a localized text, or creates it; None for an empty text."""
    words = words.strip()
    if localized_text is None:
        return LocalizedText.objects.create(text=words, language=language, by=by) if words else None
    localized_text.text, localized_text.language, localized_text.by = words, language, by
    localized_text.save()
    return localized_text


def fix_text(text: AmendmentText | None, at: datetime) -> AmendmentText:
    """Closes a text: it can no longer change, and a change of the amendment is another text."""
    assert text is not None
    if text.fixed_at is None:
        text.fixed_at, text.digest = at, changes.text_digest(text)
        text.save(update_fields=["fixed_at", "digest"])
    return text


def give_identities(text: AmendmentText) -> None:
    """Gives a permanent key to each provision that an amendment inserts or makes by a split."""
    for change in text.changes.filter(kind__in=(ChangeKind.INSERT, ChangeKind.SPLIT), new_provision=None):
        change.new_provision = Provision.objects.create(charter=text.amendment.round.charter)
        change.save(update_fields=["new_provision"])


def copy_text(text: AmendmentText | None, draft: Amendment, by: Person, at: datetime) -> None:
    """The same text as the first text of another draft."""
    assert text is not None
    copy = open_(draft, by, text.language, at)
    copy.source, copy.wish, copy.wish_language = text.source, text.wish, text.wish_language
    for name in ("title", "reason"):
        localized_text = getattr(text, name)
        setattr(
            copy, name, write_text(None, localized_text.text, localized_text.language, by) if localized_text else None
        )
    copy.save()
    Change.objects.bulk_create(copy_change(change, copy) for change in text.changes.all())


def copy_change(change: Change, text: AmendmentText) -> Change:
    """The same change, not stored yet, in another text; within one amendment a new provision keeps its key."""
    copy = Change(text=text, **{name: getattr(change, name) for name in COPIED})
    if text.amendment_id == change.text.amendment_id:
        copy.taken, copy.new_provision_id = change.taken, change.new_provision_id
    return copy
