"""Lists in pages: as many rows as a phone scrolls in a few strokes."""

from __future__ import annotations

ROWS_ON_A_PAGE = 20
