"""A misprint is cured by two signatures, beside the version that stays as it is."""

from __future__ import annotations

import pytest

from accounts.rules import Refused
from charter.actions.versions import corrigenda
from charter.queries.languages import ledger
from charter.queries.versions import manifests
from charter.states import AdoptionScope
from tests import factories

RIGHT = "Everyone has a right to a home that is safe and that can be kept."


@pytest.fixture
def said(version, charter):
    return {"version": version, "provision": factories.provision(charter, 4), "language": "en", "html": RIGHT}


def test_two_people_sign_and_the_version_stays(said, version, charter, moderator, second_moderator):
    proposed = corrigenda.propose_corrigendum(reason="An article.", by=moderator, **said)
    signed = corrigenda.agree_corrigendum(proposed=proposed, by=second_moderator)
    assert (signed.number, signed.wording.text) == (1, RIGHT)
    assert version.manifest.get(provision=said["provision"], language="en").wording.text != RIGHT
    assert manifests.recompute_digest(version) == version.digest


def test_one_person_cannot_sign_twice(said, moderator):
    proposed = corrigenda.propose_corrigendum(reason="An article.", by=moderator, **said)
    with pytest.raises(Refused, match="A second person"):
        corrigenda.agree_corrigendum(proposed=proposed, by=moderator)


def test_the_working_text_gets_it_and_no_language_falls_behind(said, charter, moderator, second_moderator):
    corrigenda.sign_corrigendum(reason="An article.", by=moderator, agreed_by=second_moderator, **said)
    standing = factories.working(said["provision"]).wording
    assert standing.text == RIGHT
    assert "".join(run["text"] for run in standing.runs) == RIGHT
    assert ledger.out_of_step(charter) == []
    assert said["provision"].adoptions.get().scope == AdoptionScope.THIS_LANGUAGE


def test_it_is_carried_into_words_that_moved_since(said, charter, moderator, second_moderator):
    moved = "Everyone has the right to a home that is safe, dry and that can be kept."
    factories.reword(said["provision"], moved, by=moderator)
    corrigenda.sign_corrigendum(reason="An article.", by=moderator, agreed_by=second_moderator, **said)
    assert factories.working(said["provision"]).wording.text == moved.replace("the right", "a right")


@pytest.mark.parametrize(
    ("html", "why"),
    [("", "A corrigendum cannot delete a provision"), (None, "The text is the same as the published text")],
)
def test_nothing_and_the_same_words_are_refused(said, moderator, html, why):
    said["html"] = factories.working(said["provision"]).wording.html if html is None else html
    with pytest.raises(Refused, match=why):
        corrigenda.propose_corrigendum(reason="x", by=moderator, **said)
