"""What the site calls the parts of its charter, in the active language."""

from __future__ import annotations

from django.utils.functional import lazy

from charter.queries.reading import charters
from charter.states import ArticleKind


def name_of_part(kind: str) -> str:
    """The name of a kind of part without a number: `Article`, or the name that the secretariat chose, `Rule`."""
    return charters.text_structure().name_of_part(kind)


ARTICLE = lazy(name_of_part, str)(ArticleKind.ARTICLE)
