"""Offers and requests of help between members: written and closed by a team, answered by others, removed if needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts
from accounts.canonical import digest_of_json
from accounts.models import Organisation, Person
from accounts.queries.themes import theme_at
from accounts.rules import Refusal, member_mandate, require
from charter import clean, rules
from charter.actions.city import help_letters
from charter.models import Charter, HelpEntry, HelpReply
from charter.queries.city import help_entries, waves
from charter.states import HelpKind, HelpState

LONGEST_SUBJECT, LONGEST_TEXT, LONGEST_OUTCOME, LONGEST_REPLY = 120, 600, 300, 2000
MOST_YEARS = 2
NO_CAMPAIGN = _("There is no campaign on this site.")
NO_SUBJECT = _("Enter the subject.")
NO_TEXT = _("Describe the offer or request in a few sentences.")
NO_LANGUAGE = _("Choose at least one language in which your city can talk.")
NO_THEME = _("Choose a theme from the list.")
ENDED = _("The end date cannot be in the past.")
TOO_LATE = _("The end date can be at most two years from today.")
NO_OUTCOME = _("State the outcome. The outcome is public.")
NO_REASON = _("Give the reason. The team of the member reads it.")
NO_REPLY = _("Write the reply.")
TOO_LONG = _("The text is too long. Shorten the text.")
CHANGED = _("The entry has changed since you opened this page. Read it again first.")
ALREADY_REMOVED = _("The entry was already removed.")


@dataclass(frozen=True)
class HelpEntryInput:
    """An entry as its team writes it; `theme` is a code, `languages` are codes."""

    kind: HelpKind
    theme: str
    subject: str
    text: str
    language: str
    languages: tuple[str, ...]
    ends_on: date


@transaction.atomic
def publish_help_entry(
    *, charter: Charter, organisation: Organisation, entry: HelpEntryInput, by: Person, at: datetime | None = None
) -> HelpEntry:
    """A new offer or request of a member, which everybody can read at once."""
    require(rules.may_write_help_entry(by, organisation))
    require(waves.has_campaign() or Refusal(NO_CAMPAIGN))
    help_entry = HelpEntry(charter=charter, organisation=organisation)
    _write(help_entry, entry, at or timezone.now())
    _record("help entry published", help_entry, by, at)
    return help_entry


@transaction.atomic
def change_help_entry(
    *, help_entry: HelpEntry, entry: HelpEntryInput, by: Person, revision: int, at: datetime | None = None
) -> HelpEntry:
    """The team changes an entry that is not closed; `revision` is the one that was on the page."""
    help_entry = _locked(help_entry)
    require(rules.may_change_help_entry(by, help_entry))
    require(help_entry.revision == revision or Refusal(CHANGED))
    _write(help_entry, entry, at or timezone.now())
    _record("help entry changed", help_entry, by, at)
    return help_entry


@transaction.atomic
def close_help_entry(
    *, help_entry: HelpEntry, outcome: str, by: Person, revision: int, at: datetime | None = None
) -> HelpEntry:
    """The team closes an entry with a public outcome; nobody can reply to it any more."""
    help_entry, outcome = _locked(help_entry), _clean(outcome)
    require(rules.may_change_help_entry(by, help_entry))
    require(help_entry.revision == revision or Refusal(CHANGED))
    require(bool(outcome) or Refusal(NO_OUTCOME))
    require(len(outcome) <= LONGEST_OUTCOME or Refusal(TOO_LONG))
    help_entry.state, help_entry.outcome = HelpState.CLOSED, outcome
    help_entry.closed_at = help_entry.changed_at = at or timezone.now()
    help_entry.save(update_fields=["state", "outcome", "closed_at", "changed_at"])
    mandate = member_mandate(by, help_entry.organisation)
    content = {"outcome": digest_of_json(outcome)}
    append_acts(Act("help entry closed", help_entry, by, mandate, content), at=at)
    return help_entry


@transaction.atomic
def remove_help_entry(
    *, help_entry: HelpEntry, because: str, by: Person, revision: int, at: datetime | None = None
) -> HelpEntry:
    """The secretariat removes an entry from the public pages with a reason, which its team is told."""
    require(rules.may_moderate(by))
    help_entry, because = _locked(help_entry), _clean(because)
    require(help_entry.revision == revision or Refusal(CHANGED))
    require(not help_entry.is_removed or Refusal(ALREADY_REMOVED))
    require(bool(because) or Refusal(NO_REASON))
    help_entry.state, help_entry.because = HelpState.REMOVED, because
    help_entry.save(update_fields=["state", "because"])
    help_letters.write_removal(help_entry, at or timezone.now())
    content = {"reason": digest_of_json(because)}
    append_acts(Act("help entry removed", help_entry, by, content=content), at=at)
    return help_entry


@transaction.atomic
def send_help_reply(
    *, help_entry: HelpEntry, member: Organisation, text: str, by: Person, at: datetime | None = None
) -> HelpReply:
    """A reply between the member of an entry and `member`, emailed to the team of the other one.

    Who belongs to `member` writes for it, and everybody else for the member of the entry.
    """
    at, text, help_entry = at or timezone.now(), _clean(text), _locked(help_entry)
    has_replies = bool(help_entries.replies_between(help_entry, member))
    require(rules.may_reply_to_help_entry(by, help_entry, member, has_replies=has_replies))
    require(bool(text) or Refusal(NO_REPLY))
    require(len(text) <= LONGEST_REPLY or Refusal(TOO_LONG))
    organisation = member if rules.may_prepare(by, member) is True else help_entry.organisation
    reply = HelpReply.objects.create(
        entry=help_entry, member=member, organisation=organisation, text=text, by=by, at=at
    )
    help_letters.write_reply(reply, at)
    mandate = member_mandate(by, organisation)
    append_acts(Act("help reply sent", reply, by, mandate, {"entry": help_entry.pk}), at=at)
    return reply


def latest_end(today: date) -> date:
    """The last end date that an entry of today can have."""
    try:
        return today.replace(year=today.year + MOST_YEARS)
    except ValueError:  # 29 February
        return today.replace(year=today.year + MOST_YEARS, day=28)


def forget_name(name: str, instead: str) -> None:
    """A person is erased: replies no longer have the name, with which people sign."""
    for reply in HelpReply.objects.filter(text__contains=name):
        reply.text = reply.text.replace(name, instead)[:LONGEST_REPLY]
        reply.save(update_fields=["text"])


def _clean(text: str) -> str:
    return clean.clean_typed_text(text).text


def _write(help_entry: HelpEntry, entry: HelpEntryInput, at: datetime) -> None:
    """Raises `Refused` where something of it does not fit."""
    subject, text, today = _clean(entry.subject), _clean(entry.text), timezone.localdate(at)
    require(bool(subject) or Refusal(NO_SUBJECT))
    require(bool(text) or Refusal(NO_TEXT))
    require((len(subject) <= LONGEST_SUBJECT and len(text) <= LONGEST_TEXT) or Refusal(TOO_LONG))
    require(bool(entry.languages) or Refusal(NO_LANGUAGE))
    require(entry.ends_on >= today or Refusal(ENDED))
    require(entry.ends_on <= latest_end(today) or Refusal(TOO_LATE))
    theme = theme_at(entry.theme)
    require(theme is not None or Refusal(NO_THEME))
    help_entry.theme = theme  # type: ignore[assignment]
    help_entry.kind, help_entry.language, help_entry.ends_on = entry.kind, entry.language, entry.ends_on
    help_entry.subject, help_entry.text, help_entry.languages = subject, text, list(entry.languages)
    help_entry.changed_at = at
    help_entry.revision += 1
    help_entry.save()


def _record(name: str, help_entry: HelpEntry, by: Person, at: datetime | None) -> None:
    mandate = member_mandate(by, help_entry.organisation)
    content = {
        "kind": help_entry.kind,
        "theme": help_entry.theme.code,
        "subject": digest_of_json(help_entry.subject),
        "ends": help_entry.ends_on.isoformat(),
    }
    append_acts(Act(name, help_entry, by, mandate, content), at=at)


def _locked(help_entry: HelpEntry) -> HelpEntry:
    rows = HelpEntry.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation__name", "charter", "theme").get(pk=help_entry.pk)
