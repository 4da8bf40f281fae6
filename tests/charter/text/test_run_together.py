"""Words that would become one because two proposals took out what stood between them: always named. Law 6."""

import pytest

from charter.text import merge, parse, rebase
from charter.text.kinds import NoticeKind

# name, base, proposals, the result, the words that became one
TOGETHER = [
    (
        "two Chinese paragraphs joined, both beside a rewrite in Latin script",
        "<p>费用按年缴纳。</p><p>城市免费。</p>",
        {
            "A": "<p>费用按年缴纳。城市免费。</p>",
            "B": "<p>费用按年缴纳。</p><p>UCLG pays.</p>",
            "C": "<p>All pay the fee</p><p>城市免费。</p>",
        },
        "All pay the feeUCLG pays.",
        "feeUCLG",
    ),
    (
        "a number at the beginning of the second paragraph",
        "<p>费用按年缴纳。</p><p>10城市免费。</p>",
        {"A": "<p>费用按年缴纳。10城市免费。</p>", "B": "<p>All cities pay</p><p>10城市免费。</p>"},
        "All cities pay10城市免费。",
        "pay10",
    ),
    (
        "paragraphs joined by one, the sign at the border taken out by another",
        "<p>The fee b</p><p>. x ends.</p>",
        {"A": "<p>The fee b. x ends.</p>", "B": "<p>The fee b</p><p>x ends.</p>"},
        "The fee bx ends.",
        "bx",
    ),
    (
        "a word put in between two spaces of which another takes out the first",
        "<pre>park  fee</pre>",
        {"A": "<pre>park town fee</pre>", "B": "<pre>park\nfee</pre>"},
        "parktown fee",
        "parktown",
    ),
    (
        "the two spaces around a dash",
        "<p>The city - law holds.</p>",
        {"A": "<p>The city- law holds.</p>", "B": "<p>The city -law holds.</p>"},
        "The city-law holds.",
        "city-law",
    ),
    (
        "a line break and a space",
        "<p>The city -<br>law holds.</p>",
        {"A": "<p>The city -law holds.</p>", "B": "<p>The city-<br>law holds.</p>"},
        "The city-law holds.",
        "city-law",
    ),
    (
        "two spaces that do not break, around a sign before a unit",
        "<p>A fee of 5\u00a0/\u202fkg.</p>",
        {"A": "<p>A fee of 5/\u202fkg.</p>", "B": "<p>A fee of 5\u00a0/kg.</p>"},
        "A fee of 5/kg.",
        "5/kg",
    ),
    (
        "the two spaces around an apostrophe",
        "<p>Prix de l ’ eau.</p>",
        {"A": "<p>Prix de l’ eau.</p>", "B": "<p>Prix de l ’eau.</p>"},
        "Prix de l’eau.",
        "l’eau",
    ),
    (
        "an article and a noun in Arabic",
        "<p>حق ال - مدينة</p>",
        {"A": "<p>حق ال- مدينة</p>", "B": "<p>حق ال -مدينة</p>"},
        "حق ال-مدينة",
        "ال-مدينة",
    ),
    (
        "two numbers, a space between them taken out by each of two",
        "<p>Articles 14 / 5 hold.</p>",
        {"A": "<p>Articles 14/ 5 hold.</p>", "B": "<p>Articles 14 /5 hold.</p>"},
        "Articles 14/5 hold.",
        "14/5",
    ),
    (
        "a number put in before a comma, the space behind it taken out by another",
        "<p>The fee is due, 10 days later.</p>",
        {"A": "<p>The fee is due on 9, 10 days later.</p>", "B": "<p>The fee is due,10 days later.</p>"},
        "The fee is due on 9,10 days later.",
        "9,10",
    ),
    (
        "two parts of a number, each word between them taken out by another",
        "<p>The town has 10 or about 000 trees.</p>",
        {"A": "<p>The town has 10 about 000 trees.</p>", "B": "<p>The town has 10 or 000 trees.</p>"},
        "The town has 10 000 trees.",
        "10 000",
    ),
    (
        "a paragraph and the next, joined by one where another takes out the space at the end",
        "<p>The city -</p><p>law holds.</p>",
        {"A": "<p>The city -law holds.</p>", "B": "<p>The city-</p><p>law holds.</p>"},
        "The city-law holds.",
        "city-law",
    ),
    (
        "a word put in beside a space that another made a sign",
        "<p>The fee -</p>",
        {"A": "<p>The fee five-</p>", "B": "<p>The fee€-</p>"},
        "The fee€five-",
        "fee€five",
    ),
    (
        "an abbreviation",
        "<p>Fees, e.g. one) e.g. two.</p>",
        {"A": "<p>Fees, e.g. one)e.g. two.</p>", "B": "<p>Fees, e.g. one e.g. two.</p>"},
        "Fees, e.g. onee.g. two.",
        "onee.g",
    ),
]


def documents(proposals):
    return {mark: parse(html) for mark, html in proposals.items()}


@pytest.mark.parametrize(
    ("base", "proposals", "result", "word"), [case[1:] for case in TOGETHER], ids=[case[0] for case in TOGETHER]
)
def test_words_that_became_one_are_named(base, proposals, result, word):
    merged = merge(parse(base), documents(proposals))
    assert merged.document.text == result
    named = [notice for notice in merged.notices if notice.kind == NoticeKind.RUN_TOGETHER]
    assert [notice.text for notice in named] == [word]
    assert all(notice.marks == tuple(proposals) for notice in named)


@pytest.mark.parametrize("case", TOGETHER[1:3], ids=lambda case: case[0])
def test_a_rebase_names_them_too_and_asks_for_a_check(case):
    _, base, proposals, _, word = case
    first, other = documents(proposals).values()
    result = rebase(other, parse(base), first)
    assert result.state == "check"
    assert [notice.text for notice in result.notices if notice.kind == NoticeKind.RUN_TOGETHER] == [word]


def test_a_word_that_one_proposal_writes_so_is_its_own():
    base = parse("<p>The fee b</p><p>. x ends.</p>")
    joined = parse("<p>The fee bx ends.</p>")
    assert merge(base, {"A": joined, "B": joined}).notices == ()
