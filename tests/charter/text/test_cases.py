"""Cases harder than the shared ones: proposals that chain, overlap and nest, and the scripts of the member cities."""

import unicodedata

import pytest

from charter.text import diff, merge, parse

# name, base, proposals, the result
CLEAN = [
    (
        "three neighbouring words, three proposals",
        "<p>Every open public square is lit.</p>",
        {
            "A": "<p>Every free public square is lit.</p>",
            "B": "<p>Every open common square is lit.</p>",
            "C": "<p>Every open public market is lit.</p>",
        },
        "<p>Every free common market is lit.</p>",
    ),
    (
        "a short word between two replaced words",
        "<p>The price of water is low.</p>",
        {
            "A": "<p>The cost of water is low.</p>",
            "B": "<p>The price for water is low.</p>",
            "C": "<p>The price of bread is low.</p>",
        },
        "<p>The cost for bread is low.</p>",
    ),
    (
        "split by one, last words changed by another, a sentence added by a third",
        "<p>Parks stay open. Gates are low.</p>",
        {
            "A": "<p>Parks stay open.</p><p>Gates are low.</p>",
            "B": "<p>Parks stay open. Gates are wide.</p>",
            "C": "<p>Parks stay open. Gates are low. Paths are lit.</p>",
        },
        "<p>Parks stay open.</p><p>Gates are wide. Paths are lit.</p>",
    ),
    (
        "joined by one, a word changed on each side by others",
        "<p>Boats are shared.</p><p>Oars are spare.</p>",
        {
            "A": "<p>Boats are shared. Oars are spare.</p>",
            "B": "<p>Boats are lent.</p><p>Oars are spare.</p>",
            "C": "<p>Boats are shared.</p><p>Oars are new.</p>",
        },
        "<p>Boats are lent. Oars are new.</p>",
    ),
    (
        "moved by one, split by another, a word changed by a third",
        "<p>First rule here.</p><p>Second rule stands. It binds all.</p><p>Third rule ends.</p>",
        {
            "A": "<p>Second rule stands. It binds all.</p><p>First rule here.</p><p>Third rule ends.</p>",
            "B": "<p>First rule here.</p><p>Second rule stands.</p><p>It binds all.</p><p>Third rule ends.</p>",
            "C": "<p>First rule here.</p><p>Second rule stands. It binds everyone.</p><p>Third rule ends.</p>",
        },
        "<p>Second rule stands.</p><p>It binds everyone.</p><p>First rule here.</p><p>Third rule ends.</p>",
    ),
    (
        "bold by one and a link by another overlap",
        "<p>The right to rest at night is one right.</p>",
        {
            "A": "<p>The <b>right to rest</b> at night is one right.</p>",
            "B": '<p>The right to <a href="https://example.org/n">rest at night</a> is one right.</p>',
        },
        '<p>The <b>right to </b><a href="https://example.org/n"><b>rest</b> at night</a> is one right.</p>',
    ),
    (
        "bold taken off by one, a word put in by another",
        "<p>Fees are <b>very low</b> here.</p>",
        {"A": "<p>Fees are very low here.</p>", "B": "<p>Fees are <b>very low</b> right here.</p>"},
        "<p>Fees are very low right here.</p>",
    ),
    (
        "a word put in inside a stretch that another makes bold",
        "<p>All may attend free of charge at noon.</p>",
        {
            "A": "<p>All may attend <b>free of charge</b> at noon.</p>",
            "B": "<p>All may attend free of any charge at noon.</p>",
        },
        "<p>All may attend <b>free of any charge</b> at noon.</p>",
    ),
    (
        "a link keeps its address when its words change, and the address changes too",
        '<p>Write to the <a href="https://example.org/old">clerk</a> first.</p>',
        {
            "A": '<p>Write to the <a href="https://example.org/new">clerk</a> first.</p>',
            "B": '<p>Write to the <a href="https://example.org/old">registrar</a> first.</p>',
        },
        '<p>Write to the <a href="https://example.org/new">registrar</a> first.</p>',
    ),
    (
        "repetition: the second of two equal phrases changes",
        "<p>The right to rest, the right to work, the right to move.</p>",
        {
            "A": "<p>The right to rest, the duty to work, the right to move.</p>",
            "B": "<p>The right to rest, the right to work, the right to stay.</p>",
        },
        "<p>The right to rest, the duty to work, the right to stay.</p>",
    ),
    (
        "repetition: one more of the same phrase, twice asked for",
        "<p>The right to rest and the right to work.</p>",
        {
            "A": "<p>The right to rest and the right to vote and the right to work.</p>",
            "B": "<p>The right to rest and the right to vote and the right to work.</p>",
        },
        "<p>The right to rest and the right to vote and the right to work.</p>",
    ),
    (
        "Arabic with vowel signs and a Latin acronym",
        "<p>تُقِرُّ UCLG كُلَّ سَنَةٍ خُطَّةً جَدِيدَةً.</p>",
        {
            "A": "<p>تُقِرُّ UCLG كُلَّ شَهْرٍ خُطَّةً جَدِيدَةً.</p>",
            "B": "<p>تُقِرُّ CISDP كُلَّ سَنَةٍ خُطَّةً جَدِيدَةً.</p>",
        },
        "<p>تُقِرُّ CISDP كُلَّ شَهْرٍ خُطَّةً جَدِيدَةً.</p>",
    ),
    (
        "Arabic: a conjunction written on to its word is one word",
        "<p>تحمي المدينة الحدائق والمكتبات.</p>",
        {"A": "<p>تحمي المدينة الحدائق والمسارح.</p>", "B": "<p>تحمي البلدية الحدائق والمكتبات.</p>"},
        "<p>تحمي البلدية الحدائق والمسارح.</p>",
    ),
    (
        "Chinese: neighbouring signs changed by two",
        "<p>居民可以免费使用图书馆。</p>",
        {"A": "<p>市民可以免费使用图书馆。</p>", "B": "<p>居民可以免费参观图书馆。</p>"},
        "<p>市民可以免费参观图书馆。</p>",
    ),
    (
        "Chinese: a sentence added and another deleted",
        "<p>公园全天开放。入口免费。</p>",
        {"A": "<p>公园全天开放。入口免费。夜间有灯。</p>", "B": "<p>入口免费。</p>"},
        "<p>入口免费。夜间有灯。</p>",
    ),
    (
        "Thai: no cut within a grapheme",
        "<p>เมืองเปิดสวนทุกวัน</p>",
        {"A": "<p>เมืองเปิดสวนทุกคืน</p>", "B": "<p>เมืองปิดสวนทุกวัน</p>"},
        "<p>เมืองปิดสวนทุกคืน</p>",
    ),
    (
        "Japanese and a number",
        "<p>市は毎年3回会議を開く。</p>",
        {"A": "<p>市は毎年5回会議を開く。</p>", "B": "<p>市は毎年3回集会を開く。</p>"},
        "<p>市は毎年5回集会を開く。</p>",
    ),
    (
        "French spaces and quotes stay as they were",
        "<p>Le mot «\u00a0cité\u00a0» désigne la ville\u202f; il est court.</p>",
        {
            "A": "<p>Le mot «\u00a0commune\u00a0» désigne la ville\u202f; il est court.</p>",
            "B": "<p>Le mot «\u00a0cité\u00a0» désigne la ville\u202f; il est bref.</p>",
        },
        "<p>Le mot «\u00a0commune\u00a0» désigne la ville\u202f; il est bref.</p>",
    ),
    (
        "a space made narrow by one, the next word changed by another",
        "<p>Objet ; la ville.</p>",
        {"A": "<p>Objet\u202f; la ville.</p>", "B": "<p>Objet ; la cité.</p>"},
        "<p>Objet\u202f; la cité.</p>",
    ),
    (
        "French: an elided article is part of its word",
        "<p>Nul n’est exclu de l’assemblée.</p>",
        {"A": "<p>Nul n’est exclu de l’école.</p>", "B": "<p>Nul n’est banni de l’assemblée.</p>"},
        "<p>Nul n’est banni de l’école.</p>",
    ),
    (
        "Spanish signs at both ends of a question",
        "<p>¿Quién paga el agua? La ciudad.</p>",
        {"A": "<p>¿Quién paga el pan? La ciudad.</p>", "B": "<p>¿Quién paga el agua? El barrio.</p>"},
        "<p>¿Quién paga el pan? El barrio.</p>",
    ),
    (
        "decomposed accents against composed ones",
        "<p>La répartition est égale pour tous.</p>",
        {
            "A": "<p>La re\u0301partition est juste pour tous.</p>",
            "B": "<p>La répartition est égale pour chacun.</p>",
        },
        "<p>La re\u0301partition est juste pour chacun.</p>",
    ),
    (
        "emoji with joiners are one sign",
        "<p>Signed by 👩‍👩‍👧 and 👍🏽 today.</p>",
        {"A": "<p>Signed by 👨‍👩‍👧 and 👍🏽 today.</p>", "B": "<p>Signed by 👩‍👩‍👧 and 👍🏿 today.</p>"},
        "<p>Signed by 👨‍👩‍👧 and 👍🏿 today.</p>",
    ),
    (
        "numbers with separators and dates are one word",
        "<p>On 12/05/2026 the fund holds 1,000.50 euros.</p>",
        {
            "A": "<p>On 13/05/2026 the fund holds 1,000.50 euros.</p>",
            "B": "<p>On 12/05/2026 the fund holds 1,250.75 euros.</p>",
        },
        "<p>On 13/05/2026 the fund holds 1,250.75 euros.</p>",
    ),
    (
        "an item sinks one level, its words change",
        "<ul><li>shelters</li><li>warm meals</li><li>clinics</li></ul>",
        {
            "A": "<ul><li>shelters<ul><li>warm meals</li></ul></li><li>clinics</li></ul>",
            "B": "<ul><li>shelters</li><li>hot meals</li><li>clinics</li></ul>",
        },
        "<ul><li>shelters<ul><li>hot meals</li></ul></li><li>clinics</li></ul>",
    ),
    (
        "a bulleted list becomes a numbered one while an item is added",
        "<ul><li>one chair</li><li>two clerks</li></ul>",
        {
            "A": "<ol><li>one chair</li><li>two clerks</li></ol>",
            "B": "<ul><li>one chair</li><li>two clerks</li><li>three guards</li></ul>",
        },
        "<ol><li>one chair</li><li>two clerks</li></ol><ul><li>three guards</li></ul>",
    ),
    (
        "a paragraph becomes a heading, its words change",
        "<p>General duties</p><p>All are bound.</p>",
        {"A": "<h2>General duties</h2><p>All are bound.</p>", "B": "<p>Common duties</p><p>All are bound.</p>"},
        "<h2>Common duties</h2><p>All are bound.</p>",
    ),
    (
        "one equal paragraph put in by two, another by a third",
        "<p>Start here.</p><p>End here.</p>",
        {
            "A": "<p>Start here.</p><p>New duty one.</p><p>End here.</p>",
            "B": "<p>Start here.</p><p>New duty one.</p><p>End here.</p>",
            "C": "<p>Start here.</p><p>End here.</p><p>Annex follows.</p>",
        },
        "<p>Start here.</p><p>New duty one.</p><p>End here.</p><p>Annex follows.</p>",
    ),
    (
        "all deleted by one, the last paragraph by another",
        "<p>One thing.</p><p>Other thing.</p>",
        {"A": "", "B": "<p>One thing.</p>"},
        "",
    ),
    (
        "first words deleted by one, last words by another, nothing is left",
        "<p>Alpha beta gamma delta.</p><p>Rest stays.</p>",
        {"A": "<p>gamma delta.</p><p>Rest stays.</p>", "B": "<p>Alpha beta</p><p>Rest stays.</p>"},
        "<p>Rest stays.</p>",
    ),
    (
        "an empty base and one proposal",
        "",
        {"A": "<p>We agree.</p>"},
        "<p>We agree.</p>",
    ),
    (
        "a sentence put in at the same place as one is deleted",
        "<p>Keep one. Drop two. Keep three.</p>",
        {"A": "<p>Keep one. Keep three.</p>", "B": "<p>Keep one. Add this. Drop two. Keep three.</p>"},
        "<p>Keep one. Add this. Keep three.</p>",
    ),
    (
        "a sentence put in behind one that another deletes",
        "<p>Drop this. Keep that.</p>",
        {"A": "<p>Keep that.</p>", "B": "<p>Drop this. Add those. Keep that.</p>"},
        "<p>Add those. Keep that.</p>",
    ),
    (
        "two neighbouring sentences deleted by two",
        "<p>Drop one. Drop two. Keep three.</p>",
        {"A": "<p>Drop two. Keep three.</p>", "B": "<p>Drop one. Keep three.</p>"},
        "<p>Keep three.</p>",
    ),
    (
        "marks over a border: bold on both sides of a split",
        "<p>Water is free. Bread is cheap.</p>",
        {
            "A": "<p>Water <b>is free. Bread is</b> cheap.</p>",
            "B": "<p>Water is free.</p><p>Bread is cheap.</p>",
        },
        "<p>Water <b>is free.</b></p><p><b>Bread is</b> cheap.</p>",
    ),
    (
        "a line break within a provision",
        "<p>First line<br>second line here.</p>",
        {"A": "<p>First row<br>second line here.</p>", "B": "<p>First line<br>second line there.</p>"},
        "<p>First row<br>second line there.</p>",
    ),
    (
        "a comma added by one, a word after it by another",
        "<p>Cities towns and villages join.</p>",
        {"A": "<p>Cities, towns and villages join.</p>", "B": "<p>Cities towns and small villages join.</p>"},
        "<p>Cities, towns and small villages join.</p>",
    ),
    (
        "a block moved by one to where another puts one in",
        "<p>Alpha rule one.</p><p>Beta rule two.</p><p>Gamma rule three.</p>",
        {
            "A": "<p>Gamma rule three.</p><p>Alpha rule one.</p><p>Beta rule two.</p>",
            "B": "<p>Opening words.</p><p>Alpha rule one.</p><p>Beta rule two.</p><p>Gamma rule three.</p>",
        },
        "<p>Gamma rule three.</p><p>Opening words.</p><p>Alpha rule one.</p><p>Beta rule two.</p>",
    ),
]
# name, base, proposals, the pairs that collide
COLLIDING = [
    (
        "a chain: the middle one meets both",
        "<p>The old stone bridge over the wide river is closed.</p>",
        {
            "A": "<p>The new iron bridge over the wide river is closed.</p>",
            "B": "<p>The old wooden ferry across the wide river is closed.</p>",
            "C": "<p>The old stone bridge along the narrow canal is closed.</p>",
        },
        [("A", "B"), ("B", "C")],
    ),
    (
        "deleted in one, moved in another, reworded in a third",
        "<p>Alpha stands first of them all.</p><p>Beta rules the city.</p><p>Gamma stands last.</p>",
        {
            "A": "<p>Alpha stands first of them all.</p><p>Gamma stands last.</p>",
            "B": "<p>Beta rules the city.</p><p>Alpha stands first of them all.</p><p>Gamma stands last.</p>",
            "C": "<p>Alpha stands first of them all.</p><p>Beta rules the town.</p><p>Gamma stands last.</p>",
        },
        [("A", "B"), ("A", "C")],
    ),
    (
        "one block moved to two places",
        "<p>Alpha goes first.</p><p>Beta comes second.</p><p>Gamma comes third.</p><p>Delta comes last.</p>",
        {
            "A": "<p>Beta comes second.</p><p>Gamma comes third.</p><p>Alpha goes first.</p><p>Delta comes last.</p>",
            "B": "<p>Beta comes second.</p><p>Gamma comes third.</p><p>Delta comes last.</p><p>Alpha goes first.</p>",
        },
        [("A", "B")],
    ),
    (
        "a block put in where two are joined",
        "<p>Boats are shared.</p><p>Oars are spare.</p>",
        {
            "A": "<p>Boats are shared. Oars are spare.</p>",
            "B": "<p>Boats are shared.</p><p>Nets are mended.</p><p>Oars are spare.</p>",
        },
        [("A", "B")],
    ),
    (
        "two kinds for one block",
        "<p>Common duties</p><p>All are bound.</p>",
        {"A": "<h2>Common duties</h2><p>All are bound.</p>", "B": "<h3>Common duties</h3><p>All are bound.</p>"},
        [("A", "B")],
    ),
    (
        "a link taken off by one, led elsewhere by another",
        '<p>Ask the <a href="https://example.org/a">clerk</a> now.</p>',
        {"A": "<p>Ask the clerk now.</p>", "B": '<p>Ask the <a href="https://example.org/b">clerk</a> now.</p>'},
        [("A", "B")],
    ),
    (
        "raised by one and lowered by another",
        "<p>Five m2 each.</p>",
        {"A": "<p>Five <sup>m2</sup> each.</p>", "B": "<p>Five <sub>m2</sub> each.</p>"},
        [("A", "B")],
    ),
    (
        "three different words at one point",
        "<p>Schools offer meals.</p>",
        {
            "A": "<p>Schools offer warm meals.</p>",
            "B": "<p>Schools offer daily meals.</p>",
            "C": "<p>Schools offer free meals.</p>",
        },
        [("A", "B"), ("A", "C"), ("B", "C")],
    ),
    (
        "two equal wordings against a third",
        "<p>The fee is ten euros.</p>",
        {
            "A": "<p>The fee is nine euros.</p>",
            "B": "<p>The fee is nine euros.</p>",
            "C": "<p>The fee is two euros.</p>",
        },
        [("A", "C"), ("B", "C")],
    ),
    (
        "Chinese: one sign replaced by two different ones",
        "<p>议会每年开会。</p>",
        {"A": "<p>议会每月开会。</p>", "B": "<p>议会每周开会。</p>"},
        [("A", "B")],
    ),
    (
        "Arabic: a word changed inside a sentence that another deletes",
        "<p>تنشر المدينة الميزانية. ويقرأ السكان النص كاملا.</p>",
        {"A": "<p>تنشر المدينة الميزانية.</p>", "B": "<p>تنشر المدينة الميزانية. ويقرأ السكان التقرير كاملا.</p>"},
        [("A", "B")],
    ),
    (
        "deleted by one, split by another",
        "<p>Keep this.</p><p>Rules bind. Rules hold.</p><p>Keep that.</p>",
        {
            "A": "<p>Keep this.</p><p>Keep that.</p>",
            "B": "<p>Keep this.</p><p>Rules bind.</p><p>Rules hold.</p><p>Keep that.</p>",
        },
        [("A", "B")],
    ),
    (
        "one moved block joined to its neighbour by another",
        "<p>Alpha stands first of all.</p><p>Beta comes.</p><p>Gamma goes.</p>",
        {
            "A": "<p>Beta comes.</p><p>Gamma goes.</p><p>Alpha stands first of all.</p>",
            "B": "<p>Alpha stands first of all. Beta comes.</p><p>Gamma goes.</p>",
        },
        [("A", "B")],
    ),
    (
        "a keyed provision rewritten by two, other keys around it",
        '<p data-key="a">One.</p><p data-key="b">The mayor names the clerk.</p><p data-key="c">Six.</p>',
        {
            "A": '<p data-key="a">One.</p><p data-key="b">Lots decide who writes.</p><p data-key="c">Six.</p>',
            "B": '<p data-key="a">One.</p><p data-key="b">Residents elect some person.</p><p data-key="c">Six.</p>',
        },
        [("A", "B")],
    ),
    (
        "split alike by two, into a paragraph and into an item",
        "<p>Alpha is one. Beta is two.</p>",
        {"A": "<p>Alpha is one.</p><p>Beta is two.</p>", "B": "<p>Alpha is one.</p><ul><li>Beta is two.</li></ul>"},
        [("A", "B")],
    ),
    (
        "a block put between two that another deletes",
        "<p>One a.</p><p>Two b.</p><p>Three c.</p><p>Four d.</p>",
        {
            "A": "<p>One a.</p><p>Four d.</p>",
            "B": "<p>One a.</p><p>Two b.</p><p>Inserted e.</p><p>Three c.</p><p>Four d.</p>",
        },
        [("A", "B")],
    ),
    (
        "a paragraph rewritten by two in different ways",
        "<p>The mayor names the clerk every year in spring.</p>",
        {
            "A": "<p>A panel drawn by lot chooses its own secretary.</p>",
            "B": "<p>Residents elect someone who keeps all the books.</p>",
        },
        [("A", "B")],
    ),
]
# name, old, new, deleted, inserted
DIFFERENCES = [
    ("emoji", "<p>Hi 👩‍👩‍👧 you.</p>", "<p>Hi 👨‍👩‍👧 you.</p>", ["👩‍👩‍👧"], ["👨‍👩‍👧"]),
    ("a date", "<p>By 2026-11-25 at 10:30.</p>", "<p>By 2026-12-25 at 10:30.</p>", ["2026-11-25"], ["2026-12-25"]),
    ("a hyphen", "<p>A well-kept park.</p>", "<p>A well-lit park.</p>", ["well-kept"], ["well-lit"]),
    ("Thai", "<p>เปิดทุกวัน</p>", "<p>เปิดทุกคืน</p>", ["วั"], ["คื"]),
    ("only spelling of letters", "<p>Re\u0301sume\u0301.</p>", "<p>Résumé.</p>", [], []),
    ("a sentence in the middle", "<p>One. Two. Six.</p>", "<p>One. Six.</p>", ["Two."], []),
    ("equal words", "<p>no no no</p>", "<p>no no no no</p>", [], ["no"]),
    ("runs end at a border", "<p>One two.</p><p>Three four.</p>", "", ["One two.", "Three four."], []),
]


def same(left, other):
    """Whether two documents read alike, keys aside."""
    rows = [[(b.kind, b.depth, b.text, b.formats) for b in document.blocks] for document in (left, other)]
    return rows[0] == rows[1]


@pytest.mark.parametrize(("name", "base", "proposals", "expected"), CLEAN, ids=[case[0] for case in CLEAN])
def test_proposals_merge(name, base, proposals, expected):
    merged = merge(parse(base), {mark: parse(html) for mark, html in proposals.items()})
    assert merged.conflicts == ()
    assert merged.document.html == parse(expected).html
    assert same(merged.document, parse(expected))


def test_neighbouring_sentences_deleted_by_two_make_no_noise():
    base = parse("<p>Drop one. Drop two. Keep three.</p>")
    proposals = {"A": parse("<p>Drop two. Keep three.</p>"), "B": parse("<p>Drop one. Keep three.</p>")}
    assert merge(base, proposals).notices == ()


@pytest.mark.parametrize(("name", "base", "proposals", "pairs"), COLLIDING, ids=[case[0] for case in COLLIDING])
def test_proposals_collide(name, base, proposals, pairs):
    merged = merge(parse(base), {mark: parse(html) for mark, html in proposals.items()})
    mark_pairs = {frozenset(pair) for conflict in merged.conflicts for pair in conflict.pairs}
    assert mark_pairs == {frozenset(pair) for pair in pairs}


@pytest.mark.parametrize(("name", "old", "new", "gone", "come"), DIFFERENCES, ids=[case[0] for case in DIFFERENCES])
def test_runs_of_a_difference(name, old, new, gone, come):
    difference = diff(parse(old), parse(new))
    assert (list(difference.deleted), list(difference.inserted)) == (gone, come)


# The same words with letters in one sign, and with letters and marks apart, as some keyboards and copies have them.
WHOLE = [
    "La ville réserve un cinquième des logements neufs à qui en a besoin, dès l’été.",
    "تُخصَّص آمنة أُسرة مؤسسة بئر سائغ",
    "La niñez tendrá agua: ¿quién, cómo y cuándo?",
    "Thành phố giữ nhà ở",
]


@pytest.mark.parametrize("words", WHOLE)
def test_letters_composed_or_not_are_the_same_words(words):
    composed, decomposed = (unicodedata.normalize(form, words) for form in ("NFC", "NFD"))
    assert composed != decomposed
    difference = diff(parse(f"<p>{composed}</p>"), parse(f"<p>{decomposed}</p>"))
    assert {change.kind for change in difference.changes} == {"spacing"}
    assert not any(mark in difference.redline("fr") for mark in ("<del", "<ins"))
    assert difference.sentences("fr", {}) == ()


def test_a_changed_word_is_one_change_whatever_the_others_are_made_of():
    composed = unicodedata.normalize("NFC", "La ville réserve un cinquième.")
    other = unicodedata.normalize("NFD", "La ville réserve un dixième.")
    difference = diff(parse(f"<p>{composed}</p>"), parse(f"<p>{other}</p>"))
    assert [change.kind for change in difference.changes if change.kind != "spacing"] == ["replaced"]
    assert difference.redline("fr").count("<del") == 1
    [sentence] = difference.sentences("fr", {})
    read = unicodedata.normalize("NFC", sentence).replace("\N{NO-BREAK SPACE}", " ")
    assert read == "Au paragraphe 1, remplacer le mot : « cinquième » par le mot : « dixième »."
