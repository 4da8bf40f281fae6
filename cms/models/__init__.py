from .campaign import (
    CalendarPage,
    EventPage,
    InitiativeIndexPage,
    InitiativePage,
    ResourceIndexPage,
    ResourceKind,
    ResourcePage,
)
from .home import HomePage
from .plain import NewsIndexPage, NewsPage, PlainPage
from .processes import ProcessIndexPage, ProcessPage
from .sections import CharterPage, SectionPage, turned_back

__all__ = [
    "CalendarPage",
    "CharterPage",
    "EventPage",
    "HomePage",
    "InitiativeIndexPage",
    "InitiativePage",
    "NewsIndexPage",
    "NewsPage",
    "PlainPage",
    "ProcessIndexPage",
    "ProcessPage",
    "ResourceIndexPage",
    "ResourceKind",
    "ResourcePage",
    "SectionPage",
    "turned_back",
]
