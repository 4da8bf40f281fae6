"""Small words of the pages on amendments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.dates import date_format
from accounts.locales import colon
from accounts.models import Mandate, Organisation, Person
from charter.models import Amendment
from charter.states import CameBy
from charter.wording.charter_text import amendment_status, in_words_apart, name_proposers, public_name_of

CAME = {
    CameBy.LETTER: _("Entered on behalf of the member, from a letter of %(day)s"),
    CameBy.MAIL: _("Entered on behalf of the member, from an email of %(day)s"),
    CameBy.CALL: _("Entered on behalf of the member, after a call on %(day)s"),
    CameBy.MEETING: _("Entered on behalf of the member, after a meeting on %(day)s"),
}


def amendment_row(amendment: Amendment, *, named: bool = False) -> dict[str, Any]:
    """A row of `components/rows.html`; `named` adds the members that propose it."""
    text = amendment.text
    return {
        "status": amendment_status(amendment),
        "title": str(_("Amendment %(number)s") % {"number": amendment}),
        "url": reverse("amendment", args=[amendment.round.number, amendment.number]),
        "after": format_html("{} {}", colon(), in_words_apart(text.title)) if text and text.title else "",
        "meta": ". ".join(
            filter(None, [name_proposers(amendment) if named or amendment.joined else "", describe_entry(amendment)])
        ),
    }


def describe_entry(amendment: Amendment) -> str:
    """By what and on which day it came, where the secretariat entered it on behalf of its member; else nothing."""
    sentence = describe_way(amendment.came_by, amendment.came_on)
    return str(_("%(came)s; late amendment") % {"came": sentence}) if amendment.came_late else sentence


def describe_way(by: str, on: date | None) -> str:
    """The same of a way and a day."""
    return str(CAME[CameBy(by)]) % {"day": date_format(on, "DATE_FORMAT")} if by and on else ""


def public_name(person: Person | None) -> str:
    """The name of a person who lets it be public; empty where it is not."""
    return str(person) if person is not None and person.name_is_public else ""


def name_suggester(amendment: Amendment) -> str:
    """Who suggested it in a comment: by name where the person lets it be public, else by office and member."""
    comment = amendment.suggested_by
    if comment is None:
        return ""
    if comment.is_removed or comment.organisation is None:
        return str(_("Suggested in a comment"))
    city = public_name_of(comment.organisation, comment.submit_date)
    name = office = ""
    if not comment.organisation.name_withheld:
        name, office = public_name(comment.user), _office(comment.user, comment.organisation, comment.submit_date)
    parts = [part for part in (name, office, city) if part]
    return str(_("Suggested in a comment by %(who)s") % {"who": _(", ").join(parts)})


def _office(person: Person | None, organisation: Organisation, at: datetime) -> str:
    """What the person was for the member on the day of the comment."""
    if person is None:
        return ""
    return name_office(Mandate.objects.holding(at).filter(person=person, organisation=organisation).first())


def name_office(mandate: Mandate | None) -> str:
    """What a person was when it acted: officer, delegate."""
    return mandate.get_kind_display().lower() if mandate else ""
