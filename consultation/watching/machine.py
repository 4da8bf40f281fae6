"""Who runs the site and owns its files, and whether a front server on this machine gets an answer."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.utils.translation import gettext_lazy as _

from consultation.founding.environment import settings_file
from consultation.watching.findings import Finding, fail, ok, warn

FRONT_SERVER_HOST = "127.0.0.1:8000"
SHOWN = 5


def check_user() -> Finding:
    """Whether this process has more rights than it needs."""
    if os.geteuid() == 0:
        words = _("The site runs as root. An error in the site could damage the whole server.")
        return warn(words, _("Run the site and its commands as a separate user: runuser -u charter -- …"))
    return ok(_("The site runs as the user %(user)s."), user=name_of(os.geteuid()))


def check_owner() -> Finding:
    """Whether everything that the site writes belongs to one user, and to the one who runs this."""
    folder = Path(settings.VAR_DIR)
    if not folder.exists():
        return fail(
            _("The folder %(folder)s is missing."), _("Create the folder for the user of the site."), folder=folder
        )
    owned_by = folder.stat().st_uid
    if os.geteuid() not in (0, owned_by):
        words = _("The folder %(folder)s belongs to %(owner)s, and this program runs as %(user)s.")
        values = {"folder": folder, "owner": name_of(owned_by), "user": name_of(os.geteuid())}
        return fail(words, _("Run this command as the owner of the folder, or change the owner: chown -R."), **values)
    others = [path for path in written_files() if path.lstat().st_uid != owned_by]
    if not others:
        return ok(_("All files of the site belong to %(owner)s."), owner=name_of(owned_by))
    words = _("Files that do not belong to %(owner)s: %(count)s. The first are %(files)s.")
    files = ", ".join(str(path) for path in others[:SHOWN])
    remedy = _("Change the owner of the files: chown -R. Then run all commands as that user, never as root.")
    return fail(words, remedy, owner=name_of(owned_by), count=len(others), files=files)


def written_files() -> Iterator[Path]:
    """The file of the settings, and everything below VAR_DIR."""
    file = settings_file(Path(settings.BASE_DIR, ".env"))
    if file.exists():
        yield file
    for folder, folders, files in os.walk(settings.VAR_DIR):
        yield from (Path(folder, name) for name in (*folders, *files))


def name_of(uid: int) -> str:
    """A user's name, or the number where there is no such user, as in a container."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def health_host() -> Finding:
    """Whether the site answers a health check that names the machine and not the site."""
    status = Client().get("/health/web/", headers={"host": FRONT_SERVER_HOST}).status_code
    if status not in (400, 301, 404):
        return ok(_("A front server that asks for /health/web/ gets an answer."))
    words = _("The health check of a front server is refused: /health/web/ answers %(status)s to the host %(host)s.")
    return fail(
        words,
        _("Add the host to ALLOWED_HOSTS. Until then readers see the maintenance page."),
        host=FRONT_SERVER_HOST,
        status=status,
    )
