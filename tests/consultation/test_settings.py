"""With debug off, what is missing stops the start with one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Set SECRET_KEY to a long random text: without DEBUG the site does not start without it."),
        (
            {"SECRET_KEY": "a secret"},
            "Set ALLOWED_HOSTS to the names this site answers to, such as charter.example.org.",
        ),
        (
            {"DEBUG": "1", "ALLOWED_HOSTS": "localhost,charter.example.org"},
            "DEBUG shows what must stay inside: with it the site answers to this machine's own names alone.",
        ),
    ],
)
def test_a_missing_secret_or_host_stops_the_start_with_one_sentence(given, sentence):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    env = {**kept, **given, "DJANGO_SETTINGS_MODULE": "consultation.settings"}
    done = subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (1, sentence)
