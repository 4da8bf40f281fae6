"""Every look there is, in the order it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _

from consultation.watching import data, machine, sender, site, steps, work
from consultation.watching.findings import Finding, Level, fail

Check = Callable[[], Finding]

SERVING: dict[str, Check] = {"database": data.check_database, "migrations": data.check_migrations}
"""Without these no page is right: a front server takes a web process out for them."""
HEALTH: dict[str, Check] = {
    **SERVING,
    "disk": data.check_disk,
    "static": site.static_files,
    "worker": work.check_worker,
    "queue": work.check_queue,
    "oldest": work.check_oldest,
}
"""Quick enough to be asked every few seconds."""
DAILY: dict[str, Check] = {
    **HEALTH,
    "clock": data.check_clock,
    "mail": work.mail_server,
    "letters": work.check_letters,
    "tls": site.check_certificate,
    "cache": site.check_cache,
    "uploads": site.check_uploads,
    "backups": data.check_backups,
    "pages": site.check_pages,
    "copies": data.check_copies,
    "stuck": work.check_stuck,
    "bounces": sender.check_bounces,
    "user": machine.check_user,
    "administrators": site.check_administrators,
    "rights": site.check_rights,
}
"""What changes while a site runs."""
ALL: dict[str, Check] = {
    **DAILY,
    "owner": machine.check_owner,
    "health host": machine.health_host,
    "sender": sender.sender_domain,
    "settings": site.check_configuration,
    "words": site.check_catalogues,
    "converters": site.check_converters,
    "fonts": site.check_fonts,
    **steps.CHECKS,
}
REMEDY = _("Correct the problems listed above first. The log then has more information.")


def run_checks(looks: dict[str, Check]) -> Iterator[tuple[str, Finding]]:
    """Each finding by its name; a look that breaks is a finding too."""
    for name, check in looks.items():
        try:
            yield name, check()
        except Exception as error:  # whatever breaks, the others are looked at
            yield name, fail(_("The check could not be run: %(why)s"), REMEDY, why=type(error).__name__)


def worst_level(findings: dict[str, Finding]) -> Level:
    order = list(Level)
    return max((finding.level for finding in findings.values()), key=order.index, default=Level.OK)
