"""The laws as properties of articles made of real sentences in five languages."""

from collections import Counter
from itertools import accumulate, permutations
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from charter.text import Document, diff, merge, origins, parse, rebase
from charter.text.adopting import adopted_edits
from charter.text.edits import Replace, block_of, char_of
from charter.text.kinds import TO_READ, NoticeKind
from charter.text.tokens import is_word, token_keys, tokens
from tests.charter.text.annexes import with_notes, with_tables
from tests.charter.text.articles import Fresh, article, proposal, repeating

seeds = st.integers(min_value=0, max_value=10**9)
# From so many words on a block keeps most of them where three become others.
LONG = 8


def drawn(seed, most=3, light=False):
    """A base and one to three proposals; light ones with words that stand nowhere else. Every other base repeats.

    One seed in eight gives a text with tables, one gives a text with notes.
    """
    if seed % 8 < 2:
        return (with_tables if seed % 8 else with_notes)(Random(seed), most)
    draw = Fresh(seed) if light else Random(seed)
    lang, base = article(draw)
    if draw.random() < 0.5:
        base = repeating(draw, base)
    return base, {mark: proposal(draw, lang, base, light=light) for mark in "ABC"[: draw.randint(1, most)]}


def apart(seed):
    """A base and two or three proposals, each of which changes a few words in long blocks of its own."""
    draw = Fresh(seed)
    lang, base = article(draw)
    if draw.random() < 0.5:
        base = repeating(draw, base)
    marks = "ABC"[: draw.randint(2, 3)]
    rows = {mark: list(base.blocks) for mark in marks}
    for number, block in enumerate(base.blocks):
        if block.words < LONG:
            continue
        other = proposal(draw, lang, Document((block,)), most=1, light=True)
        rows[draw.choice(marks)][number : number + 1] = other.blocks
    return base, {mark: Document(tuple(row)) for mark, row in rows.items()}


def words(text):
    return [key for key in token_keys(text.replace("\n", " ")) if is_word(key)]


def all_words(document):
    return Counter(word for block in document.blocks for word in words(block.text))


def carries_keys(base, other):
    """Whether the text was made over the base; one that was pasted takes the base's keys."""
    return bool({block.key for block in base.blocks} & {block.key for block in other.blocks})


def told(merged, mark):
    """Every word that a conflict or a notice says of a proposal."""
    texts = [side.text for conflict in merged.conflicts if mark in conflict.marks for side in conflict.sides]
    texts += [notice.text for notice in merged.notices if mark in notice.marks]
    return {word for text in texts for word in words(text)}


@given(seeds)
def test_law_1_no_proposal_gives_the_base_and_one_gives_that_one(seed):
    base, proposals = drawn(seed)
    assert merge(base, {}).document == base
    for mark, text in proposals.items():
        merged = merge(base, {mark: text})
        assert not merged.conflicts
        assert not carries_keys(base, text) or merged.document == text


@given(seeds)
@example(144)  # one proposal numbers the notes again, another takes away the id of one
@example(428552103)  # one proposal gives a block another kind, another pastes it so: one of the two knows its key
def test_law_2_the_order_of_proposals_settles_ties_and_nothing_else(seed):
    base, proposals = drawn(seed)
    first, other = merge(base, proposals), merge(base, dict(reversed(proposals.items())))
    assert {conflict.id for conflict in first.conflicts} == {conflict.id for conflict in other.conflicts}
    assert Counter(n.kind for n in first.notices) == Counter(n.kind for n in other.notices)
    if not any("order" in notice.kind for notice in first.notices):
        assert first.document == other.document


def to_read(result):
    """Law 15: the notices that make a person look."""
    return [notice for notice in result.notices if notice.kind in TO_READ]


@given(seeds)
def test_law_3_apart_one_merge_is_one_after_the_other_in_any_order(seed):
    base, proposals = apart(seed)
    whole = merge(base, proposals)
    assert not whole.conflicts
    for order in permutations(proposals.values()):
        text = base
        for step in order:
            text = rebase(step, base, text).document
        assert text == whole.document


@given(seeds)
def test_law_4_a_rebase_over_a_proposal_is_a_merge_with_it(seed):
    base, proposals = drawn(seed)
    first, other = (list(proposals.values()) * 2)[:2]
    result, merged = rebase(other, base, first), merge(base, {"A": first, "B": other})
    assert (result.state in ("check", "void")) == bool(result.conflicts or to_read(result))
    mine, theirs = diff(base, other), diff(base, first)
    if result.state == "adopted" or any(
        edit.identity not in theirs.identities for edit in adopted_edits(mine, theirs)
    ):
        assert result.document is not None or result.state == "void"
        return
    assert bool(result.conflicts) == bool(merged.conflicts)
    assert result.conflicts or result.document == merged.document
    assert result.conflicts or told_of(result.notices) == told_of(merged.notices)


def told_of(notices):
    """What notices say, apart from those about a proposal alone."""
    alone = (NoticeKind.NO_EFFECT, NoticeKind.COARSE)
    return Counter((notice.kind, notice.text) for notice in notices if notice.kind not in alone)


@given(seeds)
def test_law_5_what_was_accepted_has_no_edit_left_and_merging_it_again_changes_nothing(seed):
    base, proposals = apart(seed)
    merged = merge(base, proposals)
    for text in proposals.values():
        result = rebase(text, base, merged.document)
        assert (result.state, result.document) == ("adopted", merged.document)
        assert merge(merged.document, {"again": result.document}).document == merged.document


@given(seeds)
def test_law_5_a_proposal_rebased_on_itself_has_no_edit_left(seed):
    base, proposals = drawn(seed)
    for text in proposals.values():
        merged = merge(base, {"A": text}).document
        assert rebase(text, base, merged).state == "adopted"


@given(seeds)
def test_law_6_nothing_is_lost_and_nothing_comes_from_nowhere(seed):
    base, proposals = drawn(seed)
    merged = merge(base, proposals)
    merged_words = all_words(merged.document)
    source_words = all_words(base)
    for mark, text in proposals.items():
        source_words |= all_words(text)
        put_in = {word for run in diff(base, text).inserted for word in words(run)}
        lost = put_in - set(merged_words) - told(merged, mark)
        assert not [word for word in lost if not any(word in run for run in run_together(merged))]
    assert set(merged_words) - run_together(merged) <= set(source_words)


def run_together(merged):
    """Words of which notices say that they became one."""
    return {word for notice in merged.notices if notice.kind == NoticeKind.RUN_TOGETHER for word in words(notice.text)}


@given(seeds)
def test_law_8_a_conflict_names_its_proposals_and_resolving_all_leaves_none(seed):
    base, proposals = drawn(seed)
    merged = merge(base, proposals)
    for conflict in merged.conflicts:
        assert {mark for pair in conflict.pairs for mark in pair} <= set(conflict.marks)
        assert {mark for side in conflict.sides for mark in side.marks} == set(conflict.marks)
    for number in (0, -1):
        settled = merged
        for conflict in merged.conflicts:
            settled = settled.resolve(conflict, conflict.sides[number].document)
        assert not settled.conflicts
    written = merged
    for conflict in merged.conflicts:
        written = written.resolve(conflict, parse("<p>Zzz qqq.</p>"))
    assert written.document.text.count("Zzz qqq.") == len(merged.conflicts)


@given(seeds)
def test_law_9_any_result_parses_back_to_itself(seed):
    base, proposals = drawn(seed)
    for document in (base, *proposals.values(), merge(base, proposals).document):
        assert parse(document.html) == document


@given(seeds)
def test_law_10_the_sides_of_a_difference_spell_both_texts(seed):
    base, proposals = drawn(seed, most=1)
    difference = diff(base, proposals["A"])
    assert difference.take(difference.changes).text == proposals["A"].text
    assert difference.take(()) == base
    for run in difference.deleted:
        for line in run.split("\n"):
            assert line in base.text
            assert tokens(line) == tokens(line.strip())
    for run in difference.inserted:
        assert run.replace("\n", " ") in proposals["A"].text


def edges(text):
    """The places between tokens."""
    return {0, *accumulate(map(len, tokens(text)))}


@given(seeds)
def test_law_10_no_run_begins_or_ends_inside_a_word(seed):
    base, proposals = drawn(seed, most=1)
    for edit in diff(base, proposals["A"]).edits:
        if isinstance(edit, Replace):
            for place in (edit.start, edit.end):
                if char_of(place) > 0:
                    assert char_of(place) in edges(base.blocks[block_of(place)].text)


@given(seeds)
def test_law_11_origins_cut_the_last_text_into_pieces(seed):
    base, proposals = drawn(seed)
    merged = merge(base, proposals)
    for history in ([("base", base), merged], [("base", base), merged, ("editor", proposals["A"])]):
        pieces = origins(history)
        last = history[-1]
        text = last[1].text if isinstance(last, tuple) else last.document.text
        assert "".join(origin.text for origin in pieces) == text
        assert all(text[origin.start : origin.end] == origin.text for origin in pieces)
        assert all(origin.deleted for origin in pieces if not origin.text)


@given(seeds)
def test_law_12_the_same_input_gives_the_same_answer(seed):
    (base, proposals), (again, repeated) = drawn(seed), drawn(seed)
    first, other = merge(base, proposals), merge(again, repeated)
    assert (first.document, first.conflicts, first.notices) == (other.document, other.conflicts, other.notices)
    assert diff(base, proposals["A"]).html == diff(again, repeated["A"]).html


@given(seeds)
def test_law_13_withdrawing_one_changes_nothing_about_the_others(seed):
    base, proposals = drawn(seed)
    whole = merge(base, proposals)
    if whole.conflicts:
        return
    for gone in proposals:
        rest = merge(base, {mark: text for mark, text in proposals.items() if mark != gone})
        # Of equal blocks nobody can tell which was moved and which was deleted.
        repeated = {text for text, times in Counter(block.text for block in base.blocks).items() if times > 1}
        assert {conflict.base for conflict in rest.conflicts} <= repeated
        if rest.conflicts:
            continue
        kept = {(c.text.strip(), c.marks) for c in rest.credits if c.kind == "inserted"}
        put_in = [c for c in whole.credits if c.kind == "inserted" and gone not in c.marks]
        assert {(c.text.strip(), c.marks) for c in put_in} <= kept


@given(seeds)
@example(926429897)  # a heading and a paragraph have the same words, and each loses them in a proposal
def test_law_14_light_edits_in_different_blocks_make_no_noise(seed):
    draw = Random(seed)
    lang, base = article(draw)
    proposals = {}
    for number, block in enumerate(base.blocks):
        other = proposal(draw, lang, Document((block,)), most=1, light=True)
        proposals[number] = Document((*base.blocks[:number], *other.blocks, *base.blocks[number + 1 :]))
    merged = merge(base, {mark: text for mark, text in proposals.items() if text != base})
    assert not merged.conflicts
    # Equal blocks cannot be told apart: where two proposals take one out, they may mean the same.
    repeated = {text for text, count in Counter(block.text for block in base.blocks).items() if count > 1}
    assert not [n for n in merged.notices if n.kind != NoticeKind.REPEATED or n.text not in repeated]


@given(seeds)
def test_taking_some_changes_is_the_same_for_merge_and_difference(seed):
    base, proposals = drawn(seed, most=1)
    difference = diff(base, proposals["A"])
    some = difference.only(difference.changes[::2])
    assert difference.take(difference.changes[::2]) == some.new
    merged = merge(base, {"A": some})
    assert (merged.document, merged.conflicts) == (some.new, ())


@pytest.mark.large
@given(seeds)
def test_rebasing_heavy_edits_never_raises_and_always_says_a_state(seed):
    base, proposals = drawn(seed)
    merged = merge(base, {mark: proposals[mark] for mark in list(proposals)[:-1]})
    result = rebase(list(proposals.values())[-1], base, merged.document)
    assert result.state in ("clean", "adopted", "partly adopted", "check", "void")
    assert bool(result.conflicts or to_read(result)) == (result.state in ("check", "void"))
    assert (result.document is None) == (result.state == "void")
