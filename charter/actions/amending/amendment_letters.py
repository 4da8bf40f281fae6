"""Emails about amendments: to the people who decide for an organisation, and to those who prepared its text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse_lazy
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions import letters
from accounts.models import LocalizedText, Organisation, Person
from charter.models import Amendment, AmendmentText, Change, Merge, Provision, Ruling
from charter.queries.amending.member_tasks import people_who_may_bind
from charter.states import AmendmentState

Words = str | Promise


@dataclass(frozen=True)
class About:
    """The subject of an email: its organisation, the provision whose article is its heading, the end of a deadline."""

    organisation: Organisation | None = None
    provision: Provision | None = None
    ends_at: datetime | None = None

    @property
    def article(self) -> tuple[Words, int]:
        """The name of the article and its place in the charter; empty if the provision is in no article."""
        order = self.provision.charter.arrangement if self.provision else None
        section = order.section_of(self.provision.key) if order and self.provision else None
        if order is None or section is None:
            return "", 0
        name_of_part = lazy(order.charter.text_structure.name_of_part, str)
        return name_of_part(section.kind, section.number), order.sections.index(section) + 1


def letter_subject(
    amendment: Amendment, ends_at: datetime | None = None, organisation: Organisation | None = None
) -> About:
    """The heading of an amendment is the article that it changes first."""
    rows = Change.objects.filter(text=amendment.text_id).select_related("provision__charter__arrangement")
    first = rows.order_by("place").first()
    return About(organisation or amendment.organisation, first.provision if first else None, ends_at)


def write_letters(
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
    """One email for each person, its link in the person's language; `address` is the name of a page and its parts."""
    concerns = concerns or About()
    heading, place = concerns.article
    letters.write_letters(
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


def ask_to_confirm(amendment: Amendment, text: AmendmentText, at: datetime) -> None:
    city = amendment.organisation
    subject = format_lazy(_("An amendment of {city} awaits your confirmation"), city=city)
    entered = _(
        "The secretariat entered an amendment that {city} sent. Read it, then confirm it or decline it with reasons."
    )
    prepared = _("{person} prepared an amendment for {city}. Read it, then confirm it or return it with comments.")
    body = format_lazy(entered if amendment.on_behalf else prepared, person=text.prepared_by, city=city)
    people = [person for person in people_who_may_bind(city, at) if person.pk != text.prepared_by_id]
    concerns = letter_subject(amendment, amendment.round.confirm_until)
    write_letters(
        people,
        "to_confirm",
        subject,
        body,
        f"to_confirm:{text.pk}:{at.timestamp()}",
        _draft(amendment),
        concerns,
        at=at,
    )


def tell_of_returned_draft(amendment: Amendment, text: AmendmentText, by: Person, word: str, at: datetime) -> None:
    subject: Words = _("Your amendment was returned with comments")
    body = format_lazy(
        _("{person} returned the amendment: “{word}” Your text is kept as a draft."), person=by, word=word
    )
    if amendment.on_behalf:
        subject = format_lazy(_("{city} declined an amendment that you entered"), city=amendment.organisation)
        body = format_lazy(
            _("{person} explains: “{word}” The amendment is a draft of the secretariat again."), person=by, word=word
        )
    key = f"sent_back:{text.pk}:{at.timestamp()}"
    write_letters(
        [text.prepared_by], "sent_back", subject, body, key, ("draft", amendment.key), letter_subject(amendment), at=at
    )
    cancel_requests_to_confirm(amendment)


def tell_of_confirmation(amendment: Amendment, text: AmendmentText, by: Person, at: datetime) -> None:
    subject = format_lazy(_("Amendment {name} of {city} is public"), name=str(amendment), city=amendment.organisation)
    body = format_lazy(_("{person} confirmed the amendment. Its number is {name}."), person=by, name=str(amendment))
    people = [text.prepared_by] if text.prepared_by_id != by.pk else []
    write_letters(
        people,
        "confirmed",
        subject,
        body,
        f"confirmed:{amendment.pk}",
        _page(amendment),
        letter_subject(amendment),
        at=at,
    )
    tell_author_of_comment(amendment, by, at)
    cancel_requests_to_confirm(amendment)


def tell_author_of_comment(amendment: Amendment, by: Person, at: datetime) -> None:
    """To the author of the comment from which the amendment was made."""
    author = amendment.suggested_by.user if amendment.suggested_by else None
    if author is None or author == by:
        return
    subject = format_lazy(_("Your comment has led to amendment {name}"), name=str(amendment))
    body = format_lazy(
        _("{city} has proposed the amendment and states who suggested it."), city=amendment.organisation
    )
    key = f"taken_up:{amendment.pk}"
    write_letters([author], "comment_answered", subject, body, key, _page(amendment), letter_subject(amendment), at=at)


def write_not_confirmed(amendment: Amendment, at: datetime) -> None:
    subject = format_lazy(_("An amendment of {city} was not confirmed in time"), city=amendment.organisation)
    body: Words = _(
        "The amendment did not receive a number and is not public. Your team keeps its text as a private draft."
    )
    ruling = Ruling.objects.filter(round=amendment.round, admitted=False).select_related("reason").first()
    if amendment.came_late and ruling is not None:
        subject = format_lazy(_("A late amendment of {city} was not admitted"), city=amendment.organisation)
        sentence = _(
            "The secretariat made one decision on all late amendments: “{reason}” Your team keeps the text as a "
            "private draft."
        )
        body = format_lazy(sentence, reason=ruling.reason.text)
    people = {p.pk: p for p in [*people_who_may_bind(amendment.organisation, at), amendment.begun_by]}.values()
    key = f"not_confirmed:{amendment.pk}"
    write_letters(people, "not_confirmed", subject, body, key, _draft(amendment), letter_subject(amendment), at=at)


def ask_to_check(amendment: Amendment, text: AmendmentText, at: datetime) -> None:
    """The working text changed under an amendment, and its organisation must check how the amendment reads now.

    There is no email about an amendment that was rebased without a change, because nobody has to do anything. After
    the decision the member can no longer edit the amendment, and the email states what is still possible.
    """
    subject = format_lazy(_("Check your amendment {name}: the working text has changed"), name=str(amendment))
    body = _(
        "The working text that your amendment refers to has changed. The working text is not "
        "adopted yet. Keep the amendment in its new form, edit it or withdraw it. Your earlier "
        "text is kept."
    )
    if amendment.state == AmendmentState.DECIDED:
        subject = format_lazy(
            _("The working text that your amendment {name} refers to has changed"), name=str(amendment)
        )
        body = _(
            "The working text that your amendment refers to has changed. The working text is not "
            "adopted yet. You can withdraw the amendment until its decision is published. Your "
            "earlier text is kept."
        )
        if amendment.decision is not None and amendment.decision.is_released:
            body = _(
                "The working text that your amendment refers to has changed. The working text is not "
                "adopted yet. The decision on the amendment is public, so you can no longer edit or "
                "withdraw it. The secretariat checks how the amendment fits the new text. Your earlier "
                "text is kept."
            )
    people = {p.pk: p for p in [*people_who_may_bind(amendment.organisation, at), text.prepared_by]}.values()
    key, address = f"moved:{text.pk}", _page(amendment) if amendment.is_public else _draft(amendment)
    concerns = letter_subject(amendment, amendment.look_until)
    write_letters(people, "moved", subject, body, key, address, concerns, at=at)


def ask_for_position_again(
    organisation: Organisation, amendment: Amendment, text: AmendmentText, at: datetime
) -> None:
    """To an organisation that took a position on an earlier text, so that it must confirm the position again."""
    subject = format_lazy(_("Confirm your position on amendment {name} again"), name=str(amendment))
    body = format_lazy(
        _(
            "The position of {city} was on an earlier text of the amendment and no longer counts. Read the current "
            "text and confirm or change your position."
        ),
        city=organisation,
    )
    _again(organisation, amendment, text, (subject, body), at)


def ask_to_cosponsor_again(
    organisation: Organisation, amendment: Amendment, text: AmendmentText, at: datetime
) -> None:
    """To a co-sponsor: the text that it proposes with others has changed, so it must confirm again."""
    subject = format_lazy(_("The text of amendment {name} has changed"), name=str(amendment))
    body = format_lazy(
        _(
            "{city} is a co-sponsor of the amendment. Its text has changed. Read the new text and confirm that "
            "{city} still co-sponsors it."
        ),
        city=organisation,
    )
    _again(organisation, amendment, text, (subject, body), at)


def tell_of_lapsed_position(
    organisation: Organisation, amendment: Amendment, text: AmendmentText, at: datetime
) -> None:
    """To an organisation whose position was on an earlier text, after the time for positions."""
    subject = format_lazy(_("Your position on amendment {name} no longer counts"), name=str(amendment))
    body = format_lazy(
        _(
            "The proposer edited the amendment because the working text has changed. The position of "
            "{city} was on the earlier text and no longer counts. The time for positions is over, so "
            "your city cannot take a new position."
        ),
        city=organisation,
    )
    _again(organisation, amendment, text, (subject, body), at)


def tell_of_lapsed_cosponsoring(
    organisation: Organisation, amendment: Amendment, text: AmendmentText, at: datetime
) -> None:
    """To a member that co-sponsored an earlier text, after the time in which it could confirm another one."""
    name = str(amendment)
    subject = format_lazy(_("{city} is no longer a co-sponsor of amendment {name}"), city=organisation, name=name)
    body = format_lazy(
        _(
            "The proposer edited the amendment because the working text has changed. {city} co-sponsored the earlier "
            "text. The time for co-sponsoring is over, so the amendment no longer names {city}."
        ),
        city=organisation,
    )
    _again(organisation, amendment, text, (subject, body), at)


def _again(
    organisation: Organisation, amendment: Amendment, text: AmendmentText, words: tuple[Words, Words], at: datetime
) -> None:
    subject, body = words
    concerns = letter_subject(amendment, organisation=organisation)
    key = f"ask_again:{text.pk}:{organisation.pk}"
    write_letters(
        people_who_may_bind(organisation, at), "ask_again", subject, body, key, _page(amendment), concerns, at=at
    )


def tell_of_removed_text(amendment: Amendment, reason: LocalizedText, merge: Merge, at: datetime) -> None:
    """To its organisation: a merge was reversed, so its text has left the charter and it is decided as before."""
    subject = format_lazy(_("The text of your amendment {name} is no longer in the charter"), name=str(amendment))
    body = format_lazy(
        _("The merge that inserted the text was reversed: “{reason}” The decision on the amendment remains valid."),
        reason=reason.text,
    )
    people = people_who_may_bind(amendment.organisation, at)
    key = f"taken_out:{merge.pk}:{amendment.pk}"
    write_letters(people, "moved", subject, body, key, _page(amendment), letter_subject(amendment), at=at)


def tell_of_restored_text(amendment: Amendment, text: AmendmentText, reason: LocalizedText, at: datetime) -> None:
    """To whom it was told that the working text under an amendment changed: the merge that changed it was reversed."""
    subject = format_lazy(_("The working text that your amendment {name} refers to was restored"), name=str(amendment))
    body = format_lazy(
        _(
            "The merge that changed the working text was reversed: “{reason}” The amendment proposes the same as "
            "before the merge. You do not need to do anything."
        ),
        reason=reason.text,
    )
    people = {p.pk: p for p in [*people_who_may_bind(amendment.organisation, at), text.prepared_by]}.values()
    address = _page(amendment) if amendment.is_public else _draft(amendment)
    write_letters(people, "moved", subject, body, f"restored:{text.pk}", address, letter_subject(amendment), at=at)


def offer_takeover(organisation: Organisation, amendment: Amendment, at: datetime) -> None:
    subject = format_lazy(_("Amendment {name} was withdrawn. You may take it over"), name=str(amendment))
    body = format_lazy(
        _("{city} withdrew the amendment. As a co-sponsor you may take it over under the same number."),
        city=amendment.organisation,
    )
    concerns = letter_subject(amendment, organisation=organisation)
    key = f"may_carry_on:{amendment.pk}:{organisation.pk}:{at.timestamp()}"
    write_letters(
        people_who_may_bind(organisation, at), "may_carry_on", subject, body, key, _page(amendment), concerns, at=at
    )


def ask_to_cosponsor(organisation: Organisation, amendment: Amendment, by: Person, at: datetime) -> None:
    subject = format_lazy(
        _("{person} proposes that your city becomes a co-sponsor of amendment {name}"), person=by, name=str(amendment)
    )
    body = format_lazy(
        _("A co-sponsor is named with the members that propose the amendment. {city} would be one of them."),
        city=organisation,
    )
    concerns = letter_subject(amendment, organisation=organisation)
    key = f"asked_to_join:{amendment.pk}:{organisation.pk}:{at.timestamp()}"
    write_letters(
        people_who_may_bind(organisation, at), "asked_to_join", subject, body, key, _page(amendment), concerns, at=at
    )


def cancel_requests_to_confirm(amendment: Amendment) -> None:
    """Cancels the unsent email about the amendment, and the reminder if it was the last one to confirm."""
    letters.cancel_letters(f"to_confirm:{amendment.text_id}")
    city, round_ = amendment.organisation_id, amendment.round_id
    left = Amendment.objects.filter(organisation=city, round=round_, state=AmendmentState.SENT)
    if not left.exclude(pk=amendment.pk).exists():
        letters.cancel_letters(f"confirm_soon:{round_}:{city}")


def _draft(amendment: Amendment) -> tuple:
    """The item itself, with what may be done; signing in leads back to it."""
    return ("draft_check", amendment.key)


def _page(amendment: Amendment) -> tuple:
    return ("amendment", amendment.round.number, amendment.number)
