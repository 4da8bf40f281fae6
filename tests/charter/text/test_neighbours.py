"""Law 15: words put in beside words that another takes out or replaces are never put in silently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.text import merge, parse, rebase
from charter.text.kinds import ConflictKind, NoticeKind

# name, base, words put in by p, words taken out or replaced by q, whether that is a conflict
BESIDE = [
    (
        "words added to a clause that goes",
        "The fee is due on signature unless the city is small.",
        "The fee is due on signature unless the city is small and poor.",
        "The fee is due on signature.",
        True,
    ),
    (
        "words added at a comma, the words before it deleted",
        "The city pays the fee, if asked.",
        "The city pays the fee promptly, if asked.",
        "The city pays, if asked.",
        True,
    ),
    (
        "the word before deleted, the word behind stays",
        "The big city pays.",
        "The big old city pays.",
        "The city pays.",
        False,
    ),
    (
        "the word before replaced",
        "The fee is ten euros.",
        "The fee is ten euros yearly.",
        "The fee is ten francs.",
        False,
    ),
    ("the word behind replaced", "The fee is low.", "The fee is very low.", "The fee is high.", False),
    (
        "a sentence added before one that goes",
        "Keep one. Drop two. Keep three.",
        "Keep one. Add this. Drop two. Keep three.",
        "Keep one. Keep three.",
        False,
    ),
    ("Chinese", "收费按年缴纳。", "收费按年份缴纳。", "收费按月缴纳。", False),
    ("Arabic", "تدفع المدينة الكبيرة الرسم.", "تدفع المدينة الكبيرة القديمة الرسم.", "تدفع المدينة الرسم.", False),
    (
        "French",
        "La redevance est due, sauf refus.",
        "La redevance est due vite, sauf refus.",
        "La redevance, sauf refus.",
        True,
    ),
]
# name, base, words taken out by p, words changed by q, the words that the notice names
TAKEN_BESIDE = [
    (
        "the word before replaced",
        "The fee is ten euros yearly.",
        "The fee is ten euros.",
        "The fee is ten francs yearly.",
        "yearly",
    ),
    ("the word behind replaced", "The fee is very low.", "The fee is low.", "The fee is very high.", "very"),
    ("the word before deleted", "The big old city pays.", "The big city pays.", "The old city pays.", "big"),
    ("Chinese", "收费按年份缴纳。", "收费按年缴纳。", "收费按月份缴纳。", "份"),
    (
        "Arabic",
        "تدفع المدينة الكبيرة القديمة الرسم.",
        "تدفع المدينة الكبيرة الرسم.",
        "تدفع المدينة الكبيرة القديمة رسما.",
        "القديمة",
    ),
]
# name, base, words put in or taken out by p, a clause that q rewrites or takes out but for the word beside it
CLAUSES = [
    (
        "words put in",
        "The city pays, unless a council of three members objects in time, and says why.",
        "The city pays, unless a council of three members objects in good time, and says why.",
        "The city pays, if no mayor of two towns refuses in time, and says why.",
    ),
    (
        "words taken out",
        "The city pays, unless a council of three members objects in good time, and says why.",
        "The city pays, unless a council of three members objects in time, and says why.",
        "The city pays, if no mayor of two towns refuses in good time, and says why.",
    ),
]
APART = [
    (
        "a word taken out elsewhere in the sentence",
        "The small fee is due on the day.",
        "The fee is due on the day.",
        "The small fee is due on the hour.",
    ),
    (
        "another word of the sentence",
        "The fee is due on the day.",
        "The small fee is due on the day.",
        "The fee is due on the hour.",
    ),
    ("the next sentence", "One fee. Two cities pay.", "One fee yearly. Two cities pay.", "One fee. Three cities pay."),
    ("a sentence behind a changed one", "The fee is low.", "The fee is low. All pay.", "The fee is high."),
    ("the same proposal", "The big city pays.", "The old city pays.", "The big city never sleeps."),
]


def document(text):
    return parse(f"<p>{text}</p>")


@pytest.mark.parametrize(("name", "base", "p", "q", "conflict"), BESIDE, ids=lambda x: str(x)[:30])
def test_words_beside_what_another_takes_are_reported(name, base, p, q, conflict):
    result = merge(document(base), {"p": document(p), "q": document(q)})
    kinds = [notice.kind for notice in result.conflicts] if conflict else [notice.kind for notice in result.notices]
    assert kinds == [ConflictKind.BESIDE_DELETED if conflict else NoticeKind.BESIDE]
    assert bool(result.conflicts) == conflict


@pytest.mark.parametrize(("name", "base", "p", "q", "conflict"), BESIDE, ids=lambda x: str(x)[:30])
def test_a_rebase_asks_for_a_check_where_the_merge_reports(name, base, p, q, conflict):
    whole = merge(document(base), {"p": document(p), "q": document(q)})
    for proposal, new_base in ((p, q), (q, p)):
        result = rebase(document(proposal), document(base), document(new_base))
        assert result.state == "check"
        assert bool(result.conflicts) == conflict
        assert conflict or (result.document, named(result.notices)) == (whole.document, named(whole.notices))


@pytest.mark.parametrize(("name", "base", "p", "q", "words"), TAKEN_BESIDE, ids=lambda x: str(x)[:30])
def test_words_taken_out_beside_what_another_changes_are_reported(name, base, p, q, words):
    result = merge(document(base), {"p": document(p), "q": document(q)})
    assert result.conflicts == ()
    assert named(result.notices) == [(NoticeKind.TAKEN_BESIDE, words)]
    for proposal, new_base in ((p, q), (q, p)):
        carried = rebase(document(proposal), document(base), document(new_base))
        assert (carried.state, carried.document) == ("check", result.document)


@pytest.mark.parametrize(("name", "base", "p", "q"), CLAUSES, ids=lambda x: str(x)[:30])
def test_a_change_in_a_clause_that_another_rewrites_is_reported(name, base, p, q):
    result = merge(document(base), {"p": document(p), "q": document(q)})
    assert result.conflicts == ()
    assert [notice.marks for notice in result.notices] == [("p", "q")]
    assert rebase(document(p), document(base), document(q)).state == "check"


def named(notices):
    return [(notice.kind, notice.text) for notice in notices]


@pytest.mark.parametrize(("name", "base", "p", "q"), APART, ids=lambda x: str(x)[:30])
def test_words_apart_are_not_reported(name, base, p, q):
    result = merge(document(base), {"p": document(p), "q": document(q)})
    assert (result.conflicts, result.notices) == ((), ())


def test_a_conflict_beside_a_deletion_is_settled_by_either_side_or_by_other_words():
    _, base, p, q, _ = BESIDE[0]
    result = merge(document(base), {"p": document(p), "q": document(q)})
    [conflict] = result.conflicts
    assert conflict.pairs == (("p", "q"),)
    assert [result.resolve(conflict, side).document for side in conflict.sides] == [document(p), document(q)]
    written = result.resolve(conflict, parse("<p>unless it is poor</p>"))
    assert (written.document.text, written.conflicts) == ("The fee is due on signature unless it is poor.", ())


SENTENCE = "the fee is due on signature unless a city with little money asks for delay"
WORDS = SENTENCE.split()


@given(st.integers(0, len(WORDS)), st.integers(0, len(WORDS) - 1), st.integers(1, 4), st.booleans())
def test_law_15_an_insertion_beside_a_deletion_is_always_reported(place, first, size, replaced):
    gone = range(first, min(first + size, len(WORDS)))
    base = document(" ".join(WORDS) + ".")
    p = document(" ".join([*WORDS[:place], "truly", *WORDS[place:]]) + ".")
    left = [*WORDS[:first], *(["namely"] if replaced else []), *WORDS[gone.stop :]]
    q = document(" ".join(left) + ("." if left else ""))
    result = merge(base, {"p": p, "q": q})
    beside = place - 1 in gone or place in gone
    reported = bool(result.conflicts) or any(n.kind == NoticeKind.BESIDE and "truly" in n.text for n in result.notices)
    assert reported == beside
    for proposal, other in ((p, q), (q, p)):
        assert (rebase(proposal, base, other).state in ("check", "void")) == beside
