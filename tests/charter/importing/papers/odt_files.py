"""OpenDocument texts as LibreOffice writes them, one that pandoc writes, and what each holds."""

from __future__ import annotations

import re
from html import escape

from charter.files import pandoc
from tests.charter.importing.made import archive
from tests.charter.importing.papers.trees import Paper

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    f'xmlns:{name}="{OASIS}{of}:1.0"'
    for name, of in {
        "office": "office", "text": "text", "style": "style", "fo": "xsl-fo-compatible", "table": "table",
        "draw": "drawing", "svg": "svg-compatible", "loext": "loext",
    }.items()
)  # fmt: skip
NAMES += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
SIGNS = {"\t": "<text:tab/>", "\n": "<text:line-break/>"}
TITLE = '<text:p text:style-name="Title">Charter of the River City</text:p>'
COMMON = (
    '<style:style style:name="Standard" style:family="paragraph"/>'
    '<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Heading"/>'
    '<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"/>'
    + "".join(
        f'<style:style style:name="Heading_20_{n}" style:display-name="Heading {n}" style:family="paragraph" '
        f'style:parent-style-name="Heading" style:default-outline-level="{n}"/>'
        for n in (1, 2, 3)
    )
)


def words(text: str) -> str:
    """Text with tabs and breaks as elements, and runs of spaces as LibreOffice counts them."""
    pieces = re.split("([\t\n]|  +)", text)
    return "".join(SIGNS.get(piece) or _counted(piece) for piece in pieces)


def _counted(piece: str) -> str:
    return f' <text:s text:c="{len(piece) - 1}"/>' if piece.startswith("  ") else escape(piece, quote=False)


def p(text: str, style: str = "Standard", xml: str = "") -> str:
    return f'<text:p text:style-name="{style}">{words(text)}{xml}</text:p>'


def h(text: str, level: int = 1, more: str = "") -> str:
    name = f"Heading_20_{level}"
    return f'<text:h text:style-name="{name}" text:outline-level="{level}"{more}>{words(text)}</text:h>'


def listed(*items: str, style: str = "L1", more: str = "") -> str:
    """A list; an item that begins with a tag is taken as it is."""
    made = "".join(
        one if one.startswith("<text:list-") else f"<text:list-item>{one}</text:list-item>" for one in items
    )
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:list{named}{more}>{made}</text:list>"


def list_style(name: str, *levels: tuple[str, str, str], display: int = 1) -> str:
    """A list style: of each level the form of its number, and what stands before and behind it."""
    rows = "".join(
        f'<text:list-level-style-number text:level="{n}" style:num-format="{form}" style:num-prefix="{before}" '
        f'style:num-suffix="{after}" text:display-levels="{display if n > 1 else 1}"/>'
        if form != "•"
        else f'<text:list-level-style-bullet text:level="{n}" text:bullet-char="•"/>'
        for n, (form, before, after) in enumerate(levels, 1)
    )
    return f'<text:list-style style:name="{name}">{rows}</text:list-style>'


def file(body: str, automatic: str = "", common: str = COMMON, margins: str = "", outline: str = "") -> bytes:
    """An OpenDocument text; `margins` stand in its master page."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} office:version="1.3">'
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-styles {NAMES} office:version="1.3">'
        f"<office:styles>{common}{outline}</office:styles><office:master-styles>"
        f'<style:master-page style:name="Standard">{margins}</style:master-page></office:master-styles>'
        "</office:document-styles>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "styles.xml": sheet,
            "META-INF/manifest.xml": manifest,
        }
    )


def styled() -> bytes:
    """Headings of the outline, lists that go on after a heading or start anew, a header and a footer."""
    automatic = list_style("L1", ("1", "", "."), ("a", "(", ")"))
    body = [
        TITLE,
        h("Article 1. Water"),
        listed(
            p("Everyone has a right to water.", "P1"),
            p("The city keeps:", "P1") + listed(p("the springs;"), p("the pipes."), style=""),
            p("Nobody pays for the first cup.", "P1"),
        ),
        h("Article 2. Homes"),
        listed(p("A home is more than a roof."), p("Nobody is evicted without a court.")),
        p("This holds for guests too."),
        listed(p("The city keeps a register."), more=' text:continue-numbering="true"'),
    ]
    header = f"<style:header>{p('Draft of the secretariat', 'Header')}</style:header>"
    page = "Page <text:page-number>2</text:page-number>"
    footer = f'<style:footer><text:p text:style-name="Footer">{page}</text:p></style:footer>'
    return file("".join(body), automatic, margins=header + footer)


STYLED = """
title Charter of the River City
article 1 Water
  paragraph 1 Everyone has a right to water.
  paragraph 2 The city keeps:
  point.1 a the springs;
  point.1 b the pipes.
  paragraph 3 Nobody pays for the first cup.
article 2 Homes
  paragraph 1 A home is more than a roof.
  paragraph 2 Nobody is evicted without a court.
  subparagraph - This holds for guests too.
  paragraph 3 The city keeps a register.
left out: margin
"""


def typed() -> bytes:
    """Typed numbers with tabs and spaces, bold lines in automatic styles, a table of contents, soft page breaks."""
    bold = '<style:style style:name="P9" style:family="paragraph" style:parent-style-name="Standard">'
    automatic = bold + '<style:text-properties fo:font-weight="bold"/></style:style>'
    automatic += (
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    )
    toc = (
        '<text:table-of-content text:name="Contents"><text:table-of-content-source text:outline-level="3"/>'
        "<text:index-body><text:index-title><text:p>Contents</text:p></text:index-title>"
        "<text:p>Article 1. Water<text:tab/>2</text:p><text:p>Article 2. Homes<text:tab/>3</text:p>"
        "</text:index-body></text:table-of-content>"
    )
    body = [
        TITLE,
        toc,
        p("Article 1. Water", "P9"),
        p("1.1\tEveryone has a right to water."),
        p("1.2\tThe city keeps:"),
        p("(a)  the springs;"),
        p("(b)\tthe", xml="<text:soft-page-break/> pipes."),
        '<text:p text:style-name="Standard"><text:span text:style-name="T1">Article 2. </text:span>'
        '<text:span text:style-name="T1">Homes</text:span></text:p>',
        p("2.1\tA home is more\nthan a roof."),
    ]
    return file("".join(body), automatic)


TYPED = """
title Charter of the River City
article 1 Water
  paragraph 1.1 Everyone has a right to water.
  paragraph 1.2 The city keeps:
  point.1 a the springs;
  point.1 b the pipes.
article 2 Homes
  paragraph 2.1 A home is more than a roof.
left out: contents
"""


def region(identity: str, kind: str, inside: str = "", by: str = "City of Lyon") -> str:
    info = (
        f"<office:change-info><dc:creator>{by}</dc:creator><dc:date>2026-01-10T09:00:00</dc:date></office:change-info>"
    )
    return f'<text:changed-region text:id="{identity}"><text:{kind}>{info}{inside}</text:{kind}></text:changed-region>'


def tracked() -> bytes:
    """Words put in and taken out, a paragraph put in, one taken out, one divided, by two authors."""
    regions = (
        region("c1", "deletion", "<text:p>common</text:p>")
        + region("c2", "insertion")
        + region("c3", "insertion", by="Ville de Bogotá")
        + region("c4", "deletion", "<text:p/><text:p>3. Nobody is cut off.</text:p>", by="Ville de Bogotá")
        + region("c5", "insertion")
    )
    start, end = '<text:change-start text:change-id="{}"/>'.format, '<text:change-end text:change-id="{}"/>'.format
    point = '<text:change text:change-id="{}"/>'.format
    body = [
        f"<text:tracked-changes>{regions}</text:tracked-changes>",
        TITLE,
        h("Article 1. Water"),
        f"<text:p>1. Water is a {point('c1')}{start('c2')}public{end('c2')} good.{start('c3')}</text:p>",
        f"<text:p>2. It stays in public hands.{end('c3')}{point('c4')}</text:p>",
        f"<text:p>4. The city reports{start('c5')}</text:p>",
        f"<text:p>5. {end('c5')}every year.</text:p>",
    ]
    return file("".join(body))


ACCEPTED = """
title Charter of the River City
article 1 Water
  paragraph 1 Water is a public good.
  paragraph 2 It stays in public hands.
  paragraph 4 The city reports
  paragraph 5 every year.
"""
REJECTED = """
title Charter of the River City
article 1 Water
  paragraph 1 Water is a common good.
  paragraph 3 Nobody is cut off.
  paragraph 4 The city reportsevery year.
"""


def with_notes() -> bytes:
    """A footnote, a comment, a frame with words, a picture with a description, a link and a table."""
    note = (
        '<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Resolution 64/292.</text:p></text:note-body></text:note>"
    )
    remark = (
        "<office:annotation><dc:creator>Legal office</dc:creator><text:p>Not even guests?</text:p></office:annotation>"
    )
    box = '<draw:frame draw:name="Frame1"><draw:text-box><text:p>In the box.</text:p></draw:text-box></draw:frame>'
    picture = (
        '<draw:frame draw:name="Image1"><draw:image xlink:href="Pictures/1.png"/><svg:desc>The old bridge</svg:desc>'
        "</draw:frame>"
    )
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>".format
    row = "<table:table-row>{}</table:table-row>".format
    head = f"<table:table-header-rows>{row(cell('Service') + cell('Days'))}</table:table-header-rows>"
    columns = '<table:table-column table:number-columns-repeated="2"/>'
    table = f'<table:table table:name="T">{columns}{head}{row(cell("Water") + cell("3"))}</table:table>'
    body = [
        TITLE,
        h("Article 1. Water"),
        p("1. Water is a common good", xml=f"{note}."),
        p(
            "2. ",
            xml=f"{remark}Nobody pays{box} for the <text:a xlink:href='https://example.org/cup'>first cup</text:a>.",
        ),
        p("", xml=picture),
        p("3. The city answers within these days:"),
        table,
    ]
    return file("".join(body))


NOTES = """
title Charter of the River City
article 1 Water
  paragraph 1 Water is a common good.
  paragraph 2 Nobody pays for the first cup.
  paragraph 3 The city answers within these days:
  subparagraph - Service | Days
  subparagraph - Water | 3
left out: footnote, comment, box, picture, table
"""


def numbered_outline() -> bytes:
    """LibreOffice numbers the headings; lists go on by name after other lists, or start at a number."""
    outline = (
        '<text:outline-style style:name="Outline">'
        '<text:outline-level-style text:level="1" style:num-format="I" style:num-prefix="Article " '
        'style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format=""/></text:outline-style>'
    )
    automatic = list_style("L1", ("1", "", "."), ("i", "", ")")) + list_style("L2", ("•", "", ""))
    body = [
        TITLE,
        h("Preamble", more=' text:is-list-header="true"'),
        p("Considering that water is a common good,"),
        h("Water"),
        listed(p("Everyone has a right to water."), p("The city keeps:"), more=' xml:id="list1"'),
        listed(p("the springs;"), p("the pipes."), style="L2"),
        listed(p("Nobody pays."), more=' xml:id="list2" text:continue-list="list1"'),
        h("Homes"),
        listed(
            f'<text:list-item text:start-value="4">{p("A home is more than a roof.")}</text:list-item>',
            p("The city protects:") + listed(p("tenants;"), p("guests."), style=""),
            f"<text:list-header>{p('Nobody is forgotten.')}</text:list-header>",
        ),
    ]
    return file("".join(body), automatic, outline=outline)


OUTLINE = """
title Charter of the River City
preamble - Preamble
  recital - Considering that water is a common good,
article I Water
  paragraph 1 Everyone has a right to water.
  paragraph 2 The city keeps:
  point.1 - the springs;
  point.1 - the pipes.
  paragraph 3 Nobody pays.
article II Homes
  paragraph 4 A home is more than a roof.
  paragraph 5 The city protects:
  point.1 i tenants;
  point.1 ii guests.
  subparagraph - Nobody is forgotten.
"""


def arabic() -> bytes:
    """From right to left, in the styles of an Arabic template, with numbers typed in Arabic digits."""
    automatic = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title">'
        '<style:paragraph-properties style:writing-mode="rl-tb"/></style:style>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Heading_20_1">'
        '<style:paragraph-properties style:writing-mode="rl-tb"/></style:style>'
    )
    body = [
        p("ميثاق مدينة النهر", "P1"),
        '<text:h text:style-name="P2" text:outline-level="1">المادة ١: الماء</text:h>',
        p("١. لكل إنسان الحق في ماء نظيف."),
        p("أ) في البيت؛"),
        p("ب) في الساحات."),
        '<text:h text:style-name="P2" text:outline-level="1">المادة ٢: السكن</text:h>',
        p("١. السكن حق."),
    ]
    return file("".join(body), automatic)


ARABIC = """
title ميثاق مدينة النهر
article 1 الماء
  paragraph 1 لكل إنسان الحق في ماء نظيف.
  point.1 أ في البيت؛
  point.1 ب في الساحات.
article 2 السكن
  paragraph 1 السكن حق.
"""

SOURCE = """<html lang="en"><head><title>Charter of the River City</title></head><body>
<h1>Article 1. Water</h1><ol><li>Everyone has a right to water.</li><li>The city keeps:
<ol type="a"><li>the springs;</li><li>the pipes.</li></ol></li></ol><p>It is clean.</p>
<h1>Article 2. Homes</h1><ol><li><p>A home is more than a roof.</p></li><li><p>Nobody is evicted.</p></li></ol>
</body></html>"""
BY_PANDOC = """
title Charter of the River City
article 1 Water
  paragraph 1 Everyone has a right to water.
  paragraph 2 The city keeps:
  point.1 a the springs;
  point.1 b the pipes.
  subparagraph - It is clean.
article 2 Homes
  paragraph 1 A home is more than a roof.
  paragraph 2 Nobody is evicted.
"""

PAPERS = [
    Paper("odt-styled", styled, STYLED),
    Paper("odt-typed", typed, TYPED),
    Paper("odt-tracked-accepted", tracked, ACCEPTED, tracked="accept"),
    Paper("odt-tracked-rejected", tracked, REJECTED, tracked="reject"),
    Paper("odt-notes", with_notes, NOTES),
    Paper("odt-outline", numbered_outline, OUTLINE),
    Paper("odt-arabic", arabic, ARABIC, lang="ar"),
    Paper("odt-by-pandoc", lambda: pandoc.from_html(SOURCE, "odt"), BY_PANDOC),
    Paper("word-by-pandoc", lambda: pandoc.from_html(SOURCE, "docx"), BY_PANDOC),
]
