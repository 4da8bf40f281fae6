"""Choices for people and organisations: the only place of each."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.own_names import own_or_standard

ASSOCIATION = "association"
"""The official kind whose members are associations of governments, never counted as one."""


class OrganisationKind(TextChoices):
    GOVERNMENT = "government", _("Local government")
    PARTNER = "partner", _("Partner organization")


class MandateKind(TextChoices):
    """What a person may be for an organisation."""

    OFFICER = "officer", _("Staff member")
    FOCAL_POINT = "focal_point", _("Focal point")
    DELEGATE = "delegate", _("Delegate")
    SUBSTITUTE = "substitute", _("Alternate")


class RoleKind(TextChoices):
    """What a person may be for the whole consultation, or a part of it."""

    MODERATOR = "moderator", _("Moderator")
    LANGUAGE_EDITOR = "language_editor", _("Language editor")
    LANGUAGE_READER = "language_reader", _("Named reader of a language, from a member")
    DRAFTER = "drafter", _("Drafter")
    BODY_MEMBER = "body_member", _("Member of the endorsing body")
    SECTION_STAFF = "section_staff", _("Staff of a section")
    ADMINISTRATOR = "administrator", _("Administrator")


# Roles whose holders do not act for the secretariat.
BESIDE_SECRETARIAT = frozenset({RoleKind.BODY_MEMBER, RoleKind.SECTION_STAFF})
# What stands in place of a name that its person does not let be public.
SOMEBODY: dict[str, Promise] = {
    MandateKind.OFFICER: _("A staff member"),
    MandateKind.FOCAL_POINT: _("A focal point"),
    MandateKind.DELEGATE: _("A delegate"),
    MandateKind.SUBSTITUTE: _("An alternate"),
    RoleKind.MODERATOR: _("A moderator"),
    RoleKind.LANGUAGE_EDITOR: _("A language editor"),
    RoleKind.DRAFTER: _("A drafter"),
    RoleKind.BODY_MEMBER: _("A member of the endorsing body"),
    RoleKind.SECTION_STAFF: _("A member of the staff of a section"),
    RoleKind.ADMINISTRATOR: _("An administrator"),
}


class InvitationState(TextChoices):
    """The state of an invitation; a pending one becomes `expired` by the clock."""

    WAITING = "waiting", _("Awaiting an answer")
    ACCEPTED = "accepted", pgettext_lazy("an invitation", "Accepted")
    REVOKED = "revoked", _("Cancelled")
    EXPIRED = "expired", _("Expired")


class PledgeState(TextChoices):
    """The state of a government's membership application."""

    PLEDGED = "pledged", _("Not sent yet")
    COMPLETE = "complete", _("Sent")
    INCOMPLETE = "incomplete", _("More information requested")
    ACCEPTED = "accepted", pgettext_lazy("a membership application", "Accepted")
    DECLINED = "declined", _("Declined")


class PaperWay(TextChoices):
    """How a paper application reached the secretariat."""

    POST = "post", _("By post")
    EMAIL = "email", _("By email")


SECTION_NAMES = {
    "africa": _("Africa"),
    "asia_pacific": _("Asia-Pacific"),
    "eurasia": _("Eurasia"),
    "europe": _("Europe"),
    "latin_america": _("Latin America"),
    "middle_east_west_asia": _("Middle East and West Asia"),
    "north_america": _("North America"),
    "metropolis": _("Metropolis"),
    "regions": _("Forum of Regions"),
}
"""The standard name of each ready-made section by its code. The secretariat may rename them and add sections."""

SECTIONS_WITHOUT_REGION = ("metropolis", "regions")
"""The ready-made sections that are no region of the world."""


def section_name(code: str) -> str:
    """The name of a section at the time at which it is shown; the code itself where no language has a name."""
    return own_or_standard(code, SECTION_NAMES.get(code, code))


class PopulationBand(TextChoices):
    UNDER_50K = "under_50k", _("Fewer than 50,000")
    TO_250K = "50k_250k", _("50,000 to 250,000")
    TO_1M = "250k_1m", _("250,000 to 1 million")
    TO_5M = "1m_5m", _("1 to 5 million")
    OVER_5M = "over_5m", _("More than 5 million")


class LetterState(TextChoices):
    """`KEPT` is shown to its person on the site and not mailed: not wanted, or no longer true."""

    WAITING = "waiting", _("Pending")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    KEPT = "kept", _("Stored, not sent")


class MailKind(TextChoices):
    """The kinds of email, with the labels by which a person chooses."""

    SECURITY = "security", _("Security of your account")
    INVITATION = "invitation", _("Invitations")
    JOINING = "joining", _("Your membership application")
    MANDATE = "mandate", _("Representatives of your city and their absences")
    TO_CONFIRM = "to_confirm", _("An amendment awaits your confirmation")
    SENT_BACK = "sent_back", _("Your amendment was returned with comments")
    CONFIRMED = "confirmed", _("An amendment that you prepared was confirmed")
    DRAFTS_IMPORTED = "drafts_imported", _("The secretariat imported drafts of your city")
    NOT_CONFIRMED = "not_confirmed", _("An amendment was not confirmed in time")
    MOVED = "moved", _("The text that you propose to amend has changed")
    ADVICE = "advice", _("A colleague suggests a position, or your suggestion is answered")
    ASK_AGAIN = "ask_again", _("A position lapsed because the text changed")
    ASKED_TO_JOIN = "asked_to_join", _("A colleague proposes that your city becomes a co-sponsor of an amendment")
    MAY_CARRY_ON = "may_carry_on", _("An amendment that you may take over was withdrawn")
    COMPROMISE = "compromise", _("A compromise text needs your reply")
    COMPROMISE_TOLD = "compromise_told", _("A compromise text was proposed for an amendment that your city supports")
    COMPROMISE_OVER = "compromise_over", _("The time to reply to a compromise text is over")
    DECISIONS = "decisions", _("Decisions on your amendments")
    COMMENT_ANSWERED = "comment_answered", _("Your comment was answered")
    COMMENT_REMOVED = "comment_removed", _("Your comment was removed")
    ROUND_OPENS = "round_opens", _("A round opens")
    ROUND_CLOSES = "round_closes", _("A round closes in seven days")
    ROUND_CLOSED = "round_closed", _("A round has closed")
    VERSION_PUBLISHED = "version_published", _("A version of the charter is published")
    TIMETABLE_MOVED = "timetable_moved", _("The timetable of a round has changed")
    TO_APPROVE = "alignment_to_approve", _("Text in your language awaits your approval")
    RETURNED = "alignment_returned", _("Your translation update was returned")
    ALIGNMENT_NOTE = "alignment_note", _("A note about work in your language, or work assigned to you")
    TEXT_CORRECTION = "text_correction", _("A correction of an interface text awaits your answer")
    FRAMEWORK_RETURNED = "framework_returned", _("The secretariat returned the entry of a local framework")
    INITIATIVE_TO_CONFIRM = "initiative_to_confirm", _("An initiative awaits your confirmation")
    INITIATIVE_RETURNED = "initiative_returned", _("An initiative of your city was returned or unpublished")
    HELP_REPLY = "help_reply", _("A member replied to an offer or request of your city, or to your reply")
    HELP_ENTRY_REMOVED = "help_entry_removed", _("The secretariat removed an offer or request of your city")
    LANGUAGE_QUESTION = "language_question", _("A language editor asks what your amendment means")
    EXCEPTION_ENDS = "exception_ends", _("An exception that you signed ends soon")
    SECTION_MET = "section_met", _("The text that you are editing has changed")
    SECTION_NOT_PUBLISHED = "section_not_published", _("One of your draft articles was not published")
    SERVER = "server", _("The server needs maintenance")
    FOLLOW_ASKED = "follow_asked", _("Confirmation of a request to follow")
    FOLLOWED = "followed", _("News for followers")


class EmailTemplateKind(TextChoices):
    """Emails whose text the secretariat can change, for each language."""

    INVITATION = "invitation", _("Invitation to represent a member")
    ROLE = "role", _("Invitation to a role")
    JOINING = "joining", _("Membership application: confirm the address")
    DECISIONS = "decisions", _("Publication of decisions")


class MailRhythm(TextChoices):
    DAILY = "daily", _("One email a day")
    WEEKLY = "weekly", _("One email a week, on Monday")
    AT_ONCE = "at_once", _("A separate email for each notification, at once")
    NONE = "none", _("No emails, except those about your sign-in and your invitations")


class Membership(TextChoices):
    """Flags of an organisation by which a round says who proposes and who is counted."""

    ANY = "any", _("All local governments on the list")
    CAMPAIGN = "is_campaign_member", _("Members of the campaign")
    COMMITTEE = "is_committee_member", _("Members of the committee")
    VOTING = "is_voting_member", _("Members with a vote")


class CorrectionState(TextChoices):
    """The state of a correction of an interface text."""

    PROPOSED = "proposed", pgettext_lazy("a correction", "Proposed")
    ACCEPTED = "accepted", pgettext_lazy("a correction", "Accepted")
    REFUSED = "refused", pgettext_lazy("a correction", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("a correction", "Withdrawn")
    REPLACED = "replaced", pgettext_lazy("a correction", "Replaced by a later correction")


ADMINISTRATION_ROLES = frozenset({RoleKind.MODERATOR, RoleKind.ADMINISTRATOR, RoleKind.DRAFTER})
"""Who may open `/admin/`, the administration of pages. Each of them needs a second factor."""
EVERY_MEMBER = frozenset(MandateKind)
ALWAYS_MAILED = frozenset(
    {MailKind.SECURITY, MailKind.INVITATION, MailKind.JOINING, MailKind.SERVER, MailKind.FOLLOW_ASKED}
)
"""At once, each in a mail of its own, and nobody can switch them off."""
OF_FOLLOWERS = frozenset({MailKind.FOLLOW_ASKED, MailKind.FOLLOWED})
"""To readers without an account, by an address that they gave; what they follow is shown to nobody."""
COMMITTING = frozenset({MandateKind.DELEGATE, MandateKind.SUBSTITUTE})
SECRETARIAT = frozenset({RoleKind.MODERATOR, RoleKind.ADMINISTRATOR})
INVITED_BY_THE_CITY = frozenset({MandateKind.OFFICER})
INVITING = frozenset({MandateKind.FOCAL_POINT, MandateKind.DELEGATE})
MARKING_AWAY = INVITING
OPEN_PLEDGES = frozenset({PledgeState.PLEDGED, PledgeState.INCOMPLETE})
UNDECIDED_PLEDGES = OPEN_PLEDGES | {PledgeState.COMPLETE}
WAVES = (10, 100, 1000)
