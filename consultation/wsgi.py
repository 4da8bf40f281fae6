"""The site for a WSGI server."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from consultation import catalogues

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consultation.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  # the views, and all that they import
catalogues.gather(settings.INTERFACE_LANGUAGES)
gc.collect()
gc.freeze()  # what is loaded once is not looked through again with each collection
# A page makes some ten thousand objects and leaves hardly one behind; at 700 each page paid for several collections.
gc.set_threshold(20_000, 10, 20)
