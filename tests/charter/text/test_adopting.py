"""What a new base seems to have already, and has not: a rebase does not call it adopted. Law 4."""

import pytest

from charter.text import merge, parse, rebase

# name, base, the new base, the proposal
NOT_ADOPTED = [
    (
        "a space taken out on the other side of a dash",
        "<p>The city - law holds.</p>",
        "<p>The city- law holds.</p>",
        "<p>The city -law holds.</p>",
    ),
    (
        "a space taken out beside words that were put in",
        "<p>The fee, once paid.</p>",
        "<p>The fee is due, once paid.</p>",
        "<p>The fee,once paid.</p>",
    ),
    (
        "a paragraph split beside a new one",
        "<p>The fee is due. It is low.</p>",
        "<p>The fee is due. It is low.</p><p>Water is free.</p>",
        "<p>The fee is due.</p><p>It is low.</p>",
    ),
    (
        "a word taken out that became another",
        "<p>The fee is very low.</p>",
        "<p>The fee is quite low.</p>",
        "<p>The fee is low.</p>",
    ),
    (
        "a word taken out that became a part of another",
        "<p>The parks re open at ten.</p>",
        "<p>The parks re-open at ten.</p>",
        "<p>The parks open at ten.</p>",
    ),
    (
        "the other of two equal words taken out",
        "<p>Fees (old) and fees (old) and more.</p>",
        "<p>Fees (old) and fees and more.</p>",
        "<p>Fees and fees (old) and more.</p>",
    ),
    (
        "a word taken out of one of two equal paragraphs, of which another took one out",
        "<p>Water.</p><p>Old fees apply.</p><p>Old fees apply.</p>",
        "<p>Water old fees apply.</p><p>Old fees apply.</p>",
        "<p>Water.</p><p>Old apply.</p><p>Old fees apply.</p>",
    ),
    (
        "a paragraph taken out of which a word became another",
        "<p>Water is free.</p><p>Fees apply.</p>",
        "<p>Water is free.</p><p>Costs apply.</p><p>Rain.</p>",
        "<p>Water is free.</p>",
    ),
]


@pytest.mark.parametrize(
    ("base", "new_base", "proposal"), [case[1:] for case in NOT_ADOPTED], ids=[case[0] for case in NOT_ADOPTED]
)
def test_a_rebase_agrees_with_the_merge(base, new_base, proposal):
    base, new_base, proposal = map(parse, (base, new_base, proposal))
    result, merged = rebase(proposal, base, new_base), merge(base, {"base": new_base, "proposal": proposal})
    assert "adopted" not in result.state
    assert [conflict.id for conflict in result.conflicts] == [conflict.id for conflict in merged.conflicts]
    assert merged.conflicts or result.document == merged.document


def test_a_link_that_moves_with_its_word_stays_on_it():
    base = parse('<p>One\u00a0<a href="#n">two</a> three.</p><p>Four.</p>')
    proposal = parse('<p>One - <a href="#n">\u00a0</a>two three.</p><p>Four.</p>')
    new_base = parse('<p>One\u00a0<a href="#n">two</a> three.</p><h2>Four.</h2>')
    document = rebase(proposal, base, new_base).document
    assert document is not None
    assert document.blocks[0] == proposal.blocks[0]
