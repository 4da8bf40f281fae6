"""Canonical JSON: the same bytes on every machine, here and in the program that verifies a release."""

from __future__ import annotations

import pytest

from accounts.canonical import canonical_json, digest_of_json
from charter.exports import verify


def test_canonical_bytes_do_not_depend_on_order():
    assert canonical_json({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()


@pytest.mark.parametrize("value", [{"b": 1, "a": "é"}, ["ا", None, 1.5], "", {"nested": {"z": [], "y": {}}}])
def test_the_program_that_verifies_computes_the_same_digest(value):
    assert digest_of_json(value) == verify.digest(value)
