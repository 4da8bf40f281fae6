"""The site is loaded once for all web processes, so nothing may be open that two of them must not share."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOADED = """
import consultation.wsgi
import threading
from django.db import connections
print([one.connection for one in connections.all(initialized_only=True)], threading.active_count())
"""


def test_the_site_is_loaded_before_its_processes_part():
    assert runpy.run_path(str(ROOT / "gunicorn.conf.py"))["preload_app"] is True


def test_loading_it_opens_no_connection_and_starts_no_thread():
    env = {**os.environ, "DEBUG": "0", "SECRET_KEY": "for this test alone", "ALLOWED_HOSTS": "localhost"}
    env["DJANGO_SETTINGS_MODULE"] = "consultation.settings"
    process = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    kept = process.stdout.strip().removeprefix("[").partition("]")
    assert (set(kept[0].split(", ")) <= {"None", ""}, kept[2].strip()) == (True, "1")


def test_loading_it_leaves_out_what_only_files_need():
    env = {**os.environ, "DEBUG": "0", "SECRET_KEY": "for this test alone", "ALLOWED_HOSTS": "localhost"}
    env["DJANGO_SETTINGS_MODULE"] = "consultation.settings"
    code = "import consultation.wsgi, sys; print(sorted({'icalendar', 'openpyxl', 'weasyprint'} & set(sys.modules)))"
    process = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == "[]"
