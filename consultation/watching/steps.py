"""The first steps of a new site as `manage.py doctor` prints them: the same list as on the secretariat pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consultation import first_steps
from consultation.watching.findings import Finding, ok, warn


def _look(step_of: Callable[[], first_steps.FirstStep]) -> Finding:
    step = step_of()
    if step.is_done:
        return ok(step.sentence)
    if not step.address:
        return warn(step.sentence, _("Complete the previous steps first."))
    return warn(step.sentence, format_lazy(_("Open {address}"), address=settings.SITE_URL + step.address))


CHECKS: dict[str, Callable[[], Finding]] = {name: partial(_look, check) for name, check in first_steps.LOOKS.items()}
