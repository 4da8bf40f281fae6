"""Letters about amendments: to who decides for an organisation, and to who prepared its words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions import letters
from accounts.models import Organisation, Person
from charter.models import Amendment, AmendmentText
from charter.queries.city import deciders

Words = str | Promise


def tell(people: Iterable[Person], kind: str, subject: Words, body: Words, key: str, address: tuple) -> None:
    """One letter a person, its link in the person's language; `address` is the name of a page and its parts."""
    for person in people:
        with translation.override(person.language):
            link = reverse(address[0], args=address[1:])
        letters.write(to=[person], kind=kind, subject=subject, body=body, link=link, key=key)


def to_confirm(amendment: Amendment, text: AmendmentText, at: datetime) -> None:
    city = amendment.organisation
    subject = format_lazy(_("An amendment waits for you to confirm it for {city}"), city=city)
    body = format_lazy(
        _("{person} prepared an amendment for {city}. Read it, and confirm it or send it back with a word."),
        person=text.prepared_by,
        city=city,
    )
    people = [person for person in deciders(city, at) if person.pk != text.prepared_by_id]
    tell(people, "to_confirm", subject, body, f"to_confirm:{text.pk}:{at.timestamp()}", ("city",))


def sent_back(amendment: Amendment, text: AmendmentText, by: Person, word: str, at: datetime) -> None:
    subject = _("Your amendment was sent back with a word")
    body = format_lazy(_("{person} sent it back: “{word}” Your words are kept as a draft."), person=by, word=word)
    key = f"sent_back:{text.pk}:{at.timestamp()}"
    tell([text.prepared_by], "sent_back", subject, body, key, ("draft", amendment.key))


def confirmed(amendment: Amendment, text: AmendmentText, by: Person) -> None:
    subject = format_lazy(_("Amendment {name} of {city} is public"), name=str(amendment), city=amendment.organisation)
    body = format_lazy(_("{person} confirmed it. Its number is {name}."), person=by, name=str(amendment))
    people = [text.prepared_by] if text.prepared_by_id != by.pk else []
    tell(people, "confirmed", subject, body, f"confirmed:{amendment.pk}", _page(amendment))


def not_confirmed(amendment: Amendment, at: datetime) -> None:
    subject = format_lazy(_("An amendment of {city} was not confirmed in time"), city=amendment.organisation)
    body = _("It got no number and is not public. Its words stay with you as a private draft.")
    people = {p.pk: p for p in [*deciders(amendment.organisation, at), amendment.begun_by]}.values()
    tell(people, "not_confirmed", subject, body, f"not_confirmed:{amendment.pk}", ("city",))


def moved(amendment: Amendment, text: AmendmentText, check: bool, at: datetime) -> None:
    """The text moved under an amendment: what its organisation is asked, or only told."""
    name = str(amendment)
    subject = format_lazy(_("The text has moved under your amendment {name}"), name=name)
    ask = _("Look at it again: keep it as it is now, change it, or withdraw it. Your old words are kept.")
    told = _("Your words were carried over to the new text without a change. There is nothing you must do.")
    people = {p.pk: p for p in [*deciders(amendment.organisation, at), text.prepared_by]}.values()
    tell(people, "moved", subject, ask if check else told, f"moved:{text.pk}", ("city",))


def ask_again(organisation: Organisation, amendment: Amendment, text: AmendmentText, at: datetime) -> None:
    """To one that took a position or joined: the words changed, so it is asked again."""
    subject = format_lazy(_("Amendment {name} has new words"), name=str(amendment))
    body = format_lazy(
        _("The words that {city} spoke to have changed, so what it said has lapsed. Read them and say it again."),
        city=organisation,
    )
    key = f"ask_again:{text.pk}:{organisation.pk}"
    tell(deciders(organisation, at), "ask_again", subject, body, key, _page(amendment))


def may_carry_on(organisation: Organisation, amendment: Amendment, at: datetime) -> None:
    subject = format_lazy(_("Amendment {name} was withdrawn. You may carry it on"), name=str(amendment))
    body = format_lazy(
        _("{city} withdrew it. As a co-proposer you may carry it on under its number."), city=amendment.organisation
    )
    key = f"may_carry_on:{amendment.pk}:{organisation.pk}:{at.timestamp()}"
    tell(deciders(organisation, at), "may_carry_on", subject, body, key, _page(amendment))


def asked_to_join(organisation: Organisation, amendment: Amendment, by: Person, at: datetime) -> None:
    subject = format_lazy(_("{person} asks to join amendment {name}"), person=by, name=str(amendment))
    body = format_lazy(_("As a co-proposer {city} is named among those who ask for it."), city=organisation)
    key = f"asked_to_join:{amendment.pk}:{organisation.pk}:{at.timestamp()}"
    tell(deciders(organisation, at), "asked_to_join", subject, body, key, _page(amendment))


def _page(amendment: Amendment) -> tuple:
    return ("amendment", amendment.round.number, amendment.number)
