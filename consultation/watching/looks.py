"""Every look there is, in the order it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _

from consultation.watching import data, site, work
from consultation.watching.findings import Finding, Level, fail

Look = Callable[[], Finding]

SERVING: dict[str, Look] = {"database": data.database, "migrations": data.migrations}
"""Without these no page is right: a front server takes a web process out for them."""
HEALTH: dict[str, Look] = {**SERVING, "disk": data.disk, "worker": work.worker, "oldest": work.oldest}
"""Quick enough to be asked every few seconds."""
DAILY: dict[str, Look] = {
    **HEALTH,
    "clock": data.clock,
    "mail": work.mail_server,
    "letters": work.letters,
    "tls": site.tls,
    "cache": site.memory,
    "uploads": site.uploads,
    "backups": data.backups,
    "administrators": site.administrators,
}
"""What changes while a site runs."""
ALL: dict[str, Look] = {
    **DAILY,
    "settings": site.configuration,
    "static": site.static_files,
    "words": site.catalogues,
    "converters": site.converters,
    "fonts": site.fonts,
}
REMEDY = _("Mend what stands above first; then the log has more.")


def through(looks: dict[str, Look]) -> Iterator[tuple[str, Finding]]:
    """Each finding by its name; a look that breaks is a finding too."""
    for name, look in looks.items():
        try:
            yield name, look()
        except Exception as error:  # whatever breaks, the others are looked at
            yield name, fail(_("It could not be looked at: %(why)s"), REMEDY, why=type(error).__name__)


def worst(findings: dict[str, Finding]) -> Level:
    order = list(Level)
    return max((finding.level for finding in findings.values()), key=order.index, default=Level.OK)
