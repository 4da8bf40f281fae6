"""All or nothing: a process that dies in the middle of an act leaves what stood before, and after it all of it."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.crash.deeds import DEEDS
from tests.crash.forks import DONE, KILLED

pytestmark = pytest.mark.large


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_that_is_killed_leaves_nothing_behind(run, name):
    said = run("kills", name)
    assert Counter(map(tuple, said["kills"])) == {(KILLED, True): len(said["kills"])}
    assert len(said["kills"]) > 10
    assert (said["end"], said["commits"], said["changed"]) == (DONE, 1, True)
    assert (said["wrong before"], said["wrong after"]) == ([], [])


def test_a_mail_whose_sending_is_killed_leaves_at_most_once(run):
    said = run("kills", "mailing")
    assert said["end"] == DONE
    for end, first, later, mails in said["kills"]:
        assert end == KILLED
        assert (first, later, mails) in POSSIBLE


# What the letter is after the kill, what after a later turn of the worker, and how many mails left in all.
POSSIBLE = {
    ("waiting", "sent", 1),  # not taken yet: the later turn sends it
    ("sending", "failed", 0),  # taken and not handed over: a moderator sees it
    ("sending", "failed", 1),  # handed over and not noted: it is not sent again
    ("sent", "sent", 1),
}
