"""Looking up known holes fails where there is one, and where nobody answered."""

from __future__ import annotations

from tests import audit

WELL = {"name": "wagtail", "version": "8.0.1", "vulns": []}
HOLE = {"id": "PYSEC-2026-1", "fix_versions": ["5.2.20"], "aliases": ["CVE-2026-1"], "description": "…"}
HOLED = {"name": "django", "version": "5.2.19", "vulns": [HOLE]}
LEFT_OUT = {"name": "django", "skip_reason": "Dependency not found on PyPI and could not be audited: django (5.2.19)"}


def services(**said):
    """What each service says of packages; the names of those that were asked are noted."""
    asked = []

    def ask(service):
        asked.append(service)
        return {"dependencies": said[service], "fixes": []} if said[service] is not None else {}

    return ask, asked


def test_without_a_hole_it_says_of_how_many_packages():
    ask, asked = services(pypi=[WELL])
    found = audit.looked_up(ask)
    assert (found.sound, str(found), asked) == (True, "No known holes in 1 packages.", ["pypi"])


def test_a_hole_is_named_with_the_version_that_mends_it():
    ask, _asked = services(pypi=[WELL, HOLED])
    found = audit.looked_up(ask)
    assert not found.sound
    assert str(found) == "Known holes:\ndjango 5.2.19: PYSEC-2026-1, mended in 5.2.20"


def test_what_the_first_service_left_out_is_asked_of_the_second():
    ask, asked = services(pypi=[WELL, LEFT_OUT], osv=[WELL, HOLED])
    found = audit.looked_up(ask)
    assert (found.unanswered, len(found.holes), asked) == ((), 1, ["pypi", "osv"])


def test_where_nobody_answers_it_fails_and_says_so():
    ask, _asked = services(pypi=[LEFT_OUT], osv=None)
    found = audit.looked_up(ask)
    assert (found.sound, found.unanswered) == (False, ("django",))
    assert str(found).startswith(
        "Whether there are known holes was not found out: neither PyPI nor OSV answered for 1 of"
    )


def test_no_word_at_all_is_no_good_word():
    ask, _asked = services(pypi=None, osv=None)
    assert not audit.looked_up(ask).sound


def test_several_files_are_as_good_as_the_worst():
    good, bad = audit.judged([{"dependencies": [WELL]}]), audit.judged([{"dependencies": [LEFT_OUT]}])
    assert audit.together([good, good]).sound
    assert not audit.together([good, bad]).sound
