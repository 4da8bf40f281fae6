from .following import Follow, Follower
from .invitations import Invitation
from .kinds import OfficialKind
from .mailing import Letter, Mailbox
from .mandates import Mandate, Role
from .organisations import FormerName, Organisation, belonging, names_of
from .people import Person
from .pledges import CONTACT, HEAD, Pledge
from .records import Record, RequestToken
from .said import Said, said_in, say, say_in_each
from .visits import Visit

__all__ = [
    "CONTACT",
    "HEAD",
    "Follow",
    "Follower",
    "FormerName",
    "Invitation",
    "Letter",
    "Mailbox",
    "Mandate",
    "OfficialKind",
    "Organisation",
    "Person",
    "Pledge",
    "Record",
    "RequestToken",
    "Role",
    "Said",
    "Visit",
    "belonging",
    "names_of",
    "said_in",
    "say",
    "say_in_each",
]
