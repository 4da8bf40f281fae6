"""What the environment, or the file of settings, says of this installation, without what must stay secret."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from consultation.settings import env

ASKED = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"')
LEFT_OUT = "…"
"""Stands for a password in an address."""
SECRET = re.compile(r"SECRET_KEY|SETUP_KEY|PASSWORD|TOKEN")


def environment_settings() -> dict[str, str]:
    """The names the settings ask for and the values they were given; passwords in addresses are left out."""
    names = ASKED.findall(Path(settings.BASE_DIR, "consultation", "settings.py").read_text(encoding="utf-8"))
    values = {name: env.ENVIRON[name] for name in sorted(set(names)) if name in env.ENVIRON}
    return {name: without_password(value) for name, value in values.items() if not SECRET.search(name)}


def without_password(value: str) -> str:
    """An address without its password; any other text as it is."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return value
    if not parts.password:
        return value
    user, _at, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user.partition(':')[0]}:{LEFT_OUT}@{host}").geturl()
