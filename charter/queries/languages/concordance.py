"""Provisions whose text in a language contains a text, with the texts of all languages, in every version.

A corrigendum of a version counts as its text too. The version has both: the published text and the corrected one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from accounts.folding import fold_text
from charter.models import Charter, Corrigendum, CurrentWording, SearchText, Version, VersionWording, Wording
from charter.states import FoundKind

# Sorts after every number of a version.
WORKING = 1_000_000
# By number of a version and provision: the id and the digest of the wording of each language.
Wordings = dict[tuple[int, int], dict[str, tuple[int, str]]]


@dataclass(frozen=True)
class ConcordanceRow:
    """The texts of a provision in the versions from `first` to `last`, as ids and digests of wordings by language.

    Both are `WORKING` for a working text that the latest version does not have. `corrigenda` are the ids of those of
    the provision in these versions, in any language.
    """

    provision: int
    first: int
    last: int
    texts: dict[str, tuple[int, str]]
    corrigenda: tuple[int, ...] = ()

    @property
    def digests(self) -> dict[str, str]:
        return {code: digest for code, (_pk, digest) in self.texts.items()}

    @property
    def wordings(self) -> dict[str, int]:
        return {code: pk for code, (pk, _digest) in self.texts.items()}


def fold_query(text: str) -> str:
    """The text as the index has it, with single spaces."""
    return " ".join(fold_text(text).split())


def concordance_rows(charter: Charter, language: str, text: str) -> list[ConcordanceRow]:
    """One row for each different set of texts of a provision, the newest first, in the order of the provisions."""
    folded = fold_query(text)
    if not folded:
        return []
    keys = SearchText.objects.filter(kind=FoundKind.WORDING, language=language, text__contains=folded).order_by()
    matching = Wording.objects.filter(provision__charter=charter, language=language, pk__in=keys.values("ref"))
    matches = set(matching.order_by().values_list("pk", flat=True))
    provisions = matching.order_by().values("provision")
    texts, corrected = _wordings(charter, provisions), _corrigenda(charter, provisions)
    latest = max((number for number, _provision in texts if number != WORKING), default=0)
    rows: list[ConcordanceRow] = []
    newest: dict[int, int] = {}
    for (number, provision), by_language in sorted(texts.items(), key=lambda item: item[0]):
        corrigenda = corrected[number, provision]
        own = [by_language[language][0]] if language in by_language else []
        own += [wording for _pk, code, wording in corrigenda if code == language]
        if matches.isdisjoint(own):
            continue
        row = ConcordanceRow(provision, number, number, by_language, tuple(pk for pk, _code, _wording in corrigenda))
        place = newest.get(provision)
        previous = latest if number == WORKING else number - 1
        if place is None or rows[place].last != previous or rows[place].digests != row.digests:
            newest[provision] = len(rows)
            rows.append(row)
        elif number != WORKING:
            before = rows[place]
            rows[place] = replace(before, last=number, corrigenda=before.corrigenda + row.corrigenda)
    places = _places(charter)
    return sorted(rows, key=lambda row: (-row.last, places.get(row.provision, WORKING), row.provision))


def _wordings(charter: Charter, provisions: QuerySet) -> Wordings:
    """The texts of provisions in every version and in the working text."""
    texts: Wordings = defaultdict(dict)
    lines = VersionWording.objects.filter(version__charter=charter, provision__in=provisions, wording__isnull=False)
    columns = ("provision", "language", "wording", "wording__digest")
    for number, provision, code, pk, digest in lines.order_by().values_list("version__number", *columns):
        texts[number, provision][code] = (pk, digest)
    current = CurrentWording.objects.filter(provision__in=provisions)
    present = set(charter.arrangement.keys()) if charter.arrangement else set()
    for provision, code, pk, digest, key in current.order_by().values_list(*columns, "provision__key"):
        if str(key) in present:
            texts[WORKING, provision][code] = (pk, digest)
    return texts


def _corrigenda(charter: Charter, provisions: QuerySet) -> dict[tuple[int, int], list[tuple[int, str, int]]]:
    """By number of a version and provision: id, language and id of the wording of each corrigendum, in their order."""
    rows = Corrigendum.objects.filter(version__charter=charter, provision__in=provisions).order_by("number")
    corrigenda: dict[tuple[int, int], list[tuple[int, str, int]]] = defaultdict(list)
    columns = ("version__number", "provision", "pk", "language", "wording")
    for number, provision, pk, code, wording in rows.values_list(*columns):
        corrigenda[number, provision].append((pk, code, wording))
    return corrigenda


def _places(charter: Charter) -> dict[int, int]:
    """Where each provision is in the working text."""
    keys = {key: place for place, key in enumerate(charter.arrangement.keys())} if charter.arrangement else {}
    provisions = charter.provisions.values_list("pk", "key")
    return {pk: keys[str(key)] for pk, key in provisions if str(key) in keys}


def wordings_of_rows(rows: Iterable[ConcordanceRow]) -> dict[int, Wording]:
    """The wordings that rows name, by id, with their provisions."""
    pks = {pk for row in rows for pk in row.wordings.values()}
    return {wording.pk: wording for wording in Wording.objects.filter(pk__in=pks).select_related("provision")}


def corrigenda_of_rows(rows: Iterable[ConcordanceRow]) -> dict[int, Corrigendum]:
    """The corrigenda that rows name, by id, with their versions and corrected wordings."""
    pks = {pk for row in rows for pk in row.corrigenda}
    return {row.pk: row for row in Corrigendum.objects.filter(pk__in=pks).select_related("version", "wording")}


def versions_of_rows(charter: Charter, rows: Sequence[ConcordanceRow]) -> dict[int, Version]:
    """The versions in which rows end, by number, with the arrangement of each."""
    versions = Version.objects.filter(charter=charter, number__in={row.last for row in rows})
    by_number = {version.number: version for version in versions.select_related("arrangement")}
    for version in by_number.values():
        version.charter = version.arrangement.charter = charter  # whose structure the labels have
    return by_number
