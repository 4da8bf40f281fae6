"""The charter of the site, and its languages."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.models import LocalizedText
from accounts.prepared import Prepared
from accounts.queries.site_settings import site_settings
from accounts.stamps import read_stamp, renew_stamp
from charter.models import Arrangement, Charter, CharterLanguage, EarlierText
from charter.structure import DEFAULT_STRUCTURE, TextStructure, read_structure

LANGUAGES_KEY = "charter:languages"
STRUCTURE_KEY = "charter:structure:2"
STAMP = "charter"
FRESH = 60


def current_charter() -> Charter | None:
    """The charter of the site: its first one; None before anything was imported."""
    stamp = read_stamp(STAMP)
    charter: Charter | None = next(iter(_FIRST.objects()), None)
    if charter is not None:
        words = (charter.title_id, charter.title_text, charter.title_language)  # type: ignore[attr-defined]
        charter.title = LocalizedText.from_db(connection.alias, ("id", "text", "language"), words)
        cache.set(STRUCTURE_KEY, (stamp, charter.text_structure), FRESH)
    return charter


_TITLED = {"title_text": F("title__text"), "title_language": F("title__language")}


def _first_charter() -> QuerySet[Charter]:
    """Every page reads the charter. So no page asks more to know whether there are earlier texts."""
    earlier = Exists(EarlierText.objects.filter(charter=OuterRef("pk"), published_at__isnull=False))
    return Charter.objects.order_by("id").annotate(**_TITLED, has_earlier_texts=earlier)[:1]


_FIRST = Prepared(_first_charter)


def has_earlier_texts(charter: Charter) -> bool:
    """Whether texts from before this site are public; without a query for a charter of `current_charter`."""
    if not hasattr(charter, "has_earlier_texts"):
        charter.has_earlier_texts = EarlierText.objects.filter(  # type: ignore[attr-defined]
            charter=charter, published_at__isnull=False
        ).exists()
    return bool(charter.has_earlier_texts)  # type: ignore[attr-defined]


def arrangement_of(charter: Charter) -> Arrangement | None:
    """The order of the working text, with its charter known to it."""
    if charter.arrangement_id is None:
        return None
    if not Charter.arrangement.is_cached(charter):  # type: ignore[attr-defined]
        charter.arrangement = _ARRANGEMENT.objects(charter.arrangement_id)[0]
    arrangement = charter.arrangement
    assert arrangement is not None
    arrangement.charter = charter
    return arrangement


_ARRANGEMENT = Prepared(lambda pk: Arrangement.objects.filter(pk=pk))


def charter_stamp() -> int:
    """When the charter or its languages were last changed, as the file says that all processes of the site share."""
    return read_stamp(STAMP)


def charter_languages() -> tuple[str, ...]:
    """Codes of the languages that the site's charter has editions in, the first one first.

    A change in any process counts at once.
    """
    stamp = read_stamp(STAMP)
    kept_at, codes = cache.get(LANGUAGES_KEY) or (None, ())
    if kept_at != stamp:
        first = Charter.objects.order_by("id").values("id")[:1]
        codes = tuple(CharterLanguage.objects.filter(charter__in=first).values_list("code", flat=True))
        if codes:  # another process may import the charter at any moment, and this one must not ask for it again
            cache.set(LANGUAGES_KEY, (stamp, codes), FRESH)
    return codes


def text_structure() -> TextStructure:
    """The structure of the site's charter, before there is one the default. A change in any process counts at once.

    `current_charter` keeps it too, so that no page asks more.
    """
    stamp = read_stamp(STAMP)
    kept_at, structure = cache.get(STRUCTURE_KEY) or (None, DEFAULT_STRUCTURE)
    if kept_at != stamp:
        stored = Charter.objects.order_by("id").values_list("numerals", "structure").first()
        structure = read_structure(*stored) if stored else DEFAULT_STRUCTURE
        cache.set(STRUCTURE_KEY, (stamp, structure), FRESH)
    return structure


def site_languages() -> tuple[str, ...]:
    """Codes of the languages of the site.

    They are the charter's. Before there is a charter, they are those that the secretariat chose, or by default all of
    the interface.
    """
    return charter_languages() or tuple(site_settings().languages) or tuple(settings.INTERFACE_LANGUAGES)


def first_language() -> str:
    """The language the charter was founded in, which other editions lean on where they miss words."""
    return next(iter(charter_languages()), settings.LANGUAGE_CODE)


def edition_in(code: str) -> str:
    """The code itself if the charter has that language, otherwise the charter's first language."""
    return code if code in charter_languages() else first_language()


def interface_for(code: str) -> str:
    """The language that the interface speaks around words in that one: the same where it has a catalogue for it."""
    if code in settings.INTERFACE_LANGUAGES:
        return code
    first = first_language()
    return first if first in settings.INTERFACE_LANGUAGES else settings.LANGUAGE_CODE


def forget_languages(**kwargs: object) -> None:
    """For the receiver: a language was added or taken away."""
    forget(LANGUAGES_KEY)


def forget_structure(**kwargs: object) -> None:
    """For the receiver: the charter was stored, perhaps with another structure."""
    forget(STRUCTURE_KEY)


def forget(key: str) -> None:
    """This process forgets at once, and all of them when the change can be seen by them."""
    cache.delete(key)
    transaction.on_commit(lambda: _forget_everywhere(key))


def _forget_everywhere(key: str) -> None:
    cache.delete(key)
    renew_stamp(STAMP)
