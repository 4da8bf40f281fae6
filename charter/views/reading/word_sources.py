"""Who asked for this: runs of words that lead to a note, and the note that is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.addresses import address_of
from accounts.locales import in_quotes
from charter.exports.papers import in_html
from charter.models import Amendment, Wording
from charter.queries.amending.supports import count_supports
from charter.queries.reading import word_sources
from charter.queries.reading.word_sources import Asker, Run
from charter.states import CameFrom, StructuralEffect
from charter.wording.charter_text import (
    interface_language,
    language_attributes,
    outcome_status,
    proposers_html,
    public_name_of,
    quote_words,
)
from charter.wording.round_times import format_day


@dataclass(frozen=True)
class SourcesPage:
    """The words of a provision with their runs, and which run's note is open (`None`: no run asked for by anyone).

    The note also names the structural acts on the provision `until` a time: they changed none of its words.
    """

    runs: tuple[Run, ...]
    open: int | None
    supports: dict[int, int]
    provision: int
    until: datetime | None = None


def sources_page(
    wording: Wording,
    requested: str = "",
    askers: Mapping[str, Asker] | None = None,
    selected: tuple[int, int] | None = None,
    until: datetime | None = None,
) -> SourcesPage:
    """The runs of a wording, and which one's note is open; it names structural acts `until` that time.

    `requested` is the place of that run. Else it is the first one within the `selected` characters, at best one that
    an amendment brought; else the last one that was proposed.
    """
    askers = word_sources.askers_by_mark(word_sources.marks_of([wording])) if askers is None else askers
    runs = word_sources.runs_with_askers(wording, askers)
    spoken = [place for place, run in enumerate(runs) if run.first and run.text.strip()]
    numbered = [place for place in spoken if _is_numbered(runs[place])]
    chosen = next((place for place in spoken if str(place) == requested), None)
    if chosen is None and selected is not None:
        within = [place for place in _within(runs, selected) if place in spoken]
        chosen = next((place for place in within if place in numbered), next(iter(within), None))
    last = next(iter(reversed(numbered or spoken)), None)
    supports = count_supports(_amendments_of(asker for run in runs for asker in run.askers))
    return SourcesPage(runs, last if chosen is None else chosen, supports, wording.provision_id, until)


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
    terms = [row for asker in run.askers for row in _terms(asker, run, page.supports)] + _put(run)
    acts = word_sources.structural_acts(page.provision, page.until)
    supports = count_supports(_amendments_of(acts)) if acts else {}
    terms += [{"term": _act_in_words(act), "text": _who(act, supports)} for act in acts]
    links = [*_neighbours(page, base, fragment), {"word": life[0], "url": life[1]}]
    return {"id": fragment, "words": _short(run.text.strip()), "terms": terms, "links": links, "close_url": close_url}


def amendment_address(amendment: Amendment) -> str:
    return address_of("amendment", amendment.round.number, amendment.number)


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
    ways = [(_("Text before: %(words)s"), before[-1:]), (_("Text after: %(words)s"), after[:1])]
    return [
        {
            "word": label % {"words": in_quotes(_short(page.runs[p].text.strip(), 4))},
            "url": f"{base}&run={p}#{fragment}",
        }
        for label, run_places in ways
        for p in run_places
    ]


def _terms(asker: Asker, run: Run, supports: dict[int, int]) -> list[dict[str, Any]]:
    if asker.source:
        return _source_terms(asker)
    if asker.adoption is None:
        return _wording_terms(asker)
    terms: list[dict[str, Any]] = [{"term": _("Proposed by"), "text": _who(asker, supports)}]
    terms += [{"term": _("Also proposed by"), "text": _also(amendment)} for amendment in _granted(asker)]
    reason = asker.reason
    if reason:
        terms.append({"term": _("Reason"), **_quoted(reason)})
    if asker.decision:
        terms.append({"term": _("Decision"), "status": _decided(asker)})
    return terms


def _amendments_of(askers: Iterable[Asker]) -> list[int]:
    return [asker.amendment.pk for asker in askers if asker.amendment]


def _act_in_words(act: Asker) -> str:
    """What was done with the provision, before the name of who proposed it."""
    assert act.adoption is not None
    if not act.adoption.fate:
        return _("Moved on the proposal of")
    is_split = act.adoption.fate == StructuralEffect.SPLIT
    return _("Split on the proposal of") if is_split else _("Combined on the proposal of")


def _put(run: Run) -> list[dict[str, Any]]:
    """Whose the words of a compromise are, and why they were put: once, whoever asked for them together."""
    compromises = (asker.adoption.compromise for asker in run.askers if asker.adoption)
    compromise = next((candidate for candidate in compromises if candidate), None)
    if compromise is None:
        return []
    whose = {"term": _("Source of the text"), "text": _("The secretariat: a compromise text sent to the members.")}
    return [whose, {"term": _("Reason for this text"), **_quoted(compromise.reason)}]


def _who(asker: Asker, supports: dict[int, int]) -> str:
    adoption, amendment = asker.adoption, asker.amendment
    assert adoption is not None
    if amendment is None:
        name = public_name_of(adoption.asked_by, adoption.at) or adoption.asked_by_words or _("the secretariat")
        strong = format_html("<strong>{}</strong>", name)
        sentence = _("%(who)s, as a compromise text sent to the members")
        return in_html(sentence, {"who": strong}) if adoption.compromise_id else strong
    if adoption.in_place:
        return _in_place(amendment)
    count = supports.get(amendment.pk, 0)
    names = {
        "who": format_html("<strong>{}</strong>", proposers_html(amendment)),
        "amendment": _numbered(amendment),
        "round": amendment.round.number,
        "n": count,
    }
    if not count:
        return in_html(_("%(who)s, %(amendment)s of round %(round)s"), names)
    with_support = ngettext(
        "%(who)s, %(amendment)s of round %(round)s, and %(n)s member in support",
        "%(who)s, %(amendment)s of round %(round)s, and %(n)s members in support",
        count,
    )
    return in_html(with_support, names)


def _granted(asker: Asker) -> list[Amendment]:
    """Amendments that were accepted as part of the one whose words these are."""
    in_place = asker.adoption is not None and asker.adoption.in_place
    return asker.amendment.granted if asker.amendment and not in_place else []


def _also(amendment: Amendment) -> SafeString:
    names = {
        "who": format_html("<strong>{}</strong>", proposers_html(amendment)),
        "amendment": _numbered(amendment),
        "round": amendment.round.number,
    }
    return in_html(_("%(who)s, %(amendment)s of round %(round)s"), names)


def _numbered(amendment: Amendment) -> SafeString:
    sentence = _("amendment %(number)s") % {"number": amendment.number}
    return format_html('<a href="{}">{}</a>', amendment_address(amendment), sentence)


def _in_place(amendment: Amendment) -> str:
    """Changed words that their members did not take for their own."""
    link = format_html('<a href="{}">{}</a>', amendment_address(amendment), amendment)
    return in_html(_("the secretariat, instead of the proposal of amendment %(name)s"), {"name": link})


def _quoted(reason: Any) -> dict[str, Any]:
    """A reason in the interface's language where it is translated, else in its own; the language is named."""
    localized_text = reason.in_language(interface_language())
    original = _("(original)") if localized_text.pk == reason.pk else _("(translated)")
    return {"text": in_quotes(localized_text.text), "after": original, **language_attributes(localized_text.language)}


def _decided(asker: Asker) -> dict[str, str]:
    decision = asker.decision
    assert decision is not None and decision.release is not None
    status = outcome_status(decision)
    names = {"outcome": status["word"], "day": format_day(decision.release.at), "reason": quote_words(decision.reason)}
    return {"shape": status["shape"], "word": in_html(_("%(outcome)s, %(day)s. %(reason)s"), names)}


def _source_terms(asker: Asker) -> list[dict[str, Any]]:
    source = asker.source
    assert source is not None
    terms = [{"term": _("First text"), "text": source.body or _("imported by the secretariat")}]
    if source.dated:
        terms.append({"term": _("Date"), "text": format_day(source.dated)})
    terms.append({"term": _("Document"), "text": source.document})
    return terms


def _wording_terms(asker: Asker) -> list[dict[str, Any]]:
    assert asker.wording is not None
    aligned = asker.wording.came_from == CameFrom.ALIGNMENT
    whose = _("The language editors, to match another language.") if aligned else _("The secretariat.")
    return [{"term": _("Source of the text"), "text": whose}]


def _short(text: str, most: int = 12) -> str:
    parts = text.split()
    return text if len(parts) <= most else " ".join(parts[:most]) + " …"
