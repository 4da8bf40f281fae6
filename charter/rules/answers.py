"""Who may answer the words of others: positions, co-proposing, assents, comments."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from accounts.rules import Answer, Refusal, is_moderator
from charter.models import Amendment, CharterComment, Compromise, Decision, Reply, Round
from charter.states import AmendmentState, CompromiseState

from .amendments import may_commit, may_prepare
from .people import MODERATORS_ONLY, is_inside, or_now
from .rounds import EDITED

ASKED_TOGETHER = _("Your city is a co-sponsor of this amendment. A co-sponsor does not take a position of its own.")
TO_CHANGE_A_REPLY = timedelta(hours=1)


def may_take_position(
    person: Person | None, organisation: Organisation, amendment: Amendment, now: datetime | None = None
) -> Answer:
    """One position of an organisation on text that it does not propose, from confirmation to the end of support."""
    commit = may_commit(person, organisation)
    if isinstance(commit, Refusal):
        return commit
    return _takes_positions(organisation, amendment, now)


def may_advise(
    person: Person | None, organisation: Organisation, amendment: Amendment, now: datetime | None = None
) -> Answer:
    """Any person of a government suggests a stance to the delegate, where the delegate may take one."""
    prepare = may_prepare(person, organisation)
    if isinstance(prepare, Refusal):
        return prepare
    if not organisation.is_government:
        return Refusal(_("Only the team of a partner organization can act for it."))
    return _takes_positions(organisation, amendment, now)


def _takes_positions(organisation: Organisation, amendment: Amendment, now: datetime | None) -> Answer:
    if amendment.organisation_id == organisation.pk:
        return Refusal(_("Your city proposed this amendment. It cannot take a position on its own amendment."))
    if any(co_proposal.organisation_id == organisation.pk for co_proposal in amendment.joined):
        return Refusal(ASKED_TOGETHER)
    if not amendment.is_public or amendment.state == AmendmentState.WITHDRAWN:
        return Refusal(_("Members can take positions only on amendments under review."))
    if not amendment.round.text_stands_still(or_now(now)):
        return Refusal(_("The time for positions is over."))
    return True


def may_join(
    person: Person | None, organisation: Organisation, amendment: Amendment, now: datetime | None = None
) -> Answer:
    """Co-proposing asks the same as a position, of a government."""
    if not organisation.is_government:
        return Refusal(_("Only member governments can join as co-sponsors."))
    return may_take_position(person, organisation, amendment, now)


def may_reply(
    person: Person | None, decision: Decision, reply: Reply | None = None, now: datetime | None = None
) -> Answer:
    """The member that proposed answers a public decision once, and may change its words within the hour."""
    commit = may_commit(person, decision.amendment.organisation)
    if isinstance(commit, Refusal):
        return commit
    if not decision.is_released or decision.superseded_at is not None:
        return Refusal(_("You can reply only to a public decision."))
    if reply is not None and (reply.removed_at is not None or or_now(now) - reply.at > TO_CHANGE_A_REPLY):
        return Refusal(_("The member has already replied. The reply could be changed only within one hour."))
    return True


def may_assent(
    person: Person | None, organisation: Organisation, compromise: Compromise, now: datetime | None = None
) -> Answer:
    """Who may bind the organisation, until it is closed, and not in the closed editing week."""
    commit = may_commit(person, organisation)
    if isinstance(commit, Refusal):
        return commit
    if compromise.state != CompromiseState.ASKED:
        return Refusal(_("The compromise text is closed."))
    if compromise.round_id and compromise.round.is_edited(or_now(now)):
        return Refusal(EDITED)
    return True


def may_comment(person: Person | None, round_: Round | None, now: datetime | None = None) -> Answer:
    """Members, partners and the secretariat, while a round is open for comments."""
    if person is None or not person.is_authenticated:
        return Refusal(_("Sign in to comment. Members and partner organizations of the consultation can comment."))
    if not is_inside(person):
        return Refusal(_("Only members and partner organizations of the consultation can comment."))
    if round_ is None or not round_.comments_open or not round_.text_stands_still(or_now(now)):
        return Refusal(_("Comments are closed now. Members can comment again in the next round."))
    return True


def may_edit_comment(person: Person | None, comment: CharterComment, now: datetime | None = None) -> Answer:
    """The author, for fifteen minutes."""
    if person is None or comment.user_id != person.pk:
        return Refusal(_("Only the author can change a comment."), hidden=True)
    if (or_now(now) - comment.submit_date).total_seconds() > 15 * 60:
        return Refusal(_("A comment can be changed only for 15 minutes. Reply to the comment instead."))
    return True


def may_remove_comment(person: Person | None, comment: CharterComment) -> Answer:
    own = person is not None and comment.user_id == person.pk
    return own or is_moderator(person) or Refusal(MODERATORS_ONLY, hidden=True)


def may_report(person: Person | None) -> Answer:
    """Who belongs to the consultation may ask the moderators to look at a comment."""
    return is_inside(person) or Refusal(
        _("Only members and partner organizations of the consultation can report a comment.")
    )
