"""JSON as the same bytes on every machine, and their digest, so that a stranger can recompute it.

`charter/exports/verify.py` has a copy, since it runs without this site.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> bytes:
    """Bytes of a JSON value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of_json(value: Any) -> str:
    """SHA-256 of a JSON value, in hexadecimal digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()
