"""Looking up known holes fails where there is one, and where nobody answered."""

from __future__ import annotations

from tests import audit

WELL = {"name": "wagtail", "version": "8.0.1", "vulns": []}
HOLE = {"id": "PYSEC-2026-1", "fix_versions": ["5.2.20"], "aliases": ["CVE-2026-1"], "description": "…"}
HOLED = {"name": "django", "version": "5.2.19", "vulns": [HOLE]}
LEFT_OUT = {"name": "django", "skip_reason": "Dependency not found on PyPI and could not be audited: django (5.2.19)"}


def services(**answers):
    """A function that gives the answer of a service, and the names of the services in the order of the requests."""
    requests = []

    def ask(service):
        requests.append(service)
        return {"dependencies": answers[service], "fixes": []} if answers[service] is not None else {}

    return ask, requests


def test_without_a_hole_it_says_of_how_many_packages():
    ask, requests = services(pypi=[WELL])
    verdict = audit.looked_up(ask)
    assert (verdict.sound, str(verdict), requests) == (True, "No known holes in 1 packages.", ["pypi"])


def test_a_hole_is_named_with_the_version_that_mends_it():
    ask, _asked = services(pypi=[WELL, HOLED])
    verdict = audit.looked_up(ask)
    assert not verdict.sound
    assert str(verdict) == "Known holes:\ndjango 5.2.19: PYSEC-2026-1, mended in 5.2.20"


def test_what_the_first_service_left_out_is_asked_of_the_second():
    ask, requests = services(pypi=[WELL, LEFT_OUT], osv=[WELL, HOLED])
    verdict = audit.looked_up(ask)
    assert (verdict.unanswered, len(verdict.holes), requests) == ((), 1, ["pypi", "osv"])


def test_where_nobody_answers_it_fails_and_says_so():
    ask, _asked = services(pypi=[LEFT_OUT], osv=None)
    verdict = audit.looked_up(ask)
    assert (verdict.sound, verdict.unanswered) == (False, ("django",))
    assert str(verdict).startswith(
        "Whether there are known holes was not found out: neither PyPI nor OSV answered for 1 of"
    )


def test_no_word_at_all_is_no_good_word():
    ask, _asked = services(pypi=None, osv=None)
    assert not audit.looked_up(ask).sound


def test_several_files_are_as_good_as_the_worst():
    good, bad = audit.judged([{"dependencies": [WELL]}]), audit.judged([{"dependencies": [LEFT_OUT]}])
    assert audit.together([good, good]).sound
    assert not audit.together([good, bad]).sound


LOCK = """\
bleach==6.4.0 \\
    --hash=sha256:00
django-allauth[mfa, socialaccount]==65.22.1 \\
    --hash=sha256:00
    # via -r tests/requirements.in
of-no-machine==1.0 ; sys_platform == 'none' \\
    --hash=sha256:00
"""


def test_what_could_not_be_looked_up_is_named():
    ask, _asked = services(pypi=[WELL], osv=None)
    verdict = audit.looked_up(ask, audit.pinned(LOCK))
    assert verdict.unanswered == ("bleach", "django-allauth")
    assert str(verdict).splitlines()[1:] == ["not looked up: bleach", "not looked up: django-allauth"]


def test_a_hole_hides_nothing_that_could_not_be_looked_up():
    ask, _asked = services(pypi=[HOLED], osv=None)
    verdict = str(audit.looked_up(ask, {"bleach"}))
    assert "django 5.2.19: PYSEC-2026-1" in verdict and "not looked up: bleach" in verdict


def test_both_locks_say_what_they_pin():
    for file in audit.FILES:
        assert {"django", "bleach", "django-allauth"} <= audit.pinned((audit.ROOT / file).read_text(encoding="utf-8"))
