"""Word lists of people and organisations: the one place each of them stands."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ASSOCIATION = "association"
"""The official kind whose members are associations of governments, never counted as one."""


class OrganisationKind(TextChoices):
    GOVERNMENT = "government", _("Government")
    PARTNER = "partner", _("Partner")


class MandateKind(TextChoices):
    """What a person may be for an organisation."""

    OFFICER = "officer", _("Officer")
    FOCAL_POINT = "focal_point", _("Focal point")
    DELEGATE = "delegate", _("Delegate")
    SUBSTITUTE = "substitute", _("Substitute")


class RoleKind(TextChoices):
    """What a person may be for the whole consultation, or a part of it."""

    MODERATOR = "moderator", _("Moderator")
    LANGUAGE_EDITOR = "language_editor", _("Language editor")
    LANGUAGE_READER = "language_reader", _("Named reader of a language, from a member")
    DRAFTER = "drafter", _("Drafter")
    BODY_MEMBER = "body_member", _("Member of the endorsing body")
    SECTION_STAFF = "section_staff", _("Staff of a section")
    ADMINISTRATOR = "administrator", _("Administrator")


# What stands in place of a name that its person does not let be public.
SOMEBODY: dict[str, Promise] = {
    MandateKind.OFFICER: _("An officer"),
    MandateKind.FOCAL_POINT: _("A focal point"),
    MandateKind.DELEGATE: _("A delegate"),
    MandateKind.SUBSTITUTE: _("A substitute"),
    RoleKind.MODERATOR: _("A moderator"),
    RoleKind.LANGUAGE_EDITOR: _("A language editor"),
    RoleKind.DRAFTER: _("A drafter"),
    RoleKind.BODY_MEMBER: _("A member of the endorsing body"),
    RoleKind.SECTION_STAFF: _("A member of the staff of a section"),
    RoleKind.ADMINISTRATOR: _("An administrator"),
}


class InvitationState(TextChoices):
    """Where an invitation stands; `expired` is what the clock makes of a waiting one."""

    WAITING = "waiting", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Taken back")
    EXPIRED = "expired", _("Expired")


class PledgeState(TextChoices):
    """Where a government's joining form stands."""

    PLEDGED = "pledged", _("Begun, not sent")
    COMPLETE = "complete", _("Sent")
    INCOMPLETE = "incomplete", _("Asked back")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class Section(TextChoices):
    """The sections of the world organisation; a member may belong to several."""

    AFRICA = "africa", _("Africa")
    ASIA_PACIFIC = "asia_pacific", _("Asia-Pacific")
    EURASIA = "eurasia", _("Eurasia")
    EUROPE = "europe", _("Europe")
    LATIN_AMERICA = "latin_america", _("Latin America")
    MIDDLE_EAST_WEST_ASIA = "middle_east_west_asia", _("Middle East and West Asia")
    NORTH_AMERICA = "north_america", _("North America")
    METROPOLIS = "metropolis", _("Metropolis")
    REGIONS = "regions", _("Forum of Regions")


REGIONAL_SECTIONS = tuple(section for section in Section if section not in (Section.METROPOLIS, Section.REGIONS))


class PopulationBand(TextChoices):
    UNDER_50K = "under_50k", _("Fewer than 50,000")
    TO_250K = "50k_250k", _("50,000 to 250,000")
    TO_1M = "250k_1m", _("250,000 to 1 million")
    TO_5M = "1m_5m", _("1 to 5 million")
    OVER_5M = "over_5m", _("More than 5 million")


class Theme(TextChoices):
    """What a member would work on first; asked in the joining form."""

    PARTICIPATION = "participation", _("Participation and democracy")
    HOUSING = "housing", _("Housing")
    WATER = "water", _("Water, sanitation and energy")
    EQUALITY = "equality", _("Equality and non-discrimination")
    MIGRATION = "migration", _("Migration and the right to arrive and to stay")
    GENDER = "gender", _("Rights of women and of LGBTIQ+ people")
    CHILDREN = "children", _("Children and young people")
    AGEING = "ageing", _("Older people and care")
    DISABILITY = "disability", _("Rights of persons with disabilities")
    CULTURE = "culture", _("Culture, language and memory")
    DIGITAL = "digital", _("Digital rights")
    CLIMATE = "climate", _("Environment and climate")
    WORK = "work", _("Work and social protection")
    SAFETY = "safety", _("Safety and peace")


class LetterState(TextChoices):
    """`KEPT` is shown to its person on the site and not mailed: not wanted, or no longer true."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    KEPT = "kept", _("Kept, not mailed")


class MailKind(TextChoices):
    """Every kind of letter there is, in the words by which a person chooses."""

    SECURITY = "security", _("The safety of your account")
    INVITATION = "invitation", _("Invitations")
    JOINING = "joining", _("Your form to join")
    MANDATE = "mandate", _("Who speaks for your city, and when somebody is away")
    TO_CONFIRM = "to_confirm", _("An amendment waits for you to confirm it")
    SENT_BACK = "sent_back", _("Your amendment was sent back with a word")
    CONFIRMED = "confirmed", _("An amendment you prepared was confirmed")
    NOT_CONFIRMED = "not_confirmed", _("An amendment was not confirmed in time")
    MOVED = "moved", _("The text moved under your amendment")
    ADVICE = "advice", _("A colleague suggests what your city says, or your suggestion is answered")
    ASK_AGAIN = "ask_again", _("A position lapsed because the words changed")
    ASKED_TO_JOIN = "asked_to_join", _("A colleague asks that your city joins an amendment")
    MAY_CARRY_ON = "may_carry_on", _("An amendment was withdrawn that you may carry on")
    COMPROMISE = "compromise", _("A compromise asks for your answer")
    COMPROMISE_TOLD = "compromise_told", _("A compromise was put on an amendment that your city supports")
    COMPROMISE_OVER = "compromise_over", _("The time to answer a compromise is over")
    DECISIONS = "decisions", _("Decisions on your amendments")
    COMMENT_ANSWERED = "comment_answered", _("Your comment was answered")
    ROUND_OPENS = "round_opens", _("A round opens")
    ROUND_CLOSES = "round_closes", _("A round closes in seven days")
    ROUND_CLOSED = "round_closed", _("A round has closed")
    TIMETABLE_MOVED = "timetable_moved", _("The days of a round have moved")
    TO_APPROVE = "alignment_to_approve", _("Words in your language wait for your approval")
    RETURNED = "alignment_returned", _("Words you aligned came back")
    ALIGNMENT_NOTE = "alignment_note", _("A word about work in your language, or work that was handed to you")
    LANGUAGE_QUESTION = "language_question", _("An editor of a language asks what your amendment means")
    EXCEPTION_ENDS = "exception_ends", _("An exception that you signed ends soon")
    SECTION_MET = "section_met", _("Words came in where you were writing")
    SECTION_NOT_PUBLISHED = "section_not_published", _("A section of yours was not published")
    SERVER = "server", _("Something on the server needs doing")
    FOLLOW_ASKED = "follow_asked", _("Somebody asked to follow something")
    FOLLOWED = "followed", _("What is new in what somebody follows")


class MailRhythm(TextChoices):
    DAILY = "daily", _("One mail a day")
    WEEKLY = "weekly", _("One mail a week, on Monday")
    AT_ONCE = "at_once", _("A mail for each letter, at once")


class Membership(TextChoices):
    """Flags of an organisation by which a round says who proposes and who is counted."""

    ANY = "any", _("Every government on the list")
    CAMPAIGN = "is_campaign_member", _("Members of the campaign")
    COMMITTEE = "is_committee_member", _("Members of the committee")
    VOTING = "is_voting_member", _("Members with a vote")


SECOND_FACTOR_ROLES = frozenset({RoleKind.MODERATOR, RoleKind.ADMINISTRATOR})
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
