"""Who asked for this: runs of words that lead to a note, and the note that is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.addresses import address
from charter.exports.papers import in_html
from charter.models import Amendment, Wording
from charter.queries import asking
from charter.queries.asking import Asker, Run
from charter.queries.supports import supported
from charter.states import CameFrom
from charter.templatetags.charter_text import asked_by_apart, attributes, in_words, interface, naming, outcome
from charter.templatetags.moments import day


@dataclass(frozen=True)
class Asked:
    """The words of a provision with their runs, and which run's note is open (`None`: no run asked for by anyone)."""

    runs: tuple[Run, ...]
    open: int | None
    supports: dict[int, int]


def asked(wording: Wording, wanted: str = "", known: Mapping[str, Asker] | None = None) -> Asked:
    """The runs of a wording; `wanted` is the place of the run whose note is open, else the last one asked for."""
    known = asking.askers(asking.marks_of([wording])) if known is None else known
    runs = asking.runs(wording, known)
    spoken = [place for place, run in enumerate(runs) if run.first and run.text.strip()]
    numbered = [place for place in spoken if _is_numbered(runs[place])]
    chosen = next((place for place in spoken if str(place) == wanted), None)
    last = next(iter(reversed(numbered or spoken)), None)
    return Asked(runs, last if chosen is None else chosen, supported(one.pk for one in _amendments(runs)))


def words_with_runs(asked_: Asked, base: str, fragment: str) -> SafeString:
    """The words in plain text, each run that an amendment brought a link to its note."""
    return format_html_join("", "{}", ((_run(asked_, place, base, fragment),) for place in range(len(asked_.runs))))


def note(asked_: Asked, base: str, fragment: str, close_url: str, life: tuple[str, str]) -> dict[str, Any] | None:
    """What `components/run_note.html` takes for the open run; `life` is a word and an address."""
    if asked_.open is None:
        return None
    run = asked_.runs[asked_.open]
    terms = [row for asker in run.askers for row in _terms(asker, run, asked_.supports)] + _put(run)
    links = [*_neighbours(asked_, base, fragment), {"word": life[0], "url": life[1]}]
    return {"id": fragment, "words": _short(run.text.strip()), "terms": terms, "links": links, "close_url": close_url}


def amendment_address(amendment: Amendment) -> str:
    return address("amendment", amendment.round.number, amendment.number)


def _is_numbered(run: Run) -> bool:
    return any(asker.number for asker in run.askers)


def _amendments(runs: Sequence[Run]) -> list[Amendment]:
    return [asker.amendment for run in runs for asker in run.askers if asker.amendment]


def _run(asked_: Asked, place: int, base: str, fragment: str) -> str:
    """A run that nobody's amendment brought stays plain, unless its note is the open one."""
    run = asked_.runs[place]
    if not run.text.strip() or not (_is_numbered(run) or place == asked_.open):
        return mark_safe(run.html)
    head, words, tail = _bare(run)
    number = " ".join(str(asker.number) for asker in run.askers if asker.number)
    if not number:
        return format_html('{}<span class="run" aria-current="true">{}</span>{}', head, words, tail)
    link = {"words": words, "number": number, "url": f"{base}&run={place}#{fragment}", "open": place == asked_.open}
    return format_html("{}{}{}", head, mark_safe(render_to_string("components/run.html", link).strip()), tail)


def _bare(run: Run) -> tuple[str, str, str]:
    """The spaces before, the words with their formats, the spaces after; a link within a link is left out."""
    words = run.text.strip()
    start = run.text.index(words)
    html = run.text.strip() if "<a " in run.html else mark_safe(run.html.strip())
    return run.text[:start], html, run.text[start + len(words) :]


def _neighbours(asked_: Asked, base: str, fragment: str) -> list[dict[str, str]]:
    """The other runs whose notes can be opened from here: the ones before and after, and the first text."""
    places = [p for p, run in enumerate(asked_.runs) if run.first and run.text.strip() and p != asked_.open]
    before = [p for p in places if asked_.open is not None and p < asked_.open]
    after = [p for p in places if asked_.open is not None and p > asked_.open]
    ways = [(_("Words before: %(words)s"), before[-1:]), (_("Words after: %(words)s"), after[:1])]
    return [
        {"word": said % {"words": f"“{_short(asked_.runs[p].text.strip(), 4)}”"}, "url": f"{base}&run={p}#{fragment}"}
        for said, found in ways
        for p in found
    ]


def _terms(asker: Asker, run: Run, supports: dict[int, int]) -> list[dict[str, Any]]:
    if asker.source:
        return _source_terms(asker)
    if asker.adoption is None:
        return _wording_terms(asker)
    terms: list[dict[str, Any]] = [{"term": _("Asked for by"), "text": _who(asker, supports)}]
    reason = asker.reason
    if reason:
        terms.append({"term": _("Because"), **_quoted(reason)})
    if asker.decision:
        terms.append({"term": _("Decision"), "status": _decided(asker)})
    return terms


def _put(run: Run) -> list[dict[str, Any]]:
    """Whose the words of a compromise are, and why they were put: once, whoever asked for them together."""
    found = (asker.adoption.compromise for asker in run.askers if asker.adoption)
    compromise = next((one for one in found if one), None)
    if compromise is None:
        return []
    whose = {"term": _("Whose words"), "text": _("The secretariat’s: a compromise put to the members.")}
    return [whose, {"term": _("Why these words"), **_quoted(compromise.reason)}]


def _who(asker: Asker, supports: dict[int, int]) -> str:
    adoption, amendment = asker.adoption, asker.amendment
    assert adoption is not None
    if amendment is None:
        name = naming(adoption.asked_by, adoption.at) or adoption.asked_by_words or _("the secretariat")
        strong = format_html("<strong>{}</strong>", name)
        put = _("%(who)s, as a compromise put to the members")
        return in_html(put, {"who": strong}) if adoption.compromise_id else strong
    if adoption.in_place:
        return _in_place(amendment)
    count = supports.get(amendment.pk, 0)
    said = {
        "who": format_html("<strong>{}</strong>", asked_by_apart(amendment)),
        "amendment": _numbered(amendment),
        "round": amendment.round.number,
        "n": count,
    }
    if not count:
        return in_html(_("%(who)s, %(amendment)s of round %(round)s"), said)
    with_support = ngettext(
        "%(who)s, %(amendment)s of round %(round)s, and %(n)s member in support",
        "%(who)s, %(amendment)s of round %(round)s, and %(n)s members in support",
        count,
    )
    return in_html(with_support, said)


def _numbered(amendment: Amendment) -> SafeString:
    said = _("amendment %(number)s") % {"number": amendment.number}
    return format_html('<a href="{}">{}</a>', amendment_address(amendment), said)


def _in_place(amendment: Amendment) -> str:
    """Changed words that their members did not take for their own."""
    link = format_html('<a href="{}">{}</a>', amendment_address(amendment), amendment)
    return in_html(_("the secretariat, in place of what amendment %(name)s asked"), {"name": link})


def _quoted(reason: Any) -> dict[str, Any]:
    """A reason in the interface's language where it was translated, else as it was said, with its language named."""
    said = reason.in_language(interface())
    original = _("(original)") if said.pk == reason.pk else _("(translated)")
    return {"text": f"“{said.text}”", "after": original, **attributes(said.language)}


def _decided(asker: Asker) -> dict[str, str]:
    decision = asker.decision
    assert decision is not None and decision.release is not None
    said = outcome(decision)
    reason = in_words(decision.reason)
    return {"shape": said["shape"], "word": f"{said['word']}, {day(decision.release.at)}. “{reason}”"}


def _source_terms(asker: Asker) -> list[dict[str, Any]]:
    source = asker.source
    assert source is not None
    terms = [{"term": _("First text"), "text": source.body or _("taken in by the secretariat")}]
    if source.dated:
        terms.append({"term": _("Dated"), "text": day(source.dated)})
    terms.append({"term": _("Document"), "text": source.document})
    return terms


def _wording_terms(asker: Asker) -> list[dict[str, Any]]:
    assert asker.wording is not None
    aligned = asker.wording.came_from == CameFrom.ALIGNMENT
    whose = _("The language editors’, to say the same as another language.") if aligned else _("The secretariat’s.")
    return [{"term": _("Whose words"), "text": whose}]


def _short(text: str, most: int = 12) -> str:
    parts = text.split()
    return text if len(parts) <= most else " ".join(parts[:most]) + " …"
