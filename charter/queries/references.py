"""Numbers that the charter's own words cite, and whether what they cite is still called so.

A citation without a dot, like the number of an article, is looked for only where a word for article stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from charter.models import Arrangement, Charter, Standing, Version, VersionWording

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

    Words that changed since then are taken to cite by the present numbers. In a constant number of queries.
    """
    if version is None or charter.arrangement is None or charter.arrangement == version.arrangement:
        return []
    moved = _moved(version.arrangement, charter.arrangement)
    if not moved:
        return []
    rows = VersionWording.objects.filter(version=version).exclude(wording=None)
    then = {(provision, language): wording for provision, language, wording in rows.values_list(*SAME)}
    labels = charter.arrangement.labels()
    found = []
    for standing in Standing.objects.filter(provision__charter=charter).select_related("wording", "provision"):
        key = str(standing.provision.key)
        if key not in labels or then.get((standing.provision_id, standing.language)) != standing.wording_id:
            continue
        for cited in _cited_in(standing.wording.text, moved):
            where = (labels[key].citation, standing.provision.short, standing.language)
            found.append(Reference(*where, cited, moved[cited]))
    order = {label.citation: place for place, label in enumerate(labels.values())}
    return sorted(found, key=lambda one: (order[one.provision], one.language, one.cited))


SAME = ("provision", "language", "wording")


def _moved(old: Arrangement, new: Arrangement) -> dict[str, str]:
    """By citation in the old order: the citation in the new one where it is another, empty where there is none."""
    before, after = old.labels(), new.labels()
    pairs = [(label.citation, after[key].citation if key in after else "") for key, label in before.items()]
    now = {section.key: section.number for section in new.sections}
    pairs += [(section.number, now.get(section.key, "")) for section in old.sections if section.number]
    return {was: there for was, there in pairs if was and was != there}


def _cited_in(text: str, moved: Mapping[str, str]) -> list[str]:
    """Citations in the words that are among those that moved, each once."""
    found: dict[str, None] = {}
    for match in CITED.finditer(text):
        cited = match["cited"]
        named = "." in cited or bool(ARTICLE.match(match["before"] or ""))
        if named and cited in moved:
            found[cited] = None
    return list(found)
