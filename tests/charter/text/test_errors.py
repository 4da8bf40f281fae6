"""Every error has a class of its own, and says what to do."""

import pytest

from charter.text import diff, merge, origins, parse
from charter.text.errors import NotADocument, OtherBase, TextError, UnreadableText

ONE, TWO = parse("<p>One.</p>"), parse("<p>Two.</p>")
WRONG = [
    (NotADocument, lambda: diff("<p>One.</p>", TWO), "read the text first"),
    (NotADocument, lambda: diff(ONE, None), "not NoneType"),
    (OtherBase, lambda: merge(TWO, {"A": diff(ONE, TWO)}), "another base"),
    (OtherBase, lambda: origins([("first", ONE), merge(TWO, {})]), "does not start from the text before it"),
    (UnreadableText, lambda: parse("<p>One.</p><video></video>"), "the element video, after “One"),
]


@pytest.mark.parametrize(("kind", "call", "message"), WRONG, ids=[case[2] for case in WRONG])
def test_an_error_has_a_class_of_its_own(kind, call, message):
    with pytest.raises(kind, match=message) as raised:
        call()
    assert isinstance(raised.value, TextError)
