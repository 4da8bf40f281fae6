"""All or nothing: a process that dies in the middle of an act leaves what stood before, and after it all of it."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.crash.deeds import DEEDS
from tests.crash.forks import DONE, KILLED

pytestmark = pytest.mark.large


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_that_is_killed_leaves_nothing_behind(run, name):
    report = run("kills", name)
    assert Counter(map(tuple, report["kills"])) == {(KILLED, True): len(report["kills"])}
    assert len(report["kills"]) > 10
    assert (report["end"], report["commits"], report["changed"]) == (DONE, 1, True)
    assert (report["wrong before"], report["wrong after"]) == ([], [])


def test_a_mail_whose_sending_is_killed_is_sent_again_once(run):
    report = run("kills", "mailing")
    assert report["end"] == DONE
    for end, first, later, mails in report["kills"]:
        assert end == KILLED
        assert (first, later, mails) in POSSIBLE


# What the letter is after the kill, what after a later turn of the worker, and how many mails left in all.
POSSIBLE = {
    ("waiting", "sent", 1),  # not taken yet: the later turn sends it
    ("sending", "sent", 1),  # taken and not handed over: it is taken up again
    ("sending", "sent", 2),  # handed over and not noted: nobody can tell, so it is sent a second time
    ("sent", "sent", 1),
}
