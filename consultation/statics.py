"""Addresses of static files, which no page asks the store for twice."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedOnceStorage(CompressedManifestStaticFilesStorage):
    """Each name is looked up once a process: it holds a digest of the file, so it changes with the manifest alone."""

    @cached_property
    def _named(self) -> Any:
        return lru_cache(maxsize=1_000)(super().url)

    def url(self, name: str | None, force: bool = False) -> str:
        return str(self._named(name, force))
