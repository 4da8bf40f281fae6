"""Addresses of static files, which no page asks the store for twice."""

from __future__ import annotations

import logging
from functools import cached_property, lru_cache
from typing import Any

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

log = logging.getLogger(__name__)


class NamedOnceStorage(CompressedManifestStaticFilesStorage):
    """Each name is looked up once a process: it holds a digest of the file, so it changes with the manifest alone.

    A name that the manifest lacks leads to the file without its digest, and a manifest that is missing or broken lacks
    every name: a page without its looks can be read, a page that fails cannot. `doctor` and `/health/` say it.
    """

    @cached_property
    def _named(self) -> Any:
        return lru_cache(maxsize=1_000)(self._address)

    def url(self, name: str | None, force: bool = False) -> str:
        return str(self._named(name, force))

    def load_manifest(self) -> tuple[dict[str, str], str]:
        try:
            return super().load_manifest()  # type: ignore[no-any-return]
        except (ValueError, AttributeError):  # no JSON, and JSON of another shape
            log.error("The manifest of the static files is broken: run manage.py collectstatic --no-input.")
            return {}, ""

    def _address(self, name: str | None, force: bool) -> str:
        try:
            return str(super().url(name, force))
        except ValueError:
            log.error("The manifest of the static files has no %s: run manage.py collectstatic --no-input.", name)
            return str(StaticFilesStorage.url(self, name))
