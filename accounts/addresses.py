"""Addresses that a page writes many times: Django puts each together anew, which is a tenth of the page's time."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language

KEPT = 20_000


def address_of(name: str, *args: object) -> str:
    """What `reverse` says of that name; raises `NoReverseMatch` as it does."""
    return _reverse_once(name, args, get_language(), get_urlconf(), get_script_prefix())


@lru_cache(maxsize=KEPT, typed=True)
def _reverse_once(name: str, args: tuple[object, ...], *_hangs_on: str | None) -> str:
    return reverse(name, args=args)
