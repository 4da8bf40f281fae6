"""Word lists of people and organisations: the one place each of them stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
    DRAFTER = "drafter", _("Drafter")
    BODY_MEMBER = "body_member", _("Member of the endorsing body")
    SECTION_STAFF = "section_staff", _("Staff of a section")
    ADMINISTRATOR = "administrator", _("Administrator")


class LetterState(TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")


class Membership(TextChoices):
    """Flags of an organisation by which a round says who proposes and who is counted."""

    ANY = "any", _("Every government on the list")
    CAMPAIGN = "is_campaign_member", _("Members of the campaign")
    COMMITTEE = "is_committee_member", _("Members of the committee")
    VOTING = "is_voting_member", _("Members with a vote")


SECOND_FACTOR_ROLES = frozenset({RoleKind.MODERATOR, RoleKind.ADMINISTRATOR})
EVERY_MEMBER = frozenset(MandateKind)
COMMITTING = frozenset({MandateKind.DELEGATE, MandateKind.SUBSTITUTE})
