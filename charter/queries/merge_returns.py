"""Whether an applied merge can be taken back: what it wrote, and whether that still stands."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from charter.models import Arrangement, Merge, Section, Standing, Version, Wording
from charter.states import CameFrom

Words = str | Promise


def written(merge: Merge) -> Iterator[tuple[Wording, Wording | None]]:
    """Each wording that an applied merge wrote, with the one that stands there now."""
    assert merge.applied_at is not None
    rows = Wording.objects.filter(carries__merge=merge, came_from=CameFrom.MERGE, at=merge.applied_at)
    rows = rows.select_related("provision", "parent").distinct().order_by("pk")
    made = {(wording.provision_id, wording.language): wording for wording in rows}
    standing = Standing.objects.filter(provision__in={pk for pk, _language in made}).select_related("wording")
    now = {(row.provision_id, row.language): row.wording for row in standing}
    for where, wording in made.items():
        yield wording, now.get(where)


def arrangement_of(merge: Merge) -> Arrangement | None:
    """The order that an applied merge made; None where it left the order alone."""
    assert merge.applied_at is not None
    rows = Arrangement.objects.filter(charter=merge.charter, made_at=merge.applied_at).select_related("previous")
    return rows.exclude(previous=None).order_by("pk").first()


def changed_sections(made: Arrangement) -> dict[str, Section]:
    """The articles whose order a new arrangement changed, as they were before it, by key."""
    assert made.previous is not None
    now = {section.key: section for section in made.sections}
    return {s.key: s for s in made.previous.sections if s.key in now and s.blocks != now[s.key].blocks}


def hindrances(merge: Merge) -> list[Words]:
    """Why a merge cannot be taken back, each provision and article by its name."""
    return [*_parted(merge), *_published(merge), *_words_moved(merge), *_order_moved(merge)]


def _parted(merge: Merge) -> Iterator[Words]:
    """What was divided or joined has gone on by itself since: comments, other languages, amendments that wait."""
    if merge.adoptions.exclude(fate="").exists():
        yield _("It divided or joined provisions. After the round the secretariat joins or divides them again.")


def _published(merge: Merge) -> Iterator[Words]:
    later = (
        Version.objects.filter(charter=merge.charter, published_at__gte=merge.applied_at).order_by("number").first()
    )
    if later is not None:
        why = _("Version {number} was published with these words. They change by a new round, or by a corrigendum.")
        yield format_lazy(why, number=later.number)


def _words_moved(merge: Merge) -> Iterator[Words]:
    order = merge.charter.arrangement
    labels = order.labels(merge.language) if order else {}
    for wording, standing in written(merge):
        if standing is None or standing.html != wording.html:
            key = str(wording.provision.key)
            name = labels[key].citation if key in labels else wording.provision.short
            yield format_lazy(_("The words of {name} have changed since."), name=name)


def _order_moved(merge: Merge) -> Iterator[Words]:
    made, now = arrangement_of(merge), merge.charter.arrangement
    if made is None or now is None:
        return
    for key in changed_sections(made):
        then, here = made.section(key), now.section(key)
        if then is None or here is None or then.blocks != here.blocks:
            name = then.address if then else key[:8]
            yield format_lazy(_("The order of {name} has changed since."), name=name)
