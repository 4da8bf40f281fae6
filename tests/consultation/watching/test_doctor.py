"""`manage.py doctor`: a line each, and an exit that programs understand."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from consultation.watching import checks
from consultation.watching.findings import fail, ok


def said(monkeypatch, findings, **options):
    monkeypatch.setattr(checks, "run_checks", lambda names: iter(findings.items()))
    out = io.StringIO()
    call_command("doctor", stdout=out, **options)
    return out.getvalue()


def test_each_look_is_a_line(monkeypatch):
    assert said(monkeypatch, {"disk": ok("Free.")}) == "ok    disk           Free.\n"


def test_a_failure_is_said_with_its_remedy_and_ends_with_one(monkeypatch, capsys):
    with pytest.raises(SystemExit) as ended:
        said(monkeypatch, {"disk": fail("Full.", "Delete old backups.")})
    assert ended.value.code == 1


def test_programs_read_json(monkeypatch):
    findings = json.loads(said(monkeypatch, {"disk": ok("%(n)s GB.", n=3)}, json=True))
    assert findings == {"disk": {"level": "ok", "words": "3 GB.", "remedy": "", "figures": {"n": 3}}}


def test_every_look_is_made_without_breaking(db):
    assert [
        name for name, finding in checks.run_checks(checks.ALL) if "The check could not be run" in finding.sentence
    ] == []
