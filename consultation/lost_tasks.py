"""Tasks whose worker died: the package leaves them marked as running for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

# Longer than the longest file takes. What was begun by a clock that was ahead is lost too.
LOST = timedelta(minutes=30)
TRIES = 2


class WorkersDied(Exception):
    """The task took its worker with it each time."""


def requeue_lost_tasks(now: datetime) -> None:
    """Puts each task whose worker died back into the queue, once; the second time it has failed."""
    is_lost = Q(started_at__lt=now - LOST) | Q(started_at__gt=now + LOST)
    for task in DBTaskResult.objects.running().filter(is_lost):
        if len(task.worker_ids) >= TRIES:
            task.set_failed(WorkersDied(f"{len(task.worker_ids)} workers ended while they did it."))
        else:
            same = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
            same.update(status=TaskResultStatus.READY)
