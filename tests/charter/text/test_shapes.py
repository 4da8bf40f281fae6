"""Texts in the shapes of rules: two authors who change blocks of their own both get what they mean."""

import pytest

from tests.bench.text_shapes import SHAPES, merged_right, shape


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("seed", range(5))
def test_a_merge_of_changes_in_blocks_of_their_own_is_what_both_mean(name, seed):
    assert merged_right(shape(name, words=600, edits=5, seed=seed))
