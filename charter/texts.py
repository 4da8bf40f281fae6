"""Between stored text and the text core: blocks as documents, documents as text by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import html as lxml_html

from accounts.canonical import digest_of_json
from charter.clean import inner_html
from charter.models import Block, Change
from charter.states import BORDER_KINDS, HEADINGS, ChangeKind, ProvisionKind
from charter.text import Diff, Document, UnknownLanguage, parse


def tag_of(kind: str) -> str:
    """The block element that a provision of this kind is in a document."""
    if kind == ProvisionKind.TITLE:
        return "h2"
    return "h3" if kind in HEADINGS else "p"


def document_of(blocks: Iterable[Block], words: Mapping[str, str]) -> Document:
    """The blocks with their inner HTML by key; a block without text is left out."""
    return parse(
        "".join(
            f'<{tag_of(block.kind)} data-key="{block.key}">{words[block.key]}</{tag_of(block.kind)}>'
            for block in blocks
            if words.get(block.key)
        )
    )


def single_block(html: str, key: str = "one") -> Document:
    """One block alone, for comparing two wordings of one provision."""
    return parse(f'<p data-key="{key}">{html}</p>' if html else "")


def stretch_html(doc: Document, start: int, end: int) -> str:
    """Inner HTML of the characters from start to end of a document of one block, with their formats."""
    return inner_html(Document((doc.blocks[0].cut(start, end),)).html) if doc.blocks and start < end else ""


def in_order(documents: Iterable[Document]) -> Document:
    """The texts of several documents of one block, one after the other, as one block."""
    html, last = "", ""
    for doc in documents:
        apart = bool(last) and doc.text[:1].isalnum() and not runs_on(last)
        html += (" " if apart else "") + inner_html(doc.html)
        last = doc.text[-1:]
    return single_block(html)


def split_html(html: str, cut: int) -> tuple[str, str]:
    """Inner HTML of the text before a character and of the text from it on, without spaces at the border."""
    doc = single_block(html)
    first, second = doc.text[:cut].rstrip(), doc.text[cut:].lstrip()
    return stretch_html(doc, 0, len(first)), stretch_html(doc, len(doc.text) - len(second), len(doc.text))


def in_blocks(htmls: Iterable[str]) -> Document:
    """Texts one below the other, a block each."""
    return parse("".join(f'<p data-key="{place}">{html}</p>' for place, html in enumerate(htmls) if html))


def sides_of_change(change: Change, html: str | None = None) -> tuple[Document, Document]:
    """The base text of a change and the text to which it leads; `html` in place of the proposed text.

    One block with the key `one`, or two if it splits or combines: then the second one has the key `two`.
    """
    return sides_of(*stored_sides(change, html))


def stored_sides(change: Change, html: str | None = None) -> tuple[str, str, str, int | None, str]:
    """What `sides_of` takes of a change."""
    base = change.base.html if change.base else ""
    following = change.after_base.html if change.kind == ChangeKind.JOIN and change.after_base else ""
    return change.kind, base, change.html if html is None else html, change.cut, following


def sides_of(
    kind: str, base: str, html: str, cut: int | None = None, following: str = ""
) -> tuple[Document, Document]:
    """The same of the stored change; `following` is the text of the next provision, if it is combined."""
    old = single_block(base)
    if kind == ChangeKind.MOVE:
        return old, old
    if kind == ChangeKind.DELETE:
        return old, Document()
    if kind == ChangeKind.SPLIT:
        return old, _pair(*split_html(base, cut)) if cut else old
    if kind == ChangeKind.JOIN:
        return _pair(base, following), single_block(in_one(base, following))
    return old, single_block(html)


def document_html(doc: Document) -> str:
    """Inner HTML of one block; of more than one, each as a paragraph of its own."""
    words = list(words_of(doc).values())
    return words[0] if len(words) == 1 else "".join(f"<p>{word}</p>" for word in words)


def change_as_html(change: Change) -> tuple[str, str]:
    """A change for files and programs: its base text and its proposed text, as HTML."""
    if change.kind in BORDER_KINDS:
        old, new = sides_of_change(change)
        return document_html(old), document_html(new)
    return change.base.html if change.base else "", change.html


def _pair(first: str, second: str) -> Document:
    blocks = [Block(key, ProvisionKind.PARAGRAPH) for key in ("one", "two")]
    return document_of(blocks, {"one": first, "two": second})


def in_one(first: str, second: str) -> str:
    """The text of two blocks as that of one."""
    return inner_html(single_block(f"{first}{separator_between(first, second)}{second}").html)


def separator_between(first: str, second: str) -> str:
    """The separator between the texts of two blocks that become one."""
    return " " if first and second and not runs_on(plain_text(first)[-1]) else ""


def runs_on(letter: str) -> bool:
    """Whether the letter's script is written without spaces between words."""
    return "\u0e00" <= letter <= "\u0fff" or "\u1780" <= letter <= "\u17ff" or "\u3000" <= letter <= "\u9fff"


def words_of(doc: Document) -> dict[str, str]:
    """Inner HTML by key of every block that has one, in reading order."""
    out = {}
    for element in lxml_html.fragments_fromstring(doc.html):
        if isinstance(element, str) or not element.get("data-key"):
            continue
        out[element.get("data-key")] = inner_html(lxml_html.tostring(element, encoding="unicode", with_tail=False))
    return out


def plain_text(html: str) -> str:
    """The text of one block without formats."""
    return single_block(html).text


def amending_clauses(difference: Diff, language: str, citations: Mapping[str, str]) -> tuple[str, ...]:
    """The amending clauses of a difference; in English where the core has none in that language."""
    try:
        return difference.sentences(language, citations)
    except UnknownLanguage:
        return difference.sentences("en", citations)


def digest_of_words(language: str, html: str) -> str:
    return digest_of_json({"language": language, "html": html})


def digest_of_carried(adoption_ids: Iterable[int]) -> str:
    return digest_of_json(sorted(adoption_ids))
