from .counts import Count
from .email_templates import EmailTemplate
from .following import Follow, Follower
from .interface_texts import TextCorrection, TextReport
from .invitation_letters import InvitationLetter
from .invitations import Invitation
from .kinds import OfficialKind
from .localized_texts import LocalizedText, create_localized_text, create_localized_text_from, localized_text_in
from .mailing import Letter, Mailbox
from .mandates import Mandate, Role
from .milestones import Milestone
from .news_marks import NewsMark
from .organisations import FormerName, Organisation, belonging_on, forget_renamed, load_names, names_of
from .people import Person
from .pledges import CONTACT, HEAD, Pledge
from .records import Record, RequestToken
from .site_settings import SiteSettings
from .themes import Theme
from .waves import Wave

__all__ = [
    "CONTACT",
    "HEAD",
    "Count",
    "EmailTemplate",
    "Follow",
    "Follower",
    "FormerName",
    "Invitation",
    "InvitationLetter",
    "Letter",
    "LocalizedText",
    "Mailbox",
    "Mandate",
    "Milestone",
    "NewsMark",
    "OfficialKind",
    "Organisation",
    "Person",
    "Pledge",
    "Record",
    "RequestToken",
    "Role",
    "SiteSettings",
    "TextCorrection",
    "TextReport",
    "Theme",
    "Wave",
    "belonging_on",
    "create_localized_text",
    "create_localized_text_from",
    "forget_renamed",
    "load_names",
    "localized_text_in",
    "names_of",
]
