"""The wordings of a provision at its place in the article: those of earlier versions, and the proposed ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.locales import localize_commas
from charter.models import Round, Version, Wording
from charter.queries.amending import similarity
from charter.queries.amending.similarity import Similar
from charter.queries.reading import earlier_wordings
from charter.queries.reading.articles import Reading, TextLine
from charter.wording.charter_text import interface_language

PROPOSED = "proposed"


@dataclass(frozen=True)
class ShownWording:
    """The reader's choice for one provision: the wording of an earlier version, or proposed ones."""

    provision: int
    name: str
    wording: Wording | None = None
    proposed: tuple[Similar, ...] = ()


def versions_of(read: Reading, chosen: Version | None, language: str) -> dict[int, dict[int, int]]:
    """The wordings of each provision in published versions; none where there is no earlier version."""
    if chosen is None or chosen.number == 1:
        return {}
    return earlier_wordings.versions_by_wording(read.provision_ids, chosen, language)


def shown_wording(
    request: HttpRequest, read: Reading, versions: dict[int, dict[int, int]], round_: Round | None
) -> ShownWording | None:
    """The wording that the address chooses; None if the provision has no such wording."""
    line, name = read.find(request.GET.get("of", "")), request.GET.get("wording", "")
    if line is None or line.wording is None:
        return None
    pk = line.provision.pk
    if name == PROPOSED:
        proposed = similarity.pending_texts(line.provision, round_, interface_language())
        return ShownWording(pk, name, proposed=tuple(proposed)) if proposed else None
    earlier = {str(number): wording for number, wording in versions.get(pk, {}).items() if wording != line.wording.pk}
    if name not in earlier:
        return None
    return ShownWording(pk, name, wording=earlier_wordings.wording_by_id(earlier[name]))


def wording_links(
    line: TextLine, versions: dict[int, int], shown: ShownWording | None, address: str, pending: int
) -> list[dict[str, Any]]:
    """A link for each wording, which keeps the place on the page; none where there is only one."""
    if line.wording is None or line.missing or not (len(versions) > 1 or (pending and versions)):
        return []
    name, own = shown.name if shown else "", f"#{line.anchor}"
    links = []
    for number, wording in versions.items():
        current = wording == line.wording.pk
        query = "" if current else "?" + urlencode({"of": line.anchor, "wording": number})
        chosen = not name if current else name == str(number)
        links.append({"text": str(number), "url": f"{address}{query}{own}", "current": chosen})
    if pending:
        query = urlencode({"of": line.anchor, "wording": PROPOSED})
        links.append({"text": _("proposed"), "url": f"{address}?{query}{own}", "current": name == PROPOSED})
    hidden = _("wording of %(citation)s") % {"citation": localize_commas(line.citation)}
    return [{**link, "hidden": hidden} for link in links]
