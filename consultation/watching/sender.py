"""Whether other mail servers accept what the site sends: the records of the sender's domain, and refused addresses."""

from __future__ import annotations

import re
import shutil
import subprocess

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Mailbox
from consultation.watching.findings import Finding, ok, warn

RESOLVER: list[str] = []
"""Further arguments of dig; without them it asks the resolver of this machine."""
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


class NoAnswer(Exception):
    """No resolver answered."""


def sender_domain() -> Finding:
    """Whether the domain of MAIL_FROM has the records by which receivers recognise its emails."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ").lower()
    if "." not in domain:
        words = _("Emails are sent from the domain %(domain)s. No other mail server accepts this domain.")
        return warn(words, _("Set MAIL_FROM to an address of your own domain."), domain=domain)
    if shutil.which("dig") is None:
        words = _("SPF, DKIM and DMARC of %(domain)s were not checked: the program dig is missing.")
        return warn(words, _("Install the package bind9-dnsutils."), domain=domain)
    try:
        missing = _missing(domain, settings.DKIM_SELECTOR)
    except NoAnswer:
        words = _("SPF, DKIM and DMARC of %(domain)s were not checked: no resolver answers.")
        return warn(words, _("Check the name servers in /etc/resolv.conf."), domain=domain)
    if missing:
        words = _("The domain %(domain)s lacks a valid record for %(missing)s: receivers may treat emails as spam.")
        remedy = _(
            "Add the TXT records that your mail provider names. To find the DKIM record, the site uses DKIM_SELECTOR."
        )
        return warn(words, remedy, domain=domain, missing=", ".join(missing))
    if not settings.DKIM_SELECTOR:
        return ok(_("SPF and DMARC of %(domain)s are set up. Set DKIM_SELECTOR to check DKIM too."), domain=domain)
    return ok(_("SPF, DKIM and DMARC of %(domain)s are set up."), domain=domain)


def _missing(domain: str, selector: str) -> list[str]:
    """The names of the records that are not there; two SPF records count as none (RFC 7208)."""
    labels = domain.split(".")
    # DMARC counts for subdomains too (RFC 7489), so the first record upwards is the one.
    parents = [".".join(labels[n:]) for n in range(len(labels) - 1)]
    stands = {
        "SPF": sum(is_kind(text, "v=spf1") for text in txt_records(domain)) == 1,
        "DMARC": any(is_kind(text, "v=dmarc1") for parent in parents for text in txt_records(f"_dmarc.{parent}")),
    }
    if selector:
        # A key that is revoked is left with an empty p= (RFC 6376).
        keys = txt_records(f"{selector}._domainkey.{domain}")
        stands["DKIM"] = any(re.search(r"(^|;)\s*p=\s*[A-Za-z0-9+/]", text) for text in keys)
    return [name for name, is_present in stands.items() if not is_present]


def is_kind(text: str, version: str) -> bool:
    return bool(re.match(rf"{version}(\s|;|$)", text.strip().lower()))


def txt_records(name: str) -> list[str]:
    """The TXT records of a name, each in one piece; raises `NoAnswer`."""
    program = shutil.which("dig") or "dig"
    command = [program, *RESOLVER, "+time=3", "+tries=1", "+noall", "+comments", "+answer", "TXT", f"{name}."]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603  our own words
    if answer.returncode or not re.search(r"status: (NOERROR|NXDOMAIN)", answer.stdout):
        raise NoAnswer
    lines = [line for line in answer.stdout.splitlines() if re.search(r"\sIN\s+TXT\s", line)]
    return ["".join(QUOTED.findall(line)) for line in lines]


def check_bounces() -> Finding:
    """Addresses that refused emails twice in a row, so that nothing more is sent to them."""
    count = Mailbox.objects.refusing().count()
    if not count:
        return ok(_("No address refuses emails."), count=0)
    words = _("Addresses that refused emails twice and receive no more emails: %(count)s.")
    return warn(words, _("Ask these people for another address, and enter it on the page Members."), count=count)
