"""Every error has a class of its own, and says what to do."""

import pytest

from charter.text import diff, merge, origins, parse, rebase, retype
from charter.text.errors import NotADocument, OtherBase, TextError, UnreadableText

ONE, TWO = parse("<p>One.</p>"), parse("<p>Two.</p>")
WRONG = [
    (NotADocument, lambda: diff("<p>One.</p>", TWO), "read the text first"),
    (NotADocument, lambda: diff(ONE, None), "not NoneType"),
    (NotADocument, lambda: merge("<p>One.</p>", {}), "merge takes documents, not str: read the text first"),
    (NotADocument, lambda: merge(ONE, {"A": "<p>Two.</p>"}), "merge takes documents, not str"),
    (NotADocument, lambda: rebase("<p>One.</p>", ONE, TWO), "rebase takes documents, not str"),
    (NotADocument, lambda: rebase(diff(ONE, TWO), ONE, "<p>Two.</p>"), "rebase takes documents, not str"),
    (NotADocument, lambda: origins([("first", "<p>One.</p>")]), "origins takes documents, not str"),
    (NotADocument, lambda: retype("<p>One.</p>", "Two."), "retype takes documents, not str"),
    (UnreadableText, lambda: parse(ONE), "Document instead of HTML, at the beginning"),
    (OtherBase, lambda: merge(TWO, {"A": diff(ONE, TWO)}), "another base"),
    (OtherBase, lambda: origins([("first", ONE), merge(TWO, {})]), "does not start from the text before it"),
    (UnreadableText, lambda: parse("<p>One.</p><video></video>"), "the element video, after “One"),
]


@pytest.mark.parametrize(("kind", "call", "message"), WRONG, ids=[case[2] for case in WRONG])
def test_an_error_has_a_class_of_its_own(kind, call, message):
    with pytest.raises(kind, match=message) as raised:
        call()
    assert isinstance(raised.value, TextError)
