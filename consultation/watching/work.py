"""The worker, what waits for it, and the mail it sends."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import mail
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from accounts.models import Letter
from accounts.states import LetterState
from consultation.models import Beat
from consultation.watching.findings import Finding, fail, ok, warn

TURN = "turn"
SLOW, STOPPED = timedelta(minutes=3), timedelta(minutes=15)
LATE, VERY_LATE = timedelta(minutes=30), timedelta(hours=3)


def worker() -> Finding:
    """When the worker last came round."""
    age = Beat.objects.age(TURN, timezone.now())
    remedy = _("Start manage.py worker, and let the system start it again whenever it ends.")
    if age is None:
        return fail(_("The worker has never run: no letter leaves."), remedy)
    seconds = int(age.total_seconds())
    words = _("The worker last came round %(seconds)s seconds ago.")
    if age < SLOW:
        return ok(words, seconds=seconds)
    return (fail if age > STOPPED else warn)(words, remedy, seconds=seconds)


def oldest() -> Finding:
    """What is due and was not done: a letter, or a task."""
    now = timezone.now()
    letter = Letter.objects.due(now).order_by().aggregate(at=Min("due_at"))["at"]
    waits = max((now - at for at in (letter, _oldest_task(now)) if at), default=timedelta(0))
    minutes = int(waits.total_seconds() // 60)
    words = _("The oldest thing that is due has waited %(minutes)s minutes.")
    if waits < LATE:
        return ok(words, minutes=minutes)
    remedy = _("Look at the worker's log: it does not run, is too slow, or the mail server refuses.")
    return (fail if waits > VERY_LATE else warn)(words, remedy, minutes=minutes)


def _oldest_task(now: datetime) -> datetime | None:
    rows = DBTaskResult.objects.ready()
    return rows.order_by().aggregate(at=Min("enqueued_at"))["at"]


def letters() -> Finding:
    """Letters that were given up in the last week."""
    since = timezone.now() - timedelta(days=7)
    count = Letter.objects.filter(state=LetterState.FAILED, due_at__gte=since).count()
    if not count:
        return ok(_("No letter was given up this week."), count=0)
    words = _("Letters that were given up this week: %(count)s.")
    return warn(words, _("Look at the page Letters of the desk, which says why, and send them again."), count=count)


def mail_server() -> Finding:
    if "smtp" not in settings.MAIL["EMAIL_BACKEND"]:
        return warn(_("Letters are written to files and reach nobody."), _("Set MAIL_URL to a mail server."))
    connection = _connection()
    try:
        connection.open()
    except OSError as error:
        words = _("The mail server does not answer: %(why)s")
        remedy = _("Look at MAIL_URL, and at the firewall. Letters wait until it answers.")
        return fail(words, remedy, why=error)
    finally:
        connection.close()
    return ok(_("The mail server answers."))


def _connection() -> Any:
    mailers = getattr(mail, "mailers", None)
    return mailers["default"] if mailers is not None else mail.get_connection(settings.MAIL["EMAIL_BACKEND"])
