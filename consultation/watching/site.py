"""The address and its certificate, the settings, the files and the programs the site needs."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from accounts.states import RoleKind
from cms import places
from cms.actions import groups
from consultation.founding.questions import LOCAL
from consultation.statics import NamedOnceStorage
from consultation.watching.findings import Finding, fail, ok, warn

SOON, VERY_SOON = 14, 3
DAY = 24 * 60 * 60
FONTS = ("Noto Naskh Arabic", "Noto Sans CJK")


def check_certificate() -> Finding:
    """Whether the site's own address answers with a certificate that browsers take, and for how long."""
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme != "https":
        return _without_tls(parts.hostname or "")
    remedy = _("Check the front server that ends TLS, and the name in SITE_URL.")
    try:
        days = certificate_days(parts.hostname or "", parts.port or 443)
    except OSError as error:
        return fail(_("The address of the site does not answer with TLS: %(why)s"), remedy, why=error)
    words = _("Days until the certificate of the site expires: %(days)s.")
    if days > SOON:
        return ok(words, days=days)
    return (fail if days < VERY_SOON else warn)(
        words, _("Check why the certificate is not renewed automatically."), days=days
    )


def _without_tls(host: str) -> Finding:
    words = _("The address of the site starts with http://, so passwords are sent without encryption.")
    remedy = _("Put a front server with TLS before the site and set SITE_URL to https://.")
    return warn(words, remedy) if host in LOCAL else fail(words, remedy)


def certificate_days(host: str, port: int, context: ssl.SSLContext | None = None) -> int:
    """How many days the certificate still holds; raises `OSError` where a browser would refuse it."""
    context = context or ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname=host) as safe,
    ):
        until = (safe.getpeercert() or {})["notAfter"]
    return int((ssl.cert_time_to_seconds(str(until)) - time.time()) // DAY)


def check_configuration() -> Finding:
    """Django's own checks for a site that others can reach."""
    errors = [error for error in checks.run_checks(include_deployment_checks=True) if not error.is_silenced()]
    if not errors:
        return ok(_("The settings are suitable for a public site."))
    words, faults = _("The settings have errors: %(faults)s."), ", ".join(str(error.id) for error in errors)
    remedy = _("Run manage.py check --deploy. The command lists the necessary changes.")
    return (fail if any(error.is_serious() for error in errors) else warn)(
        words, remedy, faults=faults, count=len(errors)
    )


def check_administrators() -> Finding:
    """Somebody must be able to let others in, and a version needs two moderators."""
    kinds = list(Role.objects.holding(timezone.now()).filter(_keeping()).values_list("kind", "person").distinct())
    count = {
        kind: sum(role_kind == kind for role_kind, _person in kinds)
        for kind in (RoleKind.ADMINISTRATOR, RoleKind.MODERATOR)
    }
    if not count[RoleKind.ADMINISTRATOR]:
        return fail(_("No account is an administrator."), _("Run manage.py new_admin with an email address."))
    if settings.PUBLISH_NEEDS_TWO and count[RoleKind.MODERATOR] < 2:
        words = _("To publish a version, the site needs two moderators. It has fewer than two.")
        return warn(words, _("Give the role to a second person, or set PUBLISH_NEEDS_TWO=0."))
    return ok(_("There are administrators and moderators."))


def check_rights() -> Finding:
    """Flags, groups and permissions of Django or Wagtail that no role gives."""
    count = len(groups.excess_rights())
    if not count:
        return ok(_("Accounts have permissions only through their roles."), count=0)
    words = _("Accounts with permissions that no role gives: %(count)s.")
    return fail(
        words, _("Run manage.py upgrade. The command removes these permissions and lists the accounts."), count=count
    )


def _keeping() -> Q:
    return Q(kind__in=[RoleKind.ADMINISTRATOR, RoleKind.MODERATOR], person__is_active=True)


def check_cache() -> Finding:
    """The cache that pages use, and the limit of the interface for machines."""
    value = get_random_string(12)
    try:
        cache.set("doctor", value, 30)
        works = cache.get("doctor") == value
    except Exception:  # each cache has errors of its own, and all mean the same here
        works = False
    if not works:
        return fail(_("The cache does not respond."), _("Check REDIS_URL and Redis."))
    if settings.REDIS_URL:
        return ok(_("The cache responds."))
    return ok(_("Each process has its own cache in memory. For one machine, this is correct."))


def check_uploads() -> Finding:
    """Whether a file can be stored, read again and deleted."""
    try:
        name = default_storage.save("doctor.txt", ContentFile(b"well"))
        with default_storage.open(name) as file:
            well = file.read() == b"well"
        default_storage.delete(name)
    except Exception as error:  # a store may be a disk or far away; each has errors of its own
        words = _("No file can be stored: %(why)s")
        return fail(
            words,
            _("Give the user of the site write access to the folder of uploads, or check the file storage."),
            why=error,
        )
    return (
        ok(_("Files can be stored."))
        if well
        else fail(_("The content of a stored file has changed."), _("Check the file storage."))
    )


def static_files() -> Finding:
    """Whether the manifest has names: one that is missing or broken has none."""
    if settings.DEBUG or NamedOnceStorage(location=str(settings.STATIC_ROOT)).hashed_files:
        return ok(_("The static files are collected."))
    return fail(
        _("The static files were not collected: pages have no styles."), _("Run manage.py collectstatic --no-input.")
    )


def check_pages() -> Finding:
    """The pages to which every menu and foot leads, in each language of the site."""
    missing = places.missing_addresses()
    if not missing:
        return ok(_("The menu pages exist in every language."), count=0)
    words = _("Menu pages are missing or not published: %(addresses)s.")
    remedy = _("Run manage.py upgrade. The command creates missing pages. Publish the other pages at /admin/.")
    return fail(words, remedy, addresses=", ".join(missing), count=len(missing))


def check_catalogues() -> Finding:
    """Compiled words of the interface, one file a language."""
    folder = Path(settings.LOCALE_PATHS[0])
    codes = [code for code in settings.INTERFACE_LANGUAGES if code != "en"]
    missing = [code for code in codes if not (folder / code / "LC_MESSAGES" / "django.mo").exists()]
    if not missing:
        return ok(_("The interface texts are compiled."))
    words = _("The interface texts are not compiled for: %(languages)s.")
    return warn(words, _("Run make messages-compiled."), languages=", ".join(missing))


def check_converters() -> Finding:
    """Pandoc writes Word and ODT files; it comes with the requirements."""
    import pypandoc  # slow to import, and asked for here alone

    try:
        version = pypandoc.get_pandoc_version()
    except OSError:
        words = _("Pandoc is missing: the site cannot write Word and ODT files.")
        return warn(words, _("Install Pandoc: pip install --require-hashes -r requirements.txt."))
    return ok(_("Pandoc %(version)s writes Word and ODT files."), version=version)


def check_fonts() -> Finding:
    """Fonts by which this machine writes Arabic and Chinese into files and pictures."""
    program = shutil.which("fc-list")
    if not program:
        return warn(_("The fonts of this machine are not known."), _("Install the package fontconfig."))
    command = [program, ":", "family"]
    listed = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False).stdout  # noqa: S603  our own
    missing = [name for name in FONTS if name not in listed]
    if not missing:
        return ok(_("Fonts for all languages are installed."))
    words = _("Fonts are missing: %(names)s.")
    return warn(words, _("Install the packages fonts-noto-core and fonts-noto-cjk."), names=", ".join(missing))
