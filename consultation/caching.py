"""A cache that may go away: pages are made without it, and what counts attempts refuses rather than counts nothing."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
# Seconds in which a cache that did not answer is left alone: a page asks it several times, and would wait each time.
PAUSE = 5.0
# By the address of a cache: until when it is left alone. All threads of a process share it.
_paused: dict[str, float] = {}


class ForgivingCache(RedisCache):
    """Redis, and where it does not answer: nothing is remembered, and nothing can be added.

    A limit takes a lock by `add`. It gets none while the cache is away, so it lets nobody sign in for that time.
    """

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._try(lambda: super(ForgivingCache, self).get(key, default, version), default)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        return self._try(lambda: super(ForgivingCache, self).get_many(keys, version), {})

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        self._try(lambda: super(ForgivingCache, self).set(key, value, *args, **kwargs), None)

    def set_many(self, data: dict[str, Any], *args: Any, **kwargs: Any) -> list[str]:
        return self._try(lambda: super(ForgivingCache, self).set_many(data, *args, **kwargs), list(data))

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        return self._try(lambda: super(ForgivingCache, self).add(key, value, *args, **kwargs), False)

    def touch(self, key: str, *args: Any, **kwargs: Any) -> bool:
        return self._try(lambda: super(ForgivingCache, self).touch(key, *args, **kwargs), False)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raises `ValueError` while the cache is away, as for a key that was never set."""
        count: int | None = self._try(lambda: super(ForgivingCache, self).incr(key, delta, version), None)
        if count is None:
            raise ValueError("The cache does not answer, so nothing is counted.")
        return count

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._try(lambda: super(ForgivingCache, self).delete(key, version), False)

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._try(lambda: super(ForgivingCache, self).delete_many(keys, version), None)

    def clear(self) -> bool:  # type: ignore[override]
        return self._try(lambda: super(ForgivingCache, self).clear(), False)

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._try(lambda: super(ForgivingCache, self).has_key(key, version), False)

    def _try(self, ask: Callable[[], Any], instead: Any) -> Any:
        address = self._servers[0]  # type: ignore[attr-defined]
        if time.monotonic() < _paused.get(address, 0):
            return instead
        try:
            return ask()
        except RedisError as error:
            log.warning("The cache does not answer: %s", type(error).__name__)
            _paused[address] = time.monotonic() + PAUSE
            return instead
