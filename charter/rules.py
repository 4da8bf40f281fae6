"""Who may do what, when. Each permission is one question; page, button, action and API ask the same one.

A refusal says why in words fit for the person. Things hidden from a person answer 404 (`Refusal.hidden`).
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate, Organisation, Person
from accounts.rules import (
    Answer,
    Refusal,
    committing_mandate,
    has_role,
    is_administrator,
    is_body_member,
    is_drafter_of,
    is_language_editor,
    is_moderator,
    mandates_of,
    member_mandate,
    number_of_editors,
    roles_of,
)
from accounts.states import Membership, RoleKind
from charter.models import Alignment, Amendment, Charter, Compromise, Merge, Publication, Remark, Round
from charter.states import AmendmentState, CompromiseState, MergeState, Phase

NOT_A_MEMBER = _("You do not belong to this member.")
MODERATORS_ONLY = _("Only moderators can do this. Write to the secretariat if something is wrong.")
SECOND_PERSON = _("A second person must agree to this. You began it yourself.")


def _now(now: datetime | None) -> datetime:
    return now or timezone.now()


# --- Proposing ----------------------------------------------------------------------------------------------------


def may_prepare(person: Person | None, organisation: Organisation) -> Answer:
    """Drafts belong to an organisation; any of its people may prepare one at any time."""
    return bool(member_mandate(person, organisation)) or Refusal(NOT_A_MEMBER, hidden=True)


def may_write(person: Person | None, amendment: Amendment) -> Answer:
    """Its own people; moderators what the secretariat entered on behalf of its member."""
    if not amendment.on_behalf:
        return may_prepare(person, amendment.organisation)
    if is_moderator(person):
        return True
    why = _("The secretariat entered this amendment. Only moderators change it or take it back.")
    return Refusal(why, hidden=not member_mandate(person, amendment.organisation))


def may_enter(person: Person | None, organisation: Organisation, round_: Round, now: datetime | None = None) -> Answer:
    """A moderator enters what a member sent, where the member itself may propose; until proposals end."""
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    if round_.phase(_now(now)) not in (Phase.ANNOUNCED, Phase.OPEN):
        return Refusal(_("The round is closed for proposals. This can be entered in the next round."))
    return _is_a_proposer(organisation, round_)


def may_see_receipt(person: Person | None, amendment: Amendment) -> Answer:
    """The note on what an entered amendment stands: moderators, and the people of its member."""
    return is_moderator(person) or may_prepare(person, amendment.organisation)


def _is_a_proposer(organisation: Organisation, round_: Round) -> Answer:
    if not organisation.is_government and not round_.partners_propose:
        return Refusal(_("In this round only member governments propose. Partners can comment."))
    flag = round_.who_proposes
    if organisation.is_government and flag != Membership.ANY and not getattr(organisation, flag):
        who = Membership(flag).label
        return Refusal(_("In this round these propose: %(who)s. Write to the secretariat to join.") % {"who": who})
    return True


def may_propose(organisation: Organisation, round_: Round, now: datetime | None = None) -> Answer:
    """Whether this organisation may propose in this round, and now."""
    proposer = _is_a_proposer(organisation, round_)
    if isinstance(proposer, Refusal):
        return proposer
    phase = round_.phase(_now(now))
    if phase == Phase.ANNOUNCED:
        return Refusal(_("The round has not opened yet. You can write a draft now and send it then."))
    if phase != Phase.OPEN:
        return Refusal(_("The round is closed for proposals. What you typed is kept as a draft."))
    return True


def may_read(person: Person | None, amendment: Amendment) -> Answer:
    """Public ones by all; drafts and sent ones by the people of their organisation, or who entered them for it.

    Where a round does not show what is pending, the public reads an amendment once its decision is released.
    """
    if amendment.is_public and (_is_shown(amendment) or is_inside(person)):
        return True
    if amendment.on_behalf and is_moderator(person):
        return True
    entering = amendment.on_behalf and amendment.state == AmendmentState.DRAFT
    if member_mandate(person, amendment.organisation) and not entering:
        return True
    return Refusal(_("There is no such amendment."), hidden=True)


def _is_shown(amendment: Amendment) -> bool:
    decision = amendment.decision
    return amendment.round.pending_is_public or (decision is not None and decision.is_released)


def may_edit(person: Person | None, amendment: Amendment) -> Answer:
    write = may_write(person, amendment)
    if isinstance(write, Refusal):
        return write
    if amendment.state == AmendmentState.DRAFT:
        return True
    return Refusal(_("This amendment was sent. Take it back to change its words."))


def may_note(person: Person | None, amendment: Amendment) -> Answer:
    """People of its organisation speak among themselves about a draft; nobody else knows of it, moderators neither."""
    return may_prepare(person, amendment.organisation)


def may_send(person: Person | None, amendment: Amendment, now: datetime | None = None) -> Answer:
    edit = may_edit(person, amendment)
    return edit if isinstance(edit, Refusal) else may_propose(amendment.organisation, amendment.round, now)


def may_copy(person: Person | None, amendment: Amendment) -> Answer:
    """Into a new draft, by its own people, where it was not confirmed in time."""
    prepare = may_prepare(person, amendment.organisation)
    if isinstance(prepare, Refusal):
        return prepare
    if amendment.state == AmendmentState.NOT_CONFIRMED:
        return True
    return Refusal(_("Only an amendment that was not confirmed in time is copied into a new draft."))


def may_take_back(person: Person | None, amendment: Amendment) -> Answer:
    """An officer may take a sent one back until it is confirmed."""
    write = may_write(person, amendment)
    if isinstance(write, Refusal):
        return write
    return amendment.state == AmendmentState.SENT or Refusal(_("Only an amendment that waits can be taken back."))


def may_confirm(person: Person | None, amendment: Amendment, now: datetime | None = None) -> Answer:
    """The delegate, or the substitute while the delegate is away; in time."""
    commit = may_commit(person, amendment.organisation)
    if isinstance(commit, Refusal):
        return commit
    if amendment.state != AmendmentState.SENT:
        return Refusal(_("This amendment does not wait for a confirmation."))
    if amendment.round.phase(_now(now)) not in (Phase.OPEN, Phase.CONFIRMING):
        return Refusal(_("The time to confirm is over. The amendment stays as a private draft."))
    return True


def may_commit(person: Person | None, organisation: Organisation) -> Answer:
    """Whether the person may bind the organisation now; a partner's people speak for it themselves."""
    if not organisation.is_government:
        return bool(member_mandate(person, organisation)) or Refusal(NOT_A_MEMBER, hidden=True)
    mandate = committing_mandate(person, organisation)
    return mandate if isinstance(mandate, Refusal) else True


def commitment(person: Person, organisation: Organisation) -> Mandate:
    """The mandate an act that binds the organisation stands on; ask `may_commit` first."""
    mandate = committing_mandate(person, organisation) if organisation.is_government else None
    held = mandate if isinstance(mandate, Mandate) else member_mandate(person, organisation)
    assert held is not None
    return held


def may_withdraw(person: Person | None, amendment: Amendment) -> Answer:
    """Until the decision is released."""
    commit = may_commit(person, amendment.organisation)
    if isinstance(commit, Refusal):
        return commit
    decision = amendment.decision
    if amendment.state not in (AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED):
        return Refusal(_("This amendment cannot be withdrawn any more."))
    if decision is not None and decision.is_released:
        return Refusal(_("The decision on this amendment is public. It cannot be withdrawn any more."))
    return True


# --- Supporting and commenting ------------------------------------------------------------------------------------


def may_take_position(
    person: Person | None, organisation: Organisation, amendment: Amendment, now: datetime | None = None
) -> Answer:
    """One stance of an organisation to another's words, from confirmation to the end of support."""
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
        return Refusal(_("The people of a partner speak for it themselves."))
    return _takes_positions(organisation, amendment, now)


def _takes_positions(organisation: Organisation, amendment: Amendment, now: datetime | None) -> Answer:
    if amendment.organisation_id == organisation.pk:
        return Refusal(_("This is your own amendment."))
    if not amendment.is_public or amendment.state == AmendmentState.WITHDRAWN:
        return Refusal(_("Positions can be taken on amendments under review."))
    if not amendment.round.text_stands_still(_now(now)):
        return Refusal(_("The time for positions is over."))
    return True


def may_join(
    person: Person | None, organisation: Organisation, amendment: Amendment, now: datetime | None = None
) -> Answer:
    """Co-proposing asks the same as a position, of a government."""
    if not organisation.is_government:
        return Refusal(_("Only member governments join as co-proposers."))
    return may_take_position(person, organisation, amendment, now)


def may_assent(person: Person | None, organisation: Organisation, compromise: Compromise) -> Answer:
    commit = may_commit(person, organisation)
    if isinstance(commit, Refusal):
        return commit
    if compromise.state != CompromiseState.ASKED:
        return Refusal(_("This compromise is closed."))
    return True


def may_comment(person: Person | None, round_: Round | None, now: datetime | None = None) -> Answer:
    """Members, partners and the secretariat, while a round is open for comments."""
    if person is None or not person.is_authenticated:
        return Refusal(_("Sign in to comment. Members and partners of the consultation can comment."))
    if not is_inside(person):
        return Refusal(_("Only members and partners of the consultation can comment."))
    if round_ is None or not round_.comments_open or not round_.text_stands_still(_now(now)):
        return Refusal(_("Comments are closed now. They open with the next round."))
    return True


def may_edit_remark(person: Person | None, remark: Remark, now: datetime | None = None) -> Answer:
    """The author, for fifteen minutes."""
    if person is None or remark.user_id != person.pk:
        return Refusal(_("Only the author can change a comment."), hidden=True)
    if (_now(now) - remark.submit_date).total_seconds() > 15 * 60:
        return Refusal(_("A comment can be changed for 15 minutes. Write an answer to it instead."))
    return True


def may_remove_remark(person: Person | None, remark: Remark) -> Answer:
    own = person is not None and remark.user_id == person.pk
    return own or is_moderator(person) or Refusal(MODERATORS_ONLY, hidden=True)


# --- Reading ------------------------------------------------------------------------------------------------------


def may_read_working(person: Person | None, round_: Round | None, *, holds_unreleased: bool) -> Answer:
    """The working text is open while it holds no decision that is not public, and the round shows what is pending."""
    if is_moderator(person) or is_body_member(person) or is_language_editor(person) or is_administrator(person):
        return True
    if holds_unreleased or (round_ is not None and not round_.pending_is_public):
        return Refusal(_("The working text is shown when the decisions of this round are public."), hidden=True)
    return True


# --- The desk -----------------------------------------------------------------------------------------------------


def may_moderate(person: Person | None) -> Answer:
    return is_moderator(person) or Refusal(MODERATORS_ONLY, hidden=True)


def may_read_decisions_before_release(person: Person | None) -> Answer:
    inside = is_moderator(person) or has_role(person, RoleKind.BODY_MEMBER)
    return inside or Refusal(MODERATORS_ONLY, hidden=True)


def may_decide(person: Person | None, amendment: Amendment) -> Answer:
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    if amendment.state not in (AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED):
        return Refusal(_("Only an amendment under review can be decided."))
    return True


def may_release(person: Person | None, round_: Round, now: datetime | None = None) -> Answer:
    """Decisions become public when support has ended."""
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    if round_.text_stands_still(_now(now)):
        return Refusal(_("Decisions are released when the time for support has ended."))
    return True


def may_apply(person: Person | None, merge_state: str, round_: Round, now: datetime | None = None) -> Answer:
    """A merge is applied once, and not while the text stands still."""
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    if merge_state != MergeState.OPEN:
        return Refusal(_("This merge was applied already."))
    if round_.text_stands_still(_now(now)):
        return Refusal(_("The text stands still until the time for support has ended."))
    return True


def may_take_merge_back(person: Person | None, merge: Merge, now: datetime | None = None) -> Answer:
    """An applied merge is taken back once, and not while the text stands still; an undoing is not undone."""
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    if merge.state != MergeState.APPLIED or merge.undoes_id:
        return Refusal(_("Only an applied merge can be taken back."))
    if Merge.objects.filter(undoes=merge.pk).exists():
        return Refusal(_("This merge was taken back already."))
    if merge.round.text_stands_still(_now(now)):
        return Refusal(_("The text stands still until the time for support has ended."))
    return True


def may_agree_to_publish(person: Person | None, publication: Publication) -> Answer:
    """A second moderator; the same one where the installation says that one is enough."""
    moderate = may_moderate(person)
    if isinstance(moderate, Refusal):
        return moderate
    if publication.version_id or publication.dropped_at:
        return Refusal(_("This publication does not wait any more."))
    assert person is not None
    if not settings.PUBLISH_NEEDS_TWO:
        return True
    return publication.proposed_by_id != person.pk or Refusal(SECOND_PERSON)


# --- Languages, drafts, import ------------------------------------------------------------------------------------


def may_align(person: Person | None, language: str) -> Answer:
    return is_language_editor(person, language) or Refusal(
        _("Only editors of this language can do this."), hidden=True
    )


def may_approve_alignment(person: Person | None, alignment: Alignment) -> Answer:
    """Another editor of the language; a moderator where the language has one editor alone."""
    align = may_align(person, alignment.language)
    stands_in = is_moderator(person) and number_of_editors(alignment.language) < 2
    if isinstance(align, Refusal) and not stands_in:
        return align
    assert person is not None
    return alignment.written_by_id != person.pk or Refusal(SECOND_PERSON)


def may_import(person: Person | None) -> Answer:
    inside = is_moderator(person) or is_administrator(person)
    return inside or Refusal(MODERATORS_ONLY, hidden=True)


def may_draft(
    person: Person | None,
    charter: Charter,
    article_key: str,
    round_: Round | None,
    now: datetime | None = None,
) -> Answer:
    """The secretariat edits any section, a drafter the assigned ones, and nobody from a round's opening on."""
    if not (is_moderator(person) or is_administrator(person) or is_drafter_of(person, article_key)):
        return Refusal(_("This section is not assigned to you."))
    if round_ is not None and round_.phase(_now(now)) not in (Phase.ANNOUNCED, Phase.CLOSED):
        return Refusal(_("From the opening of a round until its version is out, the text changes by amendments only."))
    return True


def may_correct_a_misprint(
    person: Person | None, agreed_by: Person | None, charter: Charter, article_key: str
) -> Answer:
    """Words of one language, at any time: who may edit the section writes, a second one of the secretariat agrees."""
    draft = may_draft(person, charter, article_key, None)
    if isinstance(draft, Refusal):
        return draft
    if agreed_by is None or agreed_by == person:
        return Refusal(SECOND_PERSON)
    return is_moderator(agreed_by) or is_administrator(agreed_by) or Refusal(MODERATORS_ONLY)


def may_see_languages(person: Person | None) -> Answer:
    """The ledger tells of words that are not published, so only who works on the text reads it."""
    working = {role.kind for role in roles_of(person)} - {RoleKind.SECTION_STAFF}
    return bool(working) or Refusal(_("Only who works on the text can see this."), hidden=True)


def is_inside(person: Person | None) -> bool:
    """Whether the person belongs to a member, a partner or the secretariat."""
    return bool(mandates_of(person) or roles_of(person))
