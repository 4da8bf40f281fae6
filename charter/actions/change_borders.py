"""Changes that divide a provision or join it with the next: what is stored, and what keeps them from being sent.

They change no word. Typed words that do are kept with a draft until they are mended, so that nobody types them twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape, unescape

from django.utils.translation import gettext as _

from charter import clean, texts
from charter.models import Change, Charter, Provision, Section, Standing, Wording
from charter.queries import divisions
from charter.states import HEADINGS, ChangeKind

Why = tuple[str, str]
"""A field of the sheet, and the sentence beside it."""


def bound(change: Change, typed: str, charter: Charter) -> Change:
    """The change, not stored yet, with where its words are cut or what they are joined with."""
    words = clean.typed(typed).text
    if change.kind == ChangeKind.SPLIT:
        change.cut = divisions.cut_of(change.base.text, words) if change.base else None
        change.html = "" if change.cut else escape(words, quote=False)
    elif change.kind == ChangeKind.JOIN:
        said = change.base.text if change.base else ""
        change.html = "" if words.split() in ([], said.split()) else escape(words, quote=False)
        change.after = following(charter, change.provision)
        change.after_base = standing(change.after, change.language)
    return change


def typed(change: Change) -> str:
    """What stands in the box of such a change: its words, with an empty line where they are cut."""
    if change.html:
        return unescape(change.html)
    base = change.base.html if change.base else ""
    return "\n\n".join(map(texts.plain, texts.parts(base, change.cut))) if change.cut else texts.plain(base)


def following(charter: Charter, provision: Provision) -> Provision | None:
    """The provision that another one can be joined with; None where there is none."""
    block = divisions.next_of(_section(charter, provision), str(provision.key))
    return Provision.objects.get(key=block.key) if block else None


def standing(provision: Provision | None, language: str) -> Wording | None:
    """The words of a provision that stand now in a language."""
    found = Standing.objects.filter(provision=provision, language=language).select_related("wording").first()
    return found.wording if found else None


def faults(change: Change, charter: Charter) -> Iterator[Why]:
    """Why a change cannot be sent as it is; its provision stands in the text."""
    if change.kind == ChangeKind.SPLIT:
        yield from _faults_of_split(change, charter)
    elif change.kind == ChangeKind.JOIN:
        yield from _faults_of_join(change, charter)


def _faults_of_split(change: Change, charter: Charter) -> Iterator[Why]:
    section = _section(charter, change.provision)
    block = next(b for b in section.blocks if b.key == str(change.provision.key)) if section else None
    if block is not None and block.kind in HEADINGS:
        yield "kind", _("A title or a heading is not divided.")
    elif change.base is None:
        yield "kind", _("This provision has no words in this language yet.")
    elif divisions.to_follow(charter, change.provision, change.language) is not None:
        yield "kind", _("In this language these words have still to be divided as another language was.")
    elif change.cut is None and unescape(change.html).split() == change.base.text.split():
        yield "text", _("Put one empty line where the second part begins, between two words.")
    elif change.cut is None:
        yield "text", _cut_words_change()


def _cut_words_change() -> str:
    return _(
        "A division changes no word, and has one empty line between two words. Put the present words back and set the "
        "empty line. Ask for other words in a second change to this provision."
    )


def _faults_of_join(change: Change, charter: Charter) -> Iterator[Why]:
    section = _section(charter, change.provision)
    now = following(charter, change.provision)
    if now is None:
        yield "kind", _no_next(section, str(change.provision.key))
    elif now != change.after:
        yield "kind", _("Another provision follows now. Look at it and save it again.")
    elif change.base is None or change.after_base is None:
        yield "kind", _("In this language one of the two provisions has no words yet.")
    elif divisions.to_follow(charter, now, change.language) is not None:
        yield "kind", _("In this language these words have still to be divided as another language was.")
    elif change.html:
        yield (
            "text",
            _("A join changes no word. Put the present words back, and ask for other words in a second change."),
        )
    elif (second := standing(now, change.language)) is not None and second.html != change.after_base.html:
        yield "kind", _("The words of the next provision have moved under this change. Look at it and save it again.")


def _no_next(section: Section | None, key: str) -> str:
    blocks = section.blocks if section else ()
    place = next((n for n, block in enumerate(blocks) if block.key == key), 0)
    if blocks and blocks[place].kind in HEADINGS:
        return _("A title or a heading is not joined.")
    if place == len(blocks) - 1:
        return _("No provision follows in this article, so there is none to join it with.")
    return _("The next provision is of another kind or level. Only two of one kind can be joined.")


def _section(charter: Charter, provision: Provision) -> Section | None:
    return charter.arrangement.section_of(provision.key) if charter.arrangement else None
