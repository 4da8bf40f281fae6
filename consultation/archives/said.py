"""What the environment says of this installation, without what must stay secret."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

ASKED = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"')
SECRET = re.compile(r"SECRET_KEY|PASSWORD|TOKEN")


def environment() -> dict[str, str]:
    """The names the settings ask for and the values they were given; passwords in addresses are left out."""
    names = ASKED.findall(Path(settings.BASE_DIR, "consultation", "settings.py").read_text(encoding="utf-8"))
    given = {name: os.environ[name] for name in sorted(set(names)) if name in os.environ}
    return {name: without_password(value) for name, value in given.items() if not SECRET.search(name)}


def without_password(value: str) -> str:
    """An address without its password; any other text as it is."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return value
    if not parts.password:
        return value
    user, _at, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user.partition(':')[0]}:…@{host}").geturl()
