"""Papers by their name, as it stands in addresses."""

from __future__ import annotations

import re

from django.db.models import Count

from charter.exports.comparisons import Changes
from charter.exports.decisions import Table
from charter.exports.papers import Paper
from charter.exports.referred import Referred
from charter.exports.sealing import Release
from charter.exports.texts import Text
from charter.models import Charter, Round, Version
from charter.queries import charters, reading

NAME = r"charter/[0-9]{1,6}(?:\.\.[0-9]{1,6})?(?:/[\w-]+)?|(?:decisions|referred|release)/[0-9]{1,6}"
_TEXT = re.compile(r"charter/(?P<old>\d+)(?:\.\.(?P<new>\d+))?(?:/(?P<article>[\w-]+))?")


def paper(name: str, language: str) -> Paper | None:
    """The paper of that name in that language; None where nothing of it is published."""
    charter = charters.current()
    if charter is None:
        return None
    room, _slash, number = name.partition("/")
    if room == "decisions":
        return _table(charter, int(number), language)
    if room == "referred":
        return referred(charter, int(number), language)
    versions = {version.number: version for version in reading.versions(charter)}
    if room == "release":
        return Release(charter, versions[int(number)], language) if int(number) in versions else None
    found = _TEXT.fullmatch(name)
    assert found is not None
    old, new = versions.get(int(found["old"])), versions.get(int(found["new"] or found["old"]))
    if old is None or new is None:
        return None
    article = found["article"] or ""
    return _changes(charter, old, new, language, article) if found["new"] else _text(charter, new, language, article)


def _text(charter: Charter, version: Version, language: str, article: str) -> Text | None:
    made = Text(charter, version, language, article)
    return made if made.stands else None


def _changes(charter: Charter, old: Version, new: Version, language: str, article: str) -> Changes | None:
    made = Changes(charter, old, new, language, article)
    return made if old.number < new.number and made.stands else None


def referred(charter: Charter, number: int, language: str) -> Referred | None:
    """The paper for the body of a round; None where nothing is referred to it, or no more."""
    table = _table(charter, number, language)
    made = Referred(charter, table.round, language) if table else None
    return made if made and made.questions else None


def _table(charter: Charter, number: int, language: str) -> Table | None:
    rounds = Round.objects.annotate(released=Count("releases")).filter(charter=charter, number=number, released__gt=0)
    found = rounds.select_related("version__arrangement__charter").first()
    return Table(charter, found, language) if found else None
