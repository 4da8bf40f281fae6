"""Initiatives: those that members write, and the pages that the secretariat writes beside the charter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, When
from django.dispatch import Signal

from accounts.folding import has_all_terms
from accounts.models import LocalizedText, Organisation, Theme
from accounts.queries.themes import theme_at
from charter.citations import Label
from charter.models import Charter, Initiative, InitiativePicture, InitiativeTranslation, Provision
from charter.models.initiatives import InitiativeQuerySet
from charter.queries.amending.translated_pieces import Translated
from charter.queries.reading.searching import Finds, keys_of
from charter.states import REVIEWED_INITIATIVES, InitiativeState, TranslatedBy

# Sent when initiatives are counted. Receivers answer with the number of public ones by id of the member.
initiatives_counted = Signal()
# Sent for the page of a member: `organisation`, `language`. Receivers answer with rows `{title, url, text, meta}`.
initiatives_wanted = Signal()
# Sent for the page of a theme: `theme`, `language`. Receivers answer with the same rows.
themed_initiatives_wanted = Signal()
# Sent for the data of initiatives: `theme` or None for all, `language`. Receivers answer with values of
# `WrittenBySecretariat`.
initiative_data_wanted = Signal()


@dataclass(frozen=True)
class WrittenBySecretariat:
    """A public page of the secretariat on an initiative; `language` is that of its words.

    `theme` is the code of its theme. `member` is None where the page names no member with a public name.
    """

    title: str
    summary: str
    language: str
    languages: tuple[str, ...]
    place: str
    link: str
    theme: str
    member: Organisation | None
    published_at: datetime
    page: str


AnyInitiative = Initiative | WrittenBySecretariat
_OLDEST = datetime.min.replace(tzinfo=UTC)


def count_initiatives() -> Counter[int]:
    """How many public initiatives each member has, by its id; one in several languages is one."""
    rows = Initiative.objects.public().order_by().values_list("organisation").annotate(Count("pk"))
    counts: Counter[int] = Counter(dict(rows))
    answers: Any = initiatives_counted.send(sender=None)
    for _receiver, counted in answers:
        counts.update(counted)
    return counts


def initiative_pages_of(organisation: Organisation, language: str) -> list[dict[str, Any]]:
    """Pages on initiatives of a member, each in that language if there is one, the newest first."""
    answers: Any = initiatives_wanted.send(sender=None, organisation=organisation, language=language)
    return [row for _receiver, rows in answers for row in rows]


def initiative_pages_on(theme: Theme, language: str) -> list[dict[str, Any]]:
    """Pages on initiatives with this theme, each in that language if there is one."""
    answers: Any = themed_initiatives_wanted.send(sender=None, theme=theme, language=language)
    return [row for _receiver, rows in answers for row in rows]


def public_initiatives(charter: Charter, theme: str = "", observance: str = "") -> InitiativeQuerySet:
    """Those that everybody may read: featured ones, then the newest.

    `theme` is the code of a theme, `observance` the key of a day of the United Nations; empty means all.
    """
    rows = Initiative.objects.public().filter(charter=charter)
    if theme:
        wanted = theme_at(theme)
        rows = rows.filter(themes=wanted) if wanted else rows.none()
    if observance:
        rows = rows.filter(observance=observance)
    return rows.for_rows().featured_first()


def written_by_secretariat(language: str, theme: str = "", observance: str = "") -> list[WrittenBySecretariat]:
    """The public pages of the secretariat on initiatives, each in that language if there is one, the newest first.

    `theme` is the code of a theme. No page belongs to a day of the United Nations.
    """
    wanted = theme_at(theme) if theme else None
    if observance or (theme and wanted is None):
        return []
    answers: Any = initiative_data_wanted.send(sender=None, theme=wanted, language=language)
    return [page for _receiver, pages in answers for page in pages]


def every_initiative(
    charter: Charter, language: str, theme: str = "", observance: str = ""
) -> list[int | WrittenBySecretariat]:
    """Initiatives of members by their ids, and those of the secretariat: featured ones, then the newest."""
    rows = public_initiatives(charter, theme, observance).values_list("featured_at", "published_at", "pk")
    entries: list[tuple[datetime, datetime, int, int | WrittenBySecretariat]] = [
        (featured or _OLDEST, at or _OLDEST, pk, pk) for featured, at, pk in rows
    ]
    pages = written_by_secretariat(language, theme, observance)
    entries += [(_OLDEST, page.published_at, 0, page) for page in pages]
    entries.sort(key=lambda entry: entry[:3], reverse=True)
    return [entry[3] for entry in entries]


def with_rows(entries: Sequence[int | WrittenBySecretariat]) -> list[AnyInitiative]:
    """These entries of `every_initiative` with all that tables show of them, in their order."""
    ids = [entry for entry in entries if isinstance(entry, int)]
    rows = Initiative.objects.filter(pk__in=ids).for_rows().prefetch_related("provisions")
    by_id = {row.pk: row for row in rows}
    shown = [by_id.get(entry) if isinstance(entry, int) else entry for entry in entries]
    return [row for row in shown if row is not None]


def public_initiative(charter: Charter, pk: int) -> Initiative | None:
    """One initiative that everybody may read, with its texts, pictures and provisions."""
    rows = public_initiatives(charter).select_related("text")
    return (
        rows.prefetch_related("text__translations", "pictures", "provisions", "machine_translations")
        .filter(pk=pk)
        .first()
    )


def cited_provisions(initiative: Initiative, labels: dict[str, Label]) -> list[tuple[Provision, str]]:
    """The provisions that an initiative implements, each with its citation, in the order of the charter."""
    order = {key: place for place, key in enumerate(labels)}
    provisions = sorted(
        initiative.provisions.all(), key=lambda provision: (order.get(str(provision.key), len(order)), provision.pk)
    )
    keys = [(provision, str(provision.key)) for provision in provisions]
    return [(provision, labels[key].citation if key in labels else provision.short) for provision, key in keys]


def languages_of(initiative: Initiative) -> list[str]:
    """Codes of the languages in which it can be read, the original first."""
    title = initiative.title
    return [title.language, *(translation.language for translation in title.translations.all())]  # type: ignore[attr-defined]


def unnamed_initiatives_of(organisation: Organisation) -> InitiativeQuerySet:
    """The published initiatives of a member, the newest first; `load_names` reads their `texts_of_initiatives`."""
    rows = Initiative.objects.filter(organisation=organisation, state=InitiativeState.PUBLISHED)
    return rows.for_unnamed_rows().order_by("-published_at", "-pk")


def initiatives_on(theme: Theme) -> InitiativeQuerySet:
    """Public initiatives on a theme."""
    return Initiative.objects.public().filter(themes=theme).for_rows().featured_first()


def initiatives_for(provision: Provision) -> InitiativeQuerySet:
    """Public initiatives that implement a provision."""
    return Initiative.objects.public().filter(provisions=provision).for_rows().featured_first()


def themes_with_initiatives(charter: Charter) -> set[str]:
    """Codes of the themes that public initiatives have."""
    rows = Initiative.objects.public().filter(charter=charter, themes__retired_at=None)
    return {code for code in rows.order_by().values_list("themes__code", flat=True) if code}


def count_by_observance(charter: Charter) -> dict[str, int]:
    """How many public initiatives belong to each day of the United Nations, by its key."""
    rows = Initiative.objects.public().filter(charter=charter).exclude(observance="").order_by()
    return dict(rows.values_list("observance").annotate(Count("pk")))


def entries_of(organisation: Organisation) -> InitiativeQuerySet:
    """All initiatives of a member: those that await the delegate, then those that were returned."""
    first = Case(When(state=InitiativeState.AWAITING, then=0), When(state=InitiativeState.RETURNED, then=1), default=2)
    return Initiative.objects.filter(organisation=organisation).for_rows().order_by(first, "-changed_at", "-pk")


def count_entries(organisation: Organisation) -> dict[str, int]:
    """How many initiatives a member has by state, and `all` of them."""
    rows = Initiative.objects.filter(organisation=organisation).order_by()
    counts = dict(rows.values_list("state").annotate(Count("pk")))
    return {**{str(state): counts.get(state, 0) for state in InitiativeState}, "all": sum(counts.values())}


def entries_for_review(charter: Charter) -> InitiativeQuerySet:
    """Initiatives for the review of the secretariat: all published ones, the latest change first."""
    rows = Initiative.objects.filter(charter=charter, state__in=REVIEWED_INITIATIVES)
    return rows.for_rows().order_by("-changed_at", "-pk")


def initiative_by_pk(pk: int) -> Initiative | None:
    """One initiative with its texts, its pictures and the names of its member."""
    rows = Initiative.objects.for_rows().select_related("text", "charter__arrangement")
    return rows.prefetch_related("text__translations", "pictures", "provisions").filter(pk=pk).first()


def initiatives_without_translation(charter: Charter, language: str) -> InitiativeQuerySet:
    """Public initiatives that neither their member nor the machine wrote in that language, the newest first."""
    rows = Initiative.objects.public().filter(charter=charter).exclude(title__language=language)
    rows = rows.exclude(title__translations__language=language)
    translated = InitiativeTranslation.objects.filter(initiative=OuterRef("pk"), language=language)
    rows = rows.filter(~Exists(translated)).select_related("charter", "title", "summary", "text")
    return rows.order_by("-published_at", "-pk")


def machine_translation(initiative: Initiative, language: str) -> Translated | None:
    """The title, the summary and the text as the machine translated them; None in a language of the member."""
    if language in languages_of(initiative):
        return None
    row = InitiativeTranslation.objects.filter(initiative=initiative, language=language).first()
    if row is None:
        return None
    written = (initiative.title, initiative.summary, initiative.text)
    source = "\n\n".join(part.text for part in written if part)
    text = "\n\n".join(part for part in (row.title, row.summary, row.text) if part)
    return Translated(row.language, initiative.title.language, source, text, TranslatedBy.MACHINE)


def picture_by_pk(pk: int) -> InitiativePicture | None:
    """A picture with its initiative and member."""
    return InitiativePicture.objects.select_related("initiative__organisation__name").filter(pk=pk).first()


def search_initiatives(
    charter: Charter, words: str, members: Iterable[int], themes: Iterable[Theme]
) -> Finds[Initiative]:
    """Public initiatives with a text that has all the words, of these members, or on these themes.

    Texts are compared here, because the databases fold differently.
    """
    rows = Initiative.objects.public().filter(charter=charter)
    texts = LocalizedText.objects.none()
    for part in ("title", "summary", "text"):
        originals = rows.values(part)
        texts |= LocalizedText.objects.filter(Q(pk__in=originals) | Q(original__in=originals))
    matching = {
        original or pk
        for pk, original, text in texts.order_by("pk").values_list("pk", "original", "text")
        if has_all_terms(text, words)
    }
    wanted = Q(title__in=matching) | Q(summary__in=matching) | Q(text__in=matching)
    wanted |= Q(organisation__in=list(members)) | Q(themes__in=[theme.pk for theme in themes])
    keys = keys_of(Initiative.objects.filter(pk__in=rows.filter(wanted).values("pk")).featured_first())
    return Finds(keys, Initiative.objects.for_unnamed_rows())
