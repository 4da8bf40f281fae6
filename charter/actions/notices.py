"""Letters about amendments: to who decides for an organisation, and to who prepared its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions import letters
from accounts.models import Organisation, Person, Said
from charter.models import Amendment, AmendmentText, Change, Merge, Provision, Ruling
from charter.queries.city import deciders
from charter.states import AmendmentState, ArticleKind

Words = str | Promise


@dataclass(frozen=True)
class About:
    """What a letter concerns: whose it is, under which article it stands in a daily mail, when what it asks ends."""

    organisation: Organisation | None = None
    provision: Provision | None = None
    ends_at: datetime | None = None

    @property
    def article(self) -> tuple[Words, int]:
        """The name of the article and its place in the charter; nothing where the provision stands nowhere."""
        order = self.provision.charter.arrangement if self.provision else None
        section = order.section_of(self.provision.key) if order and self.provision else None
        if order is None or section is None:
            return "", 0
        label = ArticleKind(section.kind).label
        name = format_lazy("{kind} {number}", kind=label, number=section.number) if section.number else label
        return name, order.sections.index(section) + 1


def about(amendment: Amendment, ends_at: datetime | None = None, organisation: Organisation | None = None) -> About:
    """An amendment stands under the article that it changes first."""
    rows = Change.objects.filter(text=amendment.text_id).select_related("provision__charter__arrangement")
    first = rows.order_by("place").first()
    return About(organisation or amendment.organisation, first.provision if first else None, ends_at)


def tell(
    people: Iterable[Person],
    kind: str,
    subject: Words,
    body: Words,
    key: str,
    address: tuple,
    concerns: About | None = None,
    *,
    at: datetime,
) -> None:
    """One letter a person, its link in the person's language; `address` is the name of a page and its parts."""
    concerns = concerns or About()
    heading, place = concerns.article
    letters.write(
        to=people,
        kind=kind,
        subject=subject,
        body=body,
        link=reverse_lazy(address[0], args=address[1:]),
        key=key,
        ends_at=concerns.ends_at,
        organisation=concerns.organisation,
        heading=heading,
        place=place,
        at=at,
    )


def to_confirm(amendment: Amendment, text: AmendmentText, at: datetime) -> None:
    city = amendment.organisation
    subject = format_lazy(_("An amendment waits for you to confirm it for {city}"), city=city)
    entered = _("The secretariat entered what {city} sent. Read it, and confirm it or refuse it with a word.")
    prepared = _("{person} prepared an amendment for {city}. Read it, and confirm it or send it back with a word.")
    body = format_lazy(entered if amendment.on_behalf else prepared, person=text.prepared_by, city=city)
    people = [person for person in deciders(city, at) if person.pk != text.prepared_by_id]
    concerns = about(amendment, amendment.round.confirm_until)
    tell(
        people,
        "to_confirm",
        subject,
        body,
        f"to_confirm:{text.pk}:{at.timestamp()}",
        _draft(amendment),
        concerns,
        at=at,
    )


def sent_back(amendment: Amendment, text: AmendmentText, by: Person, word: str, at: datetime) -> None:
    subject: Words = _("Your amendment was sent back with a word")
    body = format_lazy(_("{person} sent it back: “{word}” Your words are kept as a draft."), person=by, word=word)
    if amendment.on_behalf:
        subject = format_lazy(_("{city} refuses an amendment that you entered"), city=amendment.organisation)
        body = format_lazy(_("{person} says: “{word}” It is a draft at the desk again."), person=by, word=word)
    key = f"sent_back:{text.pk}:{at.timestamp()}"
    tell([text.prepared_by], "sent_back", subject, body, key, ("draft", amendment.key), about(amendment), at=at)
    nothing_to_confirm(amendment)


def confirmed(amendment: Amendment, text: AmendmentText, by: Person, at: datetime) -> None:
    subject = format_lazy(_("Amendment {name} of {city} is public"), name=str(amendment), city=amendment.organisation)
    body = format_lazy(_("{person} confirmed it. Its number is {name}."), person=by, name=str(amendment))
    people = [text.prepared_by] if text.prepared_by_id != by.pk else []
    tell(people, "confirmed", subject, body, f"confirmed:{amendment.pk}", _page(amendment), about(amendment), at=at)
    taken_up(amendment, by, at)
    nothing_to_confirm(amendment)


def taken_up(amendment: Amendment, by: Person, at: datetime) -> None:
    """To who wrote the comment that it comes from."""
    author = amendment.suggested_by.user if amendment.suggested_by else None
    if author is None or author == by:
        return
    subject = format_lazy(_("Your comment was taken up as amendment {name}"), name=str(amendment))
    body = format_lazy(_("{city} asks for it now, and says who suggested it."), city=amendment.organisation)
    key = f"taken_up:{amendment.pk}"
    tell([author], "comment_answered", subject, body, key, _page(amendment), about(amendment), at=at)


def not_confirmed(amendment: Amendment, at: datetime) -> None:
    subject = format_lazy(_("An amendment of {city} was not confirmed in time"), city=amendment.organisation)
    body: Words = _("It got no number and is not public. Its words stay with you as a private draft.")
    ruling = Ruling.objects.filter(round=amendment.round, admitted=False).select_related("reason").first()
    if amendment.came_late and ruling is not None:
        subject = format_lazy(_("An amendment of {city} came late and is not admitted"), city=amendment.organisation)
        said = _("The moderators ruled on all late ones alike: “{reason}” Its words stay with you as a private draft.")
        body = format_lazy(said, reason=ruling.reason.text)
    people = {p.pk: p for p in [*deciders(amendment.organisation, at), amendment.begun_by]}.values()
    key = f"not_confirmed:{amendment.pk}"
    tell(people, "not_confirmed", subject, body, key, _draft(amendment), about(amendment), at=at)


def moved(amendment: Amendment, text: AmendmentText, check: bool, at: datetime) -> None:
    """The text moved under an amendment: what its organisation is asked, or only told."""
    name = str(amendment)
    subject = format_lazy(_("The text has moved under your amendment {name}"), name=name)
    ask = _("Look at it again: keep it as it is now, change it, or withdraw it. Your old words are kept.")
    told = _("Your words were carried over to the new text without a change. There is nothing you must do.")
    people = {p.pk: p for p in [*deciders(amendment.organisation, at), text.prepared_by]}.values()
    key, address = f"moved:{text.pk}", _page(amendment) if amendment.is_public else _draft(amendment)
    concerns = about(amendment, amendment.look_until if check else None)
    tell(people, "moved", subject, ask if check else told, key, address, concerns, at=at)


def ask_again(organisation: Organisation, amendment: Amendment, text: AmendmentText, at: datetime) -> None:
    """To one that took a position or joined: the words changed, so it is asked again."""
    subject = format_lazy(_("Amendment {name} has new words"), name=str(amendment))
    body = format_lazy(
        _("The words that {city} spoke to have changed, so what it said has lapsed. Read them and say it again."),
        city=organisation,
    )
    concerns = about(amendment, organisation=organisation)
    key = f"ask_again:{text.pk}:{organisation.pk}"
    tell(deciders(organisation, at), "ask_again", subject, body, key, _page(amendment), concerns, at=at)


def taken_out(amendment: Amendment, reason: Said, merge: Merge, at: datetime) -> None:
    """To its organisation: a merge was taken back, so its words have left the text and it is decided as before."""
    subject = format_lazy(_("The words of your amendment {name} have left the text again"), name=str(amendment))
    body = format_lazy(
        _("The merge that brought them in was taken back: “{reason}” The decision on it holds."), reason=reason.text
    )
    people = deciders(amendment.organisation, at)
    key = f"taken_out:{merge.pk}:{amendment.pk}"
    tell(people, "moved", subject, body, key, _page(amendment), about(amendment), at=at)


def may_carry_on(organisation: Organisation, amendment: Amendment, at: datetime) -> None:
    subject = format_lazy(_("Amendment {name} was withdrawn. You may carry it on"), name=str(amendment))
    body = format_lazy(
        _("{city} withdrew it. As a co-proposer you may carry it on under its number."), city=amendment.organisation
    )
    concerns = about(amendment, organisation=organisation)
    key = f"may_carry_on:{amendment.pk}:{organisation.pk}:{at.timestamp()}"
    tell(deciders(organisation, at), "may_carry_on", subject, body, key, _page(amendment), concerns, at=at)


def asked_to_join(organisation: Organisation, amendment: Amendment, by: Person, at: datetime) -> None:
    subject = format_lazy(_("{person} asks to join amendment {name}"), person=by, name=str(amendment))
    body = format_lazy(_("As a co-proposer {city} is named among those who ask for it."), city=organisation)
    concerns = about(amendment, organisation=organisation)
    key = f"asked_to_join:{amendment.pk}:{organisation.pk}:{at.timestamp()}"
    tell(deciders(organisation, at), "asked_to_join", subject, body, key, _page(amendment), concerns, at=at)


def nothing_to_confirm(amendment: Amendment) -> None:
    """Calls off what still waits to be mailed: that letter, and the reminder where it was the last amendment."""
    letters.call_off(f"to_confirm:{amendment.text_id}")
    city, round_ = amendment.organisation_id, amendment.round_id
    left = Amendment.objects.filter(organisation=city, round=round_, state=AmendmentState.SENT)
    if not left.exclude(pk=amendment.pk).exists():
        letters.call_off(f"confirm_soon:{round_}:{city}")


def _draft(amendment: Amendment) -> tuple:
    """The item itself, with what may be done; signing in leads back to it."""
    return ("draft_check", amendment.key)


def _page(amendment: Amendment) -> tuple:
    return ("amendment", amendment.round.number, amendment.number)
