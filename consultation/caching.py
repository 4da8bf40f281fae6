"""A cache that may go away: pages are made without it, and what counts attempts refuses rather than counts nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class ForgivingCache(RedisCache):
    """Redis, and where it does not answer: nothing is remembered, and nothing can be added.

    A limit takes a lock by `add`. It gets none while the cache is away, so it lets nobody sign in for that time.
    """

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return _trying(lambda: super(ForgivingCache, self).get(key, default, version), default)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        return _trying(lambda: super(ForgivingCache, self).get_many(keys, version), {})

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        _trying(lambda: super(ForgivingCache, self).set(key, value, *args, **kwargs), None)

    def set_many(self, data: dict[str, Any], *args: Any, **kwargs: Any) -> list[str]:
        return _trying(lambda: super(ForgivingCache, self).set_many(data, *args, **kwargs), list(data))

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        return _trying(lambda: super(ForgivingCache, self).add(key, value, *args, **kwargs), False)

    def delete(self, key: str, version: int | None = None) -> bool:
        return _trying(lambda: super(ForgivingCache, self).delete(key, version), False)

    def has_key(self, key: str, version: int | None = None) -> bool:
        return _trying(lambda: super(ForgivingCache, self).has_key(key, version), False)


def _trying(ask: Callable[[], Any], instead: Any) -> Any:
    try:
        return ask()
    except RedisError as error:
        log.warning("The cache does not answer: %s", type(error).__name__)
        return instead
