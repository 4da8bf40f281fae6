"""The redline and the other views of a difference."""

import re
from html import unescape
from random import Random

import pytest
from hypothesis import given

from charter.text import diff, merge, parse
from tests.charter.text.test_laws import drawn, seeds

OLD = parse("<p>The board meets twice a year.</p><p>It may vote.</p>")
NEW = parse("<p>The board meets monthly.</p><p>It may vote. All may speak.</p>")
JOINED = [
    "The council meets every month in the town hall.",
    "Its sessions are open to all who live here.",
    "Water is a common good that nobody pays for twice.",
    "Parks stay open.",
]
HIDDEN = re.compile(r'<span class="vh"[^>]*>.*?</span>', re.DOTALL)


def without(html, tag):
    """The page without one sort of mark and what is in it, nested ones too."""
    out, depth = [], 0
    for part in re.split(rf"(<{tag}\b[^>]*>|</{tag}>)", HIDDEN.sub("", html)):
        if re.match(rf"<{tag}\b", part):
            depth += 1
        elif part == f"</{tag}>":
            depth -= 1
        elif not depth:
            out.append(part)
    return re.sub(r"</?(?:ins|del)\b[^>]*>", "", "".join(out))


def lines(html):
    """What a reader sees, block by block."""
    return [block.text for block in parse(html).blocks]


def test_words_come_and_go_with_hidden_words_that_say_so():
    end = '<span class="vh" lang="en">]</span>'
    gone = f'<del id="change-1"><span class="vh" lang="en">[deleted: </span>twice a year{end}</del>'
    come = f'<ins><span class="vh" lang="en">[inserted: </span>monthly{end}</ins>'
    assert f"meets {gone} {come}." in diff(OLD, NEW).html


@pytest.mark.parametrize(
    ("lang", "hidden_words"),
    [("fr-CA", "[inséré : "), ("es", "[insertado: "), ("ar", "[أُضيف: "), ("de", "[inserted: ")],
)
def test_hidden_words_are_in_the_language_asked_for(lang, hidden_words):
    assert hidden_words in diff(OLD, NEW).redline(lang)


def test_plain_text_and_mail_have_their_own_form():
    assert diff(OLD, NEW).plain == "The board meets [-twice a year-] {+monthly+}.\nIt may vote. {+All may speak.+}"
    assert "[deleted: twice a year]" in diff(OLD, NEW).mail_html("en")
    assert 'class="vh"' not in diff(OLD, NEW).mail_html("en")


def test_each_line_of_the_list_leads_to_its_place_in_the_redline():
    difference = diff(OLD, NEW)
    for line in difference.listed("en"):
        assert f'id="change-{line.change + 1}"' in difference.html


def test_text_is_escaped_and_links_lead_nowhere_else():
    old, new = (
        parse("<p>x</p>"),
        parse('<p>&lt;script&gt; "&amp;" <a href="https://example.org/?a=1&amp;b=&quot;">y</a></p>'),
    )
    shown = diff(old, new).html
    assert "<script" not in shown
    assert set(re.findall(r'href="([^"]*)"', shown)) == {"https://example.org/?a=1&amp;b=&quot;"}


def test_side_by_side_rows_stand_beside_each_other():
    rows = diff(OLD, NEW).side_by_side("en")
    assert [(bool(row.before), bool(row.after), row.changed) for row in rows] == [(True, True, True)] * 2


def test_a_moved_block_of_another_kind_shows_two_changes_each_once():
    old = parse('<p data-key="a">One.</p><p data-key="b">Two.</p>')
    difference = diff(old, parse('<h3 data-key="b">Two.</h3><p data-key="a">One.</p>'))
    assert sorted(re.findall(r'id="([^"]+)"', difference.html)) == ["change-1", "change-2"]


def test_without_a_prefix_no_mark_has_an_id():
    shown = [diff(OLD, NEW).redline("en", prefix=""), diff(OLD, NEW).before("en", ""), diff(OLD, NEW).after("en", "")]
    assert [("<ins" in page or "<del" in page, "id=" in page) for page in shown] == [(True, False)] * 3


def test_a_space_that_goes_before_a_comma_that_comes_stays_within_the_mark():
    old = parse("<p>They may seek asylum and live in peace.</p>")
    difference = diff(old, parse("<p>They may seek, receive and live in peace.</p>"))
    assert difference.plain == "They may seek[- asylum-]{+, receive+} and live in peace."
    assert lines(without(difference.html, "del")) == ["They may seek, receive and live in peace."]


def test_a_block_behind_two_that_move_and_become_one_stands_where_it_stood():
    row = [f'<p data-key="{key}">{text}</p>' for key, text in zip("abcd", JOINED, strict=True)]
    old = parse("".join(row))
    new = parse(f'{row[2]}<p data-key="a">{JOINED[0]} {JOINED[1]}</p>{row[3]}')
    difference = diff(old, new)
    assert difference.plain.split("\n")[-2:] == [f"{{+{JOINED[0]} {JOINED[1]}+}}", JOINED[3]]
    assert lines(without(difference.before(), "ins")) == JOINED
    assert [credit.text for credit in merge(old, {"A": new}).credits if credit.kind == "moved"] == [new.blocks[1].text]


@given(seeds)
def test_law_10_the_page_without_deletions_reads_as_the_new_text(seed):
    base, proposals = drawn(seed, most=1)
    difference = diff(base, proposals["A"])
    for shown in (difference.html, difference.after()):
        assert lines(without(shown, "del")) == [block.text for block in proposals["A"].blocks]
    assert lines(without(difference.before(), "ins")) == [block.text for block in base.blocks]


LINES = ("fee", "the fee is due", "  ten euros", "    a year", "", "two  columns", "park", "   fee")


def preformatted(draw):
    """Two texts of lines that stay lines: words, blank lines, spaces at the beginning and within."""
    old = [draw.choice(LINES) for _ in range(draw.randint(1, 6))]
    new = [line for line in old if draw.random() < 0.8]
    for _ in range(draw.randint(0, 2)):
        new.insert(draw.randint(0, len(new)), draw.choice(LINES))
    new = [draw.choice([line, f" {line}", line.strip(), f"{line} x"]) if draw.random() < 0.3 else line for line in new]
    return [parse(f"<pre>x\n{chr(10).join(rows)}\ny</pre>") for rows in (old, new)]


def exact(html, tag):
    """The words of a redline as they are set, without the marks of one kind."""
    text = re.sub(rf"<{tag}\b[^>]*>.*?</{tag}>", "", HIDDEN.sub("", html), flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "", text.replace("<br>", "\n")))


@given(seeds)
def test_law_10_preformatted_lines_without_deletions_read_as_the_new_text_space_by_space(seed):
    old, new = preformatted(Random(seed))
    difference = diff(old, new)
    for shown in (difference.html, difference.after()):
        assert exact(shown, "del") == new.blocks[0].text
    assert exact(difference.before(), "ins") == old.blocks[0].text


def test_no_space_stands_between_preformatted_words_that_go_and_that_come():
    difference = diff(parse("<pre>a\nb</pre>"), parse("<pre>a\n  c</pre>"))
    assert difference.plain == "a\n[-b-]{+\xa0\xa0c+}"
    assert exact(difference.html, "del") == "a\n\xa0\xa0c"


@given(seeds)
def test_every_view_is_well_formed(seed):
    base, proposals = drawn(seed, most=1)
    difference = diff(base, proposals["A"])
    for shown in (
        difference.html,
        difference.before(),
        difference.after(),
        difference.mail_html(),
        *map(str, difference.side_by_side()),
    ):
        for tag in ("ins", "del", "span", "p", "li", "ul", "ol", "a", "b", "i"):
            assert len(re.findall(rf"<{tag}\b", shown)) == shown.count(f"</{tag}>")
    ids = re.findall(r'id="([^"]+)"', difference.html)
    assert len(ids) == len(set(ids))
