"""The front server of Debian reads the files that we give it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from charter.importing.formats import LARGEST_FILE

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


@pytest.mark.large
@pytest.mark.parametrize("name", ["Caddyfile", "compose.Caddyfile"])
def test_caddy_accepts_the_file_and_finds_it_well_formed(name):
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("Caddy is missing: make system-large")
    env = {**os.environ, "HOST": "charter.example.org"}
    for act in (["validate", "--adapter", "caddyfile", "--config"], ["fmt"]):
        run = subprocess.run([program, *act, str(DEPLOY / name)], env=env, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr[-2000:]


@pytest.mark.parametrize("name", ["Caddyfile", "compose.Caddyfile"])
def test_the_largest_file_passes_the_front_server_and_the_site(name):
    [megabytes] = re.findall(r"max_size (\d+)MB", (DEPLOY / name).read_text(encoding="utf-8"))
    assert LARGEST_FILE < settings.LARGEST_REQUEST == int(megabytes) * 1000 * 1000
    assert f"larger than {megabytes} MB" in render_to_string("413.html")
