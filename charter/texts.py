"""Between stored words and the text core: blocks as documents, documents as words by key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from lxml import html as lxml_html

from charter.clean import inner
from charter.models import Block, Change, Wording
from charter.states import BORDER_KINDS, HEADINGS, ChangeKind, ProvisionKind
from charter.text import Document, parse


def tag_of(kind: str) -> str:
    """The block element that a provision of this kind is in a document."""
    if kind == ProvisionKind.TITLE:
        return "h2"
    return "h3" if kind in HEADINGS else "p"


def document(blocks: Iterable[Block], words: Mapping[str, str]) -> Document:
    """The blocks with their inner HTML by key; a block without words is left out."""
    return parse(
        "".join(
            f'<{tag_of(block.kind)} data-key="{block.key}">{words[block.key]}</{tag_of(block.kind)}>'
            for block in blocks
            if words.get(block.key)
        )
    )


def single(html: str, key: str = "one") -> Document:
    """One block alone, for comparing two wordings of one provision."""
    return parse(f'<p data-key="{key}">{html}</p>' if html else "")


def stretch(doc: Document, start: int, end: int) -> str:
    """Inner HTML of the characters from start to end of a document of one block, with their formats."""
    return inner(Document((doc.blocks[0].cut(start, end),)).html) if doc.blocks and start < end else ""


def in_order(documents: Iterable[Document]) -> Document:
    """Words of several documents of one block, one behind the other, as one block."""
    html, last = "", ""
    for doc in documents:
        apart = bool(last) and doc.text[:1].isalnum() and not runs_on(last)
        html += (" " if apart else "") + inner(doc.html)
        last = doc.text[-1:]
    return single(html)


def parts(html: str, cut: int) -> tuple[str, str]:
    """Inner HTML of the words before a character and of those from it on, without spaces at the border."""
    doc = single(html)
    first, second = doc.text[:cut].rstrip(), doc.text[cut:].lstrip()
    return stretch(doc, 0, len(first)), stretch(doc, len(doc.text) - len(second), len(doc.text))


def in_blocks(htmls: Iterable[str]) -> Document:
    """Words one below the other, a block each."""
    return parse("".join(f'<p data-key="{place}">{html}</p>' for place, html in enumerate(htmls) if html))


def sides(change: Change, html: str | None = None) -> tuple[Document, Document]:
    """The words that a change was written for and those it leads to; `html` in place of the words it asks for.

    One block with the key `one`, or two where it divides or joins: then the second one has the key `two`.
    """
    return sides_of(*stored(change, html))


def stored(change: Change, html: str | None = None) -> tuple[str, str, str, int | None, str]:
    """What `sides_of` takes of a change."""
    base = change.base.html if change.base else ""
    following = change.after_base.html if change.kind == ChangeKind.JOIN and change.after_base else ""
    return change.kind, base, change.html if html is None else html, change.cut, following


def sides_of(
    kind: str, base: str, html: str, cut: int | None = None, following: str = ""
) -> tuple[Document, Document]:
    """The same of what is stored of a change; `following` are the words of the next provision, where it is joined."""
    old = single(base)
    if kind == ChangeKind.MOVE:
        return old, old
    if kind == ChangeKind.DELETE:
        return old, Document()
    if kind == ChangeKind.SPLIT:
        return old, _pair(*parts(base, cut)) if cut else old
    if kind == ChangeKind.JOIN:
        return _pair(base, following), single(in_one(base, following))
    return old, single(html)


def written(doc: Document) -> str:
    """Inner HTML of one block; of more than one, each as a paragraph of its own."""
    words = list(words_of(doc).values())
    return words[0] if len(words) == 1 else "".join(f"<p>{one}</p>" for one in words)


def told(change: Change) -> tuple[str, str]:
    """What files and machines read of a change: the words it was written for, and those it asks for, as HTML."""
    if change.kind in BORDER_KINDS:
        old, new = sides(change)
        return written(old), written(new)
    return change.base.html if change.base else "", change.html


def _pair(first: str, second: str) -> Document:
    blocks = [Block(key, ProvisionKind.PARAGRAPH) for key in ("one", "two")]
    return document(blocks, {"one": first, "two": second})


def in_one(first: str, second: str) -> str:
    """The words of two blocks as those of one."""
    return inner(single(f"{first}{between(first, second)}{second}").html)


def between(first: str, second: str) -> str:
    """What stands between the words of two blocks where they become one."""
    return " " if first and second and not runs_on(plain(first)[-1]) else ""


def runs_on(letter: str) -> bool:
    """Whether the letter's script is written without spaces between words."""
    return "\u0e00" <= letter <= "\u0fff" or "\u1780" <= letter <= "\u17ff" or "\u3000" <= letter <= "\u9fff"


def words_of(doc: Document) -> dict[str, str]:
    """Inner HTML by key of every block that has one, in reading order."""
    out = {}
    for element in lxml_html.fragments_fromstring(doc.html):
        if isinstance(element, str) or not element.get("data-key"):
            continue
        out[element.get("data-key")] = inner(lxml_html.tostring(element, encoding="unicode", with_tail=False))
    return out


def plain(html: str) -> str:
    """The words of one block without formats."""
    return single(html).text


def digest(value: object) -> str:
    """SHA-256 over canonical JSON, as the record and the manifests use it."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def digest_of_words(language: str, html: str) -> str:
    return digest({"language": language, "html": html})


def digest_of_carried(adoption_ids: Iterable[int]) -> str:
    return digest(sorted(adoption_ids))


def html_by_key(wordings: Iterable[Wording]) -> dict[str, str]:
    """Inner HTML by provision key; wordings come with their provision."""
    return {str(wording.provision.key): wording.html for wording in wordings}
