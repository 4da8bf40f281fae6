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
