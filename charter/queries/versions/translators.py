"""The people whose translations are in a language version, and those of them whose names are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from charter import tracing
from charter.models import Alignment, Charter, TranslationCredit, Version, Wording
from charter.queries.versions.manifests import Manifest


def people_to_credit(manifest: Manifest) -> list[tuple[str, int]]:
    """Languages with the ids of people who agree to be named and wrote a part of the text, each pair once.

    A part is text of an approved translation update or correction that no later text replaced.
    """
    writers = _writers(manifest.charter)
    if not writers:
        return []
    rows = Wording.objects.filter(provision__charter=manifest.charter)
    parents = dict(rows.values_list("pk", "parent"))
    pairs = {
        (line.language, writer)
        for line in manifest.lines
        if line.wording
        for writer in _writers_of_text(list(_history(line.wording.pk, parents)), writers)
    }
    return sorted(pairs)


def names_of_translators(versions: Iterable[Version]) -> dict[int, dict[str, list[str]]]:
    """By version id and language the names in their order, without people who no longer agree or were erased."""
    names: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = TranslationCredit.objects.filter(version__in=list(versions), person__name_in_credits=True)
    rows = rows.exclude(person__name="").order_by("person__name", "pk")
    for version, language, name in rows.values_list("version", "language", "person__name"):
        names[version][language].append(name)
    return names


def _writers(charter: Charter) -> dict[int, int]:
    """By wording id who wrote it as a translation and agrees to be named; a split adds no text."""
    rows = Alignment.objects.filter(provision__charter=charter, division=None, written_by__name_in_credits=True)
    return dict(rows.exclude(wording=None).values_list("wording", "written_by"))


def _history(pk: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    """The ids of a wording and of those that it follows, the first one first."""
    parent = parents[pk]
    if parent is not None:
        yield from _history(parent, parents)
    yield pk


def _writers_of_text(history: list[int], writers: Mapping[int, int]) -> set[int]:
    """Those of the writers whose text is left in the last wording."""
    if writers.keys().isdisjoint(history):
        return set()
    texts = dict(Wording.objects.filter(pk__in=history).values_list("pk", "html"))
    before, runs = "", list[tracing.Run]()
    for pk in history:
        marks = [str(writers[pk])] if pk in writers else []
        before, runs = texts[pk], tracing.trace_html(before, runs, texts[pk], marks)
    return {int(mark) for run in runs if run["text"].strip() for mark in run["by"]}
