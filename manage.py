#!/usr/bin/env python
"""Runs Django's and our own management commands."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consultation.settings")
    if sys.argv[1:2] == ["setup"]:  # it writes what the settings ask for, so they cannot ask for it yet
        os.environ.setdefault("SECRET_KEY", "not needed to write one")
        os.environ.setdefault("ALLOWED_HOSTS", "localhost")
    execute_from_command_line(sys.argv)
