"""Changes that split a provision or combine it with the next: their stored values, and the obstacles to sending them.

Such a change does not change the text. If the typed text differs, the draft keeps it until it is corrected, so that
nobody types it twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape, unescape

from django.utils.translation import gettext as _

from charter import clean, texts
from charter.models import Change, Charter, CurrentWording, Provision, Section, Wording
from charter.queries.reading import divisions
from charter.states import HEADINGS, ChangeKind

Why = tuple[str, str]
"""A field of the sheet, and the sentence beside it."""


def bind_change(change: Change, typed: str, charter: Charter) -> Change:
    """The change, not stored yet, with the place of its split, or the provision with which it is combined."""
    words = clean.clean_typed_text(typed).text
    if change.kind == ChangeKind.SPLIT:
        change.cut = divisions.cut_of(change.base.text, words) if change.base else None
        change.html = "" if change.cut else escape(words, quote=False)
    elif change.kind == ChangeKind.JOIN:
        base_text = change.base.text if change.base else ""
        change.html = "" if words.split() in ([], base_text.split()) else escape(words, quote=False)
        change.after = following_provision(charter, change.provision)
        change.after_base = current_wording(change.after, change.language)
    return change


def typed_text(change: Change) -> str:
    """The content of the text box of such a change: its text, with an empty line at the split."""
    if change.html:
        return unescape(change.html)
    base = change.base.html if change.base else ""
    return (
        "\n\n".join(map(texts.plain_text, texts.split_html(base, change.cut)))
        if change.cut
        else texts.plain_text(base)
    )


def following_provision(charter: Charter, provision: Provision) -> Provision | None:
    """The provision that another one can be joined with; None where there is none."""
    block = divisions.next_combinable_block(_section(charter, provision), str(provision.key))
    return Provision.objects.get(key=block.key) if block else None


def current_wording(provision: Provision | None, language: str) -> Wording | None:
    """The current text of a provision in a language."""
    found_current_wording = (
        CurrentWording.objects.filter(provision=provision, language=language).select_related("wording").first()
    )
    return found_current_wording.wording if found_current_wording else None


def border_faults(change: Change, charter: Charter) -> Iterator[Why]:
    """Why a change cannot be sent as it is; its provision is in the text."""
    if change.kind == ChangeKind.SPLIT:
        yield from _faults_of_split(change, charter)
    elif change.kind == ChangeKind.JOIN:
        yield from _faults_of_join(change, charter)


def _faults_of_split(change: Change, charter: Charter) -> Iterator[Why]:
    section = _section(charter, change.provision)
    block = next(b for b in section.blocks if b.key == str(change.provision.key)) if section else None
    if block is not None and block.kind in HEADINGS:
        yield "kind", _("A title or a heading cannot be split. Choose another provision.")
    elif change.base is None:
        yield "kind", _("The provision has no text in this language yet.")
    elif divisions.split_to_follow(charter, change.provision, change.language) is not None:
        yield (
            "kind",
            _(
                "The provision was split in another language. The editors must first split the text in "
                "this language in the same way."
            ),
        )
    elif change.cut is None and unescape(change.html).split() == change.base.text.split():
        yield "text", _("Leave one empty line between two words, where the second part begins.")
    elif change.cut is None:
        yield "text", _cut_words_change()


def _cut_words_change() -> str:
    return _(
        "A split does not change the wording and needs one empty line between two words. Restore the current "
        "text and set the empty line. To change the wording, add a second change to this provision."
    )


def _faults_of_join(change: Change, charter: Charter) -> Iterator[Why]:
    section = _section(charter, change.provision)
    now = following_provision(charter, change.provision)
    if now is None:
        yield "kind", _no_next(section, str(change.provision.key))
    elif now != change.after:
        yield "kind", _("A different provision now follows this provision. Check the change and save it again.")
    elif change.base is None or change.after_base is None:
        yield "kind", _("In this language, one of the two provisions has no text yet.")
    elif divisions.split_to_follow(charter, now, change.language) is not None:
        yield (
            "kind",
            _(
                "The provision was split in another language. The editors must first split the text in "
                "this language in the same way."
            ),
        )
    elif change.html:
        yield (
            "text",
            _(
                "A combination does not change the wording. Restore the current text, and change the wording in a "
                "second change."
            ),
        )
    elif (second := current_wording(now, change.language)) is not None and second.html != change.after_base.html:
        yield (
            "kind",
            _(
                "The text of the next provision has changed since you wrote this amendment. Check the "
                "amendment and save it again."
            ),
        )


def _no_next(section: Section | None, key: str) -> str:
    blocks = section.blocks if section else ()
    place = next((n for n, block in enumerate(blocks) if block.key == key), 0)
    if blocks and blocks[place].kind in HEADINGS:
        return _("A title or a heading cannot be combined with another provision. Choose another provision.")
    if place == len(blocks) - 1:
        return _("The provision is the last provision of the article. It cannot be combined with a next provision.")
    return _("The next provision has another type or level. Only two provisions of one type can be combined.")


def _section(charter: Charter, provision: Provision) -> Section | None:
    return charter.arrangement.section_of(provision.key) if charter.arrangement else None
