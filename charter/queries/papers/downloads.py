"""Files that are kept for readers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from charter.models import Download
from charter.states import DownloadState

# What was requested longer before and is not made was given up without a note, for example when the worker stopped.
LONGEST_IN_QUEUE = timedelta(minutes=10)


def kept_download(name: str, language: str, made_of: str) -> Download | None:
    """The file with its bytes, if it is made and up to date."""
    return Download.objects.filter(name=name, language=language, made_of=made_of, state=DownloadState.MADE).first()


def download_sizes(names: Iterable[str], language: str) -> dict[str, tuple[str, int]]:
    """By name: what each kept file was made of, and its size in bytes."""
    rows = Download.objects.filter(name__in=list(names), language=language, state=DownloadState.MADE)
    return {name: (made_of, size) for name, made_of, size in rows.values_list("name", "made_of", "size")}


def download_sources(names: Iterable[str], language: str) -> dict[str, str]:
    """By name: what each file was or will be made of, whatever became of it."""
    return dict(Download.objects.filter(name__in=list(names), language=language).values_list("name", "made_of"))


def requested_file(name: str, language: str) -> Download:
    """The state of a file that was requested, without its bytes."""
    return Download.objects.defer("data").get(name=name, language=language)


def count_files_before(download: Download) -> int:
    """How many files in the queue were requested before this one."""
    requested = (download.asked_at - LONGEST_IN_QUEUE, download.asked_at)
    waiting = Download.objects.filter(state=DownloadState.WAITING, asked_at__range=requested)
    return waiting.exclude(pk=download.pk).count()
