from .mandates import Mandate, Role
from .organisations import Organisation
from .people import Person
from .records import Letter, Record, RequestToken
from .said import Said, say, say_in_each

__all__ = [
    "Letter",
    "Mandate",
    "Organisation",
    "Person",
    "Record",
    "RequestToken",
    "Role",
    "Said",
    "say",
    "say_in_each",
]
