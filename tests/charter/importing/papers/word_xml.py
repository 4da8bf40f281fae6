"""Word files as Word writes them: styles with outline levels, numbering definitions, parts for notes and margins."""

from __future__ import annotations

import re
from html import escape

from tests.charter.importing.made import OFFICE, archive, relations

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = ("styles", "numbering", "footnotes", "endnotes", "comments", "header1", "footer1", "settings")
BETWEEN = {"\t": "<w:tab/>", "\n": "<w:br/>", "\u2011": "<w:noBreakHyphen/>", "\u00ad": "<w:softHyphen/>"}
ENGLISH = {"Normal": "Normal", "Title": "Title", "Subtitle": "Subtitle", "Heading1": "heading 1",
           "Heading2": "heading 2", "Heading3": "heading 3", "ListParagraph": "List Paragraph",
           "TOCHeading": "TOC Heading", "TOC1": "toc 1", "TOC2": "toc 2", "FootnoteText": "footnote text",
           "Header": "header", "Footer": "footer"}  # fmt: skip
BASED = {"TOCHeading": "Heading1"}


def r(text: str, properties: str = "", deleted: bool = False) -> str:
    """A run, its tabs, breaks and special hyphens as elements of their own."""
    name = "delText" if deleted else "t"
    pieces = (piece for piece in re.split("([\t\n\u2011\u00ad])", text) if piece)
    inside = "".join(
        BETWEEN.get(piece) or f'<w:{name} xml:space="preserve">{escape(piece, quote=False)}</w:{name}>'
        for piece in pieces
    )
    given = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r w:rsidRPr="00A77B3E">{given}{inside}</w:r>'


def b(text: str) -> str:
    """A run in bold, as the button makes it."""
    return r(text, "<w:b/><w:bCs/>")


def p(*inside: str, style: str = "", num: tuple[int, int] | None = None, more: str = "", mark: str = "") -> str:
    """A paragraph; `num` is the list and its level, counted from 0, and `mark` belongs to its end."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        properties += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    properties += more + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    runs = "".join(one if one.startswith("<") else r(one) for one in inside)
    given = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E">{given}{runs}</w:p>'


def styles(names: dict[str, str] = ENGLISH, **properties: str) -> str:
    """The styles of a file: id and name of each; `properties` are further paragraph properties by id."""
    rows = []
    for identity, name in names.items():
        level = re.fullmatch(r"heading (\d)", name)
        outline = f'<w:outlineLvl w:val="{int(level[1]) - 1}"/>' if level else ""
        based = BASED.get(identity, "" if name == "Normal" else next(iter(names)))
        rows.append(
            f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>'
            + (f'<w:basedOn w:val="{based}"/>' if based else "")
            + f"<w:pPr>{properties.get(identity, '')}{outline}</w:pPr>"
            + ("<w:rPr><w:b/></w:rPr>" if level else "")
            + "</w:style>"
        )
    return f"<w:styles {NAMES}><w:docDefaults/>{''.join(rows)}</w:styles>"


def level(at: int, form: str, text: str, *, start: int = 1, style: str = "", more: str = "") -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{linked}{more}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def numbering(lists: dict[int, list[str]], uses: dict[int, tuple[int, dict[int, int]]] | None = None) -> str:
    """Definitions by number with their levels; `uses` are further lists: a definition, and where levels start."""
    defined = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'
        for n, levels in lists.items()
    )
    plain: dict[int, tuple[int, dict[int, int]]] = {n: (n, {}) for n in lists}
    used = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{of}"/>'
        + "".join(
            f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for at, start in starts.items()
        )
        + "</w:num>"
        for n, (of, starts) in {**plain, **(uses or {})}.items()
    )
    return f"<w:numbering {NAMES}>{defined}{used}</w:numbering>"


def notes(kind: str, **words: str) -> str:
    """The part of footnotes or endnotes; the two separators come first, as Word writes them."""
    one = kind.removesuffix("s")
    separators = "".join(
        f'<w:{one} w:type="{name}" w:id="{n}"><w:p><w:r><w:{name}/></w:r></w:p></w:{one}>'
        for n, name in enumerate(("separator", "continuationSeparator"), -1)
    )
    sign = f"<w:r><w:{one}Ref/></w:r>"
    rows = "".join(
        f'<w:{one} w:id="{n.lstrip("n")}">{p(sign, r(" " + text), style="FootnoteText")}</w:{one}>'
        for n, text in words.items()
    )
    return f"<w:{kind} {NAMES}>{separators}{rows}</w:{kind}>"


def field_(instruction: str, shown: str) -> str:
    """A field in its long form: its code, and what it showed last."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return mark("begin") + code + mark("separate") + r(shown) + mark("end")


def file(body: str, section: str = "", **parts: str) -> bytes:
    """A Word file of this body; further parts by their name without ending."""
    parts.setdefault("styles", styles())
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{KIND}.{re.sub("[0-9]", "", name)}+xml"/>'
        for name in ("document.main", *parts)
        if name != "document.main"
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/>{kinds}</Types>'
    )
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{re.sub("[0-9]", "", name)}" Target="{name}.xml"/>'
        for n, name in enumerate(parts, 1)
    )
    made = {
        "[Content_Types].xml": types,
        "_rels/.rels": relations(),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'
        ),
        "word/document.xml": (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {NAMES} mc:Ignorable="w14"><w:body>'
            f"{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
        ),
    }
    return archive(made | {f"word/{name}.xml": part for name, part in parts.items()})
