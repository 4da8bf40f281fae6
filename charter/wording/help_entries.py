"""Offers and requests of help, and the replies to them, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.dates import date_format
from accounts.locales import join_in_words
from charter.models import HelpEntry, HelpReply
from charter.queries.city.help_entries import Conversation
from charter.queries.languages.names import language_of
from charter.wording.charter_text import in_words, language_attributes


def help_entry_row(entry: HelpEntry, *, has_member: bool = True, has_theme: bool = True) -> dict[str, Any]:
    """A row of `components/rows.html`: a closed entry has its outcome, every other one its languages."""
    attributes = language_attributes(entry.language)
    parts = [
        entry.get_kind_display(),
        str(entry.organisation) if has_member else "",
        in_words(entry.theme.name) if has_theme else "",
        "" if entry.is_closed else describe_languages(entry),
        describe_state(entry),
    ]
    return {
        "title": entry.subject,
        "title_in": attributes,
        "url": reverse("help_entry", args=[entry.pk]),
        "text": entry.outcome if entry.is_closed else "",
        "text_in": attributes,
        "meta": " · ".join(part for part in parts if part),
    }


def described_row(entry: HelpEntry) -> dict[str, Any]:
    """The same with the description, for the list of open entries."""
    row = help_entry_row(entry)
    return {**row, "text": row["text"] or entry.text}


def describe_languages(entry: HelpEntry) -> str:
    """The languages in which its member can talk, in one phrase."""
    names = join_in_words(language_of(code).in_words for code in entry.languages)
    return _("Languages: %(languages)s") % {"languages": names}


def describe_state(entry: HelpEntry) -> str:
    """How long it is open, or since when it is not."""
    if entry.is_closed and entry.closed_at:
        return _("Closed on %(day)s") % {"day": date_format(localtime(entry.closed_at))}
    if entry.is_removed:
        return str(entry.get_state_display())
    phrase = _("Open until %(day)s") if entry.is_open else _("Ended on %(day)s")
    return phrase % {"day": date_format(entry.ends_on)}


def help_entry_page(entry: HelpEntry) -> dict[str, Any]:
    """Everything on the page of an entry."""
    theme = entry.theme
    return {
        "pk": entry.pk,
        "subject": entry.subject,
        "text": entry.text,
        "outcome": entry.outcome,
        "because": entry.because,
        **language_attributes(entry.language),
        "kind": entry.get_kind_display(),
        "state": describe_state(entry),
        "is_open": entry.is_open,
        "is_unclosed": entry.is_unclosed,
        "languages": join_in_words(language_of(code).in_words for code in entry.languages),
        "revision": entry.revision,
        "url": reverse("help_entry", args=[entry.pk]),
        "member": str(entry.organisation),
        "member_url": reverse("member", args=[entry.organisation.slug]),
        "theme": in_words(theme.name),
        "theme_url": "" if theme.retired_at else reverse("theme", args=[theme.code]),
    }


def conversation_rows(conversations: Iterable[Conversation], *, has_entry: bool = False) -> list[dict[str, Any]]:
    """Rows that lead to the replies between two members; `has_entry` names the entry instead of the other member."""
    return [_conversation_row(conversation, has_entry) for conversation in conversations]


def _conversation_row(conversation: Conversation, has_entry: bool) -> dict[str, Any]:
    entry, member = conversation.entry, conversation.member
    count = ngettext("%(n)s reply", "%(n)s replies", conversation.count) % {"n": conversation.count}
    url = reverse("help_replies", args=[entry.pk, member.slug])
    if not has_entry:
        return {"title": str(member), "url": url, "meta": count}
    meta = " · ".join([entry.get_kind_display(), str(entry.organisation), describe_state(entry), count])
    return {"title": entry.subject, "title_in": language_attributes(entry.language), "url": url, "meta": meta}


def reply_row(reply: HelpReply) -> dict[str, str]:
    """One reply: the member that wrote it, when, and the text. It names no person and no address."""
    at = date_format(localtime(reply.at), "SHORT_DATETIME_FORMAT")
    return {"member": str(reply.organisation), "at": at, "text": reply.text}
