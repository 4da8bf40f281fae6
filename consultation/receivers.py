"""Background tasks leave a line in the log when they are asked for, begun and done, under the id of the task."""

from __future__ import annotations

import logging
from typing import Any

from django_tasks import TaskResult

from accounts.queries.interface_texts import refresh_corrections

log = logging.getLogger("work")


def note_task_enqueued(sender: type, task_result: TaskResult, **kwargs: Any) -> None:
    _line("task asked for", task_result)


def note_task_started(sender: type, task_result: TaskResult, **kwargs: Any) -> None:
    """The worker writes emails, with the interface texts as they were last corrected."""
    refresh_corrections()
    _line("task begun", task_result)


def note_task_finished(sender: type, task_result: TaskResult, **kwargs: Any) -> None:
    _line("task done", task_result, status=str(task_result.status))


def _line(words: str, result: TaskResult, **more: str) -> None:
    log.info(words, extra={"fields": {"task": str(result.id), "name": result.task.module_path, **more}})
