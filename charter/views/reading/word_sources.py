"""The sources of the text: runs that link to a note, and the open note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.locales import in_quotes
from charter.models import Charter, EarlierLine, Wording
from charter.queries.reading import charters, earlier_texts, word_sources
from charter.queries.reading.earlier_texts import shared_with
from charter.queries.reading.word_sources import Asker, Run
from charter.wording.earlier_texts import earlier_terms
from charter.wording.source_notes import act_terms, run_terms, supports_of


@dataclass(frozen=True)
class SourcesPage:
    """The text of a provision with its runs, and the run whose note is open (`None`: no run has a source).

    The note also names the structural acts on the provision `until` a time: they did not change its text. `earlier` is
    the provision in texts from before the site.
    """

    runs: tuple[Run, ...]
    open: int | None
    supports: dict[int, int]
    provision: int
    until: datetime | None = None
    earlier: tuple[EarlierLine, ...] = ()


def sources_page(
    wording: Wording,
    requested: str = "",
    askers: Mapping[str, Asker] | None = None,
    selected: tuple[int, int] | None = None,
    until: datetime | None = None,
    charter: Charter | None = None,
) -> SourcesPage:
    """The runs of a wording, and which one's note is open; it names structural acts `until` that time.

    With the charter it also shows which parts of the first text are in texts from before the site.

    `requested` is the place of that run. Otherwise it is the first one within the `selected` characters, if possible
    one that an amendment brought; otherwise the last one that was proposed.
    """
    askers = word_sources.sources_by_mark(word_sources.marks_of([wording])) if askers is None else askers
    runs = word_sources.runs_with_askers(wording, askers)
    spoken = [place for place, run in enumerate(runs) if run.first and run.text.strip()]
    numbered = [place for place in spoken if _is_numbered(runs[place])]
    chosen = next((place for place in spoken if str(place) == requested), None)
    if chosen is None and selected is not None:
        within = [place for place in _within(runs, selected) if place in spoken]
        chosen = next((place for place in within if place in numbered), next(iter(within), None))
    last = next(iter(reversed(numbered or spoken)), None)
    supports = supports_of(asker for run in runs for asker in run.askers)
    place = last if chosen is None else chosen
    earlier = _earlier(wording, charter) if place is not None and _is_first_text(runs[place]) else ()
    return SourcesPage(runs, place, supports, wording.provision_id, until, earlier)


def _is_first_text(run: Run) -> bool:
    return any(asker.source for asker in run.askers)


def _earlier(wording: Wording, charter: Charter | None) -> tuple[EarlierLine, ...]:
    """The provision in public earlier texts of the same language; nothing is read where there are no such texts."""
    if charter is None or not charters.has_earlier_texts(charter):
        return ()
    lines = earlier_texts.lines_of_provision(charter, wording.provision_id)
    return tuple(line for line in lines if line.text.language == wording.language)


def _within(runs: Sequence[Run], selected: tuple[int, int]) -> list[int]:
    """The places of the runs that have characters in the range."""
    places, start = [], 0
    for place, run in enumerate(runs):
        end = start + len(run.text)
        if start < selected[1] and selected[0] < end:
            places.append(place)
        start = end
    return places


def words_with_runs(page: SourcesPage, base: str, fragment: str) -> SafeString:
    """The words in plain text, each run that an amendment brought a link to its note."""
    return format_html_join("", "{}", ((_run(page, place, base, fragment),) for place in range(len(page.runs))))


def note(page: SourcesPage, base: str, fragment: str, close_url: str, life: tuple[str, str]) -> dict[str, Any] | None:
    """What `components/run_note.html` takes for the open run; `life` is a word and an address."""
    if page.open is None:
        return None
    run = page.runs[page.open]
    acts = word_sources.structural_acts(page.provision, page.until)
    earlier = earlier_terms(shared_with(run.html, page.earlier)) if page.earlier and _is_first_text(run) else []
    terms = [*run_terms(run, page.supports), *earlier, *act_terms(acts, supports_of(acts) if acts else {})]
    links = [*_neighbours(page, base, fragment), {"word": life[0], "url": life[1]}]
    return {"id": fragment, "words": _short(run.text.strip()), "terms": terms, "links": links, "close_url": close_url}


def _is_numbered(run: Run) -> bool:
    return any(asker.number for asker in run.askers)


def _run(page: SourcesPage, place: int, base: str, fragment: str) -> str:
    """A run that nobody's amendment brought stays plain, unless its note is the open one."""
    run = page.runs[place]
    if not run.text.strip() or not (_is_numbered(run) or place == page.open):
        return mark_safe(run.html)
    head, words, tail = _bare(run)
    number = _(", ").join(str(asker.number) for asker in run.askers if asker.number)
    if not number:
        return format_html('{}<span class="run" aria-current="true">{}</span>{}', head, words, tail)
    link = {"words": words, "number": number, "url": f"{base}&run={place}#{fragment}", "open": place == page.open}
    return format_html("{}{}{}", head, mark_safe(render_to_string("components/run.html", link).strip()), tail)


def _bare(run: Run) -> tuple[str, str, str]:
    """The spaces before, the words with their formats, the spaces after; a link within a link is left out."""
    words = run.text.strip()
    start = run.text.index(words)
    html = run.text.strip() if "<a " in run.html else mark_safe(run.html.strip())
    return run.text[:start], html, run.text[start + len(words) :]


def _neighbours(page: SourcesPage, base: str, fragment: str) -> list[dict[str, str]]:
    """The other runs whose notes can be opened from here: the ones before and after, and the first text."""
    places = [p for p, run in enumerate(page.runs) if run.first and run.text.strip() and p != page.open]
    before = [p for p in places if page.open is not None and p < page.open]
    after = [p for p in places if page.open is not None and p > page.open]
    ways = [(_("Preceding text: %(words)s"), before[-1:]), (_("Following text: %(words)s"), after[:1])]
    return [
        {
            "word": label % {"words": in_quotes(_short(page.runs[p].text.strip(), 4))},
            "url": f"{base}&run={p}#{fragment}",
        }
        for label, run_places in ways
        for p in run_places
    ]


def _short(text: str, most: int = 12) -> str:
    parts = text.split()
    return text if len(parts) <= most else " ".join(parts[:most]) + " …"
