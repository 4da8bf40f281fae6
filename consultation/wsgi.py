"""The site for a WSGI server."""

import logging
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

from consultation import catalogues
from consultation.interpreter import collect_rarely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consultation.settings")
logging.captureWarnings(True)  # so that they are lines of JSON too
application = get_wsgi_application()
# Seconds that a page waits for SQLite's lock, since somebody waits for the page.
if connections.settings["default"]["ENGINE"].endswith("sqlite3"):
    connections.settings["default"]["OPTIONS"]["timeout"] = 4
get_resolver().url_patterns  # noqa: B018  # the views, and all that they import
catalogues.gather_catalogues(settings.INTERFACE_LANGUAGES)
collect_rarely()
