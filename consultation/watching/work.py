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

TURN, QUEUE_TURN = "turn", "queue"
SLOW, STOPPED = timedelta(minutes=3), timedelta(minutes=15)
STUCK = timedelta(hours=1)
LATE, VERY_LATE = timedelta(minutes=30), timedelta(hours=3)


def check_worker() -> Finding:
    """When the clock last came round."""
    age = Beat.objects.age(TURN, timezone.now())
    remedy = _("Start manage.py worker, and configure the system to restart it automatically.")
    if age is None:
        return fail(_("The worker has never run: no emails are sent."), remedy)
    seconds = int(age.total_seconds())
    words = _("The worker was last active %(seconds)s seconds ago.")
    if age < SLOW:
        return ok(words, seconds=seconds)
    return (fail if age > STOPPED else warn)(words, remedy, seconds=seconds)


def check_queue() -> Finding:
    """When the queue last came round, or began a task."""
    age = Beat.objects.age(QUEUE_TURN, timezone.now())
    remedy = _("Start manage.py worker queue, and configure the system to restart it automatically.")
    if age is None:
        return fail(_("The queue has never run: no long files are made."), remedy)
    minutes = int(age.total_seconds() // 60)
    words = _("Minutes since the queue was last active: %(minutes)s.")
    if age < LATE:
        return ok(words, minutes=minutes)
    return (fail if age > VERY_LATE else warn)(words, remedy, minutes=minutes)


def check_oldest() -> Finding:
    """What is due and was not done: a letter, or a task."""
    now = timezone.now()
    letter = Letter.objects.due(now).order_by().aggregate(at=Min("due_at"))["at"]
    waits = max((now - at for at in (letter, _oldest_task(now)) if at), default=timedelta(0))
    minutes = int(waits.total_seconds() // 60)
    words = _("Minutes since the oldest pending task was due: %(minutes)s.")
    if waits < LATE:
        return ok(words, minutes=minutes)
    remedy = _(
        "Check the log of the worker. Possible causes: the worker does not run, the worker is "
        "too slow, or the mail server refuses emails."
    )
    return (fail if waits > VERY_LATE else warn)(words, remedy, minutes=minutes)


def _oldest_task(now: datetime) -> datetime | None:
    rows = DBTaskResult.objects.ready()
    return rows.order_by().aggregate(at=Min("enqueued_at"))["at"]


def check_stuck() -> Finding:
    """Tasks and emails that a process began so long ago that it has probably been killed."""
    since = timezone.now() - STUCK
    tasks = DBTaskResult.objects.running().filter(started_at__lt=since).count()
    sending = Letter.objects.filter(state=LetterState.SENDING, taken_at__lt=since).count()
    if not tasks and not sending:
        return ok(_("No task is blocked."), tasks=0, emails=0)
    words = _("Tasks that started more than an hour ago and are not finished: %(tasks)s. Emails: %(emails)s.")
    remedy = _(
        "Check that the worker runs. The worker resumes interrupted tasks. If the number does "
        "not change, restart the worker."
    )
    return warn(words, remedy, tasks=tasks, emails=sending)


def check_letters() -> Finding:
    """Letters that were given up in the last week."""
    since = timezone.now() - timedelta(days=7)
    count = Letter.objects.filter(state=LetterState.FAILED, due_at__gte=since).count()
    if not count:
        return ok(_("All emails of this week were delivered."), count=0)
    words = _("Emails of this week that could not be delivered: %(count)s.")
    return warn(
        words, _("Open the page “Emails” of the secretariat, read the reason, and send the emails again."), count=count
    )


def mail_server() -> Finding:
    if "smtp" not in settings.MAIL["EMAIL_BACKEND"]:
        return warn(_("Emails are written to files and are not sent."), _("Set MAIL_URL to a mail server."))
    connection = _connection()
    try:
        connection.open()
    except OSError as error:
        words = _("The mail server does not respond: %(why)s")
        remedy = _("Check MAIL_URL and the firewall. Emails are kept until the server responds.")
        return fail(words, remedy, why=error)
    finally:
        connection.close()
    return ok(_("The mail server responds."))


def _connection() -> Any:
    mailers = getattr(mail, "mailers", None)
    return mailers["default"] if mailers is not None else mail.get_connection(settings.MAIL["EMAIL_BACKEND"])
