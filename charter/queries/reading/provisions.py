"""Provisions by the names that pages and forms give them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from charter.models import Charter, Provision


def provisions_with_charter() -> QuerySet[Provision]:
    """With their charter and its order, for a page that shows one of them."""
    return Provision.objects.select_related("charter__arrangement")


def provision_by_key(key: str) -> Provision:
    """The provision with that key. An arrangement must contain it."""
    return Provision.objects.get(key=key)


def provision_by_id(pk: int | None) -> Provision | None:
    """The provision of that id; None where there is none."""
    return Provision.objects.filter(pk=pk or 0).first()


def provisions_by_key(charter: Charter) -> dict[str, Provision]:
    """All provisions that a charter has or had, by key."""
    return {str(provision.key): provision for provision in Provision.objects.filter(charter=charter)}


def provisions_by_short(charter: Charter, shorts: Iterable[str]) -> dict[str, Provision]:
    """Provisions by their short addresses, with their charter."""
    provisions = Provision.objects.filter(charter=charter, short__in=list(shorts))
    for provision in provisions:
        provision.charter = charter
    return {provision.short: provision for provision in provisions}


def first_provision(shorts: Iterable[str]) -> Provision | None:
    """The first provision that one of these short addresses names, with its charter."""
    return Provision.objects.filter(short__in=list(shorts)).select_related("charter").first()
