#!/usr/bin/env python
"""Runs Django's and our own management commands."""

import os
import sys

from django.core.management import execute_from_command_line

from consultation.founding import demonstration

SETTINGS = "consultation.settings"

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command == "setup":  # it writes what the settings ask for, so they cannot ask for it yet
        os.environ.setdefault("SECRET_KEY", "not needed to write one")
        os.environ.setdefault("ALLOWED_HOSTS", "localhost")
    elif command == "demo":
        demonstration.prepare_settings(sys.argv[2:])
    elif command != "run" and os.environ["DJANGO_SETTINGS_MODULE"] == SETTINGS:
        demonstration.choose_settings()
    execute_from_command_line(sys.argv)
