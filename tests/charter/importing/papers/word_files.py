"""Word files of the shapes that secretariats send, and what each holds."""

from __future__ import annotations

from tests.charter.importing.papers.trees import Paper
from tests.charter.importing.papers.word_xml import NAMES, b, field_, file, level, notes, numbering, p, r, styles

TITLE = p("Charter of the River City", style="Title")


def head(words: str, style: str = "Heading1") -> str:
    return p(words, style=style)


def styled() -> bytes:
    """Headings by style, paragraphs and points as one list of two levels that starts anew in each article."""
    lists = numbering(
        {1: [level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)")]}, {2: (1, {0: 1, 1: 1}), 3: (1, {0: 1})}
    )
    body = [
        TITLE,
        head("Article 1. Water"),
        p("Everyone who lives in the city has a right to clean water.", style="ListParagraph", num=(1, 0)),
        p("The city keeps:", style="ListParagraph", num=(1, 0)),
        p("the springs open;", style="ListParagraph", num=(1, 1)),
        p("the pipes in repair.", style="ListParagraph", num=(1, 1)),
        p("Nobody pays for the first cup.", style="ListParagraph", num=(1, 0)),
        head("Article 2. Homes"),
        p("A home is more than a roof.", style="ListParagraph", num=(2, 0)),
        p("The city protects tenants against:", style="ListParagraph", num=(2, 0)),
        p("eviction without a court;", style="ListParagraph", num=(2, 1)),
        p("rents that rise twice a year.", style="ListParagraph", num=(2, 1)),
        head("Final provisions"),
        p("This charter enters into force on the day after its adoption."),
    ]
    return file("".join(body), numbering=lists)


STYLED = """
title Charter of the River City
article 1 Water
  paragraph 1 Everyone who lives in the city has a right to clean water.
  paragraph 2 The city keeps:
  point.1 a the springs open;
  point.1 b the pipes in repair.
  paragraph 3 Nobody pays for the first cup.
article 2 Homes
  paragraph 1 A home is more than a roof.
  paragraph 2 The city protects tenants against:
  point.1 a eviction without a court;
  point.1 b rents that rise twice a year.
final - Final provisions
  clause - This charter enters into force on the day after its adoption.
"""


def automatic_articles() -> bytes:
    """The word for article is typed by Word: a list of three levels that hangs on the style of headings."""
    lists = numbering(
        {
            7: [
                level(0, "decimal", "Article %1.", style="Heading1"),
                level(1, "decimal", "%1.%2"),
                level(2, "lowerLetter", "%3)"),
            ]
        }
    )
    linked = styles(Heading1='<w:numPr><w:numId w:val="7"/></w:numPr>')
    body = [
        TITLE,
        head("Right to the city"),
        p("All inhabitants share the city.", num=(7, 1)),
        p("They take part in:", num=(7, 1)),
        p("its budget;", num=(7, 2)),
        p("its plans.", num=(7, 2)),
        head("Participation"),
        p("Decisions are prepared in public.", num=(7, 1)),
        p("Minutes are published within a month.", num=(7, 1)),
        head("Solidarity"),
        p("Cities help each other.", num=(7, 1)),
    ]
    return file("".join(body), styles=linked, numbering=lists)


AUTOMATIC = """
title Charter of the River City
article 1 Right to the city
  paragraph 1.1 All inhabitants share the city.
  paragraph 1.2 They take part in:
  point.1 a its budget;
  point.1 b its plans.
article 2 Participation
  paragraph 2.1 Decisions are prepared in public.
  paragraph 2.2 Minutes are published within a month.
article 3 Solidarity
  paragraph 3.1 Cities help each other.
"""


def typed_decimals() -> bytes:
    """Nothing but Normal: bold lines for articles, numbers typed with a tab or spaces behind them."""
    body = [
        p(r("CHARTER OF THE RIVER CITY", "<w:b/><w:sz w:val='32'/>"), more='<w:jc w:val="center"/>'),
        p(),
        p(b("ARTICLE 1. WATER")),
        p("1.1\tEveryone has a right to clean water."),
        p("1.2\tThe city keeps a register of:"),
        p("1.2.1\tsprings and wells;"),
        p("1.2.2\tpipes laid before 1950."),
        p("1.3.  Nobody pays for the first cup."),
        p(b("ARTICLE 2. HOMES")),
        p("2.1\u00a0A home is more than a roof."),
        p("2.2\tIn 2.5 % of all cases the city pays."),
    ]
    return file("".join(body))


TYPED_DECIMALS = """
title CHARTER OF THE RIVER CITY
article 1 WATER
  paragraph 1.1 Everyone has a right to clean water.
  paragraph 1.2 The city keeps a register of:
  point.1 1.2.1 springs and wells;
  point.1 1.2.2 pipes laid before 1950.
  paragraph 1.3 Nobody pays for the first cup.
article 2 HOMES
  paragraph 2.1 A home is more than a roof.
  paragraph 2.2 In 2.5 % of all cases the city pays.
"""


def spanish() -> bytes:
    """A Spanish ordinance: numbers with a point and a dash, letters with a bracket, bold words before the text."""
    body = [
        p("Carta de los barrios", style="Puesto"),
        p(b("Artículo 1.- Objeto"), style="Normal"),
        p("1.- La presente Carta reconoce los derechos de quienes habitan la ciudad."),
        p("2.- Son fines de la Carta:"),
        p("a) garantizar el agua;"),
        p("b) proteger la vivienda."),
        p(b("Artículo 2.º.- Ámbito")),
        p("1.º La Carta rige en todos los barrios."),
        p("2.º Rige también para las entidades de la ciudad."),
        p(b("Art. 3.- "), r("Ninguna persona será desalojada sin sentencia.")),
        p(b("Disposiciones finales")),
        p("Primera. La Carta entra en vigor al día siguiente de su aprobación."),
    ]
    return file("".join(body), styles=styles({"Normal": "Normal", "Puesto": "Title"}))


SPANISH = """
title Carta de los barrios
article 1 Objeto
  paragraph 1 La presente Carta reconoce los derechos de quienes habitan la ciudad.
  paragraph 2 Son fines de la Carta:
  point.1 a garantizar el agua;
  point.1 b proteger la vivienda.
article 2 Ámbito
  paragraph 1 La Carta rige en todos los barrios.
  paragraph 2 Rige también para las entidades de la ciudad.
article 3
  subparagraph - Ninguna persona será desalojada sin sentencia.
final - Disposiciones finales
  clause - Primera. La Carta entra en vigor al día siguiente de su aprobación.
"""


def portuguese() -> bytes:
    """A Brazilian law: articles that run into their text, paragraphs with the section sign, Roman items, letters."""
    body = [
        p("Carta da Cidade do Rio", style="Title"),
        p("Art. 1º A água é um bem comum."),
        p("§ 1º Compete à cidade:"),
        p("I – manter as fontes;"),
        p("II – cuidar dos canos:"),
        p("a) antigos;"),
        p("b) novos;"),
        p("III – informar os moradores."),
        p("§ 2º Ninguém paga o primeiro copo."),
        p("Art. 2º A casa é inviolável."),
        p("§ 1º O despejo depende de sentença."),
    ]
    return file("".join(body))


PORTUGUESE = """
title Carta da Cidade do Rio
article 1
  subparagraph - A água é um bem comum.
  paragraph 1 Compete à cidade:
  point.1 I manter as fontes;
  point.1 II cuidar dos canos:
  point.2 a antigos;
  point.2 b novos;
  point.1 III informar os moradores.
  paragraph 2 Ninguém paga o primeiro copo.
article 2
  subparagraph - A casa é inviolável.
  paragraph 1 O despejo depende de sentença.
"""


def german() -> bytes:
    """A German by-law: the section sign heads what others call articles."""
    names = {"Standard": "Normal", "Titel": "Title", "berschrift1": "heading 1"}
    body = [
        p("Satzung der Flussstadt", style="Titel"),
        p("§ 1 Wasser", style="berschrift1"),
        p("(1) Alle haben ein Recht auf sauberes Wasser."),
        p("(2) Die Stadt unterhält"),
        p("1. die Quellen,"),
        p("2. die Leitungen."),
        p("§ 2\u00a0Wohnen", style="berschrift1"),
        p("(1) Niemand wird ohne Urteil geräumt."),
        p("(2) § 1 gilt entsprechend."),
    ]
    return file("".join(body), styles=styles(names))


GERMAN = """
title Satzung der Flussstadt
article 1 Wasser
  paragraph 1 Alle haben ein Recht auf sauberes Wasser.
  paragraph 2 Die Stadt unterhält
  point.1 1 die Quellen,
  point.1 2 die Leitungen.
article 2 Wohnen
  paragraph 1 Niemand wird ohne Urteil geräumt.
  paragraph 2 § 1 gilt entsprechend.
"""


def french() -> bytes:
    """A French charter with the styles of a French Word, Roman numbers with point and dash, and an action plan."""
    names = {"Normal": "Normal", "Titre": "Title", "Titre1": "heading 1", "Titre2": "heading 2", "Titre3": "heading 3"}
    lists = numbering({4: [level(0, "lowerLetter", "%1)"), level(1, "bullet", "–")]}, {5: (4, {0: 1})})
    body = [
        p("Charte de la ville fluviale", style="Titre"),
        p("Préambule", style="Titre1"),
        p("Considérant que l’eau est un bien commun,"),
        p("Convaincus que la ville appartient à tous,"),
        p("I. — Du droit à l’eau", style="Titre1"),
        p("1. Chacun a droit à l’eau potable\u00a0:"),
        p("a) à domicile\u00a0;"),
        p("b) dans l’espace public."),
        p("Plan d’action", style="Titre2"),
        p("Court terme", style="Titre3"),
        p("Ouvrir les fontaines.", num=(4, 0)),
        p("Réparer les conduites.", num=(4, 0)),
        p("Moyen terme", style="Titre3"),
        p("Planter des arbres.", num=(5, 0)),
        p("II. — Du logement", style="Titre1"),
        p("1. Nul n’est expulsé sans jugement."),
        p("2. La ville tient un registre des logements vides."),
    ]
    return file("".join(body), styles=styles(names), numbering=lists)


FRENCH = """
title Charte de la ville fluviale
preamble - Préambule
  recital - Considérant que l’eau est un bien commun,
  recital - Convaincus que la ville appartient à tous,
article I Du droit à l’eau
  paragraph 1 Chacun a droit à l’eau potable\u00a0:
  point.1 a à domicile\u00a0;
  point.1 b dans l’espace public.
  plan - Plan d’action
  short_term - Court terme
  plan_point.1 a Ouvrir les fontaines.
  plan_point.1 b Réparer les conduites.
  mid_term - Moyen terme
  plan_point.1 a Planter des arbres.
article II Du logement
  paragraph 1 Nul n’est expulsé sans jugement.
  paragraph 2 La ville tient un registre des logements vides.
"""


def catalan() -> bytes:
    """Ordinal endings behind the numbers, in bold lines that are no headings."""
    body = [
        p("Carta de la ciutat", style="Title"),
        p(b("Article 1r. L’aigua")),
        p("1. Tothom té dret a l’aigua."),
        p(b("Article 2n. L’habitatge")),
        p("1. Ningú no serà desnonat sense sentència."),
        p("2. La ciutat porta un registre."),
        p(b("Article 3r. La participació")),
        p("Les decisions es preparen en públic."),
        p(b("Article 4t. La solidaritat")),
        p("Les ciutats s’ajuden."),
        p(b("Article 5è. L’entrada en vigor")),
        p("La carta entra en vigor l’endemà."),
    ]
    return file("".join(body))


CATALAN = """
title Carta de la ciutat
article 1 L’aigua
  paragraph 1 Tothom té dret a l’aigua.
article 2 L’habitatge
  paragraph 1 Ningú no serà desnonat sense sentència.
  paragraph 2 La ciutat porta un registre.
article 3 La participació
  subparagraph - Les decisions es preparen en públic.
article 4 La solidaritat
  subparagraph - Les ciutats s’ajuden.
article 5 L’entrada en vigor
  subparagraph - La carta entra en vigor l’endemà.
"""


def bare_numbers() -> bytes:
    """A standard: bare numbers before titles, decimals before clauses, both typed."""
    body = [
        p("Standard for open cities", style="Title"),
        p("1\tScope", style="Heading1"),
        p("1.1\tThis standard applies to all services."),
        p("1.2\tIt does not apply to the police."),
        p("2 Terms", style="Heading1"),
        p("2.1\t“Service” means what the city offers."),
        p("3  Openness", style="Heading1"),
        p("3.1\tA service is open if:"),
        p("(i)\tits rules are published;"),
        p("(ii)\tits costs are known."),
        p("3.2\tIts hours are shown at the door."),
    ]
    return file("".join(body))


BARE = """
title Standard for open cities
article 1 Scope
  paragraph 1.1 This standard applies to all services.
  paragraph 1.2 It does not apply to the police.
article 2 Terms
  paragraph 2.1 “Service” means what the city offers.
article 3 Openness
  paragraph 3.1 A service is open if:
  point.1 i its rules are published;
  point.1 ii its costs are known.
  paragraph 3.2 Its hours are shown at the door.
"""


def contents() -> bytes:
    """A table of contents as Word makes it, a title page, a header, a footer with the number of the page."""
    row = '<w:hyperlink w:anchor="_Toc{}" w:history="1">{}</w:hyperlink>'.format

    def line(n: int, words: str, page: int) -> str:
        return p(row(n, r(f"{words}\t") + field_(f"PAGEREF _Toc{n} \\h", str(page))), style="TOC1")

    def marked(n: int, words: str) -> str:
        mark = f'<w:bookmarkStart w:id="{n}" w:name="_Toc{n}"/>'
        return p(mark, r(words), f'<w:bookmarkEnd w:id="{n}"/>', style="Heading1")

    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3" \\h</w:instrText></w:r>'
    opened = p(begin + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', style="TOC1")
    lines = [line(1, "Article 1. Water", 2), line(2, "Article 2. Homes", 3), line(3, "Final provisions", 4)]
    close = p('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    toc = p("Contents", style="TOCHeading") + opened + "".join(lines) + close
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = [
        TITLE,
        f"<w:sdt>{gallery}<w:sdtContent>{toc}</w:sdtContent></w:sdt>",
        p('<w:r><w:br w:type="page"/></w:r>'),
        marked(1, "Article 1. Water"),
        p("Everyone has a right to water.", "<w:r><w:lastRenderedPageBreak/></w:r>", r(" It is clean.")),
        marked(2, "Article 2. Homes"),
        p("A home is more than a roof."),
        marked(3, "Final provisions"),
        p("This charter enters into force at once."),
    ]
    header = f"<w:hdr {NAMES}>{p('Draft of the secretariat', style='Header')}</w:hdr>"
    footer = f"<w:ftr {NAMES}>{p(r('Page '), field_('PAGE', '2'), style='Footer')}</w:ftr>"
    return file("".join(body), header1=header, footer1=footer)


CONTENTS = """
title Charter of the River City
article 1 Water
  subparagraph - Everyone has a right to water. It is clean.
article 2 Homes
  subparagraph - A home is more than a roof.
final - Final provisions
  clause - This charter enters into force at once.
left out: contents, margin
"""


def typed_contents() -> bytes:
    """A table of contents that somebody typed, with dots and pages, and articles named in it once more."""
    body = [
        TITLE,
        p(b("Contents")),
        p("Article 1. Water\t2"),
        p("Article 2. Homes ............ 3"),
        p("Final provisions\t4"),
        p(b("Article 1. Water")),
        p("1. Everyone has a right to water."),
        p(b("Article 2. Homes")),
        p("1. A home is more than a roof."),
        p(b("Final provisions")),
        p("This charter enters into force at once."),
    ]
    return file("".join(body))


TYPED_CONTENTS = """
title Charter of the River City
article 1 Water
  paragraph 1 Everyone has a right to water.
article 2 Homes
  paragraph 1 A home is more than a roof.
final - Final provisions
  clause - This charter enters into force at once.
left out: contents
"""


def arabic() -> bytes:
    """From right to left, with Arabic digits, letters of the abjad and a title in a style of its own."""
    names = {"a": "Normal", "a3": "Title", "1": "heading 1"}
    lists = numbering({3: [level(0, "arabicAbjad", "%1-")]}, {4: (3, {0: 1})})
    rtl = "<w:rtl/><w:lang w:bidi='ar-SA'/>"

    def row(words: str, style: str = "", num: tuple[int, int] | None = None) -> str:
        return p(r(words, rtl), style=style, num=num, more="<w:bidi/>")

    body = [
        row("ميثاق مدينة النهر", "a3"),
        row("الديباجة", "1"),
        row("إيماناً بأن الماء ملك للجميع،"),
        row("المادة الأولى: الحق في الماء", "1"),
        row("١- لكل إنسان الحق في ماء نظيف."),
        row("٢- تلتزم المدينة بما يلي:"),
        row("صيانة الينابيع؛", num=(3, 0)),
        row("إصلاح الأنابيب.", num=(3, 0)),
        row("المادة الثانية: السكن", "1"),
        row("١- لا يُخلى أحد من مسكنه دون حكم."),
    ]
    return file("".join(body), styles=styles(names), numbering=lists)


ARABIC = """
title ميثاق مدينة النهر
preamble - الديباجة
  recital - إيماناً بأن الماء ملك للجميع،
article 1 الحق في الماء
  paragraph 1 لكل إنسان الحق في ماء نظيف.
  paragraph 2 تلتزم المدينة بما يلي:
  point.1 أ صيانة الينابيع؛
  point.1 ب إصلاح الأنابيب.
article 2 السكن
  paragraph 1 لا يُخلى أحد من مسكنه دون حكم.
"""


def with_notes() -> bytes:
    """Footnotes, an endnote and a comment of a colleague."""
    foot = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
    end = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    mark = '<w:commentRangeStart w:id="0"/>', '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    body = [
        TITLE,
        head("Article 1. Water"),
        p("1. Water is a common good", foot, r(".")),
        p("2. ", mark[0], r("Nobody"), mark[1], r(" pays"), end, r(" for the first cup.")),
        head("Article 2. Homes"),
        p("1. A home is more than a roof."),
    ]
    comment = (
        f'<w:comments {NAMES}><w:comment w:id="0" w:author="Legal office" w:date="2026-01-10T09:00:00Z">'
        f"{p('Not even guests?')}</w:comment></w:comments>"
    )
    return file(
        "".join(body),
        footnotes=notes("footnotes", n1="Resolution 64/292 of the General Assembly."),
        endnotes=notes("endnotes", n1="See the tariff of 2020."),
        comments=comment,
    )


NOTES = """
title Charter of the River City
article 1 Water
  paragraph 1 Water is a common good.
  paragraph 2 Nobody pays for the first cup.
article 2 Homes
  paragraph 1 A home is more than a roof.
left out: footnote, comment
"""


def with_table() -> bytes:
    """A table of two columns within an article, with a header row and a merged cell."""

    def cell(*words: str, more: str = "") -> str:
        return f'<w:tc><w:tcPr><w:tcW w:w="4000"/>{more}</w:tcPr>{"".join(map(p, words))}</w:tc>'

    rows = [
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>" + cell("Service") + cell("Days to answer") + "</w:tr>",
        f"<w:tr>{cell('Water')}{cell('3')}</w:tr>",
        f"<w:tr>{cell('Homes')}{cell('10')}</w:tr>",
    ]
    body = [
        TITLE,
        head("Article 1. Answers"),
        p("1. The city answers within these days:"),
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr><w:tblGrid/>{"".join(rows)}</w:tbl>',
        p("2. After that the request is granted."),
        head("Article 2. Homes"),
        p("1. A home is more than a roof."),
    ]
    return file("".join(body))


TABLE = """
title Charter of the River City
article 1 Answers
  paragraph 1 The city answers within these days:
  subparagraph - Service | Days to answer
  subparagraph - Water | 3
  subparagraph - Homes | 10
  paragraph 2 After that the request is granted.
article 2 Homes
  paragraph 1 A home is more than a roof.
left out: table
"""

BY = 'w:author="City of Lyon" w:date="2026-01-10T09:00:00Z"'
OF_B = 'w:author="Ville de Bogotá" w:date="2026-01-11T09:00:00Z"'


def ins(n: int, *runs: str, by: str = BY) -> str:
    return f'<w:ins w:id="{n}" {by}>{"".join(runs)}</w:ins>'


def gone(n: int, words: str, by: str = BY) -> str:
    return f'<w:del w:id="{n}" {by}>{r(words, deleted=True)}</w:del>'


def tracked() -> bytes:
    """Words, a paragraph, a division, a join and a move as tracked changes of two authors."""
    inserted, deleted = f'<w:ins w:id="90" {BY}/>', f'<w:del w:id="91" {BY}/>'
    moved = f'<w:moveFromRangeStart w:id="20" w:name="move1" {OF_B}/><w:moveFrom w:id="21" {OF_B}>'
    here = f'<w:moveToRangeStart w:id="24" w:name="move1" {OF_B}/><w:moveTo w:id="25" {OF_B}>'
    body = [
        TITLE,
        head("Article 1. Water"),
        p("1. Water is a ", gone(1, "common"), ins(2, r("public")), " good", ins(3, r(" and a right"), by=OF_B), "."),
        p(ins(4, r("2. It stays in public hands.")), mark=inserted),
        p(here, r("3. Nobody is cut off."), '</w:moveTo><w:moveToRangeEnd w:id="24"/>',
          mark=f'<w:ins w:id="92" {OF_B}/>'),
        p("4. The city reports", mark=inserted),
        p(ins(5, r("5. ")), "every year."),
        p("6. Pipes are old", gone(6, "."), mark=deleted),
        p(" and new."),
        p(moved, r("3. Nobody is cut off.").replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText "),
          '</w:moveFrom><w:moveFromRangeEnd w:id="20"/>', mark=f'<w:del w:id="93" {OF_B}/>'),
        head("Article 2. Homes"),
        p("1. A home is more than a roof."),
    ]  # fmt: skip
    return file("".join(body), settings=f"<w:settings {NAMES}><w:trackRevisions/></w:settings>")


ACCEPTED = """
title Charter of the River City
article 1 Water
  paragraph 1 Water is a public good and a right.
  paragraph 2 It stays in public hands.
  paragraph 3 Nobody is cut off.
  paragraph 4 The city reports
  paragraph 5 every year.
  paragraph 6 Pipes are old and new.
article 2 Homes
  paragraph 1 A home is more than a roof.
"""
REJECTED = """
title Charter of the River City
article 1 Water
  paragraph 1 Water is a common good.
  paragraph 4 The city reportsevery year.
  paragraph 6 Pipes are old.
  subparagraph - and new.
  paragraph 3 Nobody is cut off.
article 2 Homes
  paragraph 1 A home is more than a roof.
"""


def drawn() -> bytes:
    """A text box in both its forms, a picture with a description, and a picture of the old kind."""
    inside = f"<w:txbxContent>{p('In the box: call 112.')}</w:txbxContent>"
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="1" name="Box 1"/>'
        f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    picture = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="2" name="Image 2" descr="The old bridge"/><a:graphic><a:graphicData>'
        "<pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    old = '<w:r><w:pict><v:shape alt="Coat of arms"><v:imagedata/></v:shape></w:pict></w:r>'
    body = [
        p(old),
        TITLE,
        head("Article 1. Water"),
        p("1. Everyone", box, r(" has a right to water.")),
        p(picture),
        p("2. Nobody pays for the first cup."),
    ]
    return file("".join(body))


DRAWN = """
title Charter of the River City
article 1 Water
  paragraph 1 Everyone has a right to water.
  paragraph 2 Nobody pays for the first cup.
left out: box, picture
"""


def small_signs() -> bytes:
    """Soft line breaks, tabs within words, no-break spaces and hyphens, split runs, marks of the spelling checker."""
    body = [
        p("Charter of the\nRiver City", style="Title"),
        p(r("Arti"), '<w:proofErr w:type="spellStart"/>', r("cle"), '<w:proofErr w:type="spellEnd"/>', r(" 1"),
          r(". Water"), style="Heading1"),
        p("1.\u00a0“Water” is what the city’s\u00a0springs give."),
        p("2. The city:\na) keeps the springs;\nb) mends the pipes,\neven at night."),
        p("3. The co\u2011operative de\u00adcides\ton the price."),
        p("4. ", b("No"), r("body "), r("pays", "<w:i/>"), r(" for the first cup.")),
        p("   "),
        p("\u00a0"),
    ]  # fmt: skip
    return file("".join(body))


SIGNS = """
title Charter of the River City
article 1 Water
  paragraph 1 “Water” is what the city’s\u00a0springs give.
  paragraph 2 The city:
  point.1 a keeps the springs;
  point.1 b mends the pipes, even at night.
  paragraph 3 The co\u2011operative decides on the price.
  paragraph 4 Nobody pays for the first cup.
"""


def restarts() -> bytes:
    """A list that goes on after a paragraph, one that starts anew, one that starts at three, letters that go on."""
    lists = numbering(
        {1: [level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)"), level(2, "lowerRoman", "%3.")]},
        {2: (1, {0: 1}), 3: (1, {0: 3})},
    )
    body = [
        TITLE,
        head("Article 1. Water"),
        p("First.", num=(1, 0)),
        p("Second, with points:", num=(1, 0)),
        p("one point;", num=(1, 1)),
        p("another point:", num=(1, 1)),
        p("small;", num=(1, 2)),
        p("smaller;", num=(1, 2)),
        p("the last point."),
        p("a third point;", num=(1, 1)),
        p("Third.", num=(1, 0)),
        p("point of the third.", num=(1, 1)),
        head("Article 2. Homes"),
        p("First again.", num=(2, 0)),
        p("Second again.", num=(2, 0)),
        head("Article 3. Roads"),
        p("Third from the start.", num=(3, 0)),
        p("Fourth.", num=(3, 0)),
        p("Fourth without a number.", num=(0, 0)),
    ]
    return file("".join(body), numbering=lists)


RESTARTS = """
title Charter of the River City
article 1 Water
  paragraph 1 First.
  paragraph 2 Second, with points:
  point.1 a one point;
  point.1 b another point:
  point.2 i small;
  point.2 ii smaller;
  subparagraph - the last point.
  point.1 c a third point;
  paragraph 3 Third.
  point.1 a point of the third.
article 2 Homes
  paragraph 1 First again.
  paragraph 2 Second again.
article 3 Roads
  paragraph 3 Third from the start.
  paragraph 4 Fourth.
  subparagraph - Fourth without a number.
"""


def fake_headings() -> bytes:
    """Bold lines for titles and nothing that names an article."""
    body = [
        p(r("Charter of the River City", "<w:b/><w:sz w:val='36'/>"), more='<w:jc w:val="center"/>'),
        p(b("Preamble")),
        p("Water is a common good, and so is the city."),
        p(b("Right to water")),
        p("Everyone has a right to water."),
        p(b("Note"), r(" that the first cup is free.")),
        p(b("Right to a home")),
        p("A home is more than a roof."),
        p("Nobody is evicted without a court."),
    ]
    return file("".join(body))


FAKE = """
title Charter of the River City
preamble - Preamble
  recital - Water is a common good, and so is the city.
article - Right to water
  subparagraph - Everyone has a right to water.
  subparagraph - Note that the first cup is free.
article - Right to a home
  subparagraph - A home is more than a roof.
  subparagraph - Nobody is evicted without a court.
"""


def dated() -> bytes:
    """A title page: subtitle, the line with place and day, the name of the body; then a preamble."""
    body = [
        TITLE,
        p("Adopted by the assembly of cities", style="Subtitle"),
        p("Florence, 11 December 2011", more='<w:jc w:val="center"/>'),
        p("Preamble", style="Heading1"),
        p("Considering that water is a common good,"),
        p("Recalling the Declaration of 10 December 1948,"),
        p("Article I – Water", style="Heading1"),
        p("1. Everyone has a right to water."),
        p("Article II – Homes", style="Heading1"),
        p("1. A home is more than a roof."),
    ]
    return file("".join(body))


DATED = """
title Charter of the River City
preamble - Preamble
  recital - Considering that water is a common good,
  recital - Recalling the Declaration of 10 December 1948,
article I Water
  paragraph 1 Everyone has a right to water.
article II Homes
  paragraph 1 A home is more than a roof.
left out: front
"""


def in_parts() -> bytes:
    """Titles and chapters above the articles, numbered by Word in one list with the articles."""
    lists = numbering(
        {
            2: [
                level(0, "upperRoman", "TITLE %1", style="Heading1", more='<w:suff w:val="space"/>'),
                level(1, "decimal", "Chapter %2", style="Heading2"),
                level(2, "decimal", "Article %3", style="Heading3", more='<w:lvlRestart w:val="0"/>'),
                level(3, "decimal", "(%4)"),
            ]
        }
    )
    linked = styles(
        Heading1='<w:numPr><w:numId w:val="2"/></w:numPr>',
        Heading2='<w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr>',
        Heading3='<w:numPr><w:ilvl w:val="2"/><w:numId w:val="2"/></w:numPr>',
    )
    body = [
        TITLE,
        p("GENERAL", style="Heading1"),
        p("Principles", style="Heading2"),
        p("Dignity", style="Heading3"),
        p("Every person counts.", num=(2, 3)),
        p("Nobody is left out.", num=(2, 3)),
        p("Equality", style="Heading3"),
        p("All are equal.", num=(2, 3)),
        p("RIGHTS", style="Heading1"),
        p("Goods", style="Heading2"),
        p("Water", style="Heading3"),
        p("Everyone has a right to water.", num=(2, 3)),
    ]
    return file("".join(body), styles=linked, numbering=lists)


PARTS = """
title Charter of the River City
article 1 Dignity
  paragraph 1 Every person counts.
  paragraph 2 Nobody is left out.
article 2 Equality
  paragraph 1 All are equal.
article 3 Water
  paragraph 1 Everyone has a right to water.
"""


def wrapped() -> bytes:
    """Content controls round blocks and words, smart tags, links, and fields in both forms."""
    inner = '<w:sdt><w:sdtPr><w:alias w:val="City"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'.format
    ref = '<w:fldSimple w:instr=" REF _Ref1 \\h "><w:r><w:t>Article 1</w:t></w:r></w:fldSimple>'
    smart = '<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="place">{}</w:smartTag>'.format
    body = [
        inner(TITLE),
        head("Article 1. Water"),
        inner(p("1. Everyone in ", smart(r("Lyon")), r(" has a right to water.")) + p("2. It is clean.")),
        p("3. ", inner(r("The city")), r(" applies "), ref, r(" at all times.")),
        f'<w:customXml w:element="part">{head("Article 2. Homes")}</w:customXml>',
        p("1. See ", '<w:hyperlink w:anchor="_Ref1"><w:r><w:t>above</w:t></w:r></w:hyperlink>', r(" and "),
          field_("REF _Ref2 \\h", "paragraph 2"), r(".")),
    ]  # fmt: skip
    return file("".join(body))


WRAPPED = """
title Charter of the River City
article 1 Water
  paragraph 1 Everyone in Lyon has a right to water.
  paragraph 2 It is clean.
  paragraph 3 The city applies Article 1 at all times.
article 2 Homes
  paragraph 1 See above and paragraph 2.
"""


def several_letters() -> bytes:
    """Letters in capitals, bullets below letters, and a list whose style carries the numbers."""
    lists = numbering(
        {
            1: [level(0, "upperLetter", "%1."), level(1, "bullet", "\uf0b7")],
            2: [level(0, "decimal", "%1.", style="Clause")],
            3: [level(0, "decimalZero", "%1")],
        }
    )
    names = {"Normal": "Normal", "Title": "Title", "Heading1": "heading 1", "Clause": "Clause"}
    body = [
        TITLE,
        head("Article 1: Water"),
        p("Everyone has a right to water.", style="Clause"),
        p("The city keeps:", style="Clause"),
        p("the springs:", num=(1, 0)),
        p("in the north;", num=(1, 1)),
        p("in the south;", num=(1, 1)),
        p("the pipes.", num=(1, 0)),
        p("Nobody pays.", style="Clause"),
        head("Article 2: Homes"),
        p("A home is more than a roof.", num=(3, 0)),
    ]
    return file("".join(body), styles=styles(names, Clause='<w:numPr><w:numId w:val="2"/></w:numPr>'), numbering=lists)


LETTERS = """
title Charter of the River City
article 1 Water
  paragraph 1 Everyone has a right to water.
  paragraph 2 The city keeps:
  point.1 a the springs:
  point.2 - in the north;
  point.2 - in the south;
  point.1 b the pipes.
  paragraph 3 Nobody pays.
article 2 Homes
  paragraph 1 A home is more than a roof.
"""


def in_titles() -> bytes:
    """A law whose titles and chapters are bold lines in the middle, in one line or two, above articles that run in."""
    middle = '<w:jc w:val="center"/>'
    body = [
        p(b("CARTA DA CIDADE DO RIO"), more=middle),
        p(b("TÍTULO I"), more=middle),
        p(b("DOS BENS COMUNS"), more=middle),
        p("Art. 1º A água é um bem comum."),
        p("Parágrafo único. Ninguém paga o primeiro copo."),
        p("Art. 2º. São bens comuns:"),
        p("I - as fontes;"),
        p("II - as praças."),
        p(b("TÍTULO II – DA HABITAÇÃO"), more=middle),
        p(b("Art. 3º"), r(" A casa é inviolável.")),
    ]
    return file("".join(body))


IN_TITLES = """
title CARTA DA CIDADE DO RIO
article 1
  subparagraph - A água é um bem comum.
  subparagraph - Parágrafo único. Ninguém paga o primeiro copo.
article 2
  subparagraph - São bens comuns:
  point.1 I as fontes;
  point.1 II as praças.
article 3
  subparagraph - A casa é inviolável.
"""


def treaty() -> bytes:
    """The number of an article in a line of its own, its title in the next one, both in the middle."""
    middle = '<w:jc w:val="center"/>'
    body = [
        TITLE,
        p(r("Article 1"), more=middle),
        p(b("Subject matter"), more=middle),
        p("This charter lays down the rights of inhabitants."),
        p(r("Article 2"), more=middle),
        p(r("Definitions", "<w:i/>"), more=middle),
        p("1. “City” means any city."),
        p("2. “Water” means:"),
        p("(a) springs;"),
        p("(b) rain."),
    ]
    return file("".join(body))


TREATY = """
title Charter of the River City
article 1 Subject matter
  subparagraph - This charter lays down the rights of inhabitants.
article 2 Definitions
  paragraph 1 “City” means any city.
  paragraph 2 “Water” means:
  point.1 a springs;
  point.1 b rain.
"""


def bold_numbers() -> bytes:
    """Typed numbers before bold titles, decimals before the text."""
    body = [
        TITLE,
        p(b("1. Purpose")),
        p("1.1 This charter names rights."),
        p("1.2 It names duties too."),
        p(b("2. Water")),
        p("2.1 Everyone has a right to water:"),
        p("a) at home;"),
        p("b) in the street."),
        p(b("3. Entry into force")),
        p("This charter enters into force at once."),
    ]
    return file("".join(body))


BOLD_NUMBERS = """
title Charter of the River City
article 1 Purpose
  paragraph 1.1 This charter names rights.
  paragraph 1.2 It names duties too.
article 2 Water
  paragraph 2.1 Everyone has a right to water:
  point.1 a at home;
  point.1 b in the street.
article 3 Entry into force
  subparagraph - This charter enters into force at once.
"""


def contract() -> bytes:
    """Nothing but one list of three levels, the first in bold, as contracts are written."""
    levels = [level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "(%3)")]
    body = [
        TITLE,
        p(b("Purpose"), style="ListParagraph", num=(1, 0)),
        p("This charter names rights.", style="ListParagraph", num=(1, 1)),
        p("It names duties too:", style="ListParagraph", num=(1, 1)),
        p("of cities;", style="ListParagraph", num=(1, 2)),
        p("of inhabitants.", style="ListParagraph", num=(1, 2)),
        p(b("Water"), style="ListParagraph", num=(1, 0)),
        p("Everyone has a right to water.", style="ListParagraph", num=(1, 1)),
    ]
    return file("".join(body), numbering=numbering({1: levels}))


CONTRACT = """
title Charter of the River City
article 1 Purpose
  paragraph 1.1 This charter names rights.
  paragraph 1.2 It names duties too:
  point.1 a of cities;
  point.1 b of inhabitants.
article 2 Water
  paragraph 2.1 Everyone has a right to water.
"""


def listed_articles() -> bytes:
    """A list whose number is the word for article, on plain paragraphs: some have a title, some run in."""
    lists = numbering({1: [level(0, "decimal", "Artículo %1.-"), level(1, "lowerLetter", "%2)")]})
    body = [
        p("Carta de los barrios", style="Title"),
        p(b("Objeto"), num=(1, 0)),
        p("La Carta reconoce derechos."),
        p("El agua es un bien común.", num=(1, 0)),
        p("en casa;", num=(1, 1)),
        p("en la calle.", num=(1, 1)),
        p("Nadie será desalojado sin sentencia.", num=(1, 0)),
    ]
    return file("".join(body), numbering=lists)


LISTED_ARTICLES = """
title Carta de los barrios
article 1 Objeto
  subparagraph - La Carta reconoce derechos.
article 2
  subparagraph - El agua es un bien común.
  point.1 a en casa;
  point.1 b en la calle.
article 3
  subparagraph - Nadie será desalojado sin sentencia.
"""


def in_words() -> bytes:
    """Numbers of articles in words."""
    body = [
        p("Carta de los barrios", style="Title"),
        p(b("Artículo primero. Objeto")),
        p("La Carta reconoce derechos."),
        p(b("ARTÍCULO SEGUNDO.- Agua")),
        p("El agua es un bien común."),
        p(b("Artículo tercero. "), r("Nadie será desalojado.")),
    ]
    return file("".join(body))


IN_WORDS = """
title Carta de los barrios
article 1 Objeto
  subparagraph - La Carta reconoce derechos.
article 2 Agua
  subparagraph - El agua es un bien común.
article 3
  subparagraph - Nadie será desalojado.
"""

PAPERS = [
    Paper("word-styled", styled, STYLED),
    Paper("word-automatic-articles", automatic_articles, AUTOMATIC),
    Paper("word-typed-decimals", typed_decimals, TYPED_DECIMALS),
    Paper("word-spanish", spanish, SPANISH, lang="es"),
    Paper("word-portuguese", portuguese, PORTUGUESE, lang="pt"),
    Paper("word-german", german, GERMAN, lang="de"),
    Paper("word-french", french, FRENCH, lang="fr"),
    Paper("word-catalan", catalan, CATALAN, lang="ca"),
    Paper("word-bare-numbers", bare_numbers, BARE),
    Paper("word-contents", contents, CONTENTS),
    Paper("word-typed-contents", typed_contents, TYPED_CONTENTS),
    Paper("word-arabic", arabic, ARABIC, lang="ar"),
    Paper("word-notes", with_notes, NOTES),
    Paper("word-table", with_table, TABLE),
    Paper("word-tracked-accepted", tracked, ACCEPTED, tracked="accept"),
    Paper("word-tracked-rejected", tracked, REJECTED, tracked="reject"),
    Paper("word-drawn", drawn, DRAWN),
    Paper("word-small-signs", small_signs, SIGNS),
    Paper("word-restarts", restarts, RESTARTS),
    Paper("word-fake-headings", fake_headings, FAKE),
    Paper("word-dated", dated, DATED),
    Paper("word-parts", in_parts, PARTS),
    Paper("word-wrapped", wrapped, WRAPPED),
    Paper("word-letters", several_letters, LETTERS),
    Paper("word-in-titles", in_titles, IN_TITLES, lang="pt"),
    Paper("word-treaty", treaty, TREATY),
    Paper("word-bold-numbers", bold_numbers, BOLD_NUMBERS),
    Paper("word-contract", contract, CONTRACT),
    Paper("word-listed-articles", listed_articles, LISTED_ARTICLES, lang="es"),
    Paper("word-in-words", in_words, IN_WORDS, lang="es"),
]
