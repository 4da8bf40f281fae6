"""Documents that reach outside: to a server, to a file of this machine, or to an entity that grows without end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from accounts.imports import sheets
from charter.files.refusals import Unreadable
from charter.importing import reading, worksheets
from tests.charter.importing.made import ARTICLE, OFFICE, archive, docx, odt, paragraph, relations
from tests.listening import Listener, listening

SECRET = "hairy-nosed"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPES = {
    "an entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "URL">]>',
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "URL">%p;<!ENTITY e "x">]>',
    "a document type elsewhere": '<!DOCTYPE x SYSTEM "URL">',
    "a bomb": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY e "&l9;">]>',
}
Read = Callable[[bytes, str], Any]


def read_worksheet(data: bytes, name: str) -> Any:
    return worksheets.read_upload(io.BytesIO(data), name)


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as opened:
        yield opened


@pytest.fixture
def places(listener: Listener, tmp_path: Path) -> list[str]:
    """A server and a file that nothing may be read from."""
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return [f"{listener.url}/x", path.as_uri()]


def replaced(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The archive with that part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {part: packed.read(part) for part in packed.namelist()}
    return archive({**parts, name: change(parts[name].decode())})


def before_the_root(doctype: str) -> Callable[[str], str]:
    return lambda part: doctype + part.partition("?>")[2] if part.startswith("<?xml") else doctype + part


def workbook() -> bytes:
    book, packed = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["name"])
    book.active.append(["ENTITY"])
    book.save(packed)
    return packed.getvalue()


def word(doctype: str) -> bytes:
    return replaced(docx(paragraph("Members &e;")), "word/document.xml", before_the_root(doctype))


def opendocument(doctype: str) -> bytes:
    return replaced(odt("<text:p>Members &e;</text:p>"), "content.xml", before_the_root(doctype))


def table(doctype: str) -> bytes:
    data = workbook()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        [part] = [name for name in packed.namelist() if b"ENTITY" in packed.read(name)]
    return replaced(data, part, lambda words: before_the_root(doctype)(words.replace("ENTITY", "&e;")))


def xliff(doctype: str) -> bytes:
    unit = '<unit id="abc.1"><segment><target>&e;</target></segment></unit>'
    return f'{doctype}<xliff xmlns="{worksheets.XLIFF}"><file>{unit}</file></xliff>'.encode()


def page(doctype: str) -> bytes:
    return f"{doctype}<html><body>{ARTICLE}<p>&e;</p></body></html>".encode()


WITH_ENTITIES: dict[str, tuple[Read, Callable[[str], bytes]]] = {
    "a.docx": (reading.read_file, word),
    "a.odt": (reading.read_file, opendocument),
    "work.docx": (read_worksheet, word),
    "a.xlf": (read_worksheet, xliff),
    "a.xlsx": (sheets.read_rows, table),
    "a.html": (reading.read_file, page),
}


def words_of(read: Read, data: bytes, name: str) -> str:
    """What was read, or the sentence of the refusal."""
    try:
        return repr(read(data, name))
    except (Unreadable, sheets.Unreadable) as refusal:
        return f"refused: {refusal}"


@pytest.mark.parametrize("doctype", DOCTYPES)
@pytest.mark.parametrize("name", WITH_ENTITIES)
def test_no_entity_reaches_outside_or_grows(name: str, doctype: str, listener: Listener, places: list[str]) -> None:
    read, make = WITH_ENTITIES[name]
    for url in places:
        words = words_of(read, make(DOCTYPES[doctype].replace("URL", url)), name)
        assert SECRET not in words
        assert words.count("ha") < 1000
        assert name == "a.html" or words.startswith("refused")
    assert listener.asked == []


RELATIONS = ("image", "hyperlink", "attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk", "settings")


def outside(kind: str, url: str) -> bytes:
    """A Word file with a relationship of that kind, which its words use."""
    row = f'<Relationship Id="r9" Type="{OFFICE}/{kind}" Target="{url}" TargetMode="External"/>'
    r = f'xmlns:r="{OFFICE}"'
    vml = 'xmlns:v="urn:schemas-microsoft-com:vml"'
    picture = f'<v:shape {vml}><v:imagedata {r} r:id="r9"/></v:shape>'
    uses = {
        "image": f"<w:p><w:r><w:pict>{picture}</w:pict></w:r></w:p>",
        "aFChunk": f'<w:altChunk {r} r:id="r9"/>',
        "subDocument": f'<w:subDoc {r} r:id="r9"/>',
        "hyperlink": f'<w:p><w:hyperlink {r} r:id="r9"><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p>',
    }
    field = f'<w:p><w:r><w:instrText>INCLUDETEXT "{url}"</w:instrText></w:r></w:p>'
    rels = relations(row).replace("word/document.xml", "x.xml")
    return docx(paragraph("Members") + uses.get(kind, "") + field, **{"word/_rels/document.xml.rels": rels})


@pytest.mark.parametrize("read", [reading.read_file, read_worksheet])
@pytest.mark.parametrize("kind", RELATIONS)
def test_no_relationship_of_a_word_file_is_followed(
    read: Read, kind: str, listener: Listener, places: list[str]
) -> None:
    for url in places:
        words = words_of(read, outside(kind, url), "a.docx")
        assert SECRET not in words
        assert read is read_worksheet or "Members" in words or words.startswith("refused")
    assert listener.asked == []


OTHERS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "a picture of an OpenDocument file": (
        "a.odt",
        lambda url: odt(
            '<text:p>Members<draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">'
            f'<draw:image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{url}"/></draw:frame></text:p>'
        ),
    ),
    "a section of an OpenDocument file": (
        "a.odt",
        lambda url: odt(
            '<text:section text:name="s"><text:section-source xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'xlink:href="{url}"/><text:p>Members</text:p></text:section>'
        ),
    ),
    "what a page loads": (
        "a.html",
        lambda url: (
            f'<html><head><base href="{url}"><link rel="stylesheet" href="{url}"><style>@import url({url});</style>'
            f'<script src="{url}"></script></head><body>{ARTICLE}<p>Members</p><img src="{url}"><iframe src="{url}">'
            f'</iframe><object data="{url}"></object><p style="background:url({url})">x</p></body></html>'
        ).encode(),
    ),
    "a picture of a text": ("a.md", lambda url: f"# Members\n\n![x]({url})\n\n[x]: {url}\n".encode()),
}


@pytest.mark.parametrize("other_kind", OTHERS)
def test_nothing_else_is_loaded(other_kind: str, listener: Listener, places: list[str]) -> None:
    name, make = OTHERS[other_kind]
    for url in places:
        assert SECRET not in words_of(reading.read_file, make(url), name)
    assert listener.asked == []


def test_a_workbook_asks_no_other_one(listener: Listener) -> None:
    book, packed = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["name"])
    book.active.append([f'=WEBSERVICE("{listener.url}")'])
    book.active.append([f"='{listener.url}/[other.xlsx]Sheet1'!A1"])
    book.active["A4"].hyperlink = listener.url
    book.save(packed)
    rows = sheets.read_rows(packed.getvalue(), "a.xlsx")
    assert [row.cells["name"] for row in rows][:2] == [sheets.FORMULA] * 2
    assert listener.asked == []


def test_the_listener_hears_who_asks(listener: Listener) -> None:
    """So that the tests above could fail."""
    import urllib.request

    with pytest.raises(OSError):
        urllib.request.urlopen(listener.url, timeout=5)
    assert listener.asked == ["GET / HTTP/1.1"]
