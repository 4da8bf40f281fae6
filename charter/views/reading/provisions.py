"""Provisions of an article on the page: text, citation, and the values beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from accounts.addresses import address_of
from accounts.interface_texts import cache_with_texts
from accounts.locales import listed_html, localize_commas
from charter.models import Adoption, Amendment
from charter.queries.languages.glossary import LanguageTerms
from charter.queries.languages.names import language_of
from charter.queries.reading.articles import TextLine
from charter.states import TERM_HEADINGS, ProvisionKind
from charter.views.reading.provision_wordings import ShownWording, wording_links
from charter.views.reading.reader_rights import Rights
from charter.views.reading.word_sources import SourcesPage, note, words_with_runs
from charter.wording.charter_text import charter_words, in_html, in_words_apart, language_attributes
from charter.wording.corrigenda import show_correction
from charter.wording.round_times import format_day

NO_TERMS = LanguageTerms(())
NOTE = "charter/reading/_note.html"


@dataclass(frozen=True)
class Beside:
    """Values about the provisions of an article, by provision id, and about the reader.

    `version` is the shown one; `closed` are the ids of provisions that members cannot amend.
    """

    rights: Rights
    acts: bool = False
    brought: dict[int, list[Adoption]] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()
    pending: dict[int, int] = field(default_factory=dict)
    comments: dict[int, int] = field(default_factory=dict)
    sources: tuple[int, SourcesPage] | None = None
    address: str = ""
    all_missing: bool = False
    terms: LanguageTerms = NO_TERMS
    numbered: frozenset[str] = frozenset()
    version: int | None = None
    versions: dict[int, dict[int, int]] = field(default_factory=dict)
    shown: ShownWording | None = None


def place(line: TextLine, beside: Beside) -> dict[str, Any]:
    """What `components/provision.html` takes, and more for titles and headings."""
    life = address_of("provision", line.provision.short)
    open_note = _open_note(line, beside, life)
    pk = line.provision.pk
    shown = beside.shown if beside.shown and beside.shown.provision == pk and not open_note else None
    versions, pending = beside.versions.get(pk, {}), beside.pending.get(pk, 0)
    return {
        "cite": line.citation,
        "id": line.anchor,
        "url": life,
        "words": open_note[0] if open_note else _words(line, beside, shown),
        "changed": shown is not None and shown.wording is not None,
        "wordings": wording_links(line, versions, shown, beside.address, pending),
        "proposed": shown.proposed if shown else (),
        "letter": line.label,
        "is_child": line.kind == ProvisionKind.SUBPARAGRAPH and line.citation.rpartition(".")[0] in beside.numbered,
        "beside": {"acts": _acts(line, beside), "notes": _notes(line, beside, life, bool(open_note))},
        "note": NOTE if open_note and open_note[1] else "",
        "who": open_note[1] if open_note else None,
        "corrections": [show_correction(line, corrigendum) for corrigendum in line.corrigenda],
        "is_title": line.is_title,
        "is_heading": line.is_heading,
        "is_term": line.kind in TERM_HEADINGS,
        **language_attributes(line.language),
    }


def _words(line: TextLine, beside: Beside, shown: ShownWording | None) -> SafeString:
    """The text, or that of the earlier version which the reader chose."""
    earlier = shown.wording if shown else None
    return charter_words(earlier.html if earlier else _explained(line, beside))


def _explained(line: TextLine, beside: Beside) -> str:
    """The words with terms of the glossary marked; headings, and words of another language, as they are."""
    own = not line.missing and not line.is_heading
    return beside.terms.explained(line.html) if own else line.html


def _open_note(line: TextLine, beside: Beside, life: str) -> tuple[SafeString, dict[str, Any] | None] | None:
    """The words with their runs and the open note, where it is this line's."""
    if beside.sources is None or beside.sources[0] != line.provision.pk:
        return None
    base, fragment = f"{beside.address}?who={line.anchor}", f"{line.anchor}-who"
    close = f"{beside.address}#{line.anchor}"
    way = (_("History of %(citation)s") % {"citation": localize_commas(line.citation)}, life)
    sources = beside.sources[1]
    return words_with_runs(sources, base, fragment), note(sources, base, fragment, close, way)


def _acts(line: TextLine, beside: Beside) -> list[dict[str, Any]]:
    rights = beside.rights
    may_propose = rights.may_propose and line.provision.pk not in beside.closed
    if not beside.acts or not (may_propose or rights.may_comment):
        return []
    return _offered(line.provision.short, line.citation, may_propose, rights.may_comment, get_language())


@cache_with_texts(maxsize=4_000)
def _offered(short: str, citation: str, may_propose: bool, may_comment: bool, _language: str) -> list[dict[str, Any]]:
    """The same for every line and person with these rights, and never changed by who is given it."""
    acts: list[dict[str, Any]] = []
    cited = {"citation": localize_commas(citation)}
    if may_propose:
        hidden = _("an amendment to %(citation)s") % cited
        acts.append({"word": _("Propose"), "hidden": hidden, "url": address_of("propose", short), "proposes": True})
    if may_comment:
        hidden = _("on %(citation)s") % cited
        acts.append(
            {
                "word": pgettext("write a comment", "Comment"),
                "hidden": hidden,
                "url": address_of("remark_post", "provision", short),
            }
        )
    return acts


def _notes(line: TextLine, beside: Beside, life: str, showing: bool) -> list[dict[str, Any]]:
    pk, on = line.provision.pk, _("on %(citation)s") % {"citation": localize_commas(line.citation)}
    notes: list[dict[str, Any]] = []
    if line.missing and not beside.all_missing:
        notes.append({"text": _missing(line)})
    adoptions = beside.brought.get(pk, [])
    if adoptions:
        notes.append({"text": _changed(line, adoptions, beside)})
    if beside.comments.get(pk):
        count = beside.comments[pk]
        sentence = ngettext("%(n)s comment", "%(n)s comments", count) % {"n": count}
        notes.append({"text": sentence, "hidden": on, "url": f"{life}#comments"})
    if showing:
        notes.append({"text": _("Proposers are shown"), "current": True})
    elif adoptions:
        notes.append(_link_to_sources(line, beside, on))
    if beside.pending.get(pk):
        count = beside.pending[pk]
        sentence = ngettext("%(n)s new amendment", "%(n)s new amendments", count) % {"n": count}
        notes.append({"text": sentence, "hidden": on, "url": f"{life}#pending"})
    if line.exception:
        notes.append({"text": _excepted(line, beside.acts)})
    return notes


def _link_to_sources(line: TextLine, beside: Beside, on: str) -> dict[str, str]:
    url = f"{beside.address}?who={line.anchor}#{line.anchor}"
    return {"text": _("Who proposed this?"), "hidden": on, "url": url}


def _changed(line: TextLine, adoptions: list[Adoption], beside: Beside) -> SafeString:
    """`New wording: 4, 9`, each number a link to its amendment; of an earlier version, with its number.

    The day is not repeated: the head of the page has that of the version, the history of the provision the others.
    """
    amendments, number = amendments_of(adoptions), line.first_version
    assert number is not None
    names = {"version": number, "amendments": _numbers_linked(amendments) if amendments else _("the secretariat")}
    if number != beside.version:
        return in_html(_("Wording of version %(version)s: %(amendments)s"), names)
    if line.wording is not None and line.wording.parent_id is None:
        return in_html(_("New provision: %(amendments)s"), names)
    return in_html(_("New wording: %(amendments)s"), names)


def _numbers_linked(amendments: list[Amendment]) -> SafeString:
    """`4, 9`: each number a link that is named by the amendment."""
    return _numbers(tuple((amendment.round.number, amendment.number) for amendment in amendments), get_language())


@cache_with_texts(maxsize=4_000)
def _numbers(amendments: tuple[tuple[int, int | None], ...], _language: str) -> SafeString:
    links = [
        format_html(
            '<a href="{}"><span class="unseen">{} </span>{}</a>',
            address_of("amendment", *amendment),
            _("amendment"),
            amendment[1],
        )
        for amendment in amendments
    ]
    return mark_safe(_(", ").join(links))


def amendments_of(adoptions: list[Adoption]) -> list[Amendment]:
    """The amendments of these adoptions, each once."""
    return list({a.change.text.amendment.pk: a.change.text.amendment for a in adoptions if a.change}.values())


def amendments_linked(amendments: list[Amendment]) -> SafeString:
    """`amendments 4 and 9`: the word with the first number, every number a link."""
    return _linked(tuple((amendment.round.number, amendment.number) for amendment in amendments), get_language())


@cache_with_texts(maxsize=4_000)
def _linked(amendments: tuple[tuple[int, int | None], ...], _language: str) -> SafeString:
    word = ngettext("amendment %(n)s", "amendments %(n)s", len(amendments))
    firsts = [word % {"n": amendments[0][1]}, *(str(number) for _round, number in amendments[1:])]
    links = [
        format_html('<a href="{}">{}</a>', address_of("amendment", *amendment), label)
        for amendment, label in zip(amendments, firsts, strict=True)
    ]
    return listed_html(links)


def _missing(line: TextLine) -> SafeString:
    shown = language_of(line.language).in_words
    sentence = _("The text is not available in this language. The text here is in %(language)s.") % {"language": shown}
    return _marked("missing", sentence)


def _excepted(line: TextLine, is_latest: bool) -> SafeString:
    """The signed exception, printed where the words it excuses are read; in an old version its day matters no more."""
    exception = line.exception
    assert exception is not None
    sentence = _("Exception, signed by the secretariat, until %(until)s: %(reason)s")
    if is_latest and exception.until < timezone.localdate():
        sentence = _("Exception, signed by the secretariat, overdue since %(until)s: %(reason)s")
    names = {"until": format_day(exception.until), "reason": in_words_apart(exception.reason)}
    return _marked("excepted", in_html(sentence, names))


def _marked(shape: str, word: str) -> SafeString:
    return mark_safe(render_to_string("components/status.html", {"shape": shape, "word": word}).strip())
