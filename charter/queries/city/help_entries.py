"""Offers and requests of help between members: for readers, for a team, for the secretariat; and the replies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from accounts.folding import has_all_terms
from accounts.models import Organisation, Theme
from charter.models import Charter, HelpEntry, HelpReply
from charter.models.help_entries import HelpEntryQuerySet
from charter.queries.reading.searching import Finds
from charter.states import HelpState


@dataclass(frozen=True)
class HelpFilter:
    """Filters of the list; an empty field filters nothing. `theme` is the code of a theme."""

    kind: str = ""
    theme: str = ""
    state: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.kind or self.theme or self.state)


@dataclass(frozen=True)
class Conversation:
    """An entry, the member that replied to it, and the number of replies between the two."""

    entry: HelpEntry
    member: Organisation
    count: int


def open_entries(charter: Charter, wanted: HelpFilter = HelpFilter()) -> HelpEntryQuerySet:
    """Entries to which everybody’s member can reply, the earliest end date first."""
    rows = _narrow(HelpEntry.objects.public().open().filter(charter=charter), wanted)
    return rows.for_rows().order_by("ends_on", "pk")


def public_entries(charter: Charter, wanted: HelpFilter = HelpFilter()) -> HelpEntryQuerySet:
    """Entries with a page that everybody may read: open ones, the earliest end date first, then closed ones."""
    return _narrow(HelpEntry.objects.public().filter(charter=charter), wanted).listed()


def latest_entries(charter: Charter) -> HelpEntryQuerySet:
    """The same, those first that were published, changed or closed last."""
    rows = public_entries(charter).for_rows().order_by("-changed_at", "-pk")
    return rows.prefetch_related("organisation__former_names__name__translations")


def _narrow(rows: HelpEntryQuerySet, wanted: HelpFilter) -> HelpEntryQuerySet:
    if wanted.theme:
        rows = rows.filter(theme__code=wanted.theme)
    return rows.filter(**{name: value for name in ("kind", "state") if (value := getattr(wanted, name))})


def entries_on(theme: Theme) -> HelpEntryQuerySet:
    """Open entries on a theme, then closed ones with their outcomes."""
    return HelpEntry.objects.public().filter(theme=theme).listed().for_rows()


def public_entries_of(organisation: Organisation) -> HelpEntryQuerySet:
    """Open entries of a member, then closed ones with their outcomes; only closed ones of a member that has left."""
    rows = HelpEntry.objects.filter(organisation=organisation)
    if organisation.has_left():
        rows = rows.filter(state=HelpState.CLOSED)
    return rows.listed().for_rows()


def entries_of(organisation: Organisation) -> HelpEntryQuerySet:
    """All entries of a member for its team, the latest change first."""
    return HelpEntry.objects.filter(organisation=organisation).for_rows().order_by("-changed_at", "-pk")


def count_entries(organisation: Organisation) -> dict[str, int]:
    """How many entries a member has: `open` ones, and `all`."""
    still_open = Q(state=HelpState.OPEN, ends_on__gte=timezone.localdate())
    rows = HelpEntry.objects.filter(organisation=organisation)
    return rows.aggregate(open=Count("pk", filter=still_open), all=Count("pk"))


def entries_for_review(charter: Charter) -> HelpEntryQuerySet:
    """All entries for the secretariat, the latest change first."""
    return HelpEntry.objects.filter(charter=charter).for_rows().order_by("-changed_at", "-pk")


def entry_by_pk(pk: int) -> HelpEntry | None:
    """One entry with the names of its member and its theme."""
    return HelpEntry.objects.for_rows().filter(pk=pk).first()


def member_by_slug(slug: str) -> Organisation | None:
    """A member that may reply, also one whose name is withheld."""
    return Organisation.objects.with_names().filter(slug=slug).first()


def replies_between(entry: HelpEntry, member: Organisation) -> list[HelpReply]:
    """The replies between the member of an entry and another member, the oldest first."""
    rows = HelpReply.objects.filter(entry=entry, member=member).select_related("organisation__name")
    return list(rows.prefetch_related("organisation__name__translations"))


def replies_before(before: datetime) -> QuerySet[HelpReply]:
    """Replies to entries that were closed before that moment, or that ended before that day and were never closed."""
    never_closed = Q(entry__closed_at=None, entry__ends_on__lt=timezone.localdate(before))
    return HelpReply.objects.filter(Q(entry__closed_at__lt=before) | never_closed)


def conversations_on(entries: Iterable[HelpEntry]) -> list[Conversation]:
    """Which members replied to these entries, the latest reply first."""
    return _conversations(HelpReply.objects.filter(entry__in=[entry.pk for entry in entries]))


def conversations_by(organisation: Organisation) -> list[Conversation]:
    """The entries of others to which a member replied, the latest reply first."""
    return _conversations(HelpReply.objects.filter(member=organisation))


def _conversations(rows: QuerySet[HelpReply]) -> list[Conversation]:
    counted = rows.order_by().values("entry", "member").annotate(count=Count("pk"), latest=Max("at"))
    pairs = list(counted.order_by("-latest", "entry", "member"))
    if not pairs:
        return []
    entries = {entry.pk: entry for entry in HelpEntry.objects.filter(pk__in=[p["entry"] for p in pairs]).for_rows()}
    members = Organisation.objects.filter(pk__in=[pair["member"] for pair in pairs]).with_names()
    member_by_pk = {member.pk: member for member in members}
    return [Conversation(entries[pair["entry"]], member_by_pk[pair["member"]], pair["count"]) for pair in pairs]


def search_entries(charter: Charter, words: str, members: Iterable[int], themes: Iterable[Theme]) -> Finds[HelpEntry]:
    """Open and closed entries whose texts have all the words, of these members, or on these themes.

    Texts are compared here, because the databases fold differently.
    """
    wanted = Q(organisation__in=list(members)) | Q(theme__in=[theme.pk for theme in themes])
    rows = public_entries(charter).annotate(is_wanted=wanted)
    texts = rows.values_list("pk", "is_wanted", "subject", "text", "outcome")
    keys = [pk for pk, is_wanted, *parts in texts if is_wanted or has_all_terms(" ".join(parts), words)]
    return Finds(keys, HelpEntry.objects.select_related("organisation__name", "theme__name"))
