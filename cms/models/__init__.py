from .plain import HomePage, NewsIndexPage, NewsPage, PlainPage
from .sections import CharterPage, SectionPage, turned_back

__all__ = ["CharterPage", "HomePage", "NewsIndexPage", "NewsPage", "PlainPage", "SectionPage", "turned_back"]
