"""Edits a downloaded Word file as Word does: text in and out, new and deleted paragraphs, comments, tracked or not."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from charter.exports.office_details import parts_of, xml
from charter.exports.tracking import W
from charter.files.archives import pack_archive, parse_xml

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
COMMENT_PARTS = {
    "comments": (f"{OFFICE}/comments", f"{WORD}.comments+xml"),
    "commentsExtended": (
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
        f"{WORD}.commentsExtended+xml",
    ),
}
TOKEN = re.compile(r"\s+|[^\s]+")


class Edited:
    """A Word file that somebody works in; each act is tracked under `author`, or not at all without one."""

    def __init__(self, data: bytes, author: str | None = "A colleague") -> None:
        self.parts = parts_of(data)
        self.root = parse_xml(self.parts["word/document.xml"])
        self.author = author
        self.comments: list[tuple[str, str, bool, int]] = []

    def save(self) -> bytes:
        comments = self._written_comments() if self.comments else {}
        return pack_archive(self.parts | comments | {"word/document.xml": xml(self.root)})

    def paragraph(self, key: str) -> etree._Element:
        [start] = self.root.xpath(f"//*[local-name()='bookmarkStart'][@*[local-name()='name']='_c_{key}']")
        return next(start.iterancestors(f"{W}p"))

    def retype(self, key: str, new: str, authors: Sequence[str] = ()) -> dict[str, str]:
        """Puts other words in place of those of a paragraph; the words that stay are not touched.

        Several authors take turns, none in the words of another; what each of them alone proposes is answered.
        """
        authors = authors or (self.author or "",)
        alone = dict.fromkeys(authors, "")
        turn = 0
        paragraph = self.paragraph(key)
        start = paragraph.find(f"{W}bookmarkStart[@{W}name='_c_{key}']")
        old = []
        for run in list(start.itersiblings(f"{W}r")):
            old.append("".join(map(str, run.itertext())))
            paragraph.remove(run)
        before, after = TOKEN.findall("".join(old)), TOKEN.findall(new)
        at = start
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        for operation, i, j, k, m in matcher.get_opcodes():
            mine = authors[turn % len(authors)]
            turn += operation != "equal"
            for author in authors:
                alone[author] += "".join(after[k:m] if author == mine else before[i:j])
            self.author = self.author and mine
            pieces = [("", before[i:j])] if operation == "equal" else [("del", before[i:j]), ("ins", after[k:m])]
            for kind, tokens in pieces:
                inserted = self._run("".join(tokens), kind) if tokens else None
                if inserted is not None:
                    at.addnext(inserted)
                    at = inserted
        return alone

    def split(self, key: str, second: str) -> None:
        """Ends a paragraph before the text `second`, which becomes a paragraph of its own."""
        paragraph = self.paragraph(key)
        [run] = [run for run in paragraph.iter(f"{W}r") if second in "".join(map(str, run.itertext()))]
        text = next(run.iter(f"{W}t"))
        first, _cut, _rest = (text.text or "").partition(second)
        text.text = first
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        new = etree.Element(f"{W}p")
        new.append(self._run(second, ""))
        paragraph.addnext(new)
        self._mark(paragraph, "ins")

    def join(self, key: str) -> None:
        """Takes the end of a paragraph out, and the citation at the head of the next one."""
        paragraph = self.paragraph(key)
        following = paragraph.getnext()
        for run in list(following.iterchildren(f"{W}r"))[:1]:
            run.addprevious(self._run("".join(map(str, run.itertext())), "del"))
            following.remove(run)
        self._mark(paragraph, "del")

    def add(self, key: str, words: str) -> None:
        """A new paragraph after another one, with the mark of its end."""
        new = etree.Element(f"{W}p")
        self._mark(new, "ins")
        new.append(self._run(words, "ins"))
        self.paragraph(key).addnext(new)

    def delete(self, key: str) -> None:
        """The whole paragraph with its end."""
        paragraph = self.paragraph(key)
        if self.author is None:
            paragraph.getparent().remove(paragraph)
            return
        for run in list(paragraph.iter(f"{W}r")):
            run.addprevious(self._run("".join(map(str, run.itertext())), "del"))
            run.getparent().remove(run)
        self._mark(paragraph, "del")

    def without_bookmarks(self) -> None:
        for mark in list(self.root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            mark.getparent().remove(mark)

    def without_id(self) -> None:
        self.parts = {name: part for name, part in self.parts.items() if not name.startswith("docProps/")}

    def settle(self, gone: str, kept: str) -> None:
        """Accepts all changes (gone `del`, kept `ins`) or rejects them, as Word does."""
        for mark in list(self.root.iter(f"{W}{gone}")):
            if mark.getparent().tag == f"{W}rPr":
                paragraph = next(mark.iterancestors(f"{W}p"))
                if not "".join(t.text or "" for t in paragraph.iter(f"{W}t")) or gone == "ins":
                    paragraph.getparent().remove(paragraph)
            elif mark.getparent() is not None:
                mark.getparent().remove(mark)
        for mark in list(self.root.iter(f"{W}{kept}")):
            for child in list(mark):
                for text in child.iter(f"{W}delText"):
                    text.tag = f"{W}t"
                mark.addprevious(deepcopy(child))
            mark.getparent().remove(mark)

    def _marks(self) -> dict[str, str]:
        return {f"{W}id": "900", f"{W}author": self.author or "", f"{W}date": "2026-11-28T09:00:00Z"}

    def _mark(self, paragraph: etree._Element, kind: str) -> None:
        if self.author is None:
            return
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        etree.SubElement(etree.SubElement(properties, f"{W}rPr"), f"{W}{kind}", self._marks())

    def _run(self, words: str, kind: str) -> etree._Element | None:
        """A run, in the mark of a change where one is tracked; None for deleted words that nobody tracks."""
        if kind == "del" and self.author is None:
            return None
        run = etree.Element(f"{W}r")
        text = etree.SubElement(run, f"{W}delText" if kind == "del" else f"{W}t")
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if not kind or self.author is None:
            return run
        mark = etree.Element(f"{W}{kind}", self._marks())
        mark.append(run)
        return mark

    def comment(self, key: str, passage: str, text: str, author: str, done: bool = False, reply_to: int = -1) -> int:
        """A comment on the runs of a paragraph that have the passage; its id. A reply has the text of its parent."""
        number = len(self.comments)
        self.comments.append((text, author, done, reply_to))
        runs = [run for run in self.paragraph(key).iter(f"{W}r") if passage in "".join(map(str, run.itertext()))]
        first, last = (run if run.getparent().tag == f"{W}p" else run.getparent() for run in (runs[0], runs[-1]))
        first.addprevious(etree.Element(f"{W}commentRangeStart", {f"{W}id": str(number)}))
        reference = etree.Element(f"{W}r")
        etree.SubElement(reference, f"{W}commentReference", {f"{W}id": str(number)})
        last.addnext(reference)
        last.addnext(etree.Element(f"{W}commentRangeEnd", {f"{W}id": str(number)}))
        return number

    def _written_comments(self) -> dict[str, bytes]:
        """The parts of the file that hold the comments and their threads."""
        comments = etree.Element(f"{W}comments", nsmap={"w": W[1:-1], "w14": W14[1:-1]})
        threads = etree.Element(f"{W15}commentsEx", nsmap={"w15": W15[1:-1]})
        for number, (text, author, done, reply_to) in enumerate(self.comments):
            comment = etree.SubElement(comments, f"{W}comment", {f"{W}id": str(number), f"{W}author": author})
            for place, line in enumerate(lines := text.split("\n"), 1):
                last = {f"{W14}paraId": f"{number + 1:08X}"} if place == len(lines) else {}
                run = etree.SubElement(etree.SubElement(comment, f"{W}p", last), f"{W}r")
                etree.SubElement(run, f"{W}t").text = line
            row = {f"{W15}paraId": f"{number + 1:08X}", f"{W15}done": str(int(done))}
            row |= {f"{W15}paraIdParent": f"{reply_to + 1:08X}"} if reply_to >= 0 else {}
            etree.SubElement(threads, f"{W15}commentEx", row)
        types, relations = parse_xml(self.parts[TYPES]), parse_xml(self.parts[RELATIONS])
        for name, (relation, content) in COMMENT_PARTS.items():
            for old in types.xpath(f"//*[@PartName='/word/{name}.xml']"):
                old.getparent().remove(old)
            for old in relations.xpath(f"//*[@Target='{name}.xml']"):
                old.getparent().remove(old)
            part = {"PartName": f"/word/{name}.xml", "ContentType": content}
            etree.SubElement(types, f"{{{types.nsmap[None]}}}Override", part)
            related = {"Id": name, "Type": relation, "Target": f"{name}.xml"}
            etree.SubElement(relations, f"{{{relations.nsmap[None]}}}Relationship", related)
        return {
            "word/comments.xml": xml(comments),
            "word/commentsExtended.xml": xml(threads),
            TYPES: xml(types),
            RELATIONS: xml(relations),
        }


OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
OPEN_TEXT, OPEN_OFFICE = f"{{{OPEN}text:1.0}}", f"{{{OPEN}office:1.0}}"
DC = "{http://purl.org/dc/elements/1.1/}"


class EditedOpen:
    """An OpenDocument text that somebody works in, as LibreOffice tracks it."""

    def __init__(self, data: bytes, author: str = "A colleague") -> None:
        self.parts = parts_of(data)
        self.root = parse_xml(self.parts["content.xml"])
        self.author = author
        self.number = 0

    def save(self) -> bytes:
        return pack_archive(self.parts | {"content.xml": xml(self.root)})

    def mark(self, key: str, end: bool = False) -> etree._Element:
        """Where the text of a provision begins or ends."""
        name = f"{OPEN_TEXT}bookmark-{'end' if end else 'start'}"
        return next(mark for mark in self.root.iter(name) if mark.get(f"{OPEN_TEXT}name") == f"_c_{key}")

    def replace(self, key: str, old: str, new: str) -> None:
        """Other words in place of some that stand in one stretch of text."""
        start = self.mark(key)
        before, _old, after = (start.tail or "").partition(old)
        gone = self._region("deletion", self._paragraph(old))
        came = self._region("insertion")
        start.tail = None
        at = start
        for element in (
            self._point("change", gone),
            self._point("change-start", came, new),
            self._point("change-end", came, after),
        ):
            at.getparent().insert(at.getparent().index(at) + 1, element)
            at = element
        start.tail = before

    def add(self, key: str, words: str) -> None:
        """A new paragraph after another one: its end is in it, and that of the change in the next one."""
        paragraph = self.mark(key).getparent()
        came = self._region("insertion")
        new = etree.Element(paragraph.tag, paragraph.attrib)
        new.append(self._point("change-start", came, words))
        following = paragraph.getnext()
        paragraph.addnext(new)
        end = self._point("change-end", came, following.text or "")
        following.text = None
        following.insert(0, end)

    def join(self, key: str, following: str) -> None:
        """Takes the end of a paragraph out, and the citation at the head of the next one."""
        first, second = self.mark(key).getparent(), self.mark(following).getparent()
        gone = self._region("deletion", self._paragraph(""), self._paragraph("".join(second.xpath(".//*[1]/text()"))))
        second.remove(second[0])
        first.append(self._point("change", gone))
        for child in list(second):
            first.append(child)
        second.getparent().remove(second)

    def comment(self, key: str, text: str, author: str) -> None:
        """A comment on all words of a provision."""
        self.number += 1
        named = {f"{OPEN_OFFICE}name": f"note{self.number}"}
        note = etree.Element(f"{OPEN_OFFICE}annotation", named)
        etree.SubElement(note, f"{DC}creator").text = author
        etree.SubElement(note, f"{OPEN_TEXT}p").text = text
        start, last = self.mark(key), self.mark(key, end=True)
        note.tail, start.tail = start.tail, None
        start.addnext(note)
        last.addprevious(etree.Element(f"{OPEN_OFFICE}annotation-end", named))

    def _paragraph(self, words: str) -> etree._Element:
        paragraph = etree.Element(f"{OPEN_TEXT}p")
        paragraph.text = words
        return paragraph

    def _point(self, name: str, region: str, tail: str = "") -> etree._Element:
        marker = etree.Element(f"{OPEN_TEXT}{name}", {f"{OPEN_TEXT}change-id": region})
        marker.tail = tail
        return marker

    def _region(self, kind: str, *gone: etree._Element) -> str:
        self.number += 1
        name = f"ct{self.number}"
        [changes] = self.root.iter(f"{OPEN_TEXT}tracked-changes")
        region = etree.SubElement(changes, f"{OPEN_TEXT}changed-region", {f"{OPEN_TEXT}id": name})
        change = etree.SubElement(region, f"{OPEN_TEXT}{kind}")
        info = etree.SubElement(change, f"{OPEN_OFFICE}change-info")
        etree.SubElement(info, f"{DC}creator").text = self.author
        etree.SubElement(info, f"{DC}date").text = "2026-11-28T09:00:00"
        change.extend(gone)
        return name
