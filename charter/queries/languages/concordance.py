"""Provisions whose text in a language contains a text, with the texts of all languages, in every version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from accounts.folding import fold_text
from charter.models import Charter, CurrentWording, SearchText, Version, VersionWording, Wording
from charter.states import FoundKind

# Sorts after every number of a version.
WORKING = 1_000_000
# By number of a version and provision: the id and the digest of the wording of each language.
Wordings = dict[tuple[int, int], dict[str, tuple[int, str]]]


@dataclass(frozen=True)
class ConcordanceRow:
    """The texts of a provision in the versions from `first` to `last`, as ids and digests of wordings by language.

    Both are `WORKING` for a working text that the latest version does not have.
    """

    provision: int
    first: int
    last: int
    texts: dict[str, tuple[int, str]]

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
    texts = _wordings(charter, matching.order_by().values("provision"))
    latest = max((number for number, _provision in texts if number != WORKING), default=0)
    rows: list[ConcordanceRow] = []
    newest: dict[int, int] = {}
    for (number, provision), by_language in sorted(texts.items(), key=lambda item: item[0]):
        if language not in by_language or by_language[language][0] not in matches:
            continue
        row = ConcordanceRow(provision, number, number, by_language)
        place = newest.get(provision)
        previous = latest if number == WORKING else number - 1
        if place is None or rows[place].last != previous or rows[place].digests != row.digests:
            newest[provision] = len(rows)
            rows.append(row)
        elif number != WORKING:
            rows[place] = replace(rows[place], last=number)
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


def _places(charter: Charter) -> dict[int, int]:
    """Where each provision is in the working text."""
    keys = {key: place for place, key in enumerate(charter.arrangement.keys())} if charter.arrangement else {}
    provisions = charter.provisions.values_list("pk", "key")
    return {pk: keys[str(key)] for pk, key in provisions if str(key) in keys}


def wordings_of_rows(rows: Iterable[ConcordanceRow]) -> dict[int, Wording]:
    """The wordings that rows name, by id, with their provisions."""
    pks = {pk for row in rows for pk in row.wordings.values()}
    return {wording.pk: wording for wording in Wording.objects.filter(pk__in=pks).select_related("provision")}


def versions_of_rows(charter: Charter, rows: Sequence[ConcordanceRow]) -> dict[int, Version]:
    """The versions in which rows end, by number, with the arrangement of each."""
    versions = Version.objects.filter(charter=charter, number__in={row.last for row in rows})
    by_number = {version.number: version for version in versions.select_related("arrangement")}
    for version in by_number.values():
        version.charter = version.arrangement.charter = charter  # whose structure the labels have
    return by_number
