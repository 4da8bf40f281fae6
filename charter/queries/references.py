"""Numbers that the charter's own words cite, and whether what they cite is still called so.

A citation without a dot, like the number of an article, is looked for only where a word for article stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.locales import listed
from charter.citations import Label
from charter.models import Adoption, Arrangement, Charter, Standing, Version, VersionWording, Wording
from charter.queries import divisions
from charter.states import CameFrom, Fate

# A run of numbers and letters with dots, such as VI.2.3 or 4.1.a, and the word before it.
CITED = re.compile(r"(?:(?P<before>[^\W\d_]+)\s+)?(?<![\w.])(?P<cited>(?:[IVXLCDM]+|\d+)(?:\.(?:\d+|[a-z]))*)(?![\w])")
ARTICLE = re.compile(r"art|مادة|المادة", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """A citation in the words of a provision that is out of date; `now` is empty where what it cites has gone."""

    provision: str
    short: str
    language: str
    cited: str
    now: str


def out_of_date(charter: Charter, version: Version | None) -> list[Reference]:
    """Citations that were true in the last version and are not any more, in words that did not change since.

    Words that changed since then are taken to cite by the present numbers; to be divided or joined is no change of
    words. In a constant number of queries.
    """
    if version is None or charter.arrangement is None or charter.arrangement == version.arrangement:
        return []
    made = list(divisions.made(charter.pk))
    moved = _moved(version.arrangement, charter.arrangement, made)
    if not moved:
        return []
    rows = VersionWording.objects.filter(version=version).exclude(wording=None)
    unchanged, shaped = set(rows.values_list("wording", flat=True)), _wholes(charter) if made else {}
    labels = charter.arrangement.labels()
    found = []
    for standing in Standing.objects.filter(provision__charter=charter).select_related("wording", "provision"):
        key = str(standing.provision.key)
        if key not in labels or shaped.get(standing.wording_id, standing.wording_id) not in unchanged:
            continue
        for cited in _cited_in(standing.wording.text, moved):
            where = (labels[key].citation, standing.provision.short, standing.language)
            found.append(Reference(*where, cited, moved[cited]))
    order = {label.citation: place for place, label in enumerate(labels.values())}
    return sorted(found, key=lambda one: (order[one.provision], one.language, one.cited))


def _wholes(charter: Charter) -> dict[int, int]:
    """By the wording of a part or of joined words: the one that it was made of, further and further back."""
    rows = Wording.objects.filter(provision__charter=charter, came_from__in=(CameFrom.SPLIT, CameFrom.JOIN))
    found: dict[int, int] = {}
    for pk, parent in rows.order_by("pk").values_list("pk", "parent"):
        if parent is not None:
            found[pk] = found.get(parent, parent)
    return found


def _moved(old: Arrangement, new: Arrangement, made: Sequence[Adoption]) -> dict[str, str]:
    """By citation in the old order: the citation in the new one where it is another, empty where there is none.

    What was divided is cited by all its parts, what was joined by what it went into.
    """
    before, after = old.labels(), new.labels()
    pairs = [(label.citation, _now(key, after, before, made)) for key, label in before.items()]
    now = {section.key: section.number for section in new.sections}
    pairs += [(section.number, now.get(section.key, "")) for section in old.sections if section.number]
    return {was: there for was, there in pairs if was and was != there}


def _now(key: str, after: Mapping[str, Label], before: Mapping[str, Label], made: Sequence[Adoption]) -> str:
    parts = [key]
    for adoption in made:
        one, other = str(adoption.provision.key), str(adoption.other.key) if adoption.other else ""
        if adoption.fate == Fate.SPLIT and one in parts and other not in before:
            parts.insert(parts.index(one) + 1, other)
        elif adoption.fate == Fate.JOINED and other in parts:
            parts = list(dict.fromkeys(one if part == other else part for part in parts))
    return listed(after[part].citation for part in parts if part in after)


def _cited_in(text: str, moved: Mapping[str, str]) -> list[str]:
    """Citations in the words that are among those that moved, each once."""
    found: dict[str, None] = {}
    for match in CITED.finditer(text):
        cited = match["cited"]
        named = "." in cited or bool(ARTICLE.match(match["before"] or ""))
        if named and cited in moved:
            found[cited] = None
    return list(found)
